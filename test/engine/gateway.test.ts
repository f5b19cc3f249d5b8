import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Socket } from 'node:net';
import { openGateway } from '../../src/engine/gateway.ts';
import {
  countRenewals,
  eventually,
  type House,
  moveClock,
  nowOf,
  openHouse,
  renewed,
  sell,
  TASK_QUEUE,
} from '../support/chains.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house?.close();
});

describe('health', () => {
  test('says that Temporal answers, and for which namespace', async () => {
    expect(await house.gateway.health()).toEqual({ reachable: true, detail: `namespace ${house.namespace}` });
  });

  test.each([
    ['nobody listens', false],
    ['somebody listens and never answers', true],
  ])('answers within three seconds each, and throws nothing, when %s', async (_, listens) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    if (!listens) await new Promise((resolve) => server.close(resolve));
    const gateway = openGateway({
      connection: { address: `127.0.0.1:${port}` },
      namespace: house.namespace,
      taskQueue: TASK_QUEUE,
    });
    const start = Date.now();
    expect(await gateway.health()).toMatchObject({ reachable: false, detail: expect.any(String) });
    expect(await gateway.describeChain('any')).toMatchObject({ status: 'unreachable', details: null });
    expect(Date.now() - start).toBeLessThan(6_000);
    await gateway.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('says that a namespace is not there', async () => {
    const connection = { address: house.address };
    const gateway = openGateway({ connection, namespace: 'nowhere', taskQueue: TASK_QUEUE });
    expect(await gateway.health()).toMatchObject({ reachable: false, detail: expect.stringContaining('nowhere') });
    await gateway.close();
  });
});

describe('the wait of a chain', () => {
  test('is missing, running with the words of the workflow or without a worker to ask, and ended', async () => {
    const describe = (chainId: string) => house.gateway.describeChain(chainId);
    expect(await describe('unheard-of')).toEqual({
      workflowId: 'multipack-renewal-unheard-of',
      namespace: house.namespace,
      status: 'missing',
      details: null,
    });
    const worker = await house.startWorker();
    const { chainId, handle } = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' });
    await eventually('details', async () => (await describe(chainId)).details ?? undefined);
    expect(await describe(chainId)).toMatchObject({ status: 'running', details: expect.stringContaining('2027') });
    await worker.stop();
    expect(await describe(chainId)).toMatchObject({ status: 'running', details: null });
    await handle.terminate();
    expect(await describe(chainId)).toMatchObject({ status: 'ended', details: null });
  });
});

describe('a customer with a clock of their own', () => {
  test('is taken to any later instant, with every renewal on the way made on its own night', async () => {
    await house.startWorker();
    const sold = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' });
    const other = await sell(house, {
      ...{ at: '', startOn: '2027-03-08', customerId: sold.customerId, plan: { createdAt: new Date() } },
    });
    await moveClock(house, sold, '2027-05-08T12:00:00Z');
    const now = (await nowOf(house, sold.customerId)).getTime();
    expect(Math.abs(now - new Date('2027-05-08T12:00:00Z').getTime())).toBeLessThan(30_000);
    for (const { chainId } of [sold, other]) expect(await countRenewals(house, chainId)).toEqual(renewed(2));
    const nights = await house.database.multipack.findMany({
      where: { customerId: sold.customerId, ordinal: { gt: 0 } },
      orderBy: { createdAt: 'asc' },
    });
    // Between midnight and four in Madrid, in summer time.
    expect(
      nights.map(({ createdAt }) => new Date(createdAt.getTime() + 2 * 3_600_000).toISOString().slice(0, 13)),
    ).toEqual([
      expect.stringMatching(/^2027-04-02T0[0-4]/),
      expect.stringMatching(/^2027-04-07T0[0-4]/),
      expect.stringMatching(/^2027-05-02T0[0-4]/),
      expect.stringMatching(/^2027-05-07T0[0-4]/),
    ]);
  });

  test('never goes back', async () => {
    const sold = await sell(house, { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' });
    await expect(moveClock(house, sold, '2027-03-09T09:00:00Z')).rejects.toMatchObject({
      code: 'clock_backwards',
      status: 422,
    });
  });
});
