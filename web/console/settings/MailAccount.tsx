import {
  Alert,
  Badge,
  Button,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending, useSave } from '../../shared/form.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { MailAccount as Own, MailAccountTest } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';

const PATH = '/api/session/mail-account';
/** Where servers usually listen, by encryption. */
const PORTS = { tls: 465, starttls: 587, none: 25 } as const;
type Security = keyof typeof PORTS;
const SECURITIES: Security[] = ['tls', 'starttls', 'none'];

/** The account that one's own notices go out through: set, tested, removed. */
export function MailAccount() {
  const { t } = useTranslation();
  const own = useGet<Own>(PATH);
  return (
    <Stack gap="sm" component="section" aria-labelledby="mail-account">
      <Title order={2} size="h4" id="mail-account">
        {t('mailAccount.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('mailAccount.hint')}
      </Text>
      <Answer of={own} lines={3}>
        {(stored) => (
          <>
            <State of={stored} />
            <AccountForm key={String(stored.account === null)} stored={stored.account} />
          </>
        )}
      </Answer>
    </Stack>
  );
}

const COLOURS = { none: 'gray', unchecked: 'orange', checked: 'teal', failing: 'red' } as const;

/** Whether notices can go out through somebody's account. */
export function MailAccountBadge({ state }: { state: Own['state'] }) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="dot"
      color={COLOURS[state]}
      styles={{ label: { color: 'var(--mantine-color-text)', textTransform: 'none', fontWeight: 500 } }}
    >
      {t(`mailAccount.states.${state}`)}
    </Badge>
  );
}

function State({ of: { state, account, failure, waiting } }: { of: Own }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <MailAccountBadge state={state} />
        {account?.checkedAt && (
          <Text size="sm" component="div">
            {t('mailAccount.since')} <Moment at={account.checkedAt} />
          </Text>
        )}
      </Group>
      {state === 'unchecked' && <Text size="sm">{t('mailAccount.uncheckedHint')}</Text>}
      {waiting > 0 && state !== 'checked' && <Text size="sm">{t('mailAccount.waiting', { count: waiting })}</Text>}
      {state === 'failing' && failure && (
        <Alert color="red" variant="light" role="alert">
          <Stack gap={4}>
            <Text size="sm" fw={600} component="div">
              {t('mailAccount.failingSince')} <Moment at={failure.since} />
            </Text>
            <Text size="sm">{failure.words}</Text>
            <Said said={failure.said} />
            <Text size="sm" component="div">
              {failure.retryAt && (
                <>
                  {t('mailAccount.retryAt')} <Moment at={failure.retryAt} />.{' '}
                </>
              )}
              {t('mailAccount.fixed')}
            </Text>
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

function Said({ said }: { said: string | null }) {
  const { t } = useTranslation();
  if (said === null) return null;
  return (
    <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
      {t('mailAccount.said')} <span lang="en">{said}</span>
    </Text>
  );
}

function AccountForm({ stored }: { stored: Own['account'] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { user } = useSession();
  const [isRemoving, setRemoving] = useState(false);
  const form = useForm({
    initialValues: {
      fromName: stored ? (stored.fromName ?? '') : user.name,
      address: stored?.address ?? user.email,
      host: stored?.host ?? '',
      security: stored?.security ?? 'tls',
      port: (stored?.port ?? PORTS.tls) as number | string,
      username: stored ? (stored.username ?? '') : user.email,
      password: '',
      perMinute: (stored?.perMinute ?? 30) as number | string,
    },
  });
  const test = useAct<MailAccountTest>();
  const remove = useAct<undefined>(() => toast.done(t('mailAccount.removed')));
  const { save, end } = useSave(useAct<Own>(), form, ({ state }) => {
    form.setFieldValue('password', '');
    form.resetDirty({ ...form.getValues(), password: '' });
    toast.done(t(state === 'checked' ? 'common.saved' : 'mailAccount.saved'));
  });
  const { fromName, username, password, ...values } = form.values;
  const body = {
    ...values,
    fromName: fromName.trim() || null,
    username: username.trim() || null,
    ...(password && username.trim() && { password }),
  };
  const send = () => {
    test.reset();
    return save({ method: 'PUT', path: PATH, body });
  };
  /** The usual port goes with the encryption; one that somebody chose stays. */
  const encrypt = (security: Security) => {
    if (form.values.port === PORTS[form.values.security]) form.setFieldValue('port', PORTS[security]);
    form.setFieldValue('security', security);
  };

  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('mailAccount.fromName')} maxLength={120} {...form.getInputProps('fromName')} />
          <TextInput
            label={t('mailAccount.address')}
            description={t('mailAccount.addressHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            type="email"
            required
            maxLength={254}
            {...form.getInputProps('address')}
          />
        </SimpleGrid>
        <TextInput
          label={t('mailAccount.host')}
          placeholder="smtp.example.com"
          required
          maxLength={253}
          spellCheck={false}
          autoCapitalize="none"
          {...form.getInputProps('host')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={t('mailAccount.security')}
            data={SECURITIES.map((value) => ({ value, label: t(`mailAccount.securities.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('security')}
            onChange={(value) => encrypt((value ?? 'tls') as Security)}
          />
          <NumberInput
            label={t('mailAccount.port')}
            required
            min={1}
            max={65_535}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            {...form.getInputProps('port')}
          />
        </SimpleGrid>
        {values.security === 'none' && <Text size="sm">{t('mailAccount.noneHint')}</Text>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('mailAccount.username')}
            description={t('mailAccount.usernameHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={254}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            {...form.getInputProps('username')}
          />
          <PasswordInput
            label={t('mailAccount.password')}
            description={t(stored?.hasPassword ? 'mailAccount.passwordKept' : 'mailAccount.passwordHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={500}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
        </SimpleGrid>
        <NumberInput
          label={t('mailAccount.perMinute')}
          description={t('mailAccount.perMinuteHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          min={1}
          max={6000}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          {...form.getInputProps('perMinute')}
        />
        <FormEnd {...end}>
          {stored && (
            <>
              <Button
                variant="default"
                loading={test.isPending}
                disabled={form.isDirty()}
                onClick={() =>
                  test.mutate({ path: `${PATH}/test` }, { onError: (refusal: unknown) => toast.failed(refusal) })
                }
              >
                {t('mailAccount.test')}
              </Button>
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                {t('mailAccount.remove')}
              </Button>
            </>
          )}
        </FormEnd>
        {stored && (
          <Text size="sm" c="dimmed">
            {form.isDirty() ? t('mailAccount.testFirst') : t('mailAccount.testHint', { email: user.email })}
          </Text>
        )}
        <Outcome of={test.data} />
      </Stack>
      <Modal
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('mailAccount.removeTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Text size="sm">{t('mailAccount.removeHint')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setRemoving(false)} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(
                  { method: 'DELETE', path: PATH },
                  { onError: (refusal: unknown) => toast.failed(refusal), onSettled: () => setRemoving(false) },
                )
              }
            >
              {t('mailAccount.remove')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </form>
  );
}

function Outcome({ of: outcome }: { of: MailAccountTest | undefined }) {
  const { t } = useTranslation();
  if (!outcome) return null;
  const { ok, to, words, said } = outcome;
  return (
    <Alert color={ok ? 'teal' : 'red'} variant="light" role={ok ? 'status' : 'alert'}>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {ok ? t('mailAccount.passed', { email: to }) : t('mailAccount.failed')}
        </Text>
        {words && <Text size="sm">{words}</Text>}
        <Said said={said} />
      </Stack>
    </Alert>
  );
}
