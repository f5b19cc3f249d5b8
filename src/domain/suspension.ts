import { addDays, daysBetween, dayOfMonth, type LocalDate } from './dates.ts';
import { DomainError } from './errors.ts';
import type { AnchoredPeriod, Period } from './periods.ts';

/** Days on which a multipack is not used and does not run: from `from` through `until`, or, null, until it is reactivated (002). */
export interface Freeze {
  readonly from: LocalDate;
  /** The last frozen day. */
  readonly until: LocalDate | null;
}

/** Whether `day` is a frozen one. An open-ended freeze goes on past the validity it interrupts. */
export const isFrozenOn = (freeze: Freeze, day: LocalDate): boolean =>
  day >= freeze.from && (freeze.until === null || day <= freeze.until);

/** The longest freeze that may be planned: two years, as the longest notice. */
export const MAX_FROZEN_DAYS = 731;

/** Throws `invalid_freeze` unless it starts within the period, ends after that, and is not longer than may be planned. */
export const checkFreeze = (freeze: Freeze, period: Period): Freeze => {
  const runsBackwards = freeze.until !== null && freeze.until < freeze.from;
  const isTooLong = freeze.until !== null && frozenDays(freeze) > MAX_FROZEN_DAYS;
  if (runsBackwards || isTooLong || freeze.from < period.validFrom || freeze.from > period.validTo) {
    throw new DomainError('invalid_freeze', 'A freeze starts within the validity and ends after that', {
      freeze,
      period,
    });
  }
  return freeze;
};

/**
 * Days by which a freeze moves the dates, in all. With a planned end these are its days, at once; without one none until it
 * is reactivated. `on` is the first active day again: reactivated early only the days up to then count, so the dates move
 * back by `frozenDays(freeze) - frozenDays(freeze, on)`; taken back before it began, none. Throws `invalid_date`.
 */
export const frozenDays = (freeze: Freeze, on?: LocalDate): number => {
  const planned = freeze.until === null ? null : Math.max(0, daysBetween(freeze.from, freeze.until) + 1);
  if (on === undefined) return planned ?? 0;
  return Math.min(planned ?? Number.POSITIVE_INFINITY, Math.max(0, daysBetween(freeze.from, on)));
};

const moved = (
  validFrom: LocalDate,
  validTo: LocalDate,
  days: number,
  anchorDay: number | undefined,
): AnchoredPeriod => {
  if (validTo < validFrom) {
    throw new DomainError('invalid_period', 'A period cannot end before it starts', { validFrom, validTo });
  }
  const keeps = days === 0 && anchorDay !== undefined;
  return { validFrom, validTo, anchorDay: keeps ? anchorDay : dayOfMonth(addDays(validTo, 1)) };
};

/**
 * The multipack in course, frozen for `days` (fewer than 0: given back): only its end moves, and what follows is anchored
 * to the new next start. `anchorDay` is the one it had; only a move by no days keeps it. Whoever takes a whole freeze back
 * starts from the period as it was before, or 31 January comes back as 28. Throws `invalid_period`, `invalid_date`.
 */
export const extendPeriod = ({ validFrom, validTo }: Period, days: number, anchorDay?: number): AnchoredPeriod =>
  moved(validFrom, addDays(validTo, days), days, anchorDay);

/** A multipack that has not begun, as the successor already made of a frozen one: both ends move. Otherwise as `extendPeriod`. */
export const shiftPeriod = ({ validFrom, validTo }: Period, days: number, anchorDay?: number): AnchoredPeriod =>
  moved(addDays(validFrom, days), addDays(validTo, days), days, anchorDay);

/** A receivable as far as a freeze looks at it: `state` is open, paid or void; `paidAmount` is in minor units. */
export interface FreezableReceivable {
  readonly dueOn: LocalDate;
  readonly state: string;
  readonly paidAmount: number | bigint;
}

/**
 * Whether a freeze moves the due date: what is not paid and falls due on the first frozen day or later. Of one paid in part
 * the rest is still owed, and moves.
 */
export const shiftsReceivable = (receivable: FreezableReceivable, freezeFrom: LocalDate): boolean =>
  receivable.state === 'open' && receivable.dueOn >= freezeFrom;
