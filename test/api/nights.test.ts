import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowDescription } from '../../src/api/engine-port.ts';
import { act, SYSTEM } from '../../src/database/act.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { addBranch, type Api, type Caller, startApi, unreachableEngine } from './support.ts';

const today = localDateOf(new Date(), 'Europe/Madrid');
/** Of a multipack of thirty days sold today, with three days of notice. */
const DEADLINE = addDays(today, 26);
const MORNING = addDays(today, 27);
const NOBODY = '01999999-9999-7999-8999-999999999999';

let api: Api;
let far: { id: string };
let planId: string;
let described: Omit<WorkflowDescription, 'workflowId' | 'namespace'> = { status: 'running', details: 'Waits' };
beforeAll(async () => {
  api = await startApi(
    { testClock: true, temporalUi: 'http://temporal.example' },
    {
      engine: {
        ...unreachableEngine,
        health: async () => ({ reachable: true, detail: '' }),
        describeChain: async (chainId) => ({
          workflowId: `multipack-renewal-${chainId}`,
          namespace: 'tacit',
          ...described,
        }),
      },
    },
  );
  far = await addBranch(api);
  const plan = await api.admin.post('/api/plans', {
    name: 'Thirty days',
    price: { amount: 3000, currency: 'EUR' },
    duration: { amount: 30, unit: 'day' },
    payment: { kind: 'single' },
    paymentMethod: 'sepa',
    automaticRenewal: true,
    notice: { amount: 3, unit: 'day' },
    renewalTerms: { price: { amount: 3500, currency: 'EUR' } },
  });
  planId = plan.body.id;
});
afterAll(() => api.stop());

interface Sold {
  id: string;
  chainId: string;
  customerId: string;
}

async function sell(branchId?: string): Promise<Sold> {
  const customer = await api.admin.post('/api/customers', { name: 'Somebody', ...(branchId && { branchId }) });
  const sale = await api.admin.post('/api/multipacks', { customerId: customer.body.id, planId, startOn: today });
  return sale.body;
}

/** Moves the customer's clock, without an engine that would follow. */
const moveTo = async ({ customerId }: Sold, day: string, time = '12:00') => {
  const answer = await api.admin.put(`/api/customers/${customerId}/test-clock`, { now: `${day}T${time}:00.000Z` });
  expect(answer.status).toBe(200);
};
const advance = ({ chainId }: Sold) =>
  act(api.database, { actor: SYSTEM, clock: api.parts.clock }, (change) => advanceChain(change, chainId));
const fail = ({ id }: Sold, at: string, reason = 'no_such_zone') =>
  api.database.renewalAttempt.create({ data: { multipackId: id, outcome: 'failed', reason, at: new Date(at) } });
const night = async (day: string, as: Caller = api.admin, query = '') =>
  (await as.get(`/api/renewals/night?day=${day}${query}`)).body;
const waiting = async (as: Caller = api.admin, query = '') =>
  (await as.get(`/api/renewals/waiting?${query}`)).body.items.map(
    ({ multipackId }: { multipackId: string }) => multipackId,
  ) as string[];

describe('what a night did', () => {
  test('counts the renewed with their amounts, the cancelled in time, the failed and those that wait', async () => {
    expect(await night(MORNING)).toEqual({
      day: MORNING,
      renewed: { count: 0, amounts: [] },
      cancelledInTime: 0,
      failed: 0,
      waiting: 0,
    });
    const [renewed, cancelled, stuck, abroad] = [await sell(), await sell(), await sell(), await sell(far.id)];
    expect((await api.admin.post(`/api/multipacks/${cancelled.id}/cancel-renewal`)).status).toBe(200);
    for (const each of [renewed, cancelled, stuck]) await moveTo(each, MORNING);
    await moveTo(abroad, MORNING, '20:00');
    await advance(renewed);
    await advance(abroad);
    await fail(stuck, `${MORNING}T01:00:00.000Z`);
    await fail(stuck, `${MORNING}T01:05:00.000Z`);
    expect(await night(MORNING)).toEqual({
      day: MORNING,
      renewed: { count: 2, amounts: [{ amount: 7000, currency: 'EUR' }] },
      cancelledInTime: 1,
      failed: 2,
      waiting: 1,
    });
    expect(await night(DEADLINE)).toMatchObject({ renewed: { count: 0 }, cancelledInTime: 0, failed: 0, waiting: 0 });
    expect(await night(addDays(MORNING, 1))).toMatchObject({ renewed: { count: 0 }, failed: 0, waiting: 1 });
    const two = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect(await night(MORNING, two.as)).toMatchObject({
      renewed: { count: 1 },
      cancelledInTime: 0,
      failed: 0,
      waiting: 0,
    });
    expect(await night(MORNING, api.admin, `&branchId=${far.id}`)).toMatchObject({ renewed: { count: 1 } });
    await advance(stuck);
    expect(await night(MORNING)).toMatchObject({ renewed: { count: 3 }, failed: 2, waiting: 0 });
  });

  test('a cancellation forced after the deadline was none in time', async () => {
    const before = (await night(MORNING)).cancelledInTime;
    const forced = await sell();
    await moveTo(forced, MORNING);
    await advance(forced);
    const answer = await api.admin.post(`/api/multipacks/${forced.id}/force-cancel-renewal`, {
      reason: 'Moved away',
      receivedOn: MORNING,
    });
    expect(answer.status).toBe(200);
    expect((await night(MORNING)).cancelledInTime).toBe(before);
  });

  test('is asked for one day that exists, of a branch that the reader sees', async () => {
    expect((await api.admin.get('/api/renewals/night?day=2026-02-30')).status).toBe(422);
    const two = await api.userOf({ accessLevel: 2 });
    const answer = await two.as.get(`/api/renewals/night?day=${MORNING}&branchId=${far.id}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'branch_unknown']);
  });
});

describe('renewals that wait', () => {
  test('are those whose night is over, and no others', async () => {
    const one = await sell();
    await moveTo(one, DEADLINE);
    expect(await waiting()).not.toContain(one.id);
    await moveTo(one, MORNING, '00:30');
    expect(await waiting()).not.toContain(one.id);
    await moveTo(one, MORNING, '09:00');
    expect(await waiting()).toContain(one.id);
    await advance(one);
    expect(await waiting()).not.toContain(one.id);
  });

  test('a frozen one waits for nothing until the night after its freeze', async () => {
    const one = await sell();
    const freeze = { from: addDays(today, 1), until: addDays(today, 10) };
    expect((await api.admin.post(`/api/multipacks/${one.id}/freeze`, freeze)).status).toBe(200);
    // Ten days later by the freeze.
    await moveTo(one, MORNING);
    expect(await waiting()).not.toContain(one.id);
    await moveTo(one, addDays(MORNING, 10));
    expect(await waiting()).toContain(one.id);
    await advance(one);
  });

  test('are told oldest first with what failed last, page by page, to who sees them', async () => {
    const [late, later] = [await sell(), await sell(far.id)];
    await moveTo(later, addDays(MORNING, 3));
    await moveTo(late, addDays(MORNING, 2));
    await api.admin.post(`/api/multipacks/${later.id}/change-terms`, { notice: { amount: 4, unit: 'day' } });
    await fail(late, `${MORNING}T01:00:00.000Z`, 'first_reason');
    await fail(late, `${MORNING}T02:00:00.000Z`, 'second_reason');
    const all = (await api.admin.get('/api/renewals/waiting')).body.items;
    expect(all.find(({ multipackId }: { multipackId: string }) => multipackId === late.id)).toEqual({
      multipackId: late.id,
      code: expect.stringMatching(/^M-/),
      name: 'Thirty days',
      customerId: late.customerId,
      customerName: 'Somebody',
      deadline: DEADLINE,
      amount: { amount: 3500, currency: 'EUR' },
      failures: 2,
      lastFailure: { at: `${MORNING}T02:00:00.000Z`, reason: 'second_reason' },
    });
    const first = (await api.admin.get('/api/renewals/waiting?limit=1')).body;
    const second = (await api.admin.get(`/api/renewals/waiting?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 2));
    const two = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect(await waiting(two.as)).toEqual([later.id]);
    expect(await waiting(api.admin, `branchId=${far.id}`)).toEqual([later.id]);
    const forged = Buffer.from(JSON.stringify(['yesterday', NOBODY])).toString('base64url');
    expect((await api.admin.get(`/api/renewals/waiting?cursor=${forged}`)).status).toBe(422);
    await advance(late);
    await advance(later);
  });
});

describe('trying again', () => {
  test('tells the chain and leaves a trace; where nothing is due it is refused', async () => {
    const one = await sell();
    const retry = () => api.admin.post(`/api/multipacks/${one.id}/retry-renewal`);
    const early = await retry();
    expect([early.status, early.body.code]).toEqual([409, 'not_waiting']);
    await moveTo(one, MORNING);
    const told = () => api.database.outbox.count({ where: { key: one.chainId } });
    const before = await told();
    const answer = await retry();
    expect([answer.status, answer.body.id]).toEqual([200, one.id]);
    expect(await told()).toBe(before + 1);
    const events = await api.database.auditEvent.findMany({
      where: { action: 'multipack.renewal_retried', entityId: one.id },
    });
    expect(events).toMatchObject([{ actorName: 'Administrator', customerId: one.customerId }]);
    await advance(one);
    expect((await retry()).body.code).toBe('not_waiting');
  });

  test('what the user does not see is not there', async () => {
    const one = await sell(far.id);
    const two = await api.userOf({ accessLevel: 2 });
    for (const answer of [
      await two.as.post(`/api/multipacks/${one.id}/retry-renewal`),
      await two.as.get(`/api/multipacks/${one.id}/workflow`),
      await api.admin.post(`/api/multipacks/${NOBODY}/retry-renewal`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'multipack_not_found']);
  });
});

describe('the workflow of a chain', () => {
  test.each([
    ['running', 'Waits', true],
    ['ended', null, true],
    ['unreachable', null, true],
    ['missing', null, false],
  ] as const)(
    'that is %s is told, with its page in the Temporal UI where there is one',
    async (status, details, hasPage) => {
      described = { status, details };
      const { id, chainId } = await sell();
      const workflowId = `multipack-renewal-${chainId}`;
      expect((await api.admin.get(`/api/multipacks/${id}/workflow`)).body).toEqual({
        workflowId,
        status,
        details,
        url: hasPage ? `http://temporal.example/namespaces/tacit/workflows/${workflowId}` : null,
      });
    },
  );
});
