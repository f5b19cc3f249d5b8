import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findRunning, type Whereabouts } from '../../../src/cli/running.ts';
import { type Home, readJson } from '../../../src/engine/embedded/home.ts';
import { isAlive, type ProcessIdentity } from '../../../src/engine/embedded/process.ts';
import { packageRoot } from '../../../src/package-root.ts';
import { eventually } from './patience.ts';
import type { Readiness } from './plan.ts';

export const PARTS = ['api', 'worker', 'temporal', 'postgres'] as const;
export type Part = (typeof PARTS)[number];

const TITLES: Record<string, Part> = {
  'The API': 'api',
  'The worker': 'worker',
  Temporal: 'temporal',
  PostgreSQL: 'postgres',
};

export const ADMIN = { email: 'admin@tacit.localhost', password: 'correct horse battery' };

const RECOVERY_LIMIT_MS = 300_000;

/** From the kill, or the end by itself, to the supervisor's word that the part works again. */
export interface Outage {
  part: Part;
  from: number;
  /** Undefined as long as it lasts. */
  to?: number;
  /** Whether the part ended without being killed by us, because another one was away. */
  isOwnEnd: boolean;
}

/** The environment of everything that is started for these tests: nothing of the machine's own Tacit. */
export function environment(home: Home, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(TACIT_|TEMPORAL_|DATABASE_URL$|PORT$|HOST$|NODE_ENV$|NODE_OPTIONS$|JEST_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    TACIT_HOME: home.path,
    TACIT_TEST_CLOCK: '1',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...more,
  };
}

export const TACIT = join(packageRoot, 'bin', 'tacit.mjs');

/** `tacit up` in a home of its own: what is killed here is brought back by the supervisor that ships, or not at all. */
export class SupervisedSystem {
  readonly home: Home;
  readonly outages: Outage[] = [];
  /** Processes that were really killed, by part. */
  readonly kills = new Map<Part, number>();
  readonly #supervisor: ChildProcess;
  readonly #lastKilled = new Map<Part, string>();
  #hasExited = false;

  private constructor(home: Home, port: number) {
    this.home = home;
    this.#supervisor = spawn(process.execPath, [TACIT, 'up'], {
      env: environment(home, { PORT: String(port) }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const story = createWriteStream(home.logFile('supervisor'), { flags: 'a' });
    for (const output of [this.#supervisor.stdout!, this.#supervisor.stderr!]) {
      createInterface({ input: output }).on('line', (line) => {
        story.write(`${line}\n`);
        this.#hear(line);
      });
    }
    this.#supervisor.once('exit', () => {
      this.#hasExited = true;
    });
  }

  static async start(home: Home): Promise<SupervisedSystem> {
    const system = new SupervisedSystem(home, await freePort());
    await eventually(`tacit up to be ready; its story is in ${home.logFile('supervisor')}`, () => {
      if (system.#hasExited) return true;
      return findRunning(home.path)?.url === undefined ? undefined : true;
    });
    if (system.#hasExited) throw new Error(`tacit up ended; its story is in ${home.logFile('supervisor')}`);
    return system;
  }

  get whereabouts(): Whereabouts {
    return findRunning(this.home.path) as Whereabouts & ProcessIdentity;
  }

  /** The part's process, or undefined while there is none. */
  processOf(part: Part): ProcessIdentity | undefined {
    const found = readJson(this.home.runFile(part)) as ProcessIdentity | undefined;
    return found !== undefined && isAlive(found) ? found : undefined;
  }

  /** Waits for what a step of the plan asks. */
  async untilReady(part: Part, readiness: Readiness): Promise<void> {
    const mustWork: readonly Part[] = { all: PARTS, working: [part], starting: [] }[readiness];
    await eventually(
      `${mustWork.join(', ') || part} to work`,
      () => (mustWork.some((each) => this.#outageOf(each) !== undefined) ? undefined : true),
      { everyMs: 10, limitMs: RECOVERY_LIMIT_MS },
    );
    await this.#victim(part);
  }

  /** Kills the part's process. */
  async kill(part: Part): Promise<void> {
    const victim = await this.#victim(part);
    process.kill(victim.pid, 'SIGKILL');
    this.#lastKilled.set(part, victim.startedAt);
    this.kills.set(part, (this.kills.get(part) ?? 0) + 1);
    // One killed while it was only being brought back lengthens the outage it is in.
    if (this.#outageOf(part) === undefined) this.outages.push({ part, from: Date.now(), isOwnEnd: false });
  }

  /** A process of the part that was not killed yet. */
  async #victim(part: Part): Promise<ProcessIdentity> {
    return eventually(
      `${part} to have a process again`,
      () => {
        const found = this.processOf(part);
        return found?.startedAt === this.#lastKilled.get(part) ? undefined : found;
      },
      { everyMs: 5, limitMs: RECOVERY_LIMIT_MS },
    );
  }

  /** Stops everything in order. */
  async stop(): Promise<void> {
    if (this.#hasExited) return;
    this.#supervisor.kill('SIGTERM');
    await eventually('tacit up to stop', () => this.#hasExited || undefined, { limitMs: 60_000 });
  }

  #hear(line: string): void {
    const [, title = '', what] = /^\s*[\d.]+ s {2}(.+?) (is back|ended unexpectedly)/.exec(line) ?? [];
    const part = TITLES[title];
    if (part === undefined) return;
    const outage = this.#outageOf(part);
    if (what === 'is back') {
      if (outage !== undefined) outage.to = Date.now();
    } else if (outage === undefined) {
      this.outages.push({ part, from: Date.now(), isOwnEnd: true });
    }
  }

  #outageOf(part: Part): Outage | undefined {
    return this.outages.find((outage) => outage.part === part && outage.to === undefined);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
