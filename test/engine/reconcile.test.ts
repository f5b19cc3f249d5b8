import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { query, urlOf } from '../../src/engine/embedded/postgres.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import { packageRoot } from '../../src/package-root.ts';
import {
  countRenewals,
  currentDetails,
  decide,
  type House,
  isRunning,
  moveClock,
  openHouse,
  renewed,
  sell,
  TASK_QUEUE,
  untilIdle,
} from '../support/chains.ts';
import { handleOf, historyOf, opened, settingsOf } from '../support/requests.ts';
import { type FreshDatabase, freshDatabase, postgresFor, privateHome, temporalFor } from '../support/system.ts';

const AT = '2027-03-10T09:00:00Z';

let tacit: FreshDatabase;
let house: House;
/** Stops the private Temporal, throws away all it knows, and starts it again. */
let empty: () => Promise<string>;
let stop: () => Promise<void>;

beforeAll(async () => {
  tacit = await freshDatabase();
  const home = await privateHome();
  const postgres = await postgresFor(home);
  let temporal = await temporalFor(home, postgres);
  house = await openHouse({ databaseUrl: tacit.url, address: temporal.address });
  empty = async () => {
    await temporal.process.stop();
    for (const name of ['temporal', 'temporal_visibility']) {
      await query(urlOf(postgres, 'postgres'), `DROP DATABASE ${name} WITH (FORCE)`);
    }
    temporal = await temporalFor(home, postgres);
    return temporal.address;
  };
  stop = async () => {
    await temporal.process.stop();
    await postgres.process.stop();
  };
});

afterAll(async () => {
  await house?.close();
  await stop?.();
  await tacit?.drop();
});

test('against an empty Temporal every wait is made again from the rows: nothing is lost, nothing renewed twice', async () => {
  await house.startWorker();
  const monthly = { at: AT, startOn: '2027-03-03' };
  const [waiting, renewedOnce, overdue, frozen, cancelled] = await Promise.all([
    sell(house, monthly),
    sell(house, monthly),
    sell(house, monthly),
    sell(house, monthly),
    sell(house, monthly),
  ]);
  await moveClock(house, renewedOnce, '2027-04-02T05:00:00Z');
  const settings = await settingsOf(house);
  // Their renewals are held, so that their chains wait for nothing.
  const [pending, breached] = [await opened(house, monthly, settings), await opened(house, monthly, settings)];
  for (const { requestId } of [pending, breached]) await untilIdle(house, { handle: handleOf(house, requestId) });
  await decide(house, (change) => freezeMultipack(change, frozen.chainId, { from: '2027-03-10' }));
  await decide(house, (change) => cancelRenewal(change, cancelled.chainId));
  for (const sold of [waiting, renewedOnce, overdue, frozen, cancelled]) await untilIdle(house, sold);
  await house.close();

  const address = await empty();
  house = await openHouse({ databaseUrl: tacit.url, address });
  const chains = [waiting, renewedOnce, overdue, frozen, cancelled].map(({ chainId, ...sold }) => ({
    ...sold,
    chainId,
    handle: house.client.workflow.getHandle(`multipack-renewal-${chainId}`),
  }));
  await setCustomerClock(house.database, overdue.customerId, new Date('2027-04-20T09:00:00Z'));
  await setCustomerClock(house.database, breached.customerId, new Date('2027-04-20T09:00:00Z'));
  const requests = [pending, breached].map(({ requestId }) => handleOf(house, requestId));
  expect(await Promise.all(requests.map(isRunning))).toEqual([false, false]);
  expect(await Promise.all(chains.map(({ handle }) => isRunning(handle)))).toEqual([false, false, false, false, false]);

  const { database, client } = house;
  const rebuild = () => reconcile({ database, workflows: client.workflow, taskQueue: TASK_QUEUE });
  expect(await rebuild()).toBe(6);
  expect(await rebuild()).toBe(6);
  await Promise.all([reconcileInProcess(address), reconcileInProcess(address)]);
  await house.startWorker();
  for (const sold of chains.slice(0, 4)) await untilIdle(house, sold);
  for (const handle of requests) await untilIdle(house, { handle });
  expect(await historyOf(house, pending.requestId)).toEqual(['opened']);
  expect(await historyOf(house, breached.requestId)).toEqual(['opened', 'breached']);
  expect(await currentDetails(requests[0]!)).toContain('Pending');
  expect(await Promise.all(chains.map(({ handle }) => isRunning(handle)))).toEqual([true, true, true, true, false]);
  expect(await currentDetails(chains[0]!.handle)).toContain('night of 2027-04-01 to 2027-04-02');
  expect(await currentDetails(chains[1]!.handle)).toContain('night of 2027-05-01 to 2027-05-02');
  expect(await currentDetails(chains[3]!.handle)).toContain('until it is reactivated');
  expect(await renewals(chains)).toEqual([renewed(0), renewed(1), renewed(1), renewed(0), renewed(0)]);

  await moveClock(house, chains[0]!, '2027-04-02T05:00:00Z');
  await moveClock(house, chains[1]!, '2027-05-02T05:00:00Z');
  expect(await renewals(chains)).toEqual([renewed(1), renewed(2), renewed(1), renewed(0), renewed(0)]);
});

const renewals = (chains: { chainId: string }[]) =>
  Promise.all(chains.map(({ chainId }) => countRenewals(house, chainId)));

/** `tacit reconcile`, as an operator runs it. */
async function reconcileInProcess(address: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join(packageRoot, 'src/cli/main.ts'), 'reconcile'], {
    cwd: packageRoot,
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', DATABASE_URL: tacit.url, TEMPORAL_ADDRESS: address },
      ...{ TEMPORAL_NAMESPACE: 'tacit', TEMPORAL_TASK_QUEUE: TASK_QUEUE },
    },
  });
}
