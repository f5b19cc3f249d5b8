import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { examine } from '../../src/cli/doctor.ts';
import { loadConfig } from '../../src/config.ts';
import { type Files, openFiles } from '../../src/files/files.ts';
import { openS3, type S3Config } from '../../src/files/s3.ts';
import { ANNA } from '../database/support.ts';
import { type Api, PDF, startApi, upload } from '../api/support.ts';
import { ACCESS_KEY, BUCKET, SECRET, startObjectStore } from './object-store.ts';

// Files in an object store, which is a real one: it checks signatures, is killed, loses what it was given.

const DAY_MS = 24 * 3_600_000;
const BUILDING_MS = 900_000;

let server: Awaited<ReturnType<typeof startObjectStore>>;
let store: Awaited<ReturnType<typeof openS3>>;
let api: Api;
let customerId: string;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = ACCESS_KEY;
  process.env.AWS_SECRET_ACCESS_KEY = SECRET;
  delete process.env.AWS_SESSION_TOKEN;
  delete process.env.AWS_PROFILE;
  server = await startObjectStore();
  store = await openS3(configOf(server.endpoint));
  await store.check(5000);
  api = await startApi({}, { store });
  customerId = (await api.admin.post('/api/customers', { name: 'Ana García' })).body.id;
}, BUILDING_MS);
afterAll(async () => {
  await api?.stop();
  store?.close();
  await server?.close();
});
beforeEach(() => {
  process.env.AWS_SECRET_ACCESS_KEY = SECRET;
});

const configOf = (endpoint: string, bucket = BUCKET): S3Config => ({ bucket, endpoint, region: 'us-east-1' });
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];
const contentOf = (id: string) => api.admin.get(`/api/files/${id}/content`).responseType('blob');
const problemOf = async (id: string) => codeOf(await api.admin.get(`/api/files/${id}/content`));
const objects = () => (existsSync(server.fileOf('files')) ? readdirSync(server.fileOf('files')) : []);
const found = () => api.database.storedFile.count({ where: { storedAt: { not: null } } });
const stored = async (): Promise<string> => {
  const answer = await upload(api.admin, customerId);
  expect(answer.status).toBe(201);
  return answer.body.id;
};
/** As the API does, with files that it was not started with. */
async function addTo(files: Files) {
  const customer = await api.database.customer.findUniqueOrThrow({ where: { id: customerId } });
  const context = { actor: ANNA, clock: api.parts.clock };
  return files.add(context, customer, { name: 'a.pdf', bytes: new TextEncoder().encode(PDF) });
}
const inADay = () => new Date(Date.now() + DAY_MS + 1000);

test('a file lies in the bucket and not in the database, and comes back byte for byte', async () => {
  const large = Buffer.alloc(5 * 1024 * 1024, '%PDF-1.7\n');
  const { body } = await upload(api.admin, customerId, large);
  expect(body.size).toBe(large.length);
  const row = await api.database.storedFile.findUniqueOrThrow({ where: { id: body.id } });
  expect(row).toMatchObject({ place: 's3', key: `files/${body.id}`, bytes: null });
  expect(readFileSync(server.fileOf(row.key!)).toString('latin1') === large.toString('latin1')).toBe(true);
  expect(((await contentOf(body.id)).body as Buffer).toString('latin1') === large.toString('latin1')).toBe(true);
});

test('while the store is down uploads and downloads say so, and nothing half stored is left once it is back', async () => {
  const id = await stored();
  const [before, kept] = [await found(), objects().length];
  await server.stop();
  const refused = await upload(api.admin, customerId);
  expect(codeOf(refused)).toEqual([503, 'file_store_away']);
  expect(await problemOf(id)).toEqual([503, 'file_store_away']);
  expect((await api.admin.get(`/api/files/${id}`)).status).toBe(200);
  expect(await found()).toBe(before);
  // What is to be removed stays known until it is.
  await expect(openFiles(api.database, store).tidy(inADay())).rejects.toThrow('file_store_away');
  await server.start();
  expect(objects()).toHaveLength(kept);
  expect(await openFiles(api.database, store).tidy(inADay())).toBeGreaterThan(1);
  expect(await api.database.storedFile.count()).toBe(0);
  expect(objects()).toEqual([]);
});

test('a wrong secret stores nothing and reads nothing', async () => {
  const id = await stored();
  const kept = objects();
  process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
  const wrong = await openS3(configOf(server.endpoint));
  const files = openFiles(api.database, wrong);
  await expect(addTo(files)).rejects.toThrow('file_store_away');
  const row = await api.database.storedFile.findUniqueOrThrow({ where: { id } });
  await expect(files.read(row)).rejects.toThrow('file_store_away');
  expect(objects()).toEqual(kept);
  wrong.close();
});

test('what the store lost, or gives back changed, is not passed off as the file', async () => {
  const [lost, changed] = [await stored(), await stored()];
  rmSync(server.fileOf(`files/${lost}`));
  writeFileSync(server.fileOf(`files/${changed}`), `${PDF} and more`);
  for (const id of [lost, changed]) expect(await problemOf(id)).toEqual([410, 'file_lost']);
});

test('a file is read where it was put, whatever the settings are now', async () => {
  const inBucket = await stored();
  const withoutStore = openFiles(api.database);
  const inDatabase = await addTo(withoutStore);
  expect(((await contentOf(inDatabase.id)).body as Buffer).toString()).toBe(PDF);
  const row = await api.database.storedFile.findUniqueOrThrow({ where: { id: inBucket } });
  await expect(withoutStore.read(row)).rejects.toThrow('file_store_away');
});

test('no transaction is open while a store keeps an upload waiting', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connected = once(silent, 'connection');
  const { port } = silent.address() as { port: number };
  const slow = await openS3(configOf(`http://127.0.0.1:${port}`));
  const adding = addTo(openFiles(api.database, slow));
  const refused = expect(adding).rejects.toThrow('file_store_away');
  const [socket] = await connected;
  const open = await api.database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`;
  expect(open).toEqual([{ count: 0 }]);
  silent.close();
  socket.destroy();
  await refused;
  slow.close();
});

test('the doctor says whether the bucket can be used, and what is wrong', async () => {
  const asked = async (endpoint: string, bucket = BUCKET) => {
    const config = loadConfig({ S3_BUCKET: bucket, S3_ENDPOINT: endpoint, TACIT_HOME: '/nonexistent' });
    const [finding] = (await examine(config)).filter(({ subject }) => subject === 'Files');
    return [finding!.state, finding!.found];
  };
  expect(await asked(server.endpoint)).toEqual(['ok', expect.stringContaining(BUCKET)]);
  expect(await asked(server.endpoint, 'another')).toEqual(['failed', expect.stringMatching(/bucket does not exist/i)]);
  expect(await asked('http://127.0.0.1:9')).toEqual(['failed', expect.stringContaining('ECONNREFUSED')]);
  process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
  expect(await asked(server.endpoint)).toEqual(['failed', expect.stringMatching(/signature/i)]);
});
