import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addBranch, type Api, fields, PASSWORD, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
let api: Api;
let home: string;
let other: string;
beforeAll(async () => {
  api = await startApi();
  home = (await api.admin.get('/api/session')).body.branch.id;
  other = (await addBranch(api)).id;
});
afterAll(() => api.stop());

const newUser = (more: object = {}) => ({
  name: 'Lucía Romero',
  email: `lucia-${Math.random().toString(36).slice(2)}@example.com`,
  branchId: home,
  accessLevel: 3,
  password: PASSWORD,
  ...more,
});

describe('users', () => {
  test('one added can sign in with the first password, which is nowhere in the answer or the history', async () => {
    const { status, body, headers } = await api.admin.post(
      '/api/users',
      newUser({ email: 'Lucia@Example.com', permissions: ['late_receipt'] }),
    );
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/api/users/${body.id}`, '"1"']);
    expect(body).toMatchObject({
      email: 'lucia@example.com',
      language: 'es',
      active: true,
      permissions: ['late_receipt'],
    });
    const caller = await api.signIn('lucia@example.com');
    expect((await caller.get('/api/session')).body.user.id).toBe(body.id);
    const events = await api.database.auditEvent.findMany({ where: { entityId: body.id } });
    expect(JSON.stringify([body, ...events.map(({ details }) => details)])).not.toMatch(/horse|argon2/);
  });

  test('the password is kept as argon2id', async () => {
    const { body } = await api.admin.post('/api/users', newUser());
    const account = await api.database.account.findFirstOrThrow({ where: { userId: body.id } });
    expect(account.password).toMatch(/^\$argon2id\$/);
  });

  test.each([
    ['an unknown branch', { branchId: NOBODY }, 422, 'branch_unknown'],
    ['an unknown department', { departmentId: NOBODY }, 422, 'department_unknown'],
    ['an address in use', { email: 'admin@example.com' }, 409, 'email_taken'],
  ])('with %s is refused', async (_, more, status, code) => {
    const answer = await api.admin.post('/api/users', newUser(more));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('with a retired branch or department is refused', async () => {
    const branch = await addBranch(api, 'Closed');
    await api.admin.patch(`/api/branches/${branch.id}`, 1, { retired: true });
    expect((await api.admin.post('/api/users', newUser({ branchId: branch.id }))).body.code).toBe('branch_retired');
    const department = (await api.admin.post('/api/departments', { name: 'Closed' })).body;
    await api.admin.patch(`/api/departments/${department.id}`, 1, { retired: true });
    expect((await api.admin.post('/api/users', newUser({ departmentId: department.id }))).body.code).toBe(
      'department_retired',
    );
  });

  test.each([
    [{ accessLevel: 5 }, ['accessLevel too_big']],
    [{ accessLevel: '1' }, ['accessLevel invalid_type']],
    [{ permissions: ['everything'] }, ['permissions.0 invalid_value']],
    [{ password: 'short' }, ['password too_small']],
    [{ email: 'nobody' }, ['email invalid_format']],
    [{ name: '   ' }, ['name too_small']],
    [{ name: 'a\u0000b' }, ['name invalid_text']],
    [{ name: 'half a smile \ud83d' }, ['name invalid_text']],
    [{ language: 'fr' }, ['language invalid_value']],
    [{ branchId: 'home' }, ['branchId invalid_format']],
    [{ active: true }, ['active unknown_field']],
  ])('with %j is 422', async (more, expected) => {
    expect(fields(await api.admin.post('/api/users', newUser(more)))).toEqual([422, expected]);
  });

  test('an edit counts the version, and one made on an old version is 412', async () => {
    const { body } = await api.admin.post('/api/users', newUser());
    const edited = await api.admin.patch(`/api/users/${body.id}`, 1, { name: 'Lucía R.' });
    expect([edited.status, edited.body.name, edited.headers['etag']]).toEqual([200, 'Lucía R.', '"2"']);
    const late = await api.admin.patch(`/api/users/${body.id}`, 1, { name: 'Other' });
    expect([late.status, late.body.code]).toEqual([412, 'version_conflict']);
    const [event] = await api.database.auditEvent.findMany({ where: { entityId: body.id, action: 'user.edited' } });
    expect(event!.details).toEqual({ before: { name: 'Lucía Romero' }, after: { name: 'Lucía R.' } });
  });

  test('the last active administrator can neither be lowered nor deactivated, not even by two at once', async () => {
    const session = (await api.admin.get('/api/session')).body;
    const me = (await api.admin.get(`/api/users/${session.user.id}`)).body;
    for (const edit of [{ accessLevel: 2 }, { active: false }]) {
      const answer = await api.admin.patch(`/api/users/${me.id}`, me.version, edit);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_administrator']);
    }
    const second = await api.userOf({ accessLevel: 1 });
    const answers = await Promise.all([
      api.admin.patch(`/api/users/${second.id}`, second.version, { active: false }),
      api.admin.patch(`/api/users/${me.id}`, me.version, { accessLevel: 2 }),
    ]);
    await api.database.user.update({ where: { id: me.id }, data: { accessLevel: 1, active: true } });
    // Who asks when the other has been answered is no administrator any more.
    expect([200, expect.any(Number)]).toEqual(statuses(answers));
    expect([403, 409]).toContain(statuses(answers)[1]);
  });

  test('another password lets in, the old one no more, and sessions end', async () => {
    const user = await api.userOf({ accessLevel: 3 });
    const answer = await api.admin.post(`/api/users/${user.id}/set-password`, { password: 'another long one' });
    expect(answer.status).toBe(204);
    expect((await user.as.get('/api/session')).status).toBe(401);
    await expect(api.signIn(user.email)).rejects.toThrow('401');
    await expect(api.signIn(user.email, 'another long one')).resolves.toBeDefined();
  });

  test('an unknown one is 404 to read, edit and give a password', async () => {
    expect((await api.admin.get(`/api/users/${NOBODY}`)).status).toBe(404);
    expect((await api.admin.patch(`/api/users/${NOBODY}`, 1, {})).status).toBe(404);
    expect((await api.admin.post(`/api/users/${NOBODY}/set-password`, { password: PASSWORD })).status).toBe(404);
  });

  test('below level 1 sees the own branch’s only: others answer 404', async () => {
    const here = await api.userOf({ accessLevel: 2 });
    const there = await api.userOf({ accessLevel: 2, branchId: other });
    expect((await here.as.get(`/api/users/${here.id}`)).status).toBe(200);
    expect((await here.as.get(`/api/users/${there.id}`)).status).toBe(404);
    const { body } = await here.as.get('/api/users?limit=200');
    expect(new Set(body.items.map((user: { branchId: string }) => user.branchId))).toEqual(new Set([home]));
    expect((await here.as.get(`/api/users?branchId=${other}`)).body.items).toEqual([]);
  });

  test('are listed by name, and by branch, department and whether they are active', async () => {
    const department = (await api.admin.post('/api/departments', { name: 'Retention' })).body;
    const user = await api.userOf({ accessLevel: 4, departmentId: department.id });
    const found = await api.admin.get(`/api/users?departmentId=${department.id}&branchId=${home}&active=true`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([user.id]);
    expect((await api.admin.get(`/api/users?departmentId=${department.id}&active=false`)).body.items).toEqual([]);
  });
});

describe('API tokens', () => {
  const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  const ask = (secret: string, path = '/api/session') => api.stranger().get(path).set(bearer(secret));

  test('one carries the rights of its user, needs no origin, and its acts are traced as of a program', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const { status, body } = await user.as.post('/api/api-tokens', { name: 'Import' });
    expect([status, body.secret.slice(0, 4), body.secret.startsWith(body.prefix)]).toEqual([201, 'tct_', true]);
    expect((await ask(body.secret)).body.user.id).toBe(user.id);
    expect((await ask(body.secret, '/api/audit-events')).status).toBe(200);
    const made = await api.stranger().post('/api/customers').set(bearer(body.secret)).send({ name: 'By program' });
    expect(made.status).toBe(201);
    const event = await api.database.auditEvent.findFirstOrThrow({ where: { entityId: made.body.id } });
    expect(event).toMatchObject({ channel: 'api', actorId: user.id });
  });

  test('only its hash is kept, and a repeat of the answer does not show it again', async () => {
    const first = await api.admin.post('/api/api-tokens', { name: 'Once' }, { 'Idempotency-Key': 'token' });
    const again = await api.admin.post('/api/api-tokens', { name: 'Once' }, { 'Idempotency-Key': 'token' });
    expect(again.body).toEqual({ ...first.body, secret: null });
    const row = await api.database.apiToken.findUniqueOrThrow({ where: { id: first.body.id } });
    const kept = await api.database.idempotencyKey.findUniqueOrThrow({ where: { key: 'token' } });
    const events = await api.database.auditEvent.findMany({ where: { entityId: first.body.id } });
    expect(JSON.stringify([row, kept, events.map(({ details }) => details)])).not.toContain(first.body.secret);
  });

  test('a revoked one is worth nothing from the next request on; revoking again is 409', async () => {
    const { body } = await api.admin.post('/api/api-tokens', { name: 'Short' });
    expect((await ask(body.secret)).status).toBe(200);
    const revoked = await api.admin.post(`/api/api-tokens/${body.id}/revoke`);
    expect([revoked.status, typeof revoked.body.revokedAt]).toEqual([200, 'string']);
    expect((await ask(body.secret)).status).toBe(401);
    expect((await api.admin.post(`/api/api-tokens/${body.id}/revoke`)).body.code).toBe('token_revoked');
  });

  test('one past its end, of somebody inactive, or made up is worth nothing, even with a cookie beside it', async () => {
    const past = (await api.admin.post('/api/api-tokens', { name: 'Past', expiresAt: '2020-01-01T00:00:00Z' })).body
      .secret;
    const user = await api.userOf({ accessLevel: 2 });
    const { secret } = (await user.as.post('/api/api-tokens', { name: 'Gone' })).body;
    await api.admin.patch(`/api/users/${user.id}`, 1, { active: false });
    for (const worthless of [past, secret, 'tct_made_up', 'something']) expect((await ask(worthless)).status).toBe(401);
    const both = await api.admin.get('/api/session', bearer('tct_made_up'));
    expect(both.status).toBe(401);
  });

  test('a token gives nobody access: no user, no password, no rights, so that a stolen one does not outlive its end', async () => {
    const { secret } = (await api.admin.post('/api/api-tokens', { name: 'Stolen' })).body;
    const { id, version } = await api.userOf({ accessLevel: 4 });
    const password = 'another good password';
    const asked = api.stranger();
    const answers = [
      await asked
        .post('/api/users')
        .set(bearer(secret))
        .send({ name: 'X', email: 'x@example.com', accessLevel: 1, password, branchId: id }),
      await asked.post(`/api/users/${id}/set-password`).set(bearer(secret)).send({ password }),
      await asked
        .patch(`/api/users/${id}`)
        .set(bearer(secret))
        .set('If-Match', `"${version}"`)
        .send({ accessLevel: 1 }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [403, 'session_required']),
    );
  });

  test('the tokens of a user who was not active for a while do not come back', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const { secret } = (await user.as.post('/api/api-tokens', { name: 'Old' })).body;
    await api.admin.patch(`/api/users/${user.id}`, 1, { active: false });
    await api.admin.patch(`/api/users/${user.id}`, 2, { active: true });
    expect((await api.stranger().get('/api/session').set(bearer(secret))).status).toBe(401);
  });

  test('a token cannot make tokens', async () => {
    const { secret } = (await api.admin.post('/api/api-tokens', { name: 'Mother' })).body;
    const answer = await api.stranger().post('/api/api-tokens').set(bearer(secret)).send({ name: 'Child' });
    expect([answer.status, answer.body.code]).toEqual([403, 'session_required']);
  });

  test('below level 1 one sees and revokes the own ones only', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const mine = (await user.as.post('/api/api-tokens', { name: 'Mine' })).body;
    const foreign = (await api.admin.post('/api/api-tokens', { name: 'Foreign' })).body;
    expect((await user.as.get('/api/api-tokens')).body.items.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect((await user.as.post(`/api/api-tokens/${foreign.id}/revoke`)).status).toBe(404);
    const all = (await api.admin.get('/api/api-tokens')).body.items.map(({ id }: { id: string }) => id);
    expect(all).toEqual(expect.arrayContaining([mine.id, foreign.id]));
  });

  test.each([
    [{ name: '' }, ['name too_small']],
    [{ name: 'x', expiresAt: 'tomorrow' }, ['expiresAt invalid_format']],
    [{ name: 'x', expiresAt: '2027-02-30T00:00:00Z' }, ['expiresAt invalid_format']],
    [{ name: 'x', expiresAt: '2027-01-01T00:00:00+01:00' }, ['expiresAt invalid_format']],
  ])('%j is 422', async (body, expected) => {
    expect(fields(await api.admin.post('/api/api-tokens', body))).toEqual([422, expected]);
  });
});
