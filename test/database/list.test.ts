import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factsOf } from '../../src/database/multipacks/chain.ts';
import { toColumn } from '../../src/database/local-date.ts';
import { listMultipacks } from '../../src/database/multipacks/list.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { multipackState, renewalState } from '../../src/domain/multipack-state.ts';
import { MULTIPACK_STATES, RENEWAL_STATES } from '../../src/schemas/multipacks.ts';
import { type World, world } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world('2026-09-15T22:30:00Z');
});
afterAll(() => w.close());

const day = fc.option(fc.integer({ min: -3, max: 3 }), { freq: 2 });
const flag = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

test('SQL reads the states of a multipack as the domain does, on both sides of midnight in its zone', async () => {
  const { id: customerId } = await w.customer();
  const { id: planId } = await w.plan();
  const seen = { states: new Set<string>(), renewals: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        timeZone: fc.constantFrom('Europe/Rome', 'America/Mexico_City', 'Pacific/Kiritimati'),
        from: fc.integer({ min: -6, max: 3 }),
        length: fc.integer({ min: 0, max: 6 }),
        notice: fc.integer({ min: 0, max: 2 }),
        automaticRenewal: fc.boolean(),
        freezeFrom: day,
        freezeDays: fc.option(fc.integer({ min: 0, max: 3 })),
        withdrawn: day,
        cancelledOn: day,
        blocked: flag,
        removed: flag,
        cancelled: flag,
        successor: fc.constantFrom('none', 'none', 'made', 'removed'),
      }),
      async (drawn) => {
        await w.database.$transaction(async (tx) => {
          const now = w.clock.now();
          const today = localDateOf(now, drawn.timeZone);
          const at = (days: number | null) => (days === null ? null : toColumn(addDays(today, days)));
          const to = drawn.from + drawn.length;
          const within = (days: number | null) => (days === null ? null : Math.min(Math.max(days, drawn.from), to));
          const plan = await tx.plan.findUniqueOrThrow({ where: { id: planId } });
          const terms = {
            customerId,
            planId,
            branchId: w.branch.id,
            timeZone: drawn.timeZone,
            name: plan.name,
            currency: 'EUR',
            price: 1n,
            durationAmount: 1,
            durationUnit: 'day' as const,
            payment: 'single' as const,
            paymentMethod: 'cash' as const,
            noticeAmount: drawn.notice,
            noticeUnit: 'day' as const,
            anchorDay: 1,
            createdAt: now,
          };
          const id = randomUUID();
          const row = await tx.multipack.create({
            data: {
              ...terms,
              id,
              chainId: id,
              automaticRenewal: drawn.automaticRenewal,
              validFrom: at(drawn.from)!,
              validTo: at(to)!,
              deadline: at(to - drawn.notice)!,
              freezeFrom: at(drawn.freezeFrom),
              freezeUntil:
                drawn.freezeFrom === null || drawn.freezeDays === null ? null : at(drawn.freezeFrom + drawn.freezeDays),
              withdrawnOn: at(within(drawn.withdrawn)),
              cancelledOn: at(within(drawn.cancelledOn)),
              blockedAt: drawn.blocked ? now : null,
              removedAt: drawn.removed ? now : null,
              renewalCancelledAt: drawn.cancelled ? now : null,
            },
          });
          const successor =
            drawn.successor === 'none'
              ? null
              : await tx.multipack.create({
                  data: {
                    ...terms,
                    chainId: id,
                    previousId: id,
                    ordinal: 1,
                    automaticRenewal: true,
                    validFrom: at(to + 1)!,
                    validTo: at(to + 1)!,
                    deadline: at(to + 1 - drawn.notice)!,
                    removedAt: drawn.successor === 'removed' ? now : null,
                  },
                });
          const facts = factsOf(row, successor);
          const expected = [multipackState(facts, today), renewalState(facts, today)];
          seen.states.add(expected[0]!);
          seen.renewals.add(expected[1]!);
          const found = async (filter: object) => {
            const { items } = await listMultipacks(tx, { branchId: null, customerId, ...filter }, { limit: 200, now });
            return items.some((item) => item.id === id);
          };
          for (const state of MULTIPACK_STATES)
            expect([state, await found({ state })]).toEqual([state, state === expected[0]]);
          for (const renewal of RENEWAL_STATES) {
            expect([renewal, await found({ renewalState: renewal })]).toEqual([renewal, renewal === expected[1]]);
          }
          // Nothing of it stays: a multipack is never deleted.
          await tx.$executeRaw`SET LOCAL session_replication_role = 'replica'`;
          await tx.multipack.deleteMany({ where: { chainId: id } });
        });
      },
    ),
    { numRuns: 150, seed: 20_260_915 },
  );
  expect(seen.states.size).toBe(MULTIPACK_STATES.length);
  // No hold yet: requests are what holds a renewal.
  expect(seen.renewals.size).toBe(RENEWAL_STATES.length - 1);
}, 120_000);
