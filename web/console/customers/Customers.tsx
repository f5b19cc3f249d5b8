import { Box, Button, Group, Kbd, NativeSelect, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { usePages } from '../../shared/queries.ts';
import { useTyped } from '../../shared/typed.ts';
import type { Customer } from '../../shared/types.ts';
import { IconPlus, IconSearch } from '../shell/icons.ts';
import { usePermission, useSession } from '../shell/session.ts';
import styles from './customers.module.css';
import { More, moveInList, useBranches } from './parts.tsx';

// Its fields weigh as much as the rest of the page, which is the first one to be shown.
const NewCustomer = lazy(async () => ({ default: (await import('./NewCustomer.tsx')).NewCustomer }));

export function Customers() {
  const { t } = useTranslation();
  const { user } = useSession();
  const mayChangeAgents = usePermission('change_preferred_agent');
  const navigate = useNavigate({ from: '/customers' });
  const { search, branchId } = useSearch({ from: '/shell/customers' });
  const isNew = useLocation({ select: ({ hash }) => hash === 'new' });
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const branches = useBranches();
  const [typed, ask] = useTyped(search, (given) =>
    navigate({ search: (before) => ({ ...before, search: given }), replace: true }),
  );
  useHotkeys([['/', () => field.current?.focus()]]);

  const customers = usePages<Customer>('/api/customers', { search, branchId });
  const branchName = (id: string) => branches.data?.find((branch) => branch.id === id)?.name ?? '';
  const close = () => void navigate({ search: (before) => before, hash: '', replace: true });

  const fromField = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = list.current?.querySelector<HTMLElement>('[data-row]');
    // Not before the answer to what was typed is there: Enter would open a customer of the question before.
    const isCurrent = (search ?? '') === typed.trim() && !customers.isPlaceholderData;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      first?.focus();
    } else if (event.key === 'Enter' && isCurrent) first?.click();
  };

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t('customers.title')}
        </Title>
        <Group gap="sm">
          {mayChangeAgents && (
            <Button component={Link} to="/customers/agents" variant="default">
              {t('customers.changeAgents')}
            </Button>
          )}
          <Button component={Link} to="/customers" search hash="new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('customers.new')}
          </Button>
        </Group>
      </Group>
      <Group align="flex-end" gap="sm">
        <TextInput
          ref={field}
          type="search"
          label={t('common.search')}
          placeholder={t('customers.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">/</Kbd>}
          maxLength={100}
          flex="1 1 260px"
          maw={520}
          value={typed}
          onChange={({ currentTarget: { value } }) => ask(value)}
          onKeyDown={fromField}
        />
        {user.accessLevel === 1 && (branches.data?.length ?? 0) > 1 && (
          <NativeSelect
            label={t('customers.branch')}
            w={220}
            data={[
              { value: '', label: t('common.all') },
              ...(branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []),
            ]}
            value={branchId ?? ''}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: (before) => ({ ...before, branchId: value || undefined }) })
            }
          />
        )}
      </Group>
      <Box ref={list} onKeyDown={(event) => moveInList(event, field.current)}>
        {customers.isError && customers.items.length === 0 ? (
          <Problem error={customers.error} retry={customers.refetch} />
        ) : customers.isPending ? (
          <Loading lines={8} />
        ) : customers.items.length === 0 ? (
          <None search={search} branchId={branchId} />
        ) : (
          <Found customers={customers.items} branchName={branchName} />
        )}
      </Box>
      <Box>
        <More of={customers} />
      </Box>
      <Suspense>{isNew && <NewCustomer isOpen close={close} />}</Suspense>
    </Stack>
  );
}

function None({ search, branchId }: { search: string | undefined; branchId: string | undefined }) {
  const { t } = useTranslation();
  const { user } = useSession();
  if (search || branchId)
    return (
      <Empty title={search ? t('customers.noneFound', { search }) : t('customers.noneHere')}>
        {t('customers.noneFoundHint')}
      </Empty>
    );
  return (
    <Empty title={t('customers.none')}>
      {t('customers.noneHint')}
      {user.accessLevel <= 2 && (
        <Box mt="sm">
          <Button component={Link} to="/import" variant="default">
            {t('customers.toImport')}
          </Button>
        </Box>
      )}
    </Empty>
  );
}

function Found({ customers, branchName }: { customers: Customer[]; branchName: (id: string) => string }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const isCompany = user.accessLevel === 1;
  if (!isWide)
    return (
      <Stack component="ul" gap="xs" m={0} p={0} className={styles['list']}>
        {customers.map((customer) => (
          <Paper component="li" key={customer.id} withBorder p="sm" className={styles['row']}>
            <Open customer={customer} />
            <Text size="sm" c="dimmed">
              {[customer.code, isCompany && branchName(customer.branchId)].filter(Boolean).join(' · ')}
            </Text>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {[customer.email, customer.phone].filter(Boolean).join(' · ')}
            </Text>
          </Paper>
        ))}
      </Stack>
    );
  return (
    <Table highlightOnHover aria-label={t('customers.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('common.name')}</Table.Th>
          <Table.Th scope="col">{t('customers.code')}</Table.Th>
          <Table.Th scope="col">{t('common.email')}</Table.Th>
          <Table.Th scope="col">{t('common.phone')}</Table.Th>
          {isCompany && <Table.Th scope="col">{t('customers.branch')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {customers.map((customer) => (
          <Table.Tr key={customer.id} className={styles['row']}>
            <Table.Td>
              <Open customer={customer} />
            </Table.Td>
            <Table.Td>{customer.code}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{customer.email}</Table.Td>
            <Table.Td>{customer.phone}</Table.Td>
            {isCompany && <Table.Td>{branchName(customer.branchId)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The whole row leads there: the link is stretched over it. */
function Open({ customer: { id, name } }: { customer: Customer }) {
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: id }}
      data-row
      className={styles['open']}
      style={{ fontWeight: 500 }}
    >
      {name}
    </Link>
  );
}
