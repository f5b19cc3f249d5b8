import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueOnDay, isAhead, type OpenReceivable, priceForPeriod, repriced } from '../../src/domain/changes.ts';
import { addDays, dayOfMonth, type LocalDate, monthLength, parts } from '../../src/domain/dates.ts';
import { firstPeriod } from '../../src/domain/periods.ts';
import { receivablesOf } from '../../src/domain/receivables.ts';
import type { Terms } from '../../src/domain/terms.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const open = (number: number, dueOn: LocalDate, more: Partial<OpenReceivable> = {}): OpenReceivable => ({
  ...{ number, dueOn, state: 'open', amount: 1000n, paidAmount: 0n, atBank: false },
  ...more,
});
const due = (dates: Map<number, LocalDate> | null) => dates && [...dates.values()];

describe('another day of the month', () => {
  const year = Array.from({ length: 4 }, (_, i) => open(i + 1, `2026-0${i + 1}-20`));

  test.each([
    // today, day, what becomes of 20 January to 20 April
    ['2026-01-01', 5, ['2026-01-05', '2026-02-05', '2026-03-05', '2026-04-05']],
    ['2026-01-01', 31, ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']],
    // The fifth is past: all go a month later, none doubles.
    ['2026-01-06', 5, ['2026-02-05', '2026-03-05', '2026-04-05', '2026-05-05']],
    // The very day is not past.
    ['2026-01-05', 5, ['2026-01-05', '2026-02-05', '2026-03-05', '2026-04-05']],
    // What is overdue stays.
    ['2026-02-10', 15, ['2026-02-15', '2026-03-15', '2026-04-15']],
  ])('on %s, the %ith', (today, day, expected) => {
    expect(due(dueOnDay(year, day, { today, validFrom: '2026-01-01' }))).toEqual(expected);
  });

  test('does not come before the period, leaves what is paid or at the bank, and refuses a spacing in weeks', () => {
    const ahead = { today: '2026-01-01', validFrom: '2026-01-15' };
    expect(due(dueOnDay([open(1, '2026-01-15')], 10, ahead))).toEqual(['2026-02-10']);
    const settled = [
      open(1, '2026-01-20', { state: 'paid' }),
      open(2, '2026-02-20', { atBank: true }),
      open(3, '2026-03-20'),
    ];
    expect(due(dueOnDay(settled, 1, { ...ahead, validFrom: '2026-01-01' }))).toEqual(['2026-03-01']);
    expect(dueOnDay([open(1, '2026-02-02'), open(2, '2026-02-09')], 15, ahead)).toBeNull();
  });

  test('keeps the number and the order of receivables, moves none before today, and is the same when asked twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 36 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 31 }),
        (count, start, now, day) => {
          const validFrom = addDays('2026-01-01', start);
          const today = addDays('2026-01-01', now);
          const payment = {
            kind: 'instalments',
            count: Math.max(2, count),
            every: { amount: 1, unit: 'month' },
          } as const;
          const period = firstPeriod(validFrom, { amount: 5, unit: 'year' });
          const owed = receivablesOf({ price: eur(100_000), oneOffFee: null, payment }, period, period.anchorDay).map(
            ({ number, dueOn, amount }) => open(number, dueOn, { amount: BigInt(amount.amount) }),
          );
          const at = { today, validFrom };
          const dates = dueOnDay(owed, day, at)!;
          expect([...dates.keys()]).toEqual(owed.filter((each) => isAhead(each, today)).map(({ number }) => number));
          const moved = [...dates.values()];
          expect(moved).toEqual([...new Set(moved)].toSorted());
          for (const date of moved) {
            const { year, month } = parts(date);
            expect(dayOfMonth(date)).toBe(Math.min(day, monthLength(year, month)));
            expect(date >= today && date >= validFrom).toBe(true);
          }
          const after = owed.map((each) => ({ ...each, dueOn: dates.get(each.number) ?? each.dueOn }));
          expect(dueOnDay(after, day, at)).toEqual(dates);
        },
      ),
    );
  });
});

describe('another price', () => {
  const terms = (price: number, more: Partial<Terms> = {}) =>
    ({
      ...{
        price: eur(price),
        oneOffFee: null,
        payment: { kind: 'instalments', count: 12, every: { amount: 1, unit: 'month' } },
      },
      ...more,
    }) as Pick<Terms, 'price' | 'oneOffFee' | 'payment'>;

  test.each([
    [{ amount: 1, unit: 'year' }, 36_500, { amount: 1, unit: 'year' }, 36_500],
    [{ amount: 12, unit: 'month' }, 36_500, { amount: 1, unit: 'year' }, 36_500],
    // January has 31 of the 365 days.
    [{ amount: 1, unit: 'year' }, 36_500, { amount: 1, unit: 'month' }, 3_100],
    [{ amount: 1, unit: 'month' }, 3_100, { amount: 1, unit: 'year' }, 36_500],
    [{ amount: 1, unit: 'day' }, 0, { amount: 1, unit: 'year' }, 0],
    [{ amount: 2, unit: 'day' }, 1, { amount: 1, unit: 'day' }, 1],
  ] as const)('of a plan of %j at %i, for a period of %j, is %i', (duration, price, sold, expected) => {
    const plan = { duration, price: eur(price) };
    expect(priceForPeriod(plan, { validFrom: '2026-01-01', duration: sold, anchorDay: 1 })).toEqual(eur(expected));
  });

  test('touches what is unpaid and ahead only, conserves every sum, and going back restores every amount', () => {
    const state = fc.constantFrom('paid', 'part', 'bank', 'open');
    fc.assert(
      fc.property(
        fc.array(state, { minLength: 12, maxLength: 12 }),
        fc.nat({ max: 500_000 }),
        fc.nat({ max: 500_000 }),
        fc.option(fc.nat({ max: 9_999 })),
        fc.integer({ min: -10, max: 400 }),
        (states, before, after, fee, now) => {
          const period = firstPeriod('2026-01-31', { amount: 1, unit: 'year' });
          const at = { period, anchorDay: period.anchorDay, today: addDays('2026-01-31', now) };
          const sold = terms(before, { oneOffFee: fee === null ? null : eur(fee) });
          const owed = receivablesOf(sold, period, period.anchorDay).map(({ number, dueOn, amount }, i) => {
            const whole = BigInt(amount.amount);
            const paidAmount = states[i] === 'paid' || whole === 0n ? whole : states[i] === 'part' ? whole / 3n : 0n;
            const isPaid = paidAmount === whole;
            return open(number, dueOn, {
              ...{
                amount: whole,
                paidAmount,
                state: isPaid ? 'paid' : 'open',
                atBank: !isPaid && states[i] === 'bank',
              },
            });
          });
          const amounts = repriced(owed, sold, eur(after), at);
          const fresh = receivablesOf({ ...sold, price: eur(after) }, period, period.anchorDay);
          let sum = 0n;
          for (const [i, each] of owed.entries()) {
            const next = amounts.get(each.number) ?? each.amount;
            sum += next;
            if (!isAhead(each, at.today)) expect(next).toBe(each.amount);
            else expect(next).toBe(max(BigInt(fresh[i]!.amount.amount), each.paidAmount));
          }
          if (owed.every((each) => isAhead(each, at.today) && each.paidAmount === 0n))
            expect(sum).toBe(BigInt(after) + BigInt(fee ?? 0));
          const there = owed.map((each) => ({ ...each, amount: amounts.get(each.number) ?? each.amount }));
          const back = repriced(there, sold, eur(before), at);
          for (const each of owed) if (amounts.has(each.number)) expect(back.get(each.number)).toBe(each.amount);
        },
      ),
    );
  });
});

const max = (a: bigint, b: bigint) => (a > b ? a : b);
