import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import PostalMime from 'postal-mime';
import { queueMail, sendMailAgain } from '../../src/database/mails.ts';
import { type DeliveryOptions, startDelivery } from '../../src/mail/delivery.ts';
import { type World, world } from '../database/support.ts';
import { smtpServer, type TestServer, until } from './support.ts';

let w: World;
let directory: string;
let delivery: { stop(): Promise<void> } | undefined;
let server: TestServer | undefined;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
});
afterAll(() => w.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tacit-mail-'));
});
afterEach(async () => {
  await delivery?.stop();
  await server?.stop();
  delivery = server = undefined;
  await w.database.mail.deleteMany();
  rmSync(directory, { recursive: true });
});

const start = (options: Partial<DeliveryOptions> = {}) =>
  startDelivery({
    database: w.database,
    databaseUrl: w.url,
    clock: w.clock,
    secretKey: undefined,
    smtpUrl: server?.url,
    directory,
    from: 'desk@club.example',
    log: pino({ level: 'silent' }),
    pauses: { letterSeconds: () => 0.1, accountSeconds: () => 0.1 },
    ...options,
  });

let queued = 0;
async function queue({ to = 'mario@example.com', name = 'Gym', key = `test:${++queued}` } = {}) {
  await queueMail(w.database, {
    kind: 'renewal_enabled',
    customerId: null,
    to,
    language: 'en',
    values: {
      company: 'Club Sol',
      branch: 'Centro',
      customer: 'Mario Rossi',
      name,
      code: 'M-000001',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      timeZone: 'Europe/Madrid',
      received: new Date('2026-09-01T09:00:00Z'),
      deadline: '2026-12-16',
    },
    uniqueKey: key,
  });
  return w.database.mail.findUniqueOrThrow({ where: { uniqueKey: key } });
}

const queueLink = (expiresAt: Date) =>
  queueMail(w.database, {
    kind: 'portal_link',
    customerId: null,
    to: 'mario@example.com',
    language: 'en',
    values: { company: 'Club Sol', url: 'https://tacit.example/portal/sign-in#token=secret', minutes: 15 },
    uniqueKey: `link:${++queued}`,
    expiresAt,
  });

const stateOf = (id: string) => w.database.mail.findUniqueOrThrow({ where: { id } });
const isIn = (id: string, state: string) => async () => (await stateOf(id)).state === state;

describe('a letter', () => {
  test('goes out as soon as its transaction commits, with the company’s name, and the server’s answer is kept', async () => {
    server = await smtpServer();
    delivery = start({ sweepMs: 60_000 });
    const { id } = await queue();
    await until(isIn(id, 'sent'));
    const [{ email, from, to }] = server.taken as [TestServer['taken'][number]];
    expect([from, to]).toEqual(['desk@club.example', ['mario@example.com']]);
    expect(email).toMatchObject({
      from: { name: expect.any(String), address: 'desk@club.example' },
      to: [{ address: 'mario@example.com' }],
      subject: 'Automatic renewal switched on: Gym (M-000001)',
      messageId: `<${id}@club.example>`,
    });
    expect(email.from?.name).toBe((await w.database.company.findFirstOrThrow()).name);
    expect(email.text).toContain('Gym will be renewed automatically');
    expect(email.html).toContain('Gym will be renewed automatically');
    const mail = await stateOf(id);
    expect(mail).toMatchObject({ attempts: 1, messageId: `<${id}@club.example>`, lastError: null, claimedUntil: null });
    expect(mail.answer).toMatch(/^250 /);
    expect(mail.sentAt).toBeInstanceOf(Date);
    const trail = await w.database.auditEvent.findMany({ where: { entityId: id } });
    expect(trail).toMatchObject([{ action: 'mail.sent', actorKind: 'system' }]);
  });

  test('is written once for one command, and one rolled back is not sent', async () => {
    server = await smtpServer();
    await queue({ key: 'command' });
    await queue({ key: 'command' });
    await expect(
      w.change(async ({ tx }) => {
        await tx.$executeRaw`INSERT INTO mail SELECT (jsonb_populate_record(m, '{"id": "01999999-9999-7999-8999-999999999999", "unique_key": "undone"}')).* FROM mail m LIMIT 1`;
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    delivery = start();
    await until(async () => (await w.database.mail.count({ where: { state: 'sent' } })) === 1);
    expect([await w.database.mail.count(), server.seen.length]).toEqual([1, 1]);
  });

  test('refused for now (4xx) is tried again with the same Message-ID until it is taken', async () => {
    server = await smtpServer((_, nth) => (nth < 3 ? { code: 451, text: 'greylisted' } : null));
    delivery = start();
    const { id } = await queue();
    await until(isIn(id, 'sent'));
    expect(server.seen).toHaveLength(3);
    expect(new Set(server.seen.map(({ email }) => email.messageId)).size).toBe(1);
    expect((await stateOf(id)).attempts).toBe(3);
  });

  test('refused for good (5xx) is given up with what the server said, does not hold up others, and can be sent again', async () => {
    let isFull = true;
    server = await smtpServer(({ to }) =>
      isFull && to[0] === 'full@example.com' ? { code: 552, text: 'full' } : null,
    );
    delivery = start();
    const { id } = await queue({ to: 'full@example.com' });
    const other = await queue();
    await until(isIn(id, 'failed'));
    await until(isIn(other.id, 'sent'));
    expect(await stateOf(id)).toMatchObject({
      attempts: 1,
      lastError: expect.stringMatching(/^552 .*full/),
      answer: null,
    });
    isFull = false;
    await w.change((act) => sendMailAgain(act, {}, id));
    await until(isIn(id, 'sent'));
    await expect(w.change((act) => sendMailAgain(act, {}, id))).rejects.toThrow('mail_not_failed');
  });

  test('whose answer was lost after the whole message was given goes out again with the same Message-ID', async () => {
    server = await smtpServer((_, nth) => (nth === 1 ? 'drop' : null));
    delivery = start();
    const { id } = await queue();
    await until(isIn(id, 'sent'));
    expect(server.seen).toHaveLength(2);
    expect(new Set(server.seen.map(({ email }) => email.messageId))).toEqual(new Set([`<${id}@club.example>`]));
  });

  test('held by a delivery that was killed is taken by another when the lease runs out, and not before', async () => {
    server = await smtpServer();
    const { id } = await queue();
    await w.database.$executeRaw`
      UPDATE mail SET claimed_until = now() + interval '700 milliseconds', attempts = 1, message_id = '<kept@club.example>'`;
    delivery = start({ sweepMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.seen).toHaveLength(0);
    await until(isIn(id, 'sent'));
    expect(server.taken[0]!.email.messageId).toBe('<kept@club.example>');
    expect((await stateOf(id)).attempts).toBe(2);
  });

  test('waits while there is no server to be reached, longer each time', async () => {
    server = await smtpServer();
    const smtpUrl = server.url;
    await server.stop();
    server = undefined;
    delivery = start({ smtpUrl, pauses: undefined as never });
    const { id } = await queue();
    await until(async () => (await stateOf(id)).attempts === 1 && (await stateOf(id)).claimedUntil === null);
    const mail = await stateOf(id);
    expect(mail).toMatchObject({ state: 'queued', lastError: expect.stringContaining('ECONNREFUSED') });
    expect(mail.dueAt.getTime() - Date.now()).toBeGreaterThan(50_000);
    await w.database.mail.update({ where: { id }, data: { attempts: 4, dueAt: new Date(0) } });
    await w.database.$executeRaw`SELECT pg_notify('tacit_mail', '')`;
    await until(async () => (await stateOf(id)).attempts === 5 && (await stateOf(id)).claimedUntil === null);
    expect((await stateOf(id)).dueAt.getTime() - Date.now()).toBeGreaterThan(80 * 60_000);
  });

  test('is given up after the last of its attempts, three days on', async () => {
    server = await smtpServer(() => ({ code: 421, text: 'busy' }));
    const { id } = await queue();
    await w.database.mail.update({ where: { id }, data: { attempts: 17 } });
    delivery = start();
    await until(isIn(id, 'failed'));
    expect((await stateOf(id)).lastError).toMatch(/^421 /);
  });

  test('to an address that is none is given up at once', async () => {
    server = await smtpServer();
    delivery = start();
    const { id } = await queue({ to: 'no address' });
    await until(isIn(id, 'failed'));
    expect(server.seen).toHaveLength(0);
  });
});

test('two deliveries share the work and send nothing twice', async () => {
  server = await smtpServer();
  for (let i = 0; i < 40; i += 1) await queue({ to: `reader-${i}@example.com` });
  const other = start();
  delivery = start();
  await until(async () => (await w.database.mail.count({ where: { state: 'sent' } })) === 40);
  await other.stop();
  expect(new Set(server.taken.flatMap(({ to }) => to)).size).toBe(40);
  expect(server.taken).toHaveLength(40);
});

describe('a link', () => {
  test('is forgotten once it went out', async () => {
    server = await smtpServer();
    delivery = start();
    await queueLink(new Date(Date.now() + 60_000));
    await until(async () => (await w.database.mail.count({ where: { state: 'sent' } })) === 1);
    expect(server.taken[0]!.email.text).toContain('#token=secret');
    const mail = await w.database.mail.findFirstOrThrow();
    expect([mail.text, mail.html]).toEqual([null, null]);
    expect(JSON.stringify(mail)).not.toContain('secret');
  });

  test('that has expired does not go out, and is not sent again', async () => {
    server = await smtpServer();
    await queueLink(new Date(Date.now() - 1));
    delivery = start();
    await until(async () => (await w.database.mail.count({ where: { state: 'failed' } })) === 1);
    const { id, text } = await w.database.mail.findFirstOrThrow();
    expect([text, server.seen.length]).toEqual([null, 0]);
    await expect(w.change((act) => sendMailAgain(act, {}, id))).rejects.toThrow('mail_expired');
  });
});

describe('without a mail server', () => {
  test('each letter is a file that only its owner can read', async () => {
    delivery = start();
    const { id } = await queue();
    await until(isIn(id, 'sent'));
    const [name] = readdirSync(directory);
    const file = join(directory, name!);
    expect((await stateOf(id)).answer).toBe(file);
    expect(name).toMatch(/^\d{4}-.*\.eml$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const email = await PostalMime.parse(readFileSync(file, 'utf8'));
    expect(email).toMatchObject({ to: [{ address: 'mario@example.com' }], messageId: `<${id}@club.example>` });
  });
});

test('a subject from outside makes no header, and an address no second recipient', async () => {
  server = await smtpServer();
  delivery = start();
  const { id } = await queue({ name: 'Gym\r\nBcc: victim@example.com\r\n\r\nbody' });
  await until(isIn(id, 'sent'));
  const [{ email, to, raw }] = server.taken as [TestServer['taken'][number]];
  expect(to).toEqual(['mario@example.com']);
  expect(email.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
  expect(email.subject).toBe('Automatic renewal switched on: Gym Bcc: victim@example.com body (M-000001)');

  const list = await queue({ to: 'mario@example.com, victim@example.com' });
  await until(async () => (await stateOf(list.id)).state !== 'queued');
  expect(server.seen.flatMap((message) => message.to)).not.toContain('victim@example.com');
  await expect(queue({ to: 'mario@example.com\r\nRCPT TO:<victim@example.com>' })).rejects.toThrow(/mail_one_line/);
});
