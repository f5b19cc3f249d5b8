import { endOfDay, epochMs, type LocalDate, type Span, subtractSpan } from './dates.ts';

/**
 * The last day on which the renewal may still be cancelled: `validTo` less the notice (002). Valid to 2 April: 1 day of
 * notice gives 1 April, none gives 2 April. A notice longer than the term gives a day before the term.
 * Throws `invalid_span`, `invalid_date`.
 */
export const deadlineOf = (validTo: LocalDate, notice: Span): LocalDate => subtractSpan(validTo, notice);

/** The first instant that is no longer in time: the deadline's local day is over in `zone`. Throws `invalid_date`, `unknown_time_zone`. */
export const deadlineEnds = (deadline: LocalDate, zone: string): Date => endOfDay(deadline, zone);

/**
 * Whether what was received at this instant was in time: through the end of the deadline's local day (000). The instant is
 * that of the receipt, never that of the processing. Throws `invalid_instant`, and as `deadlineEnds`.
 */
export const isThroughDeadline = (deadline: LocalDate, zone: string, receivedAt: Date): boolean =>
  epochMs(receivedAt) < epochMs(deadlineEnds(deadline, zone));
