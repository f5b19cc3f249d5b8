import { addDays, type LocalDate, localDateOf } from './dates.ts';
import { DomainError } from './errors.ts';
import type { Money } from './money.ts';
import { instantInNight, type NightWindow, renewalNight } from './night.ts';
import { deadlineOf } from './notice.ts';
import { type AnchoredPeriod, firstPeriod, nextPeriod, type Period } from './periods.ts';
import { receivablesOf, type ScheduledReceivable } from './receivables.ts';
import { renewedTerms, type Terms } from './terms.ts';

/** One multipack of a chain, as it is written when it is sold or renewed. */
export interface TermState {
  /** Place in the chain, from 0. */
  readonly ordinal: number;
  readonly terms: Terms;
  readonly period: Period;
  readonly anchorDay: number;
  readonly deadline: LocalDate;
  readonly receivables: ScheduledReceivable[];
}

const termState = (ordinal: number, terms: Terms, { anchorDay, ...period }: AnchoredPeriod): TermState => ({
  ordinal,
  terms,
  period,
  anchorDay,
  deadline: deadlineOf(period.validTo, terms.notice),
  receivables: receivablesOf(terms, period, anchorDay),
});

/** The multipack a sale makes. Throws `invalid_date`, `invalid_span`, `invalid_parts`, `currency_mismatch`. */
export const firstTerm = (terms: Terms, start: LocalDate): TermState =>
  termState(0, terms, firstPeriod(start, terms.duration));

/**
 * The multipack a renewal makes from this one: its terms renewed, from the day after its last, whenever the renewal runs
 * (002). It asks nothing about whether or when. Throws as `firstTerm`.
 */
export const nextTerm = (term: Pick<TermState, 'ordinal' | 'terms' | 'period' | 'anchorDay'>): TermState => {
  const terms = renewedTerms(term.terms);
  return termState(term.ordinal + 1, terms, nextPeriod(term.period.validTo, terms.duration, term.anchorDay));
};

/**
 * The multipack a customer buys by hand after this one: as a renewal, but never from a day before `today` (002). Throws as
 * `firstTerm`.
 */
export const nextTermByHand = (term: Parameters<typeof nextTerm>[0], today: LocalDate): TermState => {
  const yesterday = addDays(today, -1);
  const { validTo } = term.period;
  return nextTerm({ ...term, period: { ...term.period, validTo: validTo < yesterday ? yesterday : validTo } });
};

export interface CaughtUp {
  /** The multipack sold or imported, then those made from it at once, in order. */
  readonly periods: TermState[];
  /** The validity is over already: it is not renewed, now or later. */
  readonly expired: boolean;
}

/**
 * What a sale or an import must renew at once: as long as the last deadline is past, the next period is made, so that the
 * chain ends with a deadline that lies ahead (002). One whose validity is over is expired and left alone; whoever stores it
 * must switch its renewal off, for elsewhere a due renewal is made however late. Not for multipacks in course: theirs run
 * in the night. Throws `invalid_instant`, `unknown_time_zone`, and as `firstTerm`.
 */
export const catchUpFrom = (first: TermState, { now, zone }: { now: Date; zone: string }): CaughtUp => {
  const today = localDateOf(now, zone);
  if (first.period.validTo < today) return { periods: [first], expired: true };
  const periods = [first];
  for (let last = first; last.terms.automaticRenewal && last.deadline < today; ) {
    last = nextTerm(last);
    periods.push(last);
  }
  return { periods, expired: false };
};

/** `catchUpFrom` the first term of a sale on `start`. */
export const catchUp = (terms: Terms, start: LocalDate, at: { now: Date; zone: string }): CaughtUp =>
  catchUpFrom(firstTerm(terms, start), at);

export interface PreviewedTerm {
  readonly ordinal: number;
  readonly period: Period;
  readonly anchorDay: number;
  readonly deadline: LocalDate;
  readonly night: { readonly opens: Date; readonly closes: Date };
  /** The instant of that night at which the multipack `key` is renewed. */
  readonly renewsAt: Date;
  readonly receivables: ScheduledReceivable[];
  /** The price of the term, without a one-off fee. */
  readonly price: Money;
}

/**
 * The first `count` terms of a sale on `start`, if nobody ever cancels; just the first where the terms do not renew.
 * Nothing is renewed at once for a deadline in the past: that depends on the day of the sale (`catchUp`).
 * Throws `invalid_count`, and as `firstTerm` and `renewalNight`.
 */
export const previewTerms = (
  terms: Terms,
  start: LocalDate,
  count: number,
  { zone, window, key = '' }: { zone: string; window?: NightWindow; key?: string },
): PreviewedTerm[] => {
  if (!Number.isInteger(count) || count < 1) throw new DomainError('invalid_count', `Not a count: ${count}`, { count });
  const previews: PreviewedTerm[] = [];
  for (let term = firstTerm(terms, start); ; term = nextTerm(term)) {
    const { ordinal, period, anchorDay, deadline, receivables } = term;
    const night = renewalNight(deadline, zone, window);
    previews.push({
      ordinal,
      period,
      anchorDay,
      deadline,
      night,
      renewsAt: instantInNight(night, key),
      receivables,
      price: term.terms.price,
    });
    if (previews.length === count || !term.terms.automaticRenewal) return previews;
  }
};
