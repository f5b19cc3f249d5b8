import type { Clock } from '../../clock.ts';
import { type LocalDate, localDateOf, type Span } from '../../domain/dates.ts';
import { type MultipackFacts, multipackState, renewalState } from '../../domain/multipack-state.ts';
import { deadlineOf } from '../../domain/notice.ts';
import { checkTerms, renewedTerms, type Terms } from '../../domain/terms.ts';
import { type Act, act, type Actor, Refusal } from '../act.ts';
import type { Database, Tx } from '../client.ts';
import type { Multipack, Plan } from '../generated/client.ts';
import { toColumn } from '../local-date.ts';
import { tellChains } from '../outbox.ts';
import { readSettings } from '../settings.ts';
import { columnsOfSoldTerms, termsOfMultipack, termsOfPlan } from '../terms-columns.ts';
import { type Chain, factsOf, lockChains, tipOf } from './chain.ts';
import { changeDetails, deadlineWouldPass, differencesOf } from './change-terms.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/** The terms of a plan that may be applied to what was sold from it. The notice may be the company's default. */
export const PLAN_FIELDS = [
  'notice',
  'automaticRenewal',
  'portalCancellation',
  'portalRenewal',
  'renewalTerms',
] as const satisfies readonly (keyof Terms)[];
export type PlanField = (typeof PLAN_FIELDS)[number];

/**
 * Why a multipack in force keeps its terms: its renewal was cancelled; it would not renew before or after; its deadline would
 * fall into the past, and somebody lose a right; or the terms together would be none that a plan could have.
 */
export type SkipReason = 'renewal_cancelled' | 'not_renewing' | 'deadline_would_pass' | 'invalid_terms';

interface Named {
  multipackId: string;
  code: number;
  name: string;
  customerId: string;
  customerName: string;
}

export interface PlannedChange extends Named {
  changed: string[];
  deadlineBefore: LocalDate;
  deadline: LocalDate;
}

export interface PlanApplication {
  /** Multipacks in force that were sold from the plan, or renewed from one that was, and are the last of their chain. */
  examined: number;
  changed: number;
  /** They have these terms already. */
  unchanged: number;
  skipped: Record<SkipReason, number>;
  /** The first ones, in the order of their sale. */
  changes: PlannedChange[];
  skips: (Named & { reason: SkipReason; deadlineBefore: LocalDate; deadline: LocalDate })[];
}

/** Multipacks locked at once: long enough to be quick, short enough that nobody at the counter waits. */
const BATCH = 200;
const LISTED = 50;

/**
 * What `applyPlanToSold` would do now; writes nothing (002). Throws `plan_not_found` (404).
 */
export async function previewPlanOnSold(
  tx: Tx,
  clock: Clock,
  planId: string,
  { fields }: { fields: readonly PlanField[] },
): Promise<PlanApplication> {
  const offer = await offerOf(tx, planId, fields);
  const result = nothingYet();
  for (const ids of batchesOf(await candidates(tx, planId, clock.now()))) {
    const rows = await tx.multipack.findMany({
      where: { chainId: { in: ids }, successor: null },
      orderBy: { chainId: 'asc' },
      include: { customer: true },
    });
    for (const { customer, ...row } of rows) {
      const today = localDateOf(clock.nowOf(customer), row.timeZone);
      record(result, row, customer, judge(offer, row, factsOf(row, null), today));
    }
  }
  return result;
}

/**
 * Applies later edits of a plan to what was sold from it: a separate act, for a sale copies the terms (002). In batches, each
 * a transaction with its traces, so it may be stopped and started again; who has the terms already is left alone, so a repeat
 * changes nothing. Terms that have begun keep their price: a new one comes with the renewal. Throws `plan_not_found` (404).
 */
export async function applyPlanToSold(
  database: Database,
  context: { actor: Actor; clock: Clock },
  planId: string,
  { fields }: { fields: readonly PlanField[] },
): Promise<PlanApplication> {
  const offer = await offerOf(database, planId, fields);
  const result = nothingYet();
  for (const ids of batchesOf(await candidates(database, planId, context.clock.now()))) {
    const outcomes = await act(database, context, (change) => applyTo(change, offer, ids));
    for (const { chain, row, judgement } of outcomes) record(result, row, chain.customer, judgement);
  }
  return result;
}

interface Offer {
  plan: Plan;
  terms: Terms;
  fields: readonly PlanField[];
}

type Judgement =
  | {
      kind: 'change';
      before: Terms;
      after: Terms;
      changed: (keyof Terms)[];
      deadlineBefore: LocalDate;
      deadline: LocalDate;
    }
  | { kind: 'same' }
  | { kind: 'skip'; reason: SkipReason; deadlineBefore: LocalDate; deadline: LocalDate }
  /** Over, ended, or renewed since it was picked. */
  | { kind: 'out' };

async function applyTo(
  change: Act,
  offer: Offer,
  ids: string[],
): Promise<{ chain: Chain; row: Multipack; judgement: Judgement }[]> {
  const chains = [...(await lockChains(change, ids)).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const outcomes = chains.map((chain) => {
    const { row, facts } = tipOf(chain);
    return { chain, row, judgement: judge(offer, row, facts, chain.today) };
  });
  const changing = outcomes.flatMap(({ chain, row, judgement }) =>
    judgement.kind === 'change' ? [{ chain, row, judgement }] : [],
  );
  if (changing.length === 0) return outcomes;
  const commandId = await recordCommand(change, {
    kind: 'apply_plan',
    receivedAt: change.clock.now(),
    payload: { planId: offer.plan.id, planVersion: offer.plan.version, fields: [...offer.fields] },
  });
  for (const { chain, row, judgement } of changing) {
    const { before, after, changed, deadline } = judgement;
    await updateTerm(change, { row }, { ...columnsOfSoldTerms(after), deadline: toColumn(deadline) });
    await writeTask(change, chain, row.id, {
      type: 'change_of_terms',
      result: 'terms_changed',
      note: 'terms_changed',
      values: { name: row.name, deadline },
      commandId,
    });
    await traceTerm(change, chain, { row }, 'terms_changed', {
      commandId,
      plan: offer.plan.name,
      planVersion: offer.plan.version,
      ...changeDetails(before, after, changed),
    });
  }
  await tellChains(
    change.tx,
    changing.map(({ chain }) => chain.id),
  );
  return outcomes;
}

async function offerOf(tx: Tx, planId: string, fields: readonly PlanField[]): Promise<Offer> {
  const plan = await tx.plan.findUnique({ where: { id: planId } });
  if (!plan) throw new Refusal(404, 'plan_not_found', { planId });
  const defaultNotice: Span = (await readSettings(tx)).defaultNotice;
  return { plan, terms: termsOfPlan(plan, defaultNotice), fields };
}

/** Chains whose last multipack may be in force, oldest first; the exact day is judged by the zone and clock of each. */
async function candidates(tx: Tx, planId: string, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.chain_id AS id FROM multipack m JOIN customer c ON c.id = m.customer_id
    WHERE m.plan_id = ${planId}::uuid AND m.removed_at IS NULL AND m.withdrawn_on IS NULL AND m.cancelled_on IS NULL
      AND (m.valid_to >= (${now}::timestamptz + c.clock_ahead_ms * interval '1 millisecond')::date - 2
           OR (m.freeze_from IS NOT NULL AND m.freeze_until IS NULL))
      AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = m.id)
    ORDER BY m.chain_id`;
  return rows.map(({ id }) => id);
}

function* batchesOf(ids: string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}

function judge({ plan, terms, fields }: Offer, row: Multipack, facts: MultipackFacts, today: LocalDate): Judgement {
  const state = multipackState(facts, today);
  const isOut = state !== 'upcoming' && state !== 'active' && state !== 'suspended';
  if (isOut || row.planId !== plan.id || facts.withdrawnOn !== null || facts.cancelledOn !== null)
    return { kind: 'out' };
  const before = termsOfMultipack(row);
  // A change of plan that was agreed with the customer stands.
  const applied = fields.filter((field) => field !== 'renewalTerms' || row.renewalPlanId === null);
  const after: Terms = { ...before, ...Object.fromEntries(applied.map((field) => [field, terms[field]])) };
  const deadline = deadlineOf(facts.validTo, after.notice);
  const skip = (reason: SkipReason): Judgement => ({ kind: 'skip', reason, deadlineBefore: facts.deadline, deadline });
  if (renewalState(facts) === 'cancelled') return skip('renewal_cancelled');
  if (!before.automaticRenewal && !after.automaticRenewal && !fields.includes('portalRenewal'))
    return skip('not_renewing');
  const changed = differencesOf(before, after).filter(
    // Renewal terms that the chain has taken on already would be set for ever anew, to no effect.
    (field) => field !== 'renewalTerms' || differencesOf(renewedTerms(before), renewedTerms(after)).length > 0,
  );
  if (changed.length === 0) return { kind: 'same' };
  if (checkTerms({ ...after, hasPriceList: plan.hasPriceList }).length > 0) return skip('invalid_terms');
  if (deadlineWouldPass(facts, { automaticRenewal: after.automaticRenewal, deadline }, today)) {
    return skip('deadline_would_pass');
  }
  return { kind: 'change', before, after, changed, deadlineBefore: facts.deadline, deadline };
}

const nothingYet = (): PlanApplication => ({
  examined: 0,
  changed: 0,
  unchanged: 0,
  skipped: { renewal_cancelled: 0, not_renewing: 0, deadline_would_pass: 0, invalid_terms: 0 },
  changes: [],
  skips: [],
});

function record(
  result: PlanApplication,
  row: Multipack,
  customer: { id: string; name: string },
  judgement: Judgement,
): void {
  if (judgement.kind === 'out') return;
  result.examined += 1;
  if (judgement.kind === 'same') {
    result.unchanged += 1;
    return;
  }
  const { deadlineBefore, deadline } = judgement;
  const named = {
    multipackId: row.id,
    code: row.code,
    name: row.name,
    customerId: customer.id,
    customerName: customer.name,
    deadlineBefore,
    deadline,
  };
  if (judgement.kind === 'skip') {
    result.skipped[judgement.reason] += 1;
    if (result.skips.length < LISTED) result.skips.push({ ...named, reason: judgement.reason });
  } else {
    result.changed += 1;
    if (result.changes.length < LISTED) result.changes.push({ ...named, changed: judgement.changed });
  }
}
