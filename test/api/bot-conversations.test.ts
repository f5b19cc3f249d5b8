import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { addBranch, type Api, fields, startApi, statuses } from './support.ts';

let api: Api;
let customer: { id: string; code: string };
let secret: string;
beforeAll(async () => {
  api = await startApi();
  customer = (await api.admin.post('/api/customers', { name: 'João Núñez' })).body;
  secret = (await api.admin.post('/api/settings/bot-secret')).body.secret;
});
afterAll(() => api.stop());

let count = 0;
const message = (externalId: string, at: string, sender = 'customer') => ({
  ...{ externalId, at, sender, text: `Olá! ${externalId} “cancelar” 💬` },
});
function conversation(more: object = {}) {
  count += 1;
  return {
    ...{ source: 'mkbot', externalId: `c-${count}`, customerCode: customer.code, channel: 'whatsapp' },
    ...{ startedAt: '2026-11-20T10:00:00.000Z', messages: [message('1', '2026-11-20T10:00:00.000Z')] },
    ...more,
  };
}

const now = () => Math.floor(Date.now() / 1_000);
const sign = (body: string, timestamp: string | number, key = secret) =>
  `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`;

/** Sends as a bot does; what is given takes the place of what would be right. */
function send(body: object | string, { timestamp = now(), key = secret, signature = '', headers = {} } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(api.server)
    .post('/api/bot-conversations')
    .set({ 'Content-Type': 'application/json', 'X-Tacit-Timestamp': String(timestamp) })
    .set({ 'X-Tacit-Signature': signature || sign(text, timestamp, key), ...headers })
    .send(text);
}
const read = async (id: string) => (await api.admin.get(`/api/bot-conversations/${id}`)).body;

describe('a conversation', () => {
  test('is taken in once, goes on with new messages, and is read in its order', async () => {
    const first = conversation({ subject: 'Internet lenta' });
    const taken = await send(first);
    expect(taken.status).toBe(201);
    expect(taken.body).toMatchObject({ customer: { id: customer.id }, endedAt: null, messageCount: 1 });
    const { id } = taken.body;
    expect((await send(first)).status).toBe(200);
    const endedAt = '2026-11-20T10:09:00.000Z';
    const messages = [
      ...[message('3', '2026-11-20T10:02:00.000Z', 'operator'), message('2', '2026-11-20T10:01:00.000Z', 'bot')],
      { ...message('1', '2026-11-20T10:00:00.000Z'), text: 'said otherwise' },
    ];
    expect((await send({ ...first, messages, endedAt })).body).toMatchObject({ id, messageCount: 3, endedAt });
    const { messages: told, ...shown } = await read(id);
    expect(shown).toMatchObject({ subject: 'Internet lenta', channel: 'whatsapp', endedAt });
    expect(told.map((m: { externalId: string; sender: string }) => [m.externalId, m.sender])).toEqual([
      ...[
        ['1', 'customer'],
        ['2', 'bot'],
        ['3', 'operator'],
      ],
    ]);
    expect(told[0].text).toBe('Olá! 1 “cancelar” 💬');
    const history = await api.admin.get(`/api/audit-events?entity=bot_conversation&entityId=${id}`);
    expect(
      history.body.items.map((e: { action: string; actor: { name: string } }) => [e.action, e.actor.name]),
    ).toEqual([
      ['bot_conversation.continued', 'mkbot'],
      ['bot_conversation.received', 'mkbot'],
    ]);
  });

  test('sent ten times at once is one, and the same id of another bot is another', async () => {
    const body = conversation();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body)));
    expect(statuses(answers)).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await send({ ...body, source: 'other' })).status).toBe(201);
  });

  test('of somebody unknown, or of somebody else’s, is refused', async () => {
    expect((await send(conversation({ customerCode: 'C-999999' }))).body.code).toBe('customer_unknown');
    expect((await send(conversation({ customerCode: 'nobody' }))).body.code).toBe('customer_unknown');
    const body = conversation();
    await send(body);
    const other = (await api.admin.post('/api/customers', { name: 'Other' })).body;
    const taken = await send({ ...body, customerCode: undefined, customerId: other.id });
    expect([taken.status, taken.body.code]).toEqual([409, 'conversation_taken']);
    expect(fields(await send(conversation({ customerCode: undefined })))).toEqual([422, ['customerId invalid_type']]);
    expect(fields(await send(conversation({ messages: [{ ...message('1', 'yesterday') }] })))[0]).toBe(422);
  });

  test('is listed by customer, the newest first, and unseen in another branch', async () => {
    const far = await addBranch(api, 'Far');
    const them = (await api.admin.post('/api/customers', { name: 'Far', branchId: far.id })).body;
    const mine = { customerCode: undefined, customerId: them.id };
    const { id: older } = (await send(conversation(mine))).body;
    const { id: newer } = (await send(conversation({ ...mine, startedAt: '2026-11-21T10:00:00Z' }))).body;
    const { items } = (await api.admin.get(`/api/bot-conversations?customerId=${them.id}`)).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([newer, older]);
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await as.get(`/api/bot-conversations/${older}`)).status).toBe(404);
    expect((await as.get(`/api/bot-conversations?customerId=${them.id}`)).body.items).toEqual([]);
    expect((await api.stranger().get('/api/bot-conversations')).status).toBe(401);
  });
});

describe('the signature', () => {
  test('must be of the very bytes, with the secret and the time that are stated', async () => {
    const body = JSON.stringify(conversation());
    const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];
    const refused = [401, 'signature_refused'];
    expect(codeOf(await send(body, { key: 'another secret' }))).toEqual(refused);
    expect(codeOf(await send(`${body} `, { signature: sign(body, now()) }))).toEqual(refused);
    expect(codeOf(await send(body, { signature: sign(body, now() - 1), timestamp: now() }))).toEqual(refused);
    for (const signature of ['sha256=', 'sha256=00', sign(body, now()).slice(7), 'md5=abc'])
      expect(codeOf(await send(body, { signature }))).toEqual(refused);
    expect(codeOf(await send(body, { headers: { 'X-Tacit-Timestamp': 'soon' } }))).toEqual(refused);
    const unsigned = api.stranger().post('/api/bot-conversations').send(conversation());
    expect(codeOf(await unsigned)).toEqual(refused);
    // Whoever is signed in is no bot.
    expect(codeOf(await api.admin.post('/api/bot-conversations', conversation()))).toEqual(refused);
  });

  test('holds five minutes, before and after', async () => {
    for (const [off, status] of [
      [-299, 201],
      [299, 201],
      [-301, 401],
      [301, 401],
    ] as const) {
      const answer = await send(conversation(), { timestamp: now() + off });
      expect([off, answer.status]).toEqual([off, status]);
      if (status === 401) expect(answer.body.code).toBe('signature_expired');
    }
  });

  test('is made with a secret that administrators see once, make anew and remove; the table holds it encrypted', async () => {
    const { as } = await api.userOf({ accessLevel: 2 });
    for (const method of ['get', 'post', 'delete'] as const)
      expect((await as.ask(method, '/api/settings/bot-secret')).body.code).toBe('level_required');
    const made = await api.admin.post('/api/settings/bot-secret', {}, { 'Idempotency-Key': 'anew' });
    expect(made.body.secret).not.toBe(secret);
    expect(
      (await api.admin.post('/api/settings/bot-secret', {}, { 'Idempotency-Key': 'anew' })).body.secret,
    ).toBeNull();
    expect((await api.admin.get('/api/settings/bot-secret')).body).toEqual({ setAt: made.body.setAt });
    expect((await send(conversation())).body.code).toBe('signature_refused');
    expect((await send(conversation(), { key: made.body.secret })).status).toBe(201);
    const company = await api.database.company.findUniqueOrThrow({ where: { id: 1 } });
    expect(company.botSecret).not.toContain(made.body.secret);
    expect((await api.admin.delete('/api/settings/bot-secret')).status).toBe(204);
    expect((await send(conversation(), { key: made.body.secret })).body.code).toBe('bot_intake_off');
    expect((await api.admin.get('/api/settings/bot-secret')).body).toEqual({ setAt: null });
    secret = (await api.admin.post('/api/settings/bot-secret')).body.secret;
  });
});
