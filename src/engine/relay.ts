import type { WorkflowClient } from '@temporalio/client';
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
  tellOverdueExceptions,
  tellOverdueNotices,
  tellOverdueRequests,
} from '../database/outbox.ts';
import { startWaker } from '../database/waker.ts';
import { tellWorkflow } from './tell.ts';

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

/**
 * Takes what changes left in the outbox to Temporal: at once when the database announces it, and at start, after a lost
 * connection and each minute whatever lies there. Each message is delivered at least once; several relays share the work.
 */
export function startRelay(options: RelayOptions): { stop(): Promise<void> } {
  const { database, databaseUrl, workflows, taskQueue, log, concurrency = 10, sweepMs } = options;

  async function work(isStopping: () => boolean): Promise<void> {
    while (!isStopping()) {
      const batch = await claimMessages(database, BATCH);
      if (batch.length === 0) return;
      await deliverAll(batch, isStopping);
    }
  }

  async function deliverAll(batch: Message[], isStopping: () => boolean): Promise<void> {
    // One message serves all that are for the same workflow.
    const byWorkflow = new Map<string, Message[]>();
    for (const message of batch) {
      const { kind, key } = message;
      byWorkflow.set(`${kind} ${key}`, [...(byWorkflow.get(`${kind} ${key}`) ?? []), message]);
    }
    const queue = [...byWorkflow.values()];
    let isGoingWell = true;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (isGoingWell && !isStopping() && queue.length > 0)
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
    const { kind, key } = messages[0]!;
    try {
      await workflows.withDeadline(Date.now() + DELIVERY_MS, () => tellWorkflow(workflows, taskQueue, { kind, key }));
      await deliveredMessages(database, ids);
      return true;
    } catch (error) {
      log.warn({ err: error, kind, key }, 'Temporal could not be told; it is tried again');
      await messageFailed(database, ids, error).catch(() => {});
      return false;
    }
  }

  const sweep = async () => {
    for (const tellOverdue of [tellOverdueChains, tellOverdueRequests, tellOverdueExceptions, tellOverdueNotices]) {
      await tellOverdue(database, new Date()).catch((error) =>
        log.warn({ err: error }, 'what is overdue cannot be looked for'),
      );
    }
  };
  const nextInMs = () => nextMessageInMs(database);
  return startWaker({ databaseUrl, channel: 'tacit_outbox', log, sweepMs, work, nextInMs, sweep });
}
