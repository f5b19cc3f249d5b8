import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Part, pathOf } from '../../src/engine/embedded/engine.ts';
import { eventually } from '../faults/support/patience.ts';

/** An object store by others than Amazon, over a directory; it checks every signature. */
const SERVER: Part = {
  directory: 'versitygw-v1.8.0',
  binary: 'versitygw',
  module: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  title: 'the object store of the tests',
};

export const BUCKET = 'files-of-customers';
export const ACCESS_KEY = 'tacit';
export const SECRET = 'a secret of the tests only';

/** A running object store with one empty bucket. */
export async function startObjectStore() {
  await build(SERVER, { log: (line) => process.stderr.write(`${line}\n`) });
  const root = mkdtempSync(join(tmpdir(), 'tacit-test-s3-'));
  const bucket = join(root, BUCKET);
  mkdirSync(bucket);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  let child: ChildProcess;

  async function start(): Promise<void> {
    const args = ['--access', ACCESS_KEY, '--secret', SECRET, '--port', `127.0.0.1:${port}`, '--quiet', 'posix', root];
    child = spawn(pathOf(SERVER), args, { stdio: 'ignore' });
    await eventually('the object store', () => fetch(endpoint), { limitMs: 20_000, everyMs: 25 });
  }
  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await start();
  return {
    endpoint,
    /** The file that an object is. */
    fileOf: (key: string) => join(bucket, key),
    start,
    stop,
    async close() {
      await stop();
      rmSync(root, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
