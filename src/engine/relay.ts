import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowClient } from '@temporalio/client';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import {
  claimMessages,
  deliveredMessages,
  giveBackMessages,
  messageFailed,
  type Message,
  nextMessageInMs,
  tellOverdueChains,
} from '../database/outbox.ts';
import { tellChainWorkflow } from './tell.ts';

export interface RelayOptions {
  database: Database;
  databaseUrl: string;
  workflows: WorkflowClient;
  taskQueue: string;
  log: Logger;
  /** Messages under way at once: what keeps a change of ten thousand contracts from flooding the engine. */
  concurrency?: number;
  sweepMs?: number;
}

const BATCH = 100;
/** For one attempt; the connection makes several, ten seconds long at the most. */
const DELIVERY_MS = 3_000;
const SWEEP_MS = 60_000;
const RECONNECT_MS = 1_000;
const CONNECT_MS = 10_000;
const SHORTEST_PAUSE_MS = 50;

/**
 * Takes what changes left in the outbox to Temporal: at once when the database announces it, and at start, after a lost
 * connection and each minute whatever lies there. Each message is delivered at least once; several relays share the work.
 */
export function startRelay(options: RelayOptions): { stop(): Promise<void> } {
  const { database, workflows, taskQueue, log, concurrency = 10, sweepMs = SWEEP_MS } = options;
  let stopping = false;
  let listener: pg.Client | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let retry: NodeJS.Timeout | undefined;

  /** Empties the outbox; announcements that come meanwhile make it look once more. */
  function wake(): void {
    again = true;
    running ??= empty().finally(() => {
      running = null;
      if (again && !stopping) wake();
    });
  }

  async function empty(): Promise<void> {
    try {
      while (again && !stopping) {
        again = false;
        while (!stopping) {
          const batch = await claimMessages(database, BATCH);
          if (batch.length === 0) break;
          await deliverAll(batch);
        }
      }
      if (!stopping) wakeIn(await nextMessageInMs(database));
    } catch (error) {
      log.warn({ err: error }, 'the outbox cannot be read; the next sweep tries again');
    }
  }

  /** For what waits for another try, or lies with a relay that may have died: nothing announces those. */
  function wakeIn(milliseconds: number | null): void {
    clearTimeout(retry);
    if (milliseconds === null || stopping) return;
    retry = setTimeout(wake, Math.min(Math.max(milliseconds, SHORTEST_PAUSE_MS), sweepMs));
  }

  async function deliverAll(batch: Message[]): Promise<void> {
    // One message serves all that wait for the same chain.
    const byKey = new Map<string, Message[]>();
    for (const message of batch) byKey.set(message.key, [...(byKey.get(message.key) ?? []), message]);
    const queue = [...byKey.values()];
    let isGoingWell = true;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (isGoingWell && !stopping && queue.length > 0)
          isGoingWell = (await deliver(queue.shift()!)) && isGoingWell;
      }),
    );
    // While Temporal is away, a batch tried to its end would outlast its claim.
    if (queue.length > 0)
      await giveBackMessages(
        database,
        queue.flat().map(({ id }) => id),
      );
  }

  async function deliver(messages: Message[]): Promise<boolean> {
    const ids = messages.map(({ id }) => id);
    const { key } = messages[0]!;
    try {
      await workflows.withDeadline(Date.now() + DELIVERY_MS, () => tellChainWorkflow(workflows, taskQueue, key));
      await deliveredMessages(database, ids);
      return true;
    } catch (error) {
      log.warn({ err: error, chainId: key }, 'Temporal could not be told; it is tried again');
      await messageFailed(database, ids, error).catch(() => {});
      return false;
    }
  }

  async function listen(): Promise<void> {
    while (!stopping) {
      const client = new pg.Client({
        connectionString: options.databaseUrl,
        keepAlive: true,
        connectionTimeoutMillis: CONNECT_MS,
      });
      try {
        const lost = new Promise<void>((resolve) => {
          client.once('end', () => resolve());
          client.on('error', () => resolve());
        });
        await client.connect();
        client.on('notification', wake);
        await client.query('LISTEN tacit_outbox');
        listener = client;
        wake();
        // Told to stop while it connected, it has nobody who would end it.
        if (!stopping) await lost;
      } catch (error) {
        log.warn({ err: error }, 'the database cannot be listened to; it is tried again');
      }
      listener = null;
      await client.end().catch(() => {});
      if (!stopping) await delay(RECONNECT_MS);
    }
  }

  async function sweep(): Promise<void> {
    await tellOverdueChains(database, new Date()).catch((error) =>
      log.warn({ err: error }, 'overdue renewals cannot be looked for'),
    );
    wake();
  }

  const listening = listen();
  let sweeping = sweep();
  const sweeps = setInterval(() => {
    sweeping = sweep();
  }, sweepMs);
  return {
    async stop() {
      stopping = true;
      clearInterval(sweeps);
      clearTimeout(retry);
      await listener?.end().catch(() => {});
      await Promise.all([sweeping, listening]);
      await running;
    },
  };
}
