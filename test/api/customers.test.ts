import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addBranch, type Api, fields, startApi, statuses, unreachableEngine } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
let api: Api;
let other: string;
beforeAll(async () => {
  api = await startApi();
  other = (await addBranch(api)).id;
});
afterAll(() => api.stop());

const add = async (body: object) => (await api.admin.post('/api/customers', body)).body;
const namesOf = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name);

describe('customers', () => {
  test('one added belongs to the own branch, speaks its language and has a code', async () => {
    const { status, body, headers } = await api.admin.post('/api/customers', {
      name: ' Ana García ',
      email: 'Ana@Example.com',
      birthDate: '1990-02-28',
    });
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/api/customers/${body.id}`, '"1"']);
    expect(body).toMatchObject({
      code: expect.stringMatching(/^C-\d{6}$/),
      name: 'Ana García',
      email: 'ana@example.com',
      birthDate: '1990-02-28',
      phone: null,
      language: 'es',
      today: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
    expect((await api.admin.get(`/api/customers/${body.id}`)).body).toMatchObject({ id: body.id, code: body.code });
  });

  test('today is the day in the zone of the branch, not of the server', async () => {
    const far = (
      await api.admin.post('/api/branches', {
        name: 'Kiritimati',
        timeZone: 'Pacific/Kiritimati',
        country: 'KI',
        language: 'en',
        currency: 'AUD',
      })
    ).body;
    const { now, today } = await add({ name: 'Early', branchId: far.id });
    expect(today).toBe(new Date(Date.parse(now) + 14 * 3_600_000).toISOString().slice(0, 10));
  });

  test('an edit changes what it names, clears what it sets to null, and leaves a trace of both', async () => {
    const { id } = await add({ name: 'Bea', phone: '600 100 200', taxId: 'X1' });
    const answer = await api.admin.patch(`/api/customers/${id}`, 1, { phone: null, birthDate: '2000-02-29' });
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"2"']);
    expect(answer.body).toMatchObject({ name: 'Bea', phone: null, taxId: 'X1', birthDate: '2000-02-29' });
    const event = await api.database.auditEvent.findFirstOrThrow({
      where: { entityId: id, action: 'customer.edited' },
    });
    expect(event.details).toEqual({
      before: { phone: '600 100 200', birthDate: null },
      after: { phone: null, birthDate: '2000-02-29T00:00:00.000Z' },
    });
    expect(event.customerId).toBe(id);
    expect((await api.admin.patch(`/api/customers/${id}`, 1, { name: 'Late' })).body.code).toBe('version_conflict');
  });

  test('of ten edits of one version at once exactly one is made', async () => {
    const { id } = await add({ name: 'Contested' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => api.admin.patch(`/api/customers/${id}`, 1, { name: `Edit ${i}` })),
    );
    expect(statuses(answers)).toEqual([200, ...Array(9).fill(412)]);
  });

  test.each([
    [{}, ['name invalid_type']],
    [{ name: 'x', birthDate: '2026-02-30' }, ['birthDate invalid_date']],
    [{ name: 'x', birthDate: '2026-2-3' }, ['birthDate invalid_date']],
    [{ name: 'x', email: 'x' }, ['email invalid_format']],
    [{ name: 'x', branchId: 7 }, ['branchId invalid_type']],
    [{ name: 'x', code: 'C-000001' }, ['code unknown_field']],
    [{ name: 'x', clockAheadMs: 5 }, ['clockAheadMs unknown_field']],
  ])('%j is 422', async (body, expected) => {
    expect(fields(await api.admin.post('/api/customers', body))).toEqual([422, expected]);
  });

  test('cannot be given to a branch that does not exist or is retired', async () => {
    expect((await api.admin.post('/api/customers', { name: 'x', branchId: NOBODY })).body.code).toBe('branch_unknown');
    const closed = await addBranch(api, 'Closed');
    await api.admin.patch(`/api/branches/${closed.id}`, 1, { retired: true });
    expect((await api.admin.post('/api/customers', { name: 'x', branchId: closed.id })).body.code).toBe(
      'branch_retired',
    );
  });

  test('of another branch do not exist below level 1, nor can one be moved there', async () => {
    const { as } = await api.userOf({ accessLevel: 2 });
    const foreign = await add({ name: 'Foreign', branchId: other });
    expect((await as.get(`/api/customers/${foreign.id}`)).status).toBe(404);
    expect((await as.patch(`/api/customers/${foreign.id}`, 1, { name: 'Mine' })).status).toBe(404);
    expect((await as.get(`/api/customers?branchId=${other}`)).body.items).toEqual([]);
    expect((await as.post('/api/customers', { name: 'x', branchId: other })).body.code).toBe('branch_unknown');
    const own = (await as.post('/api/customers', { name: 'Own' })).body;
    expect((await as.patch(`/api/customers/${own.id}`, 1, { branchId: other })).body.code).toBe('branch_unknown');
    expect((await api.admin.patch(`/api/customers/${own.id}`, 1, { branchId: other })).status).toBe(200);
    expect((await as.get(`/api/customers/${own.id}`)).status).toBe(404);
  });

  test('are found by words of the name in any order, part of e-mail or phone, and by code, whatever the case', async () => {
    const { code } = await add({ name: 'Zoë Quintana Ruiz', email: 'zq_ruiz@example.org', phone: '+34 699 888 777' });
    await add({ name: 'Zo% Quintana' });
    for (const search of [
      'ruiz zoë',
      'QUINTANA RUIZ',
      'zq_ruiz@',
      '699 888',
      code,
      code.toLowerCase(),
      String(Number(code.slice(2))),
    ]) {
      expect(namesOf(await api.admin.get(`/api/customers?search=${encodeURIComponent(search)}`))).toContain(
        'Zoë Quintana Ruiz',
      );
    }
  });

  test('a search takes the signs of SQL patterns as what they are', async () => {
    await add({ name: '100%_sure\\' });
    for (const search of ['%', '_', '\\']) {
      expect(namesOf(await api.admin.get(`/api/customers?search=${encodeURIComponent(search)}`))).toContain(
        '100%_sure\\',
      );
    }
    expect(namesOf(await api.admin.get('/api/customers?search=a%25a'))).toEqual([]);
    expect((await api.admin.get('/api/customers?search=%00')).status).toBe(422);
    expect((await api.admin.get('/api/customers?search=C-999999999')).status).toBe(200);
  });
});

describe('who pays and who answers for a customer', () => {
  const born = (years: number, days = 0) => {
    const at = new Date();
    at.setUTCFullYear(at.getUTCFullYear() - years);
    return new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  };
  const edit = (id: string, version: number, body: object) => api.admin.patch(`/api/customers/${id}`, version, body);
  const problem = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

  test('are customers, named on the profile of both, and taken away again', async () => {
    const parent = await add({ name: 'Parent', birthDate: born(40) });
    const child = await add({ name: 'Child', birthDate: born(10), payerId: parent.id, guardianId: parent.id });
    const named = { id: parent.id, code: parent.code, name: 'Parent', branchId: parent.branchId };
    expect(child).toMatchObject({ payer: named, guardian: named, inCare: true });
    expect(parent).toMatchObject({ payer: null, guardian: null, inCare: false });
    const of = async () => (await api.admin.get(`/api/customers/${parent.id}/dependants`)).body.items;
    expect(await of()).toEqual([
      { id: child.id, code: child.code, name: 'Child', branchId: child.branchId, isPaidFor: true, isInCare: true },
    ]);
    expect((await edit(child.id, 1, { payerId: null, birthDate: born(19) })).body).toMatchObject({
      payer: null,
      inCare: false,
    });
    expect(await of()).toEqual([]);
    const event = await api.database.auditEvent.findFirstOrThrow({
      where: { entityId: child.id, action: 'customer.edited' },
    });
    expect(event.details).toMatchObject({ before: { payerId: parent.id }, after: { payerId: null } });
  });

  test('a customer is in care through the day before the 18th birthday, and while it is not known', async () => {
    expect((await add({ name: 'Seventeen', birthDate: born(18, 2) })).inCare).toBe(true);
    expect((await add({ name: 'Eighteen', birthDate: born(18, -2) })).inCare).toBe(false);
    expect((await add({ name: 'Unknown' })).inCare).toBe(true);
  });

  test('neither is oneself, nobody, or somebody out of reach', async () => {
    const { id } = await add({ name: 'Alone' });
    const foreign = await add({ name: 'Foreign', branchId: other });
    const { as } = await api.userOf({ accessLevel: 2 });
    for (const who of ['payer', 'guardian']) {
      const set = (to: string) => ({ [`${who}Id`]: to });
      expect(problem(await edit(id, 1, set(id)))).toEqual([422, `${who}_is_self`]);
      expect(problem(await edit(id, 1, set(id.toUpperCase())))).toEqual([422, `${who}_is_self`]);
      expect(problem(await edit(id, 1, set(NOBODY)))).toEqual([422, `${who}_unknown`]);
      expect(problem(await as.patch(`/api/customers/${id}`, 1, set(foreign.id)))).toEqual([422, `${who}_unknown`]);
      expect(problem(await as.post('/api/customers', { name: 'x', ...set(foreign.id) }))).toEqual([
        422,
        `${who}_unknown`,
      ]);
    }
    expect(fields(await edit(id, 1, { payerId: 7 }))).toEqual([422, ['payerId invalid_type']]);
  });

  test('nobody pays for who pays for others, in whichever order and at once', async () => {
    const [a, b, c] = [await add({ name: 'A' }), await add({ name: 'B' }), await add({ name: 'C' })];
    expect((await edit(a.id, 1, { payerId: b.id })).status).toBe(200);
    expect(problem(await edit(c.id, 1, { payerId: a.id }))).toEqual([409, 'payer_has_payer']);
    expect(problem(await edit(b.id, 1, { payerId: c.id }))).toEqual([409, 'pays_for_others']);
    const [d, e, f] = [await add({ name: 'D' }), await add({ name: 'E' }), await add({ name: 'F' })];
    const answers = await Promise.all([edit(d.id, 1, { payerId: e.id }), edit(e.id, 1, { payerId: f.id })]);
    expect(statuses(answers)).toEqual([200, 409]);
  });

  test('no minor is a guardian, nor becomes one by a birth date', async () => {
    const [minor, adult] = [await add({ name: 'Minor', birthDate: born(17) }), await add({ name: 'Adult' })];
    const child = await add({ name: 'Small', birthDate: born(5) });
    expect(problem(await edit(child.id, 1, { guardianId: minor.id }))).toEqual([409, 'guardian_minor']);
    expect((await edit(child.id, 1, { guardianId: adult.id })).status).toBe(200);
    expect(problem(await edit(adult.id, 1, { birthDate: born(16) }))).toEqual([409, 'guardian_minor']);
    expect((await edit(adult.id, 1, { birthDate: born(50) })).status).toBe(200);
  });
});

describe('a list in pages', () => {
  test('shows every row once, whatever is added meanwhile, and same names too', async () => {
    const branch = await addBranch(api, 'Paged');
    const names = Array.from({ length: 25 }, (_, i) => `Name ${String(Math.floor(i / 5)).padStart(2, '0')}`);
    for (const name of names) await add({ name, branchId: branch.id });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await api.admin.get(`/api/customers?branchId=${branch.id}&limit=4${next}`);
      expect(body.items.length).toBeLessThanOrEqual(4);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      // Before what was seen: with counted rows the next page would begin with one seen already.
      await add({ name: 'Before them all', branchId: branch.id });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(25);
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=ten',
    'limit=1.5',
    'cursor=nonsense',
    `cursor=${Buffer.from('[1,2]').toString('base64url')}`,
  ])('%s is 422', async (query) => {
    expect((await api.admin.get(`/api/customers?${query}`)).status).toBe(422);
  });

  test('a cursor of another list is 422', async () => {
    await add({ name: 'One' });
    await add({ name: 'Two' });
    const { body } = await api.admin.get('/api/audit-events?limit=1');
    expect(fields(await api.admin.get(`/api/customers?cursor=${body.nextCursor}`))).toEqual([
      422,
      ['query.cursor invalid_cursor'],
    ]);
  });
});

describe('contacts', () => {
  test('are added, read, edited, removed, each with a trace on the customer', async () => {
    const { id } = await add({ name: 'With contacts' });
    const { status, body, headers } = await api.admin.post(`/api/customers/${id}/contacts`, {
      name: 'Mother',
      role: 'guardian',
      phone: '600',
    });
    expect([status, headers['location']]).toEqual([201, `/api/customers/${id}/contacts/${body.id}`]);
    expect(body).toMatchObject({ customerId: id, email: null, version: 1 });
    const address = `/api/customers/${id}/contacts/${body.id}`;
    expect((await api.admin.patch(address, 1, { role: null })).body).toMatchObject({ role: null, version: 2 });
    expect((await api.admin.patch(address, 1, { role: 'x' })).status).toBe(412);
    expect((await api.admin.get(address)).headers['etag']).toBe('"2"');
    expect((await api.admin.get(`/api/customers/${id}/contacts`)).body.items).toHaveLength(1);
    expect((await api.admin.delete(address)).status).toBe(204);
    expect((await api.admin.delete(address)).status).toBe(404);
    const events = await api.database.auditEvent.findMany({ where: { customerId: id }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action)).toEqual([
      'customer.added',
      'customer.contact_added',
      'customer.contact_edited',
      'customer.contact_removed',
    ]);
  });

  test('of a customer out of reach, or under another customer, do not exist', async () => {
    const { as } = await api.userOf({ accessLevel: 4 });
    const foreign = await add({ name: 'Foreign', branchId: other });
    const own = await add({ name: 'Own' });
    const { body } = await api.admin.post(`/api/customers/${foreign.id}/contacts`, { name: 'Hidden' });
    for (const customer of [foreign.id, own.id, NOBODY]) {
      const address = `/api/customers/${customer}/contacts/${body.id}`;
      expect((await as.get(address)).status).toBe(404);
      expect((await as.patch(address, 1, { name: 'x' })).status).toBe(404);
      expect((await as.delete(address)).status).toBe(404);
    }
    expect((await as.get(`/api/customers/${foreign.id}/contacts`)).status).toBe(404);
    expect((await as.post(`/api/customers/${foreign.id}/contacts`, { name: 'x' })).status).toBe(404);
  });

  test.each([
    [{}, ['name invalid_type']],
    [{ name: 'x', email: 'x' }, ['email invalid_format']],
  ])('%j is 422', async (body, expected) => {
    const { id } = await add({ name: 'x' });
    expect(fields(await api.admin.post(`/api/customers/${id}/contacts`, body))).toEqual([422, expected]);
  });
});

describe('the test clock', () => {
  test('does not exist where it is off', async () => {
    const { id } = await add({ name: 'Real time' });
    const answer = await api.admin.put(`/api/customers/${id}/test-clock`, { now: '2030-01-01T00:00:00Z' });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  test('moves one customer forward, never back, through the engine, with a trace', async () => {
    const moves: unknown[] = [];
    const engine = {
      ...unreachableEngine,
      moveClock: async (database: Api['database'], id: string, to: Date) => {
        moves.push([id, to.toISOString()]);
        await database.customer.update({ where: { id }, data: { clockAheadMs: BigInt(to.getTime() - Date.now()) } });
      },
    };
    const timed = await startApi({ testClock: true }, { engine });
    try {
      const { id } = (await timed.admin.post('/api/customers', { name: 'Traveller' })).body;
      const other = (await timed.admin.post('/api/customers', { name: 'At home' })).body;
      const answer = await timed.admin.put(`/api/customers/${id}/test-clock`, { now: '2031-05-31T22:30:00Z' });
      expect([answer.status, answer.body.today]).toEqual([200, '2031-06-01']);
      expect(moves).toEqual([[id, '2031-05-31T22:30:00.000Z']]);
      expect((await timed.admin.get(`/api/customers/${other.id}`)).body.today).toBe(other.today);
      const back = await timed.admin.put(`/api/customers/${id}/test-clock`, { now: '2031-05-31T00:00:00Z' });
      expect([back.status, back.body.code]).toEqual([422, 'clock_backwards']);
      expect(await timed.database.auditEvent.count({ where: { action: 'customer.clock_moved', entityId: id } })).toBe(
        1,
      );
      for (const now of ['2031-06-31T00:00:00Z', 'later', '2199-01-01T00:00:00Z', 5]) {
        expect((await timed.admin.put(`/api/customers/${id}/test-clock`, { now })).status).toBe(422);
      }
      expect(
        (await timed.admin.put(`/api/customers/${NOBODY}/test-clock`, { now: '2031-06-01T00:00:00Z' })).status,
      ).toBe(404);
    } finally {
      await timed.stop();
    }
  });
});
