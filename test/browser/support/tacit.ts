import { type AddressInfo, createServer } from 'node:net';
import { start as startApi } from '../../../src/cli/api.ts';
import { seed } from '../../../src/cli/seed.ts';
import { type Config, loadConfig, senderOf } from '../../../src/config.ts';
import { clock } from '../../../src/clock.ts';
import { setCustomerClock } from '../../../src/database/customer-clock.ts';
import { sellMultipack } from '../../../src/database/multipacks/sell.ts';
import { prepareNotice } from '../../../src/database/notices/prepare.ts';
import { hashPassword } from '../../../src/database/users.ts';
import { startDelivery } from '../../../src/mail/delivery.ts';
import { openLog } from '../../../src/log.ts';
import { smtpServer, type TestServer } from '../../mail/support.ts';
import { decide, type House, openHouse, TASK_QUEUE } from '../../support/chains.ts';

export const PASSWORD = 'correct horse battery';
export const ADMIN = 'admin@tacit.localhost';
const CHEAP = { memoryCost: 1024, timeCost: 1 };

/** All of Tacit on a port of its own, as `tacit up` runs it: the API with the built pages, PostgreSQL, Temporal, a worker. */
export interface Tacit {
  url: string;
  house: House;
  /** Where letters arrive. */
  post: TestServer;
  /** Somebody of an English-speaking branch in Madrid, whose clock shows `now`, and who may sign in to the portal. */
  addPerson(name: string, options: { now: string }): Promise<Person>;
  /** Sells a plan of the demonstration at the counter. */
  sell(person: Person, plan: string, startOn: string): Promise<{ id: string; name: string }>;
  /** Nobody answers from here on. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  close(): Promise<void>;
}

export interface Person {
  id: string;
  name: string;
  /** With `PASSWORD` in the portal. */
  email: string;
}

/** With the demonstration in it but for its desk, and a test clock. */
export async function openTacit({ mailPorts }: { mailPorts?: string[] } = {}): Promise<Tacit> {
  const house = await openHouse();
  const post = await smtpServer();
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
    SMTP_URL: post.url,
    ...(mailPorts && { MAIL_PORTS: mailPorts.join(',') }),
    TACIT_TEST_CLOCK: '1',
  });
  await seed(house.database, config, { demonstration: 'now', desk: false });
  await house.startWorker();
  const { database, databaseUrl } = house;
  const delivery = startDelivery({
    ...{ database, databaseUrl, smtpUrl: config.smtpUrl, from: senderOf(config), log: openLog('silent', 'worker') },
    clock: clock(config),
    secretKey: config.secretKey,
    directory: '/nowhere',
    prepare: (mail) => prepareNotice({ ...config, database, clock: clock(config) }, mail),
  });
  let running = await startApi(config);
  return {
    url,
    house,
    post,

    async addPerson(name, { now }) {
      const createdAt = new Date(now);
      const branch = { timeZone: 'Europe/Madrid', country: 'ES', language: 'en', currency: 'EUR', createdAt };
      const { id: branchId } = await database.branch.upsert({
        where: { name: 'Madrid Norte' },
        create: { name: 'Madrid Norte', ...branch },
        update: {},
      });
      const email = `${name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(' ', '.').toLowerCase()}@example.com`;
      const { id } = await database.customer.create({ data: { name, email, branchId, language: 'en', createdAt } });
      await setCustomerClock(database, id, createdAt);
      const user = await database.portalUser.create({ data: { email, name, createdAt } });
      const password = await hashPassword(PASSWORD, CHEAP);
      await database.portalAccount.create({
        data: { userId: user.id, accountId: user.id, providerId: 'credential', password },
      });
      return { id, name, email };
    },

    async sell({ id: customerId }, name, startOn) {
      const plan = await database.plan.findFirstOrThrow({ where: { name } });
      const { multipack } = await decide(house, (change) =>
        sellMultipack(change, { customerId, planId: plan.id, startOn }),
      );
      return { id: multipack.id, name };
    },

    stopApi: () => running.stop(),
    async startApi() {
      running = await startApi(config);
    },
    async close() {
      await Promise.all([running.stop(), delivery.stop()]);
      await post.stop();
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
