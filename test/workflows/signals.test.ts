import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelRenewal, enableRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import {
  addOperator,
  countRenewals,
  currentDetails,
  decide,
  eventually,
  type House,
  leap,
  moveClock,
  openHouse,
  type PlanValues,
  periodsOf,
  renewed,
  sell,
  type Sold,
  termsOf,
  untilIdle,
} from '../support/chains.ts';

let house: House;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  house = await openHouse();
  worker = await house.startWorker();
});

afterAll(async () => {
  await house?.close();
});

/** Valid to 2 April 2027 with a day of notice: in Madrid the deadline is over at 22:00 UTC of 1 April. */
async function soldToSecondOfApril(plan: PlanValues = {}): Promise<Sold> {
  const sold = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03', plan });
  await untilIdle(house, sold);
  return sold;
}

const isEnded = async ({ handle }: Sold) => (await handle.describe()).status.name === 'COMPLETED';

async function commandsOf({ chainId }: Sold, kind: 'cancel_renewal' | 'withdraw' = 'cancel_renewal') {
  const commands = await house.database.command.findMany({ where: { kind } });
  return commands.filter(({ payload }) => (payload as { multipackId: string }).multipackId === chainId);
}

describe('cancelRenewal as `temporal workflow signal` sends it', () => {
  test('with the id of a member of staff: the renewal is cancelled, and the trace says who and that it came through Temporal', async () => {
    const sold = await soldToSecondOfApril();
    const operatorId = await addOperator(house, sold.branchId);
    await sold.handle.signal('cancelRenewal', { operatorId });
    await eventually('the workflow to end', () => isEnded(sold));
    expect(await commandsOf(sold)).toMatchObject([{ channel: 'temporal', actorKind: 'user', actorId: operatorId }]);
    const [term] = await termsOf(house, sold.chainId);
    expect(term!.crmTasks).toMatchObject([
      { result: 'automatic_renewal_cancellation', authorName: 'Olga', authorId: operatorId, channel: 'temporal' },
    ]);
    expect(await currentDetails(sold.handle)).toMatch(/Nothing waits: the renewal is \*\*cancelled\*\*/);
  });

  test.each([
    ['an id that nobody has', { operatorId: '00000000-0000-7000-8000-000000000000' }, 'operator_unknown'],
    ['no id', {}, 'operator_unknown'],
    ['nothing at all', undefined, 'operator_unknown'],
    ['something else', 'please', 'operator_unknown'],
  ])('with %s: refused, the details say so, and it renews', async (_, input, code) => {
    const sold = await soldToSecondOfApril();
    await sold.handle.signal('cancelRenewal', ...(input === undefined ? [] : [input]));
    await eventually('the refusal', async () => (await currentDetails(sold.handle)).includes(code));
    expect(await currentDetails(sold.handle)).toContain(`Last message refused: \`${code}\``);
    expect(await commandsOf(sold)).toEqual([]);
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });

  test('by somebody of another branch: refused unless of level 1', async () => {
    const sold = await soldToSecondOfApril();
    const elsewhere = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03', timeZone: 'Europe/Rome' });
    await sold.handle.signal('cancelRenewal', { operatorId: await addOperator(house, elsewhere.branchId, 2) });
    await eventually('the refusal', async () => (await currentDetails(sold.handle)).includes('operator_not_entitled'));
    await sold.handle.signal('cancelRenewal', { operatorId: await addOperator(house, elsewhere.branchId, 1) });
    await eventually('the workflow to end', () => isEnded(sold));
    expect(await commandsOf(sold)).toHaveLength(1);
  });
});

describe('what counts is the receipt', () => {
  /** Moves the clock, stops the worker, signals, lets time pass, and starts a worker that finds it all. */
  async function handledLate(sold: Sold, { sentAt, startedAt }: { sentAt: string; startedAt: string }): Promise<void> {
    const operatorId = await addOperator(house, sold.branchId);
    await moveClock(house, sold, sentAt);
    await worker.stop();
    await sold.handle.signal('cancelRenewal', { operatorId });
    await leap(house, sold, startedAt);
    worker = await house.startWorker();
  }

  test('received at 23:59 of the last day and handled hours later: cancelled, as received', async () => {
    const sold = await soldToSecondOfApril();
    await handledLate(sold, { sentAt: '2027-04-01T21:59:00Z', startedAt: '2027-04-03T02:00:00Z' });
    await eventually('the workflow to end', () => isEnded(sold));
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    const [command] = await commandsOf(sold);
    expect(command!.receivedAt.toISOString()).toMatch(/^2027-04-01T21:59:/);
  });

  test('received a moment after midnight and handled hours later: refused, and renewed', async () => {
    const sold = await soldToSecondOfApril();
    await handledLate(sold, { sentAt: '2027-04-01T22:00:01Z', startedAt: '2027-04-03T02:00:00Z' });
    await eventually('the renewal', async () => (await termsOf(house, sold.chainId)).length === 2);
    await untilIdle(house, sold);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
    expect(await currentDetails(sold.handle)).toContain('Last message refused: `notice_deadline_passed`');
  });

  test('received in time for the third term while no worker had renewed the first two: those are made, the third is its last', async () => {
    const sold = await soldToSecondOfApril();
    const operatorId = await addOperator(house, sold.branchId);
    await worker.stop();
    await leap(house, sold, '2027-05-20T10:00:00Z');
    await sold.handle.signal('cancelRenewal', { operatorId });
    await leap(house, sold, '2027-09-01T10:00:00Z');
    worker = await house.startWorker();
    await eventually('the workflow to end', () => isEnded(sold));
    expect(await periodsOf(house, sold.chainId)).toEqual([
      '2027-03-03 to 2027-04-02',
      '2027-04-03 to 2027-05-02',
      '2027-05-03 to 2027-06-02',
    ]);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(2));
  });

  test('also in a run that began long after the sale, and for the second signal of a run', async () => {
    const sold = await soldToSecondOfApril();
    await decide(house, (change) => cancelRenewal(change, sold.chainId));
    await eventually('the workflow to end', () => isEnded(sold));
    await moveClock(house, sold, '2027-03-25T10:00:00Z');
    await decide(house, (change) => enableRenewal(change, sold.chainId));
    await eventually('a new run', async () => !(await isEnded(sold)));
    await sold.handle.signal('cancelRenewal', { operatorId: 'nobody' });
    await moveClock(house, sold, '2027-04-01T21:00:00Z');
    await handledLate(sold, { sentAt: '2027-04-01T21:59:00Z', startedAt: '2027-04-03T02:00:00Z' });
    await eventually('the workflow to end', () => isEnded(sold));
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    const received = (await commandsOf(sold)).map((command) => command.receivedAt.toISOString());
    expect(received.at(-1)).toMatch(/^2027-04-01T21:59:/);
  });
});

describe('withdraw as `temporal workflow signal` sends it', () => {
  const allow = (allowWithdrawSignal: boolean) =>
    house.database.company.update({ where: { id: 1 }, data: { allowWithdrawSignal } });
  const addTaskType = async (name: string, classification: 'withdrawal' | 'generic') =>
    (await house.database.taskType.create({ data: { name, classification, createdAt: new Date() } })).id;

  let taskTypeId: string;
  let genericId: string;
  beforeAll(async () => {
    taskTypeId = await addTaskType('Withdrawal', 'withdrawal');
    genericId = await addTaskType('Call', 'generic');
  });

  const soldByTheMonth = () => soldToSecondOfApril({ payment: 'rolling' });
  const askedFor = ({ chainId }: Sold, operatorId: string) => ({
    operatorId,
    multipackId: chainId,
    taskTypeId,
    lastDay: '2027-03-20',
    notes: 'moves to Lisbon',
  });
  const refusedWith = (sold: Sold, code: string) =>
    eventually(code, async () => (await currentDetails(sold.handle)).includes(`Last message refused: \`${code}\``));

  test('is refused as long as the company does not allow it, and the details say so', async () => {
    const sold = await soldByTheMonth();
    await sold.handle.signal('withdraw', askedFor(sold, await addOperator(house, sold.branchId)));
    await refusedWith(sold, 'withdraw_signal_not_allowed');
    expect(await commandsOf(sold, 'withdraw')).toEqual([]);
    expect(await termsOf(house, sold.chainId)).toMatchObject([{ withdrawnOn: null, crmTasks: [] }]);
  });

  describe('where the company allows it', () => {
    beforeAll(() => allow(true));
    afterAll(() => allow(false));

    test('the multipack ends with the last day; the trace says who and that it came through Temporal', async () => {
      const sold = await soldByTheMonth();
      const operatorId = await addOperator(house, sold.branchId);
      await sold.handle.signal('withdraw', askedFor(sold, operatorId));
      await eventually('the workflow to end', () => isEnded(sold));
      expect(await commandsOf(sold, 'withdraw')).toMatchObject([
        { channel: 'temporal', actorKind: 'user', actorId: operatorId },
      ]);
      expect(await termsOf(house, sold.chainId)).toMatchObject([
        {
          withdrawnOn: new Date('2027-03-20'),
          crmTasks: [
            { result: 'withdrawal', notes: 'moves to Lisbon', authorId: operatorId, channel: 'temporal', taskTypeId },
          ],
        },
      ]);
    });

    test.each([
      ['an id that nobody has', { operatorId: '00000000-0000-7000-8000-000000000000' }, 'operator_unknown'],
      ['nothing at all', null, 'operator_unknown'],
      ['no day', { lastDay: undefined }, 'invalid_input'],
      ['a day that does not exist', { lastDay: '2027-02-30' }, 'invalid_input'],
      ['something that a withdrawal does not have', { reason: 'death' }, 'invalid_input'],
      ['a day outside the validity', { lastDay: '2027-04-03' }, 'withdrawal_date'],
      ['a type that is of no withdrawal', { taskTypeId: 'generic' }, 'task_type_classification'],
      ['the multipack of another chain', { multipackId: 'another' }, 'multipack_unknown'],
    ])('with %s: refused, the details say so, and it renews', async (_, change, code) => {
      const sold = await soldByTheMonth();
      const asked = { ...askedFor(sold, await addOperator(house, sold.branchId)), ...change };
      if (asked.taskTypeId === 'generic') asked.taskTypeId = genericId;
      if (asked.multipackId === 'another') asked.multipackId = (await soldByTheMonth()).chainId;
      await sold.handle.signal('withdraw', ...(change === null ? [] : [asked]));
      await refusedWith(sold, code);
      expect(await house.database.command.count({ where: { kind: 'withdraw', actorId: asked.operatorId } })).toBe(0);
      await moveClock(house, sold, '2027-04-02T02:00:00Z');
      expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
    });

    test('of a customer who belongs to another branch now: refused to the former one, not to that one', async () => {
      const sold = await soldByTheMonth();
      const elsewhere = await sell(house, {
        at: '2027-03-10T09:00:00Z',
        startOn: '2027-03-03',
        timeZone: 'Europe/Rome',
      });
      await house.database.customer.update({ where: { id: sold.customerId }, data: { branchId: elsewhere.branchId } });
      await sold.handle.signal('withdraw', askedFor(sold, await addOperator(house, sold.branchId, 2)));
      await refusedWith(sold, 'operator_not_entitled');
      await sold.handle.signal('withdraw', askedFor(sold, await addOperator(house, elsewhere.branchId, 2)));
      await eventually('the workflow to end', () => isEnded(sold));
      expect(await commandsOf(sold, 'withdraw')).toHaveLength(1);
    });

    test('by somebody of another branch: refused unless of level 1', async () => {
      const sold = await soldByTheMonth();
      const elsewhere = await sell(house, {
        at: '2027-03-10T09:00:00Z',
        startOn: '2027-03-03',
        timeZone: 'Europe/Rome',
      });
      await sold.handle.signal('withdraw', askedFor(sold, await addOperator(house, elsewhere.branchId, 2)));
      await refusedWith(sold, 'operator_not_entitled');
      await sold.handle.signal('withdraw', askedFor(sold, await addOperator(house, elsewhere.branchId, 1)));
      await eventually('the workflow to end', () => isEnded(sold));
      expect(await commandsOf(sold, 'withdraw')).toHaveLength(1);
    });

    test('sent twice and found by a worker after the night: withdrawn once, as received, and not renewed', async () => {
      const sold = await soldByTheMonth();
      const asked = askedFor(sold, await addOperator(house, sold.branchId));
      await moveClock(house, sold, '2027-03-25T10:00:00Z');
      await worker.stop();
      await sold.handle.signal('withdraw', asked);
      await sold.handle.signal('withdraw', asked);
      await leap(house, sold, '2027-04-03T10:00:00Z');
      worker = await house.startWorker();
      await eventually('the workflow to end', () => isEnded(sold));
      const [command, ...others] = await commandsOf(sold, 'withdraw');
      expect(others).toEqual([]);
      expect(command!.receivedAt.toISOString()).toMatch(/^2027-03-25T10:/);
      expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
      const [term] = await termsOf(house, sold.chainId);
      expect(term!.crmTasks).toMatchObject([{ result: 'withdrawal' }]);
      expect(await currentDetails(sold.handle)).toContain('Last message refused: `already_withdrawn`');
    });
  });
});
