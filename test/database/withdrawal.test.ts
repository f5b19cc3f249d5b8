import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Act, Refusal } from '../../src/database/act.ts';
import { lockMultipack } from '../../src/database/multipacks/chain.ts';
import { changeTerms } from '../../src/database/multipacks/change-terms.ts';
import { cancelRenewal, cancelRenewals, enableRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { renewByHand } from '../../src/database/multipacks/renew-by-hand.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { spread } from '../../src/domain/night.ts';
import { demandInvariants } from './invariants.ts';
import { ANNA, SYSTEM, type World, world, YEARLY } from './support.ts';

// What takes months, and what happens in the same moment (001).

let w: World;
let taskTypeId: string;
let optionTwo: string;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
  const add = (name: string, classification: 'withdrawal' | 'automatic_renewal_cancellation') =>
    w.database.taskType.create({ data: { name, classification, createdAt: w.clock.now() } });
  taskTypeId = (await add('recesso', 'withdrawal')).id;
  optionTwo = (await add('disdetta', 'automatic_renewal_cancellation')).id;
});
afterAll(() => w.close());

type Sold = { id: string; customerId: string };

const withdrawal =
  ({ id, customerId }: Sold, lastDay: string) =>
  (act: Act) =>
    withdrawMultipacks(act, customerId, { taskTypeId, lastDay, multipackIds: [id], notes: '' }, {});
const withdraw = (multipack: Sold, lastDay: string) => w.change(withdrawal(multipack, lastDay));
const advance = (id: string) => w.change((act) => advanceChain(act, id), SYSTEM);
const codeOf = (error: Refusal) => error.code;

describe('a withdrawal and the renewal', () => {
  test('that is due later: it is not made, and nothing waits for it', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    await withdraw(multipack, '2026-09-20');
    w.clock.set('2026-09-16T09:00:00Z');
    expect(await advance(multipack.id)).toMatchObject({ renewed: null, wait: null });
    await demandInvariants(w.database, multipack.id);
  });

  test('that was made: what it made goes, also where the day is the last of the period that is over', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    w.clock.set('2026-10-05T09:00:00Z');
    const { renewed } = await advance(multipack.id);
    await withdraw(multipack, '2026-09-30');
    const successor = await w.database.multipack.findUniqueOrThrow({ where: { id: renewed!.successorId } });
    expect(successor.removedAt).toEqual(w.clock.now());
    expect(await advance(multipack.id)).toMatchObject({ renewed: null, wait: null });
    await demandInvariants(w.database, multipack.id);
  });

  test('whose period was used to its end is not taken away', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    w.clock.set('2026-11-10T09:00:00Z');
    await advance(multipack.id);
    await expect(withdraw(multipack, '2026-09-30')).rejects.toMatchObject({
      code: 'renewed_period_over',
      details: { multipackId: multipack.id, validTo: '2026-10-31' },
    });
  });

  test('that was itself withdrawn and is over keeps its debts: it is not taken away', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    w.clock.set('2026-09-16T09:00:00Z');
    const { renewed } = await advance(multipack.id);
    await withdraw({ id: renewed!.successorId, customerId: multipack.customerId }, '2026-10-10');
    w.clock.set('2026-10-20T09:00:00Z');
    await expect(withdraw(multipack, '2026-09-30')).rejects.toMatchObject({
      code: 'renewed_period_over',
      details: { multipackId: multipack.id, validTo: '2026-10-10' },
    });
    expect((await w.term(renewed!.successorId)).due).toEqual(['2026-10-01']);
  });

  test('that meet: whatever comes first, it ends with the day and nothing of the renewal is owed', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      w.clock.set('2026-09-01T09:00:00Z');
      const multipack = await w.sold('2026-09-01');
      w.clock.set('2026-09-16T05:00:00Z');
      if (round % 2 === 0) {
        // The withdrawal has the chain, and the renewal waits for it.
        let renewal: Promise<unknown> | undefined;
        await w.change(async (act) => {
          await lockMultipack(act, multipack.id);
          renewal ??= advance(multipack.id);
          return withdrawal(multipack, '2026-09-20')(act);
        });
        await renewal;
      } else {
        const after = (name: string, work: () => Promise<unknown>) =>
          new Promise((done) => setTimeout(done, spread(`${name} ${round}`) * 8)).then(work);
        await Promise.all([
          after('renew', () => advance(multipack.id)),
          after('withdraw', () => withdraw(multipack, '2026-09-20')),
          after('again', () => advance(multipack.id)),
        ]);
      }
      const [first, second, ...more] = await w.database.multipack.findMany({
        where: { chainId: multipack.id },
        orderBy: { ordinal: 'asc' },
        include: { receivables: true },
      });
      expect(more).toEqual([]);
      expect(first!.withdrawnOn).toEqual(new Date('2026-09-20'));
      if (second) {
        expect(second.removedAt).not.toBeNull();
        expect(second.receivables.map(({ state }) => state)).toEqual(['void']);
      }
      outcomes.add(second ? 'renewed first' : 'withdrawn first');
      await demandInvariants(w.database, multipack.id);
    }
    // Both orders happened.
    expect([...outcomes].toSorted()).toEqual(['renewed first', 'withdrawn first']);
  }, 120_000);
});

describe('two clerks at once', () => {
  const outcomesOf = async (works: Promise<unknown>[]) =>
    (await Promise.all(works.map((work) => work.then(() => 'withdrawn', codeOf)))).toSorted();

  test('withdraw a multipack once: the others learn that it is done, and its trace is that of one', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    const { id, customerId } = multipack;
    await w.database.customer.update({ where: { id: customerId }, data: { email: 'mario@example.org' } });
    const days = Array.from({ length: 10 }, (_, clerk) => `2026-09-${10 + clerk}`);
    const outcomes = await outcomesOf(days.map((day) => withdraw(multipack, day)));
    expect(outcomes).toEqual([...Array<string>(9).fill('already_withdrawn'), 'withdrawn']);
    const [task, ...more] = await w.database.crmTask.findMany({ where: { multipackId: id } });
    const row = await w.database.multipack.findUniqueOrThrow({ where: { id } });
    expect([more, row.withdrawnOn]).toEqual([[], task!.effectiveOn]);
    const command = await w.database.command.findUniqueOrThrow({ where: { id: task!.commandId! } });
    expect(command).toMatchObject({ kind: 'withdraw', state: 'applied' });
    const traced = { entityId: id, action: 'multipack.withdrawn' };
    expect(await w.database.auditEvent.count({ where: traced })).toBe(1);
    expect(await w.database.mail.count({ where: { customerId } })).toBe(1);
    await demandInvariants(w.database, id);
  });

  test('who name the same multipacks in another order wait for each other: one withdraws all of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      w.clock.set('2026-09-01T09:00:00Z');
      const first = await w.sold('2026-09-01');
      const { customerId, planId } = first;
      const second = await w.change((act) => sellMultipack(act, { customerId, planId, startOn: '2026-09-01' }));
      const ids = [first.id, second.multipack.id];
      const both = (multipackIds: string[]) =>
        w.change((act) =>
          withdrawMultipacks(act, customerId, { taskTypeId, lastDay: '2026-09-20', multipackIds, notes: '' }, {}),
        );
      expect(await outcomesOf([both(ids), both(ids.toReversed())])).toEqual(['already_withdrawn', 'withdrawn']);
      expect(await w.database.crmTask.count({ where: { multipackId: { in: ids } } })).toBe(2);
      for (const id of ids) await demandInvariants(w.database, id);
    }
  });
});

describe('a withdrawal and a cancellation of the renewal at the same time', () => {
  test('in the portal, or at another counter: the withdrawal stands, and the other either came before it or is refused', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 30; round += 1) {
      w.clock.set('2026-09-01T09:00:00Z');
      const multipack = await w.sold('2026-09-01');
      const { id, customerId } = multipack;
      const customer = { kind: 'customer' as const, id: customerId, name: 'Mario Rossi', channel: 'portal' as const };
      const portal = () => w.change((act) => cancelRenewal(act, id), customer);
      const counter = () =>
        w.change((act) =>
          cancelRenewals(
            act,
            { id: customerId, clockAheadMs: 0n },
            { taskTypeId: optionTwo, multipackIds: [id], notes: '' },
          ),
        );
      const cancel = round % 2 === 0 ? portal : counter;
      let cancelled: Promise<string> | undefined;
      const start = () => (cancelled ??= cancel().then(() => 'cancelled before', codeOf));
      if (round % 3 === 0) {
        // The withdrawal has the chain, and the cancellation waits for it.
        await w.change(async (act) => {
          await lockMultipack(act, id);
          void start();
          return withdrawal(multipack, '2026-09-20')(act);
        });
      } else {
        const after = (name: string, work: () => Promise<unknown>) =>
          new Promise((done) => setTimeout(done, spread(`${name} ${round}`) * 8)).then(work);
        await Promise.all([after('withdraw', () => withdraw(multipack, '2026-09-20')), after('cancel', start)]);
      }
      const outcome = await start();
      outcomes.add(outcome);
      const row = await w.database.multipack.findUniqueOrThrow({ where: { id } });
      expect(row.withdrawnOn).toEqual(new Date('2026-09-20'));
      expect(row.renewalCancelledAt === null).toBe(outcome !== 'cancelled before');
      await demandInvariants(w.database, id);
    }
    expect([...outcomes].toSorted()).toEqual(['cancelled before', 'renewal_already_cancelled']);
  }, 120_000);
});

describe('the year in instalments of the manual', () => {
  test('withdrawn on the first of the month keeps the instalment of that day, and loses those after it', async () => {
    w.clock.set('2026-01-01T09:00:00Z');
    const year = await w.sold('2026-01-01', YEARLY);
    await withdraw(year, '2026-07-01');
    expect((await w.term(year.id)).due).toEqual(['2026-01-01', '2026-04-01', '2026-07-01']);
    await demandInvariants(w.database, year.id);
  });

  test('can be sold again afterwards', async () => {
    w.clock.set('2026-01-01T09:00:00Z');
    const year = await w.sold('2026-01-01', YEARLY);
    await withdraw(year, '2026-01-31');
    await expect(w.sold('2026-02-01', YEARLY)).resolves.toMatchObject({ withdrawnOn: null });
  });
});

describe('what the task knows', () => {
  test('in the branch’s language, with the day, though the notes say something else', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const [blank, own] = [await w.sold('2026-09-01'), await w.sold('2026-09-01')];
    await withdraw(blank, '2026-09-20');
    await w.change((act) =>
      withdrawMultipacks(
        act,
        own.customerId,
        { taskTypeId, lastDay: '2026-09-21', multipackIds: [own.id], notes: 'trasloco' },
        {},
      ),
    );
    const tasks = await w.database.crmTask.findMany({
      where: { multipackId: { in: [blank.id, own.id] } },
      orderBy: { id: 'asc' },
    });
    expect(tasks).toMatchObject([
      {
        notes: 'recesso, ultimo giorno di validità 20/09/2026',
        effectiveOn: new Date('2026-09-20'),
        authorName: ANNA.name,
      },
      { notes: 'trasloco', effectiveOn: new Date('2026-09-21'), result: 'withdrawal' },
    ]);
  });
});

describe('a withdrawn renewal', () => {
  test('moves with the freeze of the multipack before it, and its task with it', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const multipack = await w.sold('2026-09-01');
    w.clock.set('2026-09-16T09:00:00Z');
    const { renewed } = await advance(multipack.id);
    await withdraw({ id: renewed!.successorId, customerId: multipack.customerId }, '2026-10-10');
    await w.change((act) => freezeMultipack(act, multipack.id, { from: '2026-09-20', until: '2026-09-24' }));
    const row = await w.database.multipack.findUniqueOrThrow({ where: { id: renewed!.successorId } });
    expect(row.withdrawnOn).toEqual(new Date('2026-10-15'));
    await demandInvariants(w.database, multipack.id);
  });
});

describe('the customer in the portal', () => {
  test('neither switches the renewal on again nor buys the next period', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const byHand = { automaticRenewal: false, portalCancellation: false, portalRenewal: true };
    for (const [terms, act] of [
      [{}, enableRenewal],
      [byHand, renewByHand],
    ] as const) {
      const multipack = await w.sold('2026-09-01', terms);
      await withdraw(multipack, '2026-09-20');
      const customer = { kind: 'customer', id: multipack.customerId, name: 'Mario Rossi', channel: 'portal' } as const;
      await expect(w.change<unknown>((change) => act(change, multipack.id), customer)).rejects.toMatchObject({
        code: 'renewal_ended',
      });
    }
  });
});

describe('automatic collection', () => {
  test('follows the payment method that was agreed, at the sale, at the renewal and when it changes', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const [sepa, cash] = [await w.sold('2026-09-01'), await w.sold('2026-09-01', { paymentMethod: 'cash' })];
    const collected = async (id: string) =>
      (await w.database.receivable.findMany({ where: { multipackId: id } })).map((each) => each.collected);
    expect([await collected(sepa.id), await collected(cash.id)]).toEqual([[true], [false]]);
    await w.change((act) => changeTerms(act, cash.id, { paymentMethod: 'recurring_card' }));
    await w.change((act) => changeTerms(act, sepa.id, { paymentMethod: 'transfer' }));
    expect([await collected(sepa.id), await collected(cash.id)]).toEqual([[false], [true]]);
    w.clock.set('2026-09-16T09:00:00Z');
    expect(await collected((await advance(cash.id)).renewed!.successorId)).toEqual([true]);
    await demandInvariants(w.database, cash.id);
  });
});
