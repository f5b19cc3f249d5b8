import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { start as startApi } from '../../../src/cli/api.ts';
import { seed } from '../../../src/cli/seed.ts';
import { type Config, loadConfig } from '../../../src/config.ts';
import { Api } from '../../../src/cli/demo/api.ts';
import { type House, openHouse, TASK_QUEUE } from '../../support/chains.ts';

export const PASSWORD = 'correct horse battery';
export const ADMIN = 'admin@tacit.localhost';

/** All of Tacit on a port of its own, as `tacit up` runs it: the API with the built pages, PostgreSQL, Temporal, a worker. */
export interface Tacit {
  url: string;
  house: House;
  /** The administrator, for what a story begins with. */
  api: Api;
  /** Nobody answers from here on. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  close(): Promise<void>;
}

/** With the demonstration in it, and a test clock. */
export async function openTacit(environment: Record<string, string> = {}): Promise<Tacit> {
  const house = await openHouse();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config: Config = loadConfig({
    DATABASE_URL: house.databaseUrl,
    TEMPORAL_ADDRESS: house.address,
    TEMPORAL_NAMESPACE: house.namespace,
    TEMPORAL_TASK_QUEUE: TASK_QUEUE,
    PORT: String(port),
    PUBLIC_URL: url,
    SECRET_KEY: 'a secret of the tests only',
    ADMIN_EMAIL: ADMIN,
    ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'silent',
    TACIT_TEST_CLOCK: '1',
    ...environment,
  });
  await seed(house.database, config, { demonstration: 'now' });
  await house.startWorker();
  let running = await startApi(config);
  const api = new Api(url, new AbortController().signal);
  await api.signIn(ADMIN, PASSWORD);
  return {
    url,
    house,
    api,
    stopApi: () => running.stop(),
    async startApi() {
      running = await startApi(config);
    },
    async close() {
      await running.stop();
      await house.close();
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
