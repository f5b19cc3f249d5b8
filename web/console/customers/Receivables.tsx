import {
  ActionIcon,
  Anchor,
  Box,
  Button,
  Group,
  Modal,
  Paper,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { DateField, MoneyInput } from '../../shared/components/Inputs.tsx';
import { Amount, Day } from '../../shared/components/Moment.tsx';
import { Answer, Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { type Money, useFormat } from '../../shared/format.ts';
import { FormEnd } from '../../shared/form.tsx';
import { useAct, useAll, useGet, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer, Receivable, ReceivableWithPayments } from '../../shared/types.ts';
import { RECEIVABLE_STATES } from './address.ts';
import { Mark, More, useColleagues } from './parts.tsx';
import { useMultipacks } from './renewals.ts';

const COLOURS = { open: 'blue', paid: 'teal', void: 'gray' } as const;
const METHODS = ['cash', 'transfer', 'card', 'sepa', 'recurring_card'] as const;
type Method = (typeof METHODS)[number];

/** What the customer owes and has paid, by due date. */
export function Receivables({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { state } = useSearch({ from: '/shell/customers/$customerId' });
  const [paying, pay] = useState<Receivable | null>(null);
  const receivables = usePages<Receivable>(`/api/customers/${customer.id}/receivables`, { state });
  const multipacks = useMultipacks(customer.id);
  const nameOf = (id: string) => multipacks.data?.find((multipack) => multipack.id === id)?.name ?? '…';
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
      {receivables.isError && receivables.items.length === 0 ? (
        <Problem error={receivables.error} retry={receivables.refetch} />
      ) : receivables.isPending ? (
        <Loading lines={6} />
      ) : receivables.items.length === 0 ? (
        <Empty title={state ? t('customers.receivables.noneFound') : t('customers.receivables.none')}>
          {!state && t('customers.receivables.noneHint')}
        </Empty>
      ) : (
        <List items={receivables.items} today={customer.today} nameOf={nameOf} pay={pay} />
      )}
      <Box>
        <More of={receivables} />
      </Box>
      <Modal
        opened={paying !== null}
        onClose={() => pay(null)}
        title={t('customers.receivables.pay')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {paying && (
          <PayForm
            key={paying.id}
            receivable={paying}
            name={nameOf(paying.multipackId)}
            today={customer.today}
            close={() => pay(null)}
          />
        )}
      </Modal>
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
    return [...totals].map(([currency, amount]) => format.money({ amount, currency })).join(' + ');
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

interface ListProps {
  items: Receivable[];
  today: string;
  nameOf: (multipackId: string) => string;
  pay: (receivable: Receivable) => void;
}

function List({ items, today, nameOf, pay }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [openId, expand] = useState<string | null>(null);
  const toggle = (id: string) => expand(openId === id ? null : id);
  const expander = ({ id, dueOn, multipackId }: Receivable) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={isWide ? 'md' : 'lg'}
      onClick={() => toggle(id)}
      aria-expanded={openId === id}
      aria-label={t('customers.receivables.payments', { name: nameOf(multipackId), date: format.dateLong(dueOn) })}
    >
      {openId === id ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
    </ActionIcon>
  );
  const state = ({ state: stored, dueOn }: Receivable) => (
    <Mark color={stored === 'open' && dueOn < today ? 'red' : COLOURS[stored]}>
      {stored === 'open' && dueOn < today
        ? t('customers.receivables.overdue')
        : t(`customers.receivables.states.${stored}`)}
    </Mark>
  );
  const multipack = ({ multipackId }: Receivable) => (
    <Anchor component={Link} to={`/multipacks/${multipackId}`} size="sm" underline="always">
      {nameOf(multipackId)}
    </Anchor>
  );
  const act = (receivable: Receivable) =>
    receivable.state === 'open' && (
      <Button size={isWide ? 'compact-sm' : 'sm'} variant="default" onClick={() => pay(receivable)}>
        {t('customers.receivables.pay')}
      </Button>
    );

  if (!isWide)
    return (
      <Stack gap="xs">
        {items.map((receivable) => (
          <Paper key={receivable.id} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm" component="div">
                <Day date={receivable.dueOn} /> · {multipack(receivable)}
              </Text>
              {expander(receivable)}
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
            <Box mt={6}>{act(receivable)}</Box>
            {openId === receivable.id && <Payments id={receivable.id} />}
          </Paper>
        ))}
      </Stack>
    );
  return (
    <Box role="region" aria-label={t('customers.tabs.receivables')} tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table horizontalSpacing={6} aria-label={t('customers.tabs.receivables')}>
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
                <Table.Td>{multipack(receivable)}</Table.Td>
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
                <Table.Td ta="right">{act(receivable)}</Table.Td>
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
        {({ payments }) =>
          payments.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('customers.receivables.noPayments')}
            </Text>
          ) : (
            <Stack component="ul" gap={2} m={0} pl="md">
              {payments.map(({ id: paymentId, amount, method, paidAt, recordedBy }) => (
                <Text component="li" size="sm" key={paymentId}>
                  {format.instant(paidAt)} · <Amount money={amount} /> · {t(`paymentMethods.${method}`)}
                  {recordedBy && nameOf(recordedBy) ? ` · ${nameOf(recordedBy)}` : ''}
                </Text>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Box>
  );
}

interface PayProps {
  receivable: Receivable;
  name: string;
  today: string;
  close: () => void;
}

/** A payment stays: the form says beforehand what it leaves to be paid. */
function PayForm({ receivable, name, today, close }: PayProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const { id, outstanding, dueOn } = receivable;
  const { currency } = outstanding;
  const [money, setMoney] = useState<Money | null>(outstanding);
  const [method, setMethod] = useState<Method | null>(null);
  const [paidOn, setPaidOn] = useState<string | null>(today);
  const [isUnchosen, setUnchosen] = useState(false);
  const pay = useAct<ReceivableWithPayments>(() => {
    if (money) toast.done(t('customers.receivables.recorded', { amount: format.money(money) }));
    close();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUnchosen(method === null);
    if (method === null) return;
    pay.mutate({ path: `/api/receivables/${id}/pay`, body: { amount: money, method, paidOn: paidOn ?? undefined } });
  };
  const errors = errorsOf(pay.error);
  const paid = money?.amount ?? 0;
  const rest = outstanding.amount - paid;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm">
          {t('customers.receivables.payFor', { name, date: format.dateLong(dueOn), amount: format.money(outstanding) })}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <MoneyInput
            label={t('customers.receivables.amount')}
            data-autofocus
            required
            allowNegative={false}
            currency={currency}
            value={money}
            onChange={setMoney}
            error={errors['amount'] ?? (rest < 0 ? t('customers.receivables.tooMuch') : undefined)}
          />
          <DateField
            label={t('customers.receivables.paidOn')}
            maxDate={today}
            value={paidOn}
            onChange={setPaidOn}
            error={errors['paidOn']}
          />
        </SimpleGrid>
        <Select
          label={t('customers.receivables.method')}
          required
          placeholder={t('customers.choose')}
          data={METHODS.map((each) => ({ value: each, label: t(`paymentMethods.${each}`) }))}
          value={method}
          onChange={(value) => setMethod(METHODS.find((each) => each === value) ?? null)}
          error={errors['method'] ?? (isUnchosen && method === null ? t('common.required') : undefined)}
        />
        <Text size="sm" role="status">
          {paid > 0 &&
            rest >= 0 &&
            (rest === 0
              ? t('customers.receivables.paysAll')
              : t('customers.receivables.leaves', { amount: format.money({ amount: rest, currency }) }))}
        </Text>
        <FormEnd
          error={pay.error}
          fields={['amount', 'method', 'paidOn']}
          isBusy={pay.isPending}
          isDisabled={paid < 1 || rest < 0}
          submit={t('customers.receivables.pay')}
          close={close}
        />
      </Stack>
    </form>
  );
}
