import { rmSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { type Config, requireDatabaseUrl, temporalConnectionOptions } from '../config.ts';
import { claim } from '../engine/embedded/claim.ts';
import { findEngine } from '../engine/embedded/engine.ts';
import { Fault } from '../fault.ts';
import { type Home, openHome, writeAtomically } from '../engine/embedded/home.ts';
import { portState } from '../engine/embedded/ports.ts';
import { type EmbeddedPostgres, ensureDatabase, startPostgres, urlOf } from '../engine/embedded/postgres.ts';
import {
  identify,
  type Log,
  launch,
  type RunningProcess,
  stopLeftovers,
  waitUntil,
  withProgress,
} from '../engine/embedded/process.ts';
import { startTemporal } from '../engine/embedded/temporal.ts';
import { startTemporalUi } from '../engine/embedded/temporal-ui.ts';
import { prepareNamespace, withTemporal } from '../engine/namespace.ts';
import { findRunning, supervisorFile, type Whereabouts } from './running.ts';
import { READY } from './service.ts';
import { Supervised } from './supervised.ts';

export interface UpOptions {
  config: Config;
  log: Log;
  /** Ends everything, in order; a second one ends it without patience. */
  stopRequests: { first: AbortSignal; second: AbortSignal };
  /** The program that runs the part of that name, and its arguments. */
  partCommand: (part: Part) => [command: string, ...args: string[]];
}

export type Part = 'worker' | 'api';

/** From the one that needs most of the others to the one that needs none. */
const STOP_ORDER = ['api', 'worker', 'temporal-ui', 'temporal', 'postgres'];
const DATABASE = 'tacit';
/** Enough against guessing, and short enough to be typed. */
const PASSWORD_BYTES = 12;
const PORTS_TRIED = 100;
const ASK_MS = 1_000;
const PART_START_LIMIT_MS = 120_000;
const FOR_OWNER_ONLY = 0o600;
/** Ctrl-C reaches this process twice where npm, too, hears it and passes it on. */
const SAME_REQUEST_MS = 1_000;

/** `tacit up`: everything, until Ctrl-C. */
export async function run(config: Config): Promise<void> {
  await upUntilSignalled(config, (part) => [process.execPath, ...process.execArgv, process.argv[1] as string, part]);
}

/** Everything, until the terminal or the system asks this process to end. */
export async function upUntilSignalled(config: Config, partCommand: UpOptions['partCommand']): Promise<void> {
  const start = Date.now();
  const log: Log = (line) => console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const [first, second] = [new AbortController(), new AbortController()];
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      askedAt ??= Date.now();
      (Date.now() - askedAt > SAME_REQUEST_MS ? second : first).abort();
    });
  }
  // A terminal that is closed takes the output with it, but must not take the order of stopping.
  process.stdout.on('error', () => {});
  await up({ config, log, stopRequests: { first: first.signal, second: second.signal }, partCommand });
}

/** Starts what is not there yet, keeps it running, and resolves when it was asked to stop and all of it has stopped. */
export async function up(options: UpOptions): Promise<void> {
  const { config, log, stopRequests } = options;
  const home = openHome(config.home);
  await becomeOnlySupervisor(home);
  const started: Supervised[] = [];
  try {
    for (const name of await stopLeftovers(home, STOP_ORDER)) log(`stopped ${name}, left over from an earlier start`);
    const stopAsked = aborted(stopRequests.first);
    await Promise.race([startAll(options, home, started), stopAsked]);
    await stopAsked;
  } catch (error) {
    // What fails because it is being stopped has not failed.
    if (!stopRequests.first.aborted) throw error;
  } finally {
    await stopAll(started, log, stopRequests.second);
    rmSync(supervisorFile(home.path), { force: true });
  }
}

async function becomeOnlySupervisor(home: Home): Promise<void> {
  const other = await claim(supervisorFile(home.path));
  if (other === undefined) return;
  const url = findRunning(home.path)?.url;
  throw new Fault(
    'already-running',
    `Tacit already runs in ${home.path} (process ${other.pid})${url === undefined ? ', and is starting' : `: ${url}`}.`,
    'Use that one, stop it with Ctrl-C where it runs, or set TACIT_HOME to run another beside it.',
  );
}

async function startAll(options: UpOptions, home: Home, started: Supervised[]): Promise<void> {
  const { config, log, stopRequests } = options;
  const stopping = stopRequests.first;
  const port = await choosePort(config, log);
  const engine = await findEngine({ log, address: config.temporal.address, signal: stopping });

  const supervise = async (name: string, title: string, start: () => Promise<RunningProcess>): Promise<void> => {
    stopping.throwIfAborted();
    const supervised = new Supervised({ home, name, title, log, start });
    started.push(supervised);
    await supervised.start();
    stopping.throwIfAborted();
    log(`${title} is ready`);
  };

  let postgres: EmbeddedPostgres | undefined;
  if (config.databaseUrl === undefined || engine.kind === 'server') {
    await supervise('postgres', 'PostgreSQL', async () => {
      postgres = await startPostgres({ home, log });
      return postgres.process;
    });
  }
  const databaseUrl = config.databaseUrl ?? (await ownDatabase(postgres as EmbeddedPostgres));
  await withProgress('migrating the database', log, () => migrateDatabase(databaseUrl, log));

  let temporal = config.temporal;
  if (engine.kind !== 'cluster') {
    await supervise('temporal', 'Temporal', async () => {
      const state = engine.kind === 'server' ? { engine, postgres: postgres as EmbeddedPostgres } : { engine };
      const running = await startTemporal({ home, log, testClock: config.testClock, ...state });
      temporal = ownTemporal(config, running.address, running.ui);
      return running.process;
    });
  }
  const connection = temporalConnectionOptions({ ...config, temporal });
  await withProgress('preparing the namespace', log, () =>
    withTemporal(
      connection.address,
      () => Connection.connect(connection),
      (opened) => prepareNamespace(opened, temporal.namespace),
    ),
  );
  if (engine.kind === 'server' && engine.ui !== undefined) {
    const { ui } = engine;
    const { address, namespace } = temporal;
    await supervise('temporal-ui', 'The Temporal UI', async () => {
      const running = await startTemporalUi({ home, log, ui, temporalAddress: address as string, namespace });
      temporal = { ...temporal, ui: running.url };
      return running.process;
    });
  }

  const password = config.adminPassword === undefined ? home.secret('admin-password', PASSWORD_BYTES) : undefined;
  const adminPassword = config.adminPassword ?? password?.value;
  const seeding = { ...config, databaseUrl, adminPassword };
  await withProgress('seeding the database', log, () => seedDatabase(seeding, config.databaseUrl === undefined));
  const publicUrl =
    config.publicUrl ?? `http://${['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host}:${port}`;
  const secretKey = config.secretKey ?? home.secret('secret-key').value;
  const settings = { ...config, databaseUrl, temporal, port, publicUrl, adminPassword, secretKey };
  const env = partEnvironment(settings, home);
  await Promise.all([
    supervise('worker', 'The worker', () => startPart('worker', options, home, env)),
    supervise('api', 'The API', () => startPart('api', options, home, env)),
  ]);
  const whereabouts: Whereabouts = {
    url: publicUrl,
    databaseUrl,
    temporalAddress: temporal.address as string,
    temporalUi: temporal.ui,
    secretKey,
  };
  writeAtomically(
    supervisorFile(home.path),
    JSON.stringify({ ...identify(process.pid), ...whereabouts }),
    FOR_OWNER_ONLY,
  );
  log('Tacit is ready');
  announce([
    ['Tacit', publicUrl],
    ['API', `${publicUrl}/api/docs`],
    ['Temporal', temporal.ui ?? `${temporal.address}, without web pages`],
    ['Sign in as', config.adminEmail],
    ['Password', describePassword(password)],
    ['Data, logs', home.path],
    ['To stop', 'Ctrl-C'],
  ]);
}

/** 3000 or the next free one; a port that the operator chose is taken or refused. */
async function choosePort(config: Config, log: Log): Promise<number> {
  const { host, port, isPortChosen } = config;
  const state = await portState(port, host);
  if (state === 'free') return port;
  if (isPortChosen || state !== 'EADDRINUSE') {
    if (state === 'EADDRINUSE') {
      throw new Fault(
        'port',
        `Port ${port} on ${host} is used by another ${await programAt(port, host)}.`,
        'Set PORT to another, or leave it out: a free one is then found.',
      );
    }
    const remedy = state === 'EACCES' ? 'Set PORT to one above 1023.' : 'Set HOST to an address of this machine.';
    throw new Fault('port', `Tacit cannot listen on port ${port} of ${host} (${state}).`, remedy);
  }
  for (let next = port + 1; next < port + PORTS_TRIED; next++) {
    if ((await portState(next, host)) !== 'free') continue;
    log(`port ${port} is used by another ${await programAt(port, host)}: taking ${next}`);
    return next;
  }
  throw new Fault('port', `Ports ${port} to ${port + PORTS_TRIED - 1} are all used.`, 'Set PORT to a free one.');
}

/** What listens there, told by an answer that no other program gives. */
async function programAt(port: number, host: string): Promise<'Tacit' | 'program'> {
  try {
    const at = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    const answer = await fetch(`http://${at}:${port}/problems/not_found`, { signal: AbortSignal.timeout(ASK_MS) });
    const { code } = (await answer.json()) as { code?: string };
    return code === 'not_found' ? 'Tacit' : 'program';
  } catch {
    return 'program';
  }
}

async function ownDatabase(postgres: EmbeddedPostgres): Promise<string> {
  await ensureDatabase(postgres, DATABASE);
  return urlOf(postgres, DATABASE);
}

async function migrateDatabase(url: string, log: Log): Promise<void> {
  const { migrate } = await import('../database/migrate.ts');
  for (const name of await migrate(url)) log(`migrated the database: ${name}`);
}

/** The administrator; a demonstration only in a database of our own, never in one an operator brought. */
async function seedDatabase(config: Config, demonstration: boolean): Promise<void> {
  const [{ openDatabase }, { seed }] = await Promise.all([import('../database/client.ts'), import('./seed.ts')]);
  const database = openDatabase(requireDatabaseUrl(config), 2);
  try {
    await seed(database, config, { demonstration: demonstration ? 'at the first start' : 'none' });
  } finally {
    await database.$disconnect();
  }
}

/** Our own server on loopback takes neither a key nor encryption, whatever is set for a cluster. */
function ownTemporal(config: Config, address: string, ui: string | undefined): Config['temporal'] {
  const tlsFiles = { cert: undefined, key: undefined, ca: undefined };
  return { ...config.temporal, address, ui: config.temporal.ui ?? ui, apiKey: undefined, tls: false, tlsFiles };
}

function partEnvironment(config: Config, home: Home): NodeJS.ProcessEnv {
  const { temporal } = config;
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV ?? 'production',
    DATABASE_URL: config.databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    TEMPORAL_API_KEY: temporal.apiKey ?? '',
    TEMPORAL_TLS: temporal.tls ? '1' : '0',
    TACIT_TEMPORAL_UI: temporal.ui ?? '',
    HOST: config.host,
    PORT: String(config.port),
    PUBLIC_URL: config.publicUrl,
    SECRET_KEY: config.secretKey,
    ADMIN_EMAIL: config.adminEmail,
    ADMIN_PASSWORD: config.adminPassword,
    TACIT_HOME: home.path,
  };
}

async function startPart(part: Part, options: UpOptions, home: Home, env: NodeJS.ProcessEnv): Promise<RunningProcess> {
  const [command, ...args] = options.partCommand(part);
  const running = launch({ home, name: part, command, args, env, channel: true });
  let isReady = false;
  running.child.once('message', (message) => {
    isReady = message === READY;
  });
  const assertReady = async (): Promise<void> => {
    if (!isReady) throw new Error('not ready yet');
  };
  try {
    await waitUntil(assertReady, {
      what: `${part === 'api' ? 'the API' : 'the worker'} to start`,
      limit: PART_START_LIMIT_MS,
      log: options.log,
      process: running,
      logFile: home.logFile(part),
    });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

/** Shown once, when it is made, to somebody who looks; otherwise only where it is kept. */
function describePassword(own: ReturnType<Home['secret']> | undefined): string {
  if (own === undefined) return 'as set in ADMIN_PASSWORD';
  return own.isNew && process.stdout.isTTY ? `${own.value} (kept in ${own.file})` : `in ${own.file}`;
}

function announce(lines: [label: string, text: string][]): void {
  console.log(`\n${lines.map(([label, text]) => `  ${label.padEnd(12)}${text}`).join('\n')}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function stopAll(started: Supervised[], log: Log, hurry: AbortSignal): Promise<void> {
  if (started.length > 0) log('stopping (Ctrl-C again to stop without waiting)');
  for (const supervised of started.toReversed()) {
    await supervised.stop(hurry);
    log(`${supervised.title} has stopped`);
  }
}
