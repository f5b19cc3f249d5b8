import { tasksInOrder } from '../../database/crm-tasks.ts';
import type { Clock } from '../../clock.ts';
import type { Tx } from '../../database/client.ts';
import { findCustomer } from '../../database/customers.ts';
import { factsOf } from '../../database/multipacks/chain.ts';
import { listInCourse, MULTIPACK_PARTS } from '../../database/multipacks/list.ts';
import { cancelRenewals } from '../../database/multipacks/renewal-cancellation.ts';
import type { Ending, Fated } from '../../database/multipacks/ending.ts';
import { previewWithdrawal, type WithdrawalEffect, withdrawMultipacks } from '../../database/multipacks/withdrawal.ts';
import { localDateOf } from '../../domain/dates.ts';
import { deadlineStanding } from '../../domain/multipack-state.ts';
import { refusalToCancelRenewal } from '../../domain/renewal-cancellation.ts';
import { type Language, problemText } from '../../i18n/index.ts';
import {
  Cancellable,
  CancelRenewals,
  RenewalsCancelled,
  Withdraw,
  WithdrawalPreview,
  WithdrawalPreviewed,
  Withdrawn,
} from '../../schemas/counter.ts';
import { demand } from '../access/user.ts';
import { visibleCustomers, visibleUsers } from '../access/visibility.ts';
import { route } from '../route.ts';
import { toCrmTask } from './crm-tasks.ts';
import { detailOf, toMultipack } from './multipacks.ts';
import { toReceivable } from './receivables.ts';

const tag = 'multipacks';
const path = '/api/customers/{id}';

const toFated = ({ row, fate }: Fated) => {
  const { id, number, dueOn, amount, paid, outstanding } = toReceivable(row);
  return { id, number, dueOn, amount, paid, outstanding, fate };
};

/** What an end does to one multipack and to what was renewed from it, with the multipacks as they are now. */
export async function shownEnding(
  tx: Tx,
  clock: Clock,
  multipackId: string,
  { receivables, successors, sums, collectionEnds }: Ending,
) {
  const ids = [multipackId, ...successors.map(({ term }) => term.row.id)];
  const rows = await tx.multipack.findMany({ where: { id: { in: ids } }, include: MULTIPACK_PARTS });
  const multipacks = new Map(rows.map((row) => [row.id, toMultipack(clock)(row)]));
  const multipack = multipacks.get(multipackId)!;
  const money = (amount: bigint) => ({ amount: Number(amount), currency: multipack.price.currency });
  return {
    multipack,
    receivables: receivables.map(toFated),
    successors: successors.map(({ term, ...each }) => ({
      multipack: multipacks.get(term.row.id)!,
      receivables: each.receivables.map(toFated),
    })),
    sums: {
      total: money(sums.total),
      removed: money(sums.removed),
      staying: money(sums.staying),
      paid: money(sums.paid),
      paidAfter: money(sums.paidAfter),
    },
    collectionEnds,
  };
}

/** The effects with the multipacks as they are now. */
async function shown(tx: Tx, clock: Clock, language: Language, effects: WithdrawalEffect[]) {
  const items = [];
  for (const effect of effects) {
    const { multipackId, refusal, renewalStops } = effect;
    items.push({
      ...(await shownEnding(tx, clock, multipackId, effect)),
      allowed: refusal === null,
      reason: refusal && refusal.code,
      detail: refusal && problemText(language, refusal.code, refusal.details).detail,
      renewalStops,
    });
  }
  return items;
}

/** What is decided from a customer's profile for several multipacks at once (000, 001). */
export const counterRoutes = [
  route({
    method: 'get',
    path: `${path}/cancellable`,
    tag,
    summary: 'Multipacks in course, and whether the renewal of each may be cancelled now',
    answers: { 200: Cancellable },
    handle: async ({ database, user, params, deps: { clock } }) => {
      const customer = await findCustomer(database, visibleCustomers(user), params.id);
      const now = clock.nowOf(customer);
      const rows = await listInCourse(database, customer.id, now);
      return {
        items: rows.map((row) => {
          const facts = factsOf(row, row.successor);
          const today = localDateOf(now, row.timeZone);
          const reason = refusalToCancelRenewal(facts, { now, today, zone: row.timeZone });
          const deadline = deadlineStanding(facts, today);
          return { multipack: toMultipack(clock)(row), allowed: reason === null, reason, deadline };
        }),
      };
    },
  }),
  route({
    method: 'post',
    path: `${path}/cancel-renewals`,
    tag,
    summary: 'Cancel the automatic renewal of one or more multipacks, under a task type of one’s own',
    description:
      'All of them or none, received now: the date is no input. One task and one letter for each; receivables stay.',
    body: CancelRenewals,
    answers: { 200: RenewalsCancelled },
    refusals: [
      'task_type_unknown',
      'task_type_classification',
      'task_type_retired',
      'multipack_unknown',
      'notice_deadline_passed',
      'renewal_already_cancelled',
      'not_renewing',
    ],
    handle: async ({ act, user, language, params, body }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      const { taskIds } = await cancelRenewals(act, customer, body);
      const multipacks = [];
      for (const id of body.multipackIds) multipacks.push(await detailOf(act.tx, act.clock, user, id));
      return { tasks: (await tasksInOrder(act.tx, taskIds)).map(toCrmTask(language)), multipacks };
    },
  }),
  route({
    method: 'post',
    path: `${path}/withdraw/preview`,
    tag,
    summary: 'What a withdrawal would do, receivable by receivable; writes nothing',
    transaction: false,
    body: WithdrawalPreview,
    answers: { 200: WithdrawalPreviewed },
    refusals: ['multipack_unknown', 'permission_required'],
    handle: async ({ database, user, language, params, body: { extraordinary, ...asked }, deps: { clock } }) => {
      const { id: customerId } = await findCustomer(database, visibleCustomers(user), params.id);
      if (extraordinary) demand(user, 'extraordinary_withdrawal');
      const all = { ...asked, reason: extraordinary?.reason };
      const effects = await previewWithdrawal({ tx: database, clock }, customerId, all);
      return { lastDay: asked.lastDay, items: await shown(database, clock, language, effects) };
    },
  }),
  route({
    method: 'post',
    path: `${path}/withdraw`,
    tag,
    summary: 'Withdraw one or more multipacks on a last day of validity, irreversibly',
    description:
      'All of them or none. What falls due after the day is not owed any more, what stays leaves automatic collection, the renewal stops and what was renewed already goes too. One task and one letter for each.',
    body: Withdraw,
    answers: { 200: Withdrawn },
    refusals: [
      'permission_required',
      'task_type_unknown',
      'task_type_classification',
      'task_type_retired',
      'task_type_not_in_agenda',
      'user_unknown',
      'user_inactive',
      'multipack_unknown',
      'already_withdrawn',
      'not_withdrawable',
      'withdrawal_not_offered',
      'withdrawal_date',
      'renewed_period_over',
      'file_unknown',
    ],
    handle: async ({ act, user, language, params, body: { extraordinary, fileId, ...asked } }) => {
      const { id: customerId } = await findCustomer(act.tx, visibleCustomers(user), params.id);
      if (extraordinary) demand(user, 'extraordinary_withdrawal');
      const all = { ...asked, reason: extraordinary?.reason, fileId: extraordinary?.fileId ?? fileId };
      const { effects, taskIds } = await withdrawMultipacks(act, customerId, all, visibleUsers(user));
      return {
        lastDay: asked.lastDay,
        items: await shown(act.tx, act.clock, language, effects),
        tasks: (await tasksInOrder(act.tx, taskIds)).map(toCrmTask(language)),
      };
    },
  }),
];
