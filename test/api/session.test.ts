import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, PASSWORD, startApi } from './support.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ limits: { signInsPerQuarter: 3 } });
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

  test('that succeeds does not count', async () => {
    await api.userOf({ accessLevel: 4, email: 'frequent@example.com' });
    for (let i = 0; i < 5; i += 1) expect((await signIn('frequent@example.com', PASSWORD)).status).toBe(200);
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
