import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { LocalDate, Span } from '../../src/domain/dates.ts';
import { type AnchoredPeriod, anchorAt, firstPeriod, nextPeriod } from '../../src/domain/periods.ts';
import { dayAt, indexOf, inMonth } from './support/oracle.ts';
import { always, datesBetween, monthDurations, refusal } from './support/property.ts';

const RENEWALS = 60;
// Three years sixty times over stay below 2200.
const starts = fc.oneof(
  datesBetween('1990-01-01', '2015-12-31'),
  fc.constantFrom('2004-01-31', '2004-02-29', '2001-08-30', '2003-12-31', '1999-10-29'),
);

const chain = (start: LocalDate, duration: Span, renewals: number): AnchoredPeriod[] => {
  const periods = [firstPeriod(start, duration)];
  for (let i = 0; i < renewals; i++) {
    const { validTo, anchorDay } = periods[i]!;
    periods.push(nextPeriod(validTo, duration, anchorDay));
  }
  return periods;
};

const months = { amount: 1, unit: 'month' } as const;

describe('a chain of 60 renewals', () => {
  const anchorOf = (date: LocalDate): number => Number(date.slice(8));

  test('in months and years keeps the anchor day of the first period, without gap or overlap', () => {
    always([starts, monthDurations], (start, duration) => {
      const step = duration.amount * (duration.unit === 'year' ? 12 : 1);
      let validFrom = start;
      for (const period of chain(start, duration, RENEWALS)) {
        const next = inMonth(dayAt(indexOf(validFrom)), step, anchorOf(start));
        assert.equal(period.validFrom, validFrom);
        assert.equal(period.validTo, dayAt(indexOf(next) - 1).text);
        assert.equal(period.anchorDay, anchorOf(start));
        validFrom = next;
      }
    });
  });

  test('in days and weeks keeps its length, without gap or overlap', () => {
    always([starts, fc.integer({ min: 1, max: 400 }), fc.boolean()], (start, amount, weekly) => {
      const days = weekly ? amount * 7 : amount;
      // 400 weeks sixty times over would leave the calendar.
      const renewals = weekly ? 20 : RENEWALS;
      let first = indexOf(start);
      for (const period of chain(start, { amount, unit: weekly ? 'week' : 'day' }, renewals)) {
        assert.equal(period.validFrom, dayAt(first).text);
        assert.equal(period.validTo, dayAt(first + days - 1).text);
        assert.equal(period.anchorDay, anchorOf(period.validFrom));
        first += days;
      }
    });
  });
});

describe('monthly from 31 January (002)', () => {
  // 31 Jan ── 28 Feb ── 31 Mar ── 30 Apr ── 31 May ── 30 Jun ── 31 Jul ── 31 Aug ── 30 Sep ── 31 Oct ── 30 Nov ── 31 Dec
  test('2025 into 2026: 14 periods, each ends the day before the next', () => {
    const periods = chain('2025-01-31', months, 13);
    expect(periods.map((period) => period.validFrom)).toEqual([
      '2025-01-31',
      '2025-02-28',
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
      '2025-06-30',
      '2025-07-31',
      '2025-08-31',
      '2025-09-30',
      '2025-10-31',
      '2025-11-30',
      '2025-12-31',
      '2026-01-31',
      '2026-02-28',
    ]);
    expect(periods.slice(0, 4).map((period) => period.validTo)).toEqual([
      '2025-02-27',
      '2025-03-30',
      '2025-04-29',
      '2025-05-30',
    ]);
    expect(periods[13]).toEqual({ validFrom: '2026-02-28', validTo: '2026-03-30', anchorDay: 31 });
  });

  // 31 Jan 2024 ── 29 Feb (leap) ── 31 Mar ── …… ── 31 Jan 2025 ── 28 Feb
  test('leap 2024 into 2025: 14 periods', () => {
    const periods = chain('2024-01-31', months, 13);
    expect(periods.map((period) => period.validFrom)).toEqual([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2024-05-31',
      '2024-06-30',
      '2024-07-31',
      '2024-08-31',
      '2024-09-30',
      '2024-10-31',
      '2024-11-30',
      '2024-12-31',
      '2025-01-31',
      '2025-02-28',
    ]);
    expect(periods[1]).toEqual({ validFrom: '2024-02-29', validTo: '2024-03-30', anchorDay: 31 });
  });

  // 29 Feb 2024 ── 28 Feb 2025 ── 28 Feb 2026 ── 28 Feb 2027 ── 29 Feb 2028
  test('yearly from a leap day comes back to it', () => {
    const periods = chain('2024-02-29', { amount: 1, unit: 'year' }, 4);
    expect(periods.map((period) => period.validFrom)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});

describe('the anchor day', () => {
  test('after a term in days is where that term leaves the chain', () => {
    // 10 days from 31 Jan ── 9 Feb; then monthly: 10 Feb ── 10 Mar
    const trial = firstPeriod('2026-01-31', { amount: 10, unit: 'day' });
    expect(trial).toEqual({ validFrom: '2026-01-31', validTo: '2026-02-09', anchorDay: 31 });
    expect(nextPeriod(trial.validTo, months, trial.anchorDay)).toEqual({
      validFrom: '2026-02-10',
      validTo: '2026-03-09',
      anchorDay: 10,
    });
    expect(nextPeriod('2026-02-27', { amount: 2, unit: 'week' }, 31)).toEqual({
      validFrom: '2026-02-28',
      validTo: '2026-03-13',
      anchorDay: 28,
    });
  });

  test('holds on its day and on its clamp, and gives way anywhere else', () => {
    expect([anchorAt('2026-01-31', 31), anchorAt('2026-02-28', 31), anchorAt('2026-04-30', 31)]).toEqual([31, 31, 31]);
    expect([anchorAt('2024-02-28', 31), anchorAt('2026-03-30', 31), anchorAt('2026-03-12', 5)]).toEqual([28, 30, 12]);
  });

  test('is refused when it is no day of a month', () => {
    expect(refusal(() => nextPeriod('2026-01-30', months, 99))).toBe('invalid_anchor_day');
    expect(refusal(() => firstPeriod('2026-01-31', { amount: 0, unit: 'month' }))).toBe('invalid_span');
    expect(refusal(() => firstPeriod('2026-02-31', months))).toBe('invalid_date');
  });
});
