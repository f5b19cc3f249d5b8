import type { Clock } from '../../clock.ts';
import { type Act, Refusal } from '../../database/act.ts';
import type { Tx } from '../../database/client.ts';
import { findCustomer } from '../../database/customers.ts';
import type { Multipack as MultipackRow } from '../../database/generated/client.ts';
import { applyPlanToSold, type PlanApplication, previewPlanOnSold } from '../../database/multipacks/apply-plan.ts';
import {
  changePlan,
  type PlanChange as PlanChangeOf,
  previewChangeOfPlan,
} from '../../database/multipacks/change-plan.ts';
import { changeTerms } from '../../database/multipacks/change-terms.ts';
import { factsOf, readMultipack } from '../../database/multipacks/chain.ts';
import { changeDueDay, previewDueDay } from '../../database/multipacks/due-day.ts';
import { changePaymentProfile } from '../../database/multipacks/payment-profile.ts';
import { takeBackChange } from '../../database/multipacks/take-back.ts';
import { retryRenewal } from '../../database/multipacks/nights.ts';
import { importMultipacks, sellOnce } from '../../database/multipacks/import.ts';
import { cancelRenewalReceivedOn } from '../../database/multipacks/late-receipt.ts';
import { type ListedMultipack, listMultipacks, MULTIPACK_PARTS } from '../../database/multipacks/list.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
  type RenewalCancelled as Cancelled,
} from '../../database/multipacks/renewal-cancellation.ts';
import {
  blockMultipack,
  freezeMultipack,
  freezeOf,
  reactivateMultipack,
} from '../../database/multipacks/suspension.ts';
import { mapPage } from '../../database/pages.ts';
import { findPlan } from '../../database/plans.ts';
import { readSettings } from '../../database/settings.ts';
import { termsOfMultipack } from '../../database/terms-columns.ts';
import { withinRequest } from '../../database/within-request.ts';
import { localDateOf } from '../../domain/dates.ts';
import { DomainError } from '../../domain/errors.ts';
import { type MultipackFacts, multipackState, renewalState } from '../../domain/multipack-state.ts';
import { renewalInstant, renewalNight } from '../../domain/night.ts';
import { nextTerm } from '../../domain/renewal.ts';
import { isFrozenOn } from '../../domain/suspension.ts';
import { renewedTerms, type Terms } from '../../domain/terms.ts';
import { multipackCode } from '../../schemas/codes.ts';
import {
  AppliedToSold,
  ApplyToSold,
  BlockMultipack,
  CancelRenewal,
  ChainWorkflow,
  ChangeDueDay,
  ChangePaymentProfile,
  ChangePlan,
  ChangeTerms,
  CustomerMultipackQuery,
  DueDayMoves,
  DueDayPreview,
  ForceCancelRenewal,
  FreezeMultipack,
  Import,
  Imported,
  MultipackDetail,
  MultipackPage,
  MultipackQuery,
  PlanChange,
  PlanChangePreview,
  ReactivateMultipack,
  RenewalCancelled,
  Sale,
  Sold,
  TakeBackChange,
} from '../../schemas/multipacks.ts';
import type { ProblemCode } from '../../schemas/problems.ts';
import { demand, isPermitted, type SignedIn } from '../access/user.ts';
import { visibleCustomers, visibleMultipacks } from '../access/visibility.ts';
import type { ApiConfig } from '../deps.ts';
import type { WorkflowDescription } from '../engine-port.ts';
import { route } from '../route.ts';
import { toReceivable } from './receivables.ts';

const tag = 'multipacks';
const path = '/api/multipacks';
const administrator = { level: 1 } as const;

const instantOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** The branch a list is limited to. Throws `branch_unknown` (422) for one that the user does not see. */
export function reachOf(user: SignedIn, branchId: string | undefined): string | null {
  if (user.accessLevel === 1) return branchId ?? null;
  if (branchId !== undefined && branchId !== user.branchId) throw new Refusal(422, 'branch_unknown');
  return user.branchId;
}

function summaryOf(row: ListedMultipack, facts: MultipackFacts, clock: Clock) {
  const today = localDateOf(clock.nowOf(row.customer), row.timeZone);
  const renewal = renewalState(facts, today);
  return {
    id: row.id,
    code: multipackCode(row.code),
    chainId: row.chainId,
    ordinal: row.ordinal,
    previousId: row.previousId,
    successorId: row.successor?.id ?? null,
    customerId: row.customerId,
    customerName: row.customer.name,
    branchId: row.branchId,
    planId: row.planId,
    planName: row.plan.name,
    reference: row.reference,
    timeZone: row.timeZone,
    name: row.name,
    validFrom: facts.validFrom,
    validTo: facts.validTo,
    deadline: facts.deadline,
    state: multipackState(facts, today),
    renewalState: renewal,
    nextPeriod: renewal === 'will_renew' || renewal === 'held' ? nextPeriodOf(row, facts) : null,
    price: { amount: Number(row.price), currency: row.currency },
    freeze: freezeOf(row),
    blockedAt: instantOrNull(row.blockedAt),
    renewalCancelledAt: instantOrNull(row.renewalCancelledAt),
    withdrawnOn: facts.withdrawnOn,
    withdrawalReason: row.withdrawalReason,
    cancelledOn: facts.cancelledOn,
    removedAt: instantOrNull(row.removedAt),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}

function nextPeriodOf(row: ListedMultipack, period: MultipackFacts) {
  const { ordinal, anchorDay } = row;
  try {
    const { validFrom, validTo } = nextTerm({ ordinal, terms: termsOfMultipack(row), period, anchorDay }).period;
    return { validFrom, validTo };
  } catch (error) {
    // A term of a hundred years has a next one beyond the calendar; it must still be listed.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

export const toMultipack = (clock: Clock) => (row: ListedMultipack) =>
  summaryOf(row, factsOf(row, row.successor), clock);

const SOLD_AGAIN = { id: true, code: true, name: true } as const;
const toSoldAgain = ({ id, code, name }: Pick<MultipackRow, 'id' | 'code' | 'name'>) => ({
  id,
  code: multipackCode(code),
  name,
});

/** Everything known of a multipack. Throws `multipack_not_found` (404) for one that the user does not see. */
export async function detailOf(tx: Tx, clock: Clock, user: SignedIn, id: string) {
  const row = await tx.multipack.findFirst({
    where: { AND: [{ id }, visibleMultipacks(user)] },
    include: {
      ...MULTIPACK_PARTS,
      receivables: { orderBy: { number: 'asc' } },
      soldAgainFrom: { select: SOLD_AGAIN },
      soldAgainAs: { select: SOLD_AGAIN, orderBy: { id: 'asc' } },
    },
  });
  if (!row) throw new Refusal(404, 'multipack_not_found');
  const terms = await tx.multipack.findMany({ where: { chainId: row.chainId }, orderBy: { ordinal: 'asc' } });
  const { nightWindow } = await readSettings(tx);
  const facts = factsOf(row, row.successor);
  const today = localDateOf(clock.nowOf(row.customer), row.timeZone);
  const summary = summaryOf(row, facts, clock);
  const { name, price, ...sold } = termsOfMultipack(row);
  const stands =
    facts.freezeFrom !== null &&
    facts.freezeUntil === null &&
    isFrozenOn({ from: facts.freezeFrom, until: null }, today);
  const { opens, closes } = renewalNight(facts.deadline, row.timeZone, nightWindow);
  return {
    ...summary,
    name,
    price,
    terms: sold,
    anchorDay: row.anchorDay,
    today,
    night:
      summary.renewalState !== 'will_renew' || stands
        ? null
        : {
            opens: opens.toISOString(),
            closes: closes.toISOString(),
            renewsAt: renewalInstant(facts.deadline, row.timeZone, nightWindow, row.id).toISOString(),
          },
    soldAgainFrom: row.soldAgainFrom && toSoldAgain(row.soldAgainFrom),
    soldAgainAs: row.soldAgainAs.map(toSoldAgain),
    chain: terms.map((term, i) => {
      const each = factsOf(term, terms[i + 1]);
      return {
        id: term.id,
        code: multipackCode(term.code),
        ordinal: term.ordinal,
        validFrom: each.validFrom,
        validTo: each.validTo,
        deadline: each.deadline,
        price: { amount: Number(term.price), currency: term.currency },
        state: multipackState(each, today),
        renewalState: renewalState(each, today),
        removedAt: instantOrNull(term.removedAt),
      };
    }),
    receivables: row.receivables.map(toReceivable),
  };
}

/** How a wait stands, with its page in Temporal's own pages. */
export function workflowOf(
  { temporalUi }: Pick<ApiConfig, 'temporalUi'>,
  { workflowId, namespace, status, details }: WorkflowDescription,
) {
  const page = temporalUi && `${temporalUi}/namespaces/${namespace}/workflows/${workflowId}`;
  return { workflowId, status, details, url: (status !== 'missing' && page) || null };
}

/** Throws `multipack_not_found` (404) for one that the user does not see. */
async function demandVisible(tx: Tx, user: SignedIn, id: string): Promise<{ chainId: string; customerId: string }> {
  const found = await tx.multipack.findFirst({
    where: { AND: [{ id }, visibleMultipacks(user)] },
    select: { chainId: true, customerId: true },
  });
  if (!found) throw new Refusal(404, 'multipack_not_found');
  return found;
}

/** Runs one change of a multipack that the user sees, and answers with the multipack as it is then. */
async function changed(act: Act, user: SignedIn, id: string, change: () => Promise<unknown>) {
  await demandVisible(act.tx, user, id);
  await change();
  return detailOf(act.tx, act.clock, user, id);
}

/** As `changed`, perhaps within the analysis of a cancellation request. */
async function changedWithin(
  act: Act,
  user: SignedIn,
  { id, requestId }: { id: string; requestId: string | undefined },
  change: (act: Act) => Promise<unknown>,
) {
  const { customerId } = await demandVisible(act.tx, user, id);
  await change(await withinRequest(act, customerId, requestId));
  return detailOf(act.tx, act.clock, user, id);
}

async function cancelled(act: Act, user: SignedIn, id: string, change: () => Promise<Cancelled>) {
  await demandVisible(act.tx, user, id);
  const { receivedAt, removedIds, toRefund } = await change();
  return {
    multipack: await detailOf(act.tx, act.clock, user, id),
    receivedAt: receivedAt.toISOString(),
    removedIds,
    toRefund: toRefund.map((receivable: Cancelled['toRefund'][number]) => toReceivable(receivable)),
  };
}

/** Whether what amounts to a cancellation after the deadline may be done by another way than `force-cancel-renewal`. */
const mayForce = (user: SignedIn) => isPermitted(user, 'force_renewal_cancellation');

const DUE_DAY_REFUSALS = [
  'multipack_not_found',
  'terms_not_changeable',
  'nothing_unpaid',
  'due_day_not_monthly',
  'nothing_to_change',
] as const satisfies ProblemCode[];

const PLAN_REFUSALS = [
  'multipack_not_found',
  'plan_not_found',
  'already_renewed',
  'terms_not_changeable',
  'plan_retired',
  'plan_has_price_list',
  'currency_mismatch',
  'not_renewing',
  'plan_unchanged',
] as const satisfies ProblemCode[];

function toPlanChange({ plan, from, before, after, receivables, difference }: PlanChangeOf) {
  const agreed = ({ name, price, services }: Terms) => ({ name, price, services });
  const { name, price, duration, payment, services } = renewedTerms(after);
  return {
    plan: { id: plan.id, name: plan.name },
    from,
    before: agreed(before),
    after: agreed(after),
    renewal: after.automaticRenewal ? { name, price, duration, payment, services } : null,
    receivables: receivables.map(({ row, amount }) => ({
      receivable: toReceivable(row),
      amount: { amount: Number(amount), currency: row.currency },
    })),
    difference,
  };
}

export const multipackRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Multipacks, newest first',
    query: MultipackQuery,
    answers: { 200: MultipackPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { limit, cursor, branchId, ...filter }, deps: { clock } }) => {
      const reach = { ...filter, branchId: reachOf(user, branchId) };
      return mapPage(await listMultipacks(database, reach, { limit, cursor, now: clock.now() }), toMultipack(clock));
    },
  }),
  route({
    method: 'get',
    path: '/api/customers/{id}/multipacks',
    tag,
    summary: 'Multipacks of a customer, newest first',
    query: CustomerMultipackQuery,
    answers: { 200: MultipackPage },
    handle: async ({ database, user, params, query: { limit, cursor, ...filter }, deps: { clock } }) => {
      const { id: customerId } = await findCustomer(database, visibleCustomers(user), params.id);
      const own = { ...filter, customerId, branchId: null };
      return mapPage(await listMultipacks(database, own, { limit, cursor, now: clock.now() }), toMultipack(clock));
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One multipack with its terms, its chain of renewals and its receivables',
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found'],
    handle: ({ database, user, params, deps }) => detailOf(database, deps.clock, user, params.id),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/workflow`,
    tag,
    summary: 'Where the wait of its chain of renewals stands in Temporal',
    description: 'Answers also while Temporal is away: then `unreachable`, and nothing is lost.',
    answers: { 200: ChainWorkflow },
    refusals: ['multipack_not_found'],
    handle: async ({ database, user, params, deps: { engine, config } }) => {
      const { chainId } = await demandVisible(database, user, params.id);
      return workflowOf(config, await engine.describeChain(chainId));
    },
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Sell a multipack',
    description:
      'Copies the plan’s terms. Where the deadline has passed already it is renewed at once, and so on until one lies ahead; one whose validity is over is entered as expired.',
    body: Sale,
    answers: { 201: Sold },
    refusals: [
      'customer_not_found',
      'plan_not_found',
      'plan_retired',
      'reference_taken',
      'multipack_unknown',
      'not_withdrawn',
    ],
    handle: async ({ act, user, body }) => {
      const { tx } = act;
      const seen = { AND: [{ id: body.customerId }, visibleCustomers(user)] };
      if (!(await tx.customer.findFirst({ where: seen }))) throw new Refusal(404, 'customer_not_found');
      const { multipack, renewals, expired } = await sellOnce(act, body);
      const detail = await detailOf(tx, act.clock, user, multipack.id);
      return { ...detail, renewals: renewals.map((renewal: MultipackRow) => renewal.id), expired };
    },
  }),
  route({
    method: 'post',
    path: `${path}/import`,
    tag,
    summary: 'Sell what a CSV file lists, or say what is wrong with it',
    description:
      'Each line is sold for itself, so a file may be corrected and sent again: what was sold is known by its reference. Up to 10,000 lines and what a request may hold; larger files go through `tacit import`.',
    access: { level: 2 },
    // Each line has a transaction of its own.
    transaction: false,
    body: Import,
    answers: { 200: Imported },
    refusals: ['import_empty', 'import_too_large', 'import_columns'],
    handle: ({ database, user, body: { csv, dryRun }, deps: { clock }, http }) =>
      importMultipacks(database, { actor: actorOf(user, http.request.id), clock }, csv, {
        dryRun,
        branchId: reachOf(user, undefined),
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/cancel-renewal`,
    tag,
    summary: 'Cancel the automatic renewal',
    description:
      'Through the deadline; receivables stay. With `receivedOn`, `reason` and `fileId` a letter that came in time and is recorded late (permission late_receipt): a renewal made since is taken back.',
    body: CancelRenewal,
    answers: { 200: RenewalCancelled },
    refusals: [
      'multipack_not_found',
      'notice_deadline_passed',
      'renewal_already_cancelled',
      'not_renewing',
      'permission_required',
      'receipt_in_the_future',
      'file_unknown',
    ],
    handle: ({ act, user, params: { id }, body: { receivedOn, reason, fileId } }) =>
      cancelled(act, user, id, () => {
        if (receivedOn === undefined || reason === undefined || fileId === undefined) return cancelRenewal(act, id);
        demand(user, 'late_receipt');
        return cancelRenewalReceivedOn(act, id, { receivedOn, reason, fileId });
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/force-cancel-renewal`,
    tag,
    summary: 'Cancel the renewal after the deadline',
    description: 'The renewed multipack is removed and its unpaid receivables are void; this one never renews again.',
    access: { permission: 'force_renewal_cancellation' },
    body: ForceCancelRenewal,
    answers: { 200: RenewalCancelled },
    refusals: [
      'multipack_not_found',
      'notice_deadline_ahead',
      'renewal_already_cancelled',
      'not_renewing',
      'renewed_period_over',
      'receipt_in_the_future',
      'file_unknown',
    ],
    handle: ({ act, user, params: { id }, body }) => cancelled(act, user, id, () => forceCancelRenewal(act, id, body)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/enable-renewal`,
    tag,
    summary: 'Switch a cancelled renewal on again, through the deadline',
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'renewal_not_cancelled', 'renewal_ended', 'notice_deadline_passed'],
    handle: ({ act, user, params: { id } }) => changed(act, user, id, () => enableRenewal(act, id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/retry-renewal`,
    tag,
    summary: 'Try a renewal again that is due and was not made',
    description: 'It is tried by itself as well, again and again; this does not wait for the next time.',
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'not_waiting'],
    handle: ({ act, user, params: { id } }) => changed(act, user, id, () => retryRenewal(act, id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/freeze`,
    tag,
    summary: 'Freeze: the days frozen are added to the validity',
    body: FreezeMultipack,
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'not_freezable', 'already_frozen', 'invalid_freeze', 'permission_required'],
    handle: ({ act, user, params: { id }, body }) => {
      const mayBackdate = isPermitted(user, 'late_receipt');
      return changed(act, user, id, () => freezeMultipack(act, id, { ...body, mayBackdate }));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/block`,
    tag,
    summary: 'Block for arrears: moves no date and hinders no renewal',
    body: BlockMultipack,
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'not_blockable', 'already_blocked'],
    handle: ({ act, user, params: { id }, body }) => changed(act, user, id, () => blockMultipack(act, id, body)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/reactivate`,
    tag,
    summary: 'End a freeze in force or ahead, and a block',
    body: ReactivateMultipack,
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'not_suspended', 'invalid_freeze', 'permission_required'],
    handle: ({ act, user, params: { id }, body }) =>
      changed(act, user, id, () => reactivateMultipack(act, id, { ...body, mayForce: mayForce(user) })),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/change-terms`,
    tag,
    summary: 'Change the terms of one sold multipack',
    description:
      'A field left out stays. The price changes only from the renewal on. Nobody loses a right to cancel by it.',
    body: ChangeTerms,
    answers: { 200: MultipackDetail },
    refusals: [
      'multipack_not_found',
      'already_renewed',
      'terms_not_changeable',
      'deadline_would_pass',
      'permission_required',
      'request_unknown',
    ],
    handle: ({ act, user, params: { id }, body: { requestId, ...changes } }) =>
      changedWithin(act, user, { id, requestId }, (within) =>
        changeTerms(within, id, changes, { mayForce: mayForce(user) }),
      ),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/due-day/preview`,
    tag,
    summary: 'What another day of the month would do to the unpaid receivables',
    transaction: false,
    body: DueDayPreview,
    answers: { 200: DueDayMoves },
    refusals: DUE_DAY_REFUSALS,
    handle: async ({ database, user, params: { id }, body: { day }, deps: { clock } }) => {
      await demandVisible(database, user, id);
      const moves = await previewDueDay(database, await readMultipack({ tx: database, clock }, id), day);
      return { moves: moves.map(({ row, dueOn }) => ({ receivable: toReceivable(row), dueOn })) };
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/due-day`,
    tag,
    summary: 'Let the unpaid receivables fall due on another day of the month',
    description:
      'Those due today or later and not at the bank. Where the day of this month is past, all go a month later. The renewal’s fall due from its own first day.',
    body: ChangeDueDay,
    answers: { 200: MultipackDetail },
    refusals: [...DUE_DAY_REFUSALS, 'request_unknown'],
    handle: ({ act, user, params: { id }, body: { day, requestId } }) =>
      changedWithin(act, user, { id, requestId }, (within) => changeDueDay(within, id, day)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/payment-profile`,
    tag,
    summary: 'Have it paid by another method, with what was renewed from it',
    description: 'No amount and no date changes: what is unpaid is fetched automatically from now on, or no longer.',
    body: ChangePaymentProfile,
    answers: { 200: MultipackDetail },
    refusals: ['multipack_not_found', 'terms_not_changeable', 'nothing_to_change', 'request_unknown'],
    handle: ({ act, user, params: { id }, body: { paymentMethod, requestId } }) =>
      changedWithin(act, user, { id, requestId }, (within) => changePaymentProfile(within, id, paymentMethod)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/change-plan/preview`,
    tag,
    summary: 'What another plan would do to the multipack and its receivables',
    transaction: false,
    body: PlanChangePreview,
    answers: { 200: PlanChange },
    refusals: PLAN_REFUSALS,
    handle: async ({ database, user, params: { id }, body, deps: { clock } }) => {
      await demandVisible(database, user, id);
      return toPlanChange(await previewChangeOfPlan(database, await readMultipack({ tx: database, clock }, id), body));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/change-plan`,
    tag,
    summary: 'Give it another plan, now or from the renewal',
    description:
      'Now: name and services at once; what is unpaid, due from today on and not at the bank takes the amount it would have had at the new price; duration and payment follow at the renewal. Notice, renewal, portal and payment method stay as agreed.',
    body: ChangePlan,
    answers: { 200: MultipackDetail },
    refusals: [...PLAN_REFUSALS, 'request_unknown'],
    handle: ({ act, user, params: { id }, body: { requestId, ...asked } }) =>
      changedWithin(act, user, { id, requestId }, (within) => changePlan(within, id, asked)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/take-back-change`,
    tag,
    summary: 'Take back the change of the due day or of the plan that was the last thing to happen to it',
    description: 'Dates, amounts and terms are as before. Refused where something else happened since.',
    body: TakeBackChange,
    answers: { 200: MultipackDetail },
    refusals: [
      'multipack_not_found',
      'terms_not_changeable',
      'already_renewed',
      'nothing_to_take_back',
      'request_unknown',
    ],
    handle: ({ act, user, params: { id }, body: { requestId } }) =>
      changedWithin(act, user, { id, requestId }, (within) => takeBackChange(within, id)),
  }),
  route({
    method: 'post',
    path: '/api/plans/{id}/apply-to-sold/preview',
    tag,
    summary: 'What applying a plan’s later edits to what was sold from it would change',
    access: administrator,
    transaction: false,
    body: ApplyToSold,
    answers: { 200: AppliedToSold },
    handle: async ({ database, params, body, deps: { clock } }) => {
      const plan = await findPlan(database, params.id);
      return toApplied(await previewPlanOnSold(database, clock, plan.id, body));
    },
  }),
  route({
    method: 'post',
    path: '/api/plans/{id}/apply-to-sold',
    tag,
    summary: 'Apply a plan’s later edits to what was sold from it',
    description:
      'In batches; whoever has the terms already is left alone, so it may be sent again after an interruption.',
    access: administrator,
    // Each batch is a transaction.
    transaction: false,
    body: ApplyToSold,
    answers: { 200: AppliedToSold },
    handle: async ({ database, user, params, body, deps: { clock }, http }) => {
      const plan = await findPlan(database, params.id);
      const context = { actor: actorOf(user, http.request.id), clock };
      return toApplied(await applyPlanToSold(database, context, plan.id, body));
    },
  }),
];

const actorOf = ({ id, name, channel }: SignedIn, requestId: unknown) => ({
  kind: 'user' as const,
  id,
  name,
  channel,
  requestId: String(requestId),
});

const toApplied = ({ changes, skips, ...counts }: PlanApplication) => ({
  ...counts,
  changes: changes.map((change) => ({ ...change, code: multipackCode(change.code) })),
  skips: skips.map((skip) => ({ ...skip, code: multipackCode(skip.code) })),
});
