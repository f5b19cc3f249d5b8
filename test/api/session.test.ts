import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, type Caller, PASSWORD, startApi } from './support.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ trustProxy: 1, limits: { signInsPerQuarter: 3, signInsPerAccount: 5 } });
});
afterAll(() => api.stop());

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  api.stranger().post('/api/session').set(headers).send({ email, password });
const cookiesOf = (answer: { headers: Record<string, unknown> }) => answer.headers['set-cookie'] as string[];

describe('signing in', () => {
  test('says who is signed in, where, and what the screens need', async () => {
    const answer = await signIn('ADMIN@example.com', PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: { email: 'admin@example.com', accessLevel: 1, permissions: expect.arrayContaining(['late_receipt']) },
      branch: { name: 'Madrid', timeZone: 'Europe/Madrid', currency: 'EUR' },
      languages: ['es', 'it', 'en', 'pt-BR'],
      testClock: false,
    });
    expect((await api.admin.get('/api/session')).body).toEqual(answer.body);
  });

  test('the cookie cannot be read by scripts and does not travel with other sites’ requests', async () => {
    const [cookie] = cookiesOf(await signIn('admin@example.com', PASSWORD));
    expect(cookie).toMatch(/^tacit\.session_token=.*HttpOnly; SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
  });

  test('leaves a trace', async () => {
    const { body } = await signIn('admin@example.com', PASSWORD);
    const events = await api.database.auditEvent.findMany({
      where: { action: 'user.signed_in', entityId: body.user.id },
    });
    expect(events[0]).toMatchObject({ actorId: body.user.id, channel: 'console' });
  });

  test('with a wrong password, an unknown address or without being active is 401, all alike', async () => {
    const gone = await api.userOf({ accessLevel: 4, email: 'gone@example.com' });
    await api.database.user.update({ where: { id: gone.id }, data: { active: false } });
    const answers = await Promise.all([
      signIn('admin@example.com', 'wrong password'),
      signIn('nobody@example.com', PASSWORD),
      signIn('gone@example.com', PASSWORD),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 3 }, () => [401, 'invalid_credentials']),
    );
    expect(answers.flatMap((answer) => cookiesOf(answer) ?? [])).toEqual([]);
  });

  test('from another site’s page is refused, or a victim could be signed in as somebody else', async () => {
    const answer = await signIn('admin@example.com', PASSWORD, { Origin: 'https://elsewhere.example' });
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf_refused']);
  });

  test.each([
    ['no password', { email: 'admin@example.com' }],
    ['what is no address', { email: 'admin', password: PASSWORD }],
    ['an endless password', { email: 'admin@example.com', password: 'x'.repeat(129) }],
  ])('with %s is 422', async (_, body) => {
    expect((await api.stranger().post('/api/session').send(body)).status).toBe(422);
  });

  test('after three failures at one address is 429 and says when to come back; others still get in', async () => {
    await api.userOf({ accessLevel: 4, email: 'guessed@example.com' });
    for (let i = 0; i < 3; i += 1) expect((await signIn('guessed@example.com', `guess number ${i}`)).status).toBe(401);
    const answer = await signIn('Guessed@example.com', PASSWORD);
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_sign_ins']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn('admin@example.com', PASSWORD)).status).toBe(200);
  });

  test('after five failures at one address from wherever is 429 for a while', async () => {
    await api.userOf({ accessLevel: 4, email: 'famous@example.com' });
    const from = (i: number) => ({ 'X-Forwarded-For': `203.0.113.${i}` });
    for (let i = 0; i < 5; i += 1)
      expect((await signIn('famous@example.com', `guess number ${i}`, from(i))).status).toBe(401);
    const answer = await signIn('famous@example.com', PASSWORD, from(9));
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_sign_ins']);
    expect((await signIn('admin@example.com', PASSWORD, from(9))).status).toBe(200);
  });

  test('that succeeds does not count', async () => {
    await api.userOf({ accessLevel: 4, email: 'frequent@example.com' });
    for (let i = 0; i < 5; i += 1) expect((await signIn('frequent@example.com', PASSWORD)).status).toBe(200);
  });
});

describe('choosing another password', () => {
  const NEW = 'a longer and better one';
  const choose = (as: { post: Caller['post'] }, current: string, password = NEW) =>
    as.post('/api/session/password', { current, password });

  test('needs the present one, ends the other sessions and leaves a trace', async () => {
    const user = await api.userOf({ accessLevel: 4, email: 'changes@example.com' });
    const other = await api.signIn(user.email);
    const wrong = await choose(user.as, 'not the present one');
    expect([wrong.status, wrong.body.errors]).toEqual([
      422,
      [{ path: 'current', code: 'wrong_password', message: expect.any(String) }],
    ]);
    expect((await choose(user.as, PASSWORD, 'short')).body.errors).toMatchObject([{ path: 'password' }]);
    expect((await choose(user.as, PASSWORD)).status).toBe(204);
    expect((await user.as.get('/api/session')).status).toBe(200);
    expect((await other.get('/api/session')).status).toBe(401);
    expect((await signIn(user.email, PASSWORD)).status).toBe(401);
    expect((await signIn(user.email, NEW)).status).toBe(200);
    const where = { action: 'user.password_set', entityId: user.id };
    expect(await api.database.auditEvent.findMany({ where })).toMatchObject([{ actorId: user.id, channel: 'console' }]);
  });

  test('after three guesses at the present one is 429', async () => {
    const { as } = await api.userOf({ accessLevel: 4 });
    for (let i = 0; i < 3; i += 1) expect((await choose(as, `guess number ${i}`)).status).toBe(422);
    const answer = await choose(as, PASSWORD);
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_sign_ins']);
  });

  test('is nothing for a token, which must not outlive its end', async () => {
    const { body } = await api.admin.post('/api/api-tokens', { name: 'program' });
    const answer = await api
      .stranger()
      .post('/api/session/password')
      .set('Authorization', `Bearer ${body.secret}`)
      .send({ current: PASSWORD, password: NEW });
    expect([answer.status, answer.body.code]).toEqual([403, 'session_required']);
  });
});

describe('a session', () => {
  test('ends with signing out, on the server too', async () => {
    const caller = await api.signIn('admin@example.com');
    const answer = await caller.delete('/api/session');
    expect(answer.status).toBe(204);
    expect(cookiesOf(answer).join()).toMatch(/tacit\.session_token=;.*Max-Age=0/);
    expect((await caller.get('/api/session')).status).toBe(401);
  });

  test('of somebody deactivated ends at once', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    expect((await user.as.get('/api/session')).status).toBe(200);
    expect((await api.admin.patch(`/api/users/${user.id}`, user.version, { active: false })).status).toBe(200);
    expect((await user.as.get('/api/session')).status).toBe(401);
    expect(await api.database.session.count({ where: { userId: user.id } })).toBe(0);
  });

  test('that was forged or tampered with is none', async () => {
    const forged = api.admin.cookie.replace(/.{5}$/, 'AAAAA');
    expect((await api.stranger().get('/api/session').set('Cookie', forged)).status).toBe(401);
  });

  test('changes what it may as soon as the user’s rights change', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    expect((await user.as.get('/api/audit-events')).status).toBe(200);
    await api.admin.patch(`/api/users/${user.id}`, user.version, { accessLevel: 3 });
    expect((await user.as.get('/api/audit-events')).status).toBe(403);
  });
});

test('where browsers come over https the cookie is Secure', async () => {
  const secure = await startApi({ publicUrl: 'https://tacit.example' });
  try {
    const answer = await secure
      .stranger()
      .post('/api/session')
      .send({ email: 'admin@example.com', password: PASSWORD });
    expect(cookiesOf(answer)[0]).toMatch(/^__Secure-tacit\.session_token=.*Secure/);
    const own = secure.admin.ask('post', '/api/departments', { name: 'x' }, { Origin: 'https://tacit.example' });
    expect((await own).status).toBe(201);
  } finally {
    await secure.stop();
  }
});

test('better-auth’s own addresses are not served', async () => {
  for (const path of ['/api/auth/sign-up/email', '/api/auth/sign-in/email', '/api/auth/get-session']) {
    expect(
      (await api.stranger().post(path).send({ email: 'x@example.com', password: PASSWORD, name: 'x' })).status,
    ).toBe(404);
  }
});
