import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { editCustomer, findCustomer } from '../../src/database/customers.ts';
import { changeDueDay } from '../../src/database/multipacks/due-day.ts';
import { freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { addConcept, editConcept, findConcept } from '../../src/database/notices/concepts.ts';
import { editBranch } from '../../src/database/organisation.ts';
import { tellOverdueNotices } from '../../src/database/outbox.ts';
import { payReceivable } from '../../src/database/receivables.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import {
  currentDetails,
  decide,
  eventually,
  type House,
  isRunning,
  openHouse,
  sell,
  TASK_QUEUE,
  untilIdle,
} from '../support/chains.ts';
import { INSTALMENTS, type Noticed, noticed, noticesOf, set } from '../support/notices.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.startWorker();
});
afterAll(() => house?.close());

/** Bought on 10 March 2027, due from the 10th of each month; in Madrid summer time begins on 28 March. */
const SALE = { at: '2027-03-10T12:00:00Z', startOn: '2027-03-10' };

const moveTo = ({ customerId }: Noticed, to: string) =>
  house.gateway.moveClock(house.database, customerId, new Date(to));
const sent = ({ customerId }: Noticed) => noticesOf(house, customerId);
const receivables = ({ customerId }: Noticed) =>
  house.database.receivable.findMany({ where: { customerId }, orderBy: { dueOn: 'asc' } });
const newConcept = (days: number, type: 'preventive' | 'after_due') =>
  decide(house, (act) => addConcept(act, { description: `${type} ${days} ${Date.now()}`, days, type }));
const untilEnded = ({ handle }: Noticed) =>
  eventually('the workflow to end', async () => (await handle.describe()).status.name === 'COMPLETED');
const pay = (id: string) => decide(house, (act) => payReceivable(act, {}, id, { method: 'transfer' }));

test('a year of a customer: each instalment is told of once before and once after it falls due, in the morning of its day', async () => {
  const one = await noticed(house, SALE, { afterDue: true });
  await moveTo(one, '2027-06-20T12:00:00Z');
  expect(await sent(one)).toEqual([
    '2027-03-17 08:00 after_due 2027-03-10',
    '2027-04-03 08:00 preventive 2027-04-10',
    '2027-04-17 08:00 after_due 2027-04-10',
    '2027-05-03 08:00 preventive 2027-05-10',
    '2027-05-17 08:00 after_due 2027-05-10',
    '2027-06-03 08:00 preventive 2027-06-10',
    '2027-06-17 08:00 after_due 2027-06-10',
  ]);
  expect(await currentDetails(one.handle)).toContain('2027-07-03 08:00');
  for (const { id } of await receivables(one)) await pay(id);
  await untilIdle(house, one);
  await moveTo(one, '2028-03-20T12:00:00Z');
  expect(await sent(one)).toHaveLength(7);
  expect(await currentDetails(one.handle)).toContain('No notice is to come');
  await set(house, one.customerId, { active: false });
  await untilEnded(one);
  const history = JSON.stringify(await one.handle.fetchHistory());
  for (const told of ['@example.com', 'Pilar', 'Dear']) {
    expect(history).not.toContain(told);
    expect(history).not.toContain(Buffer.from(told).toString('base64').slice(0, -4));
  }
});

test('a receivable that is paid a minute before is not told of; one that is paid in part is, of the rest', async () => {
  const one = await noticed(house, SALE);
  await moveTo(one, '2027-04-03T05:59:00Z');
  const [, april, may] = await receivables(one);
  await pay(april!.id);
  await moveTo(one, '2027-04-12T12:00:00Z');
  expect(await sent(one)).toEqual([]);
  const amount = { amount: Number(may!.amount) - 100, currency: 'EUR' };
  await decide(house, (act) => payReceivable(act, {}, may!.id, { method: 'transfer', amount }));
  await moveTo(one, '2027-05-03T06:01:00Z');
  expect(await sent(one)).toEqual(['2027-05-03 08:00 preventive 2027-05-10']);
  const mail = await house.database.mail.findFirstOrThrow({ where: { customerId: one.customerId } });
  expect(mail.text).toContain('€1.00');
});

describe('what changes takes effect at once on what has not gone out', () => {
  test('the days of a concept', async () => {
    const concept = await newConcept(7, 'preventive');
    const one = await noticed(house, SALE, { reminderConceptId: concept.id });
    await moveTo(one, '2027-03-20T12:00:00Z');
    await decide(house, async (act) => editConcept(act, await findConcept(act.tx, concept.id), 1, { days: 10 }));
    await untilIdle(house, one);
    await moveTo(one, '2027-04-05T12:00:00Z');
    expect(await sent(one)).toEqual(['2027-03-31 08:00 preventive 2027-04-10']);
  });

  test('a due date that is moved, after it was told of too', async () => {
    const one = await noticed(house, SALE);
    await moveTo(one, '2027-04-04T12:00:00Z');
    await decide(house, (act) => changeDueDay(act, one.chainId, 20));
    await untilIdle(house, one);
    await moveTo(one, '2027-05-14T12:00:00Z');
    expect(await sent(one)).toEqual([
      '2027-04-03 08:00 preventive 2027-04-10',
      '2027-04-13 08:00 preventive 2027-04-20',
      '2027-05-13 08:00 preventive 2027-05-20',
    ]);
  });

  test('a multipack that is bought meanwhile, and one that is withdrawn', async () => {
    const one = await noticed(house, SALE, {});
    await moveTo(one, '2027-03-12T12:00:00Z');
    const { chainId } = await sell(house, {
      ...SALE,
      customerId: one.customerId,
      startOn: '2027-03-25',
      plan: { ...INSTALMENTS, paymentMethod: 'sepa', noticesOfCollected: true },
    });
    await untilIdle(house, one);
    await moveTo(one, '2027-03-19T12:00:00Z');
    expect(await sent(one)).toEqual(['2027-03-18 08:00 preventive 2027-03-25']);
    const { id: taskTypeId } = await house.database.taskType.create({
      data: { name: 'Withdrawal', classification: 'withdrawal', createdAt: new Date() },
    });
    const withdrawal = { taskTypeId, lastDay: '2027-03-30', multipackIds: [chainId], notes: '' };
    await decide(house, (act) => withdrawMultipacks(act, one.customerId, withdrawal, {}));
    await untilIdle(house, one);
    await moveTo(one, '2027-04-30T12:00:00Z');
    expect(await sent(one)).toEqual([
      '2027-03-18 08:00 preventive 2027-03-25',
      '2027-04-03 08:00 preventive 2027-04-10',
    ]);
  });

  test('a freeze without an end, for its due dates will move, and the end of it', async () => {
    const one = await noticed(house, SALE);
    await decide(house, (act) => freezeMultipack(act, one.chainId, { from: '2027-04-01' }));
    await moveTo(one, '2027-04-05T12:00:00Z');
    expect(await sent(one)).toEqual([]);
    await decide(house, (act) => reactivateMultipack(act, one.chainId));
    await untilIdle(house, one);
    await moveTo(one, '2027-04-08T12:00:00Z');
    expect(await sent(one)).toEqual(['2027-04-07 08:00 preventive 2027-04-14']);
  });

  test('the hour of the branch’s morning, and an address that comes to be known', async () => {
    const one = await noticed(house, { ...SALE, timeZone: 'Atlantic/Canary' });
    const { customerId, branchId } = one;
    await house.database.customer.update({ where: { id: customerId }, data: { email: null } });
    await moveTo(one, '2027-04-04T12:00:00Z');
    expect(await sent(one)).toEqual([]);
    await decide(house, async (act) => {
      const customer = await findCustomer(act.tx, {}, customerId);
      await editCustomer(act, customer, customer.version, { email: 'pilar@example.com' });
    });
    await untilIdle(house, one);
    expect(await currentDetails(one.handle)).toContain('2027-04-05 08:00');
    const { version } = await house.database.branch.findUniqueOrThrow({ where: { id: branchId } });
    await decide(house, (act) => editBranch(act, branchId, version, { noticeTime: '06:30' }));
    await untilIdle(house, one);
    await moveTo(one, '2027-04-05T12:00:00Z');
    expect(await sent(one)).toEqual(['2027-04-05 07:30 preventive 2027-04-10']);
  });
});

describe('debts that were there before', () => {
  test('are not told of when notices are turned on, turned on again, or another concept is chosen', async () => {
    const one = await noticed(house, { at: '2027-06-15T12:00:00Z', startOn: '2027-03-10' }, { afterDue: true });
    await moveTo(one, '2027-06-30T12:00:00Z');
    expect(await sent(one)).toEqual([]);
    await moveTo(one, '2027-07-15T12:00:00Z');
    const july = '2027-07-03 08:00 preventive 2027-07-10';
    expect(await sent(one)).toEqual([july]);
    // Of July's debt, the notice of two days after it would have gone on the 12th.
    await set(house, one.customerId, { afterDueConceptId: (await newConcept(2, 'after_due')).id });
    await untilIdle(house, one);
    await moveTo(one, '2027-07-25T12:00:00Z');
    expect(await sent(one)).toEqual([july]);
    await set(house, one.customerId, { active: false });
    await untilEnded(one);
    await moveTo(one, '2027-08-11T12:00:00Z');
    await set(house, one.customerId, { active: true });
    await untilIdle(house, one);
    await moveTo(one, '2027-09-13T12:00:00Z');
    expect(await sent(one)).toEqual([
      july,
      '2027-09-03 08:00 preventive 2027-09-10',
      '2027-09-12 08:00 after_due 2027-09-10',
    ]);
  });

  test('a reminder that is late goes the next morning until the due date, and not to who was reminded', async () => {
    const one = await noticed(house, { ...SALE, at: '2027-04-08T15:00:00Z' });
    await moveTo(one, '2027-04-09T12:00:00Z');
    expect(await sent(one)).toEqual(['2027-04-09 08:00 preventive 2027-04-10']);
    await set(house, one.customerId, { reminderConceptId: (await newConcept(14, 'preventive')).id });
    await untilIdle(house, one);
    await moveTo(one, '2027-04-11T12:00:00Z');
    expect(await sent(one)).toHaveLength(1);
    const late = await noticed(house, { ...SALE, at: '2027-04-10T15:00:00Z' });
    await moveTo(late, '2027-04-20T12:00:00Z');
    expect(await sent(late)).toEqual([]);
  });
});

test('a wait that was lost comes back from the rows, by the sweep and by reconciling, and nothing is told twice', async () => {
  const one = await noticed(house, SALE);
  await one.handle.terminate('by hand');
  await reconcile({ database: house.database, workflows: house.client.workflow, taskQueue: TASK_QUEUE });
  expect(await isRunning(one.handle)).toBe(true);
  await one.handle.terminate('by hand');
  await setCustomerClock(house.database, one.customerId, new Date('2027-04-03T07:00:00Z'));
  await tellOverdueNotices(house.database, new Date('2099-01-01T00:00:00Z'));
  await untilIdle(house, one);
  await eventually('the notice', async () => (await sent(one)).length > 0);
  await one.handle.signal('noticesChanged');
  await untilIdle(house, one);
  expect(await sent(one)).toEqual(['2027-04-03 09:00 preventive 2027-04-10']);
});

test('a run that grew too long goes on as another one, which misses nothing and repeats nothing', async () => {
  const one = await noticed(house, SALE);
  await moveTo(one, '2027-04-04T12:00:00Z');
  const { runId } = await one.handle.describe();
  for (let i = 0; i < 5; i += 1) await one.handle.signal('noticesChanged', 'x'.repeat(900_000));
  await untilIdle(house, one);
  await one.handle.signal('noticesChanged');
  await eventually('another run', async () => (await one.handle.describe()).runId !== runId);
  await untilIdle(house, one);
  await moveTo(one, '2027-05-04T12:00:00Z');
  expect(await sent(one)).toEqual(['2027-04-03 08:00 preventive 2027-04-10', '2027-05-03 08:00 preventive 2027-05-10']);
});
