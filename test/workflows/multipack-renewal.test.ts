import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { Refusal } from '../../src/database/act.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { blockMultipack, freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import { tellChain, tellOverdueChains } from '../../src/database/outbox.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import {
  countRenewals,
  currentDetails,
  decide,
  eventually,
  type House,
  leap,
  moveClock,
  openHouse,
  periodsOf,
  renewed,
  sell,
  type Sold,
  TASK_QUEUE,
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

/** Null until the message of the sale has started it. */
const statusOf = ({ handle }: Sold) =>
  handle.describe().then(
    ({ status }) => status.name,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    },
  );

const attributesOf = ({ typedSearchAttributes }: WorkflowExecutionDescription) =>
  Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));

/** Sold on 3 March 2027, valid to 2 April, so that the deadline with a day of notice is 1 April. */
const soldToSecondOfApril = (noticeAmount: number) =>
  sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03', plan: { noticeAmount } });

describe('the night after the deadline', () => {
  test('a multipack that expires on 2 April with a day of notice renews in the night of 1 to 2 April', async () => {
    const sold = await soldToSecondOfApril(1);
    await moveClock(house, sold, '2027-04-01T21:59:30Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02']);

    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02', '2027-04-03 to 2027-05-02']);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });

  test('without notice it renews in the night of 2 to 3 April, from 3 April', async () => {
    const sold = await soldToSecondOfApril(0);
    await moveClock(house, sold, '2027-04-02T21:59:30Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02']);

    await moveClock(house, sold, '2027-04-03T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02', '2027-04-03 to 2027-05-02']);
  });

  test('valid to 30 September with 15 days of notice: there on the morning of 16 September, with its receivable and one task', async () => {
    const sold = await sell(house, {
      at: '2027-09-01T09:00:00Z',
      startOn: '2027-09-01',
      plan: { noticeAmount: 15, payment: 'rolling' },
    });
    await moveClock(house, sold, '2027-09-15T21:59:30Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));

    await moveClock(house, sold, '2027-09-16T06:00:00Z');
    const [first, second] = await termsOf(house, sold.chainId);
    expect(second).toMatchObject({ previousId: first!.id, price: 4990n });
    expect(fromColumn(second!.validFrom)).toBe('2027-10-01');
    expect(second!.receivables.map(({ dueOn, amount, state }) => [fromColumn(dueOn), amount, state])).toEqual([
      ['2027-10-01', 4990n, 'open'],
    ]);
    expect(second!.crmTasks).toMatchObject([
      { result: 'automatic_renewal', authorKind: 'system', notes: expect.stringContaining('01/10/2027') },
    ]);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });

  test('monthly from 31 January it begins on the last day of each shorter month and never loses the 31st, fourteen months long', async () => {
    const sold = await sell(house, { at: '2027-02-01T09:00:00Z', startOn: '2027-01-31', plan: { noticeAmount: 3 } });
    await moveClock(house, sold, '2028-03-29T12:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual([
      '2027-01-31 to 2027-02-27',
      '2027-02-28 to 2027-03-30',
      '2027-03-31 to 2027-04-29',
      '2027-04-30 to 2027-05-30',
      '2027-05-31 to 2027-06-29',
      '2027-06-30 to 2027-07-30',
      '2027-07-31 to 2027-08-30',
      '2027-08-31 to 2027-09-29',
      '2027-09-30 to 2027-10-30',
      '2027-10-31 to 2027-11-29',
      '2027-11-30 to 2027-12-30',
      '2027-12-31 to 2028-01-30',
      '2028-01-31 to 2028-02-28',
      '2028-02-29 to 2028-03-30',
      '2028-03-31 to 2028-04-29',
    ]);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(14));
    expect(await statusOf(sold)).toBe('RUNNING');
  });

  test('a notice longer than the term keeps more than one term ahead, and catches up at the sale', async () => {
    const sold = await sell(house, {
      at: '2027-06-10T09:00:00Z',
      startOn: '2027-06-01',
      plan: { noticeAmount: 45 },
    });
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-06-01 to 2027-06-30', '2027-07-01 to 2027-07-31']);
    await moveClock(house, sold, '2027-07-18T12:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual([
      '2027-06-01 to 2027-06-30',
      '2027-07-01 to 2027-07-31',
      '2027-08-01 to 2027-08-31',
      '2027-09-01 to 2027-09-30',
    ]);
  });
});

describe('what a renewal carries over', () => {
  test('instalments follow the plan from the new first day, and their sum is the price', async () => {
    const sold = await sell(house, {
      at: '2027-01-10T09:00:00Z',
      startOn: '2027-01-01',
      plan: {
        ...{ price: 10000n, oneOffFee: 2500n, durationUnit: 'year', noticeAmount: 30 },
        ...{ payment: 'instalments', instalmentCount: 3, instalmentEvery: 1, instalmentUnit: 'month' },
      },
    });
    await moveClock(house, sold, '2027-12-03T12:00:00Z');
    const [first, second] = await termsOf(house, sold.chainId);
    expect(first!.receivables.map(({ amount }) => amount)).toEqual([5834n, 3333n, 3333n]);
    expect(second!.receivables.map(({ dueOn, amount }) => [fromColumn(dueOn), amount])).toEqual([
      ['2028-01-01', 3334n],
      ['2028-02-01', 3333n],
      ['2028-03-01', 3333n],
    ]);
    expect(second!.oneOffFee).toBe(0n);
  });

  test('other terms apply at the first renewal and stay', async () => {
    const sold = await sell(house, {
      at: '2027-01-02T09:00:00Z',
      startOn: '2027-01-01',
      plan: {
        ...{ renewalPrice: 2990n, renewalDurationAmount: 3, renewalDurationUnit: 'month' },
        ...{ services: ['pool'], renewalServices: ['sauna'], renewalServicesSet: true },
      },
    });
    await moveClock(house, sold, '2027-07-31T12:00:00Z');
    const terms = await termsOf(house, sold.chainId);
    expect(terms.map(({ price, services }) => [price, services])).toEqual([
      [4990n, ['pool']],
      [2990n, ['sauna']],
      [2990n, ['sauna']],
      [2990n, ['sauna']],
    ]);
    expect(await periodsOf(house, sold.chainId)).toEqual([
      '2027-01-01 to 2027-01-31',
      '2027-02-01 to 2027-04-30',
      '2027-05-01 to 2027-07-31',
      '2027-08-01 to 2027-10-31',
    ]);
  });
});

describe('cancelled', () => {
  test('in the last minute of the last day: it is not renewed, and its workflow ends', async () => {
    const sold = await soldToSecondOfApril(1);
    await moveClock(house, sold, '2027-04-01T21:59:00Z');
    await decide(house, (change) => cancelRenewal(change, sold.chainId));
    await eventually('the workflow to end', async () => (await statusOf(sold)) === 'COMPLETED');
    await moveClock(house, sold, '2027-04-20T12:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02']);
  });

  test('a day later: refused with the deadline, and renewed', async () => {
    const sold = await soldToSecondOfApril(1);
    await moveClock(house, sold, '2027-04-01T22:00:00Z');
    const refusal = await decide(house, (change) => cancelRenewal(change, sold.chainId)).catch((error) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'notice_deadline_passed', details: { deadline: '2027-04-01' } });
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });

  test('then switched on again: the workflow that had ended is started by the message and renews', async () => {
    const sold = await soldToSecondOfApril(1);
    await decide(house, (change) => cancelRenewal(change, sold.chainId));
    await eventually('the workflow to end', async () => (await statusOf(sold)) === 'COMPLETED');
    const { runId } = await sold.handle.describe();

    await decide(house, (change) => enableRenewal(change, sold.chainId));
    await eventually('a new run', async () => (await sold.handle.describe()).runId !== runId);
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02', '2027-04-03 to 2027-05-02']);
  });

  test('by force after the deadline: the renewed one is removed, its money void, and nothing of the chain ever renews', async () => {
    const sold = await soldToSecondOfApril(1);
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    await decide(house, (change) =>
      forceCancelRenewal(change, sold.chainId, { reason: 'illness', receivedOn: '2027-03-30' }),
    );
    await eventually('the workflow to end', async () => (await statusOf(sold)) === 'COMPLETED');
    await decide(house, ({ tx }) => tellChain(tx, sold.chainId));
    await untilIdle(house, sold);
    await moveClock(house, sold, '2027-08-01T12:00:00Z');
    const [, second, ...others] = await termsOf(house, sold.chainId);
    expect(second!.removedAt).not.toBeNull();
    expect(second!.receivables.map(({ state }) => state)).toEqual(['void']);
    expect(others).toEqual([]);
    expect(await statusOf(sold)).toBe('COMPLETED');
  });
});

describe('suspended', () => {
  test('a freeze without an end holds the renewal; reactivated, it renews on the moved dates', async () => {
    const sold = await soldToSecondOfApril(1);
    await decide(house, (change) => freezeMultipack(change, sold.chainId, { from: '2027-03-11' }));
    await moveClock(house, sold, '2027-05-10T09:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    expect(await currentDetails(sold.handle)).toMatch(/until it is reactivated/);

    await decide(house, (change) => reactivateMultipack(change, sold.chainId));
    const { validTo, deadline } = (await termsOf(house, sold.chainId))[0]!;
    expect([validTo, deadline].map(fromColumn)).toEqual(['2027-06-01', '2027-05-31']);
    await moveClock(house, sold, '2027-05-31T21:59:30Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    await moveClock(house, sold, '2027-06-01T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-06-01', '2027-06-02 to 2027-07-01']);
  });

  test('the planned end of a freeze wakes the chain by itself, and the renewal comes on the moved date', async () => {
    const sold = await soldToSecondOfApril(1);
    await decide(house, (change) => freezeMultipack(change, sold.chainId, { from: '2027-03-10', until: '2027-04-08' }));
    await moveClock(house, sold, '2027-03-25T09:00:00Z');
    expect(await currentDetails(sold.handle)).toMatch(/Frozen.*2027-04-08T22:00:00/);
    await moveClock(house, sold, '2027-05-01T21:59:30Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    await moveClock(house, sold, '2027-05-02T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-05-02', '2027-05-03 to 2027-06-02']);
  });

  test('one blocked for arrears renews on its dates', async () => {
    const sold = await soldToSecondOfApril(1);
    await decide(house, (change) => blockMultipack(change, sold.chainId, { reason: 'arrears' }));
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02', '2027-04-03 to 2027-05-02']);
  });
});

describe('messages', () => {
  test('five hundred messages about one chain cause one renewal', async () => {
    const sold = await soldToSecondOfApril(1);
    await untilIdle(house, sold);
    await leap(house, sold, '2027-04-02T02:00:00Z');
    await Promise.all(Array.from({ length: 500 }, () => sold.handle.signal('multipackChanged')));
    await untilIdle(house, sold);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });

  test('a workflow terminated by hand is started again by reconcile and by the sweep, which tells what is long overdue', async () => {
    // Long ago, because the sweep goes by the real day.
    const sold = await sell(house, { at: '2024-03-10T09:00:00Z', startOn: '2024-03-03' });
    await untilIdle(house, sold);
    await sold.handle.terminate('by hand');
    await reconcile({ database: house.database, workflows: house.client.workflow, taskQueue: TASK_QUEUE });
    await eventually('a new run', async () => (await statusOf(sold)) === 'RUNNING');
    await untilIdle(house, sold);

    await sold.handle.terminate('by hand');
    await tellOverdueChains(house.database, new Date());
    await eventually('a new run', async () => (await statusOf(sold)) === 'RUNNING');
    await moveClock(house, sold, '2024-04-02T02:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
  });
});

describe('in the Temporal UI', () => {
  test('a person reads what the chain waits for: summary, details, the name of the timer, and the ids to search by', async () => {
    const sold = await soldToSecondOfApril(1);
    await untilIdle(house, sold);
    const description = await sold.handle.describe();
    expect(await description.staticSummary()).toBe('automatic renewal of a multipack');
    expect(await currentDetails(sold.handle)).toBe(
      'Renews in the **night of 2027-04-01 to 2027-04-02**; can be cancelled through 2027-04-01; valid to 2027-04-02.\n\n' +
        'Time zone Europe/Madrid',
    );
    const { events } = await sold.handle.fetchHistory();
    const timer = events!.findLast(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
    expect(new TextDecoder().decode(timer!.userMetadata!.summary!.data!)).toBe(
      '"renewal in the night of 2027-04-01 to 2027-04-02"',
    );
    expect(attributesOf(description)).toMatchObject({
      MultipackId: sold.chainId,
      CustomerId: sold.customerId,
      BranchId: sold.branchId,
      RenewalState: 'will_renew',
      NoticeDeadline: new Date('2027-04-01T22:00:00Z'),
    });
    const query = `RenewalState = 'will_renew' AND CustomerId = '${sold.customerId}' AND NoticeDeadline = '2027-04-01T22:00:00Z'`;
    await eventually('the chain to be found', async () => (await house.client.workflow.count(query)).count === 1);

    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    const [, successor] = await termsOf(house, sold.chainId);
    expect(await currentDetails(sold.handle)).toContain(`night of 2027-05-01 to 2027-05-02`);
    expect(attributesOf(await sold.handle.describe())).toMatchObject({
      MultipackId: successor!.id,
      NoticeDeadline: new Date('2027-05-01T22:00:00Z'),
    });
  });
});

describe('workers', () => {
  test('stopped over several deadlines: every term missed is renewed, on the dates it would have had', async () => {
    const sold = await soldToSecondOfApril(1);
    await untilIdle(house, sold);
    await worker.stop();
    await leap(house, sold, '2027-07-10T12:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    worker = await house.startWorker();
    await eventually('the chain to catch up', async () => (await termsOf(house, sold.chainId)).length >= 5);
    await untilIdle(house, sold);
    expect(await periodsOf(house, sold.chainId)).toEqual([
      '2027-03-03 to 2027-04-02',
      '2027-04-03 to 2027-05-02',
      '2027-05-03 to 2027-06-02',
      '2027-06-03 to 2027-07-02',
      '2027-07-03 to 2027-08-02',
    ]);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(4));
  });

  test('two side by side renew each term once', async () => {
    const other = await house.startWorker();
    const sales = await Promise.all(Array.from({ length: 6 }, () => soldToSecondOfApril(1)));
    await Promise.all(sales.map((sold) => moveClock(house, sold, '2027-05-02T02:00:00Z')));
    for (const sold of sales) expect(await countRenewals(house, sold.chainId)).toEqual(renewed(2));
    await other.stop();
  });
});
