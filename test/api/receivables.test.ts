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
const ACTS = { pay: { method: 'cash' }, 'to-bank': {}, returned: {}, refund: { method: 'cash' }, credit: {} };

/** Does something to a receivable, and gives its state and what stands in its columns, or why not. */
async function does(verb: keyof typeof ACTS, id: string, body: object = ACTS[verb]) {
  const answer = await api.admin.post(`/api/receivables/${id}/${verb}`, body);
  if (answer.status !== 200) return [answer.status, answer.body.code];
  const { state, paid, givenBack, outstanding, collected, atBankAt } = answer.body;
  return {
    state,
    paid: paid.amount,
    back: givenBack.amount,
    owed: outstanding.amount,
    collected,
    atBank: atBankAt !== null,
  };
}
const OPEN = { state: 'open', paid: 0, back: 0, owed: 12_475, collected: true, atBank: false };
const PAID = { ...OPEN, state: 'paid', paid: 12_475, owed: 0 };
/** Withdraws with a last day, so that what falls due later is void. */
async function withdrawn(customerId: string, multipackId: string, lastDay: string) {
  const type = { name: `recesso ${multipackId}`, classification: 'withdrawal' };
  const taskTypeId = (await api.admin.post('/api/task-types', type)).body.id;
  const body = { taskTypeId, lastDay, multipackIds: [multipackId] };
  expect((await api.admin.post(`/api/customers/${customerId}/withdraw`, body)).status).toBe(200);
}
const tasksOf = (customerId: string) =>
  api.database.crmTask.findMany({ where: { customerId, result: 'returned_debit' }, orderBy: { id: 'asc' } });

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
    for (const [verb, body] of Object.entries(ACTS)) {
      for (const there of [id, NOBODY]) {
        const answer = await as.post(`/api/receivables/${there}/${verb}`, body);
        expect([verb, answer.status, answer.body.code]).toEqual([verb, 404, 'not_found']);
      }
    }
    for (const list of ['receivables', 'paid-for-receivables', 'credit', 'dependants']) {
      expect((await as.get(`/api/customers/${customer.id}/${list}`)).status).toBe(404);
    }
    expect((await as.get(`/api/receivables?customerId=${customer.id}`)).body.items).toEqual([]);
    expect((await api.admin.post(`/api/receivables/${NOBODY}/pay`, { method: 'cash' })).status).toBe(404);
  });

  test('of the own branch are seen and paid at every level', async () => {
    const { receivables } = await sold();
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await as.post(`/api/receivables/${receivables[0]!.id}/pay`, { method: 'cash' })).status).toBe(200);
  });
});

describe('a debit', () => {
  test('goes to the bank once, only while it is open and collected automatically', async () => {
    const { receivables } = await sold();
    const [open, paid, gone, byHand] = receivables.map(({ id }) => id) as [string, string, string, string];
    expect(await does('to-bank', open)).toEqual({ ...OPEN, atBank: true });
    expect(await does('to-bank', open)).toEqual([409, 'already_at_bank']);
    await does('pay', paid);
    expect(await does('to-bank', paid)).toEqual([409, 'receivable_paid']);
    await api.database.receivable.update({ where: { id: gone }, data: { state: 'void', collected: false } });
    expect(await does('to-bank', gone)).toEqual([409, 'receivable_void']);
    await api.database.receivable.update({ where: { id: byHand }, data: { collected: false } });
    expect(await does('to-bank', byHand)).toEqual([409, 'not_collected']);
    expect(
      await api.database.auditEvent.count({ where: { entityId: open, action: 'receivable.handed_to_bank' } }),
    ).toBe(1);
  });

  test('that comes back from the bank leaves it open, with a task for today that names it, in the branch’s language', async () => {
    const { customer, multipack, receivables } = await sold();
    const { id } = receivables[0]!;
    await does('to-bank', id);
    expect(await does('returned', id, { reason: ' AC04 cuenta cerrada ' })).toEqual(OPEN);
    expect(await does('returned', id)).toEqual([409, 'nothing_to_return']);
    const [task, ...more] = await tasksOf(customer.id);
    expect(more).toEqual([]);
    const { today } = (await api.admin.get(`/api/customers/${customer.id}`)).body;
    expect([task!.notes, task!.multipackId, task!.dueOn!.toISOString().slice(0, 10)]).toEqual([
      'cargo de 124,75\u00a0€ de Gym Plus 12 months, con vencimiento el 01/01/2040, devuelto por el banco; motivo: AC04 cuenta cerrada',
      multipack.id,
      today,
    ]);
    const agenda = (await api.admin.get(`/api/agenda?from=${today}&to=${today}`)).body.days;
    expect(agenda[0].tasks.map((each: { id: string }) => each.id)).toContain(task!.id);
    const shown = (await api.admin.get(`/api/crm-tasks/${task!.id}`)).body;
    expect([shown.name, shown.resultName]).toEqual(['cargo devuelto', 'cargo devuelto']);
  });

  test.each(['sepa', 'recurring_card'])(
    'that was paid by %s and comes back is owed and collected again',
    async (method) => {
      const { customer, receivables } = await sold();
      const { id } = receivables[0]!;
      await does('pay', id, { method: 'cash', amount: eur(2_475) });
      await does('pay', id, { method });
      expect(await does('returned', id)).toEqual({ ...OPEN, paid: 2_475, owed: 10_000 });
      expect(await does('returned', id)).toEqual([409, 'nothing_to_return']);
      const { payments } = (await api.admin.get(`/api/receivables/${id}`)).body;
      expect(payments).toMatchObject([
        { kind: 'payment', method: 'cash', amount: eur(2_475) },
        { kind: 'payment', method, amount: eur(10_000) },
        { kind: 'returned', method, amount: eur(10_000) },
      ]);
      expect((await tasksOf(customer.id)).map(({ notes }) => notes)).toEqual([
        'cargo de 100,00\u00a0€ de Gym Plus 12 months, con vencimiento el 01/01/2040, devuelto por el banco',
      ]);
      expect(await does('pay', id, { method: 'sepa' })).toEqual(PAID);
      expect(await does('returned', id)).toEqual({ ...OPEN, paid: 2_475, owed: 10_000 });
    },
  );

  test('that was paid by hand, or given back, does not come back', async () => {
    const { receivables } = await sold();
    const [byHand, refunded] = receivables.map(({ id }) => id) as [string, string];
    await does('pay', byHand);
    expect(await does('returned', byHand)).toEqual([409, 'nothing_to_return']);
    await does('pay', refunded, { method: 'sepa' });
    await does('refund', refunded, { method: 'transfer', amount: eur(1) });
    expect(await does('returned', refunded)).toEqual([409, 'debit_given_back']);
  });

  test('of a withdrawn multipack comes back as debt that nobody collects, or as nothing if it fell due after the last day', async () => {
    const { customer, multipack, receivables } = await sold();
    const [paidBefore, bankBefore, paidAfter, bankAfter] = receivables.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
    ];
    for (const id of [paidBefore, paidAfter]) await does('pay', id, { method: 'sepa' });
    for (const id of [bankBefore, bankAfter]) await does('to-bank', id);
    await withdrawn(customer.id, multipack.id, '2040-05-01');
    const nothing = { ...OPEN, state: 'void', owed: 0, collected: false };
    const debt = { ...OPEN, collected: false };
    expect(await does('returned', bankBefore)).toEqual(debt);
    expect(await does('to-bank', bankBefore)).toEqual([409, 'not_collected']);
    expect(await does('returned', paidBefore)).toEqual(debt);
    expect(await does('returned', bankAfter)).toEqual(nothing);
    expect(await does('returned', paidAfter)).toEqual(nothing);
    expect(await tasksOf(customer.id)).toHaveLength(4);
  });

  test('of a removed multipack comes back as nothing', async () => {
    const { multipack, receivables } = await sold();
    const [atBank, paid] = receivables.map(({ id }) => id) as [string, string];
    await does('pay', paid, { method: 'sepa' });
    await does('to-bank', atBank);
    await api.database.receivable.updateMany({
      where: { multipackId: multipack.id, state: 'open' },
      data: { collected: false },
    });
    await api.database.multipack.update({ where: { id: multipack.id }, data: { removedAt: new Date() } });
    const nothing = { ...OPEN, state: 'void', owed: 0, collected: false };
    expect(await does('returned', atBank)).toEqual(nothing);
    expect(await does('returned', paid)).toEqual(nothing);
  });

  test('is returned once, however many say so, and either before a payment or after it', async () => {
    const { customer, receivables } = await sold();
    const [often, meeting] = receivables.map(({ id }) => id) as [string, string];
    await does('pay', often, { method: 'sepa' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.admin.post(`/api/receivables/${often}/returned`, {})),
    );
    expect(statuses(answers)).toEqual([200, ...Array(7).fill(409)]);
    expect(await tasksOf(customer.id)).toHaveLength(1);
    const key = { 'Idempotency-Key': `returned-${often}` };
    await does('pay', often, { method: 'sepa' });
    const repeated = [1, 2].map(() => api.admin.post(`/api/receivables/${often}/returned`, {}, key));
    expect(statuses(await Promise.all(repeated))).toEqual([200, 200]);
    expect(await tasksOf(customer.id)).toHaveLength(2);

    await does('to-bank', meeting);
    const [paid, returned] = await Promise.all([
      pay(meeting, { method: 'cash' }),
      api.admin.post(`/api/receivables/${meeting}/returned`, {}),
    ]);
    expect(paid.status).toBe(200);
    expect([200, 409]).toContain(returned.status);
    const { state, atBankAt, payments } = (await api.admin.get(`/api/receivables/${meeting}`)).body;
    expect([state, atBankAt, payments.length]).toEqual(['paid', null, 1]);
  });

  test('comes back with a reason that can be stored', async () => {
    const { receivables } = await sold();
    const send = (body: object) => api.admin.post(`/api/receivables/${receivables[0]!.id}/returned`, body);
    expect(fields(await send({ reason: 'x'.repeat(501) }))).toEqual([422, ['reason too_big']]);
    expect(fields(await send({ reason: 'a\u0000b' }))).toEqual([422, ['reason invalid_text']]);
  });
});

describe('money given back', () => {
  test('is refunded in parts or whole, never more than was paid, and nothing is owed again', async () => {
    const { customer, receivables } = await sold();
    const { id } = receivables[0]!;
    expect(await does('refund', id)).toEqual([409, 'nothing_to_give_back']);
    await does('pay', id);
    expect(await does('refund', id, { method: 'cash', amount: eur(2_475), refundedOn: '2026-01-15' })).toEqual({
      ...PAID,
      back: 2_475,
    });
    const more = await api.admin.post(`/api/receivables/${id}/refund`, { method: 'cash', amount: eur(10_001) });
    expect([more.status, more.body.code, more.body.details]).toEqual([409, 'over_refund', { refundable: eur(10_000) }]);
    expect(await does('refund', id, { method: 'transfer' })).toEqual({ ...PAID, back: 12_475 });
    expect(await does('refund', id)).toEqual([409, 'nothing_to_give_back']);
    expect(await does('pay', id)).toEqual([409, 'receivable_paid']);
    expect((await api.admin.get(`/api/receivables/${id}`)).body.payments).toMatchObject([
      { kind: 'payment' },
      { kind: 'refund', method: 'cash', amount: eur(2_475), paidAt: '2026-01-15T11:00:00.000Z' },
      { kind: 'refund', method: 'transfer', amount: eur(10_000) },
    ]);
    const events = await api.database.auditEvent.findMany({ where: { entityId: id, action: 'receivable.refunded' } });
    expect(events.map(({ customerId }) => customerId)).toEqual([customer.id, customer.id]);
  });

  test.each([
    ['refund', { method: 'cash', amount: { amount: 1, currency: 'GBP' } }, 'currency_mismatch'],
    ['refund', { method: 'cash', refundedOn: '2199-01-01' }, 'paid_in_future'],
    ['credit', { amount: { amount: 1, currency: 'GBP' } }, 'currency_mismatch'],
  ] as const)('%s of %j is refused', async (verb, body, code) => {
    const { receivables } = await sold();
    await does('pay', receivables[0]!.id);
    expect(await does(verb, receivables[0]!.id, body)).toEqual([422, code]);
  });

  test.each([
    ['refund', {}, ['method invalid_value']],
    ['refund', { method: 'credit' }, ['method invalid_value']],
    ['refund', { method: 'cash', amount: eur(0) }, ['amount.amount too_small']],
    ['refund', { method: 'cash', refundedOn: '2026-02-30' }, ['refundedOn invalid_date']],
    ['credit', { amount: eur(0) }, ['amount.amount too_small']],
    ['credit', { method: 'cash' }, ['method unknown_field']],
    ['to-bank', { on: 'x' }, ['on unknown_field']],
  ] as const)('%s of %j is 422', async (verb, body, expected) => {
    const { receivables } = await sold();
    expect(fields(await api.admin.post(`/api/receivables/${receivables[0]!.id}/${verb}`, body))).toEqual([
      422,
      expected,
    ]);
  });

  test('of what a withdrawal removed is what was paid of it', async () => {
    const { customer, multipack, receivables } = await sold();
    const part = receivables[2]!.id;
    await does('pay', part, { method: 'cash', amount: eur(2_475) });
    await withdrawn(customer.id, multipack.id, '2040-05-01');
    expect(await does('refund', part)).toMatchObject({ state: 'void', paid: 2_475, back: 2_475, owed: 0 });
  });

  test('by ten clerks at once is given back once', async () => {
    const { receivables } = await sold();
    const [refunded, mixed] = receivables.map(({ id }) => id) as [string, string];
    await does('pay', refunded);
    await does('pay', mixed);
    const refunds = Array.from({ length: 10 }, () =>
      api.admin.post(`/api/receivables/${refunded}/refund`, ACTS.refund),
    );
    expect(statuses(await Promise.all(refunds))).toEqual([200, ...Array(9).fill(409)]);
    const both = ['refund', 'credit', 'refund', 'credit'] as const;
    const answers = await Promise.all(
      both.map((verb) => api.admin.post(`/api/receivables/${mixed}/${verb}`, ACTS[verb])),
    );
    expect(statuses(answers)).toEqual([200, 409, 409, 409]);
  });
});

describe('credit', () => {
  const creditOf = async (customerId: string, query = '') =>
    (await api.admin.get(`/api/customers/${customerId}/credit${query}`)).body;

  test('comes of what was paid and pays something else, never more than there is', async () => {
    const { customer, multipack, receivables } = await sold();
    const [paid, other] = receivables.map(({ id }) => id) as [string, string];
    expect(await creditOf(customer.id)).toEqual({ balances: [], items: [], nextCursor: null });
    expect(await does('pay', other, { method: 'credit' })).toEqual([409, 'credit_insufficient']);
    await does('pay', paid);
    expect(await does('credit', paid, { amount: eur(10_000) })).toEqual({ ...PAID, back: 10_000 });
    const more = await pay(other, { method: 'credit' });
    expect([more.status, more.body.details]).toEqual([409, { balance: eur(10_000) }]);
    expect(await does('pay', other, { method: 'credit', amount: eur(4_000) })).toEqual({
      ...OPEN,
      paid: 4_000,
      owed: 8_475,
    });
    const { balances, items } = await creditOf(customer.id);
    expect(balances).toEqual([eur(6_000)]);
    expect(items).toMatchObject([
      { kind: 'payment', amount: eur(4_000), receivableId: other, multipackId: multipack.id, dueOn: '2040-04-01' },
      { kind: 'credited', amount: eur(10_000), receivableId: paid, multipackName: 'Gym Plus 12 months' },
    ]);
    const first = await creditOf(customer.id, '?limit=1');
    expect((await creditOf(customer.id, `?limit=1&cursor=${first.nextCursor}`)).items).toEqual([items[1]]);
    expect(await does('pay', other, { method: 'credit', amount: eur(6_000) })).toMatchObject({ paid: 10_000 });
    expect((await creditOf(customer.id)).balances).toEqual([]);
  });

  test('spent by ten clerks at once is spent once', async () => {
    const { customer, receivables } = await sold();
    const [paid, ...others] = receivables.map(({ id }) => id) as [string, string, string, string];
    await does('pay', paid);
    await does('credit', paid);
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, i) => pay(others[i % 3]!, { method: 'credit', amount: eur(12_475 - (i % 2)) })),
    );
    expect(statuses(answers)).toEqual([200, ...Array(8).fill(409)]);
    expect((await creditOf(customer.id)).balances.length).toBeLessThan(2);
    const spent = await api.database.payment.findMany({
      where: { method: 'credit', kind: 'payment', receivable: { customerId: customer.id } },
    });
    expect(spent).toHaveLength(1);
  });

  test('sells no plan', async () => {
    expect(fields(await api.admin.post('/api/plans', { ...PLAN, name: 'By credit', paymentMethod: 'credit' }))).toEqual(
      [422, ['paymentMethod invalid_value']],
    );
  });
});

describe('a payer', () => {
  test('sees the receivables of those they pay for, by due date, with whose they are', async () => {
    const payer = (await api.admin.post('/api/customers', { name: 'Company' })).body;
    const [one, two] = [await sold(), await sold()];
    for (const { customer } of [one, two]) {
      const answer = await api.admin.patch(`/api/customers/${customer.id}`, 1, { payerId: payer.id });
      expect([answer.status, answer.body.payer.name]).toEqual([200, 'Company']);
    }
    await does('pay', one.receivables[0]!.id);
    const path = `/api/customers/${payer.id}/paid-for-receivables`;
    const { items } = (await api.admin.get(path)).body;
    expect(items).toHaveLength(8);
    expect(items[0]).toMatchObject({ customerName: 'Payer', multipackName: 'Gym Plus 12 months', dueOn: '2040-01-01' });
    expect((await api.admin.get(`${path}?state=open&dueTo=2040-01-01`)).body.items).toHaveLength(1);
    const first = (await api.admin.get(`${path}?limit=5`)).body;
    expect((await api.admin.get(`${path}?limit=5&cursor=${first.nextCursor}`)).body.items).toHaveLength(3);
    expect((await api.admin.get(`${path}?state=late`)).status).toBe(422);
    expect((await api.admin.get(`/api/customers/${payer.id}/receivables`)).body.items).toEqual([]);
  });
});
