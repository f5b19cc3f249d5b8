import { setTimeout as delay } from 'node:timers/promises';
import { faultOf } from '../fault.ts';
import type { Home } from '../engine/embedded/home.ts';
import { type Log, type RunningProcess, stopLeftovers } from '../engine/embedded/process.ts';

export interface SupervisedOptions {
  home: Home;
  /** Names the run file and the log. */
  name: string;
  /** What people call it. */
  title: string;
  log: Log;
  /** Starts the process, and resolves when it works. */
  start: () => Promise<RunningProcess>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A process that held out this long is started again without a pause when it ends. */
const STEADY_MS = 60_000;
const POLL_MS = 50;

/** One process that is started again whenever it ends, until it is stopped. */
export class Supervised {
  readonly title: string;
  readonly #options: SupervisedOptions;
  #isStopping = false;
  #supervision: Promise<void> = Promise.resolve();

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.title = options.title;
  }

  /** Resolves when it works for the first time; rejects if it does not come to that. */
  async start(): Promise<void> {
    const first = this.#options.start();
    this.#supervision = first.then(
      (running) => this.#keepRunning(running),
      () => undefined,
    );
    await first;
  }

  /** Whatever it is doing, also while it is only being started. */
  async stop(hurry: AbortSignal): Promise<void> {
    this.#isStopping = true;
    let isOver = false;
    const over = this.#supervision.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await stopLeftovers(this.#options.home, [this.#options.name], hurry);
      await Promise.race([over, delay(POLL_MS)]);
    }
  }

  async #keepRunning(first: RunningProcess): Promise<void> {
    const { home, name, title, log, start } = this.#options;
    let running: RunningProcess | undefined = first;
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const since = Date.now();
      const how = await running?.exited;
      if (this.#isStopping) return;
      if (running !== undefined) {
        if (Date.now() - since > STEADY_MS) pause = FIRST_PAUSE_MS;
        log(`${title} ended unexpectedly (${how}); it is started again. Its log: ${home.logFile(name)}`);
      }
      await this.#pause(pause);
      if (this.#isStopping) return;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      try {
        running = await start();
        if (!this.#isStopping) log(`${title} is back`);
      } catch (error) {
        running = undefined;
        if (!this.#isStopping) log(`${title} cannot be started: ${faultOf(error)?.toParagraph() ?? String(error)}`);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const until = Date.now() + milliseconds;
    while (!this.#isStopping && Date.now() < until) await delay(POLL_MS);
  }
}
