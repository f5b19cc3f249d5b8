import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, fields, PLAN, startApi } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('settings', () => {
  test('are read by everybody and edited by level 1, with a trace of what changed', async () => {
    const before = await api.admin.get('/api/settings');
    expect(before.body).toEqual({
      name: 'Tacit',
      defaultNotice: { amount: 15, unit: 'day' },
      nightWindow: { from: '00:00', to: '04:00' },
      allowWithdrawSignal: false,
      noticeAccountUserId: null,
      version: 1,
    });
    const edit = {
      name: 'Club Sur',
      defaultNotice: { amount: 1, unit: 'month' },
      nightWindow: { from: '01:00', to: '05:30' },
      allowWithdrawSignal: true,
      noticeAccountUserId: (await api.admin.get('/api/session')).body.user.id,
    };
    const answer = await api.admin.patch('/api/settings', 1, edit);
    expect([answer.status, answer.body, answer.headers['etag']]).toEqual([200, { ...edit, version: 2 }, '"2"']);
    const [event] = await api.database.auditEvent.findMany({ where: { action: 'settings.edited' } });
    expect(event!.details).toMatchObject({
      before: { name: 'Tacit', defaultNoticeAmount: 15 },
      after: { name: 'Club Sur', allowWithdrawSignal: true },
    });
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await as.get('/api/settings')).body.name).toBe('Club Sur');
    expect((await api.admin.patch('/api/settings', 1, edit)).status).toBe(412);
  });

  test('name an administrator at work whose mail account sends notices, and nobody else', async () => {
    const { body } = await api.admin.get('/api/settings');
    const name = async (noticeAccountUserId: string) => {
      const answer = await api.admin.patch('/api/settings', body.version, { noticeAccountUserId });
      return [answer.status, answer.body.code];
    };
    const clerk = await api.userOf({ accessLevel: 2 });
    const gone = await api.userOf({ accessLevel: 1 });
    await api.database.user.update({ where: { id: gone.id }, data: { active: false } });
    expect(await name(clerk.id)).toEqual([409, 'not_administrator']);
    expect(await name(gone.id)).toEqual([409, 'user_inactive']);
    expect(await name(NOBODY)).toEqual([422, 'user_unknown']);
    const none = await api.admin.patch('/api/settings', body.version, { noticeAccountUserId: null });
    expect([none.status, none.body.noticeAccountUserId]).toEqual([200, null]);
  });

  test('another night is told to every chain that waits, another name to none', async () => {
    const plan = await api.admin.post('/api/plans', PLAN);
    const customer = await api.admin.post('/api/customers', { name: 'Pilar Ortega' });
    const startOn = new Date().toISOString().slice(0, 10);
    await api.admin.post('/api/multipacks', { customerId: customer.body.id, planId: plan.body.id, startOn });
    const [sale] = await api.database.outbox.findMany();
    await api.database.outbox.deleteMany();

    const { body } = await api.admin.get('/api/settings');
    await api.admin.patch('/api/settings', body.version, { name: 'Club Norte' });
    expect(await api.database.outbox.count()).toBe(0);
    await api.admin.patch('/api/settings', body.version + 1, { nightWindow: { from: '02:00', to: '03:00' } });
    expect(await api.database.outbox.findMany({ select: { kind: true, key: true } })).toEqual([
      { kind: 'chain_changed', key: sale!.key },
    ]);
  });

  test.each([
    [{ defaultNotice: { amount: -1, unit: 'day' } }, ['defaultNotice.amount too_small']],
    [{ defaultNotice: { amount: 1.5, unit: 'day' } }, ['defaultNotice.amount invalid_type']],
    [{ defaultNotice: { amount: 1, unit: 'year' } }, ['defaultNotice.unit invalid_value']],
    [{ defaultNotice: { amount: 1000, unit: 'week' } }, ['defaultNotice invalid_notice']],
    [{ nightWindow: { from: '04:00', to: '04:00' } }, ['nightWindow invalid_night_window']],
    [{ nightWindow: { from: '10:00', to: '13:00' } }, ['nightWindow invalid_night_window']],
    [
      { nightWindow: { from: '24:00', to: '25:00' } },
      ['nightWindow.from invalid_time', 'nightWindow.to invalid_time', 'nightWindow invalid_night_window'],
    ],
    [{ name: null }, ['name invalid_type']],
    [{ allowWithdrawSignal: 'yes' }, ['allowWithdrawSignal invalid_type']],
  ])('%j is 422', async (edit, expected) => {
    expect(fields(await api.admin.patch('/api/settings', 1, edit))).toEqual([422, expected]);
  });
});

describe('branches', () => {
  const rome = { name: 'Roma Prati', timeZone: 'Europe/Rome', country: 'IT', language: 'it', currency: 'EUR' };

  test('are opened, edited, retired and taken back by level 1', async () => {
    const { status, body, headers } = await api.admin.post('/api/branches', rome);
    expect([status, headers['location']]).toEqual([201, `/api/branches/${body.id}`]);
    expect(body).toMatchObject({ ...rome, retired: false, version: 1 });
    expect((await api.admin.get(`/api/branches/${body.id}`)).body).toEqual(body);
    expect((await api.admin.patch(`/api/branches/${body.id}`, 1, { retired: true })).body).toMatchObject({
      retired: true,
      version: 2,
    });
    expect((await api.admin.patch(`/api/branches/${body.id}`, 2, { retired: false, name: 'Roma' })).body).toMatchObject(
      { retired: false, name: 'Roma' },
    );
    expect((await api.admin.patch(`/api/branches/${body.id}`, 2, {})).status).toBe(412);
    const { body: list } = await api.admin.get('/api/branches');
    expect(list.items.map(({ name }: { name: string }) => name)).toEqual(['Madrid', 'Roma']);
  });

  test('a name in use is 409, adding and editing', async () => {
    expect((await api.admin.post('/api/branches', { ...rome, name: 'Madrid' })).body.code).toBe('name_taken');
    const { body } = await api.admin.post('/api/branches', { ...rome, name: 'Ostia' });
    expect((await api.admin.patch(`/api/branches/${body.id}`, 1, { name: 'Madrid' })).body.code).toBe('name_taken');
  });

  test.each([
    [{ timeZone: 'Europe/Atlantis' }, ['timeZone unknown_time_zone']],
    [{ timeZone: '+02:00' }, ['timeZone unknown_time_zone']],
    [{ timeZone: 'CET' }, ['timeZone unknown_time_zone']],
    [{ currency: 'EURO' }, ['currency unknown_currency']],
    [{ currency: 'eur' }, ['currency unknown_currency']],
    [{ country: 'Italy' }, ['country invalid_format']],
    [{ language: 'de' }, ['language invalid_value']],
    [{ name: 'x'.repeat(121) }, ['name too_big']],
    [{ zone: 'Europe/Rome' }, ['zone unknown_field']],
  ])('with %j is 422', async (more, expected) => {
    expect(fields(await api.admin.post('/api/branches', { ...rome, name: 'Wrong', ...more }))).toEqual([422, expected]);
  });

  test('an unknown one is 404', async () => {
    expect((await api.admin.get(`/api/branches/${NOBODY}`)).status).toBe(404);
    expect((await api.admin.patch(`/api/branches/${NOBODY}`, 1, {})).status).toBe(404);
  });
});

describe('departments', () => {
  test('are added, edited, retired, listed by name; a name in use is 409', async () => {
    const { status, body } = await api.admin.post('/api/departments', { name: 'Retention' });
    expect([status, body.retired]).toEqual([201, false]);
    await api.admin.post('/api/departments', { name: 'Front Office' });
    expect((await api.admin.post('/api/departments', { name: ' Retention ' })).body.code).toBe('name_taken');
    expect((await api.admin.patch(`/api/departments/${body.id}`, 1, { name: 'Front Office' })).body.code).toBe(
      'name_taken',
    );
    expect((await api.admin.patch(`/api/departments/${body.id}`, 1, { retired: true })).body).toMatchObject({
      retired: true,
      version: 2,
    });
    expect((await api.admin.patch(`/api/departments/${body.id}`, 1, { retired: false })).status).toBe(412);
    expect((await api.admin.get(`/api/departments/${body.id}`)).headers['etag']).toBe('"2"');
    const { body: list } = await api.admin.get('/api/departments');
    expect(list.items.map(({ name }: { name: string }) => name)).toEqual(['Front Office', 'Retention']);
  });

  test('an unknown one is 404', async () => {
    expect((await api.admin.get(`/api/departments/${NOBODY}`)).status).toBe(404);
    expect((await api.admin.patch(`/api/departments/${NOBODY}`, 1, {})).status).toBe(404);
  });
});
