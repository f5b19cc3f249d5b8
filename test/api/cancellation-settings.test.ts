import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addBranch, type Api, fields, PLAN, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

let counter = 0;
const title = (text: string) => `${text} ${(counter += 1)}`;

async function add(path: string, body: object) {
  const answer = await api.admin.post(path, body);
  expect(answer.status).toBe(201);
  return answer.body as { id: string; version: number };
}

const profiles = '/api/cancellation-profiles';
const newProfile = (more: object = {}) => add(profiles, { title: title('Profile'), unit: 'day', period: 2, ...more });
const defaults = async () => {
  const { items } = (await api.admin.get(profiles)).body as { items: { id: string; isDefault: boolean }[] };
  return items.filter(({ isDefault }) => isDefault).map(({ id }) => id);
};

describe('cancellation profiles', () => {
  test.each([
    ['day', 2, 2],
    ['week', 2, 14],
    ['month', 2, 60],
  ])('%s, period %i: %i days', async (unit, period, days) => {
    expect(await newProfile({ unit, period })).toMatchObject({ unit, period, days, isDefault: false, used: false });
  });

  test('an edit of unit or period counts the days anew', async () => {
    const { id } = await newProfile({ unit: 'week', period: 1 });
    expect((await api.admin.patch(`${profiles}/${id}`, 1, { unit: 'month' })).body).toMatchObject({ days: 30 });
    expect((await api.admin.patch(`${profiles}/${id}`, 2, { period: 3 })).body).toMatchObject({ days: 90 });
  });

  test('there is one default: whoever becomes it takes it from the other, two at once included', async () => {
    const first = await newProfile({ isDefault: true });
    expect(await defaults()).toEqual([first.id]);
    const second = await newProfile({ isDefault: true });
    expect(await defaults()).toEqual([second.id]);
    const { version } = (await api.admin.get(`${profiles}/${first.id}`)).body;
    const answers = await Promise.all([
      api.admin.patch(`${profiles}/${first.id}`, version, { isDefault: true }),
      ...[1, 2, 3, 4].map(() =>
        api.admin.post(profiles, { title: title('D'), unit: 'day', period: 1, isDefault: true }),
      ),
    ]);
    expect(statuses(answers).filter((status) => status > 201 && status !== 412)).toEqual([]);
    expect(await defaults()).toHaveLength(1);
  });

  test('the default one is neither retired nor deleted nor left without a successor; another one is', async () => {
    const { id, version } = await newProfile({ isDefault: true });
    const path = `${profiles}/${id}`;
    expect(codeOf(await api.admin.patch(path, version, { retired: true }))).toEqual([409, 'profile_is_default']);
    expect(codeOf(await api.admin.patch(path, version, { isDefault: false }))).toEqual([409, 'profile_is_default']);
    expect(codeOf(await api.admin.delete(path))).toEqual([409, 'profile_is_default']);
    await newProfile({ isDefault: true });
    const now = (await api.admin.get(path)).body.version as number;
    expect((await api.admin.patch(path, now, { retired: true })).body).toMatchObject({ retired: true });
    // Who becomes the default is in use again.
    expect((await api.admin.patch(path, now + 1, { isDefault: true })).body).toMatchObject({
      retired: false,
      isDefault: true,
    });
  });

  test('what cannot be one is refused field by field', async () => {
    expect(fields(await api.admin.post(profiles, { title: ' ', unit: 'year', period: 0 }))).toEqual([
      422,
      ['title too_small', 'unit invalid_value', 'period too_small'],
    ]);
  });

  test('a plan names its own, one that exists and is not retired; then it is retired, not deleted', async () => {
    const profile = await newProfile();
    const plan = await add('/api/plans', { ...PLAN, name: title('Plan'), cancellationProfileId: profile.id });
    expect(plan).toMatchObject({ cancellationProfileId: profile.id });
    expect(codeOf(await api.admin.delete(`${profiles}/${profile.id}`))).toEqual([409, 'in_use']);
    expect((await api.admin.get(`${profiles}/${profile.id}`)).body).toMatchObject({ used: true });
    await api.admin.patch(`${profiles}/${profile.id}`, profile.version, { retired: true });
    const named = (cancellationProfileId: string) => ({ ...PLAN, name: title('Plan'), cancellationProfileId });
    expect(codeOf(await api.admin.post('/api/plans', named(profile.id)))).toEqual([409, 'profile_retired']);
    expect(codeOf(await api.admin.post('/api/plans', named(NOBODY)))).toEqual([422, 'profile_unknown']);
    // What it has stays until it is given another.
    expect((await api.admin.patch(`/api/plans/${plan.id}`, 1, { name: title('Plan') })).status).toBe(200);
    const without = await api.admin.patch(`/api/plans/${plan.id}`, 2, { cancellationProfileId: null });
    expect(without.body).toMatchObject({ cancellationProfileId: null });
    expect((await api.admin.delete(`${profiles}/${profile.id}`)).status).toBe(204);
  });
});

describe.each([
  ['profiles', profiles, { unit: 'day', period: 1 }],
  ['reasons', '/api/cancellation-reasons', { description: 'Said at the desk' }],
  ['classifications', '/api/reversal-classifications', {}],
])('%s', (_, path, more) => {
  test('are added, listed by title, edited, retired, taken back and, unused, deleted, each with a trace', async () => {
    const name = title('Zeta');
    const { id } = await add(path, { title: name, ...more });
    const ids = async (query = '') => {
      const { items } = (await api.admin.get(`${path}${query}`)).body as { items: { id: string }[] };
      return items.map((item) => item.id);
    };
    expect(await ids('?retired=false&limit=200')).toContain(id);
    expect((await api.admin.patch(`${path}/${id}`, 1, { title: `${name} b` })).body).toMatchObject({ version: 2 });
    expect(codeOf(await api.admin.patch(`${path}/${id}`, 1, { title: 'late' }))).toEqual([412, 'version_conflict']);
    expect((await api.admin.patch(`${path}/${id}`, 2, { retired: true })).body).toMatchObject({ retired: true });
    expect(await ids('?retired=false&limit=200')).not.toContain(id);
    expect(await ids('?retired=true&limit=200')).toContain(id);
    expect((await api.admin.patch(`${path}/${id}`, 3, { retired: false })).body).toMatchObject({ retired: false });
    expect((await api.admin.delete(`${path}/${id}`)).status).toBe(204);
    expect(codeOf(await api.admin.get(`${path}/${id}`))).toEqual([404, 'not_found']);
    expect(codeOf(await api.admin.delete(`${path}/${id}`))).toEqual([404, 'not_found']);
    const events = await api.database.auditEvent.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action.split('.')[1])).toEqual([
      'added',
      'edited',
      'edited',
      'edited',
      'deleted',
    ]);
  });

  test('two of one title are refused', async () => {
    const name = title('Twice');
    await add(path, { title: name, ...more });
    expect(codeOf(await api.admin.post(path, { title: name, ...more }))).toEqual([409, 'name_taken']);
  });

  test('are read by all staff and changed by level 1', async () => {
    const { id } = await add(path, { title: title('Level'), ...more });
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await as.get(path)).status).toBe(200);
    expect((await as.get(`${path}/${id}`)).status).toBe(200);
    for (const refused of [
      await as.post(path, { title: title('Level'), ...more }),
      await as.patch(`${path}/${id}`, 1, { retired: true }),
      await as.delete(`${path}/${id}`),
    ]) {
      expect(codeOf(refused)).toEqual([403, 'level_required']);
    }
    expect((await api.stranger().get(path)).status).toBe(401);
  });
});

describe('tickets', () => {
  const path = '/api/tickets';

  async function customer() {
    const { id } = await add('/api/customers', { name: title('Rosa Lima') });
    return id;
  }

  async function sold(customerId: string) {
    const { id: planId } = await add('/api/plans', { ...PLAN, name: title('Plan') });
    return (await add('/api/multipacks', { customerId, planId, startOn: '2026-11-01' })).id;
  }

  test('have a protocol, say how the customer came, and keep their history', async () => {
    const customerId = await customer();
    const multipackId = await sold(customerId);
    const opened = await add(path, {
      customerId,
      multipackId,
      via: 'phone',
      subject: 'Slow line',
      description: 'Since May',
    });
    expect(opened).toMatchObject({
      protocol: expect.stringMatching(/^T-\d{6}$/),
      customer: { id: customerId },
      multipack: { id: multipackId },
      via: 'phone',
      state: 'open',
      closedAt: null,
      author: { kind: 'user' },
      requests: [],
    });
    const closed = (await api.admin.post(`${path}/${opened.id}/close`)).body;
    expect(closed).toMatchObject({
      state: 'closed',
      closedAt: expect.any(String),
      closedBy: { name: expect.any(String) },
    });
    expect(closed.history.map(({ action }: { action: string }) => action)).toEqual(['ticket.opened', 'ticket.closed']);
    expect(codeOf(await api.admin.post(`${path}/${opened.id}/close`))).toEqual([409, 'ticket_closed']);
  });

  test('are found by customer, state, subject and protocol, the newest first', async () => {
    const customerId = await customer();
    const [first, second] = [
      await add(path, { customerId, via: 'chat', subject: 'Invoice of July' }),
      await add(path, { customerId, via: 'email', subject: 'Invoice of August' }),
    ];
    await api.admin.post(`${path}/${first.id}/close`);
    const found = async (query: string) =>
      ((await api.admin.get(`${path}?${query}`)).body as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await found(`customerId=${customerId}`)).toEqual([second.id, first.id]);
    expect(await found(`customerId=${customerId}&state=closed`)).toEqual([first.id]);
    expect(await found('search=of%20august')).toEqual([second.id]);
    const { protocol } = (await api.admin.get(`${path}/${first.id}`)).body as { protocol: string };
    expect(await found(`search=${protocol}`)).toEqual([first.id]);
  });

  test('name a customer in reach and a multipack of theirs', async () => {
    const [customerId, other] = [await customer(), await customer()];
    const theirs = await sold(other);
    const ticket = { via: 'counter', subject: 'Leaving' };
    expect(codeOf(await api.admin.post(path, { ...ticket, customerId: NOBODY }))).toEqual([422, 'customer_unknown']);
    expect(codeOf(await api.admin.post(path, { ...ticket, customerId, multipackId: theirs }))).toEqual([
      422,
      'multipack_unknown',
    ]);
    expect(fields(await api.admin.post(path, { customerId, via: 'pigeon', subject: '' }))).toEqual([
      422,
      ['via invalid_value', 'subject too_small'],
    ]);
  });

  test('of another branch do not exist', async () => {
    const { id } = await add(path, { customerId: await customer(), via: 'counter', subject: 'Here' });
    const far = await addBranch(api, title('Far'));
    const { as } = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect(codeOf(await as.get(`${path}/${id}`))).toEqual([404, 'not_found']);
    expect(codeOf(await as.post(`${path}/${id}/close`))).toEqual([404, 'not_found']);
    expect((await as.get(path)).body.items).toEqual([]);
    expect((await api.stranger().get(path)).status).toBe(401);
  });
});
