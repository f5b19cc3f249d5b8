import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

export interface WakerOptions {
  databaseUrl: string;
  /** Whose announcements wake it. */
  channel: string;
  log: Logger;
  sweepMs?: number | undefined;
  /** Does all that is there to do, until `isStopping`. */
  work: (isStopping: () => boolean) => Promise<void>;
  /** In how many milliseconds there will be work that nothing announces, such as another try; null if there will be none. */
  nextInMs: () => Promise<number | null>;
  /** Before the work of each sweep. */
  sweep?: (() => Promise<void>) | undefined;
}

const SWEEP_MS = 60_000;
const RECONNECT_MS = 1_000;
const CONNECT_MS = 10_000;
const SHORTEST_PAUSE_MS = 50;

/**
 * Keeps working off what transactions leave in a table: at once when the database announces it, at start, after a lost
 * connection, each minute, and when it is time for what was put off. One round at a time.
 */
export function startWaker(options: WakerOptions): { wake(): void; stop(): Promise<void> } {
  const { log, channel, sweepMs = SWEEP_MS } = options;
  let stopping = false;
  let listener: pg.Client | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let retry: NodeJS.Timeout | undefined;
  const isStopping = () => stopping;

  /** Starts a round; what is announced meanwhile makes it look once more. */
  function wake(): void {
    again = true;
    running ??= round().finally(() => {
      running = null;
      if (again && !stopping) wake();
    });
  }

  async function round(): Promise<void> {
    try {
      while (again && !stopping) {
        again = false;
        await options.work(isStopping);
      }
      if (!stopping) wakeIn(await options.nextInMs());
    } catch (error) {
      log.warn({ err: error, channel }, 'the database cannot be read; the next sweep tries again');
    }
  }

  function wakeIn(milliseconds: number | null): void {
    clearTimeout(retry);
    if (milliseconds === null || stopping) return;
    retry = setTimeout(wake, Math.min(Math.max(milliseconds, SHORTEST_PAUSE_MS), sweepMs));
  }

  async function listen(): Promise<void> {
    while (!stopping) {
      const client = new pg.Client({
        connectionString: options.databaseUrl,
        keepAlive: true,
        connectionTimeoutMillis: CONNECT_MS,
      });
      try {
        const lost = new Promise<void>((resolve) => {
          client.once('end', () => resolve());
          client.on('error', () => resolve());
        });
        await client.connect();
        client.on('notification', wake);
        await client.query(`LISTEN ${channel}`);
        listener = client;
        wake();
        // Told to stop while it connected, it has nobody who would end it.
        if (!stopping) await lost;
      } catch (error) {
        log.warn({ err: error, channel }, 'the database cannot be listened to; it is tried again');
      }
      listener = null;
      await client.end().catch(() => {});
      if (!stopping) await delay(RECONNECT_MS);
    }
  }

  async function sweep(): Promise<void> {
    await options.sweep?.();
    wake();
  }

  const listening = listen();
  let sweeping = sweep();
  const sweeps = setInterval(() => {
    sweeping = sweep();
  }, sweepMs);
  return {
    wake: () => void (stopping || wake()),
    async stop() {
      stopping = true;
      clearInterval(sweeps);
      clearTimeout(retry);
      await listener?.end().catch(() => {});
      await Promise.all([sweeping, listening]);
      await running;
    },
  };
}
