import { Temporal } from 'temporal-polyfill';

import { epochMs, isTimeZone } from './dates.ts';
import { DomainError } from './errors.ts';

export const PROFILE_UNITS = ['day', 'week', 'month'] as const;
export type ProfileUnit = (typeof PROFILE_UNITS)[number];

/** 003: 2 weeks are 14 days, 2 months are 60. */
const DAYS_PER = { day: 1, week: 7, month: 30 } as const;

export const daysOfProfile = (unit: ProfileUnit, period: number): number => period * DAYS_PER[unit];

/** The part of its time after which a request is at risk. */
const AT_RISK = 0.8;

export interface SlaTimes {
  readonly createdAt: Date;
  /** From here it is at risk. */
  readonly riskAt: Date;
  /** The first instant that is too late. */
  readonly limitAt: Date;
}

/**
 * What a request opened at `createdAt` is measured by (003): its limit is the same local time `days` later, however long
 * those days are where clocks change; a time that is skipped that day is taken after the gap, of one that occurs twice the
 * earlier. Throws `invalid_span`, `invalid_instant`, `unknown_time_zone`.
 */
export const slaTimes = (createdAt: Date, days: number, zone: string): SlaTimes => {
  if (!Number.isSafeInteger(days) || days < 1) {
    throw new DomainError('invalid_span', `Not a number of days: ${days}`, { days });
  }
  if (!isTimeZone(zone)) throw new DomainError('unknown_time_zone', `Not an IANA time zone: ${String(zone)}`, { zone });
  const from = epochMs(createdAt);
  const local = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDateTime();
  // Of the wall clock alone: which of two equal times it was created at says nothing about the day of the limit.
  const limit = local.add({ days }).toZonedDateTime(zone).epochMilliseconds;
  return { createdAt, riskAt: new Date(from + Math.floor((limit - from) * AT_RISK)), limitAt: new Date(limit) };
};

export const SLA_STATES = ['on_track', 'at_risk', 'breached', 'met'] as const;
export type SlaState = (typeof SLA_STATES)[number];

/** How a request stands at the instant `now`; concluded before its limit it has met it for good. */
export const slaState = (
  { riskAt, limitAt, concludedAt }: Pick<SlaTimes, 'riskAt' | 'limitAt'> & { readonly concludedAt: Date | null },
  now: Date,
): SlaState => {
  if ((concludedAt ?? now) >= limitAt) return 'breached';
  if (concludedAt !== null) return 'met';
  return now >= riskAt ? 'at_risk' : 'on_track';
};
