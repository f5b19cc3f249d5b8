import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { act, SYSTEM } from '../../src/database/act.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { addBranch, type Api, fields, PLAN, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
let api: Api;
let planId: string;
beforeAll(async () => {
  api = await startApi();
  planId = (await api.admin.post('/api/plans', PLAN)).body.id;
});
afterAll(() => api.stop());

/** A customer with four quarterly instalments of 124.75 from 1 January of a year to come. */
async function sold(branchId?: string) {
  const customer = (await api.admin.post('/api/customers', { name: 'Payer', ...(branchId && { branchId }) })).body;
  const { multipack } = await act(api.database, { actor: SYSTEM, clock: api.parts.clock }, (change) =>
    sellMultipack(change, { customerId: customer.id, planId, startOn: '2040-01-01' }),
  );
  const { body } = await api.admin.get(`/api/customers/${customer.id}/receivables`);
  return { customer, multipack, receivables: body.items as { id: string; dueOn: string }[] };
}
const pay = (id: string, body: object, headers?: Record<string, string>) =>
  api.admin.post(`/api/receivables/${id}/pay`, body, headers);
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('receivables', () => {
  test('are listed by due date with what is owed', async () => {
    const { multipack, customer, receivables } = await sold();
    expect(receivables.map(({ dueOn }) => dueOn)).toEqual(['2040-01-01', '2040-04-01', '2040-07-01', '2040-10-01']);
    expect(receivables[0]).toMatchObject({
      multipackId: multipack.id,
      customerId: customer.id,
      number: 1,
      amount: eur(12_475),
      paid: eur(0),
      outstanding: eur(12_475),
      state: 'open',
    });
  });

  test.each(['-000001-01-01T00:00:00.000Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z'])(
    'a cursor of %s, which no column holds, is 422',
    async (instant) => {
      const cursor = Buffer.from(JSON.stringify([instant, NOBODY])).toString('base64url');
      expect(fields(await api.admin.get(`/api/receivables?cursor=${cursor}`))).toEqual([
        422,
        ['query.cursor invalid_cursor'],
      ]);
    },
  );

  test('are filtered by customer, multipack, state and days, both included, and paged', async () => {
    const { customer, multipack, receivables } = await sold();
    await pay(receivables[1]!.id, { method: 'cash' });
    const due = async (query: string) =>
      (await api.admin.get(`/api/receivables?${query}`)).body.items.map(({ dueOn }: { dueOn: string }) =>
        dueOn.slice(5),
      );
    expect(await due(`customerId=${customer.id}&state=open`)).toEqual(['01-01', '07-01', '10-01']);
    expect(await due(`multipackId=${multipack.id}&state=paid`)).toEqual(['04-01']);
    expect(await due(`multipackId=${multipack.id}&dueFrom=2040-04-01&dueTo=2040-07-01`)).toEqual(['04-01', '07-01']);
    const first = (await api.admin.get(`/api/receivables?multipackId=${multipack.id}&limit=3`)).body;
    expect(await due(`multipackId=${multipack.id}&limit=3&cursor=${first.nextCursor}`)).toEqual(['10-01']);
    expect((await api.admin.get('/api/receivables?dueFrom=2040-02-30')).status).toBe(422);
    expect((await api.admin.get('/api/receivables?state=late')).status).toBe(422);
  });

  test('one is paid in parts and then whole; each payment is kept, counted and traced', async () => {
    const { customer, receivables } = await sold();
    const { id } = receivables[0]!;
    const part = await pay(id, { amount: eur(10_000), method: 'cash', paidOn: '2026-01-15' });
    expect([part.status, part.body.state, part.body.outstanding, part.headers['etag']]).toEqual([
      200,
      'open',
      eur(2_475),
      '"2"',
    ]);
    const rest = await pay(id, { method: 'card' });
    expect(rest.body).toMatchObject({ state: 'paid', paid: eur(12_475), outstanding: eur(0) });
    expect(rest.body.payments).toMatchObject([
      { amount: eur(10_000), method: 'cash', paidAt: '2026-01-15T11:00:00.000Z' },
      { amount: eur(2_475), method: 'card' },
    ]);
    expect((await api.admin.get(`/api/receivables/${id}`)).body).toEqual(rest.body);
    const events = await api.database.auditEvent.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } });
    expect(events.map(({ action, customerId }) => [action, customerId])).toEqual(
      Array.from({ length: 2 }, () => ['receivable.paid', customer.id]),
    );
    expect(events[0]!.details).toMatchObject({ before: { outstanding: 12_475 }, after: { outstanding: 2_475 } });
  });

  test('more than is owed, a paid one, a void one, another currency and a day to come are refused', async () => {
    const { receivables } = await sold();
    const [open, paid, gone] = receivables.map(({ id }) => id) as [string, string, string];
    await pay(paid, { method: 'cash' });
    await api.database.receivable.update({ where: { id: gone }, data: { state: 'void', collected: false } });
    const tomorrow = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
    const cases: [string, object, number, string][] = [
      [open, { method: 'cash', amount: eur(12_476) }, 409, 'over_payment'],
      [paid, { method: 'cash' }, 409, 'receivable_paid'],
      [gone, { method: 'cash' }, 409, 'receivable_void'],
      [open, { method: 'cash', amount: { amount: 1, currency: 'GBP' } }, 422, 'currency_mismatch'],
      [open, { method: 'cash', paidOn: tomorrow }, 422, 'paid_in_future'],
    ];
    for (const [id, body, status, code] of cases) {
      const answer = await pay(id, body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    const answer = await pay(open, { method: 'cash', amount: eur(99_999) });
    expect(answer.body.detail).toBe('Solo se deben 124,75 €.'.replace(' €', '\u00a0€'));
    expect((await api.admin.get(`/api/receivables/${open}`)).body.payments).toEqual([]);
  });

  test('of ten payments of the whole at once one is taken, and one key pays once', async () => {
    const { receivables } = await sold();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(receivables[0]!.id, { method: 'cash' })));
    expect(statuses(answers)).toEqual([200, ...Array(9).fill(409)]);
    const parts = await Promise.all(
      Array.from({ length: 10 }, () =>
        pay(receivables[1]!.id, { method: 'cash', amount: eur(100) }, { 'Idempotency-Key': 'part' }),
      ),
    );
    expect(parts.map(({ body }) => body.paid)).toEqual(Array(10).fill(eur(100)));
    expect(await api.database.payment.count({ where: { receivableId: receivables[1]!.id } })).toBe(1);
  });

  test.each([
    [{}, ['method invalid_value']],
    [{ method: 'cash', amount: eur(0) }, ['amount.amount too_small']],
    [{ method: 'cash', amount: eur(-1) }, ['amount.amount too_small']],
    [{ method: 'cash', amount: eur(1.5) }, ['amount.amount invalid_type']],
    [{ method: 'cash', amount: { amount: 5, currency: '€' } }, ['amount.currency unknown_currency']],
    [{ method: 'cash', paidOn: '2026-02-30' }, ['paidOn invalid_date']],
    [{ method: 'barter' }, ['method invalid_value']],
  ])('%j is 422', async (body, expected) => {
    const { receivables } = await sold();
    expect(fields(await pay(receivables[0]!.id, body))).toEqual([422, expected]);
  });

  test('of another branch do not exist below level 1', async () => {
    const { customer, receivables } = await sold((await addBranch(api)).id);
    const { id } = receivables[0]!;
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await as.get(`/api/receivables/${id}`)).status).toBe(404);
    expect((await as.post(`/api/receivables/${id}/pay`, { method: 'cash' })).status).toBe(404);
    expect((await as.get(`/api/customers/${customer.id}/receivables`)).status).toBe(404);
    expect((await as.get(`/api/receivables?customerId=${customer.id}`)).body.items).toEqual([]);
    expect((await api.admin.post(`/api/receivables/${NOBODY}/pay`, { method: 'cash' })).status).toBe(404);
  });

  test('of the own branch are seen and paid at every level', async () => {
    const { receivables } = await sold();
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await as.post(`/api/receivables/${receivables[0]!.id}/pay`, { method: 'cash' })).status).toBe(200);
  });
});
