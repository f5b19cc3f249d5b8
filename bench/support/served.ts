import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../src/api/app.ts';
import type { EnginePort } from '../../src/api/engine-port.ts';
import { clock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/client.ts';
import { ensureAdministrator } from '../../src/database/users.ts';

const ADMINISTRATOR = { email: 'admin@example.com', password: 'bench bench bench' };

export interface Served {
  /** Milliseconds from the request, with a body a POST, with a version a PATCH, to the last byte of its answer. */
  time(path: string, body?: object, version?: number): Promise<number>;
  stop(): Promise<void>;
}

const NO_ENGINE: EnginePort = {
  health: async () => ({ reachable: false, detail: '' }),
  describeChain: async (workflowId) => ({ workflowId, namespace: '', status: 'unreachable', details: null }),
  describeRequest: async (workflowId) => ({ workflowId, namespace: '', status: 'unreachable', details: null }),
  decide: async () => {
    throw new Error('no engine is measured here');
  },
};

/** The API over this database, in this process, asked by an administrator over HTTP. */
export async function serve(databaseUrl: string, engine = NO_ENGINE): Promise<Served> {
  const database = openDatabase(databaseUrl);
  const branch = { name: 'Madrid', timeZone: 'Europe/Madrid', country: 'ES', language: 'es', currency: 'EUR' } as const;
  await ensureAdministrator(database, { ...ADMINISTRATOR, branch });
  const stopping = new AbortController();
  const app = createApp({
    database,
    clock: clock({ testClock: false }),
    config: {
      databaseUrl,
      secretKey: 'of measurements only',
      testClock: false,
      limits: { requestsPerMinute: 1_000_000 },
      commandPatienceMs: 60_000,
    },
    log: pino({ level: 'silent' }),
    engine,
    stopping: stopping.signal,
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signedIn = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ADMINISTRATOR),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    async time(path, body, version) {
      const from = performance.now();
      const answer = await fetch(`${address}${path}`, {
        headers: {
          cookie,
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/json',
          ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
        },
        ...(body ? { method: version === undefined ? 'POST' : 'PATCH', body: JSON.stringify(body) } : {}),
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return performance.now() - from;
    },
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await database.$disconnect();
    },
  };
}

/** `p50 / p95` in milliseconds. */
export const percentiles = (times: number[]): string =>
  `${percentile(times, 0.5).toFixed(0)} / ${percentile(times, 0.95).toFixed(0)}`;

export function percentile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
