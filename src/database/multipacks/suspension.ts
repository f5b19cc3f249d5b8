import { addDays, daysBetween, type LocalDate } from '../../domain/dates.ts';
import { DomainError } from '../../domain/errors.ts';
import type { MultipackState } from '../../domain/multipack-state.ts';
import { deadlineOf, isThroughDeadline } from '../../domain/notice.ts';
import { type AnchoredPeriod, nextPeriod } from '../../domain/periods.ts';
import { receivablesOf } from '../../domain/receivables.ts';
import {
  checkFreeze,
  extendPeriod,
  type Freeze,
  frozenDays,
  MAX_FROZEN_DAYS,
  shiftPeriod,
} from '../../domain/suspension.ts';
import { type Act, Refusal } from '../act.ts';
import type { Multipack, Prisma } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';
import { tellNoticesOf } from '../notices/tell.ts';
import { tellChain } from '../outbox.ts';
import { termsOfMultipack } from '../terms-columns.ts';
import { type Chain, lockMultipack, stateOf, successorsOf, type Term } from './chain.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/** Days of the freeze as it is stored after the change, and what moved with it. */
export interface Suspension {
  multipackId: string;
  freeze: Freeze | null;
  /** Days by which the dates moved now; below 0 when unused days are given back. */
  days: number;
  validTo: LocalDate;
  /** As it is after the move. */
  deadline: LocalDate;
  /** Multipacks whose dates moved: the frozen one and the successors made already. */
  movedIds: string[];
}

const IN_FORCE: readonly MultipackState[] = ['upcoming', 'active', 'suspended'];

/**
 * Freezes a multipack from a day of its validity on, with a planned end or until it is reactivated (002). A planned end
 * moves its last day, deadline, anchor day and the unpaid receivables due from the first frozen day on at once, by the days
 * frozen; an open end moves them on reactivation. Successors already made move with it and carry the freeze, so that nothing
 * of the chain renews meanwhile. Days are in the multipack's zone; `until` is the last frozen one. Without `mayBackdate` it
 * begins today or later: `permission_required` (403). Throws `multipack_not_found` (404), `not_freezable`, `already_frozen` (409), `invalid_freeze` (422).
 */
export async function freezeMultipack(
  act: Act,
  multipackId: string,
  {
    from,
    until = null,
    mayBackdate = true,
  }: { from: LocalDate; until?: LocalDate | null | undefined; mayBackdate?: boolean },
): Promise<Suspension> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { row, facts } = term;
  if (from < chain.today && !mayBackdate) {
    throw new Refusal(403, 'permission_required', { permission: 'late_receipt' });
  }
  refuseUnlessInForce(chain, term, 'not_freezable');
  const running = freezeOf(row);
  if (running && !isOver(running, chain.today))
    throw new Refusal(409, 'already_frozen', { name: row.name, ...running });
  const freeze = checkedFreeze(term, { from, until }, running);
  const moving = [term, ...successorsOf(chain, term)];
  refuseFrozenAhead(chain, moving.slice(1));

  const days = frozenDays(freeze);
  const commandId = await recordCommand(act, {
    kind: 'freeze',
    receivedAt: chain.now,
    payload: { multipackId, from, until },
  });
  const periods = movedBy(days, moving);
  await writePeriods(act, moving, periods, () => freeze);
  await moveReceivables(act, moving, days, from);
  await writeTask(act, chain, row.id, {
    type: 'suspension',
    result: 'frozen',
    ...(until === null
      ? { note: 'frozen_open', values: { name: row.name, from } }
      : { note: 'frozen', values: { name: row.name, from, until } }),
    commandId,
  });
  // What a freeze taken back returns to: 31 January clamped to 28 cannot be computed back, nor the freeze before this one.
  await traceTerm(act, chain, term, 'frozen', { commandId, from, until, days, before: beforeOf(moving) });
  await traceMoved(act, chain, moving.slice(1), periods.slice(1), { commandId, because: row.id });
  await tellChain(act.tx, chain.id);
  await tellNoticesOf(act.tx, row.customerId);
  const { validTo } = periods[0]!;
  return {
    multipackId,
    freeze,
    days,
    validTo,
    deadline: days === 0 ? facts.deadline : deadlineAt(row, validTo),
    movedIds: days === 0 ? [] : moving.map((moved) => moved.row.id),
  };
}

/**
 * Blocks a multipack for arrears, and with it the successors made already: the customer is not let in. It moves no date and
 * hinders no renewal (002). Throws `multipack_not_found` (404), `not_blockable`, `already_blocked` (409).
 */
export async function blockMultipack(act: Act, multipackId: string, { reason }: { reason: string }): Promise<void> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { row } = term;
  refuseUnlessInForce(chain, term, 'not_blockable');
  if (row.blockedAt) throw new Refusal(409, 'already_blocked', { name: row.name });
  const commandId = await recordCommand(act, {
    kind: 'block',
    receivedAt: chain.now,
    payload: { multipackId, reason },
  });
  const blocked = [term, ...successorsOf(chain, term)].filter((each) => each.row.blockedAt === null);
  for (const each of blocked) await updateTerm(act, each, { blockedAt: chain.now });
  await writeTask(act, chain, row.id, {
    type: 'suspension',
    result: 'blocked',
    note: 'blocked',
    values: { name: row.name, reason },
    commandId,
  });
  for (const each of blocked) await traceTerm(act, chain, each, 'blocked', { commandId, reason });
  await tellChain(act.tx, chain.id);
}

/**
 * Ends the freeze in force or ahead, and a block (002). `on` is the first active day again, today or later and not after the
 * planned end; by default today. A freeze with an open end moves the dates now, one with a planned end gives its unused days
 * back, and one that had not begun leaves everything as it was before it. Any multipack of the chain stands for all.
 * Without `mayForce` no cancellation is left behind that was in time only by the days given back: `permission_required` (403).
 * Throws `multipack_not_found` (404), `not_suspended` (409), `invalid_freeze` (422).
 */
export async function reactivateMultipack(
  act: Act,
  multipackId: string,
  { on, mayForce = true }: { on?: LocalDate | undefined; mayForce?: boolean } = {},
): Promise<Suspension> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { row } = term;
  const frozen = frozenTerm(chain, term);
  const blocked = chain.terms.filter((each) => each.row.blockedAt !== null && each.row.removedAt === null);
  const isBlocked = row.blockedAt !== null && row.removedAt === null;
  if (!frozen && !isBlocked) throw new Refusal(409, 'not_suspended', { name: row.name });
  const first = on ?? chain.today;
  const latest = frozen ? latestReturn(frozen.freeze, chain.today) : chain.today;
  if (first < chain.today || first > latest) {
    throw new Refusal(422, 'invalid_freeze', { on: first, earliest: chain.today, latest });
  }

  const commandId = await recordCommand(act, {
    kind: 'reactivate',
    receivedAt: chain.now,
    payload: { multipackId, on: first },
  });
  const unblocked = isBlocked ? blocked : [];
  const ended = frozen ? await endFreeze(act, chain, frozen, first, { unblocked, mayForce }) : null;
  for (const each of unblocked) if (!ended?.moving.includes(each)) await updateTerm(act, each, { blockedAt: null });
  await writeTask(act, chain, row.id, {
    type: 'suspension',
    result: 'reactivated',
    note: 'reactivated',
    values: { name: row.name, on: first },
    commandId,
  });
  for (const each of new Set([...(ended?.moving ?? []), ...unblocked])) {
    await traceTerm(act, chain, each, 'reactivated', {
      commandId,
      on: first,
      days: ended?.days ?? 0,
      unblocked: unblocked.includes(each),
    });
  }
  await tellChain(act.tx, chain.id);
  await tellNoticesOf(act.tx, row.customerId);
  const now = await act.tx.multipack.findUniqueOrThrow({ where: { id: multipackId } });
  return {
    multipackId,
    freeze: freezeOf(now),
    days: ended?.days ?? 0,
    validTo: fromColumn(now.validTo),
    deadline: fromColumn(now.deadline),
    movedIds: ended && ended.days !== 0 ? ended.moving.map((each) => each.row.id) : [],
  };
}

/** A successor frozen for itself would carry this freeze instead, and keep the days of its own without standing still. */
function refuseFrozenAhead(chain: Chain, successors: Term[]): void {
  for (const { row } of successors) {
    const own = freezeOf(row);
    if (own && !isOver(own, chain.today)) throw new Refusal(409, 'already_frozen', { name: row.name, ...own });
  }
}

/** The last day that may be the first active one again; an open end that has lasted too long may still end today. */
function latestReturn({ from, until }: Freeze, today: LocalDate): LocalDate {
  if (until !== null) return addDays(until, 1);
  const longest = addDays(from, MAX_FROZEN_DAYS);
  return longest > today ? longest : today;
}

interface Frozen {
  /** The term that was frozen; its successors carry the same freeze. */
  term: Term;
  freeze: Freeze;
}

/** The freeze of this chain that is in force or ahead, with the term it interrupts; one that was ended for good has none. */
function frozenTerm(chain: Chain, { row }: Term): Frozen | null {
  const freeze = row.removedAt === null ? freezeOf(row) : null;
  if (!freeze || isOver(freeze, chain.today)) return null;
  const carries = (other: Freeze | null) => other?.from === freeze.from && other.until === freeze.until;
  const term = chain.terms.find((each) => each.row.removedAt === null && carries(freezeOf(each.row)));
  // Its last day was fixed with the freeze in view: no day is given back or added any more (001, 003).
  if (!term || term.facts.withdrawnOn !== null || term.facts.cancelledOn !== null) return null;
  return { term, freeze };
}

async function endFreeze(
  act: Act,
  chain: Chain,
  { term, freeze }: Frozen,
  on: LocalDate,
  { unblocked, mayForce }: { unblocked: readonly Term[]; mayForce: boolean },
): Promise<{ days: number; moving: Term[] }> {
  const used = frozenDays(freeze, on);
  const days = used - frozenDays(freeze);
  const moving = [term, ...successorsOf(chain, term)];
  const before = await periodsBefore(act, term.row.id);
  const periods = movedBy(days, moving);
  const made: Term[] = [];
  for (const [i, each] of moving.entries()) {
    const known = before.get(each.row.id);
    // One that was withdrawn is never made again: it only moves, and its last day by as many days, so that it stays within.
    if (i > 0 && freeze.until !== null && days !== 0 && !known && each.facts.withdrawnOn === null) {
      // Renewed after the freeze was planned, from an end that moves back: made again from where that end is now.
      const { validTo, anchorDay } = periods[i - 1]!;
      periods[i] = nextPeriod(validTo, { amount: each.row.durationAmount, unit: each.row.durationUnit }, anchorDay);
      made.push(each);
    } else if (used === 0 && known) {
      periods[i] = known;
    }
  }
  if (!mayForce) refuseLateCancellation(moving, periods);
  const isUsed = used > 0;
  const freezeOn = ({ row }: Term) =>
    isUsed ? { from: freeze.from, until: addDays(on, -1) } : (before.get(row.id)?.freeze ?? null);
  await writePeriods(act, moving, periods, freezeOn, unblocked);
  const shifted = moving.filter((each) => !made.includes(each));
  await moveReceivables(act, shifted, days, freeze.until === null ? freeze.from : addDays(freeze.until, 1));
  for (const each of made) await rescheduleReceivables(act, each, periods[moving.indexOf(each)]!);
  return { days, moving };
}

/** A cancellation in time only by the days that are given back would then stand as if forced after the deadline. */
function refuseLateCancellation(moving: Term[], periods: AnchoredPeriod[]): void {
  for (const [i, { row, facts }] of moving.entries()) {
    const at = row.renewalCancelledAt;
    const isInTime = (deadline: LocalDate) => at === null || isThroughDeadline(deadline, row.timeZone, at);
    if (isInTime(facts.deadline) && !isInTime(deadlineAt(row, periods[i]!.validTo))) {
      throw new Refusal(403, 'permission_required', { permission: 'force_renewal_cancellation' });
    }
  }
}

/** A period, and the freeze over by then whose days are not given again. */
type Before = AnchoredPeriod & { freeze?: Freeze | null };

/** The periods of the chain as they were before its last freeze, from the history. */
async function periodsBefore({ tx }: Act, multipackId: string): Promise<Map<string, Before>> {
  const event = await tx.auditEvent.findFirst({
    where: { entity: 'multipack', entityId: multipackId, action: 'multipack.frozen' },
    orderBy: { id: 'desc' },
  });
  const { before = [] } = (event?.details ?? {}) as { before?: (Before & { id: string })[] };
  return new Map(before.map(({ id, ...period }) => [id, period]));
}

const beforeOf = (moving: Term[]): Prisma.InputJsonArray =>
  moving.map(({ row, facts }) => ({
    id: row.id,
    validFrom: facts.validFrom,
    validTo: facts.validTo,
    anchorDay: row.anchorDay,
    freeze: freezeOf(row) as Prisma.InputJsonObject | null,
  }));

function movedBy(days: number, [frozen, ...successors]: Term[]): AnchoredPeriod[] {
  return [
    extendPeriod(frozen!.facts, days, frozen!.row.anchorDay),
    ...successors.map(({ facts, row }) => shiftPeriod(facts, days, row.anchorDay)),
  ];
}

async function writePeriods(
  act: Act,
  moving: Term[],
  periods: AnchoredPeriod[],
  freezeOn: (term: Term) => Freeze | null,
  unblocked: readonly Term[] = [],
): Promise<void> {
  for (const [i, each] of moving.entries()) {
    const { validFrom, validTo, anchorDay } = periods[i]!;
    const freeze = freezeOn(each);
    const days = daysBetween(each.facts.validTo, validTo);
    const moved = (date: LocalDate | null) => (date === null ? null : toColumn(addDays(date, days)));
    await updateTerm(act, each, {
      validFrom: toColumn(validFrom),
      validTo: toColumn(validTo),
      anchorDay,
      deadline: toColumn(deadlineAt(each.row, validTo)),
      freezeFrom: freeze && toColumn(freeze.from),
      freezeUntil: freeze?.until ? toColumn(freeze.until) : null,
      ...(unblocked.includes(each) && { blockedAt: null }),
      // A last day within a successor's validity goes along with it, or it would lie outside.
      ...(i > 0 && { withdrawnOn: moved(each.facts.withdrawnOn), cancelledOn: moved(each.facts.cancelledOn) }),
    });
    if (i > 0 && days !== 0 && each.facts.withdrawnOn !== null) {
      // What the task says of the last day is read by reports; its notes stay as they were written.
      await act.tx.$executeRaw`
        UPDATE crm_task SET effective_on = effective_on + ${days}::integer, version = version + 1
        WHERE multipack_id = ${each.row.id}::uuid AND effective_on IS NOT NULL`;
    }
  }
}

/** Moves what is unpaid and falls due from a day on; what is paid or void stays where it was. */
async function moveReceivables({ tx }: Act, moving: Term[], days: number, from: LocalDate): Promise<void> {
  if (days === 0) return;
  await tx.$executeRaw`
    UPDATE receivable SET due_on = due_on + ${days}::integer, version = version + 1
    WHERE multipack_id = ANY(${moving.map(({ row }) => row.id)}::uuid[]) AND state = 'open' AND due_on >= ${from}::date`;
}

async function rescheduleReceivables({ tx }: Act, { row }: Term, period: AnchoredPeriod): Promise<void> {
  for (const { number, dueOn } of receivablesOf(termsOfMultipack(row), period, period.anchorDay)) {
    await tx.receivable.updateMany({
      where: { multipackId: row.id, number, state: 'open', dueOn: { not: toColumn(dueOn) } },
      data: { dueOn: toColumn(dueOn), version: { increment: 1 } },
    });
  }
}

async function traceMoved(
  act: Act,
  chain: Chain,
  moving: Term[],
  periods: AnchoredPeriod[],
  details: Prisma.InputJsonObject,
): Promise<void> {
  for (const [i, each] of moving.entries()) {
    const { validFrom, validTo } = periods[i]!;
    await traceTerm(act, chain, each, 'moved', { ...details, validFrom, validTo });
  }
}

const deadlineAt = (row: Multipack, validTo: LocalDate): LocalDate =>
  deadlineOf(validTo, { amount: row.noticeAmount, unit: row.noticeUnit });

/** The freeze as it is stored: in force, ahead, or the last one. */
export const freezeOf = (row: Pick<Multipack, 'freezeFrom' | 'freezeUntil'>): Freeze | null =>
  row.freezeFrom && { from: fromColumn(row.freezeFrom), until: row.freezeUntil && fromColumn(row.freezeUntil) };

const isOver = (freeze: Freeze, today: LocalDate): boolean => freeze.until !== null && freeze.until < today;

function refuseUnlessInForce(chain: Chain, term: Term, code: string): void {
  const state = stateOf(chain, term);
  const { withdrawnOn, cancelledOn } = term.facts;
  if (IN_FORCE.includes(state) && withdrawnOn === null && cancelledOn === null) return;
  throw new Refusal(409, code, { name: term.row.name, state });
}

function checkedFreeze({ facts }: Term, freeze: Freeze, last: Freeze | null): Freeze {
  const invalid = new Refusal(422, 'invalid_freeze', {
    from: freeze.from,
    until: freeze.until,
    earliest: last?.until && last.until >= facts.validFrom ? addDays(last.until, 1) : facts.validFrom,
    latest: facts.validTo,
  });
  // The same days twice would be given twice.
  if (last?.until && freeze.from <= last.until) throw invalid;
  try {
    return checkFreeze(freeze, facts);
  } catch (error) {
    throw error instanceof DomainError ? invalid : error;
  }
}
