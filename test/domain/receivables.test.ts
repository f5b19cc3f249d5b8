import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Span } from '../../src/domain/dates.ts';
import { firstPeriod, nextPeriod } from '../../src/domain/periods.ts';
import { receivablesOf } from '../../src/domain/receivables.ts';
import { checkTerms, type PaymentPlan } from '../../src/domain/terms.ts';
import { dayAt, indexOf, inMonth } from './support/oracle.ts';
import { always, datesBetween, plan, refusal } from './support/property.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const starts = fc.oneof(
  datesBetween('1990-01-01', '2100-12-31'),
  fc.constantFrom('2026-01-31', '2024-02-29', '2025-08-30', '2026-03-29'),
);

const payments: fc.Arbitrary<PaymentPlan> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<PaymentPlan[]>({ kind: 'single' }, { kind: 'rolling' }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.integer({ min: 2, max: 24 }),
        fc.record<Span>({
          amount: fc.integer({ min: 1, max: 3 }),
          unit: fc.constantFrom<Span['unit'][]>('day', 'week', 'month', 'year'),
        }),
      )
      .map(([count, every]): PaymentPlan => ({ kind: 'instalments', count, every })),
  },
);

describe('the receivables of a period', () => {
  test('sum to price and fee, one after another from its first day', () => {
    const fees = fc.option(fc.nat(50_000));
    always([starts, payments, fc.nat(1_000_000), fees], (start, payment, price, fee) => {
      const terms = plan({ payment, price: eur(price), oneOffFee: fee === null ? null : eur(fee) });
      const period = firstPeriod(start, terms.duration);
      const due = receivablesOf(terms, period, period.anchorDay);
      assert.equal(
        due.reduce((sum, receivable) => sum + receivable.amount.amount, 0),
        price + (fee ?? 0),
      );
      assert.equal(due[0]!.dueOn, start);
      for (let i = 1; i < due.length; i++) assert.ok(due[i - 1]!.dueOn < due[i]!.dueOn);
      assert.deepEqual(
        due.map((receivable) => receivable.number),
        due.map((_, i) => i + 1),
      );
    });
  });

  test('fall on the anchor day month by month, and within the term, also after renewals', () => {
    const cases: [fc.Arbitrary<string>, fc.Arbitrary<number>, fc.Arbitrary<number>] = [
      starts,
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 0, max: 5 }),
    ];
    always(cases, (start, count, renewals) => {
      const terms = plan({
        duration: { amount: 13, unit: 'month' },
        payment: { kind: 'instalments', count, every: { amount: 1, unit: 'month' } },
      });
      assert.deepEqual(checkTerms(terms), []);
      let period = firstPeriod(start, terms.duration);
      for (let i = 0; i < renewals; i++) period = nextPeriod(period.validTo, terms.duration, period.anchorDay);
      const anchor = Number(start.slice(8));
      receivablesOf(terms, period, period.anchorDay).forEach(({ dueOn }, i) => {
        assert.equal(dueOn, inMonth(dayAt(indexOf(period.validFrom)), i, anchor));
        assert.ok(dueOn <= period.validTo);
      });
    });
  });

  // 31 Jan 33.34 + 30.00 ── 28 Feb 33.33 ── 31 Mar 33.33
  test('start with the odd cent and the one-off fee', () => {
    const terms = plan({
      price: eur(10_000),
      oneOffFee: eur(3_000),
      payment: { kind: 'instalments', count: 3, every: { amount: 1, unit: 'month' } },
    });
    expect(receivablesOf(terms, firstPeriod('2026-01-31', terms.duration), 31)).toEqual([
      { number: 1, dueOn: '2026-01-31', amount: eur(6_334) },
      { number: 2, dueOn: '2026-02-28', amount: eur(3_333) },
      { number: 3, dueOn: '2026-03-31', amount: eur(3_333) },
    ]);
  });

  // ‥ 27 Feb ┃ 28 Feb: due and begun ‥ 30 Mar ┃ 31 Mar: due and begun
  test('of a rolling month are one, on its first day (002)', () => {
    const period = nextPeriod('2026-02-27', { amount: 1, unit: 'month' }, 31);
    expect(receivablesOf(plan({ price: eur(4_990), payment: { kind: 'rolling' } }), period, period.anchorDay)).toEqual([
      { number: 1, dueOn: '2026-02-28', amount: eur(4_990) },
    ]);
  });

  test('count months from a first day that is off the anchor by that day', () => {
    const terms = plan({ payment: { kind: 'instalments', count: 2, every: { amount: 1, unit: 'month' } } });
    const period = { validFrom: '2026-01-15', validTo: '2027-01-14' };
    expect(receivablesOf(terms, period, 10).map(({ dueOn }) => dueOn)).toEqual(['2026-01-15', '2026-02-15']);
  });

  test('are in one currency', () => {
    const terms = plan({ oneOffFee: { amount: 1, currency: 'BRL' } });
    expect(refusal(() => receivablesOf(terms, firstPeriod('2026-01-01', terms.duration), 1))).toBe('currency_mismatch');
  });
});
