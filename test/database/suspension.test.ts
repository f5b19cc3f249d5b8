import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { blockMultipack, freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import { SYSTEM, type World, world, YEARLY } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world('2026-01-31T09:00:00Z');
});
afterAll(() => w.close());

const advance = (chainId: string) => w.change((act) => advanceChain(act, chainId), SYSTEM);
const freeze = (id: string, from: string, until?: string) =>
  w.change((act) => freezeMultipack(act, id, { from, until }));
const reactivate = (id: string, on?: string) => w.change((act) => reactivateMultipack(act, id, { on }));

/** A monthly one from 31 January to 27 February, paid month to month, as of 1 February. */
async function fromEndOfJanuary(terms = {}) {
  w.clock.set('2026-01-31T09:00:00Z');
  const multipack = await w.sold('2026-01-31', terms);
  w.clock.set('2026-02-01T09:00:00Z');
  return multipack.id;
}

/** A year in four instalments from 1 March. */
async function yearly() {
  w.clock.set('2026-03-01T09:00:00Z');
  return (await w.sold('2026-03-01', YEARLY)).id;
}

describe('a freeze with a planned end', () => {
  test('moves the last day, the deadline, the anchor and the unpaid receivables due from the first frozen day on', async () => {
    const id = await yearly();
    expect(await w.term(id)).toMatchObject({ validTo: '2027-02-28', deadline: '2027-02-13', anchorDay: 1 });
    await w.database.receivable.updateMany({
      where: { multipackId: id, number: 2 },
      data: { state: 'paid', paidAmount: 15_000 },
    });
    w.clock.set('2026-05-20T09:00:00Z');
    const frozen = await freeze(id, '2026-06-01', '2026-06-10');
    expect(frozen).toMatchObject({ days: 10, validTo: '2027-03-10', deadline: '2027-02-23', movedIds: [id] });
    expect(await w.term(id)).toMatchObject({
      validFrom: '2026-03-01',
      validTo: '2027-03-10',
      deadline: '2027-02-23',
      anchorDay: 11,
      freeze: ['2026-06-01', '2026-06-10'],
      due: ['2026-03-01', '(2026-06-01)', '2026-09-11', '2026-12-11'],
    });
  });

  test('leaves a task in the language of the branch, a command, an audit event and a message to the workflow', async () => {
    const id = await fromEndOfJanuary();
    await w.database.outbox.deleteMany({});
    await freeze(id, '2026-02-10', '2026-02-14');
    const task = await w.database.crmTask.findFirstOrThrow({ where: { multipackId: id } });
    expect(task).toMatchObject({ result: 'frozen', authorName: 'Anna Conti' });
    expect(task.notes).toMatch(/^sospensione di Monthly \d+ dal 10\/02\/2026 al 14\/02\/2026$/);
    expect(await w.database.command.findUnique({ where: { id: task.commandId! } })).toMatchObject({
      kind: 'freeze',
      state: 'applied',
    });
    expect(await w.database.auditEvent.count({ where: { entityId: id, action: 'multipack.frozen' } })).toBe(1);
    expect(await w.database.outbox.findMany()).toMatchObject([{ kind: 'chain_changed', key: id }]);
  });

  test('in the notice period moves the deadline ahead again, and the renewal made already moves along with both its ends', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    const { renewed } = await advance(id);
    expect(await w.chain(id)).toMatchObject([
      { validTo: '2026-02-27', deadline: '2026-02-12' },
      { validFrom: '2026-02-28', validTo: '2026-03-30', due: ['2026-02-28'] },
    ]);
    const { movedIds } = await freeze(id, '2026-02-20', '2026-02-24');
    expect(movedIds).toEqual([id, renewed!.successorId]);
    expect(await w.chain(id)).toMatchObject([
      { validTo: '2026-03-04', deadline: '2026-02-17' },
      { validFrom: '2026-03-05', validTo: '2026-04-04', deadline: '2026-03-20', anchorDay: 5, due: ['2026-03-05'] },
    ]);
    // In time again: the renewal is taken back.
    const cancelled = await w.change((act) => cancelRenewal(act, id));
    expect(cancelled.removedIds).toEqual([renewed!.successorId]);
  });

  test('of a multipack whose successor is frozen for itself is refused: the successor would keep days it did not stand still', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    const { renewed } = await advance(id);
    await freeze(renewed!.successorId, '2026-03-01', '2026-03-10');
    const before = await w.chain(id);
    await expect(freeze(id, '2026-02-20', '2026-02-20')).rejects.toMatchObject({ code: 'already_frozen', status: 409 });
    expect(await w.chain(id)).toEqual(before);
  });

  test('taken back leaves no cancellation that was in time only by it, but to whoever may force one', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    const { renewed } = await advance(id);
    await freeze(id, '2026-02-20', '2026-02-24');
    expect((await w.change((act) => cancelRenewal(act, id))).removedIds).toEqual([renewed!.successorId]);
    const takenBack = (mayForce: boolean) => w.change((act) => reactivateMultipack(act, id, { mayForce }));
    await expect(takenBack(false)).rejects.toMatchObject({ code: 'permission_required', status: 403 });
    expect(await takenBack(true)).toMatchObject({ days: -5, deadline: '2026-02-12' });
  });

  test('taken back leaves the one before it known, so that its days are not given again', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-08T09:00:00Z');
    await freeze(id, '2026-02-02', '2026-02-06');
    const before = await w.term(id);
    await freeze(id, '2026-02-10', '2026-02-11');
    await reactivate(id);
    expect(await w.term(id)).toEqual(before);
    await expect(freeze(id, '2026-02-02', '2026-02-06')).rejects.toMatchObject({ code: 'invalid_freeze' });
  });

  test('nothing of the chain renews while it lasts, not even a successor whose own deadline passes in it', async () => {
    // Notice of two months on a monthly one: there are always two terms made ahead.
    w.clock.set('2026-01-10T09:00:00Z');
    const id = (await w.sold('2026-01-01', { notice: { amount: 2, unit: 'month' } })).id;
    const made = (await w.chain(id)).length;
    await freeze(id, '2026-01-12', '2026-03-31');
    w.clock.set('2026-03-30T09:00:00Z');
    expect((await advance(id)).wait).toMatchObject({ for: 'freeze_end' });
    expect(await w.chain(id)).toHaveLength(made);
    w.clock.set('2026-12-01T09:00:00Z');
    expect((await advance(id)).renewed).not.toBeNull();
  });

  test('taken back before it began leaves everything as it was, the anchor of the month’s last day too', async () => {
    const id = await fromEndOfJanuary();
    const before = await w.term(id);
    expect(before.anchorDay).toBe(31);
    await freeze(id, '2026-02-10', '2026-02-14');
    expect((await w.term(id)).anchorDay).toBe(5);
    const back = await reactivate(id);
    expect(back).toMatchObject({ days: -5, freeze: null, validTo: '2026-02-27', deadline: '2026-02-12' });
    expect(await w.term(id)).toEqual(before);
  });

  test('taken back whole with a renewal made before it: that one is again what it was', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    await advance(id);
    const before = await w.chain(id);
    await freeze(id, '2026-02-20', '2026-02-24');
    expect(await w.chain(id)).not.toEqual(before);
    await reactivate(id);
    expect(await w.chain(id)).toEqual(before);
  });

  test('ended early gives the unused days back', async () => {
    const id = await yearly();
    await freeze(id, '2026-05-01', '2026-05-30');
    expect(await w.term(id)).toMatchObject({
      validTo: '2027-03-30',
      due: ['2026-03-01', '2026-07-01', '2026-10-01', '2026-12-31'],
    });
    w.clock.set('2026-05-11T09:00:00Z');
    const back = await reactivate(id);
    expect(back).toMatchObject({ days: -20, freeze: { from: '2026-05-01', until: '2026-05-10' } });
    expect(await w.term(id)).toMatchObject({
      validTo: '2027-03-10',
      deadline: '2027-02-23',
      anchorDay: 11,
      due: ['2026-03-01', '2026-06-11', '2026-09-11', '2026-12-11'],
    });
    await expect(reactivate(id)).rejects.toMatchObject({ code: 'not_suspended', status: 409 });
  });

  test('planned ahead, renewed meanwhile, then taken back: the renewal begins where the validity ends again', async () => {
    const id = await fromEndOfJanuary({ notice: { amount: 25, unit: 'day' } });
    await freeze(id, '2026-02-15', '2026-02-19');
    expect(await w.term(id)).toMatchObject({ validTo: '2026-03-04', deadline: '2026-02-07' });
    w.clock.set('2026-02-08T09:00:00Z');
    await advance(id);
    expect(await w.chain(id)).toMatchObject([{}, { validFrom: '2026-03-05', validTo: '2026-04-04', anchorDay: 5 }]);
    await reactivate(id);
    expect(await w.chain(id)).toMatchObject([
      { validTo: '2026-02-27', anchorDay: 31 },
      { validFrom: '2026-02-28', validTo: '2026-03-30', anchorDay: 31, due: ['2026-02-28'] },
    ]);
  });
});

describe('a freeze with an open end', () => {
  test('moves nothing until it is reactivated, then the days it lasted, successors included', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    await advance(id);
    const before = await w.chain(id);
    await freeze(id, '2026-02-20');
    expect(await w.chain(id)).toMatchObject(
      before.map(({ validFrom, validTo, due }) => ({ validFrom, validTo, due, freeze: ['2026-02-20', null] })),
    );
    w.clock.set('2026-05-01T09:00:00Z');
    expect((await advance(id)).wait).toMatchObject({ for: 'reactivation', until: null });
    w.clock.set('2026-03-02T09:00:00Z');
    const back = await reactivate(id);
    expect(back).toMatchObject({ days: 10, freeze: { from: '2026-02-20', until: '2026-03-01' } });
    expect(await w.chain(id)).toMatchObject([
      { validTo: '2026-03-09', deadline: '2026-02-22' },
      { validFrom: '2026-03-10', validTo: '2026-04-09', anchorDay: 10, due: ['2026-03-10'] },
    ]);
  });

  test('can be given its end ahead of time, and any multipack of the chain stands for all', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    const { renewed } = await advance(id);
    await freeze(id, '2026-02-20');
    const back = await reactivate(renewed!.successorId, '2026-02-25');
    expect(back).toMatchObject({ days: 5, movedIds: [id, renewed!.successorId] });
    expect(await w.chain(id)).toMatchObject([
      { validTo: '2026-03-04', freeze: ['2026-02-20', '2026-02-24'] },
      { validFrom: '2026-03-05', freeze: ['2026-02-20', '2026-02-24'] },
    ]);
    // And shortened once more.
    await reactivate(id, '2026-02-22');
    expect(await w.chain(id)).toMatchObject([{ validTo: '2026-03-01' }, { validFrom: '2026-03-02' }]);
  });

  test('ended on its first day leaves everything as it was', async () => {
    const id = await fromEndOfJanuary();
    const before = await w.term(id);
    await freeze(id, '2026-02-01');
    await reactivate(id);
    expect(await w.term(id)).toEqual(before);
  });
});

describe('refusals', () => {
  test('frozen already, in force or ahead; once it is over it may be frozen again, but no day twice', async () => {
    const id = await yearly();
    await freeze(id, '2026-04-01', '2026-04-10');
    await expect(freeze(id, '2026-06-01', '2026-06-02')).rejects.toMatchObject({ code: 'already_frozen', status: 409 });
    w.clock.set('2026-04-11T09:00:00Z');
    await expect(freeze(id, '2026-04-10', '2026-04-20')).rejects.toMatchObject({
      code: 'invalid_freeze',
      status: 422,
      details: { earliest: '2026-04-11' },
    });
    await freeze(id, '2026-04-11', '2026-04-12');
    expect((await w.term(id)).validTo).toBe('2027-03-12');
  });

  test.each([
    ['before the validity', '2026-01-30', '2026-02-02'],
    ['after it', '2026-02-28', undefined],
    ['ending before it begins', '2026-02-10', '2026-02-09'],
  ])('days %s are no freeze', async (_, from, until) => {
    const id = await fromEndOfJanuary();
    await expect(freeze(id, from, until)).rejects.toMatchObject({ code: 'invalid_freeze', status: 422 });
  });

  test('reactivating in the past, after the planned end, or what is not suspended', async () => {
    const id = await fromEndOfJanuary();
    await expect(reactivate(id)).rejects.toMatchObject({ code: 'not_suspended' });
    await freeze(id, '2026-02-01', '2026-02-05');
    w.clock.set('2026-02-03T09:00:00Z');
    await expect(reactivate(id, '2026-02-02')).rejects.toMatchObject({ code: 'invalid_freeze' });
    await expect(reactivate(id, '2026-02-07')).rejects.toMatchObject({ code: 'invalid_freeze' });
  });

  test('what is over or removed is neither frozen nor blocked', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-13T09:00:00Z');
    const { renewed } = await advance(id);
    await w.change((act) => cancelRenewal(act, id, new Date('2026-02-12T22:00:00Z')));
    await expect(freeze(renewed!.successorId, '2026-03-01')).rejects.toMatchObject({
      code: 'not_freezable',
      details: { state: 'removed' },
    });
    w.clock.set('2026-03-01T09:00:00Z');
    await expect(freeze(id, '2026-02-27')).rejects.toMatchObject({
      code: 'not_freezable',
      details: { state: 'expired' },
    });
    await expect(w.change((act) => blockMultipack(act, id, { reason: 'arrears' }))).rejects.toMatchObject({
      code: 'not_blockable',
    });
    await expect(freeze('00000000-0000-7000-8000-000000000000', '2026-02-27')).rejects.toMatchObject({
      code: 'multipack_not_found',
      status: 404,
    });
  });
});

describe('a block for arrears', () => {
  test('moves nothing, hinders no renewal, and ends by reactivation', async () => {
    const id = await fromEndOfJanuary();
    const before = await w.term(id);
    await w.change((act) => blockMultipack(act, id, { reason: 'two unpaid' }));
    await expect(w.change((act) => blockMultipack(act, id, { reason: 'again' }))).rejects.toMatchObject({
      code: 'already_blocked',
      status: 409,
    });
    expect(await w.term(id)).toEqual(before);
    w.clock.set('2026-02-13T09:00:00Z');
    expect((await advance(id)).renewed).not.toBeNull();
    await reactivate(id);
    expect((await w.database.multipack.findUniqueOrThrow({ where: { id } })).blockedAt).toBeNull();
    await expect(reactivate(id)).rejects.toMatchObject({ code: 'not_suspended' });
  });

  test('a freeze and a block end together', async () => {
    const id = await fromEndOfJanuary();
    await freeze(id, '2026-02-01', '2026-02-10');
    await w.change((act) => blockMultipack(act, id, { reason: 'two unpaid' }));
    w.clock.set('2026-02-04T09:00:00Z');
    expect(await reactivate(id)).toMatchObject({ days: -7 });
    await expect(reactivate(id)).rejects.toMatchObject({ code: 'not_suspended' });
  });
});

describe('what a suspension means for the renewal', () => {
  test('a freeze with an open end that lies ahead holds for the renewal made before it begins', async () => {
    const id = await fromEndOfJanuary();
    await freeze(id, '2026-02-27');
    w.clock.set('2026-02-26T12:00:00Z');
    const { renewed } = await advance(id);
    expect((await w.term(renewed!.successorId)).freeze).toEqual(['2026-02-27', null]);
    w.clock.set('2026-06-01T12:00:00Z');
    expect(await advance(id)).toMatchObject({ renewed: null, wait: { for: 'reactivation', until: null } });
  });

  test('a freeze that is over and no block leave the renewed one free; a block is carried on', async () => {
    const id = await fromEndOfJanuary();
    await freeze(id, '2026-02-05', '2026-02-06');
    await w.change((act) => blockMultipack(act, id, { reason: 'arrears' }));
    w.clock.set('2026-03-02T12:00:00Z');
    const { renewed } = await advance(id);
    const successor = await w.database.multipack.findUniqueOrThrow({ where: { id: renewed!.successorId } });
    expect([successor.freezeFrom, successor.freezeUntil]).toEqual([null, null]);
    expect(successor.blockedAt).not.toBeNull();
  });

  test('the right to cancel and to switch on again does not lapse while an open-ended freeze runs', async () => {
    const id = await fromEndOfJanuary();
    await freeze(id, '2026-02-05');
    const { deadline } = await w.term(id);
    w.clock.set('2026-04-20T12:00:00Z');
    expect(deadline < '2026-04-20').toBe(true);
    await w.change((act) => cancelRenewal(act, id));
    await w.change((act) => enableRenewal(act, id));
    await expect(
      w.change((act) => forceCancelRenewal(act, id, { reason: 'late', receivedOn: '2026-04-20' })),
    ).rejects.toMatchObject({ code: 'notice_deadline_ahead' });
  });

  test('a renewed period that is over is not taken away by a forced cancellation', async () => {
    const id = await fromEndOfJanuary();
    w.clock.set('2026-02-27T12:00:00Z');
    await advance(id);
    w.clock.set('2026-05-15T12:00:00Z');
    await expect(
      w.change((act) => forceCancelRenewal(act, id, { reason: 'late', receivedOn: '2026-02-28' })),
    ).rejects.toMatchObject({ code: 'renewed_period_over' });
  });
});
