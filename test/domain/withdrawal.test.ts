import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  fateOf,
  offersWithdrawal,
  type OwedReceivable,
  refusalToWithdraw,
  sumsOf,
} from '../../src/domain/withdrawal.ts';
import { untouched } from './support/facts.ts';
import { always, dates, datesBetween } from './support/property.ts';

const owed = (changes: Partial<OwedReceivable> = {}): OwedReceivable => ({
  dueOn: '2026-10-01',
  state: 'open',
  amount: 3_990n,
  paidAmount: 0n,
  givenBackAmount: 0n,
  atBank: false,
  ...changes,
});

const paid = { state: 'paid', paidAmount: 3_990n } as const;

describe('a withdrawal is offered', () => {
  test.each([
    ['instalments', 'sepa', true],
    ['instalments', 'recurring_card', true],
    ['rolling', 'sepa', true],
    ['rolling', 'recurring_card', true],
    ['single', 'sepa', false],
    ['single', 'recurring_card', false],
    ['instalments', 'cash', false],
    ['instalments', 'transfer', false],
    ['rolling', 'card', false],
  ] as const)('for %s by %s: %s', (kind, paymentMethod, isOffered) => {
    expect(offersWithdrawal({ payment: { kind }, paymentMethod })).toBe(isOffered);
  });
});

describe('a withdrawal is refused', () => {
  const facts = untouched({ validFrom: '2026-09-01', validTo: '2026-09-30', deadline: '2026-09-15' });
  const sepa = { payment: { kind: 'rolling' }, paymentMethod: 'sepa' } as const;
  const cash = { payment: { kind: 'single' }, paymentMethod: 'cash' } as const;

  test.each([
    ['never on the first day', facts, sepa, '2026-09-01', false, null],
    ['never on the last day', facts, sepa, '2026-09-30', false, null],
    ['before the validity', facts, sepa, '2026-08-31', false, 'withdrawal_date'],
    ['after the validity', facts, sepa, '2026-10-01', false, 'withdrawal_date'],
    ['for another payment', facts, cash, '2026-09-10', false, 'withdrawal_not_offered'],
    ['not for another payment where it is extraordinary', facts, cash, '2026-09-10', true, null],
    ['outside the validity, extraordinary or not', facts, cash, '2026-10-01', true, 'withdrawal_date'],
    ['a second time', { ...facts, withdrawnOn: '2026-09-20' }, sepa, '2026-09-10', true, 'already_withdrawn'],
    [
      'of what was removed',
      { ...facts, removedAt: '2026-09-02T00:00:00Z' },
      sepa,
      '2026-09-10',
      true,
      'not_withdrawable',
    ],
    [
      'of what the desk cancelled',
      { ...facts, cancelledOn: '2026-09-20' },
      sepa,
      '2026-09-10',
      true,
      'not_withdrawable',
    ],
    [
      'not for a cancelled renewal',
      { ...facts, renewalCancelledAt: '2026-09-02T00:00:00Z' },
      sepa,
      '2026-09-10',
      false,
      null,
    ],
    ['not for what is renewed', { ...facts, successorId: 'next' }, sepa, '2026-09-30', false, null],
  ] as const)('%s', (_, of, terms, lastDay, isExtraordinary, refusal) => {
    expect(refusalToWithdraw(of, terms, { lastDay, isExtraordinary })).toBe(refusal);
  });
});

describe('with the first of October as the last day', () => {
  // paid ─ debt ─ │1 Oct: stays│ ─ removed ─ removed
  const lastDay = '2026-10-01';

  test('an instalment due on that very day stays, as the source warns', () => {
    expect(fateOf(owed(), lastDay)).toBe('debt');
  });

  test('one due a day later goes', () => {
    expect(fateOf(owed({ dueOn: '2026-10-02' }), lastDay)).toBe('removed');
  });

  test('an earlier one that is not paid stays as debt', () => {
    expect(fateOf(owed({ dueOn: '2026-09-01' }), lastDay)).toBe('debt');
  });

  test('of one that is paid in part, the rest goes', () => {
    expect(fateOf(owed({ dueOn: '2026-11-01', paidAmount: 1_000n }), lastDay)).toBe('rest_removed');
  });

  test('what is at the bank stays, whenever it is due', () => {
    expect(fateOf(owed({ dueOn: '2026-11-01', atBank: true }), lastDay)).toBe('at_bank');
    expect(fateOf(owed({ atBank: true }), lastDay)).toBe('at_bank');
  });

  test('what was paid ahead is listed, what was paid in time is not', () => {
    expect(fateOf(owed({ dueOn: '2026-11-01', ...paid }), lastDay)).toBe('paid_after');
    expect(fateOf(owed(paid), lastDay)).toBe('untouched');
    expect(fateOf(owed({ dueOn: '2026-11-01', state: 'paid', amount: 0n }), lastDay)).toBe('untouched');
  });

  test('what was given back already is not listed again', () => {
    const back = { dueOn: '2026-11-01', givenBackAmount: 1_000n };
    expect(fateOf(owed({ ...back, ...paid, givenBackAmount: 3_990n }), lastDay)).toBe('untouched');
    expect(fateOf(owed({ ...back, paidAmount: 1_000n }), lastDay)).toBe('removed');
    expect(sumsOf([owed({ ...back, ...paid })], lastDay)).toMatchObject({ paid: 3_990n, paidAfter: 2_990n });
  });

  test('what is void stays void', () => {
    expect(fateOf(owed({ dueOn: '2026-11-01', state: 'void' }), lastDay)).toBe('untouched');
  });
});

const receivables: fc.Arbitrary<OwedReceivable> = fc
  .record({
    dueOn: datesBetween('2026-01-01', '2027-12-31'),
    amount: fc.bigInt({ min: 0n, max: 10_000_000n }),
    part: fc.integer({ min: 0, max: 100 }),
    back: fc.integer({ min: 0, max: 100 }),
    isVoid: fc.boolean(),
    atBank: fc.boolean(),
  })
  .map(({ dueOn, amount, part, back, isVoid, atBank }) => {
    const paidAmount = (amount * BigInt(part)) / 100n;
    const state = isVoid ? 'void' : paidAmount === amount ? 'paid' : 'open';
    const givenBackAmount = (paidAmount * BigInt(back)) / 100n;
    return { dueOn, amount, paidAmount, givenBackAmount, state, atBank: atBank && state === 'open' };
  });

describe('for any day and any schedule', () => {
  test('removed, staying and paid are all there was', () => {
    always([fc.array(receivables, { maxLength: 40 }), dates], (schedule, lastDay) => {
      const { total, removed, staying, paid } = sumsOf(schedule, lastDay);
      assert.equal(removed + staying + paid, total);
      assert.equal(
        total,
        schedule.filter(({ state }) => state !== 'void').reduce((sum, { amount }) => sum + amount, 0n),
      );
    });
  });

  test('nothing due through that day is removed, and nothing due after it is owed unless it is at the bank', () => {
    always([receivables, datesBetween('2026-01-01', '2027-12-31')], (receivable, lastDay) => {
      const fate = fateOf(receivable, lastDay);
      if (receivable.dueOn <= lastDay) assert.ok(!['removed', 'rest_removed', 'paid_after'].includes(fate));
      else assert.notEqual(fate, 'debt');
    });
  });

  test('a later last day never removes more', () => {
    const days = datesBetween('2026-01-01', '2027-12-31');
    always([fc.array(receivables, { maxLength: 20 }), days, days], (schedule, one, other) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      assert.ok(sumsOf(schedule, later).removed <= sumsOf(schedule, earlier).removed);
      assert.ok(sumsOf(schedule, later).paidAfter <= sumsOf(schedule, earlier).paidAfter);
    });
  });
});
