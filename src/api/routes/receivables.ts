import { findCustomer } from '../../database/customers.ts';
import type { Payment, Receivable as ReceivableRow } from '../../database/generated/client.ts';
import { fromColumn } from '../../database/local-date.ts';
import { mapPage } from '../../database/pages.ts';
import {
  creditOf,
  creditReceivable,
  dueOnOf,
  findReceivable,
  handToBank,
  listCreditEntries,
  listPaidForReceivables,
  listReceivables,
  outstandingOf,
  payReceivable,
  type ReceivableWithPayments as Detailed,
  refundReceivable,
  returnDebit,
} from '../../database/receivables.ts';
import { PageQuery } from '../../schemas/common.ts';
import {
  Credit,
  CustomerReceivableQuery,
  PaidForReceivablePage,
  Pay,
  ReceivablePage,
  ReceivableQuery,
  ReceivableWithPayments,
  Refund,
  Returned,
  TurnIntoCredit,
} from '../../schemas/receivables.ts';
import { visibleCustomers, visibleReceivables } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'receivables';
const path = '/api/receivables';

const moneyIn = (currency: string) => (amount: bigint | number) => ({ amount: Number(amount), currency });

export const toReceivable = (receivable: ReceivableRow) => {
  const { id, multipackId, customerId, number, state, version, currency } = receivable;
  const money = moneyIn(currency);
  return {
    id,
    multipackId,
    customerId,
    number,
    dueOn: dueOnOf(receivable),
    amount: money(receivable.amount),
    paid: money(receivable.paidAmount),
    givenBack: money(receivable.givenBackAmount),
    outstanding: money(outstandingOf(receivable)),
    state,
    collected: receivable.collected,
    atBankAt: receivable.atBankAt && receivable.atBankAt.toISOString(),
    version,
    createdAt: receivable.createdAt.toISOString(),
  };
};

/** Money that moved, for whoever reads it: not who recorded it. */
export const toMoved =
  (currency: string) =>
  ({ id, kind, amount, method, paidAt }: Payment) => ({
    id,
    kind,
    amount: moneyIn(currency)(amount),
    method,
    paidAt: paidAt.toISOString(),
  });

const toPayment = (currency: string) => (payment: Payment) => ({
  ...toMoved(currency)(payment),
  recordedBy: payment.recordedBy,
});

const withPayments = (receivable: Detailed) => ({
  ...toReceivable(receivable),
  payments: receivable.payments.map(toPayment(receivable.currency)),
});

/** What hinders giving money back. */
const GIVING_BACK = ['nothing_to_give_back', 'over_refund', 'currency_mismatch'] as const;

export const receivableRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Receivables, by due date',
    query: ReceivableQuery,
    answers: { 200: ReceivablePage },
    handle: async ({ database, user, query }) =>
      mapPage(await listReceivables(database, visibleReceivables(user), query), toReceivable),
  }),
  route({
    method: 'get',
    path: '/api/customers/{id}/receivables',
    tag,
    summary: 'Receivables of a customer, by due date',
    query: CustomerReceivableQuery,
    answers: { 200: ReceivablePage },
    handle: async ({ database, user, params, query }) => {
      const { id: customerId } = await findCustomer(database, visibleCustomers(user), params.id);
      return mapPage(await listReceivables(database, {}, { ...query, customerId }), toReceivable);
    },
  }),
  route({
    method: 'get',
    path: '/api/customers/{id}/paid-for-receivables',
    tag,
    summary: 'Receivables of those whom a customer pays for, by due date',
    query: CustomerReceivableQuery,
    answers: { 200: PaidForReceivablePage },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findCustomer(database, visibleCustomers(user), params.id);
      return mapPage(await listPaidForReceivables(database, visibleReceivables(user), id, query), (row) => ({
        ...toReceivable(row),
        customerName: row.customer.name,
        multipackName: row.multipack.name,
      }));
    },
  }),
  route({
    method: 'get',
    path: '/api/customers/{id}/credit',
    tag,
    summary: 'What a customer has in credit, and how it came about, the newest first',
    query: PageQuery,
    answers: { 200: Credit },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findCustomer(database, visibleCustomers(user), params.id);
      const balances = await creditOf(database, [id]);
      const entries = await listCreditEntries(database, id, query);
      return {
        balances: balances.map(({ balance, currency }) => moneyIn(currency)(balance)),
        ...mapPage(entries, ({ receivable, ...entry }) => {
          const { method: _, kind, ...shown } = toPayment(receivable.currency)(entry);
          return {
            ...shown,
            kind: kind === 'credited' ? ('credited' as const) : ('payment' as const),
            receivableId: entry.receivableId,
            multipackId: receivable.multipackId,
            multipackName: receivable.multipack.name,
            dueOn: fromColumn(receivable.dueOn),
          };
        }),
      };
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One receivable with its payments',
    answers: { 200: ReceivableWithPayments },
    handle: async ({ database, user, params }) =>
      withPayments(await findReceivable(database, visibleReceivables(user), params.id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/pay`,
    tag,
    summary: 'Record a payment, of all that is owed or of a part',
    description: 'With the method `credit`: out of what the customer has in credit.',
    body: Pay,
    answers: { 200: ReceivableWithPayments },
    refusals: [
      'receivable_paid',
      'receivable_void',
      'over_payment',
      'credit_insufficient',
      'currency_mismatch',
      'paid_in_future',
    ],
    handle: async ({ act, user, params, body }) =>
      withPayments(await payReceivable(act, visibleReceivables(user), params.id, body)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/to-bank`,
    tag,
    summary: 'Record that it was handed to the bank for collection',
    answers: { 200: ReceivableWithPayments },
    refusals: ['receivable_paid', 'receivable_void', 'not_collected', 'already_at_bank'],
    handle: async ({ act, user, params }) => withPayments(await handToBank(act, visibleReceivables(user), params.id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/returned`,
    tag,
    summary: 'Record that its debit came back from the bank',
    description:
      'It is owed again, or void where its multipack ended before it fell due. A CRM task, due today, is left to the user.',
    body: Returned,
    answers: { 200: ReceivableWithPayments },
    refusals: ['nothing_to_return', 'debit_given_back'],
    handle: async ({ act, user, params, body }) =>
      withPayments(await returnDebit(act, visibleReceivables(user), params.id, { ...body, assigneeId: user.id })),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/refund`,
    tag,
    summary: 'Record that money was given back, of all that was paid or of a part',
    description: 'It stays paid: nothing is owed again.',
    body: Refund,
    answers: { 200: ReceivableWithPayments },
    refusals: [...GIVING_BACK, 'paid_in_future'],
    handle: async ({ act, user, params, body }) =>
      withPayments(await refundReceivable(act, visibleReceivables(user), params.id, body)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/credit`,
    tag,
    summary: 'Turn what was paid, or a part of it, into credit of the customer',
    body: TurnIntoCredit,
    answers: { 200: ReceivableWithPayments },
    refusals: [...GIVING_BACK],
    handle: async ({ act, user, params, body }) =>
      withPayments(await creditReceivable(act, visibleReceivables(user), params.id, body)),
  }),
];
