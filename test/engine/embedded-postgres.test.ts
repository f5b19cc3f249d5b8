import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { faultOf } from '../../src/fault.ts';
import { type Home, openHome } from '../../src/engine/embedded/home.ts';
import { ordinaryUser } from '../../src/engine/embedded/ordinary-user.ts';
import { type EmbeddedPostgres, query, urlOf } from '../../src/engine/embedded/postgres.ts';
import { identify, isAlive, launch, stopLeftovers } from '../../src/engine/embedded/process.ts';
import { removeHome } from '../support/run-directory.ts';
import { postgresFor, privateHome } from '../support/system.ts';

let home: Home;

beforeEach(async () => {
  home = await privateHome();
});

afterEach(async () => {
  await removeHome(home.path);
});

const answer = async (server: EmbeddedPostgres) => query(urlOf(server, 'postgres'), 'SELECT 1 AS one');
const ifRoot = process.getuid?.() === 0 ? test : test.skip;

test('killed, it starts again at the same address with what was committed', async () => {
  const killed = await postgresFor(home);
  await query(urlOf(killed, 'postgres'), `CREATE TABLE mark AS SELECT 'kept' AS word`);
  process.kill(killed.process.pid, 'SIGKILL');
  await killed.process.exited;
  const next = await postgresFor(home);
  expect(next.port).toBe(killed.port);
  expect(await query(urlOf(next, 'postgres'), 'SELECT word FROM mark')).toEqual([{ word: 'kept' }]);
});

test('a server that a killed parent left is stopped before another starts on the same data', async () => {
  const left = await postgresFor(home);
  rmSync(home.runFile('postgres'));
  const next = await postgresFor(home);
  expect(isAlive(left.process)).toBe(false);
  expect(await answer(next)).toEqual([{ one: 1 }]);
});

test('a pid file whose number belongs to another program by now neither stops that program nor this start', async () => {
  const killed = await postgresFor(home);
  process.kill(killed.process.pid, 'SIGKILL');
  await killed.process.exited;
  const pidFile = join(home.path, 'postgres', 'data', 'postmaster.pid');
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));
  expect(await answer(await postgresFor(home))).toEqual([{ one: 1 }]);
});

test('a first start that was killed half way leaves nothing that the next one trips over', async () => {
  await (await postgresFor(home)).process.stop();
  const draft = join(home.path, 'postgres', 'data.new');
  rmSync(join(home.path, 'postgres', 'data'), { recursive: true });
  mkdirSync(draft);
  writeFileSync(join(draft, 'PG_VERSION'), '18');
  expect(await answer(await postgresFor(home))).toEqual([{ one: 1 }]);
});

test('data of another PostgreSQL is refused by name, not touched', async () => {
  await (await postgresFor(home)).process.stop();
  writeFileSync(join(home.path, 'postgres', 'data', 'PG_VERSION'), '12\n');
  await expect(postgresFor(home)).rejects.toMatchObject({
    code: 'postgres-version',
    message: expect.stringContaining('PostgreSQL 12'),
  });
});

test('it lets nobody in without the password, which only its owner can read', async () => {
  const server = await postgresFor(home);
  const stranger = urlOf({ ...server, password: 'guessed' }, 'postgres');
  await expect(query(stranger, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(statSync(home.secret('postgres').file).mode & 0o777).toBe(0o600);
});

ifRoot('started by root, it runs as an ordinary user', async () => {
  const server = await postgresFor(home);
  expect(statSync(`/proc/${server.process.pid}`).uid).toBe(ordinaryUser()?.uid);
});

ifRoot('where its user cannot enter the home, the data lies outside and a link leads there', async () => {
  await chmod(home.path, 0o700);
  const server = await postgresFor(home);
  expect(lstatSync(join(home.path, 'postgres')).isSymbolicLink()).toBe(true);
  expect(await answer(server)).toEqual([{ one: 1 }]);
});

test('a home that cannot be written is a fault in one paragraph', () => {
  const open = (): unknown => {
    const user = ordinaryUser();
    if (user === undefined) return openHome('/tacit-home');
    // Root may write everywhere: look with the eyes of another.
    process.seteuid?.(user.uid);
    try {
      return openHome('/tacit-home');
    } finally {
      process.seteuid?.(0);
    }
  };
  expect(faultFrom(open)).toMatchObject({ code: 'no-permission', message: expect.stringContaining('/tacit-home') });
});

test('a full disk is a fault in one paragraph', () => {
  const fault = faultFrom(() => writeFileSync('/dev/full', 'x'));
  expect(fault?.code).toBe('disk-full');
  expect(fault?.toParagraph()).not.toContain('\n');
});

test('a process that was given the number of a leftover is left alone', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const { pid } = other as { pid: number };
  const left = { pid, startedAt: 'long ago', stop: { signal: 'SIGKILL', patience: 1 } };
  writeFileSync(home.runFile('postgres'), JSON.stringify(left));
  expect(await stopLeftovers(home, ['postgres'])).toEqual([]);
  expect(identify(pid)).toBeDefined();
  other.kill();
  await once(other, 'exit');
});

test('a process that ignores the request to end is killed when patience is over', async () => {
  const stubborn = launch({
    home,
    name: 'stubborn',
    command: process.execPath,
    args: ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("deaf")'],
    stop: { signal: 'SIGTERM', patience: 100 },
  });
  while (!readFileSync(home.logFile('stubborn'), 'utf8').includes('deaf')) await delay(10);
  await stubborn.stop();
  expect(await stubborn.exited).toBe('signal SIGKILL');
  expect(isAlive(stubborn)).toBe(false);
});

function faultFrom(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return faultOf(error);
  }
  return undefined;
}
