import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { type Database, openDatabase } from '../src/database/client.ts';
import { migrate } from '../src/database/migrate.ts';
import { findEngine } from '../src/engine/embedded/engine.ts';
import { Fault } from '../src/fault.ts';
import { type Home, openHome } from '../src/engine/embedded/home.ts';
import { ensureDatabase, query, startPostgres, urlOf } from '../src/engine/embedded/postgres.ts';
import { startTemporal } from '../src/engine/embedded/temporal.ts';
import { ensureNamespace, ensureSearchAttributes } from '../src/engine/namespace.ts';

export const NAMESPACE = 'bench';

/** PostgreSQL and Temporal as `tacit up` starts them, safe against power failure, in a directory that goes away afterwards. */
export interface System {
  databaseUrl: string;
  temporalAddress: string;
  database: Database;
  client: Client;
  versions: { postgres: string; temporal: string };
  /** PostgreSQL and the Temporal server. */
  pids: number[];
  startWorker(kind: WorkerKind): Promise<BenchWorker>;
}

/** Which activities a worker has: Tacit's own, the same loop's that do nothing, or the single one of `oneActivity`. */
export type WorkerKind = 'renewal' | 'noop' | 'single';

export interface BenchWorker {
  pid: number;
  taskQueue: string;
  /** Resident memory in MB, sampled each second since the start. */
  rss: number[];
  stop(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./support/worker-process.ts', import.meta.url));

/** Runs `measure` against a system of its own and takes everything away again, also after a failure or Ctrl-C. */
export async function withSystem(measure: (system: System) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'tacit-bench-'));
  // PostgreSQL runs as another user where this one is root.
  chmodSync(path, 0o755);
  const home = openHome(path);
  const undo: (() => unknown)[] = [() => rmSync(path, { recursive: true, force: true })];
  let cleaned: Promise<void> | undefined;
  const cleanUp = () =>
    (cleaned ??= (async () => {
      for (const step of undo.toReversed()) await Promise.resolve(step()).catch((error) => console.error(error));
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
  }
  try {
    await measure(await start(home, undo));
  } finally {
    await cleanUp();
  }
}

async function start(home: Home, undo: (() => unknown)[]): Promise<System> {
  const log = (line: string) => console.error(`  ${line}`);
  const postgres = await startPostgres({ home, log });
  undo.push(() => postgres.process.stop());
  await ensureDatabase(postgres, 'tacit');
  const databaseUrl = urlOf(postgres, 'tacit');
  await migrate(databaseUrl);

  const engine = await findEngine({ log });
  if (engine?.kind !== 'server') {
    throw new Fault(
      'no-server',
      'The figures are of the Temporal server on PostgreSQL, which is not there.',
      'Run `npm run prepare` on a machine with Go.',
    );
  }
  const temporal = await startTemporal({ home, log, testClock: false, engine, postgres });
  undo.push(() => temporal.process.stop());
  const connection = await Connection.connect({ address: temporal.address });
  undo.push(() => connection.close());
  await ensureNamespace(connection, { namespace: NAMESPACE, retentionDays: 1 });
  await ensureSearchAttributes(connection, NAMESPACE);
  const database = openDatabase(databaseUrl);
  undo.push(() => database.$disconnect());

  const [postgresVersion] = await query(databaseUrl, `SELECT current_setting('server_version') AS version`);
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  return {
    databaseUrl,
    temporalAddress: temporal.address,
    database,
    client: new Client({ connection, namespace: NAMESPACE }),
    versions: { postgres: String(postgresVersion?.['version']), temporal: String(serverVersion) },
    pids: [postgres.process.pid, temporal.process.pid],
    async startWorker(kind) {
      const worker = await startWorkerProcess(kind, { databaseUrl, temporalAddress: temporal.address });
      undo.push(() => worker.stop());
      return worker;
    },
  };
}

/** A process of its own, so that its memory is its own and its work does not wait for the measuring. */
async function startWorkerProcess(
  kind: WorkerKind,
  { databaseUrl, temporalAddress }: { databaseUrl: string; temporalAddress: string },
): Promise<BenchWorker> {
  const taskQueue = `bench-${kind}`;
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: NAMESPACE,
      TEMPORAL_TASK_QUEUE: taskQueue,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const rss: number[] = [];
  await new Promise<void>((resolve, reject) => {
    void exited.then(() => reject(new Error(`the worker "${kind}" ended`)));
    child.on('message', (message: 'ready' | { rss: number }) => {
      if (message === 'ready') resolve();
      else rss.push(message.rss);
    });
  });
  return {
    pid: child.pid ?? 0,
    taskQueue,
    rss,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
