import { Client } from '@temporalio/client';
import {
  NativeConnection,
  type NativeConnectionOptions,
  Worker,
  type WorkerOptions as TemporalWorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../../activities/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/client.ts';
import { workflowBundle } from './bundle.ts';
import { startRelay } from './relay.ts';
import { signalReceiptsFrom } from './signal-receipt.ts';

export interface WorkerOptions {
  connection: NativeConnectionOptions;
  namespace: string;
  taskQueue: string;
  database: Database;
  databaseUrl: string;
  clock: Clock;
  log: Logger;
  bundle?: WorkflowBundleOption;
}

/** Activities under way at once; fewer than the database connections of the process, or they wait for each other. */
const ACTIVITIES = 16;

/**
 * Measured in docs/performance.md. A contract waits for weeks, so that keeping its workflow in memory gains nothing; and a
 * night's workflow tasks are taken no faster than their transactions can follow, or the last of them would time out.
 */
export const WORKER_TUNING = {
  maxCachedWorkflows: 1_000,
  maxConcurrentWorkflowTaskExecutions: ACTIVITIES,
  maxConcurrentLocalActivityExecutions: ACTIVITIES,
  maxConcurrentActivityTaskExecutions: ACTIVITIES,
  // Those that scale by the backlog fall to one while nothing waits for long, and take the updates of several operators one
  // after the other.
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 10 },
  activityTaskPollerBehavior: { type: 'autoscaling' },
  shutdownGraceTime: '10 seconds',
} as const satisfies Partial<TemporalWorkerOptions>;

/**
 * Starts what carries the waits out: the Temporal worker and the relay of the outbox, over one connection.
 * `stop` lets what is under way end; `failed` rejects if the worker dies by itself.
 */
export async function startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void>; failed: Promise<never> }> {
  const { namespace, taskQueue, database, log } = options;
  const connection = await NativeConnection.connect(options.connection);
  const client = new Client({ connection, namespace });
  const worker = await Worker.create({
    ...WORKER_TUNING,
    connection,
    namespace,
    taskQueue,
    workflowBundle: options.bundle ?? (await workflowBundle()),
    activities: createActivities({ database, clock: options.clock, signalReceivedAt: signalReceiptsFrom(client) }),
  });
  const { databaseUrl } = options;
  const relay = startRelay({ database, databaseUrl, workflows: client.workflow, taskQueue, log });
  const running = worker.run();
  const failed = new Promise<never>((_, reject) => {
    running.catch(reject);
  });
  return {
    failed,
    async stop() {
      await relay.stop();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running.catch(() => {});
      await connection.close();
    },
  };
}
