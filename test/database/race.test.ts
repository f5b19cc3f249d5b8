import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Refusal } from '../../src/database/act.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import {
  cancelRenewal,
  forceCancelRenewal,
  type RenewalCancelled,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { payReceivable } from '../../src/database/receivables.ts';
import { startOfDay } from '../../src/domain/dates.ts';
import { spread } from '../../src/domain/night.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { demandInvariants } from './invariants.ts';
import { SYSTEM, type World, world } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
});
afterAll(() => w.close());

const ROUNDS = 120;
/** Valid to 30 September with 15 days of notice: the renewal may be cancelled through the 15th (002). */
const NIGHT = startOfDay('2026-09-16', 'Europe/Rome').getTime();
const MINUTE = 60_000;

/** A promise that is kept from outside. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a cancellation that meets the renewal', () => {
  test('whatever comes first, one of them holds: in time it always wins, and never both', async () => {
    const outcomes = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      w.clock.set('2026-09-01T09:00:00Z');
      const { id } = await w.sold('2026-09-01');
      // Received from ten minutes before the end of the deadline to ten minutes after it; recorded in the renewal's night.
      const receivedAt = new Date(NIGHT + Math.floor((spread(`receipt ${round}`) - 0.5) * 20 * MINUTE));
      const inTime = receivedAt.getTime() < NIGHT;
      w.clock.set(new Date(NIGHT + 5 * 60 * MINUTE).toISOString());

      const renew = () => w.change((act) => advanceChain(act, id), SYSTEM);
      const cancel = () => w.change((act) => cancelRenewal(act, id, receivedAt)).catch((error: Refusal) => error.code);
      const after = (ms: number, work: () => Promise<unknown>) =>
        new Promise((done) => setTimeout(done, ms)).then(() => work());
      const [, cancelled] = await Promise.all([
        after(spread(`renew ${round}`) * 6, renew),
        after(spread(`cancel ${round}`) * 6, cancel),
        after(spread(`again ${round}`) * 6, renew),
      ]);

      const terms = await w.database.multipack.findMany({ where: { chainId: id }, orderBy: { ordinal: 'asc' } });
      const [first, second, ...more] = terms;
      expect(more).toEqual([]);
      const outcome = [
        inTime ? 'in time' : 'late',
        first!.renewalCancelledAt ? 'cancelled' : 'not cancelled',
        second ? (second.removedAt ? 'renewal removed' : 'renewed') : 'no renewal',
      ].join(', ');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (inTime) {
        expect(cancelled).toMatchObject({ multipackId: id, deadline: '2026-09-15' });
        expect(outcome).toMatch(/^in time, cancelled, (no renewal|renewal removed)$/);
      } else {
        expect(cancelled).toBe('notice_deadline_passed');
        expect(outcome).toBe('late, not cancelled, renewed');
      }
      const open = await w.database.receivable.count({ where: { multipackId: second?.id ?? id, state: 'open' } });
      expect(open).toBe(second?.removedAt ? 0 : 1);
    }
    // The race was one: both orders happened.
    expect([...outcomes.keys()].sort()).toEqual([
      'in time, cancelled, no renewal',
      'in time, cancelled, renewal removed',
      'late, not cancelled, renewed',
    ]);
  }, 180_000);

  test('who has to wait for somebody else past midnight was received before it', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id } = await w.sold('2026-09-01');
    w.clock.set(new Date(NIGHT - 1_000).toISOString());
    const held = gate();
    const locked = gate();
    const holding = w.change(async ({ tx }) => {
      await tx.$queryRaw`SELECT id FROM multipack WHERE id = ${id}::uuid FOR UPDATE`;
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const cancelling = w.change((act) => cancelRenewal(act, id));
    const isWaiting = async () => {
      const [row] = await w.database.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM pg_locks WHERE NOT granted`;
      return row!.count > 0n;
    };
    while (!(await isWaiting())) await new Promise((done) => setTimeout(done, 20));
    w.clock.set(new Date(NIGHT + 60 * MINUTE).toISOString());
    held.resolve();
    await holding;
    expect(await cancelling).toMatchObject({ multipackId: id, receivedAt: new Date(NIGHT - 1_000) });
  });

  test('ten workers at once renew it once', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id } = await w.sold('2026-09-01');
    w.clock.set('2026-09-16T05:00:00Z');
    const advances = await Promise.all(
      Array.from({ length: 10 }, () => w.change((act) => advanceChain(act, id), SYSTEM)),
    );
    expect(advances.filter(({ renewed }) => renewed !== null)).toHaveLength(1);
    expect(await w.chain(id)).toHaveLength(2);
    expect(await w.database.renewalAttempt.count({ where: { multipackId: id } })).toBe(1);
    expect(await w.database.crmTask.count({ where: { result: 'automatic_renewal', multipack: { chainId: id } } })).toBe(
      1,
    );
  });
});

describe('a freeze that meets the renewal', () => {
  test('whatever comes first, nothing overlaps and what was renewed moves along', async () => {
    for (let round = 0; round < 30; round += 1) {
      w.clock.set('2026-09-01T09:00:00Z');
      const { id } = await w.sold('2026-09-01');
      w.clock.set('2026-09-16T05:00:00Z');
      const freeze = { from: '2026-09-20', until: '2026-09-24' };
      await Promise.all([
        w.change((act) => advanceChain(act, id), SYSTEM),
        w.change((act) => freezeMultipack(act, id, freeze)),
        w.change((act) => advanceChain(act, id), SYSTEM),
      ]);
      const [first, second, ...more] = await w.chain(id);
      expect(more).toEqual([]);
      expect(first).toMatchObject({ validTo: '2026-10-05', deadline: '2026-09-20' });
      // With the deadline moved ahead a renewal not made yet waits for it.
      if (second) expect(second).toMatchObject({ validFrom: '2026-10-06', due: ['2026-10-06'] });
      await demandInvariants(w.database, id);
    }
  }, 120_000);

  test('ten at once freeze it once', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id } = await w.sold('2026-09-01');
    const freeze = () => w.change((act) => freezeMultipack(act, id, { from: '2026-09-10', until: '2026-09-14' }));
    const frozen = await Promise.allSettled(Array.from({ length: 10 }, freeze));
    expect(frozen.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await w.term(id)).validTo).toBe('2026-10-05');
  });
});

describe('a payment that meets the removal of what was renewed', () => {
  test.each([
    ['whole', 4990, 'paid'],
    ['part', 1000, 'void'],
  ] as const)('of the %s is in the list of what is to be given back', async (_, amount, state) => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id } = await w.sold('2026-09-01');
    w.clock.set('2026-09-20T09:00:00Z');
    const { renewed } = await w.change((act) => advanceChain(act, id), SYSTEM);
    const owed = await w.database.receivable.findFirstOrThrow({ where: { multipackId: renewed!.successorId } });
    let forced: Promise<RenewalCancelled> | undefined;
    await w.change(async (act) => {
      await payReceivable(act, {}, owed.id, { amount: { amount, currency: 'EUR' }, method: 'cash' });
      forced ??= w.change((other) => forceCancelRenewal(other, id, { reason: 'late', receivedOn: '2026-09-20' }));
      await untilBlocked(w.database);
    });
    expect((await forced)!.toRefund).toMatchObject([{ id: owed.id, paidAmount: BigInt(amount), state }]);
  });
});

/** Waits until a transaction waits for a lock of another. */
async function untilBlocked(database: World['database']): Promise<void> {
  for (;;) {
    const [row] = await database.$queryRaw<{ blocked: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock') AS blocked`;
    if (row!.blocked) return;
    await new Promise((done) => setTimeout(done, 5));
  }
}
