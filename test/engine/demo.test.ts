import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/package-root.ts';

const TACIT = join(packageRoot, 'bin', 'tacit.mjs');
/** A whole system starts, on a machine that may be busy with other tests. */
const LIMIT_MS = 300_000;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tacit-test-demo-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The demo with a directory for temporary files of its own, so that what it leaves is seen. */
function demo(...args: string[]): { child: ChildProcess; ended: Promise<{ code: number | null; said: string }> } {
  const child = spawn(process.execPath, [TACIT, 'demo', ...args], {
    cwd: directory,
    env: { ...process.env, TMPDIR: directory, NODE_OPTIONS: '', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (data: Buffer) => {
      said += data.toString();
    });
  }
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))) };
}

test(
  'the demo finds every date of the manuals right, tells it without colour to a file, and leaves nothing behind',
  async () => {
    const { code, said } = await demo().ended;
    expect(said).toMatch(/All \d+ as the manuals say\./);
    expect(said).not.toContain('✗');
    expect(said).not.toContain('\u001b');
    expect(code).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'the demo interrupted while its system starts ends it and leaves nothing behind',
  async () => {
    const { child, ended } = demo();
    let heard = '';
    let isInterrupted = false;
    child.stdout!.on('data', (data: Buffer) => {
      heard += data.toString();
      if (isInterrupted || !heard.includes('PostgreSQL is ready')) return;
      isInterrupted = true;
      child.kill('SIGINT');
    });
    expect((await ended).code).toBe(130);
    expect(readdirSync(directory)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'the demo says what is missing where nobody answers',
  async () => {
    const { code, said } = await demo('--url', 'http://127.0.0.1:9', '--password', 'does not matter').ended;
    expect(code).toBe(1);
    expect(said).toContain('Nobody answers at http://127.0.0.1:9');
  },
  LIMIT_MS,
);
