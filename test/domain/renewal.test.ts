import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { instantInNight, renewalNight } from '../../src/domain/night.ts';
import { catchUp, catchUpFrom, firstTerm, nextTerm, previewTerms } from '../../src/domain/renewal.ts';
import { dayAt, indexOf, startOfLocalDay, wallAt } from './support/oracle.ts';
import { always, datesBetween, durations, instants, notices, plan, refusal, ZONES, zones } from './support/property.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const month = { amount: 1, unit: 'month' } as const;
const starts = datesBetween('1990-01-01', '2015-12-31');

describe('a renewal', () => {
  // sold: 599.00 + 30.00 ─────────── 31 Jan ┃ renewed: 499.00, six months ── 31 Jul ┃ renewed: the same
  test('starts the day after, without the fee, on the renewal terms, which stay (002)', () => {
    const sold = firstTerm(
      plan({ oneOffFee: eur(3_000), renewalTerms: { price: eur(49_900), duration: { amount: 6, unit: 'month' } } }),
      '2025-01-31',
    );
    const first = nextTerm(sold);
    const second = nextTerm(first);
    expect(
      [sold, first, second].map(({ ordinal, period, deadline, receivables }) => [
        ordinal,
        period,
        deadline,
        receivables,
      ]),
    ).toEqual([
      [
        0,
        { validFrom: '2025-01-31', validTo: '2026-01-30' },
        '2026-01-15',
        [{ number: 1, dueOn: '2025-01-31', amount: eur(62_900) }],
      ],
      [
        1,
        { validFrom: '2026-01-31', validTo: '2026-07-30' },
        '2026-07-15',
        [{ number: 1, dueOn: '2026-01-31', amount: eur(49_900) }],
      ],
      [
        2,
        { validFrom: '2026-07-31', validTo: '2027-01-30' },
        '2027-01-15',
        [{ number: 1, dueOn: '2026-07-31', amount: eur(49_900) }],
      ],
    ]);
  });

  test('leaves no gap, no overlap and a later deadline for any terms, also with a notice longer than the term', () => {
    always([starts, durations, notices], (start, duration, notice) => {
      let term = firstTerm(plan({ duration, notice }), start);
      for (let i = 0; i < 12; i++) {
        const next = nextTerm(term);
        assert.equal(next.period.validFrom, dayAt(indexOf(term.period.validTo) + 1).text);
        assert.ok(next.deadline >= term.deadline);
        assert.equal(next.receivables[0]!.dueOn, next.period.validFrom);
        term = next;
      }
    });
  });
});

describe('a preview', () => {
  // Apia was without 30 December 2011, São Paulo without the midnight of 4 November 2018, Mexico gave up summer time in 2022.
  test.each(ZONES)('of 60 renewals in %s has every night on the morning after its deadline', (zone) => {
    for (const [start, notice] of [
      ['2011-12-31', { amount: 0, unit: 'day' }],
      ['2018-10-05', { amount: 1, unit: 'day' }],
      ['2021-01-31', { amount: 2, unit: 'week' }],
      ['2026-03-30', { amount: 2, unit: 'month' }],
    ] as const) {
      const terms = previewTerms(plan({ duration: month, notice }), start, 61, { zone, key: 'multipack' });
      expect(terms).toHaveLength(61);
      terms.forEach((term, i) => {
        assert.equal(term.ordinal, i);
        assert.equal(term.anchorDay, Number(start.slice(8)));
        if (i > 0) assert.equal(term.period.validFrom, dayAt(indexOf(terms[i - 1]!.period.validTo) + 1).text);
        const morning = startOfLocalDay(dayAt(indexOf(term.deadline) + 1).text, zone);
        assert.equal(term.night.opens.getTime(), morning);
        assert.ok(term.night.opens <= term.renewsAt && term.renewsAt < term.night.closes);
        assert.equal(wallAt(term.renewsAt.getTime(), zone).date, wallAt(morning, zone).date);
      });
    }
  });

  test('of any terms agrees with the night computed for its deadline alone', () => {
    always(
      [starts, durations, notices, zones, fc.integer({ min: 1, max: 2 })],
      (start, duration, notice, zone, count) => {
        const last = previewTerms(plan({ duration, notice }), start, count, { zone, key: 'a' }).at(-1)!;
        assert.equal(last.ordinal, count - 1);
        const night = renewalNight(last.deadline, zone);
        assert.equal(+last.night.opens, +night.opens);
        assert.equal(+last.night.closes, +night.closes);
        assert.equal(+last.renewsAt, +instantInNight(night, 'a'));
      },
    );
  });

  test('shows the price without the fee, and the fee in the first receivable', () => {
    const [first, second] = previewTerms(plan({ oneOffFee: eur(3_000) }), '2026-01-01', 2, {
      zone: 'Europe/Rome',
      window: { from: '01:00', to: '02:00' },
    });
    expect([first!.price, first!.receivables[0]!.amount, second!.price]).toEqual([
      eur(59_900),
      eur(62_900),
      eur(59_900),
    ]);
    expect(second!.night).toEqual({ opens: new Date('2027-12-17T00:00Z'), closes: new Date('2027-12-17T01:00Z') });
  });

  test('of terms that do not renew is the first period', () => {
    expect(previewTerms(plan({ automaticRenewal: false }), '2026-01-01', 12, { zone: 'UTC' })).toHaveLength(1);
    expect(refusal(() => previewTerms(plan(), '2026-01-01', 0, { zone: 'UTC' }))).toBe('invalid_count');
    expect(refusal(() => previewTerms(plan(), '2026-01-01', 1.5, { zone: 'UTC' }))).toBe('invalid_count');
  });
});

describe('at sale and import', () => {
  const zone = 'Europe/Madrid';
  const made = (start: string, now: string, changes = {}) => {
    const { periods, expired } = catchUp(plan({ duration: month, ...changes }), start, { now: new Date(now), zone });
    return { expired, from: periods.map(({ period }) => period.validFrom) };
  };

  // sold 1 Nov …… deadline 15 Nov ·········· 30 Nov ┃
  //                             ↑ 15 Nov, 23:59: not yet   ↑ 16 Nov, 00:00: at once
  test('a deadline already past renews at once (002)', () => {
    expect(made('2026-11-01', '2026-11-15T22:59:59.999Z')).toEqual({ expired: false, from: ['2026-11-01'] });
    expect(made('2026-11-01', '2026-11-15T23:00:00.000Z')).toEqual({
      expired: false,
      from: ['2026-11-01', '2026-12-01'],
    });
  });

  // 30 Nov 24:00 ┃ over: expired, whatever else
  test('one whose validity is over is expired and not renewed (002)', () => {
    expect(made('2026-11-01', '2026-11-30T22:59:59.999Z')).toEqual({
      expired: false,
      from: ['2026-11-01', '2026-12-01'],
    });
    expect(made('2026-11-01', '2026-11-30T23:00:00.000Z')).toEqual({ expired: true, from: ['2026-11-01'] });
    expect(made('2020-01-31', '2026-11-30T23:00:00.000Z')).toEqual({ expired: true, from: ['2020-01-31'] });
  });

  // notice 2 months, today 10 Jan:  Jan (30 Nov) ── Feb (28 Dec) ── Mar (31 Jan): a deadline that lies ahead
  test('a notice longer than the term renews until a deadline lies ahead (002)', () => {
    expect(made('2026-01-01', '2026-01-10T12:00:00Z', { notice: { amount: 2, unit: 'month' } })).toEqual({
      expired: false,
      from: ['2026-01-01', '2026-02-01', '2026-03-01'],
    });
  });

  test('what does not renew is left alone', () => {
    expect(made('2026-11-01', '2026-11-20T12:00:00Z', { automaticRenewal: false }).from).toEqual(['2026-11-01']);
  });

  test('goes on from a term that has its own dates', () => {
    const first = { ...firstTerm(plan({ duration: month }), '2026-11-01'), ordinal: 7 };
    const { periods } = catchUpFrom(first, { now: new Date('2026-11-20T12:00:00Z'), zone });
    expect(periods.map(({ ordinal }) => ordinal)).toEqual([7, 8]);
  });

  test('every deadline but the last is past, the last lies ahead, for any terms and day', () => {
    const cases = fc
      .tuple(starts, fc.integer({ min: -40, max: 500 }))
      .chain(([start, days]) => fc.tuple(fc.constant(start), instants(fc.constant(dayAt(indexOf(start) + days).text))));
    always([cases, durations, notices, zones], ([start, now], duration, notice, at) => {
      const today = wallAt(now.getTime(), at).date;
      const { periods, expired } = catchUp(plan({ duration, notice }), start, { now, zone: at });
      assert.equal(expired, periods[0]!.period.validTo < today);
      if (expired) assert.equal(periods.length, 1);
      else {
        for (const term of periods.slice(0, -1)) assert.ok(term.deadline < today);
        assert.ok(periods.at(-1)!.deadline >= today);
      }
    });
  });
});
