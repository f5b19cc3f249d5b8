import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../src/api/app.ts';
import type { ApiConfig, Parts } from '../../src/api/deps.ts';
import { routesOf } from '../../src/api/routes/index.ts';
import type { Route } from '../../src/api/route.ts';
import type { EnginePort } from '../../src/api/engine-port.ts';
import { clock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/client.ts';
import { ensureAdministrator, hashPassword } from '../../src/database/users.ts';
import { openFiles } from '../../src/files/files.ts';
import type { FileStore } from '../../src/files/store.ts';
import { freshDatabase } from '../support/system.ts';

export const CHEAP = { memoryCost: 1024, timeCost: 1 };
export const PASSWORD = 'correct horse battery';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A running API on its own database, with an administrator signed in. */
export async function startApi(
  config: Partial<ApiConfig> = {},
  {
    engine = unreachableEngine,
    more = [],
    store,
  }: { engine?: EnginePort; more?: Route[]; store?: FileStore | undefined } = {},
) {
  const { url, drop } = await freshDatabase();
  const database = openDatabase(url);
  await ensureAdministrator(database, {
    email: 'admin@example.com',
    password: PASSWORD,
    branch: { name: 'Madrid', timeZone: 'Europe/Madrid', country: 'ES', language: 'es', currency: 'EUR' },
    cost: CHEAP,
  });
  const parts: Parts = {
    database,
    clock: clock({ testClock: config.testClock ?? false }),
    config: {
      databaseUrl: url,
      secretKey: 'a secret of the tests only',
      testClock: false,
      passwordCost: CHEAP,
      ...config,
    },
    log: pino({ level: 'silent' }),
    engine,
    files: openFiles(database, store),
  };
  const stopping = new AbortController();
  const app = createApp({ ...parts, stopping: stopping.signal }, [...routesOf(parts.config), ...more]);
  const server = app.listen(0);
  const stranger = () => request(server);
  const admin = await signIn(server, 'admin@example.com');
  return {
    app,
    parts,
    database,
    server,
    admin,
    stranger,
    signIn: (email: string, password = PASSWORD) => signIn(server, email, password),
    /** Adds a user straight into the database and signs in. */
    async userOf(fields: {
      accessLevel: number;
      branchId?: string;
      departmentId?: string;
      permissions?: string[];
      email?: string;
    }) {
      const branch = await database.branch.findFirstOrThrow({ orderBy: { id: 'asc' } });
      const email = fields.email ?? `user-${Math.random().toString(36).slice(2)}@example.com`;
      const user = await database.user.create({
        data: { branchId: branch.id, language: 'en', name: email, createdAt: new Date(), ...fields, email },
      });
      const password = await hashPassword(PASSWORD, CHEAP);
      await database.account.create({
        data: { userId: user.id, accountId: user.id, providerId: 'credential', password },
      });
      return { ...user, as: await signIn(server, email) };
    },
    drop,
    async stop() {
      stopping.abort();
      await new Promise((done) => server.close(done));
      await database.$disconnect();
      await drop();
    },
  };
}

export type Api = Awaited<ReturnType<typeof startApi>>;
export type Caller = Awaited<ReturnType<typeof signIn>>;

export const unreachableEngine: EnginePort = {
  health: async () => ({ reachable: false, detail: 'not in these tests' }),
  describeChain: async (chainId) => ({ workflowId: chainId, namespace: 'none', status: 'unreachable', details: null }),
  describeRequest: async (id) => ({ workflowId: id, namespace: 'none', status: 'unreachable', details: null }),
  decide: async () => {
    throw new Error('not in these tests');
  },
};

/** Somebody with a session, who asks as the console's pages do. */
export async function signIn(server: Parameters<typeof request>[0], email: string, password = PASSWORD) {
  const answer = await request(server).post('/api/session').send({ email, password });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
  return callerWith(server, cookieOf(answer));
}

export const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  ((answer.headers['set-cookie'] ?? []) as string[]).map((line) => line.split(';')[0]).join('; ');

/** Whoever holds a cookie, asking as our own pages do. */
export function callerWith(server: Parameters<typeof request>[0], cookie: string) {
  const ask = (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const asked = request(server)[method](path).set('Cookie', cookie).set('Sec-Fetch-Site', 'same-origin').set(headers);
    return body === undefined ? asked : asked.send(body);
  };
  return {
    cookie,
    ask,
    get: (path: string, headers?: Record<string, string>) => ask('get', path, undefined, headers),
    post: (path: string, body: object = {}, headers?: Record<string, string>) => ask('post', path, body, headers),
    put: (path: string, body: object) => ask('put', path, body),
    patch: (path: string, version: number | null, body: object) =>
      ask('patch', path, body, version === null ? {} : { 'If-Match': `"${version}"` }),
    delete: (path: string) => ask('delete', path),
  };
}

/** A plan as the API takes it. */
export const PLAN = {
  name: 'Gym Plus 12 months',
  price: { amount: 49_900, currency: 'EUR' },
  duration: { amount: 12, unit: 'month' },
  payment: { kind: 'instalments', count: 4, every: { amount: 3, unit: 'month' } },
  paymentMethod: 'sepa',
  automaticRenewal: true,
};

export const PDF = '%PDF-1.7\n% a letter\n%%EOF\n';

/** Brings a file of a customer, as the console does. */
export const upload = (
  caller: Caller,
  customerId: string,
  content: Buffer | string = PDF,
  name = 'letter.pdf',
  type = 'application/octet-stream',
) => {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  const address = `/api/files?${new URLSearchParams({ customerId, name }).toString()}`;
  return caller.ask('post', address, bytes, { 'Content-Type': type });
};

/** The id of a letter of a customer, to be named in a decision. */
export const letterOf = async (api: Api, customerId: string): Promise<string> =>
  (await upload(api.admin, customerId)).body.id as string;

/** The fields of a 422, for a short comparison. */
export const fields = (answer: { status: number; body: { errors?: { path: string; code: string }[] } }) => [
  answer.status,
  (answer.body.errors ?? []).map(({ path, code }) => `${path} ${code}`),
];

/** A second branch, in another zone. */
export async function addBranch(api: Api, name = 'Curitiba') {
  const { body } = await api.admin.post('/api/branches', {
    name,
    timeZone: 'America/Sao_Paulo',
    country: 'BR',
    language: 'pt-BR',
    currency: 'BRL',
  });
  return body as { id: string };
}

/** In order, for what happens at once. */
export const statuses = (answers: { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);
