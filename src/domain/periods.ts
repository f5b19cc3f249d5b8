import { addDays, addSpan, clampedDay, dayOfMonth, type LocalDate, type Span } from './dates.ts';
import { DomainError } from './errors.ts';

/** Days of validity, both ends included. */
export interface Period {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate;
}

/** A period with the day of month its successors are aligned to, 1 to 31 (002). */
export interface AnchoredPeriod extends Period {
  readonly anchorDay: number;
}

/**
 * The anchor that holds from `start` on: the given one where `start` lies on it or on its clamp, else the start's own day,
 * as after a freeze or after terms in days.
 */
export const anchorAt = (start: LocalDate, anchorDay: number): number =>
  dayOfMonth(start) === clampedDay(start, anchorDay) ? anchorDay : dayOfMonth(start);

const periodFrom = (validFrom: LocalDate, duration: Span, anchorDay: number): AnchoredPeriod => {
  if (duration.amount < 1) throw new DomainError('invalid_span', 'A period lasts a day at least', { duration });
  const inMonths = duration.unit === 'month' || duration.unit === 'year';
  const anchor = inMonths ? anchorAt(validFrom, anchorDay) : dayOfMonth(validFrom);
  return { validFrom, validTo: addDays(addSpan(validFrom, duration, anchor), -1), anchorDay: anchor };
};

/** The period a sale opens on `start`; its day of month becomes the anchor. Throws `invalid_date`, `invalid_span`. */
export const firstPeriod = (start: LocalDate, duration: Span): AnchoredPeriod =>
  periodFrom(start, duration, dayOfMonth(start));

/**
 * The period that follows one ending on `validTo`: it starts the day after, whenever it is made, and keeps the anchor day
 * (002). Monthly from 31 January: 31 January, 28 or 29 February, 31 March, 30 April. A term in days or weeks is its own
 * anchor, so that a later change to months counts from where it stands. Throws `invalid_date`, `invalid_span`.
 */
export const nextPeriod = (validTo: LocalDate, duration: Span, anchorDay: number): AnchoredPeriod =>
  periodFrom(addDays(validTo, 1), duration, anchorDay);
