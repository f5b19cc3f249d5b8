import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { route } from '../../src/api/route.ts';
import { routesOf } from '../../src/api/routes/index.ts';
import { Refusal } from '../../src/database/act.ts';
import { type Api, type Method, startApi } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, NOBODY);
/** Those of staff; the portal's are in a test of their own. */
const ROUTES = routesOf({ testClock: true }).filter(({ path }) => path.startsWith('/api/'));
const named = (routes: readonly { method: Method; path: string }[]) =>
  routes.map(({ method, path }) => [`${method.toUpperCase()} ${path}`, method, addressOf(path)] as const);

const tag = 'probe';
const Echo = z.strictObject({ id: z.string(), secret: z.string() });
const probes = [
  route({
    method: 'post',
    path: '/api/probe/crash',
    tag,
    summary: 'Has its effect, then breaks',
    answers: { 204: null },
    handle: async ({ act }) => {
      await act.tx.department.create({ data: { name: 'half-done', createdAt: new Date() } });
      throw new Error('the secret is 1234');
    },
  }),
  route({
    method: 'post',
    path: '/api/probe/refuse',
    tag,
    summary: 'Has its effect, then refuses',
    answers: { 204: null },
    handle: async ({ act }) => {
      await act.tx.department.create({ data: { name: 'refused', createdAt: new Date() } });
      throw new Refusal(409, 'conflict');
    },
  }),
  route({
    method: 'post',
    path: '/api/probe/secret',
    tag,
    summary: 'Answers something that is not kept',
    answers: { 201: Echo },
    stored: (body) => ({ ...body, secret: '' }),
    handle: async () => ({ id: NOBODY, secret: 'once' }),
  }),
  route({
    method: 'post',
    path: '/api/probe/guard',
    tag,
    summary: 'Runs into a guard of the database',
    answers: { 204: null },
    handle: async ({ act }) => {
      await act.tx.company.update({ where: { id: 1 }, data: { nightFrom: '23:00' } });
    },
  }),
  route({
    method: 'get',
    path: '/api/probe/undeclared',
    tag,
    summary: 'Answers more than it declares',
    answers: { 200: z.strictObject({}) },
    handle: async (): Promise<Record<string, never>> => ({ more: 1 }) as never,
  }),
  route({
    method: 'get',
    path: '/api/probe/unworded',
    tag,
    summary: 'Refuses with what it does not declare',
    answers: { 200: z.strictObject({}) },
    handle: async () => {
      throw new Refusal(409, 'name_taken');
    },
  }),
];

let api: Api;
beforeAll(async () => {
  api = await startApi({ testClock: true }, { more: probes });
});
afterAll(() => api.stop());

describe('a stranger', () => {
  const anybody = (method: Method, address: string) => {
    const asked = api.stranger();
    return asked[method](address).send(method === 'get' ? undefined : {});
  };

  const guarded = ROUTES.filter(({ access }) => access !== 'public');
  test.each(named(guarded))('gets nothing from %s', async (_, method, address) => {
    const answer = await anybody(method, address);
    expect([answer.status, answer.body.code]).toEqual([401, 'sign_in_required']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('only signing in, and what bots sign themselves, is open to everybody', () => {
    expect(ROUTES.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`)).toEqual([
      'post /api/session',
      'post /api/bot-conversations',
    ]);
  });
});

describe('an access level', () => {
  const byLevel = ROUTES.filter(({ access }) => typeof access === 'object' && 'level' in access);
  test.each(named(byLevel))('below the one it needs gets 403 from %s', async (_, method, address) => {
    const { as } = await lowest();
    const answer = await as.ask(method, address, method === 'get' ? undefined : {}, { 'If-Match': '"1"' });
    expect([answer.status, answer.body.code]).toEqual([403, 'level_required']);
  });

  const byPermission = ROUTES.filter(({ access }) => typeof access === 'object' && 'permission' in access);
  if (byPermission.length > 0) {
    test.each(named(byPermission))('without the permission gets 403 from %s', async (_, method, address) => {
      const { as } = await lowest();
      const answer = await as.ask(method, address, method === 'get' ? undefined : {}, { 'If-Match': '"1"' });
      expect([answer.status, answer.body.code]).toEqual([403, 'permission_required']);
    });
  }

  let found: ReturnType<Api['userOf']> | undefined;
  const lowest = () => (found ??= api.userOf({ accessLevel: 4 }));
});

describe('what every route refuses', () => {
  const withId = ROUTES.filter(({ path }) => path.includes('{'));
  test.each(withId.map(({ method, path }) => [method, path] as const))(
    '%s %s: an id that is none is 404',
    async (method, path) => {
      const answer = await api.admin.ask(method, path.replaceAll(/\{\w+\}/g, 'x'), method === 'get' ? undefined : {});
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    },
  );

  const withQuery = ROUTES.filter(({ query }) => query !== undefined);
  test.each(named(withQuery))('%s: a query field that does not exist is 422', async (_, method, address) => {
    const answer = await api.admin.ask(method, `${address}?nonsense=1`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual({
      path: 'query.nonsense',
      code: 'unknown_field',
      message: expect.any(String),
    });
  });

  const withBody = ROUTES.filter(({ body }) => body !== undefined);
  test.each(named(withBody))('%s: a body field that does not exist is 422', async (_, method, address) => {
    const answer = await api.admin.ask(method, address, { nonsense: 1 }, { 'If-Match': '"1"' });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
    expect(answer.body.errors).toContainEqual({ path: 'nonsense', code: 'unknown_field', message: expect.any(String) });
  });

  const edits = ROUTES.filter(({ method }) => method === 'patch');
  test.each(named(edits))('%s: an edit without If-Match is 428', async (_, method, address) => {
    const answer = await api.admin.ask(method, address, {});
    expect([answer.status, answer.body.code]).toEqual([428, 'precondition_required']);
  });

  test.each(named(edits))('%s: an If-Match that is no version of ours is 412', async (_, method, address) => {
    const answer = await api.admin.ask(method, address, {}, { 'If-Match': '*' });
    expect([answer.status, answer.body.code]).toEqual([412, 'version_conflict']);
  });

  test('an address that does not exist is 404', async () => {
    expect((await api.admin.get('/api/nothing')).body.code).toBe('not_found');
  });

  test('another method at a known address is 405 and says which it takes', async () => {
    const answer = await api.admin.put('/api/settings', {});
    expect([answer.status, answer.body.code, answer.headers['allow']]).toEqual([
      405,
      'method_not_allowed',
      'GET, PATCH',
    ]);
  });

  test('a body that is not JSON is 400', async () => {
    const answer = await api.admin
      .ask('post', '/api/customers')
      .set('Content-Type', 'application/json')
      .send('{"name":');
    expect([answer.status, answer.body.code]).toEqual([400, 'bad_json']);
  });

  test('a body over 1 MB is 413', async () => {
    const answer = await api.admin.post('/api/customers', { name: 'x'.repeat(1_100_000) });
    expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1'])(
    'a body as %s is 415',
    async (type) => {
      const answer = await api.admin.ask('post', '/api/customers').set('Content-Type', type).send('name=x');
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  test('an address with a broken escape is 400', async () => {
    expect((await api.admin.get('/api/customers/%E0%A4%A')).status).toBe(400);
  });
});

describe('what breaks', () => {
  test('is 500 without a word of what it was, and has the request id of the log', async () => {
    const answer = await api.admin.post('/api/probe/crash', {}, { 'X-Request-Id': 'find-me' });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('1234');
    expect(answer.body).toMatchObject({
      code: 'internal_error',
      instance: 'find-me',
      type: '/problems/internal_error',
    });
  });

  test('a guard of the database that nobody foresaw is 409, not 500', async () => {
    expect((await api.admin.post('/api/probe/guard')).body.code).toBe('conflict');
  });

  test('an answer that its schema does not describe fails the test that sees it', async () => {
    expect((await api.admin.get('/api/probe/undeclared')).status).toBe(500);
  });

  test('a refusal that the route does not declare fails the test that sees it', async () => {
    expect((await api.admin.get('/api/probe/unworded')).status).toBe(500);
  });
});

describe('problem details', () => {
  test('are application/problem+json with everything RFC 9457 asks for', async () => {
    const answer = await api.admin.get(`/api/customers/${NOBODY}`);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: '/problems/not_found',
      title: expect.any(String),
      status: 404,
      detail: expect.any(String),
      instance: answer.headers['x-request-id'],
      code: 'not_found',
    });
  });

  test.each([
    ['es', 'No encontrado', 'es'],
    ['it-CH, fr;q=0.5', 'Non trovato', 'it'],
    ['pt-PT', 'Não encontrado', 'pt-BR'],
    ['fr', 'Not found', 'en'],
  ])('a stranger who prefers %s reads "%s"', async (header, title, language) => {
    const answer = await api.stranger().get('/problems/nothing').set('Accept-Language', header);
    expect([answer.body.title, answer.headers['content-language']]).toEqual([title, language]);
  });

  test('who is signed in reads the language that the request asks for, else their own', async () => {
    const asked = await api.admin.get(`/api/customers/${NOBODY}`, { 'Accept-Language': 'it' });
    expect([asked.body.title, asked.headers['content-language']]).toEqual(['Non trovato', 'it']);
    expect((await api.admin.get(`/api/customers/${NOBODY}`)).body.title).toBe('No encontrado');
  });

  test('the address of a type explains it', async () => {
    const answer = await api.stranger().get('/problems/version_conflict');
    expect(answer.body).toMatchObject({ code: 'version_conflict', status: 412, title: 'Edited meanwhile' });
  });

  test('the wording of a wrong type is in the reader’s language', async () => {
    const answer = await api.admin.post('/api/departments', { name: 5 });
    expect(answer.body.errors[0]).toEqual({
      path: 'name',
      code: 'invalid_type',
      message: expect.stringMatching(/inválid/),
    });
  });
});

describe('Idempotency-Key', () => {
  const key = (value: string) => ({ 'Idempotency-Key': value });

  test('twenty requests at once with one key make one record, and all get its answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.admin.post('/api/departments', { name: 'Twenty' }, key('twenty'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19);
    expect(await api.database.department.count({ where: { name: 'Twenty' } })).toBe(1);
    expect(await api.database.auditEvent.count({ where: { entityId: answers[0]!.body.id } })).toBe(1);
  });

  test('a repeat gets the same body, ETag and Location', async () => {
    const first = await api.admin.post('/api/departments', { name: 'Repeated' }, key('repeat'));
    const again = await api.admin.post('/api/departments', { name: 'Repeated' }, key('repeat'));
    expect(again.body).toEqual(first.body);
    expect([again.status, again.headers['etag'], again.headers['location']]).toEqual([
      201,
      '"1"',
      `/api/departments/${first.body.id}`,
    ]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
  });

  test('the same key with another request is 422', async () => {
    await api.admin.post('/api/departments', { name: 'First' }, key('reuse'));
    const answer = await api.admin.post('/api/departments', { name: 'Second' }, key('reuse'));
    expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('the same key of somebody else is 409', async () => {
    await api.admin.post('/api/customers', { name: 'Mine' }, key('shared'));
    const { as } = await api.userOf({ accessLevel: 2 });
    const answer = await as.post('/api/customers', { name: 'Mine' }, key('shared'));
    expect([answer.status, answer.body.code]).toEqual([409, 'idempotency_key_taken']);
  });

  test('a refused request is judged anew, for its key was not kept', async () => {
    await api.admin.post('/api/departments', { name: 'Taken' });
    const refused = await api.admin.post('/api/departments', { name: 'Taken' }, key('refused'));
    expect(refused.body.code).toBe('name_taken');
    await api.database.department.update({ where: { name: 'Taken' }, data: { name: 'Given up' } });
    expect((await api.admin.post('/api/departments', { name: 'Taken' }, key('refused'))).status).toBe(201);
  });

  test.each(['crash', 'refuse'])(
    'after a %s between effect and answer there is neither the effect nor the key',
    async (how) => {
      const answer = await api.admin.post(`/api/probe/${how}`, {}, key(how));
      expect(answer.status).toBe(how === 'crash' ? 500 : 409);
      expect(await api.database.department.count({ where: { name: { in: ['half-done', 'refused'] } } })).toBe(0);
      expect(await api.database.idempotencyKey.count({ where: { key: how } })).toBe(0);
    },
  );

  test('a secret in an answer is not kept for its repeat', async () => {
    const first = await api.admin.post('/api/probe/secret', {}, key('secret'));
    const again = await api.admin.post('/api/probe/secret', {}, key('secret'));
    expect([first.body.secret, again.body.secret]).toEqual(['once', '']);
  });

  test.each(['with space', 'ñ', 'x'.repeat(256)])(
    'a key that is not 1 to 255 visible ASCII characters is 422: %#',
    async (value) => {
      const answer = await api.admin.post('/api/departments', { name: 'Never' }, key(encodeLatin(value)));
      expect(answer.body.errors).toEqual([
        { path: 'header.idempotency-key', code: 'invalid_idempotency_key', message: expect.any(String) },
      ]);
    },
  );
});

const encodeLatin = (text: string) => Buffer.from(text, 'latin1').toString('latin1');

describe('a change made with a session', () => {
  const post = (headers: Record<string, string>) =>
    api
      .stranger()
      .post('/api/departments')
      .set('Cookie', api.admin.cookie)
      .set(headers)
      .send({ name: `D ${Math.random()}` });

  test.each([
    ['nothing that says where it comes from', {}],
    ['the origin of another site', { Origin: 'https://elsewhere.example' }],
    ['no origin at all', { Origin: 'null' }],
    ['a browser’s word that it is cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a browser’s word that it is another host of the site', { 'Sec-Fetch-Site': 'same-site' }],
    ['our origin, though the browser says cross-site', { Origin: 'http://127.0.0.1', 'Sec-Fetch-Site': 'cross-site' }],
  ])('with %s is 403', async (_, headers) => {
    const answer = await post(headers);
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf_refused']);
  });

  test('from our own pages is made', async () => {
    expect((await post({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(201);
  });

  test('reading needs no such proof', async () => {
    expect((await api.stranger().get('/api/departments').set('Cookie', api.admin.cookie)).status).toBe(200);
  });
});

describe('a request id', () => {
  test('that is sane is taken over and in the trace', async () => {
    const { body, headers } = await api.admin.post(
      '/api/departments',
      { name: 'Traced' },
      { 'X-Request-Id': 'abc-123' },
    );
    expect(headers['x-request-id']).toBe('abc-123');
    const event = await api.database.auditEvent.findFirstOrThrow({ where: { entityId: body.id } });
    expect(event).toMatchObject({
      requestId: 'abc-123',
      action: 'department.added',
      actorName: 'Administrator',
      channel: 'console',
    });
  });

  test('that is not is replaced', async () => {
    const { headers } = await api.admin.get('/api/departments', { 'X-Request-Id': 'a b<script>' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
