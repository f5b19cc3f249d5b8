import { Divider, List, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { FormEnd, sending, useSave } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Department } from '../../shared/types.ts';
import { CalendarFeed } from '../agenda/CalendarFeed.tsx';
import { useSession } from '../shell/session.ts';
import { MailAccount } from './MailAccount.tsx';
import { Head } from './parts.tsx';
import { levelOf, PERMISSIONS } from './rights.ts';

/** Who one is here, what one may do, and one's own password. */
export function Account() {
  const { t } = useTranslation();
  const { user, branch } = useSession();
  const departments = useAll<Department>('/api/departments', {}, { enabled: user.departmentId !== null });
  const department = departments.data?.find(({ id }) => id === user.departmentId)?.name ?? '–';
  const held = PERMISSIONS.filter((permission) => user.permissions.includes(permission));
  return (
    <>
      <Head title={t('settings.pages.account')} hint={t('settings.account.hint')} />
      <Stack maw={620} gap="lg">
        <Facts
          facts={[
            [t('common.name'), user.name],
            [t('common.email'), user.email],
            [t('settings.users.branch'), branch.name],
            [t('settings.users.department'), department],
            [
              t('settings.users.level'),
              <>
                {t(`settings.levels.${levelOf(user.accessLevel)}.name`)}
                <Text size="sm" c="dimmed">
                  {t(`settings.levels.${levelOf(user.accessLevel)}.hint`)}
                </Text>
              </>,
            ],
            [
              t('settings.users.permissions'),
              user.accessLevel === 1 ? (
                t('settings.users.allPermissions')
              ) : held.length === 0 ? (
                t('settings.account.noPermissions')
              ) : (
                <List size="sm">
                  {held.map((permission) => (
                    <List.Item key={permission}>{t(`settings.permissions.${permission}.name`)}</List.Item>
                  ))}
                </List>
              ),
            ],
          ]}
        />
        <Text size="sm" c="dimmed">
          {t('settings.account.tokensHint')}{' '}
          <Link to="/settings/$page" params={{ page: 'tokens' }} style={{ color: 'var(--mantine-color-anchor)' }}>
            {t('settings.pages.tokens')}
          </Link>
        </Text>
        <Divider />
        <MailAccount />
        <Divider />
        <OwnPassword email={user.email} />
        <Divider />
        <CalendarFeed />
      </Stack>
    </>
  );
}

function OwnPassword({ email }: { email: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({ initialValues: { current: '', password: '', again: '' } });
  const { save, end } = useSave(useAct<undefined>(), form, () => {
    form.reset();
    toast.done(t('settings.account.passwordChanged'));
  });
  const { current, password, again } = form.values;
  const send = () => {
    if (again === password) return save({ path: '/api/session/password', body: { current, password } });
    form.setFieldError('again', t('settings.account.notTheSame'));
  };
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack maw={360}>
        <Title order={2} size="h4">
          {t('settings.account.changePassword')}
        </Title>
        {/* For password managers: whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t('settings.account.currentPassword')}
          autoComplete="current-password"
          required
          maxLength={128}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('settings.users.newPassword')}
          description={t('settings.users.passwordHint')}
          autoComplete="new-password"
          required
          maxLength={128}
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t('settings.account.again')}
          autoComplete="new-password"
          required
          maxLength={128}
          {...form.getInputProps('again')}
        />
        <Text size="sm" c="dimmed">
          {t('settings.account.passwordHint')}
        </Text>
        <FormEnd {...end} submit={t('settings.account.changePassword')} />
      </Stack>
    </form>
  );
}
