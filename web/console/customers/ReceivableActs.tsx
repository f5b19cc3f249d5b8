import { ActionIcon, Menu, Modal, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { DateField, MoneyInput } from '../../shared/components/Inputs.tsx';
import { FormEnd, sending } from '../../shared/form.tsx';
import { type Money, useFormat } from '../../shared/format.ts';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Receivable, ReceivableWithPayments } from '../../shared/types.ts';

const METHODS = ['cash', 'transfer', 'card', 'sepa', 'recurring_card'] as const;
type Method = (typeof METHODS)[number];

const ACTS = ['pay', 'payCredit', 'toBank', 'returned', 'refund', 'credit'] as const;
export type ReceivableAct = (typeof ACTS)[number];

/** What each act asks for, beside an amount, and where it is sent. */
const ASKS: Record<ReceivableAct, { path: string; amount?: true; day?: 'paidOn' | 'refundedOn'; method?: true }> = {
  pay: { path: 'pay', amount: true, day: 'paidOn', method: true },
  payCredit: { path: 'pay', amount: true },
  toBank: { path: 'to-bank' },
  returned: { path: 'returned' },
  refund: { path: 'refund', amount: true, day: 'refundedOn', method: true },
  credit: { path: 'credit', amount: true },
};

const less = (one: Money, other: number): Money => ({ ...one, amount: one.amount - other });

/** What the bank can still take back: what is there, or was fetched last and not given back since. */
function debitOf({ payments, atBankAt, outstanding, paid, givenBack }: ReceivableWithPayments): Money | null {
  if (atBankAt) return outstanding;
  const isDebit = ({ method }: (typeof payments)[number]) => method === 'sepa' || method === 'recurring_card';
  const debits = payments.filter((each) => isDebit(each) && each.kind === 'payment');
  const returned = payments.filter(({ kind }) => kind === 'returned').length;
  // The last one comes back first, as the server has it.
  const debit = debits[debits.length - 1 - returned]?.amount;
  return debit && debit.amount <= paid.amount - givenBack.amount ? debit : null;
}

interface ActsProps {
  receivable: Receivable;
  name: string;
  /** What the customer has in credit in this currency, in minor units. */
  credit: number;
  isLarge: boolean;
  begin: (act: ReceivableAct) => void;
}

/** What can be done with a receivable as it stands. */
export function ActsMenu({ receivable, name, credit, isLarge, begin }: ActsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, paid, givenBack, collected, atBankAt, dueOn } = receivable;
  const isOpen = state === 'open';
  const isPaid = paid.amount > 0;
  const isGivable = paid.amount > givenBack.amount;
  if (!isOpen && !isPaid) return null;
  const possible: Record<ReceivableAct, boolean> = {
    pay: isOpen,
    payCredit: isOpen && credit > 0,
    toBank: isOpen && collected && !atBankAt,
    returned: Boolean(atBankAt),
    refund: isGivable,
    credit: isGivable,
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={isLarge ? 'lg' : 'md'}
          aria-label={t('customers.receivables.menu', { name, date: format.dateLong(dueOn) })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ACTS.filter((act) => possible[act]).map((act) => (
          <Menu.Item key={act} onClick={() => begin(act)}>
            {t(`customers.receivables.act.${act}`)}
          </Menu.Item>
        ))}
        {!atBankAt && isPaid && <ReturnedItem id={receivable.id} begin={() => begin('returned')} />}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether a debit can come back is known from the payments, which are asked for when the menu opens. */
function ReturnedItem({ id, begin }: { id: string; begin: () => void }) {
  const { t } = useTranslation();
  const { data } = useGet<ReceivableWithPayments>(`/api/receivables/${id}`);
  if (!data || debitOf(data) === null) return null;
  return <Menu.Item onClick={begin}>{t('customers.receivables.act.returned')}</Menu.Item>;
}

interface DialogProps {
  begun: { act: ReceivableAct; receivable: Receivable; name: string; credit: number } | null;
  today: string;
  close: () => void;
}

export function ActDialog({ begun, today, close }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={begun !== null}
      onClose={close}
      title={begun && t(`customers.receivables.act.${begun.act}`)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {begun && <ActForm key={`${begun.act} ${begun.receivable.id}`} {...begun} today={today} close={close} />}
    </Modal>
  );
}

type FormProps = NonNullable<DialogProps['begun']> & Omit<DialogProps, 'begun'>;

/** None of these is undone: the form says beforehand of how much it speaks and what is left afterwards. */
function ActForm({ act, receivable, name, credit, today, close }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const { id, outstanding, paid, givenBack, dueOn } = receivable;
  const { currency } = outstanding;
  const detail = useGet<ReceivableWithPayments>(`/api/receivables/${id}`, {}, { enabled: act === 'returned' });
  const debit = act === 'returned' && detail.data?.id === id ? debitOf(detail.data) : null;
  const isGivenBack = act === 'refund' || act === 'credit';
  const whole = isGivenBack ? less(paid, givenBack.amount) : (debit ?? outstanding);
  const limit = act === 'payCredit' ? { currency, amount: Math.min(outstanding.amount, credit) } : whole;

  const asks = ASKS[act];
  const [money, setMoney] = useState<Money | null>(limit);
  const [method, setMethod] = useState<Method | null>(null);
  const [day, setDay] = useState<string | null>(today);
  const [reason, setReason] = useState('');
  const [isUnchosen, setUnchosen] = useState(false);
  const amount = asks.amount ? money : whole;
  const save = useAct<ReceivableWithPayments>(() => {
    toast.done(t(`customers.receivables.done.${act}`, { amount: format.money(amount ?? whole) }));
    close();
  });
  const send = () => {
    setUnchosen(asks.method === true && method === null);
    if (asks.method && method === null) return;
    const body = {
      ...(asks.amount && { amount: money }),
      ...(asks.method && { method }),
      ...(asks.day && day !== null && { [asks.day]: day }),
      ...(act === 'payCredit' && { method: 'credit' }),
      ...(act === 'returned' && { reason }),
    };
    save.mutate({ path: `/api/receivables/${id}/${asks.path}`, body });
  };

  const errors = errorsOf(save.error);
  const rest = limit.amount - (amount?.amount ?? 0);
  const tooMuch = isGivenBack
    ? 'tooMuchBack'
    : act === 'payCredit' && limit.amount < outstanding.amount
      ? 'tooMuchCredit'
      : 'tooMuch';
  const values = {
    name,
    date: format.dateLong(dueOn),
    amount: format.money(whole),
    credit: format.money({ currency, amount: credit }),
  };
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <Text size="sm">{t(`customers.receivables.about.${act}`, values)}</Text>
        {(asks.amount || asks.day) && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {asks.amount && (
              <MoneyInput
                label={t('customers.receivables.amount')}
                data-autofocus
                required
                allowNegative={false}
                currency={currency}
                value={money}
                onChange={setMoney}
                error={errors['amount'] ?? (rest < 0 ? t(`customers.receivables.${tooMuch}`) : undefined)}
              />
            )}
            {asks.day && (
              <DateField
                label={t(`customers.receivables.${asks.day}`)}
                maxDate={today}
                value={day}
                onChange={setDay}
                error={errors[asks.day]}
              />
            )}
          </SimpleGrid>
        )}
        {asks.method && (
          <Select
            label={t(isGivenBack ? 'customers.receivables.refundMethod' : 'customers.receivables.method')}
            required
            placeholder={t('customers.choose')}
            data={METHODS.map((each) => ({ value: each, label: t(`paymentMethods.${each}`) }))}
            value={method}
            onChange={(value) => setMethod(METHODS.find((each) => each === value) ?? null)}
            error={errors['method'] ?? (isUnchosen && method === null ? t('common.required') : undefined)}
          />
        )}
        {act === 'returned' && (
          <Textarea
            label={t('customers.receivables.bankReason')}
            data-autofocus
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(value)}
            error={errors['reason']}
          />
        )}
        <Text size="sm" role="status">
          {amount && amount.amount > 0 && rest >= 0 && <Outlook {...{ act, receivable, amount, rest, credit }} />}
        </Text>
        <Text size="sm" c="dimmed">
          {t('customers.receivables.forGood')}
        </Text>
        <FormEnd
          error={save.error}
          fields={['amount', 'method', 'paidOn', 'refundedOn', 'reason']}
          isBusy={save.isPending}
          isDisabled={asks.amount === true && ((money?.amount ?? 0) < 1 || rest < 0)}
          submit={t(`customers.receivables.act.${act}`)}
          close={close}
        />
      </Stack>
    </form>
  );
}

interface OutlookProps {
  act: ReceivableAct;
  receivable: Receivable;
  amount: Money;
  rest: number;
  credit: number;
}

/** What is left afterwards. */
function Outlook({ act, receivable: { outstanding }, amount, rest, credit }: OutlookProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (act === 'toBank' || act === 'returned') return null;
  if (act === 'refund' || act === 'credit') {
    if (rest === 0) return t('customers.receivables.keepsNone');
    return t('customers.receivables.keeps', { amount: format.money({ ...amount, amount: rest }) });
  }
  const owed = less(outstanding, amount.amount);
  const told =
    owed.amount === 0
      ? t('customers.receivables.paysAll')
      : t('customers.receivables.leaves', { amount: format.money(owed) });
  if (act === 'pay') return told;
  return (
    <>
      {told}{' '}
      {t('customers.receivables.remains', { amount: format.money({ ...amount, amount: credit - amount.amount }) })}
    </>
  );
}
