import { Temporal } from 'temporal-polyfill';

import { DomainError } from './errors.ts';

/** A day of the proleptic Gregorian calendar as `YYYY-MM-DD`, years 1900 to 2200, in a zone its holder knows. */
export type LocalDate = string;

export type SpanUnit = 'day' | 'week' | 'month' | 'year';

/** A length of calendar time. `amount` is a whole number, 0 or more. */
export interface Span {
  readonly amount: number;
  readonly unit: SpanUnit;
}

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2200;

const DAY_IN_MS = 86_400_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days in a month, `month` from 1 to 12. */
export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : MONTH_LENGTHS[month - 1]!;

const partsOrNull = (text: unknown): DateParts | null => {
  if (typeof text !== 'string' || !SHAPE.test(text)) return null;
  const year = +text.slice(0, 4);
  const month = +text.slice(5, 7);
  const day = +text.slice(8);
  const exists =
    year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
  return exists ? { year, month, day } : null;
};

/** Year, month and day of a date. Throws `invalid_date` for a day that does not exist. */
export const parts = (date: LocalDate): DateParts => {
  const found = partsOrNull(date);
  if (!found) throw new DomainError('invalid_date', `No such date: ${String(date)}`, { date });
  return found;
};

export const isLocalDate = (text: unknown): text is LocalDate => partsOrNull(text) !== null;

/** The text itself, once it is known to be a date. Throws `invalid_date` (30 February, 2026-1-1, a time of day, year 1899). */
export const parseLocalDate = (text: string): LocalDate => {
  parts(text);
  return text;
};

const localDate = (year: number, month: number, day: number): LocalDate => {
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new DomainError('invalid_date', `Outside the years ${FIRST_YEAR} to ${LAST_YEAR}: ${year}`, {
      year,
      month,
      day,
    });
  }
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
};

// Days and months are counted with UTC arithmetic, which knows no zones: dates are added thousands of times in a preview,
// and the polyfill is two orders slower. `Date.UTC` reads no clock.
const dayNumber = ({ year, month, day }: DateParts): number => Date.UTC(year, month - 1, day) / DAY_IN_MS;

const dateOfDayNumber = (number: number): LocalDate => {
  const utc = new Date(number * DAY_IN_MS);
  return localDate(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
};

const wholeNumber = (amount: number): number => {
  if (!Number.isSafeInteger(amount)) throw new DomainError('invalid_span', `Not a whole number: ${amount}`, { amount });
  return amount;
};

/** The date `days` later, or earlier for a negative count. Throws `invalid_date` when it leaves the years 1900 to 2200. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  dateOfDayNumber(dayNumber(parts(date)) + wholeNumber(days));

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(parts(to)) - dayNumber(parts(from));

/** -1, 0 or 1, for sorting from the earliest. */
export const compareDates = (a: LocalDate, b: LocalDate): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

/** 1 to 31. */
export const dayOfMonth = (date: LocalDate): number => parts(date).day;

/** The anchor day in the month of `date`, or the month's last day where the month is too short for it. */
export const clampedDay = (date: LocalDate, anchorDay: number): number => {
  const { year, month } = parts(date);
  return Math.min(anchorDay, monthLength(year, month));
};

const addMonths = ({ year, month }: DateParts, months: number, day: number): LocalDate => {
  if (!Number.isInteger(day) || day < 1 || day > 31) {
    throw new DomainError('invalid_anchor_day', `Not a day of a month: ${day}`, { anchorDay: day });
  }
  const count = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(count / 12);
  const targetMonth = count - targetYear * 12 + 1;
  return localDate(targetYear, targetMonth, Math.min(day, monthLength(targetYear, targetMonth)));
};

const spanAmount = (span: Span): number => {
  if (wholeNumber(span.amount) < 0) throw new DomainError('invalid_span', `Below zero: ${span.amount}`, { span });
  return span.amount;
};

const daysPer = { day: 1, week: 7 } as const;
const monthsPer = { month: 1, year: 12 } as const;

/**
 * The date one span later. Days and weeks are plain; months and years land on `anchorDay` of the target month, or on its
 * last day where the month is too short, so that 31 January, 28 February, 31 March follow one another (002).
 * Throws `invalid_span`, `invalid_anchor_day`, or `invalid_date` when it leaves the years 1900 to 2200.
 */
export const addSpan = (date: LocalDate, span: Span, anchorDay: number): LocalDate => {
  const amount = spanAmount(span);
  return span.unit === 'day' || span.unit === 'week'
    ? addDays(date, amount * daysPer[span.unit])
    : addMonths(parts(date), amount * monthsPer[span.unit], anchorDay);
};

/** The date one span earlier; months and years keep the date's own day or clamp it to the month's end (002). Throws as `addSpan`. */
export const subtractSpan = (date: LocalDate, span: Span): LocalDate => {
  const amount = spanAmount(span);
  return span.unit === 'day' || span.unit === 'week'
    ? addDays(date, -amount * daysPer[span.unit])
    : addMonths(parts(date), -amount * monthsPer[span.unit], dayOfMonth(date));
};

const knownZones = new Set<string>();

/** Whether `zone` is an IANA name. Fixed offsets such as `+01:00` are not: they know no summer time. */
export const isTimeZone = (zone: unknown): zone is string => {
  if (typeof zone !== 'string' || !/^[A-Za-z]/.test(zone)) return false;
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  knownZones.add(zone);
  return true;
};

const knownZone = (zone: string): string => {
  if (!isTimeZone(zone)) throw new DomainError('unknown_time_zone', `Not an IANA time zone: ${String(zone)}`, { zone });
  return zone;
};

/** Milliseconds since 1970 of an instant. Throws `invalid_instant` for a `Date` that is none, which compares as never late. */
export const epochMs = (instant: Date): number => {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new DomainError('invalid_instant', 'Not an instant');
  return ms;
};

const toDate = (zoned: Temporal.ZonedDateTime): Date => new Date(zoned.epochMilliseconds);

/** The local date at an instant. Throws `invalid_instant`, `unknown_time_zone`. */
export const localDateOf = (instant: Date, zone: string): LocalDate => {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(epochMs(instant)).toZonedDateTimeISO(
    knownZone(zone),
  );
  return localDate(year, month, day);
};

/**
 * The first instant of a local day. Where midnight is skipped it is the first instant after the gap; for a day that was
 * skipped whole (30 December 2011 in Apia) it is the first instant of the next one. Throws `invalid_date`, `unknown_time_zone`.
 */
export const startOfDay = (date: LocalDate, zone: string): Date => {
  const { year, month, day } = parts(date);
  return toDate(new Temporal.PlainDate(year, month, day).toZonedDateTime(knownZone(zone)));
};

/**
 * The first instant from which the local date is past `date` for good. It is the start of the next day, except where the
 * clock is set back across midnight and `date` comes round again for an hour (St John's until 2011): then the end of that
 * hour, so that nobody is called late while the calendar still shows the day. Throws as `startOfDay`.
 */
export const endOfDay = (date: LocalDate, zone: string): Date => {
  const next = addDays(date, 1);
  const starts = startOfDay(next, zone);
  const again = instantAt(next, '00:00', zone, 'later');
  return again > starts && localDateOf(new Date(again.getTime() - 1), zone) <= date ? again : starts;
};

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes since local midnight of an `HH:MM` from 00:00 to 23:59, or null. */
export const minutesOfTime = (time: string): number | null => {
  const match = TIME.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
};

/**
 * The instant at which local clocks show `time` (`HH:MM`) on `date`. A time that is skipped that day is taken as long after
 * the gap as it lay within it; of a time that occurs twice, `which` says the one meant.
 * Throws `invalid_time`, `invalid_date`, `unknown_time_zone`.
 */
export const instantAt = (
  date: LocalDate,
  time: string,
  zone: string,
  which: 'earlier' | 'later' = 'earlier',
): Date => {
  const minutes = minutesOfTime(time);
  if (minutes === null) throw new DomainError('invalid_time', `Not a time HH:MM: ${String(time)}`, { time });
  const { year, month, day } = parts(date);
  const wall = new Temporal.PlainDateTime(year, month, day, Math.floor(minutes / 60), minutes % 60);
  // "compatible" is the earlier of two and the later side of a gap.
  return toDate(
    wall.toZonedDateTime(knownZone(zone), { disambiguation: which === 'earlier' ? 'compatible' : 'later' }),
  );
};
