import {
  Alert,
  Box,
  Button,
  Checkbox,
  Divider,
  Group,
  PasswordInput,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useHotkeys } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { FormEnd, sending, useRecordForm, useSave } from '../../shared/form.tsx';
import { LANGUAGES } from '../../shared/i18n.ts';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Branch, Department, User } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { MailAccountBadge } from './MailAccount.tsx';
import { useIsAdministrator, useOpen } from './parts.tsx';
import { type RecordFormProps, Records, RecordSide } from './Records.tsx';
import { levelOf, LEVELS, PERMISSIONS } from './rights.ts';

const PATH = '/api/users';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function Users() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const navigate = useNavigate();
  const { search = '', branchId, active } = useSearch({ from: '/shell/settings/$page' });
  const { id } = useOpen();
  const branches = useAll<Branch>('/api/branches');
  const departments = useAll<Department>('/api/departments');
  const users = useAll<User>(PATH, { branchId, active: active === 'all' ? undefined : active !== 'false' });
  // Opened by an address that no filter of the list concerns.
  const everybody = useAll<User>(PATH, {}, { enabled: id !== undefined && id !== 'new' });
  const searching = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => searching.current?.focus()]]);
  const words = plain(search).split(/\s+/);
  const isMeant = ({ name, email }: User) => words.every((word) => plain(`${name} ${email}`).includes(word));
  const filter = (change: { search?: string; branchId?: string; active?: string }) =>
    void navigate({
      from: '/settings/$page',
      to: '.',
      replace: true,
      search: (found) => ({ ...found, ...change }),
    });
  const nameOf = (items: { id: string; name: string }[] | undefined, wanted: string | null) =>
    items?.find((item) => item.id === wanted)?.name ?? '–';
  const branchOf = ({ branchId: wanted }: User) => nameOf(branches.data, wanted);
  const departmentOf = ({ departmentId }: User) => nameOf(departments.data, departmentId);
  const rankOf = ({ accessLevel }: User) => t(`settings.levels.${levelOf(accessLevel)}.name`);

  return (
    <>
      <Records
        of={{ ...users, data: users.data?.filter(isMeant) }}
        title={t('settings.pages.users')}
        hint={t('settings.users.hint')}
        add={t('settings.users.add')}
        none={t('settings.users.none')}
        noneHint={t('settings.users.noneHint')}
        isOpenToAll
        columns={[
          {
            label: t('common.email'),
            visibleFrom: 'md',
            style: { overflowWrap: 'anywhere' },
            render: ({ email }) => email,
          },
          { label: t('settings.users.branch'), visibleFrom: 'sm', render: branchOf },
          { label: t('settings.users.department'), visibleFrom: 'lg', render: departmentOf },
          { label: t('settings.users.level'), render: rankOf },
          {
            label: t('mailAccount.title'),
            visibleFrom: 'md',
            render: ({ mailAccount }) => <MailAccountBadge state={mailAccount} />,
          },
        ]}
        markOf={({ active: isActive }) => !isActive && t('settings.users.ended')}
        renderBelow={({ email, mailAccount }) => (
          <Box hiddenFrom="md">
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {email}
            </Text>
            {mailAccount === 'failing' && (
              <Text size="xs" component="div">
                {t('mailAccount.title')} <MailAccountBadge state={mailAccount} />
              </Text>
            )}
          </Box>
        )}
      >
        <Group mb="md" gap="sm" align="flex-end">
          <TextInput
            label={t('common.search')}
            placeholder={t('settings.users.searchHint')}
            value={search}
            onChange={({ currentTarget: { value } }) => filter({ search: value })}
            type="search"
            ref={searching}
          />
          {isAdministrator && (
            <Select
              label={t('settings.users.branch')}
              placeholder={t('common.all')}
              data={(branches.data ?? []).map(({ id: value, name: label }) => ({ value, label }))}
              value={branchId ?? null}
              onChange={(value) => filter({ branchId: value ?? '' })}
              clearable
            />
          )}
          <Select
            label={t('settings.users.access')}
            data={[
              { value: 'true', label: t('settings.users.withAccess') },
              { value: 'false', label: t('settings.users.withoutAccess') },
              { value: 'all', label: t('common.all') },
            ]}
            value={active === 'false' || active === 'all' ? active : 'true'}
            onChange={(value) => filter({ active: value === 'true' ? '' : (value ?? '') })}
            allowDeselect={false}
          />
        </Group>
      </Records>
      <RecordSide
        of={everybody.data}
        entity="user"
        add={t('settings.users.add')}
        titleOf={({ name }) => name}
        isOpenToAll
      >
        {({ record: user, ...form }) =>
          isAdministrator && branches.data && departments.data ? (
            <>
              <UserForm
                key={String(user?.active)}
                record={user}
                branches={branches.data}
                departments={departments.data}
                {...form}
              />
              {user && <Access user={user} />}
            </>
          ) : (
            user && (
              <Facts
                facts={[
                  [t('common.email'), user.email],
                  [t('settings.users.branch'), branchOf(user)],
                  [t('settings.users.department'), departmentOf(user)],
                  [t('settings.users.level'), rankOf(user)],
                  [t('common.language'), LANGUAGES[user.language]],
                ]}
              />
            )
          )
        }
      </RecordSide>
    </>
  );
}

function UserForm({
  record: user,
  branches,
  departments,
  close,
  reread,
}: RecordFormProps<User> & { branches: Branch[]; departments: Department[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const isOneself = user?.id === session.user.id;
  const { form, send, end } = useRecordForm({
    path: PATH,
    of: user,
    onSaved: () => user || close(),
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      branchId: user?.branchId ?? session.branch.id,
      departmentId: user?.departmentId ?? null,
      accessLevel: String(user?.accessLevel ?? 4),
      permissions: user?.permissions ?? [],
      language: user?.language ?? session.branch.language,
      password: '',
    },
  });
  const { password, ...values } = form.values;
  const body = { ...values, accessLevel: Number(values.accessLevel), ...(user ? {} : { password }) };
  const choices = (items: (Branch | Department)[], chosen: string | null) =>
    items
      .filter(({ id, retired }) => !retired || id === chosen)
      .map(({ id, name, retired }) => ({ value: id, label: retired ? `${name} (${t('settings.retired')})` : name }));

  return (
    <form onSubmit={sending(() => send(body))} noValidate>
      <Stack>
        <TextInput label={t('common.name')} required data-autofocus maxLength={120} {...form.getInputProps('name')} />
        <TextInput label={t('common.email')} type="email" required maxLength={254} {...form.getInputProps('email')} />
        <Select
          label={t('settings.users.branch')}
          data={choices(branches, user?.branchId ?? null)}
          allowDeselect={false}
          required
          {...form.getInputProps('branchId')}
        />
        <Select
          label={t('settings.users.department')}
          data={choices(departments, user?.departmentId ?? null)}
          clearable
          {...form.getInputProps('departmentId')}
        />
        <Select
          label={t('common.language')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          {...form.getInputProps('language')}
        />
        <Radio.Group label={t('settings.users.level')} required {...form.getInputProps('accessLevel')}>
          <Stack gap="xs" mt={6}>
            {LEVELS.map((level, i) => (
              <Radio
                key={level}
                value={String(i + 1)}
                label={t(`settings.levels.${level}.name`)}
                description={t(`settings.levels.${level}.hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {isOneself && session.user.accessLevel !== Number(values.accessLevel) && (
          <Alert color="orange" variant="light" p="xs">
            {t('settings.users.ownLevel')}
          </Alert>
        )}
        {values.accessLevel === '1' ? (
          <Text size="sm" c="dimmed">
            {t('settings.users.allPermissions')}
          </Text>
        ) : (
          <Checkbox.Group
            label={t('settings.users.permissions')}
            description={t('settings.users.permissionsHint')}
            {...form.getInputProps('permissions')}
          >
            <Stack gap="xs" mt={6}>
              {PERMISSIONS.map((permission) => (
                <Checkbox
                  key={permission}
                  value={permission}
                  label={t(`settings.permissions.${permission}.name`)}
                  description={t(`settings.permissions.${permission}.hint`)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {!user && (
          <PasswordInput
            label={t('settings.users.firstPassword')}
            description={t('settings.users.passwordHint')}
            required
            minLength={8}
            maxLength={128}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
        )}
        <FormEnd {...end} close={close} reread={reread} />
      </Stack>
    </form>
  );
}

/** Another password, and the end or the return of the access. */
function Access({ user }: { user: User }) {
  const { t } = useTranslation();
  const toast = useToast();
  const isOneself = useSession().user.id === user.id;
  const act = useAct<User>();
  const form = useForm({ initialValues: { password: '' } });
  const { save, end } = useSave(useAct<undefined>(), form, () => {
    form.reset();
    toast.done(t('settings.users.passwordSet', { name: user.name }));
  });
  const activate = async ({ id, name, version }: User, active: boolean): Promise<void> => {
    try {
      const after = await act.mutateAsync({ method: 'PATCH', path: `${PATH}/${id}`, body: { active }, version });
      toast.done(t(active ? 'settings.users.activated' : 'settings.users.deactivated', { name }), () =>
        activate(after, !active),
      );
    } catch (refusal) {
      toast.failed(refusal);
    }
  };
  return (
    <Stack mt="xl">
      <Divider />
      <Title order={2} size="h4">
        {t('settings.users.access')}
      </Title>
      {isOneself ? (
        <Text size="sm" c="dimmed">
          {t('settings.users.oneself')}{' '}
          <Link to="/settings/$page" params={{ page: 'account' }} style={{ color: 'var(--mantine-color-anchor)' }}>
            {t('settings.pages.account')}
          </Link>
        </Text>
      ) : (
        <>
          <form
            noValidate
            onSubmit={sending(() => save({ path: `${PATH}/${user.id}/set-password`, body: form.values }))}
          >
            <Stack gap="sm">
              <PasswordInput
                label={t('settings.users.newPassword')}
                description={t('settings.users.newPasswordHint')}
                minLength={8}
                maxLength={128}
                required
                autoComplete="new-password"
                {...form.getInputProps('password')}
              />
              <FormEnd {...end} submit={t('settings.users.setPassword')} />
            </Stack>
          </form>
          <Divider />
          <Text size="sm" c="dimmed">
            {t(user.active ? 'settings.users.deactivateHint' : 'settings.users.activateHint')}
          </Text>
          <Button
            variant="default"
            loading={act.isPending}
            onClick={() => void activate(user, !user.active)}
            style={{ alignSelf: 'flex-start' }}
          >
            {t(user.active ? 'settings.users.deactivate' : 'settings.users.activate')}
          </Button>
        </>
      )}
    </Stack>
  );
}
