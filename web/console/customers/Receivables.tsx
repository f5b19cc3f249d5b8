import {
  ActionIcon,
  Anchor,
  Box,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Switch,
  Stack,
  Table,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, Day } from '../../shared/components/Moment.tsx';
import { Answer, Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { type Money, useFormat } from '../../shared/format.ts';
import { useAll, useGet, usePages } from '../../shared/queries.ts';
import type {
  Credit,
  Customer,
  Dependants,
  PaidForReceivable,
  Receivable,
  ReceivableWithPayments,
} from '../../shared/types.ts';
import { RECEIVABLE_STATES } from './address.ts';
import { Mark, More, useColleagues } from './parts.tsx';
import { ActDialog, ActsMenu, type ReceivableAct } from './ReceivableActs.tsx';
import { useMultipacks } from './renewals.ts';

const COLOURS = { open: 'blue', paid: 'teal', void: 'gray' } as const;

/** A receivable, and of another customer whose it is. */
type Row = Receivable & Partial<Pick<PaidForReceivable, 'customerName' | 'multipackName'>>;
type Begun = { act: ReceivableAct; receivable: Row };

/** What the customer owes and has paid, by due date. */
export function Receivables({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { state } = useSearch({ from: '/shell/customers/$customerId' });
  const [begun, begin] = useState<Begun | null>(null);
  const receivables = usePages<Receivable>(`/api/customers/${customer.id}/receivables`, { state });
  const multipacks = useMultipacks(customer.id);
  const nameOf = ({ multipackId, multipackName }: Row) =>
    multipackName ?? multipacks.data?.find(({ id }) => id === multipackId)?.name ?? '…';
  const credit = useGet<Credit>(`/api/customers/${customer.id}/credit`);
  const dependants = useGet<Dependants>(`/api/customers/${customer.id}/dependants`);
  // The credit is the customer's own, and pays for nobody else.
  const creditFor = ({ customerId, outstanding: { currency } }: Row) =>
    (customerId === customer.id && credit.data?.balances.find((each) => each.currency === currency)?.amount) || 0;
  const list = { today: customer.today, nameOf, creditFor, begin };
  const choose = (next: string) =>
    void navigate({
      search: (before) => ({ ...before, state: RECEIVABLE_STATES.find((known) => known === next) }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('customers.receivables.filter')}
          value={state ?? ''}
          onChange={choose}
          data={[
            { value: '', label: t('common.all') },
            ...RECEIVABLE_STATES.map((each) => ({ value: each, label: t(`customers.receivables.states.${each}`) })),
          ]}
        />
        <Owed customer={customer} />
      </Group>
      {credit.data && credit.data.items.length > 0 && <InCredit credit={credit.data} customer={customer} />}
      {receivables.isError && receivables.items.length === 0 ? (
        <Problem error={receivables.error} retry={receivables.refetch} />
      ) : receivables.isPending ? (
        <Loading lines={6} />
      ) : receivables.items.length === 0 ? (
        <Empty title={state ? t('customers.receivables.noneFound') : t('customers.receivables.none')}>
          {!state && t('customers.receivables.noneHint')}
        </Empty>
      ) : (
        <List items={receivables.items} label={t('customers.tabs.receivables')} {...list} />
      )}
      <Box>
        <More of={receivables} />
      </Box>
      {dependants.data?.items.some(({ isPaidFor }) => isPaidFor) && <PaidFor customer={customer} {...list} />}
      <ActDialog
        begun={begun && { ...begun, name: nameOf(begun.receivable), credit: creditFor(begun.receivable) }}
        today={customer.today}
        close={() => begin(null)}
      />
    </Stack>
  );
}

/** What is owed now and what comes, per currency. */
function Owed({ customer: { id, today } }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useAll<Receivable>(`/api/customers/${id}/receivables`, { state: 'open' });
  if (!open.data) return null;
  const sum = (receivables: Receivable[]): string => {
    const totals = new Map<string, number>();
    for (const { outstanding } of receivables)
      totals.set(outstanding.currency, (totals.get(outstanding.currency) ?? 0) + outstanding.amount);
    return sumUp(
      [...totals].map(([currency, amount]) => ({ amount, currency })),
      format.money,
    );
  };
  const due = sum(open.data.filter(({ dueOn }) => dueOn <= today));
  const later = sum(open.data.filter(({ dueOn }) => dueOn > today));
  return (
    <Text size="sm" className="figures">
      {due === '' ? t('customers.receivables.nothingDue') : t('customers.receivables.due', { amount: due })}
      {later !== '' && ` · ${t('customers.receivables.later', { amount: later })}`}
    </Text>
  );
}

const sumUp = (amounts: Money[], write: (money: Money) => string): string => amounts.map(write).join(' + ');

/** What the customer has in credit, and on demand how it came about. */
function InCredit({ credit, customer }: { credit: Credit; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const entries = usePages<Credit['items'][number]>(`/api/customers/${customer.id}/credit`, {}, { enabled: isOpen });
  const { balances } = credit;
  const amount =
    sumUp(balances, format.money) || format.money({ amount: 0, currency: credit.items[0]!.amount.currency });
  return (
    <Paper withBorder p="xs" px="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} className="figures">
          {t('customers.receivables.inCredit', { amount })}
        </Text>
        <Button variant="subtle" color="gray" size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('customers.receivables.creditHistory')}
        </Button>
      </Group>
      {isOpen && (
        <>
          <Stack component="ul" gap={2} m={0} mt={4} pl="md">
            {entries.items.map(({ id, kind, amount: moved, paidAt, multipackName, dueOn }) => (
              <Text component="li" size="sm" key={id}>
                {format.instant(paidAt)} · {kind === 'credited' ? '+' : '−'}
                <Amount money={moved} /> ·{' '}
                {t(kind === 'credited' ? 'customers.receivables.creditFrom' : 'customers.receivables.creditFor', {
                  name: multipackName,
                  date: format.date(dueOn),
                })}
              </Text>
            ))}
          </Stack>
          <More of={entries} />
        </>
      )}
    </Paper>
  );
}

/** What the customer pays for others, with whose it is. */
function PaidFor({ customer, ...list }: { customer: Customer } & Omit<ListProps, 'items' | 'label'>) {
  const { t } = useTranslation();
  const [isOpenOnly, showOpenOnly] = useState(true);
  const receivables = usePages<PaidForReceivable>(`/api/customers/${customer.id}/paid-for-receivables`, {
    state: isOpenOnly ? 'open' : undefined,
  });
  return (
    <Stack gap="sm" component="section" aria-labelledby="paid-for">
      <Group justify="space-between">
        <Title order={3} size="h5" id="paid-for">
          {t('customers.receivables.paidFor')}
        </Title>
        <Switch
          label={t('customers.receivables.paidForOpen')}
          checked={isOpenOnly}
          onChange={({ currentTarget: { checked } }) => showOpenOnly(checked)}
        />
      </Group>
      {receivables.isError && receivables.items.length === 0 ? (
        <Problem error={receivables.error} retry={receivables.refetch} />
      ) : receivables.isPending ? (
        <Loading />
      ) : receivables.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('customers.receivables.noPaidFor')}
        </Text>
      ) : (
        <List items={receivables.items} label={t('customers.receivables.paidFor')} {...list} />
      )}
      <Box>
        <More of={receivables} />
      </Box>
    </Stack>
  );
}

interface ListProps {
  items: Row[];
  label: string;
  today: string;
  nameOf: (receivable: Row) => string;
  creditFor: (receivable: Row) => number;
  begin: (begun: Begun) => void;
}

function List({ items, label, today, nameOf, creditFor, begin }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [openId, expand] = useState<string | null>(null);
  const toggle = (id: string) => expand(openId === id ? null : id);
  const expander = (receivable: Row) => {
    const { id, dueOn } = receivable;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={isWide ? 'md' : 'lg'}
        onClick={() => toggle(id)}
        aria-expanded={openId === id}
        aria-label={t('customers.receivables.payments', { name: nameOf(receivable), date: format.dateLong(dueOn) })}
      >
        {openId === id ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
      </ActionIcon>
    );
  };
  const state = ({ state: stored, dueOn, collected, atBankAt, givenBack }: Row) => (
    <Group gap={4}>
      <Mark color={stored === 'open' && dueOn < today ? 'red' : COLOURS[stored]}>
        {stored === 'open' && dueOn < today
          ? t('customers.receivables.overdue')
          : t(`customers.receivables.states.${stored}`)}
      </Mark>
      {atBankAt ? (
        <Mark color="orange">{t('customers.receivables.atBank')}</Mark>
      ) : (
        stored === 'open' && collected && <Mark color="gray">{t('customers.receivables.collected')}</Mark>
      )}
      {givenBack.amount > 0 && (
        <Mark color="grape">{t('customers.receivables.givenBack', { amount: format.money(givenBack) })}</Mark>
      )}
    </Group>
  );
  const what = (receivable: Row) => (
    <Box miw={130}>
      <Anchor component={Link} to={`/multipacks/${receivable.multipackId}`} size="sm" underline="always">
        {nameOf(receivable)}
      </Anchor>
      {receivable.customerName !== undefined && (
        <Text size="sm">
          <Anchor component={Link} to={`/customers/${receivable.customerId}`} size="sm" underline="always">
            {receivable.customerName}
          </Anchor>
        </Text>
      )}
    </Box>
  );
  const menu = (receivable: Row) => (
    <ActsMenu
      receivable={receivable}
      name={nameOf(receivable)}
      credit={creditFor(receivable)}
      isLarge={!isWide}
      begin={(act) => begin({ act, receivable })}
    />
  );

  if (!isWide)
    return (
      <Stack gap="xs">
        {items.map((receivable) => (
          <Paper key={receivable.id} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap">
              <Box>
                <Text size="sm" component="div">
                  <Day date={receivable.dueOn} />
                </Text>
                {what(receivable)}
              </Box>
              <Group gap={4} wrap="nowrap">
                {expander(receivable)}
                {menu(receivable)}
              </Group>
            </Group>
            <Group justify="space-between" mt={4}>
              <Text size="sm" component="div">
                <Amount money={receivable.amount} />
                {receivable.state === 'open' && receivable.paid.amount > 0 && (
                  <>
                    {' · '}
                    {t('customers.receivables.outstanding')} <Amount money={receivable.outstanding} />
                  </>
                )}
              </Text>
              {state(receivable)}
            </Group>
            {openId === receivable.id && <Payments id={receivable.id} />}
          </Paper>
        ))}
      </Stack>
    );
  return (
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table horizontalSpacing={6} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('customers.receivables.dueOn')}</Table.Th>
            <Table.Th scope="col">{t('customers.receivables.multipack')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('customers.receivables.amount')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('customers.receivables.paid')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('customers.receivables.outstanding')}
            </Table.Th>
            <Table.Th scope="col">{t('customers.receivables.state')}</Table.Th>
            <Table.Th scope="col">
              <VisuallyHidden>{t('customers.receivables.acts')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((receivable) => (
            <Fragment key={receivable.id}>
              <Table.Tr>
                <Table.Td>
                  <Group gap={4} wrap="nowrap">
                    {expander(receivable)}
                    <Day date={receivable.dueOn} />
                  </Group>
                </Table.Td>
                <Table.Td>{what(receivable)}</Table.Td>
                <Table.Td ta="right">
                  <Amount money={receivable.amount} />
                </Table.Td>
                <Table.Td ta="right">
                  <Amount money={receivable.paid} />
                </Table.Td>
                <Table.Td ta="right">
                  <Amount money={receivable.outstanding} />
                </Table.Td>
                <Table.Td>{state(receivable)}</Table.Td>
                <Table.Td>{menu(receivable)}</Table.Td>
              </Table.Tr>
              {openId === receivable.id && (
                <Table.Tr>
                  <Table.Td colSpan={7}>
                    <Payments id={receivable.id} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function Payments({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const receivable = useGet<ReceivableWithPayments>(`/api/receivables/${id}`);
  const { nameOf } = useColleagues();
  return (
    <Box px="sm" py={4}>
      <Answer of={receivable} lines={1}>
        {({ payments, atBankAt }) => (
          <>
            {atBankAt && (
              <Text size="sm">{t('customers.receivables.atBankSince', { date: format.instant(atBankAt) })}</Text>
            )}
            {payments.length === 0 && !atBankAt && (
              <Text size="sm" c="dimmed">
                {t('customers.receivables.noPayments')}
              </Text>
            )}
            {payments.length > 0 && (
              <Stack component="ul" gap={2} m={0} pl="md">
                {payments.map(({ id: paymentId, kind, amount, method, paidAt, recordedBy }) => (
                  <Text component="li" size="sm" key={paymentId}>
                    {format.instant(paidAt)} · {t(`customers.receivables.entries.${kind}`)} ·{' '}
                    {kind !== 'payment' && '−'}
                    <Amount money={amount} />
                    {kind !== 'credited' && ` · ${t(`paymentMethods.${method}`)}`}
                    {recordedBy && nameOf(recordedBy) ? ` · ${nameOf(recordedBy)}` : ''}
                  </Text>
                ))}
              </Stack>
            )}
          </>
        )}
      </Answer>
    </Box>
  );
}
