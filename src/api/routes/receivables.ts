import { findCustomer } from '../../database/customers.ts';
import type { Receivable as ReceivableRow } from '../../database/generated/client.ts';
import { mapPage } from '../../database/pages.ts';
import {
  dueOnOf,
  findReceivable,
  listReceivables,
  outstandingOf,
  payReceivable,
  type ReceivableWithPayments as Detailed,
} from '../../database/receivables.ts';
import {
  CustomerReceivableQuery,
  Pay,
  ReceivablePage,
  ReceivableQuery,
  ReceivableWithPayments,
} from '../../schemas/receivables.ts';
import { visibleCustomers, visibleReceivables } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'receivables';
const path = '/api/receivables';

export const toReceivable = (receivable: ReceivableRow) => {
  const { id, multipackId, customerId, number, state, version, currency } = receivable;
  const money = (amount: bigint | number) => ({ amount: Number(amount), currency });
  return {
    id,
    multipackId,
    customerId,
    number,
    dueOn: dueOnOf(receivable),
    amount: money(receivable.amount),
    paid: money(receivable.paidAmount),
    outstanding: money(outstandingOf(receivable)),
    state,
    collected: receivable.collected,
    atBankAt: receivable.atBankAt && receivable.atBankAt.toISOString(),
    version,
    createdAt: receivable.createdAt.toISOString(),
  };
};

const withPayments = (receivable: Detailed) => ({
  ...toReceivable(receivable),
  payments: receivable.payments.map(({ id, amount, method, paidAt, recordedBy }) => ({
    id,
    amount: { amount: Number(amount), currency: receivable.currency },
    method,
    paidAt: paidAt.toISOString(),
    recordedBy,
  })),
});

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
    body: Pay,
    answers: { 200: ReceivableWithPayments },
    refusals: ['receivable_paid', 'receivable_void', 'over_payment', 'currency_mismatch', 'paid_in_future'],
    handle: async ({ act, user, params, body }) =>
      withPayments(await payReceivable(act, visibleReceivables(user), params.id, body)),
  }),
];
