import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { Act } from '../../src/database/act.ts';
import { withdrawCommand } from '../../src/database/commands.ts';
import { addException, editException } from '../../src/database/connection-exceptions.ts';
import { addConnection, lockConnection, type ShownConnection } from '../../src/database/connections.ts';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import { exceptionWorkflowId } from '../../src/engine/ids.ts';
import {
  addCustomer,
  addOperator,
  decide,
  eventually,
  type House,
  moveClock,
  type PlanValues,
  sell,
  skip,
  type Sold,
  untilIdle,
} from '../support/chains.ts';
import { type Noticed, noticed, set } from '../support/notices.ts';
import {
  decideBy,
  handleOf,
  type Opened,
  opened,
  queue,
  settingsOf,
  untilEnded as untilRequestEnded,
} from '../support/requests.ts';

/** What a story may do to the world besides asking Tacit. */
export interface World {
  house: House;
  /** Takes the database away while `meanwhile` runs, and brings it back. */
  withoutDatabase(meanwhile: () => Promise<void>): Promise<void>;
}

const SALE = { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' };
const MORNING_AFTER = '2027-04-02T05:00:00Z';

const isEnded = async ({ handle }: Sold) => (await handle.describe()).status.name === 'COMPLETED';
const untilEnded = (sold: Sold) => eventually('the workflow to end', () => isEnded(sold));

async function sold({ house }: World, plan: PlanValues = {}): Promise<Sold> {
  const sale = await sell(house, { ...SALE, plan });
  await untilIdle(house, sale);
  return sale;
}

/** Every path a chain's workflow can take, by the name of its stored history. */
export const STORIES: Record<string, (world: World) => Promise<Sold>> = {
  async 'renewed-several-terms'(world) {
    const chain = await sold(world);
    await moveClock(world.house, chain, '2027-07-10T10:00:00Z');
    return chain;
  },

  async cancelled(world) {
    const chain = await sold(world);
    await decide(world.house, (change) => cancelRenewal(change, chain.chainId));
    await untilEnded(chain);
    return chain;
  },

  async 'enabled-again'(world) {
    const chain = await sold(world);
    await decide(world.house, (change) => cancelRenewal(change, chain.chainId));
    await untilEnded(chain);
    await decide(world.house, (change) => enableRenewal(change, chain.chainId));
    await eventually('a new run', async () => !(await isEnded(chain)));
    await moveClock(world.house, chain, MORNING_AFTER);
    return chain;
  },

  async 'frozen-and-reactivated'(world) {
    const chain = await sold(world);
    await decide(world.house, (change) => freezeMultipack(change, chain.chainId, { from: '2027-03-10' }));
    await moveClock(world.house, chain, '2027-04-10T10:00:00Z');
    await decide(world.house, (change) => reactivateMultipack(change, chain.chainId));
    await moveClock(world.house, chain, '2027-05-04T10:00:00Z');
    return chain;
  },

  async 'freeze-with-planned-end'(world) {
    const chain = await sold(world);
    await decide(world.house, (change) =>
      freezeMultipack(change, chain.chainId, { from: '2027-03-10', until: '2027-03-19' }),
    );
    await moveClock(world.house, chain, '2027-04-12T10:00:00Z');
    return chain;
  },

  async 'forced-after-the-deadline'(world) {
    const chain = await sold(world);
    await moveClock(world.house, chain, MORNING_AFTER);
    await decide(world.house, (change) =>
      forceCancelRenewal(change, chain.chainId, { reason: 'illness', receivedOn: '2027-03-30' }),
    );
    await untilEnded(chain);
    return chain;
  },

  async 'signal-honoured'(world) {
    const chain = await sold(world);
    await chain.handle.signal('cancelRenewal', { operatorId: await addOperator(world.house, chain.branchId) });
    await untilEnded(chain);
    return chain;
  },

  async 'signal-refused'(world) {
    const chain = await sold(world);
    await chain.handle.signal('cancelRenewal', { operatorId: randomUUID() });
    await untilIdle(world.house, chain);
    await moveClock(world.house, chain, MORNING_AFTER);
    return chain;
  },

  async 'withdrawn-by-a-signal'(world) {
    const chain = await sold(world, { payment: 'rolling' });
    const { database } = world.house;
    await database.company.update({ where: { id: 1 }, data: { allowWithdrawSignal: true } });
    const { id: taskTypeId } = await database.taskType.create({
      data: { name: 'Withdrawal', classification: 'withdrawal', createdAt: new Date() },
    });
    const asked = { multipackId: chain.chainId, taskTypeId, lastDay: '2027-03-20' };
    await chain.handle.signal('withdraw', { ...asked, operatorId: randomUUID() });
    await untilIdle(world.house, chain);
    await chain.handle.signal('withdraw', { ...asked, operatorId: await addOperator(world.house, chain.branchId) });
    await untilEnded(chain);
    return chain;
  },

  async 'database-away'(world) {
    const chain = await sold(world);
    const due = new Date(MORNING_AFTER);
    await setCustomerClock(world.house.database, chain.customerId, due);
    await world.withoutDatabase(async () => {
      await skip(world.house, chain.handle, due.getTime() - new Date(SALE.at).getTime());
      await eventually('an activity that outlasts the outage', async () => {
        const { raw } = await chain.handle.describe();
        return (raw.pendingActivities?.length ?? 0) > 0;
      });
    });
    await eventually(
      'the renewal',
      async () => {
        const { raw } = await chain.handle.describe();
        return !raw.pendingActivities?.length && !raw.pendingWorkflowTask;
      },
      60_000,
    );
    return chain;
  },
};

const REQUEST_SALE = { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' };

async function openRequestIn({ house }: World): Promise<Opened> {
  const request = await opened(house, REQUEST_SALE, await settingsOf(house));
  await untilIdle(house, { handle: handleOf(house, request.requestId) });
  return request;
}

/** As STORIES, of the workflow of a cancellation request, whose handle is given. */
export const REQUEST_STORIES: Record<string, (world: World) => Promise<Pick<Sold, 'handle'>>> = {
  async 'request-cancelled'(world) {
    const { requestId, operatorId } = await openRequestIn(world);
    await decideBy(world.house, operatorId, requestId, 'comment', { text: 'Called back' });
    await decideBy(world.house, operatorId, requestId, 'analyse', {});
    await decideBy(world.house, operatorId, requestId, 'cancel', { lastDay: '2027-03-20', details: '' });
    await untilRequestEnded(world.house, requestId);
    return { handle: handleOf(world.house, requestId) };
  },

  async 'request-breached-and-reverted'(world) {
    const request = await openRequestIn(world);
    const { requestId, operatorId, settings } = request;
    await moveClock(world.house, request, '2027-03-20T09:00:30Z');
    await decideBy(world.house, operatorId, requestId, 'analyse', {});
    const { classificationId } = settings;
    await decideBy(world.house, operatorId, requestId, 'revert', { title: 'Stays', classificationId, details: '' });
    await untilRequestEnded(world.house, requestId);
    return { handle: handleOf(world.house, requestId) };
  },

  async 'exception-moved-and-over'({ house }) {
    const customerId = await addCustomer(house, { at: SALE.at });
    const customer = await house.database.customer.findUniqueOrThrow({ where: { id: customerId } });
    const { id } = await decide(house, (act) =>
      addConnection(act, customer, { username: customerId, service: 'Fibra' }),
    );
    const within = <T>(change: (act: Act, connection: ShownConnection) => Promise<T>) =>
      decide(house, async (act) => change(act, await lockConnection(act.tx, {}, id)));
    const until = (day: number) => new Date(Date.UTC(2027, 2, day, 18));
    await within((act, connection) => addException(act, connection, { until: until(15), reason: 'Promised to pay' }));
    const exception = await house.database.connectionException.findFirstOrThrow({ where: { connectionId: id } });
    const handle = house.client.workflow.getHandle(exceptionWorkflowId(exception.id));
    await untilIdle(house, { handle });
    await within((act, connection) => editException(act, connection, exception.id, 1, { until: until(20) }));
    await untilIdle(house, { handle });
    await house.gateway.moveClock(house.database, customerId, new Date(until(21)));
    await eventually('the workflow to end', async () => (await handle.describe()).status.name === 'COMPLETED');
    return { handle };
  },

  async 'request-signals'(world) {
    const { requestId, operatorId } = await openRequestIn(world);
    const handle = handleOf(world.house, requestId);
    await handle.signal('release', { operatorId });
    await handle.signal('analyse', { operatorId });
    await untilIdle(world.house, { handle });
    await handle.signal('cancel', { operatorId, lastDay: '2027-03-20' });
    await untilRequestEnded(world.house, requestId);
    return { handle };
  },

  async 'request-withdrawn-command'(world) {
    const { requestId, operatorId } = await openRequestIn(world);
    const { id } = await queue(world.house, operatorId, requestId, 'analyse', {});
    await withdrawCommand(world.house.database, id);
    await world.house.gateway.decide({ requestId, act: 'analyse', commandId: id, patienceMs: 60_000 });
    return { handle: handleOf(world.house, requestId) };
  },
};

const noticesOn = ({ house }: World): Promise<Noticed> =>
  noticed(house, { at: '2027-03-10T12:00:00Z', startOn: '2027-03-10' }, { afterDue: true });
const moveNotices = ({ house }: World, { customerId }: Noticed, to: string) =>
  house.gateway.moveClock(house.database, customerId, new Date(to));

/** As STORIES, of the workflow of a customer's notices. */
export const NOTICE_STORIES: Record<string, (world: World) => Promise<Pick<Sold, 'handle'>>> = {
  async 'notices-told-and-switched-off'(world) {
    const one = await noticesOn(world);
    await moveNotices(world, one, '2027-04-20T12:00:00Z');
    await set(world.house, one.customerId, { active: false });
    await eventually('the workflow to end', async () => (await one.handle.describe()).status.name === 'COMPLETED');
    return one;
  },

  async 'notices-database-away'(world) {
    const { house } = world;
    const one = await noticesOn(world);
    const due = new Date('2027-03-17T07:00:30Z');
    await setCustomerClock(house.database, one.customerId, due);
    await world.withoutDatabase(async () => {
      await skip(house, one.handle, due.getTime() - new Date('2027-03-10T12:00:00Z').getTime());
      await eventually('an activity that outlasts the outage', async () => {
        const { raw } = await one.handle.describe();
        return (raw.pendingActivities?.length ?? 0) > 0;
      });
    });
    const isQueued = async () => (await house.database.notice.count({ where: { customerId: one.customerId } })) > 0;
    await eventually('the notice', isQueued, 60_000);
    await untilIdle(house, one);
    return one;
  },
};

/** Workflows that went on as another run: what was told, the run before, and what the other one does. */
export const CONTINUED: Record<string, (world: World) => Promise<{ handle: WorkflowHandle; firstRunId: string }>> = {
  async 'continue-as-new'(world) {
    const chain = await sold(world);
    const firstRunId = await makeHeavy(world, chain, 'multipackChanged');
    await moveClock(world.house, chain, MORNING_AFTER);
    return { handle: chain.handle, firstRunId };
  },

  async 'notices-continue-as-new'(world) {
    const one = await noticesOn(world);
    const firstRunId = await makeHeavy(world, one, 'noticesChanged');
    await moveNotices(world, one, '2027-03-18T12:00:00Z');
    return { handle: one.handle, firstRunId };
  },
};

/** Makes the server suggest to continue as new, and returns the run that did when the next one waits. */
async function makeHeavy({ house }: World, { handle }: Pick<Sold, 'handle'>, signal: string): Promise<string> {
  const { runId } = await handle.describe();
  for (let i = 0; i < 5; i += 1) await handle.signal(signal, 'x'.repeat(900_000));
  await untilIdle(house, { handle });
  await handle.signal(signal);
  await eventually('another run', async () => (await handle.describe()).runId !== runId);
  await untilIdle(house, { handle });
  return runId;
}
