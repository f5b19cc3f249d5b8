import { randomUUID } from 'node:crypto';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import {
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

/** The run before and the run after a continue-as-new; their histories are stored apart. */
export async function continuedAsNew(world: World): Promise<{ sold: Sold; firstRunId: string }> {
  const chain = await sold(world);
  const { runId: firstRunId } = await chain.handle.describe();
  for (let i = 0; i < 5; i += 1) await chain.handle.signal('multipackChanged', 'x'.repeat(900_000));
  await untilIdle(world.house, chain);
  await chain.handle.signal('multipackChanged');
  await eventually('another run', async () => (await chain.handle.describe()).runId !== firstRunId);
  await untilIdle(world.house, chain);
  await moveClock(world.house, chain, MORNING_AFTER);
  return { sold: chain, firstRunId };
}
