import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { portalOf } from './portal-support.ts';
import { type Api, callerWith, cookieOf, fields, PASSWORD, startApi, statuses } from './support.ts';

let api: Api;
let portal: ReturnType<typeof portalOf>;
beforeAll(async () => {
  api = await startApi({ limits: { signInsPerQuarter: 3, linksPerQuarter: 4 } });
  portal = portalOf(api);
  await portal.customer('mario@example.com');
  await portal.withPassword('mario@example.com');
});
afterAll(() => api.stop());

const problem = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('signing in with a password', () => {
  test('opens a session that is HttpOnly, SameSite and only sent to the portal', async () => {
    const answer = await portal.signIn('Mario@Example.com');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      email: 'mario@example.com',
      hasPassword: true,
      needsPassword: true,
      company: { name: expect.any(String) },
      customers: [{ name: 'Mario Rossi', email: 'mario@example.com', branch: { timeZone: 'Europe/Madrid' } }],
    });
    const [cookie] = answer.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^tacit-portal\.session_token=.*Path=\/portal;.*HttpOnly;.*SameSite=Lax/);
    const signedIn = callerWith(api.server, cookieOf(answer));
    expect((await signedIn.get('/portal/api/session')).body).toEqual(answer.body);
  });

  test('is refused alike for a wrong password, an unknown address, one without customers and one without a password', async () => {
    await portal.withPassword('moved@example.com');
    await portal.customer('linked@example.com');
    await portal.signedIn('linked@example.com');
    const answers = await Promise.all([
      portal.signIn('mario@example.com', 'a wrong password'),
      portal.signIn('nobody@example.com'),
      portal.signIn('moved@example.com'),
      portal.signIn('linked@example.com'),
    ]);
    expect(answers.map(problem)).toEqual(Array.from({ length: 4 }, () => [401, 'invalid_credentials']));
    expect(answers.map(cookieOf)).toEqual(['', '', '', '']);
  });

  test.each([
    ['no password', { email: 'mario@example.com' }],
    ['what is no address', { email: 'mario', password: PASSWORD }],
    ['what is no text', { email: { toString: 1, valueOf: 1 }, password: PASSWORD }],
  ])('with %s is 422', async (_, body) => {
    expect((await api.stranger().post('/portal/api/session').send(body)).status).toBe(422);
  });

  test('after three failures is 429', async () => {
    for (let i = 0; i < 3; i += 1) await portal.signIn('guessed@example.com', `guess ${i}`);
    expect(problem(await portal.signIn('guessed@example.com'))).toEqual([429, 'too_many_sign_ins']);
  });

  test('is counted for the address that is tried, also where somebody else is signed in', async () => {
    await portal.customer('trying@example.com');
    const caller = await portal.signedIn('trying@example.com');
    const path = '/portal/api/session';
    const tried = { email: 'tried@example.com', password: 'a guess' };
    for (let i = 0; i < 3; i += 1) await caller.post(path, tried);
    expect(problem(await caller.post(path, tried))).toEqual([429, 'too_many_sign_ins']);
    expect(problem(await portal.signIn('tried@example.com'))).toEqual([429, 'too_many_sign_ins']);

    const links = [];
    for (let i = 0; i < 5; i += 1) links.push(await caller.post(`${path}/link`, { email: 'tried@example.com' }));
    expect(statuses(links)).toEqual([202, 202, 202, 202, 429]);
  });

  test('from another site’s page is refused', async () => {
    const answer = await portal.signIn('mario@example.com').set('Origin', 'https://elsewhere.example');
    expect(problem(answer)).toEqual([403, 'csrf_refused']);
  });
});

describe('a sign-in link', () => {
  test('is mailed in the language asked for, in the part of the address that no server sees', async () => {
    await portal.customer('language@example.com');
    const answer = await api
      .stranger()
      .post('/portal/api/session/link')
      .send({ email: 'language@example.com', language: 'it' });
    expect([answer.status, answer.text]).toEqual([202, '']);
    const mail = await api.database.mail.findFirstOrThrow({ where: { to: 'language@example.com' } });
    expect(mail).toMatchObject({ kind: 'portal_link', language: 'it', state: 'queued' });
    expect(mail.subject).toMatch(/^Il Suo link di accesso/);
    expect(mail.text).toMatch(/\/portal\/sign-in#token=[\w-]{43}$/m);
    expect(await api.database.portalVerification.findMany({ select: { identifier: true } })).not.toContainEqual({
      identifier: expect.stringContaining((await portal.tokenFor('language@example.com'))!),
    });
  });

  test('signs in, and lets a forgotten password be replaced', async () => {
    await portal.customer('forgetful@example.com');
    await portal.withPassword('forgetful@example.com');
    const caller = await portal.signedIn('forgetful@example.com');
    const { body } = await caller.get('/portal/api/session');
    expect(body).toMatchObject({ hasPassword: true, needsPassword: false });
    expect((await caller.put('/portal/api/session/password', { password: 'a new password' })).status).toBe(204);
    expect((await portal.signIn('forgetful@example.com', 'a new password')).status).toBe(200);
  });

  test('answers an unknown address in the same way and after the same time', async () => {
    const timed = async (email: string) => {
      const begin = performance.now();
      const { status, text, headers } = await portal.askForLink(email);
      const {
        date: _date,
        'x-request-id': _id,
        'ratelimit-policy': _policy,
        ratelimit: _ratelimit,
        ...told
      } = headers as Record<string, string>;
      return { took: performance.now() - begin, said: { status, text, told } };
    };
    await portal.customer('known@example.com');
    const known = await timed('known@example.com');
    const unknown = await timed('unknown@example.com');
    expect(unknown.said).toEqual(known.said);
    expect(known.said.status).toBe(202);
    expect(Math.min(known.took, unknown.took)).toBeGreaterThan(240);
    expect(Math.abs(known.took - unknown.took)).toBeLessThan(150);
    expect(await api.database.mail.count({ where: { to: 'unknown@example.com' } })).toBe(0);
    expect(await api.database.portalUser.count({ where: { email: 'unknown@example.com' } })).toBe(0);
  });

  test('works once', async () => {
    await portal.customer('once@example.com');
    await portal.askForLink('once@example.com');
    const token = (await portal.tokenFor('once@example.com'))!;
    expect((await portal.useLink(token)).status).toBe(200);
    expect(problem(await portal.useLink(token))).toEqual([401, 'sign_in_link_used']);
  });

  test('works for one of ten that use it at once', async () => {
    await portal.customer('ten@example.com');
    await portal.askForLink('ten@example.com');
    const token = (await portal.tokenFor('ten@example.com'))!;
    const answers = await Promise.all(Array.from({ length: 10 }, () => portal.useLink(token)));
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 9 }, () => 401)]);
    const user = await api.database.portalUser.findUniqueOrThrow({ where: { email: 'ten@example.com' } });
    expect(await api.database.portalSession.count({ where: { userId: user.id } })).toBe(1);
  });

  test('that has expired, was made up, or whose address reaches nobody any more does not work', async () => {
    const { id } = await portal.customer('late@example.com');
    await portal.askForLink('late@example.com');
    const token = (await portal.tokenFor('late@example.com'))!;
    await api.database.portalVerification.updateMany({
      where: { value: 'late@example.com' },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(problem(await portal.useLink(token))).toEqual([401, 'sign_in_link_used']);
    expect(problem(await portal.useLink('x'.repeat(43)))).toEqual([401, 'sign_in_link_used']);

    await portal.askForLink('late@example.com');
    const second = (await portal.tokenFor('late@example.com'))!;
    await api.database.customer.update({ where: { id }, data: { email: 'elsewhere@example.com' } });
    expect(problem(await portal.useLink(second))).toEqual([401, 'sign_in_link_used']);
  });

  test('is limited for one address, whether it is a customer’s or not', async () => {
    await portal.customer('flooded@example.com');
    for (const email of ['flooded@example.com', 'flooded-unknown@example.com']) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => portal.askForLink(email)));
      expect(statuses(answers)).toEqual([202, 202, 202, 202, 429]);
    }
    expect(await api.database.mail.count({ where: { to: 'flooded@example.com' } })).toBe(4);
  });

  test('is not asked for by another site, nor with what is no address', async () => {
    const foreign = await portal.askForLink('mario@example.com').set('Sec-Fetch-Site', 'cross-site');
    expect(problem(foreign)).toEqual([403, 'csrf_refused']);
    expect((await portal.askForLink('mario')).status).toBe(422);
    expect((await portal.useLink('short')).status).toBe(422);
  });
});

test('links are limited for one client, whatever the address', async () => {
  const narrow = await startApi({ limits: { linksPerAddress: 2 } });
  try {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) => portalOf(narrow).askForLink(`${name}@example.com`)),
    );
    expect(statuses(answers)).toEqual([202, 202, 429]);
  } finally {
    await narrow.stop();
  }
});

describe('a session in the portal', () => {
  test('ends with signing out, on the server too', async () => {
    const caller = callerWith(api.server, cookieOf(await portal.signIn('mario@example.com')));
    expect((await caller.delete('/portal/api/session')).status).toBe(204);
    expect(problem(await caller.get('/portal/api/session'))).toEqual([401, 'sign_in_required']);
    const trail = await api.database.auditEvent.findMany({
      where: { entity: 'portal_user', action: 'portal_user.signed_out' },
    });
    expect(trail).toMatchObject([{ actorKind: 'customer', actorName: 'Mario Rossi', channel: 'portal' }]);
  });

  test('reaches nobody any more once no customer has the address', async () => {
    const { id } = await portal.customer('leaving@example.com');
    const caller = await portal.signedIn('leaving@example.com');
    expect((await caller.get('/portal/api/session')).status).toBe(200);
    await api.database.customer.update({ where: { id }, data: { email: null } });
    expect(problem(await caller.get('/portal/api/session'))).toEqual([401, 'sign_in_required']);
    expect(problem(await caller.get('/portal/api/multipacks'))).toEqual([401, 'sign_in_required']);
  });

  test('reaches everybody who has the address, however it is written there, and nobody whose address only looks alike', async () => {
    await portal.customer('Ana_Ruiz@example.com', 'Ana Ruiz');
    await portal.customer('ana_ruiz@example.com', 'Leo Ruiz');
    await portal.customer('anaxruiz@example.com', 'Somebody else');
    const { body } = await (await portal.signedIn('ana_ruiz@example.com')).get('/portal/api/session');
    expect(body.customers.map(({ name }: { name: string }) => name)).toEqual(['Ana Ruiz', 'Leo Ruiz']);
  });

  test('opens nothing of the console, and a session of staff or a token nothing of the portal', async () => {
    const caller = await portal.signedIn('mario@example.com');
    for (const path of ['/api/session', '/api/customers', '/api/mails']) {
      expect(problem(await caller.get(path))).toEqual([401, 'sign_in_required']);
    }
    const { body } = await api.admin.post('/api/api-tokens', { name: 'program' });
    const token = await api.stranger().get('/portal/api/session').set('Authorization', `Bearer ${body.secret}`);
    for (const answer of [await api.admin.get('/portal/api/session'), token]) {
      expect(problem(answer)).toEqual([401, 'sign_in_required']);
    }
    // The same signed value under the other name is none either: the keys differ.
    const renamed = api.admin.cookie.replace('tacit.session_token', 'tacit-portal.session_token');
    expect((await callerWith(api.server, renamed).get('/portal/api/session')).status).toBe(401);
  });

  test('that was tampered with is none', async () => {
    const { cookie } = await portal.signedIn('mario@example.com');
    const forged = callerWith(api.server, cookie.replace(/.{5}$/, 'AAAAA'));
    expect((await forged.get('/portal/api/session')).status).toBe(401);
  });
});

describe('choosing a password', () => {
  const path = '/portal/api/session/password';

  test('needs the present one, and ends the other sessions but not this one', async () => {
    await portal.customer('chooser@example.com');
    await portal.withPassword('chooser@example.com');
    const [mine, other] = await Promise.all(
      [1, 2].map(async () => callerWith(api.server, cookieOf(await portal.signIn('chooser@example.com')))),
    );
    expect(fields(await mine!.put(path, { password: 'another password' }))).toEqual([422, ['current wrong_password']]);
    expect(fields(await mine!.put(path, { password: 'another password', current: 'guess' }))).toEqual([
      422,
      ['current wrong_password'],
    ]);
    expect((await mine!.put(path, { password: 'another password', current: PASSWORD })).status).toBe(204);
    expect((await mine!.get('/portal/api/session')).status).toBe(200);
    expect((await other!.get('/portal/api/session')).status).toBe(401);
    expect((await portal.signIn('chooser@example.com', 'another password')).status).toBe(200);
    expect((await portal.signIn('chooser@example.com')).status).toBe(401);
  });

  test('for the first time needs none', async () => {
    await portal.customer('first@example.com');
    const caller = await portal.signedIn('first@example.com');
    expect((await caller.put(path, { password: 'short' })).status).toBe(422);
    expect((await caller.put(path, { password: 'my first password' })).status).toBe(204);
    expect((await portal.signIn('first@example.com', 'my first password')).status).toBe(200);
  });

  test('needs the present one again an hour after signing in by a link', async () => {
    await portal.customer('lingering@example.com');
    await portal.withPassword('lingering@example.com');
    const caller = await portal.signedIn('lingering@example.com');
    await api.database.portalSession.updateMany({
      where: { user: { email: 'lingering@example.com' } },
      data: { createdAt: new Date(Date.now() - 3_600_001) },
    });
    expect(fields(await caller.put(path, { password: 'another password' }))).toEqual([422, ['current wrong_password']]);
  });

  test('is not done by another site’s page, and not by a stranger', async () => {
    const { cookie } = await portal.signedIn('mario@example.com');
    const foreign = await api.stranger().put(path).set('Cookie', cookie).send({ password: 'another password' });
    expect(problem(foreign)).toEqual([403, 'csrf_refused']);
    const stranger = await api.stranger().put(path).send({ password: 'another password' });
    expect(problem(stranger)).toEqual([401, 'sign_in_required']);
  });

  test('after three wrong ones is 429', async () => {
    await portal.customer('guessing@example.com');
    await portal.withPassword('guessing@example.com');
    const own = await startApi({ limits: { signInsPerQuarter: 3 } });
    try {
      const there = portalOf(own);
      await there.customer('guessing@example.com');
      await there.withPassword('guessing@example.com');
      const caller = callerWith(own.server, cookieOf(await there.signIn('guessing@example.com')));
      const wrong = { password: 'another password', current: 'guess' };
      for (let i = 0; i < 3; i += 1) expect((await caller.put(path, wrong)).status).toBe(422);
      expect(problem(await caller.put(path, wrong))).toEqual([429, 'too_many_sign_ins']);
    } finally {
      await own.stop();
    }
  });
});

test('where browsers come over https the cookie is Secure, and the link leads there', async () => {
  const secure = await startApi({ publicUrl: 'https://tacit.example' });
  try {
    const there = portalOf(secure);
    await there.customer('mario@example.com');
    await there.askForLink('mario@example.com').set('Host', 'evil.example').set('Sec-Fetch-Site', 'same-origin');
    const mail = await secure.database.mail.findFirstOrThrow();
    expect(mail.text).toContain('https://tacit.example/portal/sign-in#token=');
    const answer = await there.useLink((await there.tokenFor('mario@example.com'))!);
    expect((answer.headers['set-cookie'] as unknown as string[])[0]).toMatch(
      /^__Secure-tacit-portal\.session_token=.*Secure/,
    );
  } finally {
    await secure.stop();
  }
});
