import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, createServer, type Socket } from 'node:net';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { query } from '../../src/engine/embedded/postgres.ts';
import { renewalWorkflowId } from '../../src/engine/ids.ts';
import { startRelay } from '../../src/engine/relay.ts';
import { openLog } from '../../src/log.ts';
import { tellChains } from '../../src/database/outbox.ts';
import { eventually, type House, isRunning, openHouse, TASK_QUEUE } from '../support/chains.ts';

// No worker runs here: what a relay delivered is read in the histories of workflows that nobody carries out.
let house: House;
const relays = new Set<{ stop(): Promise<void> }>();

beforeAll(async () => {
  house = await openHouse();
});

afterEach(async () => {
  await Promise.all([...relays].map((relay) => relay.stop()));
  relays.clear();
  await house.database.outbox.deleteMany();
});

afterAll(async () => {
  await house?.close();
});

/** Its sweep is a minute away, so that whatever comes sooner does not come from it. */
function relay(options: Partial<Parameters<typeof startRelay>[0]> = {}) {
  const { database, databaseUrl, client } = house;
  const started = startRelay({
    ...{ database, databaseUrl, workflows: client.workflow, taskQueue: TASK_QUEUE },
    log: openLog('silent', 'relay'),
    ...options,
  });
  relays.add(started);
  return started;
}

let counter = 0;
const newChain = () => `chain-${(counter += 1)}`;
const handleOf = (chainId: string): WorkflowHandle => house.client.workflow.getHandle(renewalWorkflowId(chainId));
const tell = (...chainIds: string[]) => tellChains(house.database, chainIds);
const isOutboxEmpty = async () => (await house.database.outbox.count()) === 0;
const listeners = () =>
  query(
    house.databaseUrl,
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
const untilListening = (count = 1) =>
  eventually('the relay to listen', async () => (await listeners()).length === count);

async function signalsOf(chainId: string): Promise<number> {
  const { events } = await handleOf(chainId).fetchHistory();
  return events!.filter(({ workflowExecutionSignaledEventAttributes: signal }) => signal).length;
}

describe('a relay delivers', () => {
  test('at once, when the database announces a message', async () => {
    relay();
    await untilListening();
    const chain = newChain();
    const start = Date.now();
    await tell(chain);
    await eventually('the message', () => isRunning(handleOf(chain)));
    expect(Date.now() - start).toBeLessThan(3_000);
    await eventually('the outbox to be empty', isOutboxEmpty);
    expect(await signalsOf(chain)).toBe(1);
  });

  test('at its start, what lay there', async () => {
    const chains = [newChain(), newChain()];
    await tell(...chains);
    relay();
    await eventually('the outbox to be empty', isOutboxEmpty);
    for (const chain of chains) expect(await isRunning(handleOf(chain))).toBe(true);
  });

  test('what came while its connection was cut', async () => {
    relay();
    await untilListening();
    const [{ pid }] = (await listeners()) as [{ pid: number }];
    await query(house.databaseUrl, 'SELECT pg_terminate_backend($1)', [pid]);
    const chain = newChain();
    await tell(chain);
    await eventually('the message', () => isRunning(handleOf(chain)));
    await untilListening();
    expect((await listeners())[0]!.pid).not.toBe(pid);
  });

  test('one signal for a thousand messages about one chain, or few', async () => {
    const chain = newChain();
    await tell(...Array.from({ length: 1_000 }, () => chain));
    relay();
    await eventually('the outbox to be empty', isOutboxEmpty);
    expect(await signalsOf(chain)).toBeLessThanOrEqual(10);
  });

  test('each message once, however many relays share the work', async () => {
    const chains = Array.from({ length: 150 }, newChain);
    await tell(...chains);
    for (let i = 0; i < 3; i += 1) relay();
    await eventually('the outbox to be empty', isOutboxEmpty);
    const signals = await Promise.all(chains.map(signalsOf));
    expect(signals.filter((count) => count !== 1)).toEqual([]);
  });

  test('what a relay took that was killed, as soon as its claim runs out', async () => {
    const chain = newChain();
    await tell(chain);
    await house.database.$executeRaw`UPDATE outbox SET attempts = 1, claimed_until = now() + interval '2 seconds'`;
    relay();
    await untilListening();
    expect(await isRunning(handleOf(chain))).toBe(false);
    await eventually('the message', () => isRunning(handleOf(chain)));
    await eventually('the outbox to be empty', isOutboxEmpty);
  });
});

describe('while Temporal is away', () => {
  test('a relay keeps the reason, tries again after a pause, and delivers over the same connection when it is back', async () => {
    const road = await openRoad(house.address);
    const connection = await NativeConnection.connect({ address: road.address });
    relay({ workflows: new Client({ connection, namespace: house.namespace }).workflow });
    await untilListening();
    await road.block();
    const chain = newChain();
    await tell(chain);
    const failed = await eventually('a failed try', async () => {
      const message = await house.database.outbox.findFirst({ where: { key: chain } });
      return (
        message !== null &&
        message.attempts >= 1 &&
        message.lastError !== null &&
        message.claimedUntil === null &&
        message
      );
    });
    expect(failed.lastError).toBeTruthy();

    await road.unblock();
    await eventually('the message', () => isRunning(handleOf(chain)));
    await eventually('the outbox to be empty', isOutboxEmpty);
    await Promise.all([...relays].map((each) => each.stop()));
    await connection.close();
    await road.block();
  });
});

describe('stopping a relay', () => {
  test('at the moment of its start leaves nothing behind', async () => {
    for (let i = 0; i < 5; i += 1) await relay().stop();
    await eventually('its connections to be closed', async () => (await listeners()).length === 0);
  });
});

/** A way to the server that can be blocked. */
async function openRoad(to: string) {
  const [host, toPort] = to.split(':') as [string, string];
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const onwards = connect(Number(toPort), host);
    for (const socket of [from, onwards]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [from, onwards].forEach((each) => each.destroy()));
    }
    from.pipe(onwards).pipe(from);
  });
  const open = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await open(0);
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    async block() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
    unblock: () => open(port),
  };
}
