import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../src/database/act.ts';
import {
  creditReceivable,
  handToBank,
  payReceivable,
  refundReceivable,
  returnDebit,
} from '../../src/database/receivables.ts';
import { demandInvariants } from './invariants.ts';
import { type World, world, YEARLY } from './support.ts';

let w: World;
beforeAll(async () => void (w = await world('2026-09-01T09:00:00Z')));
afterAll(() => w.close());

const step = fc.record({
  do: fc.constantFrom('pay' as const, 'pay', 'bank', 'return', 'refund', 'credit'),
  which: fc.nat({ max: 3 }),
  amount: fc.option(fc.integer({ min: 1, max: 20_000 })),
  method: fc.constantFrom('cash' as const, 'sepa', 'recurring_card', 'credit'),
});

test('payments, returns, refunds and credit in any order keep 0 ≤ given back ≤ paid ≤ amount, and credit is what made it less what used it up', async () => {
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
      const { id, chainId, customerId } = await w.sold('2026-09-01', YEARLY);
      const ids = (
        await w.database.receivable.findMany({ where: { multipackId: id }, orderBy: { number: 'asc' } })
      ).map((row) => row.id);
      const credit = { balance: 0n };
      for (const { do: verb, which, amount: given, method } of steps) {
        const at = ids[which]!;
        const amount = given === null ? undefined : { amount: given, currency: 'EUR' };
        const known = new Set((await w.database.payment.findMany({ select: { id: true } })).map((each) => each.id));
        try {
          await w.change(async (act) => {
            if (verb === 'pay') return payReceivable(act, {}, at, { amount, method });
            if (verb === 'bank') return handToBank(act, {}, at);
            if (verb === 'return') return returnDebit(act, {}, at, {});
            if (verb === 'credit') return creditReceivable(act, {}, at, { amount });
            return refundReceivable(act, {}, at, { amount, method: 'transfer' });
          });
          done.set(verb, (done.get(verb) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        const moved = await w.database.payment.findMany({ where: { id: { notIn: [...known] } } });
        for (const entry of moved) {
          if (entry.method === 'credit') credit.balance += entry.kind === 'credited' ? entry.amount : -entry.amount;
        }
        for (const row of await w.database.receivable.findMany({ where: { id: { in: ids } } })) {
          expect(0n <= row.givenBackAmount && row.givenBackAmount <= row.paidAmount).toBe(true);
          expect(row.paidAmount <= row.amount && (row.state === 'paid') === (row.paidAmount === row.amount)).toBe(true);
        }
        const [kept] = await w.database.credit.findMany({ where: { customerId } });
        expect(kept?.balance ?? 0n).toBe(credit.balance);
        expect(credit.balance >= 0n).toBe(true);
      }
      await demandInvariants(w.database, chainId);
    }),
    { numRuns: 40, seed: 20_261_122, endOnFailure: false },
  );
  for (const verb of ['pay', 'bank', 'return', 'refund', 'credit']) {
    expect([verb, (done.get(verb) ?? 0) > 5]).toEqual([verb, true]);
  }
}, 120_000);
