import { v7 as uuidv7 } from 'uuid';
import { addDays, type LocalDate, localDateOf, startOfDay } from '../../domain/dates.ts';
import { isRenewalDue, type MultipackFacts, renewalState, type RenewalState } from '../../domain/multipack-state.ts';
import { type NightWindow, renewalInstant } from '../../domain/night.ts';
import { nextTerm, type TermState } from '../../domain/renewal.ts';
import { isFrozenOn } from '../../domain/suspension.ts';
import type { Clock } from '../../clock.ts';
import { type Act, Refusal } from '../act.ts';
import { traceRow } from '../audit.ts';
import type { Database } from '../client.ts';
import type { Branch, Customer, Multipack } from '../generated/client.ts';
import { errorCode } from '../../error-code.ts';
import { fromColumn } from '../local-date.ts';
import { termsOfMultipack } from '../terms-columns.ts';
import { type Chain, factsOf, type Term } from './chain.ts';
import { placeAfter, insertTogether, rowsOf, taskRow, termEvent } from './write.ts';

/** What a chain waits for next. */
export interface Wait {
  /** The night of the renewal, the end of a planned freeze, or, without an instant, somebody's reactivation. */
  for: 'renewal' | 'freeze_end' | 'reactivation';
  until: Date | null;
  multipackId: string;
  validTo: LocalDate;
  deadline: LocalDate;
}

/** What `advanceChain` did and what is next; `wait` is null when nothing of this chain will ever renew as it stands. */
export interface Advance {
  renewed: { multipackId: string; successorId: string } | null;
  wait: Wait | null;
  /** Of the last term. */
  state: RenewalState;
  customerId: string;
  branchId: string;
  multipackId: string;
  timeZone: string;
  /** The instant by which it was judged, on the customer's clock. */
  now: Date;
}

type Tip = Pick<Chain, 'customer' | 'branch' | 'now' | 'today'> & { term: Term; window: NightWindow };

/**
 * Makes the chain's renewal if it is due now on the customer's clock, one at the most, and says what the chain waits for next (002). It asks
 * the rows alone, under the chain's lock: a late call changes no date, a repeated one finds nothing due, and what was
 * cancelled in time is not renewed. Throws `chain_not_found` (404).
 */
export async function advanceChain(act: Act, chainId: string): Promise<Advance> {
  const tip = await lockTip(act, chainId);
  const { row, facts } = tip.term;
  if (!isRenewalDue(facts, row.timeZone, tip.window, row.id, tip.now)) return advanceOf(tip, null);
  const successor = await renewTerm(act, tip, tip.term);
  const next: Tip = { ...tip, term: { row: successor, facts: factsOf(successor, null) } };
  return advanceOf(next, { multipackId: row.id, successorId: successor.id });
}

/** What the chain waits for, asked without doing it. Throws `chain_not_found` (404). */
export async function waitOfChain(reader: Pick<Act, 'tx' | 'clock'>, chainId: string): Promise<Wait | null> {
  return waitOf(await lockTip(reader, chainId));
}

/** The last term of the chain, locked, read at a cost that does not grow with the length of the chain. */
async function lockTip({ tx, clock }: Pick<Act, 'tx' | 'clock'>, chainId: string): Promise<Tip> {
  const [locked] = await tx.$queryRaw<
    { customerId: string; clockAheadMs: bigint; branchId: string; language: string; from: string; to: string }[]
  >`
    SELECT first.customer_id AS "customerId", customer.clock_ahead_ms AS "clockAheadMs", first.branch_id AS "branchId", branch.language,
           company.night_from AS "from", company.night_to AS "to"
    FROM multipack first JOIN branch ON branch.id = first.branch_id JOIN customer ON customer.id = first.customer_id
         CROSS JOIN company
    WHERE first.id = ${chainId}::uuid
    FOR UPDATE OF first`;
  const row = await tx.multipack.findFirst({ where: { chainId }, orderBy: { ordinal: 'desc' } });
  if (!locked || !row) throw new Refusal(404, 'chain_not_found', { chainId });
  const now = clock.nowOf(locked);
  return {
    customer: { id: locked.customerId } as Customer,
    branch: { id: locked.branchId, language: locked.language } as Branch,
    now,
    today: localDateOf(now, row.timeZone),
    term: { row, facts: factsOf(row, null) },
    window: { from: locked.from, to: locked.to },
  };
}

function advanceOf(tip: Tip, renewed: Advance['renewed']): Advance {
  const { row, facts } = tip.term;
  return {
    renewed,
    wait: waitOf(tip),
    state: renewalState(facts),
    customerId: row.customerId,
    branchId: row.branchId,
    multipackId: row.id,
    timeZone: row.timeZone,
    now: tip.now,
  };
}

function waitOf({ term: { row, facts }, window, today }: Tip): Wait | null {
  if (renewalState(facts) !== 'will_renew') return null;
  const what = { multipackId: row.id, validTo: facts.validTo, deadline: facts.deadline };
  if (facts.freezeFrom !== null && isFrozenOn({ from: facts.freezeFrom, until: facts.freezeUntil }, today)) {
    return facts.freezeUntil === null
      ? { ...what, for: 'reactivation', until: null }
      : { ...what, for: 'freeze_end', until: startOfDay(addDays(facts.freezeUntil, 1), row.timeZone) };
  }
  return { ...what, for: 'renewal', until: renewalInstant(facts.deadline, row.timeZone, window, row.id) };
}

/**
 * Writes the renewal of one term: the new multipack, its receivables, the CRM task, the audit event and the line in the
 * journal, all in the transaction of the caller, who holds the lock and knows that it is due (002).
 */
export async function renewTerm(
  act: Act,
  at: Pick<Chain, 'customer' | 'branch' | 'now'>,
  { row, facts }: Term,
): Promise<Multipack> {
  const { tx } = act;
  const state = nextTerm(termStateOf(row));
  const suspension = carriedSuspension(row, facts, localDateOf(at.now, row.timeZone));
  const rows = rowsOf({ ...placeAfter(row, at.now), planId: row.renewalPlanId ?? row.planId }, state);
  const { validFrom, validTo } = state.period;
  const task = taskRow(act, at, rows.multipack.id, {
    type: 'automatic_renewal',
    result: 'automatic_renewal',
    note: 'renewed',
    values: { name: row.name, from: validFrom, to: validTo },
  });
  const { code } = await insertTogether<{ code: number }>(tx, 'code', {
    multipack: [{ ...rows.multipack, ...suspension }],
    receivable: rows.receivables.map((receivable) => ({ id: uuidv7(), ...receivable })),
    crm_task: [{ id: uuidv7(), ...task, amount: rows.multipack.price, currency: rows.multipack.currency }],
    audit_event: [
      traceRow(act, termEvent(at, { row }, 'renewed', { successorId: rows.multipack.id, validFrom, validTo })),
    ],
    renewal_attempt: [{ multipackId: row.id, successorId: rows.multipack.id, outcome: 'renewed', at: at.now }],
  });
  return { ...UNTOUCHED, ...rows.multipack, ...suspension, code };
}

/** A freeze that is not over and a block hold for what follows too: it may not begin while the one before stands still. */
export function carriedSuspension(row: Multipack, { freezeUntil }: MultipackFacts, today: LocalDate) {
  const isOver = freezeUntil !== null && freezeUntil < today;
  return {
    freezeFrom: isOver ? null : row.freezeFrom,
    freezeUntil: isOver ? null : row.freezeUntil,
    blockedAt: row.blockedAt,
  };
}

/** What the database gives a multipack to which nothing has happened yet. */
const UNTOUCHED = {
  reference: null,
  soldAgainFromId: null,
  renewalCancelledAt: null,
  renewalHeldAt: null,
  withdrawnOn: null,
  withdrawalReason: null,
  cancelledOn: null,
  removedAt: null,
  renewalPlanId: null,
  renewalName: null,
  renewalPayment: null,
  renewalInstalmentCount: null,
  renewalInstalmentEvery: null,
  renewalInstalmentUnit: null,
  version: 1,
} as const;

/** What the next term is made from. */
export function termStateOf(row: Multipack): Pick<TermState, 'ordinal' | 'terms' | 'period' | 'anchorDay'> {
  return {
    ordinal: row.ordinal,
    terms: termsOfMultipack(row),
    period: { validFrom: fromColumn(row.validFrom), validTo: fromColumn(row.validTo) },
    anchorDay: row.anchorDay,
  };
}

/** Notes in the journal that the chain's renewal could not be made, in a transaction of its own, for the night's report. */
export async function recordFailure(database: Database, clock: Clock, chainId: string, error: unknown): Promise<void> {
  const tip = await database.multipack.findFirst({
    where: { chainId },
    orderBy: { ordinal: 'desc' },
    select: { id: true, customer: { select: { clockAheadMs: true } } },
  });
  if (!tip) return;
  await database.renewalAttempt.create({
    data: { multipackId: tip.id, outcome: 'failed', reason: errorCode(error), at: clock.nowOf(tip.customer) },
  });
}
