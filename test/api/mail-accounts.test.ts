import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { smtpServer, type TestServer } from '../mail/support.ts';
import { type Api, type Caller, fields, startApi } from './support.ts';

const PATH = '/api/session/mail-account';
const PASSWORD = 'of the mailbox';

let api: Api;
let server: TestServer;
let secure: TestServer;
/** Whatever listens there and is no mail server. */
let other: { port: number; stop(): Promise<void> };
/** A port where nobody listens, now. */
let vacant: number;
beforeAll(async () => {
  server = await smtpServer(undefined, {
    account: { username: 'ana', password: PASSWORD },
    recipient: (address) => (address === 'full@example.com' ? { code: 552, text: 'mailbox full' } : null),
  });
  secure = await smtpServer(undefined, { secure: true });
  other = await bannerServer('SSH-2.0-OpenSSH_9.2 inner.example\r\n');
  const gone = await bannerServer('');
  await gone.stop();
  vacant = gone.port;
  api = await startApi({
    mailPorts: [server.port, secure.port, other.port, vacant],
    limits: { mailTestsPerMinute: 5 },
  });
});
afterAll(async () => {
  await api.stop();
  await Promise.all([server.stop(), secure.stop(), other.stop()]);
});

async function bannerServer(banner: string) {
  const listening = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(banner);
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { port, stop: () => new Promise<void>((done) => listening.close(() => done())) };
}

const accountOf = (more: object = {}) => ({
  fromName: 'Ana Pérez',
  address: 'ana@agents.example',
  host: '127.0.0.1',
  port: server.port,
  security: 'none',
  username: 'ana',
  password: PASSWORD,
  ...more,
});

const somebody = (more: { email?: string } = {}) => api.userOf({ accessLevel: 4, ...more });
const set = (as: Caller, more: object = {}) => as.put(PATH, accountOf(more));
const states = async () => {
  const { body } = await api.admin.get('/api/users');
  return new Map(body.items.map((user: { id: string; mailAccount: string }) => [user.id, user.mailAccount]));
};

describe('the own mail account', () => {
  test('is set, tested and removed by its user alone; the password is nowhere to be read', async () => {
    const { as, id, email } = await somebody();
    expect((await as.get(PATH)).body).toEqual({ state: 'none', account: null, failure: null, waiting: 0 });
    expect((await states()).get(id)).toBe('none');

    const stored = await set(as);
    const { password: _, ...shown } = accountOf();
    const account = { ...shown, perMinute: 30, hasPassword: true, checkedAt: null };
    expect([stored.status, stored.body]).toEqual([200, { state: 'unchecked', account, failure: null, waiting: 0 }]);
    expect((await states()).get(id)).toBe('unchecked');

    const tested = await as.post(`${PATH}/test`);
    expect([tested.status, tested.body]).toEqual([
      200,
      { ok: true, to: email, code: null, words: null, said: expect.stringMatching(/^250 /) },
    ]);
    const letter = server.taken.at(-1)!;
    expect([letter.to, letter.from, letter.user]).toEqual([[email], 'ana@agents.example', 'ana']);
    expect(letter.email.subject).toBe('Test of your mail account · Tacit');
    expect((await as.get(PATH)).body).toMatchObject({ state: 'checked', account: { checkedAt: expect.any(String) } });
    expect((await states()).get(id)).toBe('checked');

    // Others have none of it.
    expect((await (await somebody()).as.get(PATH)).body.account).toBeNull();
    const events = await api.database.auditEvent.findMany({ where: { entity: 'mail_account', entityId: id } });
    expect(events.map(({ action }) => action)).toEqual(['mail_account.set', 'mail_account.passed']);
    const row = await api.database.mailAccount.findUniqueOrThrow({ where: { userId: id } });
    expect(JSON.stringify([stored.body, events.map(({ details }) => details), row])).not.toContain(PASSWORD);

    expect((await as.delete(PATH)).status).toBe(204);
    expect((await as.delete(PATH)).status).toBe(404);
    expect((await as.post(`${PATH}/test`)).status).toBe(404);
  });

  test('keeps its password without being told again, but never for another server or user name', async () => {
    const { as } = await somebody();
    const needed = [422, ['password password_needed']];
    expect(fields(await set(as, { password: undefined }))).toEqual(needed);
    await set(as);
    const { body } = await set(as, { password: undefined, fromName: null, perMinute: 10 });
    expect(body.account).toMatchObject({ fromName: null, perMinute: 10, hasPassword: true });
    for (const change of [{ host: 'localhost' }, { port: secure.port }, { security: 'tls' }, { username: 'eva' }]) {
      expect(fields(await set(as, { ...change, password: undefined }))).toEqual(needed);
    }
    const open = await set(as, { password: undefined, username: null });
    expect(open.body.account.hasPassword).toBe(false);
  });

  test('has to be tested again when what the test proved is another, and only then', async () => {
    const { as } = await somebody();
    await set(as);
    expect((await as.post(`${PATH}/test`)).body.ok).toBe(true);
    expect((await set(as, { password: undefined, fromName: 'Ana', perMinute: 5 })).body.state).toBe('checked');
    expect((await set(as, { password: undefined, address: 'other@agents.example' })).body.state).toBe('unchecked');
    expect((await as.post(`${PATH}/test`)).body.ok).toBe(true);
    expect((await set(as)).body.state).toBe('unchecked');
  });

  test('that fails says since when and why, in the reader’s words, and a test that passes ends it', async () => {
    const { as, id } = await somebody();
    await set(as);
    await as.post(`${PATH}/test`);
    const failingSince = new Date('2026-09-01T09:00:00Z');
    const failing = {
      failures: 2,
      failingSince,
      pausedUntil: failingSince,
      failure: 'sign_in_refused',
      said: '535 no',
    };
    await api.database.mailSender.upsert({
      where: { userId: id },
      create: { userId: id, ...failing },
      update: failing,
    });
    const { body } = await as.get(PATH);
    expect(body).toMatchObject({ state: 'failing', failure: { code: 'sign_in_refused', said: '535 no' } });
    expect(body.failure.words).toMatch(/^The mail server does not accept/);
    expect((await states()).get(id)).toBe('failing');
    await as.post(`${PATH}/test`);
    expect((await as.get(PATH)).body).toMatchObject({ state: 'checked', failure: null });
  });

  test.each([
    [{ port: 22 }, ['port mail_port']],
    [{ port: 0 }, ['port too_small']],
    [{ host: 'mail.example/x' }, ['host invalid_format']],
    [{ security: 'maybe' }, ['security invalid_value']],
    [{ address: 'nobody' }, ['address invalid_format']],
    [{ fromName: 'Ana\r\nBcc: x@y.example' }, ['fromName one_line']],
    [{ perMinute: 0 }, ['perMinute too_small']],
    [{ cheat: 1 }, ['cheat unknown_field']],
  ])('with %j is refused', async (more, expected) => {
    expect(fields(await set((await somebody()).as, more))).toEqual([422, expected]);
  });
});

describe('its test', () => {
  test.each([
    ['a wrong password', { password: 'wrong' }, 'sign_in_refused', /^535 /],
    ['a port where nobody listens', () => ({ port: vacant }), 'connection_refused', null],
    ['a host that does not exist', { host: 'mail.invalid' }, 'host_unknown', null],
    ['a certificate that nobody signed', () => ({ port: secure.port, security: 'tls' }), 'not_encrypted', null],
    ['encryption that the server does not offer', { security: 'starttls' }, 'not_encrypted', null],
    ['something else than a mail server', () => ({ port: other.port }), 'not_mail_server', null],
  ])('says what is wrong with %s, and no word of what is no mail server', async (_, more, code, said) => {
    const { as } = await somebody();
    await set(as, typeof more === 'function' ? more() : more);
    const { status, body } = await as.post(`${PATH}/test`);
    expect([status, body.ok, body.code]).toEqual([200, false, code]);
    expect(body.words).toMatch(/\.$/);
    if (said) expect(body.said).toMatch(said);
    else expect(JSON.stringify(body)).not.toMatch(/OpenSSH|inner\.example/);
    expect((await as.get(PATH)).body.state).toBe('unchecked');
  });

  test('tells a refusal of the letter from one of the account', async () => {
    const { as } = await somebody({ email: 'full@example.com' });
    await set(as);
    const { body } = await as.post(`${PATH}/test`);
    expect(body).toMatchObject({ ok: false, code: 'letter_refused', said: expect.stringMatching(/^552 /) });
  });

  test('is made five times a minute at the most, of each user', async () => {
    const { as } = await somebody();
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await as.post(`${PATH}/test`));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 429]);
    expect(Number(answers.at(-1)!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await (await somebody()).as.post(`${PATH}/test`)).status).toBe(404);
  });

  test('does not pass an account that was changed meanwhile', async () => {
    const { as, id } = await somebody();
    const slow = await smtpServer(async () => {
      await set(as);
      return null;
    });
    const account = { address: 'a@b.example', host: '127.0.0.1', port: slow.port, security: 'none' } as const;
    await api.database.mailAccount.create({ data: { userId: id, ...account, createdAt: new Date() } });
    expect((await as.post(`${PATH}/test`)).status).toBe(409);
    expect((await as.get(PATH)).body.state).toBe('unchecked');
    await slow.stop();
  });
});

test('needs a session: neither strangers nor tokens set it, as letters would go through whatever server they name', async () => {
  const { as } = await somebody();
  const { body } = await as.post('/api/api-tokens', { name: 'Program' });
  const token = { Authorization: `Bearer ${body.secret}` };
  const asked = [
    api.stranger().put(PATH).set(token).send(accountOf()),
    api.stranger().delete(PATH).set(token),
    api.stranger().post(`${PATH}/test`).set(token).send({}),
  ];
  for (const answer of await Promise.all(asked)) {
    expect([answer.status, answer.body.code]).toEqual([403, 'session_required']);
  }
  expect((await api.stranger().get(PATH)).status).toBe(401);
  expect((await api.stranger().put(PATH).send(accountOf())).status).toBe(401);
});
