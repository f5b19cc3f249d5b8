import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findRunning, type Whereabouts } from '../../src/cli/running.ts';
import { type Home, readJson } from '../../src/engine/embedded/home.ts';
import { query } from '../../src/engine/embedded/postgres.ts';
import { isAlive, type ProcessIdentity } from '../../src/engine/embedded/process.ts';
import { assertServing } from '../../src/engine/embedded/temporal.ts';
import { packageRoot } from '../../src/package-root.ts';
import { privateHome } from '../support/system.ts';

// `tacit up` in a process of its own, with the real PostgreSQL and Temporal and stand-ins for the worker and the API.

const READY_LIMIT_MS = 100_000;

jest.setTimeout(2 * READY_LIMIT_MS);

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const NOTHING_SET = { DATABASE_URL: '', TEMPORAL_ADDRESS: '', HOST: '', PORT: '', PUBLIC_URL: '' };

let home: Home;
let current: Supervisor | undefined;

beforeAll(async () => {
  home = await privateHome();
});

afterAll(async () => {
  await current?.stop();
});

test('the second start makes nothing anew and finds what the first one made', async () => {
  const first = running();
  const { databaseUrl, temporalAddress } = await first.ready();
  await query(databaseUrl, `CREATE TABLE first_start AS SELECT 'kept' AS word`);
  await first.stop();
  expect(first.output()).toMatch(
    /The API has stopped[^]*The worker has stopped[^]*Temporal UI has stopped[^]*Temporal has stopped[^]*PostgreSQL has stopped/,
  );
  expect(first.exitCode()).toBe(0);
  expect(readdirSync(join(home.path, 'run'))).toEqual([]);

  expect(first.output()).toMatch(/creating|setting up|migrated/);

  const second = running();
  const again = await second.ready();
  expect(second.output()).not.toMatch(/creating|setting up|migrated/);
  expect(again).toMatchObject({ databaseUrl, temporalAddress });
  expect(await query(databaseUrl, 'SELECT word FROM first_start')).toEqual([{ word: 'kept' }]);
});

test('a second supervisor is told where the first one runs', async () => {
  const first = running();
  const { url } = await first.ready();
  const second = startSupervisor();
  await second.exited;
  expect(second.exitCode()).toBe(1);
  expect(second.output()).toContain(`Tacit already runs in ${home.path} (process ${first.pid}): ${url}`);
  expect(second.output()).not.toMatch(/^\s+at /m);
  expect(findRunning(home.path)?.pid).toBe(first.pid);
});

test('a killed PostgreSQL, Temporal or API is started again at its old address', async () => {
  const supervisor = running();
  const { databaseUrl, temporalAddress } = await supervisor.ready();
  await query(databaseUrl, `CREATE TABLE killed_postgres AS SELECT 'kept' AS word`);
  const before = ['postgres', 'temporal', 'api'].map(processOf);
  for (const { pid } of before) process.kill(pid, 'SIGKILL');
  for (const title of ['PostgreSQL', 'Temporal', 'The API'])
    await until(() => supervisor.output().includes(`${title} is back`));
  expect(await query(databaseUrl, 'SELECT word FROM killed_postgres')).toEqual([{ word: 'kept' }]);
  await assertServing(temporalAddress);
  expect(supervisor.output()).toMatch(/PostgreSQL ended unexpectedly \(signal SIGKILL\)/);
});

test('a killed supervisor takes the worker and the API with it, and the next start puts the rest in order', async () => {
  const killed = running();
  const { databaseUrl } = await killed.ready();
  await query(databaseUrl, `CREATE TABLE killed_supervisor AS SELECT 'kept' AS word`);
  const [postgres, worker, api] = [processOf('postgres'), processOf('worker'), processOf('api')];
  await killed.kill();
  await until(() => !isAlive(worker) && !isAlive(api));
  expect(isAlive(postgres)).toBe(true);

  const next = running();
  expect((await next.ready()).databaseUrl).toBe(databaseUrl);
  expect(next.output()).toContain('stopped postgres, left over from an earlier start');
  expect(isAlive(postgres)).toBe(false);
  expect(await query(databaseUrl, 'SELECT word FROM killed_supervisor')).toEqual([{ word: 'kept' }]);
});

test('stopped in the middle of its start, it leaves nothing running', async () => {
  await current?.stop();
  const supervisor = running();
  await until(() => supervisor.output().includes('PostgreSQL is ready'));
  await supervisor.stop();
  // With what it said, should it have failed.
  expect([supervisor.exitCode(), supervisor.output()]).toEqual([0, expect.any(String)]);
  expect(readdirSync(join(home.path, 'run'))).toEqual([]);
});

test('a PORT that another program uses is refused', async () => {
  await current?.stop();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const refused = startSupervisor({ PORT: String(port) });
  await refused.exited;
  expect(refused.exitCode()).toBe(1);
  expect(refused.output()).toContain(`Port ${port} on 127.0.0.1 is used by another program.`);
  other.close();
});

test('port 3000, if no other was asked for, is passed over when it is busy', async () => {
  await current?.stop();
  const other = createServer().listen(3000, '127.0.0.1');
  // That something else has the port already serves as well.
  await once(other, 'listening').catch(() => undefined);
  const supervisor = running();
  expect((await supervisor.ready()).url).not.toBe('http://127.0.0.1:3000');
  expect(supervisor.output()).toMatch(/port 3000 is used by another \w+: taking \d+/);
  other.close();
});

interface Supervisor {
  pid: number;
  exited: Promise<unknown>;
  /** Null while it runs and after a kill. */
  exitCode(): number | null;
  hasExited(): boolean;
  output(): string;
  ready(): Promise<Whereabouts>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** The supervisor of the home, started if none runs. */
function running(): Supervisor {
  if (current === undefined || current.hasExited()) current = startSupervisor();
  return current;
}

function startSupervisor(environment: NodeJS.ProcessEnv = {}): Supervisor {
  const script = join(packageRoot, 'test', 'support', 'supervisor.ts');
  const child: ChildProcess = spawn(process.execPath, ['--import', TSX, script], {
    // Not in the checkout, whose .env would be read.
    cwd: home.path,
    env: { ...process.env, ...NOTHING_SET, TACIT_HOME: home.path, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  const exited = once(child, 'close');
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!hasExited()) child.kill(signal);
    await exited;
  };
  return {
    pid: child.pid as number,
    exited,
    exitCode: () => child.exitCode,
    hasExited,
    output: () => output,
    ready: async () => {
      await until(
        () => hasExited() || (findRunning(home.path)?.pid === child.pid && findRunning(home.path)?.url !== undefined),
      );
      if (hasExited()) throw new Error(`The supervisor ended: ${output}`);
      return findRunning(home.path) as Whereabouts & ProcessIdentity;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function processOf(part: string): ProcessIdentity {
  return readJson(home.runFile(part)) as ProcessIdentity;
}

async function until(isSo: () => boolean): Promise<void> {
  const limit = Date.now() + READY_LIMIT_MS;
  while (!isSo()) {
    if (Date.now() > limit) throw new Error(`Waited in vain until ${isSo.toString()}`);
    await delay(50);
  }
}
