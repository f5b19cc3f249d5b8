import fc from 'fast-check';

import type { LocalDate, Span } from '../../../src/domain/dates.ts';
import type { PlanTerms } from '../../../src/domain/terms.ts';
import { calendar, dayAt, indexOf } from './oracle.ts';

/** A failure prints its seed; `FC_SEED=… FC_RUNS=… npm test` runs it again, or more of it. */
export const CASES = Number(process.env.FC_RUNS ?? 10_000);
const seed = process.env.FC_SEED;
fc.configureGlobal({ numRuns: CASES, ...(seed ? { seed: Number(seed) } : {}) });

/** Run one property; what it throws fails it. */
export const always = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
): void => fc.assert(fc.property<T>(...arbitraries, (...values) => holds(...values)));

/** Summer time north and south, one abolished, one that skips midnight, and one that skipped a whole day. */
export const ZONES = [
  'Europe/Madrid',
  'Europe/Rome',
  'America/Sao_Paulo',
  'America/Mexico_City',
  'Pacific/Apia',
] as const;

export const zones = fc.constantFrom(...ZONES);

export const datesBetween = (from: LocalDate, to: LocalDate): fc.Arbitrary<LocalDate> =>
  fc.integer({ min: indexOf(from), max: indexOf(to) }).map((index) => dayAt(index).text);

/** Days with the zones' days of change, month ends and leap days well represented. */
export const dates: fc.Arbitrary<LocalDate> = fc.oneof(
  { weight: 6, arbitrary: datesBetween('1972-01-01', '2150-12-31') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...calendar
        .filter(
          (day, i) =>
            day.year >= 1972 && day.year <= 2150 && (day.day >= 28 || dayAt(i + 1).day === 1 || day.day === 1),
        )
        .map((day) => day.text),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '2011-12-28',
      '2011-12-29',
      '2011-12-30',
      '2011-12-31',
      '2018-11-03',
      '2018-11-04',
      '2019-02-16',
      '2019-02-17',
      '2026-03-28',
      '2026-03-29',
      '2026-10-24',
      '2026-10-25',
      '2022-10-30',
      '2024-02-29',
    ),
  },
);

const span = (unit: Span['unit'], min: number, max: number): fc.Arbitrary<Span> =>
  fc.integer({ min, max }).map((amount) => ({ amount, unit }));

export const durations: fc.Arbitrary<Span> = fc.oneof(
  span('day', 1, 400),
  span('week', 1, 60),
  span('month', 1, 24),
  span('year', 1, 3),
);

export const monthDurations: fc.Arbitrary<Span> = fc.oneof(span('month', 1, 24), span('year', 1, 3));

export const notices: fc.Arbitrary<Span> = fc.oneof(span('day', 0, 120), span('week', 0, 30), span('month', 0, 24));

export const instants = (dates: fc.Arbitrary<LocalDate>): fc.Arbitrary<Date> =>
  fc
    .tuple(dates, fc.integer({ min: -86_400_000, max: 2 * 86_400_000 }))
    .map(([date, ms]) => new Date(Date.parse(`${date}T00:00Z`) + ms));

/** A gym's yearly plan, to be varied. */
export const plan = (changes: Partial<PlanTerms> = {}): PlanTerms => ({
  name: 'Annual',
  price: { amount: 59_900, currency: 'EUR' },
  oneOffFee: null,
  duration: { amount: 1, unit: 'year' },
  payment: { kind: 'single' },
  paymentMethod: 'sepa',
  services: ['gym'],
  automaticRenewal: true,
  notice: { amount: 15, unit: 'day' },
  portalCancellation: true,
  portalRenewal: false,
  renewalTerms: null,
  hasPriceList: false,
  ...changes,
});

/** The code of the `DomainError` that `act` throws. */
export const refusal = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return undefined;
};
