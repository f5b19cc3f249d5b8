import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { migrate } from '../../src/database/migrate.ts';
import { claim } from '../../src/engine/embedded/claim.ts';
import { findEngine } from '../../src/engine/embedded/engine.ts';
import { type Home, openHome, readJson, writeAtomically } from '../../src/engine/embedded/home.ts';
import {
  urlOf,
  type EmbeddedPostgres,
  type PostgresAccess,
  query,
  startPostgres,
} from '../../src/engine/embedded/postgres.ts';
import { isAlive, type ProcessIdentity, type RunningProcess } from '../../src/engine/embedded/process.ts';
import { type EmbeddedTemporal, startTemporal } from '../../src/engine/embedded/temporal.ts';
import { ensureNamespace, ensureSearchAttributes } from '../../src/engine/namespace.ts';
import { packageRoot } from '../../src/package-root.ts';

// One PostgreSQL and one Temporal serve all test files of a run. The first test that needs one starts it.

const LOCK_POLL_MS = 25;
const quietly = (): void => {};

export interface FreshDatabase {
  url: string;
  /** Also while connections to it are open. */
  drop(): Promise<void>;
}

/** A database of its own, migrated, empty. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const postgres = await sharedPostgres();
  const template = await migratedTemplate(postgres);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = urlOf(postgres, 'postgres');
  await query(admin, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: urlOf(postgres, name),
    drop: async () => {
      await query(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** `host:port` of the shared Temporal, which lets tests skip the time of workflows. */
export async function temporalAddress(): Promise<string> {
  const { address } = await shared('temporal', async (home) => {
    const { process, address } = await temporalFor(home, await sharedPostgres());
    return { process, facts: { address } };
  });
  return address;
}

export interface FreshNamespace {
  namespace: string;
  connection: NativeConnection;
  client: Client;
  close(): Promise<void>;
}

/** A namespace of its own with all search attributes, usable at once. */
export async function freshNamespace(): Promise<FreshNamespace> {
  const namespace = `test-${randomUUID()}`;
  const connection = await NativeConnection.connect({ address: await temporalAddress() });
  await ensureNamespace(connection, { namespace, retentionDays: 1 });
  await ensureSearchAttributes(connection, namespace);
  const client = new Client({ connection, namespace });
  return { namespace, connection, client, close: () => connection.close() };
}

/** A home of its own, for servers that a test stops or kills. `removeHome` clears it away, else the run's end does. */
export async function privateHome(): Promise<Home> {
  const path = mkdtempSync(join(runDirectory(), 'private-'));
  await chmod(path, 0o755);
  return openHome(path);
}

/** A PostgreSQL in that home. Starting it again after a kill finds what was committed. */
export async function postgresFor(home: Home): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ home, log: quietly, durable: false });
  server.process.child.unref();
  return server;
}

/** A Temporal in that home, which lets tests skip the time of workflows. */
export async function temporalFor(home: Home, postgres: PostgresAccess): Promise<EmbeddedTemporal> {
  const engine = await findEngine({ log: quietly });
  if (engine.kind === 'cluster') throw new Error('The tests need a server of their own.');
  const state = engine.kind === 'server' ? { engine, postgres } : { engine };
  const server = await startTemporal({ home, log: quietly, testClock: true, ...state });
  server.process.child.unref();
  return server;
}

async function sharedPostgres(): Promise<PostgresAccess> {
  return shared('postgres', async (home) => {
    const { process, port, user, password } = await postgresFor(home);
    return { process, facts: { port, user, password } };
  });
}

/** Named after the migrations, so that a system kept for several runs follows them. */
async function migratedTemplate(postgres: PostgresAccess): Promise<string> {
  const name = `tacit_template_${fingerprintOfMigrations()}`;
  const admin = urlOf(postgres, 'postgres');
  const exists = async () => (await query(admin, 'SELECT 1 FROM pg_database WHERE datname = $1', [name])).length > 0;
  if (await exists()) return name;
  await alone('template', async () => {
    if (await exists()) return;
    const draft = `${name}_draft`;
    await query(admin, `DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await query(admin, `CREATE DATABASE ${draft}`);
    await migrate(urlOf(postgres, draft));
    await query(admin, `ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

function fingerprintOfMigrations(): string {
  const folder = join(packageRoot, 'prisma', 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(join(folder, file), 'utf8'));
  }
  return hash.digest('hex').slice(0, 12);
}

/** What the first caller of all test processes started, for all of them. */
async function shared<Facts extends object>(
  name: string,
  start: (home: Home) => Promise<{ process: RunningProcess; facts: Facts }>,
): Promise<Facts> {
  const file = join(runDirectory(), `${name}.json`);
  const running = (): Facts | undefined => {
    const server = readJson(file) as (ProcessIdentity & { facts: Facts }) | undefined;
    return server !== undefined && isAlive(server) ? server.facts : undefined;
  };
  return (
    running() ??
    alone(name, async () => {
      const already = running();
      if (already !== undefined) return already;
      const { process, facts } = await start(openHome(join(runDirectory(), 'shared')));
      writeAtomically(file, JSON.stringify({ pid: process.pid, startedAt: process.startedAt, facts }), 0o600);
      return facts;
    })
  );
}

const queues = new Map<string, Promise<unknown>>();

/** One caller at a time, in this process and among all that test. */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(name) ?? Promise.resolve()).catch(() => {}).then(() => aloneAmongProcesses(name, work));
  queues.set(name, turn);
  return turn;
}

async function aloneAmongProcesses<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = join(runDirectory(), `${name}.lock`);
  while ((await claim(lock)) !== undefined) await delay(LOCK_POLL_MS);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function runDirectory(): string {
  const directory = process.env.TACIT_TEST_SYSTEM;
  if (directory === undefined)
    throw new Error('Run the tests with jest: its global setup names a directory for servers.');
  return directory;
}
