import { setTimeout as delay } from 'node:timers/promises';
import type { PatientDatabase } from './patient-database.ts';

/** A chain of renewals and whose it is. */
export interface Chain {
  id: string;
  customerId: string;
}

/** A setting of a customer's clock: in force at the latest when done, at the earliest when started. */
export interface ClockSetting {
  aheadMs: number;
  startedAt: number;
  doneAt: number;
}

/** Sets customers' clocks and has their workflows told: both in one statement, so that either happens with the other. */
export async function setClocks(
  database: PatientDatabase,
  settings: { chain: Chain; aheadMs: number }[],
): Promise<void> {
  await database.query(
    `WITH moved AS (
       UPDATE customer SET clock_ahead_ms = new.ahead
       FROM unnest($1::uuid[], $2::bigint[]) new(id, ahead) WHERE customer.id = new.id)
     INSERT INTO outbox (kind, key) SELECT 'chain_changed', unnest($3::text[])`,
    [
      settings.map(({ chain }) => chain.customerId),
      settings.map(({ aheadMs }) => Math.round(aheadMs)),
      settings.map(({ chain }) => chain.id),
    ],
  );
}

const FLUSH_MS = 50;

/** Moves the clocks of many, those asked for at the same time together, and notes when each counted. */
export class ClockMover {
  /** Of each chain, in order. */
  readonly settings: ClockSetting[][];
  readonly #database: PatientDatabase;
  readonly #chains: Chain[];
  #waiting = new Map<number, number>();
  #isStopping = false;
  readonly #running: Promise<void>;

  constructor(database: PatientDatabase, chains: Chain[]) {
    this.#database = database;
    this.#chains = chains;
    this.settings = chains.map(() => [{ aheadMs: 0, startedAt: 0, doneAt: 0 }]);
    this.#running = this.#run();
  }

  /** Never backwards: a clock is only set further ahead. */
  set(chain: number, aheadMs: number): void {
    const before = Math.max(this.#waiting.get(chain) ?? 0, this.settings[chain]!.at(-1)!.aheadMs);
    if (aheadMs > before) this.#waiting.set(chain, aheadMs);
  }

  /** Returns when all that were asked for are set. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping || this.#waiting.size > 0) {
      if (this.#waiting.size > 0) await this.#flush();
      await delay(FLUSH_MS);
    }
  }

  async #flush(): Promise<void> {
    const batch = [...this.#waiting];
    this.#waiting = new Map();
    const startedAt = Date.now();
    const under_way = batch.map(([chain, aheadMs]) => {
      const setting: ClockSetting = { aheadMs, startedAt, doneAt: Number.POSITIVE_INFINITY };
      this.settings[chain]!.push(setting);
      return setting;
    });
    await setClocks(
      this.#database,
      batch.map(([chain, aheadMs]) => ({ chain: this.#chains[chain]!, aheadMs })),
    );
    for (const setting of under_way) setting.doneAt = Date.now();
  }
}
