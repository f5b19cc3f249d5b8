import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addException, editException, endException } from '../../src/database/connection-exceptions.ts';
import type { Act } from '../../src/database/act.ts';
import {
  addConnection,
  blockConnection,
  lockConnection,
  type ShownConnection,
} from '../../src/database/connections.ts';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { tellOverdueExceptions } from '../../src/database/outbox.ts';
import { exceptionWorkflowId } from '../../src/engine/ids.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import {
  addCustomer,
  currentDetails,
  decide,
  eventually,
  type House,
  isRunning,
  openHouse,
  TASK_QUEUE,
  untilIdle,
} from '../support/chains.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.startWorker();
});
afterAll(() => house?.close());

const AT = '2027-03-10T09:00:00Z';
const UNTIL = '2027-03-15T18:00:00.000Z';

const within = <T>(id: string, change: (act: Act, connection: ShownConnection) => Promise<T>) =>
  decide(house, async (act) => change(act, await lockConnection(act.tx, {}, id)));

/** A connection excepted from blocking until 15 March, 18:00 UTC, on the clock of a customer for whom it is the tenth. */
async function excepted() {
  const customerId = await addCustomer(house, { at: AT });
  const customer = await house.database.customer.findUniqueOrThrow({ where: { id: customerId } });
  const username = `pilar-${customerId}`;
  const { id } = await decide(house, (act) => addConnection(act, customer, { username, service: 'Fibra' }));
  await within(id, (act, connection) =>
    addException(act, connection, { until: new Date(UNTIL), reason: 'Promised to pay' }),
  );
  const exception = await house.database.connectionException.findFirstOrThrow({ where: { connectionId: id } });
  const handle = house.client.workflow.getHandle(exceptionWorkflowId(exception.id));
  await untilIdle(house, { handle });
  return { connectionId: id, customerId, exceptionId: exception.id, handle };
}
type Excepted = Awaited<ReturnType<typeof excepted>>;

const moveTo = ({ customerId }: Excepted, to: string) =>
  house.gateway.moveClock(house.database, customerId, new Date(to));
const endOf = async ({ exceptionId }: Excepted) =>
  (await house.database.connectionException.findUniqueOrThrow({ where: { id: exceptionId } })).endedAt?.toISOString() ??
  null;
const untilEnded = ({ handle }: Excepted) =>
  eventually('the workflow to end', async () => (await handle.describe()).status.name === 'COMPLETED');
const traces = ({ connectionId }: Excepted, action: string) =>
  house.database.auditEvent.count({ where: { entityId: connectionId, action: `connection.${action}` } });
const block = ({ connectionId }: Excepted) =>
  within(connectionId, (act, connection) => blockConnection(act, connection, 'Arrears'));

test('an exception waits for its end, which is written down once; until then nothing is blocked', async () => {
  const one = await excepted();
  expect(await currentDetails(one.handle)).toContain(UNTIL);
  await moveTo(one, '2027-03-15T17:00:00Z');
  expect(await endOf(one)).toBeNull();
  await expect(block(one)).rejects.toMatchObject({ code: 'connection_excepted' });
  await moveTo(one, '2027-03-15T18:00:01Z');
  expect(await endOf(one)).toBe(UNTIL);
  await untilEnded(one);
  expect(await traces(one, 'exception_expired')).toBe(1);
  expect((await block(one)).state).toBe('blocked');
  const history = JSON.stringify(await one.handle.fetchHistory());
  for (const told of ['Promised', 'Pilar', 'pilar-']) {
    expect(history).not.toContain(told);
    expect(history).not.toContain(Buffer.from(told).toString('base64').slice(0, -4));
  }
});

test('an end that is moved is waited for anew, and one that comes early ends the wait', async () => {
  const one = await excepted();
  const { connectionId, exceptionId } = one;
  const later = '2027-03-20T18:00:00.000Z';
  await within(connectionId, (act, connection) =>
    editException(act, connection, exceptionId, 1, { until: new Date(later) }),
  );
  await untilIdle(house, one);
  await eventually('the new end', async () => (await currentDetails(one.handle)).includes(later));
  await moveTo(one, '2027-03-16T09:00:00Z');
  expect(await endOf(one)).toBeNull();
  await within(connectionId, (act, connection) => endException(act, connection, exceptionId));
  await untilEnded(one);
  expect([await traces(one, 'exception_ended'), await traces(one, 'exception_expired')]).toEqual([1, 0]);
});

test('a wait that was lost comes back from the rows, by the sweep and by reconciling', async () => {
  const one = await excepted();
  await one.handle.terminate('by hand');
  await reconcile({ database: house.database, workflows: house.client.workflow, taskQueue: TASK_QUEUE });
  expect(await isRunning(one.handle)).toBe(true);
  await one.handle.terminate('by hand');
  await setCustomerClock(house.database, one.customerId, new Date('2027-03-16T09:00:00Z'));
  await tellOverdueExceptions(house.database, new Date('2027-03-16T09:00:00Z'));
  await untilEnded(one);
  expect(await endOf(one)).toBe(UNTIL);
});
