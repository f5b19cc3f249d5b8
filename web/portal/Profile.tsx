import {
  Button,
  type MantineColorScheme,
  NativeSelect,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, errorsOf } from '../shared/api.ts';
import { Facts } from '../shared/components/Facts.tsx';
import { Problem } from '../shared/components/States.tsx';
import type { Language } from '../shared/i18n.ts';
import { useAct } from '../shared/queries.ts';
import { useToast } from '../shared/toast.tsx';
import type { PortalCustomer } from '../shared/types.ts';
import { languages, LanguageSelect } from './LanguageSelect.tsx';
import { Page } from './Page.tsx';
import { API } from './places.ts';
import { useSession } from './session.ts';

export function Profile() {
  const { t } = useTranslation();
  const { customers } = useSession();
  return (
    <Page title={t('portal.profile.title')}>
      {customers.map((customer) => (
        <CustomerData key={customer.id} customer={customer} />
      ))}
      <Password />
      <Screen />
      <SignOut />
    </Page>
  );
}

function CustomerData({ customer }: { customer: PortalCustomer }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const [edit, setEdit] = useState<Partial<Pick<PortalCustomer, 'phone' | 'address' | 'language'>>>({});
  const act = useAct(() => {
    setEdit({});
    toast.done(t('common.saved'));
  });
  const { phone, address, language } = { ...customer, ...edit };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = Object.fromEntries(
      Object.entries(edit).map(([field, value]) => [field, value?.trim() === '' ? null : value]),
    );
    act.mutate(
      { method: 'PATCH', path: API.customer(customer.id), version: customer.version, body },
      { onError: () => void client.invalidateQueries() },
    );
  };
  const errors = errorsOf(act.error);
  const isFieldError = ['phone', 'address', 'language'].some((field) => errors[field]);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={`customer-${customer.id}`}>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4" id={`customer-${customer.id}`}>
            {customer.name}
          </Title>
          <Facts
            facts={[
              // A child may have none of their own.
              ...(customer.email === '' ? [] : [[t('common.email'), customer.email] as [string, string]]),
              [t('portal.profile.number'), customer.code],
            ]}
          />
          <Text size="sm" c="dimmed">
            {t('portal.profile.fixed', { branch: customer.branch.name })}
          </Text>
          <TextInput
            size="md"
            type="tel"
            label={t('common.phone')}
            autoComplete="tel"
            maxLength={40}
            value={phone ?? ''}
            error={errors['phone']}
            onChange={({ currentTarget: { value } }) => setEdit((given) => ({ ...given, phone: value }))}
          />
          <Textarea
            size="md"
            label={t('portal.profile.address')}
            autoComplete="street-address"
            autosize
            minRows={2}
            maxLength={500}
            value={address ?? ''}
            error={errors['address']}
            onChange={({ currentTarget: { value } }) => setEdit((given) => ({ ...given, address: value }))}
          />
          <NativeSelect
            size="md"
            label={t('portal.profile.language')}
            data={languages}
            value={language}
            error={errors['language']}
            onChange={({ currentTarget: { value } }) => setEdit((given) => ({ ...given, language: value as Language }))}
          />
          {act.error &&
            !isFieldError &&
            (act.error.code === 'version_conflict' ? (
              <Text role="alert">{t('portal.profile.changedMeanwhile')}</Text>
            ) : (
              <Problem error={act.error} />
            ))}
          <Button type="submit" size="md" fullWidth loading={act.isPending} disabled={Object.keys(edit).length === 0}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}

function Password() {
  const { t } = useTranslation();
  const { email, hasPassword, needsPassword } = useSession();
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct(() => {
    setCurrent('');
    setPassword('');
    toast.done(t('portal.profile.passwordSaved'));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate({ method: 'PUT', path: API.password, body: { password, ...(needsPassword ? { current } : {}) } });
  };
  const errors = errorsOf(act.error);
  const isFieldError = ['current', 'password'].some((field) => errors[field]);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="password">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4" id="password">
            {t('portal.profile.password')}
          </Title>
          <Text size="sm" c="dimmed">
            {t(hasPassword ? 'portal.profile.passwordSet' : 'portal.profile.passwordNone')}
          </Text>
          {/* For password managers: whose password it is. */}
          <input type="hidden" autoComplete="username" value={email} readOnly />
          {needsPassword && (
            <PasswordInput
              size="md"
              label={t('portal.profile.current')}
              autoComplete="current-password"
              required
              maxLength={128}
              value={current}
              error={errors['current']}
              onChange={({ currentTarget: { value } }) => setCurrent(value)}
            />
          )}
          <PasswordInput
            size="md"
            label={t('portal.profile.fresh')}
            description={t('portal.profile.freshHint')}
            autoComplete="new-password"
            required
            minLength={8}
            maxLength={128}
            value={password}
            error={errors['password']}
            onChange={({ currentTarget: { value } }) => setPassword(value)}
          />
          {act.error && !isFieldError && <Problem error={act.error} />}
          <Button type="submit" size="md" variant="default" fullWidth loading={act.isPending}>
            {t(hasPassword ? 'portal.profile.changePassword' : 'portal.profile.setPassword')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}

function Screen() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="screen">
      <Stack>
        <Title order={2} size="h4" id="screen">
          {t('portal.profile.screen')}
        </Title>
        <LanguageSelect label={t('portal.profile.screenLanguage')} />
        <NativeSelect
          size="md"
          label={t('common.colours')}
          data={[
            { value: 'auto', label: t('common.likeSystem') },
            { value: 'light', label: t('common.light') },
            { value: 'dark', label: t('common.dark') },
          ]}
          value={colorScheme}
          onChange={({ currentTarget: { value } }) => setColorScheme(value as MantineColorScheme)}
        />
      </Stack>
    </Paper>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const { email } = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const signOut = async () => {
    try {
      await api('DELETE', API.session);
      await navigate({ to: '/sign-in' });
      client.clear();
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed" ta="center" style={{ overflowWrap: 'anywhere' }}>
        {t('portal.profile.session', { email })}
      </Text>
      <Button variant="default" size="md" fullWidth onClick={() => void signOut()}>
        {t('common.signOut')}
      </Button>
    </Stack>
  );
}
