/** The process of one worker; `startWorker` of the system starts it and names its kind. */
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { clock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/client.ts';
import { bundleWorkflows } from '../../src/engine/bundle.ts';
import { startWorker, WORKER_TUNING } from '../../src/engine/worker.ts';
import { openLog } from '../../src/log.ts';
import { noopActivities } from './noop-activities.ts';
import { bundleBenchWorkflows } from './bundle.ts';

const kind = process.argv[2];
const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const databaseUrl = environment('DATABASE_URL');
const address = environment('TEMPORAL_ADDRESS');
const namespace = environment('TEMPORAL_NAMESPACE');
const taskQueue = environment('TEMPORAL_TASK_QUEUE');

Runtime.install({
  shutdownSignals: [],
  logger: new DefaultLogger('WARN'),
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'WARN' } } },
});

async function startRenewals(): Promise<() => Promise<void>> {
  const database = openDatabase(databaseUrl);
  const worker = await startWorker({
    connection: { address },
    namespace,
    taskQueue,
    database,
    databaseUrl,
    clock: clock({ testClock: false }),
    log: openLog('warn', 'worker'),
  });
  return async () => {
    await worker.stop();
    await database.$disconnect();
  };
}

/** The same worker but for what its activities do. */
async function startBaseline(): Promise<() => Promise<void>> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    ...WORKER_TUNING,
    connection,
    namespace,
    taskQueue,
    workflowBundle: kind === 'noop' ? await bundleWorkflows() : await bundleBenchWorkflows(),
    activities: noopActivities,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

const stop = await (kind === 'renewal' ? startRenewals() : startBaseline());
const sampling = setInterval(() => process.send?.({ rss: Math.round(process.memoryUsage.rss() / 2 ** 20) }), 1_000);
const toldToStop = new Promise<void>((resolve) => {
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => resolve());
});
process.send?.('ready');
await toldToStop;
clearInterval(sampling);
await stop();
process.exit(0);
