import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type ActFields,
  decideCommand,
  kindOfAct,
  previewCancel,
} from '../../src/database/cancellation-requests/decide.ts';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { findCommand, queueCommand } from '../../src/database/commands.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { forceCancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import type { RequestAct } from '../../src/domain/cancellation-request.ts';
import { demandInvariants } from './invariants.ts';
import { ANNA, SYSTEM, type World, world, YEARLY } from './support.ts';

// What a request does to its chain of multipacks, decided as its workflow decides.

const START = '2026-09-05T09:00:00Z';
let w: World;
let reasonId: string;
beforeAll(async () => {
  w = await world(START);
  const createdAt = w.clock.now();
  const profile = { title: 'Due mesi', unit: 'month', period: 2, days: 60, isDefault: true, createdAt } as const;
  await w.database.cancellationProfile.create({ data: profile });
  reasonId = (await w.database.cancellationReason.create({ data: { title: 'Trasloco', createdAt } })).id;
  const { id, name } = ANNA;
  const user = { id: id!, name, email: 'anna@example.com', branchId: w.branch.id, accessLevel: 4, language: 'it' };
  await w.database.user.create({ data: { ...user, createdAt } });
});
beforeEach(() => w.clock.set(START));
afterAll(async () => {
  await demandInvariants(w.database);
  await w.close();
});

const open = (multipackId: string) =>
  w.change((act) => openRequest(act, {}, { multipackId, title: 'Disdetta', reasonId, details: '' }));

async function decide<A extends RequestAct>(requestId: string, act: A, fields: ActFields[A]) {
  const payload = { act, requestId, fields: { ...fields } };
  const command = { id: randomUUID(), kind: kindOfAct(act), actor: ANNA, receivedAt: w.clock.now(), payload };
  const { id } = await queueCommand(w.database, command);
  await decideCommand(w.database, w.clock, id);
  const { state, refusal } = (await findCommand(w.database, id))!;
  return refusal ?? state;
}

const stateOf = async (id: string) => {
  const { state, lastDay } = await w.database.cancellationRequest.findUniqueOrThrow({ where: { id } });
  return [state, lastDay && fromColumn(lastDay)];
};
const renew = async (chainId: string) =>
  (await w.change((act) => advanceChain(act, chainId), SYSTEM)).renewed!.successorId;
const row = (id: string) => w.database.multipack.findUniqueOrThrow({ where: { id } });

describe('a cancellation', () => {
  test('does what its preview says, for any last day', async () => {
    for (const lastDay of ['2026-09-10', '2026-12-04', '2027-09-04']) {
      w.clock.set(START);
      const { id } = await w.sold('2026-09-05', YEARLY);
      w.clock.set('2026-09-06T09:00:00Z');
      const request = await open(id);
      await decide(request.id, 'analyse', {});
      const { ending, term, refusal } = await previewCancel({ tx: w.database, clock: w.clock }, request, lastDay);
      expect([refusal, term.row.id]).toEqual([null, id]);
      expect(await decide(request.id, 'cancel', { lastDay, details: '' })).toBe('applied');
      for (const { row: before, fate } of ending.receivables) {
        const after = await w.database.receivable.findUniqueOrThrow({ where: { id: before.id } });
        expect([fate, after.state, after.collected]).toEqual([fate, fate === 'removed' ? 'void' : 'open', false]);
      }
      const left = await w.database.receivable.findMany({ where: { multipackId: id, state: 'open' } });
      const staying = left.reduce((sum, { amount, paidAmount }) => sum + amount - paidAmount, 0n);
      expect(staying).toBe(ending.sums.staying);
    }
  });

  test('of one that stands still takes what was renewed from it along, though its dates have passed', async () => {
    const { id } = await w.sold('2026-09-05');
    w.clock.set('2026-09-20T09:00:00Z');
    const successor = await renew(id);
    await w.change((act) => freezeMultipack(act, id, { from: '2026-09-20' }));
    const request = await open(id);
    w.clock.set('2026-10-20T09:00:00Z');
    await decide(request.id, 'analyse', {});
    expect(await decide(request.id, 'cancel', { lastDay: '2026-10-20', details: '' })).toBe('last_day_after_end');
    expect(await decide(request.id, 'cancel', { lastDay: '2026-10-04', details: '' })).toBe('applied');
    expect(fromColumn((await row(id)).cancelledOn!)).toBe('2026-10-04');
    expect((await row(successor)).removedAt).not.toBeNull();
  });
});

describe('an open request is concluded', () => {
  test('by a withdrawal, with its last day, and a command that comes too late is refused', async () => {
    const { id, customerId } = await w.sold('2026-09-05');
    const request = await open(id);
    await decide(request.id, 'analyse', {});
    const type = { name: 'Recesso', classification: 'withdrawal', createdAt: w.clock.now() } as const;
    const { id: taskTypeId } = await w.database.taskType.create({ data: type });
    const asked = { taskTypeId, lastDay: '2026-09-12', multipackIds: [id], notes: '' };
    await w.change((act) => withdrawMultipacks(act, customerId, asked, {}));
    expect(await stateOf(request.id)).toEqual(['cancelled', '2026-09-12']);
    expect(await decide(request.id, 'release', {})).toBe('request_concluded');
    expect(await w.database.outbox.count({ where: { kind: 'request_changed', key: request.id } })).toBe(2);
  });

  test('when its multipack is taken back by a forced cancellation, without a last day', async () => {
    const { id } = await w.sold('2026-09-05');
    w.clock.set('2026-09-20T09:00:00Z');
    const successor = await renew(id);
    w.clock.set('2026-10-06T09:00:00Z');
    const request = await open(successor);
    await w.change((act) => forceCancelRenewal(act, id, { reason: 'lettera', receivedOn: '2026-09-10' }));
    expect(await stateOf(request.id)).toEqual(['cancelled', null]);
  });
});
