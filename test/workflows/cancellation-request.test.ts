import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromColumn } from '../../src/database/local-date.ts';
import { currentDetails, type House, openHouse, termsOf, untilIdle } from '../support/chains.ts';
import {
  decideBy,
  handleOf,
  historyOf,
  opened,
  requestOf,
  type Settings,
  settingsOf,
  untilEnded,
} from '../support/requests.ts';

let house: House;
let settings: Settings;

beforeAll(async () => {
  house = await openHouse();
  settings = await settingsOf(house);
  await house.startWorker();
});

afterAll(async () => {
  await house?.close();
});

/** Valid from 3 March to 2 April 2027, deadline 1 April; the request opened on 10 March, its limit ten days later. */
const SALE = { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' };

describe('a request on the way to its conclusion', () => {
  test('waits, is claimed and cancelled by updates, and ends its multipack and its workflow', async () => {
    const { requestId, operatorId, chainId } = await opened(house, SALE, settings);
    const handle = handleOf(house, requestId);
    await untilIdle(house, { handle });
    expect(await currentDetails(handle)).toContain('Pending');

    expect(await decideBy(house, operatorId, requestId, 'analyse', {})).toMatchObject({ state: 'applied' });
    const lastDay = '2027-03-20';
    expect(await decideBy(house, operatorId, requestId, 'cancel', { lastDay, details: '' })).toMatchObject({
      state: 'applied',
    });
    await untilEnded(house, requestId);
    expect(await requestOf(house, requestId)).toMatchObject({ state: 'cancelled', concludedBy: operatorId });
    expect(await historyOf(house, requestId)).toEqual(['opened', 'claimed', 'cancelled']);
    const [term] = await termsOf(house, chainId);
    expect(fromColumn(term!.cancelledOn!)).toBe(lastDay);
    expect(term!.crmTasks.map(({ result }) => result)).toEqual([
      'cancellation_request_opened',
      'cancellation_request_cancelled',
    ]);
  });
});
