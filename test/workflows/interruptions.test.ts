import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { ensureDatabase, urlOf } from '../../src/engine/embedded/postgres.ts';
import {
  addOperator,
  countRenewals,
  currentDetails,
  eventually,
  type House,
  moveClock,
  openHouse,
  periodsOf,
  renewed,
  sell,
  skip,
  type Sold,
  untilIdle,
} from '../support/chains.ts';
import { postgresFor, privateHome } from '../support/system.ts';

describe('continue-as-new', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    await house.startWorker();
  });

  afterAll(async () => {
    await house?.close();
  });

  /** The server suggests it for a history of 4 MB, which nothing of Tacit reaches; junk from outside does. */
  async function makeHeavy({ handle }: Sold): Promise<void> {
    const { runId } = await handle.describe();
    for (let i = 0; i < 5; i += 1) await handle.signal('multipackChanged', 'x'.repeat(900_000));
    await untilIdle(house, { handle });
    await handle.signal('multipackChanged');
    await eventually('another run', async () => (await handle.describe()).runId !== runId);
  }

  test('keeps the wait: the next run renews on the same night, once, and takes the same messages', async () => {
    const sold = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' });
    await untilIdle(house, sold);
    await makeHeavy(sold);
    await untilIdle(house, sold);
    expect((await sold.handle.describe()).historyLength).toBeLessThan(20);
    // The next run says it with its first workflow task, which may come after the question.
    await eventually('what the next run waits for', async () =>
      (await currentDetails(sold.handle)).includes('night of 2027-04-01 to 2027-04-02'),
    );
    await moveClock(house, sold, '2027-04-01T21:59:30Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(0));
    await moveClock(house, sold, '2027-04-02T02:00:00Z');
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));

    await makeHeavy(sold);
    await untilIdle(house, sold);
    await sold.handle.signal('cancelRenewal', { operatorId: await addOperator(house, sold.branchId) });
    await eventually('the end', async () => (await sold.handle.describe()).status.name === 'COMPLETED');
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02', '2027-04-03 to 2027-05-02']);
  });
});

describe('the database away', () => {
  test('while a renewal is due: the workflow waits for it with an ordinary activity and renews once when it is back', async () => {
    const home = await privateHome();
    const postgres = await postgresFor(home);
    await ensureDatabase(postgres, 'tacit');
    const databaseUrl = urlOf(postgres, 'tacit');
    await migrate(databaseUrl);
    const house = await openHouse({ databaseUrl });
    await house.startWorker();
    const sold = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' });
    await untilIdle(house, sold);
    const due = new Date('2027-04-02T02:00:00Z');
    await setCustomerClock(house.database, sold.customerId, due);

    await postgres.process.stop();
    await skip(house, sold.handle, due.getTime() - new Date('2027-03-10T09:00:00Z').getTime());
    await eventually('an activity that outlasts the outage', async () => {
      const { raw } = await sold.handle.describe();
      return raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'advanceChain');
    });
    const again = await postgresFor(home);
    await eventually('the renewal', async () => (await periodsOf(house, sold.chainId)).length === 2);
    await untilIdle(house, sold);
    expect(await countRenewals(house, sold.chainId)).toEqual(renewed(1));
    await house.close();
    await again.process.stop();
  });
});
