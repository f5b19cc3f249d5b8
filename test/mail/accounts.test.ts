import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Branch, Customer, User } from '../../src/database/generated/client.ts';
import {
  mailAccountPassed,
  removeMailAccount,
  repointMails,
  senderOfCustomer,
  setMailAccount,
} from '../../src/database/mail-accounts.ts';
import { type DeliveryOptions, startDelivery } from '../../src/mail/delivery.ts';
import { type World, world } from '../database/support.ts';
import { type ServerOptions, smtpServer, type Taken, type TestServer, until, type Verdict } from './support.ts';

const KEY = 'a secret of the tests only';
const PASSWORD = 'of the mailbox';

let w: World;
let customer: Customer;
let agent: User;
const opened: { stop(): Promise<void> | void }[] = [];
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
});
afterAll(() => w.close());
beforeEach(async () => {
  customer = await w.customer();
  agent = await user('Ana Pérez');
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
  await w.database.$executeRaw`TRUNCATE mail, mail_account, mail_sender, crm_task, customer_agents, notice CASCADE`;
  await w.database.company.updateMany({ data: { noticeAccountUserId: null } });
});

async function server(judge?: (message: Taken, nth: number) => Verdict, options: ServerOptions = {}) {
  const started = await smtpServer(judge, { account: { username: 'ana', password: PASSWORD }, ...options });
  opened.unshift(started);
  return started;
}

function deliver(options: Partial<DeliveryOptions> = {}): void {
  opened.unshift(
    startDelivery({
      database: w.database,
      databaseUrl: w.url,
      clock: w.clock,
      secretKey: KEY,
      smtpUrl: 'smtp://127.0.0.1:1',
      directory: '/nowhere',
      from: 'desk@club.example',
      log: pino({ level: 'silent' }),
      pauses: { letterSeconds: () => 0.1, accountSeconds: () => 0.1 },
      ...options,
    }),
  );
}

let users = 0;
async function user(name: string, fields: Partial<User> & { branch?: Branch } = {}): Promise<User> {
  const { branch = w.branch, ...more } = fields;
  users += 1;
  return w.database.user.create({
    data: {
      name,
      email: `user-${users}@club.example`,
      branchId: branch.id,
      accessLevel: 3,
      language: 'it',
      createdAt: w.clock.now(),
      ...more,
    },
  });
}

/** Gives a user an account on the server, tested unless said otherwise. */
async function account(
  { port }: { port: number },
  of = agent,
  { isChecked = true, perMinute = 6000, password = PASSWORD } = {},
): Promise<void> {
  await w.change(async (act) => {
    const fields = { fromName: of.name, address: 'ana@agents.example', host: '127.0.0.1', port, perMinute };
    await setMailAccount(act, of, KEY, { ...fields, security: 'none', username: 'ana', password });
    const { version } = await act.tx.mailAccount.findUniqueOrThrow({ where: { userId: of.id } });
    if (isChecked) await mailAccountPassed(act, of, version);
  });
}

/** Letters that wait, as a notice does. */
async function queue(
  count = 1,
  { sender = agent, to = 'mario@example.com' }: { sender?: User | null; to?: string } = {},
): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const id = uuidv7();
    const said = { subject: 'Pago pendiente', text: 'Le recordamos…', html: '<p>Le recordamos…</p>' };
    const about = { kind: 'notice', customerId: customer.id, senderId: sender?.id ?? null, language: 'es' };
    return { id, to, ...said, ...about, uniqueKey: `test:${id}` };
  });
  await w.database.mail.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

const mail = (id: string) => w.database.mail.findUniqueOrThrow({ where: { id } });
const isIn = (id: string, state: string) => async () => (await mail(id)).state === state;
const areSent =
  (count: number, senderId = agent.id) =>
  async () =>
    (await w.database.mail.count({ where: { state: 'sent', senderId } })) === count;
const senderState = (userId = agent.id) => w.database.mailSender.findUnique({ where: { userId } });
const hasFailed = (times: number) => async () => ((await senderState())?.failures ?? 0) >= times;

/** A server that takes connections and says what it is given, or nothing. */
async function stranger(greeting = ''): Promise<{ port: number; stop(): Promise<void>; connections: () => number }> {
  let connections = 0;
  const listening: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.write(greeting);
  });
  const sockets = new Set<{ destroy(): void }>();
  listening.on('connection', (socket) => sockets.add(socket));
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const started = {
    port: (listening.address() as AddressInfo).port,
    connections: () => connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => listening.close(done));
    },
  };
  opened.unshift(started);
  return started;
}

/** A server that offers to sign in, and repeats what it is told then. */
async function parrot(method: string): Promise<{ port: number }> {
  const listening = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 parrot\r\n');
    createInterface(socket).on('line', (line) => {
      if (line.startsWith('EHLO')) socket.write(`250-parrot\r\n250 AUTH ${method}\r\n`);
      else if (line === 'AUTH LOGIN') socket.write('334 VXNlcm5hbWU6\r\n');
      else if (line === btoa('ana')) socket.write('334 UGFzc3dvcmQ6\r\n');
      else socket.write(`500 unknown: ${line} (${PASSWORD})\r\n`);
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  opened.unshift({ stop: () => void listening.close() });
  return { port: (listening.address() as AddressInfo).port };
}

describe('a letter of an agent', () => {
  test('goes out through the agent’s server, signed in, from their name and address, its id in their domain', async () => {
    const own = await server();
    await account(own);
    deliver();
    const [id] = (await queue()) as [string];
    await until(isIn(id, 'sent'));
    const [{ email, from, user }] = own.taken as [Taken];
    expect([from, user]).toEqual(['ana@agents.example', 'ana']);
    expect(email.from).toEqual({ name: 'Ana Pérez', address: 'ana@agents.example' });
    expect(email.messageId).toBe(`<${id}@agents.example>`);
    expect((await mail(id)).answer).toMatch(/^250 /);
    expect((await w.database.mailAccount.findUniqueOrThrow({ where: { userId: agent.id } })).password).not.toContain(
      PASSWORD,
    );
  });

  test('goes through the present account after it was changed, over new connections', async () => {
    const [old, present] = [await server(), await server()];
    await account(old);
    deliver();
    const [first] = (await queue()) as [string];
    await until(isIn(first, 'sent'));
    await account(present);
    const [second] = (await queue()) as [string];
    await until(isIn(second, 'sent'));
    expect([old.taken.length, present.taken.length]).toEqual([1, 1]);
  });

  test('goes through the present account after the one before was removed and another set', async () => {
    const [old, present] = [await server(), await server()];
    await account(old);
    deliver();
    await queue();
    await until(areSent(1));
    await w.change((act) => removeMailAccount(act, agent));
    await account(present);
    await queue();
    await until(areSent(2));
    expect([old.taken.length, present.taken.length]).toEqual([1, 1]);
  });

  test('whose server answers with what is no text went out once, and its answer is kept as text', async () => {
    const own = await server(() => ({ code: 250, text: 'taken\0 as \u001b[2J\0 that' }));
    await account(own);
    deliver();
    const [id] = (await queue()) as [string];
    await until(isIn(id, 'sent'));
    expect([own.seen.length, (await mail(id)).answer]).toEqual([1, '250 taken  as  [2J  that']);
  });

  test.each([
    [
      'a recipient nobody knows',
      { recipient: () => ({ code: 550, text: '5.1.1 no such user' }) },
      undefined,
      /no such user/,
    ],
    ['a message too large', {}, () => ({ code: 552, text: '5.3.4 too large' }), /too large/],
  ] as const)('to %s is given up with the server’s words, and the others go on', async (_, options, verdict, words) => {
    const isBad = (address: string) => address === 'bad@example.com';
    const own = await server(({ to }) => (isBad(to[0]!) && verdict ? verdict() : null), {
      recipient: (address) => (isBad(address) && 'recipient' in options ? options.recipient() : null),
    });
    await account(own);
    const [bad] = (await queue(1, { to: 'bad@example.com' })) as [string];
    await queue(5);
    deliver();
    await until(areSent(5));
    await until(isIn(bad, 'failed'));
    expect(await mail(bad)).toMatchObject({ attempts: 1, lastError: expect.stringMatching(words) });
    expect((await senderState())?.failures).toBe(0);
  });

  test('that is greylisted is tried again and taken, one attempt more', async () => {
    let asked = 0;
    const own = await server(undefined, {
      recipient: () => (++asked === 1 ? { code: 451, text: '4.7.1 greylisted' } : null),
    });
    await account(own);
    const [id] = (await queue()) as [string];
    deliver();
    await until(isIn(id, 'sent'));
    expect([(await mail(id)).attempts, (await senderState())?.failures]).toEqual([2, 0]);
  });

  test('on which the server hangs up holds up no other, and is given up in the end', async () => {
    const own = await server(({ to }) => (to[0] === 'cursed@example.com' ? 'drop' : null));
    await account(own);
    const [cursed] = (await queue(1, { to: 'cursed@example.com' })) as [string];
    await w.database.mail.update({ where: { id: cursed }, data: { attempts: 15 } });
    await queue(6);
    deliver();
    await until(areSent(6));
    await until(isIn(cursed, 'failed'));
    const ids = own.seen.filter(({ to }) => to[0] === 'cursed@example.com').map(({ email }) => email.messageId);
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
    expect(await w.database.crmTask.count()).toBe(0);
  });

  test('does not wait for an account whose server says nothing', async () => {
    const [silent, own] = [await stranger(), await server()];
    const other = await user('Otro');
    await account(silent, other);
    await account(own);
    await queue(20, { sender: other });
    deliver({ sweepMs: 60_000 });
    await until(() => silent.connections() > 0);
    // Written while the silent one is being waited for.
    await queue(20);
    await until(areSent(20));
    expect(silent.connections()).toBeLessThanOrEqual(3);
    expect(own.mostConnections()).toBeLessThanOrEqual(3);
    expect(await w.database.mail.count({ where: { senderId: other.id, attempts: { gt: 0 } } })).toBeLessThanOrEqual(3);
    await silent.stop();
  });

  test('keeps to the pace of its account, whichever of two deliveries takes it, and no lease runs out meanwhile', async () => {
    const own = await server();
    await account(own, agent, { perMinute: 1200 });
    await queue(24);
    deliver({ leaseSeconds: 3 });
    deliver({ leaseSeconds: 3 });
    await until(areSent(24));
    const at = own.taken.map((each) => each.at).sort((a, b) => a - b);
    // 50 ms from one to the next; two that were taken at the same instant are made up for by those after them.
    expect(at.at(-1)! - at[0]!).toBeGreaterThanOrEqual(22 * 50);
    expect(own.taken).toHaveLength(24);
    expect(await w.database.mail.count({ where: { attempts: { gt: 1 } } })).toBe(0);
  });
});

describe('an account that fails', () => {
  test('rests: its letters lose no attempt, one CRM task tells the agent, and all go out once it works', async () => {
    const own = await server();
    await account(own, agent, { password: 'wrong' });
    const ids = await queue(7);
    deliver();
    await until(hasFailed(5));
    expect(await senderState()).toMatchObject({ failure: 'sign_in_refused', said: expect.stringMatching(/^535 /) });
    const tasks = await w.database.crmTask.findMany({ include: { taskType: true } });
    expect(tasks).toMatchObject([
      {
        customerId: customer.id,
        assigneeId: agent.id,
        authorName: 'Tacit',
        taskType: { code: 'mail_account_failing' },
      },
    ]);
    expect(tasks[0]!.notes).toMatch(/^la casella di posta di Ana Pérez non invia, messaggi in attesa: 7\. .*535 /);
    expect(tasks[0]!.dueOn?.toISOString()).toBe('2026-09-01T00:00:00.000Z');
    await account(own);
    await until(areSent(7));
    expect(await senderState()).toMatchObject({ failures: 0, failingSince: null, pausedUntil: null, toldAt: null });
    const attempts = await Promise.all(ids.map(async (id) => (await mail(id)).attempts));
    expect(new Set(attempts)).toEqual(new Set([1]));
    expect(await w.database.crmTask.count()).toBe(1);
  });

  test('tells again when it fails another time', async () => {
    const own = await server();
    await account(own, agent, { password: 'wrong' });
    await queue();
    deliver();
    await until(async () => (await w.database.crmTask.count()) === 1);
    await account(own);
    await until(areSent(1));
    await account(own, agent, { password: 'wrong' });
    await queue();
    await until(async () => (await w.database.crmTask.count()) === 2);
  });

  test('rests for a minute, then three times as long each time', async () => {
    await account({ port: 1 });
    await queue(10);
    deliver({ pauses: undefined as never });
    await until(hasFailed(1));
    const seconds = async () => ((await senderState())!.pausedUntil!.getTime() - Date.now()) / 1000;
    expect(await seconds()).toBeGreaterThan(50);
    await w.database.$executeRaw`UPDATE mail_sender SET paused_until = now(), failures = 3`;
    await w.database.$executeRaw`SELECT pg_notify('tacit_mail', '')`;
    await until(hasFailed(4));
    // Letters that were under way together have failed once.
    expect((await senderState())!.failures).toBe(4);
    expect(await seconds()).toBeGreaterThan(26 * 60);
  });

  test.each([
    ['nobody listens', 'connection_refused', async () => account({ port: 1 })],
    ['there is none', 'account_missing', async () => {}],
    ['it was not tested', 'account_unchecked', async () => account({ port: 1 }, agent, { isChecked: false })],
    ['something else answers', 'not_mail_server', async () => account(await stranger('SSH-2.0-OpenSSH_9.2\r\n'))],
    [
      'the server does not let the address send',
      'sender_refused',
      async () => account(await server(undefined, { sender: () => ({ code: 553, text: '5.7.1 not your address' }) })),
    ],
    [
      'the server relays nothing for it',
      'sender_refused',
      async () => account(await server(undefined, { recipient: () => ({ code: 554, text: '5.7.1 Relay denied' }) })),
    ],
    [
      'the day’s letters are sent',
      'limit_reached',
      async () => account(await server(() => ({ code: 550, text: '5.4.5 Daily user sending limit exceeded' }))),
    ],
    [
      'the server offers no sign-in',
      'sign_in_refused',
      async () => account(await server(undefined, { account: undefined! })),
    ],
  ])('because %s loses no letter and is told as %s', async (_, failure, prepare) => {
    await prepare();
    const [id] = (await queue()) as [string];
    deliver();
    await until(hasFailed(3));
    await until(async () => (await w.database.crmTask.count()) === 1);
    expect(await senderState()).toMatchObject({ failure });
    await until(async () => {
      const { state, attempts, claimedUntil } = await mail(id);
      return state === 'queued' && attempts === 0 && claimedUntil === null;
    });
    expect((await senderState())!.said ?? '').not.toContain('SSH');
  });

  test.each(['PLAIN', 'LOGIN'])('tells nobody the password that its server repeats after AUTH %s', async (method) => {
    await account(await parrot(method));
    const [id] = (await queue()) as [string];
    deliver();
    await until(async () => (await w.database.crmTask.count()) === 1);
    const kept = [await senderState(), await mail(id), await w.database.crmTask.findMany()];
    const words = JSON.stringify(kept);
    expect(words).toMatch(/500 unknown: .*\*\*\*/);
    for (const form of [PASSWORD, btoa(PASSWORD), btoa(`\0ana\0${PASSWORD}`)]) expect(words).not.toContain(form);
  });

  test('because its password was sealed with another key says so', async () => {
    const own = await server();
    await account(own);
    await queue();
    deliver({ secretKey: 'quite another secret' });
    await until(hasFailed(1));
    expect([(await senderState())!.failure, own.seen.length]).toEqual(['secret_unreadable', 0]);
  });

  test('of somebody who has left is told to the administrator whom the settings name, else to nobody', async () => {
    await w.database.user.update({ where: { id: agent.id }, data: { active: false } });
    await queue();
    deliver();
    await until(async () => (await w.database.crmTask.count()) === 1);
    expect((await w.database.crmTask.findFirstOrThrow()).assigneeId).toBeNull();
    const boss = await user('Capo', { accessLevel: 1 });
    await w.database.company.updateMany({ data: { noticeAccountUserId: boss.id } });
    await w.database.mailSender.updateMany({ data: { toldAt: null } });
    await until(async () => (await w.database.crmTask.count({ where: { assigneeId: boss.id } })) === 1);
  });
});

test('a worker killed among 500 letters sends each once but for those under way, which come again with the same id', async () => {
  const own = await server();
  await account(own);
  const ids = await queue(500);
  const kills = 2;
  for (let killed = 0; killed < kills; killed += 1) {
    const before = own.taken.length;
    const worker = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('worker.ts', import.meta.url))], {
      env: { ...process.env, DATABASE_URL: w.url, SECRET_KEY: KEY },
      stdio: 'inherit',
    });
    await until(() => own.taken.length > before + 100, 60_000);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  deliver({ leaseSeconds: 2 });
  await until(areSent(500), 60_000);
  const times = new Map(ids.map((id) => [`<${id}@agents.example>`, 0]));
  for (const { email } of own.taken) times.set(email.messageId!, times.get(email.messageId!)! + 1);
  expect([...times.values()].every((count) => count >= 1)).toBe(true);
  expect(times.size).toBe(500);
  // At most one letter on each of three connections, each time.
  expect(own.taken.length - 500).toBeLessThanOrEqual(kills * 3);
  const traced = await w.database.auditEvent.groupBy({
    by: ['entityId'],
    _count: true,
    where: { entityId: { in: ids } },
  });
  expect([traced.length, traced.every(({ _count }) => _count === 1)]).toEqual([500, true]);
}, 180_000);

describe('whose account it is', () => {
  test('the collection agent’s, else that of the administrator named, else the system; what waits follows a change', async () => {
    const boss = await user('Capo', { accessLevel: 1 });
    expect(await senderOfCustomer(w.database, customer.id)).toBeNull();
    const [id] = (await queue(1, { sender: null })) as [string];
    const other = await w.customer('Lucía');
    await w.database.company.updateMany({ data: { noticeAccountUserId: boss.id } });
    await w.change(({ tx }) => repointMails(tx, [other.id]));
    expect((await mail(id)).senderId).toBeNull();
    await w.change(({ tx }) => repointMails(tx, 'all'));
    expect((await mail(id)).senderId).toBe(boss.id);
    await w.database.customerAgents.create({ data: { customerId: customer.id, collectionAgentId: agent.id } });
    await w.change(({ tx }) => repointMails(tx, [customer.id]));
    expect([(await mail(id)).senderId, await senderOfCustomer(w.database, customer.id)]).toEqual([agent.id, agent.id]);
    const confirmation = { ...(await mail(id)), id: uuidv7(), kind: 'withdrawn', uniqueKey: 'other', messageId: null };
    await w.database.mail.create({ data: { ...confirmation, senderId: null } });
    await w.change(({ tx }) => repointMails(tx, 'all'));
    expect((await mail(confirmation.id)).senderId).toBeNull();
  });
});

describe('a notice', () => {
  test('says what is so when its turn comes, and keeps that', async () => {
    const own: TestServer = await server();
    await account(own);
    const [id] = (await queue()) as [string];
    const listUnsubscribe = 'https://tacit.example/api/unsubscribe/token';
    const said = { to: 'new@example.com', subject: 'Now', text: 'as of now', html: '<p>as of now</p>' };
    deliver({ prepare: async () => ({ ...said, listUnsubscribe }) });
    await until(isIn(id, 'sent'));
    expect(await mail(id)).toMatchObject(said);
    const headers = new Map(own.taken[0]!.email.headers.map(({ key, value }) => [key, value]));
    expect([own.taken[0]!.to, headers.get('list-unsubscribe'), headers.get('list-unsubscribe-post')]).toEqual([
      ['new@example.com'],
      `<${listUnsubscribe}>`,
      'List-Unsubscribe=One-Click',
    ]);
  });

  test('that is no longer due is dropped, and traced', async () => {
    const own = await server();
    await account(own);
    const [id] = (await queue()) as [string];
    deliver({ prepare: async () => null });
    await until(isIn(id, 'dropped'));
    expect(own.seen).toHaveLength(0);
    expect(await w.database.auditEvent.findMany({ where: { entityId: id } })).toMatchObject([
      { action: 'mail.dropped' },
    ]);
  });

  test('whose preparation fails is put off, and the others go', async () => {
    const own = await server();
    await account(own);
    const [bad] = (await queue()) as [string];
    await queue(3);
    deliver({
      prepare: async (each) => {
        if (each.id === bad) throw new Error('cannot be told');
        return each;
      },
    });
    await until(areSent(3));
    await until(async () => (await mail(bad)).attempts >= 2);
    expect(await mail(bad)).toMatchObject({ state: 'queued', lastError: 'cannot be told' });
  });
});
