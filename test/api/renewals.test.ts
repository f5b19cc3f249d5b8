import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM, act } from '../../src/database/act.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { type Api, startApi } from './support.ts';

const today = localDateOf(new Date(), 'Europe/Madrid');
const TERMS = {
  price: { amount: 3000, currency: 'EUR' },
  duration: { amount: 30, unit: 'day' },
  payment: { kind: 'single' },
  automaticRenewal: true,
  notice: { amount: 3, unit: 'day' },
};

let api: Api;
let names = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function sold(startOn = today, terms: object = {}) {
  names += 1;
  const plan = await api.admin.post('/api/plans', { ...TERMS, paymentMethod: 'sepa', name: `Plan ${names}`, ...terms });
  const customer = await api.admin.post('/api/customers', { name: `Customer ${names}` });
  const body = { customerId: customer.body.id, planId: plan.body.id, startOn };
  const answer = await api.admin.post('/api/multipacks', body);
  expect(answer.status).toBe(201);
  return answer.body;
}

describe('the preview', () => {
  const preview = (body: object) => api.admin.post('/api/renewals/preview', body);
  const monthly = {
    ...TERMS,
    duration: { amount: 1, unit: 'month' },
    payment: { kind: 'rolling' },
    notice: { amount: 15, unit: 'day' },
  };

  test('keeps the anchor of the month’s last day, and names deadline, night and receivables of each term', async () => {
    const answer = await preview({ terms: monthly, startOn: '2027-01-31', count: 4, timeZone: 'Europe/Rome' });
    expect(answer.status).toBe(200);
    expect(answer.body.terms).toMatchObject([
      { validFrom: '2027-01-31', validTo: '2027-02-27', deadline: '2027-02-12', anchorDay: 31 },
      {
        validFrom: '2027-02-28',
        validTo: '2027-03-30',
        receivables: [{ dueOn: '2027-02-28', amount: { amount: 3000 } }],
      },
      { validFrom: '2027-03-31', validTo: '2027-04-29' },
      { validFrom: '2027-04-30', validTo: '2027-05-30' },
    ]);
    expect(answer.body.terms[0].night).toEqual({
      opens: '2027-02-12T23:00:00.000Z',
      closes: '2027-02-13T03:00:00.000Z',
    });
  });

  test('of a plan is in the zone of the user’s branch and writes nothing', async () => {
    const { planId } = await sold();
    const before = await api.database.multipack.count();
    const answer = await preview({ planId, startOn: '2027-03-01' });
    expect(answer.body).toMatchObject({ timeZone: 'Europe/Madrid', terms: { length: 12 } });
    expect(await api.database.multipack.count()).toBe(before);
  });

  test('of what does not renew is one term without a night', async () => {
    const answer = await preview({ terms: { ...monthly, automaticRenewal: false }, startOn: '2027-01-31' });
    expect(answer.body.terms).toMatchObject([{ night: null }]);
    expect(answer.body.terms).toHaveLength(1);
  });

  test('a notice longer than the term is no mistake', async () => {
    const answer = await preview({
      terms: { ...monthly, notice: { amount: 2, unit: 'month' } },
      startOn: '2027-01-01',
      count: 2,
    });
    expect(answer.body.terms).toMatchObject([{ deadline: '2026-11-30' }, { deadline: '2026-12-28' }]);
  });

  test.each([
    ['neither a plan nor terms', {}, 'planId'],
    ['a plan and terms at once', { planId: '00000000-0000-7000-8000-000000000000', terms: monthly }, 'terms'],
    ['no start', { terms: monthly, startOn: undefined }, 'startOn'],
    ['30 February', { terms: monthly, startOn: '2027-02-30' }, 'startOn'],
    ['61 terms', { terms: monthly, count: 61 }, 'count'],
    ['a zone that is none', { terms: monthly, timeZone: '+01:00' }, 'timeZone'],
    ['a field that does not exist', { terms: { ...monthly, colour: 'red' } }, 'terms.colour'],
    [
      'a rolling plan of two months',
      { terms: { ...monthly, duration: { amount: 2, unit: 'month' } } },
      'terms.duration',
    ],
    ['a notice in years', { terms: { ...monthly, notice: { amount: 1, unit: 'year' } } }, 'terms.notice'],
  ])('refuses %s', async (_, body, path) => {
    const answer = await preview({ startOn: '2027-01-31', ...body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('refuses a plan that does not exist', async () => {
    const answer = await preview({ planId: '00000000-0000-7000-8000-000000000000', startOn: '2027-01-31' });
    expect([answer.status, answer.body.code]).toEqual([404, 'plan_not_found']);
  });
});

describe('the journal', () => {
  test('tells what was renewed and what failed, by day, outcome, branch and customer', async () => {
    const { customerId, id, renewals, chainId } = await sold(addDays(today, -29));
    await act(api.database, { actor: SYSTEM, clock: api.parts.clock }, (change) => advanceChain(change, chainId));
    await api.database.renewalAttempt.create({
      data: { multipackId: renewals[0], outcome: 'failed', reason: 'no_such_zone', at: new Date() },
    });
    const journal = async (query: string) =>
      (await api.admin.get(`/api/renewals?customerId=${customerId}&${query}`)).body.items as Record<string, unknown>[];
    expect(await journal('')).toMatchObject([
      { outcome: 'failed', reason: 'no_such_zone', successor: null },
      { outcome: 'renewed', multipackId: id, successor: { id: renewals[0], removed: false, price: { amount: 3000 } } },
    ]);
    expect(await journal('outcome=renewed')).toHaveLength(1);
    expect(await journal(`from=${today}&to=${today}`)).toHaveLength(2);
    expect(await journal(`from=${addDays(today, 1)}`)).toHaveLength(0);
    expect(await journal(`to=${addDays(today, -1)}`)).toHaveLength(0);
    const first = await api.admin.get(`/api/renewals?customerId=${customerId}&limit=1`);
    const second = await api.admin.get(
      `/api/renewals?customerId=${customerId}&limit=1&cursor=${first.body.nextCursor}`,
    );
    expect([...first.body.items, ...second.body.items].map(({ outcome }) => outcome)).toEqual(['failed', 'renewed']);
    const wrong = await api.admin.get('/api/renewals?cursor=x');
    expect([wrong.status, wrong.body.errors[0].code]).toEqual([422, 'invalid_cursor']);
  });

  test('is the own branch’s below level 1', async () => {
    await sold(addDays(today, -29));
    const branch = await api.database.branch.create({
      data: {
        name: 'Lisboa',
        timeZone: 'Europe/Lisbon',
        country: 'PT',
        language: 'pt-BR',
        currency: 'EUR',
        createdAt: new Date(),
      },
    });
    const { as } = await api.userOf({ accessLevel: 2, branchId: branch.id });
    for (const path of ['/api/renewals', `/api/renewals/forecast/day?day=${addDays(today, 27)}`]) {
      expect((await as.get(path)).body.items).toEqual([]);
    }
    for (const path of ['/api/renewals/forecast', '/api/renewals/made']) {
      expect((await as.get(`${path}?from=${today}&to=${addDays(today, 60)}`)).body.days).toEqual([]);
    }
    const mine = await api.database.user.findFirstOrThrow({ where: { email: 'admin@example.com' } });
    for (const path of [
      '/api/renewals?',
      `/api/renewals/forecast?from=${today}&to=${today}&`,
      `/api/renewals/made?from=${today}&to=${today}&`,
      `/api/renewals/forecast/day?day=${today}&`,
    ]) {
      const answer = await as.get(`${path}branchId=${mine.branchId}`);
      expect([answer.status, answer.body.code]).toEqual([422, 'branch_unknown']);
    }
  });
});

describe('the forecast', () => {
  test('counts what will renew and for how much per day, and lists what is behind a day', async () => {
    const multipack = await sold(today, { price: { amount: 777, currency: 'CHF' } });
    const night = addDays(multipack.deadline, 1);
    const answer = await api.admin.get(`/api/renewals/forecast?from=${today}&to=${addDays(today, 90)}`);
    expect(answer.status).toBe(200);
    const francs = answer.body.days.filter(({ amount }: { amount: { currency: string } }) => amount.currency === 'CHF');
    expect(francs).toEqual(
      [0, 30, 60].map((days) => ({ day: addDays(night, days), count: 1, amount: { amount: 777, currency: 'CHF' } })),
    );
    expect(answer.body.totals).toContainEqual({ count: 3, amount: { amount: 2331, currency: 'CHF' } });
    const behind = await api.admin.get(`/api/renewals/forecast/day?day=${addDays(night, 30)}`);
    expect(behind.body.items).toContainEqual({
      multipackId: multipack.id,
      code: multipack.code,
      name: multipack.name,
      customerId: multipack.customerId,
      customerName: multipack.customerName,
      ahead: 2,
      validFrom: addDays(today, 60),
      validTo: addDays(today, 89),
      amount: { amount: 777, currency: 'CHF' },
    });
  });

  test('of days that are over says what was made, per day and currency', async () => {
    await sold(addDays(today, -29), { price: { amount: 555, currency: 'SEK' } });
    await sold(addDays(today, -29), { price: { amount: 444, currency: 'SEK' } });
    const made = await api.admin.get(`/api/renewals/made?from=${addDays(today, -30)}&to=${today}`);
    expect(made.status).toBe(200);
    const crowns = { count: 2, amount: { amount: 999, currency: 'SEK' } };
    expect(made.body.days).toContainEqual({ day: today, ...crowns });
    expect(made.body.totals).toContainEqual(crowns);
    const before = await api.admin.get(`/api/renewals/made?from=${addDays(today, -30)}&to=${addDays(today, -1)}`);
    expect(before.body).toEqual({ days: [], totals: [] });
  });

  test('a cursor that is not of the list is 422', async () => {
    const answer = await api.admin.get(`/api/renewals/forecast/day?day=${today}&cursor=abc`);
    expect([answer.status, answer.body.errors?.[0].code]).toEqual([422, 'invalid_cursor']);
  });

  test.each([
    ['from=2027-02-30&to=2027-03-01', 'invalid_input'],
    ['to=2027-03-01', 'invalid_input'],
    ['from=2027-03-02&to=2027-03-01', 'forecast_range'],
    ['from=2027-01-01&to=2029-12-31', 'forecast_range'],
    ['from=2190-01-01&to=2190-12-31', 'forecast_range'],
  ])('refuses %s', async (query, code) => {
    for (const path of ['/api/renewals/forecast', '/api/renewals/made']) {
      const answer = await api.admin.get(`${path}?${query}`);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
    }
  });
});
