import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { act, SYSTEM } from '../../src/database/act.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { addBranch, type Api, fields, PLAN, startApi } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const TODAY = localDateOf(new Date(), 'Europe/Madrid');
let api: Api;
let plans: { gym: string; pool: string; monthly: string; listed: string; dollars: string; gone: string };
beforeAll(async () => {
  api = await startApi();
  const add = async (more: object) => (await api.admin.post('/api/plans', { ...PLAN, ...more })).body.id;
  const rolling = { duration: { amount: 1, unit: 'month' }, payment: { kind: 'rolling' } };
  plans = {
    gym: await add({ name: 'Gym', oneOffFee: eur(1_000), services: ['gym'] }),
    pool: await add({ name: 'Gym and pool', price: eur(60_000), services: ['gym', 'pool'] }),
    monthly: await add({ name: 'Month', price: eur(5_000), services: [], ...rolling }),
    listed: await add({ name: 'Listed', hasPriceList: true }),
    dollars: await add({ name: 'Dollars', price: { amount: 50_000, currency: 'USD' } }),
    gone: await add({ name: 'Gone' }),
  };
  await api.admin.patch(`/api/plans/${plans.gone}`, 1, { retired: true });
});
afterAll(() => api.stop());

const eur = (amount: number) => ({ amount, currency: 'EUR' });
async function sold(planId = plans.gym, startOn = addDays(TODAY, 10), branchId?: string) {
  const customer = (
    await api.admin.post('/api/customers', { name: 'Maria', email: 'maria@example.com', ...(branchId && { branchId }) })
  ).body;
  const answer = await api.admin.post('/api/multipacks', { customerId: customer.id, planId, startOn });
  expect(answer.status).toBe(201);
  return answer.body;
}
const post = (id: string, verb: string, body: object, as = api.admin) => as.post(`/api/multipacks/${id}/${verb}`, body);
type Answer = { status: number; body: { code: string } };
const codeOf = ({ status, body }: Answer) => [status, body.code];
const amounts = (body: { receivables: { amount: { amount: number } }[] }) =>
  body.receivables.map((r) => r.amount.amount);
const traced = async (id: string) =>
  (await api.admin.get(`/api/audit-events?entity=multipack&entityId=${id}`)).body.items[0];

describe('another due day', () => {
  test('is previewed, moves what is unpaid, and leaves its task and its trace', async () => {
    const multipack = await sold(plans.gym, '2040-03-10');
    const [first, second] = multipack.receivables;
    await api.admin.post(`/api/receivables/${first.id}/pay`, { method: 'cash' });
    const preview = await post(multipack.id, 'due-day/preview', { day: 31 });
    expect(preview.status).toBe(200);
    expect(preview.body.moves.map((m: { dueOn: string }) => m.dueOn)).toEqual([
      '2040-06-30',
      '2040-09-30',
      '2040-12-31',
    ]);
    expect(preview.body.moves[0].receivable).toMatchObject({ id: second.id, dueOn: '2040-06-10' });
    const moved = await post(multipack.id, 'due-day', { day: 31 });
    expect(moved.body.receivables.map((r: { dueOn: string }) => r.dueOn)).toEqual([
      ...['2040-03-10', '2040-06-30', '2040-09-30', '2040-12-31'],
    ]);
    expect(codeOf(await post(multipack.id, 'due-day', { day: 31 }))).toEqual([409, 'nothing_to_change']);
    expect(await traced(multipack.id)).toMatchObject({ action: 'multipack.due_day_changed', details: { day: 31 } });
    const tasks = await api.admin.get(`/api/customers/${multipack.customerId}/crm-tasks`);
    expect(tasks.body.items[0]).toMatchObject({
      result: 'terms_changed',
      notes: 'los plazos pendientes de Gym vencen el día 31 del mes',
    });
  });

  test('has nothing to do where nothing is unpaid, and needs a spacing in months', async () => {
    const paid = await sold(plans.monthly);
    await api.admin.post(`/api/receivables/${paid.receivables[0].id}/pay`, { method: 'cash' });
    expect(codeOf(await post(paid.id, 'due-day/preview', { day: 5 }))).toEqual([409, 'nothing_unpaid']);
    const payment = { kind: 'instalments', count: 20, every: { amount: 1, unit: 'week' } };
    const { body: weekly } = await api.admin.post('/api/plans', { ...PLAN, name: 'Weekly', payment });
    expect(codeOf(await post((await sold(weekly.id)).id, 'due-day', { day: 5 }))).toEqual([409, 'due_day_not_monthly']);
    expect(fields(await post(paid.id, 'due-day', { day: 32 }))).toEqual([422, ['day too_big']]);
  });
});

describe('another payment', () => {
  test('holds for what is unpaid and for what was renewed, and changes no amount', async () => {
    const multipack = await sold();
    const cash = await post(multipack.id, 'payment-profile', { paymentMethod: 'cash' });
    expect(cash.body.terms.paymentMethod).toBe('cash');
    expect(cash.body.receivables.map((r: { collected: boolean }) => r.collected)).toEqual(Array(4).fill(false));
    expect(amounts(cash.body)).toEqual(amounts(multipack));
    expect(codeOf(await post(multipack.id, 'payment-profile', { paymentMethod: 'cash' }))).toEqual([
      409,
      'nothing_to_change',
    ]);

    const { chainId, successor } = await renewed();
    await post(chainId, 'payment-profile', { paymentMethod: 'transfer' });
    for (const id of [chainId, successor]) {
      expect((await api.admin.get(`/api/multipacks/${id}`)).body.terms.paymentMethod).toBe('transfer');
      expect(await traced(id)).toMatchObject({ action: 'multipack.payment_profile_changed' });
    }
  });
});

/** One whose renewal was made, with both terms in force. */
async function renewed() {
  const multipack = await sold(plans.monthly, addDays(TODAY, -25));
  await act(api.database, { actor: SYSTEM, clock: api.parts.clock }, (change) =>
    advanceChain(change, multipack.chainId),
  );
  const successor = await api.database.multipack.findFirstOrThrow({ where: { previousId: multipack.id } });
  return { chainId: multipack.id as string, successor: successor.id };
}

describe('another plan', () => {
  test('now: what is unpaid takes its amount at the new price, what was paid stays, and the renewal is all the new plan', async () => {
    const multipack = await sold();
    // 499.00 in four, and ten of entrance with the first.
    expect(amounts(multipack)).toEqual([13_475, 12_475, 12_475, 12_475]);
    await api.admin.post(`/api/receivables/${multipack.receivables[0].id}/pay`, { method: 'cash' });
    await api.admin.post(`/api/receivables/${multipack.receivables[1].id}/pay`, { method: 'cash', amount: eur(100) });
    const asked = { planId: plans.pool, when: 'now' };
    const preview = (await post(multipack.id, 'change-plan/preview', asked)).body;
    expect(preview).toMatchObject({
      plan: { id: plans.pool, name: 'Gym and pool' },
      from: addDays(TODAY, 10),
      before: { name: 'Gym', price: eur(49_900) },
      after: { name: 'Gym and pool', price: eur(49_900 + 3 * 2_525), services: ['gym', 'pool'] },
      renewal: { name: 'Gym and pool', price: eur(60_000), duration: { amount: 12, unit: 'month' } },
      difference: eur(3 * 2_525),
    });
    expect(amounts(preview)).toEqual([13_475, 15_000, 15_000, 15_000]);
    expect((await api.admin.get(`/api/multipacks/${multipack.id}`)).body.version).toBe(multipack.version);

    const changed = (await post(multipack.id, 'change-plan', asked)).body;
    expect(changed).toMatchObject({ planId: plans.pool, name: 'Gym and pool', price: preview.after.price });
    expect(amounts(changed)).toEqual([13_475, 15_000, 15_000, 15_000]);
    expect(changed.receivables[1].outstanding).toEqual(eur(14_900));
    expect(codeOf(await post(multipack.id, 'change-plan', asked))).toEqual([409, 'plan_unchanged']);
    // Told once, with what is left to pay.
    const letters = (await api.admin.get(`/api/mails?customerId=${multipack.customerId}`)).body.items;
    expect(letters).toMatchObject([{ kind: 'plan_changed', to: 'maria@example.com', language: 'es' }]);
    const { text } = (await api.admin.get(`/api/mails/${letters[0].id}`)).body;
    expect(text).toContain('Gym pasa a ser Gym and pool desde el');
    expect(text).toMatch(/queda por pagar: .*149,00.*150,00.*150,00/s);
    expect(text).toMatch(/cuesta 600,00/);
    // The way back restores every amount.
    expect(amounts((await post(multipack.id, 'change-plan', { planId: plans.gym, when: 'now' })).body)).toEqual(
      amounts(multipack),
    );
    expect(await traced(multipack.id)).toMatchObject({ action: 'multipack.plan_changed', details: { when: 'now' } });
  });

  test('from the renewal: this period stays as it is, and the renewed one is sold by the other plan’s terms', async () => {
    const multipack = await sold(plans.monthly, addDays(TODAY, -5));
    const asked = { planId: plans.pool, when: 'renewal' };
    const preview = (await post(multipack.id, 'change-plan/preview', asked)).body;
    expect(preview).toMatchObject({
      from: addDays(multipack.validTo, 1),
      after: { name: 'Month', price: eur(5_000) },
      renewal: { name: 'Gym and pool', price: eur(60_000), payment: { kind: 'instalments', count: 4 } },
      difference: eur(0),
    });
    const changed = (await post(multipack.id, 'change-plan', asked)).body;
    const letters = await api.database.mail.findMany({ where: { customerId: multipack.customerId } });
    expect(letters).toMatchObject([
      { kind: 'plan_changed', text: expect.stringContaining('se renueva como Gym and pool') },
    ]);
    expect(changed).toMatchObject({
      planId: plans.monthly,
      terms: { renewalTerms: { name: 'Gym and pool', price: eur(60_000) } },
    });
    // Other renewal terms given later are laid over the plan agreed on.
    await post(multipack.id, 'change-terms', { renewalTerms: { price: eur(55_000) } });
    await api.database.customer.update({ where: { id: multipack.customerId }, data: { clockAheadMs: 0n } });
    const { row } = await renewNow(multipack);
    expect(row).toMatchObject({
      planId: plans.pool,
      name: 'Gym and pool',
      price: 55_000n,
      payment: 'instalments',
      renewalPlanId: null,
    });
    const next = (await api.admin.get(`/api/multipacks/${row.id}`)).body;
    expect(amounts(next)).toEqual([13_750, 13_750, 13_750, 13_750]);
    expect(next.terms).toMatchObject({ renewalTerms: null, services: ['gym', 'pool'], paymentMethod: 'sepa' });
  });

  test('is refused with the reason', async () => {
    const multipack = await sold();
    const to = (planId: string, when = 'now') => post(multipack.id, 'change-plan', { planId, when });
    expect(codeOf(await to(NOBODY))).toEqual([404, 'plan_not_found']);
    expect(codeOf(await to(plans.gone))).toEqual([409, 'plan_retired']);
    expect(codeOf(await to(plans.listed))).toEqual([409, 'plan_has_price_list']);
    expect(codeOf(await to(plans.dollars))).toEqual([422, 'currency_mismatch']);
    expect(fields(await post(multipack.id, 'change-plan', { planId: plans.pool, when: 'soon' }))[0]).toBe(422);
    await api.admin.post(`/api/multipacks/${multipack.id}/cancel-renewal`);
    expect(codeOf(await to(plans.pool, 'renewal'))).toEqual([409, 'not_renewing']);
    const { chainId } = await renewed();
    for (const verb of ['change-plan', 'change-plan/preview'])
      expect(codeOf(await post(chainId, verb, { planId: plans.pool, when: 'now' }))).toEqual([409, 'already_renewed']);
  });
});

describe('taken back', () => {
  const back = (id: string) => post(id, 'take-back-change', {});
  const dates = (body: { receivables: { dueOn: string }[] }) => body.receivables.map(({ dueOn }) => dueOn);

  test('a due day: every receivable falls due as before, though the change had put them into another month', async () => {
    const multipack = await sold();
    const moved = await post(multipack.id, 'due-day', { day: 1 });
    expect(dates(moved.body)).not.toEqual(dates(multipack));
    const restored = await back(multipack.id);
    expect([restored.status, dates(restored.body)]).toEqual([200, dates(multipack)]);
    expect(await traced(multipack.id)).toMatchObject({ action: 'multipack.due_day_restored' });
    expect(codeOf(await back(multipack.id))).toEqual([409, 'nothing_to_take_back']);
  });

  test.each(['now', 'renewal'])(
    'a plan that was changed %s: terms, amounts and the renewal are as before',
    async (when) => {
      const multipack = await sold();
      await post(multipack.id, 'change-terms', { renewalTerms: { price: eur(45_000) } });
      const before = (await api.admin.get(`/api/multipacks/${multipack.id}`)).body;
      await post(multipack.id, 'change-plan', { planId: plans.pool, when });
      const restored = await back(multipack.id);
      expect(restored.body).toMatchObject({ planId: plans.gym, name: 'Gym', price: before.price, terms: before.terms });
      expect(amounts(restored.body)).toEqual(amounts(before));
      expect(await api.database.multipack.findUniqueOrThrow({ where: { id: multipack.id } })).toMatchObject({
        planId: plans.gym,
        renewalPlanId: null,
      });
      expect(await traced(multipack.id)).toMatchObject({ action: 'multipack.plan_restored' });
    },
  );

  test('not where something happened since, to the multipack or to what is owed', async () => {
    const multipack = await sold();
    expect(codeOf(await back(multipack.id))).toEqual([409, 'nothing_to_take_back']);
    await post(multipack.id, 'due-day', { day: 28 });
    await api.admin.post(`/api/receivables/${multipack.receivables[1].id}/pay`, { method: 'cash' });
    expect(codeOf(await back(multipack.id))).toEqual([409, 'nothing_to_take_back']);
    await post(multipack.id, 'change-plan', { planId: plans.pool, when: 'renewal' });
    await post(multipack.id, 'payment-profile', { paymentMethod: 'cash' });
    expect(codeOf(await back(multipack.id))).toEqual([409, 'nothing_to_take_back']);
  });
});

const CHANGES: [string, () => object][] = [
  ['due-day', () => ({ day: 5 })],
  ['take-back-change', () => ({})],
  ['due-day/preview', () => ({ day: 5 })],
  ['payment-profile', () => ({ paymentMethod: 'cash' })],
  ['change-plan', () => ({ planId: plans.pool, when: 'now' })],
  ['change-plan/preview', () => ({ planId: plans.pool, when: 'now' })],
];

test.each(['withdrawn', 'cancelled', 'expired', 'removed'])(
  'a multipack that is %s takes none of these',
  async (state) => {
    const multipack = await sold(plans.gym, addDays(TODAY, -5));
    const data = {
      withdrawn: { withdrawnOn: new Date(`${TODAY}T00:00:00Z`) },
      cancelled: { cancelledOn: new Date(`${TODAY}T00:00:00Z`) },
      expired: { ...past(400, 40), renewalCancelledAt: new Date() },
      removed: { removedAt: new Date() },
    }[state]!;
    await api.database.multipack.update({ where: { id: multipack.id }, data });
    for (const [verb, body] of CHANGES)
      expect(codeOf(await post(multipack.id, verb, body()))).toEqual([409, 'terms_not_changeable']);
  },
);

test('nobody reaches a multipack of another branch by these', async () => {
  const far = await addBranch(api, 'Far');
  const multipack = await sold(plans.gym, addDays(TODAY, 10), far.id);
  const { as } = await api.userOf({ accessLevel: 2 });
  for (const [verb, body] of CHANGES) {
    expect(codeOf(await post(multipack.id, verb, body(), as))).toEqual([404, 'multipack_not_found']);
    expect((await api.stranger().post(`/api/multipacks/${multipack.id}/${verb}`).send(body())).status).toBe(401);
  }
});

test('within the analysis of a cancellation request the trace names it; one of somebody else’s is refused', async () => {
  const multipack = await sold();
  const other = await sold();
  await api.admin.post('/api/cancellation-profiles', { title: 'A week', unit: 'week', period: 1, isDefault: true });
  const reason = (await api.admin.post('/api/cancellation-reasons', { title: 'Price' })).body;
  await api.database.multipack.updateMany({
    where: { id: { in: [multipack.id, other.id] } },
    data: past(5, -360),
  });
  const open = (multipackId: string) =>
    api.admin.post('/api/cancellation-requests', { multipackId, title: 'Leaves', reasonId: reason.id, details: 'x' });
  const { body: request, status } = await open(multipack.id);
  expect(status).toBe(201);
  const { body: theirs } = await open(other.id);
  const bodies = [...CHANGES, ['change-terms', () => ({ services: ['sauna'] })] as const].filter(
    ([verb]) => !verb.includes('/'),
  );
  for (const [verb, body] of bodies)
    expect(codeOf(await post(multipack.id, verb, { ...body(), requestId: theirs.id }))).toEqual([
      422,
      'request_unknown',
    ]);
  for (const [verb, body] of bodies) {
    expect((await post(multipack.id, verb, { ...body(), requestId: request.id })).status).toBe(200);
    expect((await traced(multipack.id)).details.requestId).toBe(request.id);
  }
  const { customerId } = multipack;
  const within = { requestId: request.id };
  const order = await api.admin.post('/api/service-orders', { customerId, kind: 'Visit', description: 'x', ...within });
  await api.admin.patch(`/api/service-orders/${order.body.id}`, 1, { kind: 'Call', ...within });
  const access = { customerId, username: 'maria', service: 'Fibra' };
  const connection = await api.admin.post('/api/connections', { ...access, ...within });
  await api.admin.patch(`/api/connections/${connection.body.id}`, 1, { service: 'Fibra 500', ...within });
  await api.admin.post(`/api/connections/${connection.body.id}/reduce`, { reason: 'Fair use', ...within });
  const told = await api.database.auditEvent.findMany({
    where: { details: { path: ['requestId'], equals: request.id }, entity: { in: ['service_order', 'connection'] } },
    orderBy: { id: 'asc' },
  });
  expect(told.map(({ action }) => action)).toEqual([
    ...['service_order.added', 'service_order.edited'],
    ...['connection.added', 'connection.edited', 'connection.reduced'],
  ]);
});

/** The columns of a period that began so many days ago and ended, or ends, so many days ago. */
function past(from: number, to: number) {
  const column = (days: number) => new Date(`${addDays(TODAY, -days)}T00:00:00Z`);
  return { validFrom: column(from), validTo: column(to), deadline: column(to + 15) };
}

async function renewNow(multipack: { id: string; chainId: string; customerId: string }) {
  const clock = { ...api.parts.clock, nowOf: () => new Date(Date.now() + 40 * 86_400_000) };
  await act(api.database, { actor: SYSTEM, clock }, (change) => advanceChain(change, multipack.chainId));
  return { row: await api.database.multipack.findFirstOrThrow({ where: { previousId: multipack.id } }) };
}
