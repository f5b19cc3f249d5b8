/**
 * The warm start of everything: from `tacit up` to its word that it is ready, over data that exist already, with the
 * compiled code that `npm start` runs. `--rounds`.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { option, printTable, summary } from './support/figures.ts';

const READY = 'Tacit is ready';
const LIMIT_MS = 180_000;
const rounds = option('rounds', 5);

const home = mkdtempSync(join(tmpdir(), 'tacit-bench-'));
// PostgreSQL runs as another user where this one is root.
chmodSync(home, 0o755);
try {
  const cold = await startOnce();
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) warm.push(await startOnce());
  printTable(
    ['', 'seconds'],
    [
      ['first start, with the databases to be created', cold.toFixed(1)],
      [`warm start, ${rounds} rounds`, summary(warm)],
    ],
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Seconds until it is ready; it is then told to stop, and has stopped when this resolves. */
async function startOnce(): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'up'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TACIT_HOME: home },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const limit = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
  const lines: string[] = [];
  let ready: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (ready !== undefined || !line.includes(READY)) continue;
    ready = (performance.now() - from) / 1_000;
    child.kill('SIGTERM');
  }
  await exited;
  clearTimeout(limit);
  if (ready === undefined) throw new Error(`it did not become ready:\n${lines.join('\n')}`);
  return ready;
}
