import { type Act, Refusal } from '../../../database/act.ts';
import type { Tx } from '../../../database/client.ts';
import { cancelRenewal, enableRenewal } from '../../../database/multipacks/renewal-cancellation.ts';
import { renewByHand } from '../../../database/multipacks/renew-by-hand.ts';
import { findPurchase, listOwnReceivables, listPurchases } from '../../../database/portal.ts';
import { mapPage } from '../../../database/pages.ts';
import { creditOf, type ReceivableWithPayments } from '../../../database/receivables.ts';
import type { Clock } from '../../../clock.ts';
import {
  PortalCredit,
  PortalReceivableQuery,
  PortalReceivables,
  PurchaseDetail,
  Purchases,
} from '../../../schemas/portal.ts';
import type { PortalCaller } from '../../access/portal-sessions.ts';
import { onBehalfOf, route } from '../../route.ts';
import { toMoved, toReceivable } from '../receivables.ts';
import { ownCustomer } from './customers.ts';
import { inOrder, toPurchase } from './purchase.ts';

const tag = 'portal';
const path = '/portal/api/multipacks';
const idsOf = ({ customers }: PortalCaller) => customers.map(({ id }) => id);

async function detailOf(tx: Tx, clock: Clock, caller: PortalCaller, id: string) {
  const row = await findPurchase(tx, idsOf(caller), id);
  return { ...toPurchase(clock)(row), receivables: row.receivables.map(withPayments) };
}

const withPayments = (row: ReceivableWithPayments) => ({
  ...toReceivable(row),
  payments: row.payments.map(toMoved(row.currency)),
});

/** The purchase, and the change made by the customer whose it is. Throws `multipack_not_found` (404). */
async function ownPurchase(act: Act, caller: PortalCaller, id: string) {
  const purchase = await findPurchase(act.tx, idsOf(caller), id);
  return { purchase, own: onBehalfOf(act, purchase.customer) };
}

function demandCancellable({ portalCancellation, name }: { portalCancellation: boolean; name: string }): void {
  if (!portalCancellation) throw new Refusal(409, 'portal_cancellation_not_allowed', { name });
}

export const portalMultipackRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Your purchases: what is in course, what comes, then what is over',
    access: 'customer',
    answers: { 200: Purchases },
    handle: async ({ database, caller, deps: { clock } }) => {
      const rows = await listPurchases(database, idsOf(caller));
      return { items: rows.map(toPurchase(clock)).sort(inOrder) };
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One purchase with its receivables',
    access: 'customer',
    answers: { 200: PurchaseDetail },
    refusals: ['multipack_not_found'],
    handle: ({ database, caller, params, deps }) => detailOf(database, deps.clock, caller, params.id),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/cancel-renewal`,
    tag,
    summary: 'Cancel the automatic renewal, where the plan allows it, through the deadline',
    description: 'The multipack runs to its end and its receivables stay. A letter confirms it.',
    access: 'customer',
    answers: { 200: PurchaseDetail },
    refusals: [
      'multipack_not_found',
      'portal_cancellation_not_allowed',
      'renewal_already_cancelled',
      'not_renewing',
      'notice_deadline_passed',
    ],
    handle: async ({ act, caller, params: { id } }) => {
      const { purchase, own } = await ownPurchase(act, caller, id);
      demandCancellable(purchase);
      await cancelRenewal(own, id);
      return detailOf(act.tx, act.clock, caller, id);
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/enable-renewal`,
    tag,
    summary: 'Switch a cancelled renewal on again, through the deadline',
    access: 'customer',
    answers: { 200: PurchaseDetail },
    refusals: [
      'multipack_not_found',
      'portal_cancellation_not_allowed',
      'renewal_not_cancelled',
      'renewal_ended',
      'notice_deadline_passed',
    ],
    handle: async ({ act, caller, params: { id } }) => {
      const { purchase, own } = await ownPurchase(act, caller, id);
      demandCancellable(purchase);
      await enableRenewal(own, id);
      return detailOf(act.tx, act.clock, caller, id);
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/renew`,
    tag,
    summary: 'Buy the next period by hand, of what does not renew by itself',
    description:
      'On the terms of this one, from the day after its last or, if that is past, from today. Answers with the new purchase.',
    access: 'customer',
    answers: { 200: PurchaseDetail },
    refusals: [
      'multipack_not_found',
      'portal_renewal_not_allowed',
      'renewal_ended',
      'next_period_bought',
      'already_frozen',
      'not_begun',
      'plan_retired',
    ],
    handle: async ({ act, caller, params: { id } }) => {
      const { own } = await ownPurchase(act, caller, id);
      const bought = await renewByHand(own, id);
      return detailOf(act.tx, act.clock, caller, bought.id);
    },
  }),
  route({
    method: 'get',
    path: '/portal/api/receivables',
    tag,
    summary: 'What is owed and what was paid',
    access: 'customer',
    query: PortalReceivableQuery,
    answers: { 200: PortalReceivables },
    handle: async ({ database, caller, query }) =>
      mapPage(await listOwnReceivables(database, idsOf(caller), query), (row) => ({
        ...withPayments(row),
        multipackName: row.multipack.name,
        customerName: row.customer.name,
      })),
  }),
  route({
    method: 'get',
    path: '/portal/api/credit',
    tag,
    summary: 'What you have in credit',
    access: 'customer',
    answers: { 200: PortalCredit },
    handle: async ({ database, caller }) => ({
      items: (await creditOf(database, idsOf(caller))).map(({ customerId, currency, balance }) => ({
        customerId,
        customerName: ownCustomer(caller, customerId).name,
        balance: { amount: Number(balance), currency },
      })),
    }),
  }),
];
