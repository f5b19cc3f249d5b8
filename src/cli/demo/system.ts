import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { claim, liveOwner } from '../../engine/embedded/claim.ts';
import { Fault } from '../../fault.ts';
import { portState } from '../../engine/embedded/ports.ts';
import { stopProcess } from '../../engine/embedded/process.ts';
import { findRunning } from '../running.ts';

export interface ThrowawaySystem {
  url: string;
  email: string;
  password: string;
}

const PREFIX = 'tacit-demo-';
const POLL_MS = 50;
const STOP_PATIENCE_MS = 60_000;
const [LOWEST_PORT, HIGHEST_PORT] = [30_000, 32_000];
/** Lines of `tacit up` that tell how far the start has come. */
const PROGRESS = /^\s*[\d.]+ s {2}(.+)$/;

/**
 * Starts a whole Tacit with the test clock in a temporary home, lets `use` work with it, and then removes it with all it
 * holds; also when `use` fails or `signal` asks to end. Throws a Fault when it does not start.
 */
export async function withThrowawaySystem<T>(
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
  use: (system: ThrowawaySystem) => Promise<T>,
): Promise<T> {
  await clearAbandoned(say);
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL may have to run as another user, who must get in. What is secret in it has modes of its own.
  chmodSync(home, 0o755);
  await claim(ownerFile(home));
  const email = 'admin@tacit.localhost';
  const password = randomBytes(12).toString('base64url');
  const supervisor = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, 'up'], {
    env: environment(home, { email, password, port: await freePort() }),
    // Ctrl-C is for this process: it ends the system when nobody asks it any more.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastWords: string[] = [];
  let isStarting = true;
  for (const output of [supervisor.stdout, supervisor.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      lastWords.push(line);
      const progress = PROGRESS.exec(line)?.[1];
      if (progress !== undefined && isStarting) say(progress);
    });
  }
  const exited = new Promise<void>((resolve) => supervisor.once('exit', () => resolve()));
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  try {
    let url: string | undefined;
    while (url === undefined) {
      signal.throwIfAborted();
      if (hasExited) {
        const words = lastWords
          .filter((line) => line.trim() !== '')
          .slice(-3)
          .join(' ');
        throw new Fault('demo-start', `The system for the demo did not start: ${words}`, 'Mend that, then try again.');
      }
      url = findRunning(home)?.url;
      if (url === undefined) await delay(POLL_MS);
    }
    isStarting = false;
    return await use({ url, email, password });
  } finally {
    isStarting = false;
    say('removing the system again');
    if (!hasExited) supervisor.kill('SIGTERM');
    await exited;
    removeHome(home);
  }
}

/** Nothing set for a Tacit of the machine's own may reach this one. */
function environment(
  home: string,
  { email, password, port }: { email: string; password: string; port: number },
): NodeJS.ProcessEnv {
  const own = /^(TACIT_|TEMPORAL_|DATABASE_URL$|SMTP_URL$|PUBLIC_URL$|SECRET_KEY$|HOST$)/;
  // Also where a .env file sets it: what is empty counts as not set, and is not read from there.
  const emptied = envFileNames().filter((name) => own.test(name));
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
    ...Object.fromEntries(emptied.map((name) => [name, ''])),
    TACIT_HOME: home,
    TACIT_TEST_CLOCK: '1',
    PORT: String(port),
    ADMIN_EMAIL: email,
    ADMIN_PASSWORD: password,
  };
}

function envFileNames(): string[] {
  if (!existsSync('.env')) return [];
  return [...readFileSync('.env', 'utf8').matchAll(/^\s*(?:export\s+)?(\w+)\s*=/gm)].map(([, name]) => name!);
}

async function freePort(): Promise<number> {
  for (let port = LOWEST_PORT + (process.pid % 1_000); port < HIGHEST_PORT; port++) {
    if ((await portState(port)) === 'free') return port;
  }
  throw new Fault('demo-port', 'No port is free for the demo.', 'End other programs, then try again.');
}

const ownerFile = (home: string): string => join(home, 'demo.json');

/** What a demo left that was killed and could not clear up. */
async function clearAbandoned(say: (line: string) => void): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    try {
      if (!existsSync(ownerFile(home)) || liveOwner(ownerFile(home)) !== undefined) continue;
      say(`removing ${home}, left by a demo that was killed`);
      const supervisor = findRunning(home);
      if (supervisor !== undefined) await stopProcess(supervisor, { signal: 'SIGTERM', patience: STOP_PATIENCE_MS });
      removeHome(home);
    } catch {
      // Another user's.
    }
  }
}

function removeHome(home: string): void {
  const data = join(home, 'postgres');
  // Where its user could not enter the home, the data lies elsewhere and this is a link to it.
  if (existsSync(data)) rmSync(realpathSync(data), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
