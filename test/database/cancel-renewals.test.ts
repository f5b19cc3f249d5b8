import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelRenewals } from '../../src/database/multipacks/renewal-cancellation.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { demandInvariants } from './invariants.ts';
import { SYSTEM, type World, world } from './support.ts';

// Option 2 of the manual at its edges in time (000).

let w: World;
let taskTypeId: string;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
  const type = {
    name: 'disdetta',
    classification: 'automatic_renewal_cancellation',
    createdAt: w.clock.now(),
  } as const;
  taskTypeId = (await w.database.taskType.create({ data: type })).id;
});
afterAll(() => w.close());

const cancel = (customerId: string, multipackIds: string[]) =>
  w.change((act) => cancelRenewals(act, { id: customerId, clockAheadMs: 0n }, { taskTypeId, multipackIds, notes: '' }));

describe('the cancellation from the profile', () => {
  // Valid to 30 September with 15 days of notice, in Rome: through 15 September.
  test('is in time through the last second of the deadline’s local day, and not one later', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const [early, late] = [await w.sold('2026-09-01'), await w.sold('2026-09-01')];
    w.clock.set('2026-09-15T21:59:59.999Z');
    await cancel(early.customerId, [early.id]);
    w.clock.set('2026-09-15T22:00:00Z');
    await expect(cancel(late.customerId, [late.id])).rejects.toMatchObject({
      code: 'notice_deadline_passed',
      details: { multipackId: late.id, deadline: '2026-09-15' },
    });
    expect(await w.change((act) => advanceChain(act, early.id), SYSTEM)).toMatchObject({ renewed: null, wait: null });
    await demandInvariants(w.database, early.id);
  });

  test('names the last day of validity in the branch’s language', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id, customerId } = await w.sold('2026-09-01');
    const { taskIds } = await cancel(customerId, [id]);
    const task = await w.database.crmTask.findUniqueOrThrow({ where: { id: taskIds[0]! } });
    expect(task).toMatchObject({ notes: 'disdetta del rinnovo del 30/09/2026', effectiveOn: null, multipackId: id });
  });

  test('of a multipack and of what was renewed from it, both still in time by a freeze, takes both', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id, customerId } = await w.sold('2026-09-01');
    w.clock.set('2026-09-16T09:00:00Z');
    const { renewed } = await w.change((act) => advanceChain(act, id), SYSTEM);
    const { successorId } = renewed!;
    await w.change((act) => freezeMultipack(act, id, { from: '2026-09-20', until: '2026-10-20' }));
    const { taskIds } = await cancel(customerId, [id, successorId]);
    const tasks = await w.database.crmTask.findMany({ where: { id: { in: taskIds } } });
    expect(new Set(tasks.map(({ multipackId }) => multipackId))).toEqual(new Set([id, successorId]));
    const successor = await w.database.multipack.findUniqueOrThrow({
      where: { id: successorId },
      include: { receivables: true },
    });
    expect(successor.removedAt).toEqual(w.clock.now());
    expect(successor.receivables.map(({ state, collected }) => [state, collected])).toEqual([['void', false]]);
    await demandInvariants(w.database, id);
  });
});
