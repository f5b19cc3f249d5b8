import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { routesOf } from '../../src/api/routes/index.ts';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { blockMultipack, freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { cancelRenewal, forceCancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { portalOf } from './portal-support.ts';
import { addBranch, type Api, callerWith, cookieOf, letterOf, type Method, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const ZONE = 'Europe/Madrid';
const THIRTY_DAYS = { duration: { amount: 30, unit: 'day' }, payment: { kind: 'single' } } as const;
const BY_HAND = { ...THIRTY_DAYS, automaticRenewal: false, portalCancellation: false, portalRenewal: true } as const;

let api: Api;
let portal: ReturnType<typeof portalOf>;
let today: string;
beforeAll(async () => {
  api = await startApi({ testClock: true, limits: { linksPerAddress: 1_000 } });
  portal = portalOf(api);
  today = localDateOf(new Date(), ZONE);
});
afterAll(() => api.stop());

let people = 0;
/** A family: one address, signed in, with a parent and a child. */
async function family() {
  people += 1;
  const email = `family-${people}@example.com`;
  const parent = await portal.customer(email, 'Laura Gil');
  const child = await portal.customer(email, 'Nico Gil');
  await portal.withPassword(email);
  return { email, parent, child, as: callerWith(api.server, cookieOf(await portal.signIn(email))) };
}

const problem = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const path = (id: string, act = '') => `/portal/api/multipacks/${id}${act && `/${act}`}`;
/** Puts a customer's clock at noon of a day that many days from now. */
const moveTo = (customerId: string, days: number) =>
  setCustomerClock(api.database, customerId, new Date(`${addDays(today, days)}T12:00:00Z`));
const renewNow = (chainId: string) => portal.change((act) => advanceChain(act, chainId));

describe('every route of the portal', () => {
  const routes = routesOf({ testClock: false }).filter((route) => route.path.startsWith('/portal/'));
  const named = (some: typeof routes) =>
    some.map((route) => [
      `${route.method.toUpperCase()} ${route.path}`,
      route.method,
      route.path.replaceAll(/\{\w+\}/g, NOBODY),
    ]) as [string, Method, string][];

  test('is either a sign-in or for customers alone', () => {
    const open = routes.filter(({ access }) => access !== 'customer');
    expect(open.map((route) => [`${route.method} ${route.path}`, route.access])).toEqual([
      ['post /portal/api/session', 'public'],
      ['post /portal/api/session/link', 'public'],
      ['post /portal/api/session/link/use', 'public'],
    ]);
  });

  const guarded = routes.filter(({ access }) => access === 'customer');
  test.each(named(guarded))('gives strangers and staff nothing: %s', async (_, method, address) => {
    const body = method === 'get' ? undefined : {};
    const stranger = await api.stranger()[method](address).send(body);
    const staff = await api.admin.ask(method, address, body, { 'If-Match': '"1"' });
    expect([problem(stranger), problem(staff)]).toEqual([
      [401, 'sign_in_required'],
      [401, 'sign_in_required'],
    ]);
  });

  test.each(named(guarded.filter(({ path }) => path.includes('{'))))(
    'knows nothing of what is not there: %s',
    async (_, method, address) => {
      const { as } = await family();
      const body = method === 'get' ? undefined : {};
      for (const given of [address, address.replace(NOBODY, 'x')]) {
        const answer = await as.ask(method, given, body, { 'If-Match': '"1"' });
        expect([answer.status, answer.body.code]).toEqual([404, expect.stringMatching(/^(multipack_)?not_found$/)]);
      }
    },
  );

  test.each(named(guarded.filter(({ method }) => method !== 'get')))(
    'changes nothing for another site’s page: %s',
    async (_, method, address) => {
      const { as } = await family();
      const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example', 'If-Match': '"1"' };
      expect(problem(await as.ask(method, address, {}, foreign))).toEqual([403, 'csrf_refused']);
    },
  );

  test('has its own way to sign in in the OpenAPI document, and answers what it describes', async () => {
    const document = (await api.stranger().get('/api/openapi.json')).body;
    for (const { path: address, method, access } of routes) {
      const { security } = document.paths[address][method];
      expect([address, security]).toEqual([address, access === 'customer' ? [{ portalSession: [] }] : []]);
    }
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'doc');
    for (const address of ['session', 'customers', 'multipacks', 'multipacks/{id}', 'receivables']) {
      const pointer = `doc#/paths/~1portal~1api~1${address.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
      const validate = ajv.getSchema(pointer)!;
      const { status, body } = await as.get(`/portal/api/${address.replace('{id}', id)}`);
      void validate(body);
      expect([address, status, validate.errors]).toEqual([address, 200, null]);
    }
  });

  test('takes another method for what it is, and limits a caller', async () => {
    const { as } = await family();
    expect(problem(await as.put('/portal/api/multipacks', {}))).toEqual([405, 'method_not_allowed']);
    const busy = await startApi({ limits: { requestsPerMinute: 4 } });
    try {
      const there = portalOf(busy);
      await there.customer('busy@example.com');
      await there.withPassword('busy@example.com');
      const caller = callerWith(busy.server, cookieOf(await there.signIn('busy@example.com')));
      const answers = [];
      for (let i = 0; i < 5; i += 1) answers.push(await caller.get('/portal/api/session'));
      expect(statuses(answers)).toEqual([200, 200, 200, 200, 429]);
    } finally {
      await busy.stop();
    }
  });
});

describe('purchases', () => {
  test('are those of everybody at the address: in course, to come, over; without removed ones and other families’', async () => {
    const { as, parent, child } = await family();
    const other = await family();
    await portal.sold(other.parent.id, today);
    const past = await portal.sold(parent.id, addDays(today, -60), { ...THIRTY_DAYS, name: 'Past' });
    const ahead = await portal.sold(child.id, addDays(today, 10), { ...THIRTY_DAYS, name: 'Ahead' });
    const now = await portal.sold(parent.id, addDays(today, -5), { ...THIRTY_DAYS, name: 'Now' });
    const { body } = await as.get('/portal/api/multipacks');
    expect(body.items.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      [now.id, 'active'],
      [ahead.id, 'upcoming'],
      [past.id, 'expired'],
    ]);
    expect(body.items[0]).toMatchObject({
      name: expect.stringMatching(/^Now/),
      customerId: parent.id,
      customerName: 'Laura Gil',
      validFrom: addDays(today, -5),
      validTo: addDays(today, 24),
      deadline: addDays(today, 9),
      timeZone: ZONE,
      today,
      renewalState: 'will_renew',
      price: { amount: 4990, currency: 'EUR' },
      services: ['gym'],
      duration: { amount: 30, unit: 'day' },
      nextPeriod: {
        validFrom: addDays(today, 25),
        validTo: addDays(today, 54),
        price: { amount: 4990, currency: 'EUR' },
        deadline: addDays(today, 39),
      },
      mayCancelRenewal: { allowed: true, reason: null },
      mayEnableRenewal: { allowed: false, reason: 'renewal_not_cancelled' },
      mayRenew: { allowed: false, reason: 'portal_renewal_not_allowed' },
    });
    expect(body.items[2]).toMatchObject({ nextPeriod: null, mayCancelRenewal: { allowed: false } });
  });

  test('are valid through the last day of a withdrawal, before it and after it', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    const lastDay = addDays(today, 5);
    await api.database.multipack.update({ where: { id }, data: { withdrawnOn: new Date(`${lastDay}T00:00:00Z`) } });
    const shown = async () => (await as.get(path(id))).body;
    expect(await shown()).toMatchObject({ validTo: lastDay, state: 'active', renewalState: 'cancelled' });
    await moveTo(parent.id, 6);
    expect(await shown()).toMatchObject({ validTo: lastDay, state: 'withdrawn' });
  });

  test('of another family do not exist', async () => {
    const { as } = await family();
    const { parent } = await family();
    const { id } = await portal.sold(parent.id, today, BY_HAND);
    for (const act of ['', 'cancel-renewal', 'enable-renewal', 'renew']) {
      const answer = await (act === '' ? as.get(path(id)) : as.post(path(id, act)));
      expect([act, ...problem(answer)]).toEqual([act, 404, 'multipack_not_found']);
    }
    expect((await as.get('/portal/api/receivables')).body.items).toEqual([]);
  });

  test('show what they cost, without what was removed', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, {
      payment: { kind: 'instalments', count: 3, every: { amount: 10, unit: 'day' } },
      duration: { amount: 30, unit: 'day' },
    });
    await api.database.receivable.updateMany({
      where: { multipackId: id, number: 3 },
      data: { state: 'void', collected: false },
    });
    const { body } = await as.get(path(id));
    expect(body.receivables.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    const { items } = (await as.get('/portal/api/receivables?state=open')).body;
    expect(items).toMatchObject([
      { number: 1, dueOn: today, multipackName: expect.stringMatching(/^Monthly/), customerName: 'Laura Gil' },
      { number: 2, dueOn: addDays(today, 10) },
    ]);
  });
});

describe('cancelling the renewal', () => {
  test('in time is done at once, by the customer whose it is, with a task, a letter and a word to the workflow', async () => {
    const { as, child, email } = await family();
    const { id, chainId } = await portal.sold(child.id, today, THIRTY_DAYS);
    const answer = await as.post(path(id, 'cancel-renewal'));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id,
      renewalState: 'cancelled',
      renewalCancelledAt: expect.any(String),
      nextPeriod: null,
      mayCancelRenewal: { allowed: false, reason: 'renewal_already_cancelled' },
      mayEnableRenewal: { allowed: true, reason: null },
    });
    const [task] = await api.database.crmTask.findMany({ where: { multipackId: id } });
    expect(task).toMatchObject({
      customerId: child.id,
      authorKind: 'customer',
      authorId: child.id,
      authorName: '(Nico Gil)',
      channel: 'portal',
      result: 'automatic_renewal_cancellation',
    });
    const command = await api.database.command.findUniqueOrThrow({ where: { id: task!.commandId! } });
    expect(command).toMatchObject({ channel: 'portal', actorId: child.id, state: 'applied' });
    const mail = await api.database.mail.findFirstOrThrow({ where: { uniqueKey: `renewal_cancelled:${command.id}` } });
    expect(mail).toMatchObject({ kind: 'renewal_cancelled', to: email, customerId: child.id, language: 'es' });
    expect(mail.text).toContain('Nico Gil');
    expect(await api.database.outbox.count({ where: { key: chainId } })).toBeGreaterThan(1);
    const event = await api.database.auditEvent.findFirstOrThrow({
      where: { entityId: id, action: 'multipack.renewal_cancelled' },
    });
    expect(event).toMatchObject({ actorKind: 'customer', actorName: 'Nico Gil', channel: 'portal' });
    expect(event.requestId).toBe(answer.headers['x-request-id']);
  });

  test('a second time is refused, though not with the same key', async () => {
    const { as, parent, email } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    const key = { 'Idempotency-Key': `cancel-${id}` };
    const [first, again] = [
      await as.post(path(id, 'cancel-renewal'), {}, key),
      await as.post(path(id, 'cancel-renewal'), {}, key),
    ];
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    expect(again.body).toEqual(first.body);
    expect(problem(await as.post(path(id, 'cancel-renewal')))).toEqual([409, 'renewal_already_cancelled']);
    expect(await api.database.mail.count({ where: { to: email, kind: 'renewal_cancelled' } })).toBe(1);
    const { as: other } = await family();
    expect(problem(await other.post(path(id, 'cancel-renewal'), {}, key))).toEqual([409, 'idempotency_key_taken']);
  });

  test('ten times at once is done once', async () => {
    const { as, parent, email } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    const answers = await Promise.all(Array.from({ length: 10 }, () => as.post(path(id, 'cancel-renewal'))));
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(await api.database.mail.count({ where: { to: email, kind: 'renewal_cancelled' } })).toBe(1);
  });

  test('through the deadline’s day is taken, the day after is refused with the deadline', async () => {
    const { as, parent, child } = await family();
    const [onTheDay, dayAfter] = [
      await portal.sold(parent.id, today, THIRTY_DAYS),
      await portal.sold(child.id, today, THIRTY_DAYS),
    ];
    await moveTo(parent.id, 14);
    await moveTo(child.id, 15);
    expect((await as.get(path(dayAfter.id))).body.mayCancelRenewal).toEqual({
      allowed: false,
      reason: 'notice_deadline_passed',
    });
    const late = await as.post(path(dayAfter.id, 'cancel-renewal'));
    expect(problem(late)).toEqual([409, 'notice_deadline_passed']);
    expect(late.body.details).toMatchObject({ deadline: addDays(today, 14) });
    expect((await as.post(path(onTheDay.id, 'cancel-renewal'))).status).toBe(200);
  });

  test('is refused where the plan does not let customers, and where nothing renews', async () => {
    const { as, parent } = await family();
    const desk = await portal.sold(parent.id, today, { ...THIRTY_DAYS, portalCancellation: false });
    expect((await as.get(path(desk.id))).body.mayCancelRenewal.reason).toBe('portal_cancellation_not_allowed');
    expect(problem(await as.post(path(desk.id, 'cancel-renewal')))).toEqual([409, 'portal_cancellation_not_allowed']);
    const ended = await portal.sold(parent.id, today, THIRTY_DAYS);
    await api.database.multipack.update({ where: { id: ended.id }, data: { automaticRenewal: false } });
    expect((await as.get(path(ended.id))).body.mayCancelRenewal.reason).toBe('not_renewing');
    expect(problem(await as.post(path(ended.id, 'cancel-renewal')))).toEqual([409, 'not_renewing']);
  });

  test('while it is frozen without an end is in time for as long as the freeze runs', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    await portal.change((act) => freezeMultipack(act, id, { from: today, until: null, mayBackdate: false }));
    await moveTo(parent.id, 20);
    expect((await as.get(path(id))).body).toMatchObject({
      state: 'suspended',
      deadline: addDays(today, 34),
      mayCancelRenewal: { allowed: true },
    });
    expect((await as.post(path(id, 'cancel-renewal'))).status).toBe(200);
  });
});

describe('switching the renewal on again', () => {
  test('in time is done, with a letter that says until when it can be cancelled', async () => {
    const { as, parent, email } = await family();
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    await as.post(path(id, 'cancel-renewal'));
    const answer = await as.post(path(id, 'enable-renewal'));
    expect([answer.status, answer.body.renewalState, answer.body.renewalCancelledAt]).toEqual([
      200,
      'will_renew',
      null,
    ]);
    const mail = await api.database.mail.findFirstOrThrow({ where: { to: email, kind: 'renewal_enabled' } });
    expect(mail.subject).toMatch(/^Renovación automática activada: Monthly \d+ \(M-\d{6}\)$/);
    expect(problem(await as.post(path(id, 'enable-renewal')))).toEqual([409, 'renewal_not_cancelled']);
  });

  test('is refused after the deadline, after a forced cancellation, and where the plan does not let customers', async () => {
    const { as, parent, child } = await family();
    const late = await portal.sold(parent.id, today, THIRTY_DAYS);
    await as.post(path(late.id, 'cancel-renewal'));
    const forced = await portal.sold(child.id, today, THIRTY_DAYS);
    await moveTo(parent.id, 16);
    await moveTo(child.id, 16);
    expect((await as.get(path(late.id))).body.mayEnableRenewal.reason).toBe('notice_deadline_passed');
    expect(problem(await as.post(path(late.id, 'enable-renewal')))).toEqual([409, 'notice_deadline_passed']);

    expect((await renewNow(forced.chainId)).renewed).not.toBeNull();
    await portal.change((act) => forceCancelRenewal(act, forced.id, { reason: 'moved', receivedOn: today }));
    expect((await as.get(path(forced.id))).body).toMatchObject({
      mayEnableRenewal: { allowed: false, reason: 'renewal_ended' },
      nextPeriod: null,
    });
    expect(problem(await as.post(path(forced.id, 'enable-renewal')))).toEqual([409, 'renewal_ended']);

    const desk = await portal.sold(parent.id, addDays(today, 16), { ...THIRTY_DAYS, portalCancellation: false });
    await portal.change((act) => cancelRenewal(act, desk.id));
    expect(problem(await as.post(path(desk.id, 'enable-renewal')))).toEqual([409, 'portal_cancellation_not_allowed']);
  });
});

test('a renewal that was made shows its own period, and the renewed one comes after it', async () => {
  const { as, parent } = await family();
  const { id, chainId } = await portal.sold(parent.id, today, THIRTY_DAYS);
  await moveTo(parent.id, 16);
  const { renewed } = await renewNow(chainId);
  const { items } = (await as.get('/portal/api/multipacks')).body;
  expect(items.map((item: { id: string }) => item.id)).toEqual([id, renewed!.successorId]);
  expect(items[0]).toMatchObject({
    renewalState: 'renewed',
    nextPeriod: { validFrom: addDays(today, 30), validTo: addDays(today, 59) },
    mayCancelRenewal: { allowed: false, reason: 'notice_deadline_passed' },
  });
});

describe('renewing by hand', () => {
  test('before the end goes on the day after it, on the same terms without the one-off fee, and is a sale', async () => {
    const { as, child } = await family();
    const { id, chainId } = await portal.sold(child.id, addDays(today, -5), {
      ...BY_HAND,
      oneOffFee: { amount: 3_000, currency: 'EUR' },
    });
    const shown = (await as.get(path(id))).body;
    expect(shown).toMatchObject({
      renewalState: 'none',
      mayRenew: { allowed: true, reason: null },
      nextPeriod: { validFrom: addDays(today, 25), validTo: addDays(today, 54), price: { amount: 4990 } },
    });
    const answer = await as.post(path(id, 'renew'));
    expect(answer.status).toBe(200);
    const { validFrom, validTo, price } = shown.nextPeriod;
    expect(answer.body).toMatchObject({ validFrom, validTo, price, state: 'upcoming', customerId: child.id });
    expect(answer.body.receivables).toMatchObject([{ dueOn: validFrom, amount: { amount: 4990 } }]);
    const bought = await api.database.multipack.findUniqueOrThrow({ where: { id: answer.body.id } });
    expect(bought).toMatchObject({ previousId: id, chainId, ordinal: 1, automaticRenewal: false, portalRenewal: true });
    const event = await api.database.auditEvent.findFirstOrThrow({ where: { entityId: bought.id } });
    expect(event).toMatchObject({ action: 'multipack.sold', actorName: 'Nico Gil', channel: 'portal' });
    expect((await as.get(path(id))).body).toMatchObject({
      renewalState: 'renewed',
      mayRenew: { allowed: false, reason: 'next_period_bought' },
      nextPeriod: { validFrom, validTo },
    });
  });

  test('after the end goes on today, with that day as its anchor', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, addDays(today, -40), BY_HAND);
    expect((await as.get(path(id))).body).toMatchObject({ state: 'expired', nextPeriod: { validFrom: today } });
    const { body } = await as.post(path(id, 'renew'));
    expect(body).toMatchObject({ validFrom: today, validTo: addDays(today, 29), state: 'active' });
  });

  test('twice is refused, at once or later, and the new one only once it has begun', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, BY_HAND);
    const answers = await Promise.all(Array.from({ length: 5 }, () => as.post(path(id, 'renew'))));
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409]);
    const refused = await as.post(path(id, 'renew'));
    expect(problem(refused)).toEqual([409, 'next_period_bought']);
    expect(refused.body.details).toMatchObject({ validFrom: addDays(today, 30) });
    const next = answers.find(({ status }) => status === 200)!.body.id;
    expect(problem(await as.post(path(next, 'renew')))).toEqual([409, 'not_begun']);
    await moveTo(parent.id, 30);
    expect((await as.post(path(next, 'renew'))).status).toBe(200);
  });

  test('with the same key is one purchase', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, BY_HAND);
    const key = { 'Idempotency-Key': `renew-${id}` };
    const [first, again] = [await as.post(path(id, 'renew'), {}, key), await as.post(path(id, 'renew'), {}, key)];
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await api.database.multipack.count({ where: { previousId: id } })).toBe(1);
  });

  test('is refused for what renews by itself, what is frozen or withdrawn, and what is not sold any more', async () => {
    const { as, parent } = await family();
    const refusalOf = async (id: string) => {
      const { mayRenew } = (await as.get(path(id))).body;
      const answer = await as.post(path(id, 'renew'));
      return [answer.status, answer.body.code, mayRenew.reason];
    };
    const automatic = await portal.sold(parent.id, today, THIRTY_DAYS);
    expect(await refusalOf(automatic.id)).toEqual([409, ...twice('portal_renewal_not_allowed')]);
    const desk = await portal.sold(parent.id, today, { ...BY_HAND, portalRenewal: false });
    expect(await refusalOf(desk.id)).toEqual([409, ...twice('portal_renewal_not_allowed')]);
    const frozen = await portal.sold(parent.id, today, BY_HAND);
    await portal.change((act) => freezeMultipack(act, frozen.id, { from: today, until: null, mayBackdate: false }));
    expect(await refusalOf(frozen.id)).toEqual([409, ...twice('already_frozen')]);
    const withdrawn = await portal.sold(parent.id, today, BY_HAND);
    const withdrawnOn = new Date(`${addDays(today, 5)}T00:00:00Z`);
    await api.database.multipack.update({ where: { id: withdrawn.id }, data: { withdrawnOn } });
    expect(await refusalOf(withdrawn.id)).toEqual([409, ...twice('renewal_ended')]);
    const old = await portal.sold(parent.id, today, BY_HAND);
    await api.database.plan.update({ where: { id: old.planId }, data: { retiredAt: new Date() } });
    expect(await refusalOf(old.id)).toEqual([409, ...twice('plan_retired')]);
  });

  test('of one that is blocked carries the block on', async () => {
    const { as, parent } = await family();
    const { id } = await portal.sold(parent.id, today, BY_HAND);
    await portal.change((act) => blockMultipack(act, id, { reason: 'arrears' }));
    const { body } = await as.post(path(id, 'renew'));
    const bought = await api.database.multipack.findUniqueOrThrow({ where: { id: body.id } });
    expect(bought.blockedAt).not.toBeNull();
  });
});

const twice = (code: string) => [code, code];

describe('one’s own data', () => {
  test('phone, address and language can be mended, for each of the family, and it is traced as the customer’s act', async () => {
    const { as, child } = await family();
    const edit = { phone: '600 100 200', address: 'Calle Mayor 1', language: 'it' };
    const answer = await as.patch(`/portal/api/customers/${child.id}`, 1, edit);
    expect(answer.body).toMatchObject({ ...edit, id: child.id, version: 2, branch: { name: 'Madrid' } });
    expect(answer.headers['etag']).toBe('"2"');
    const event = await api.database.auditEvent.findFirstOrThrow({
      where: { entityId: child.id, action: 'customer.edited' },
    });
    expect(event).toMatchObject({ actorKind: 'customer', actorId: child.id, channel: 'portal' });
    const { items } = (await as.get('/portal/api/customers')).body;
    expect(items.map(({ name, phone }: { name: string; phone: string | null }) => [name, phone])).toEqual([
      ['Laura Gil', null],
      ['Nico Gil', '600 100 200'],
    ]);
  });

  test('an older version is 412, none is 428, and other fields or people are out of reach', async () => {
    const { as, parent } = await family();
    const { child: stranger } = await family();
    const own = `/portal/api/customers/${parent.id}`;
    expect(problem(await as.patch(own, 7, { phone: '1' }))).toEqual([412, 'version_conflict']);
    expect(problem(await as.ask('patch', own, { phone: '1' }))).toEqual([428, 'precondition_required']);
    for (const body of [{ email: 'mine@example.com' }, { name: 'Somebody' }, { branchId: parent.branchId }]) {
      expect((await as.patch(own, 1, body)).status).toBe(422);
    }
    const answer = await as.patch(`/portal/api/customers/${stranger.id}`, 1, { phone: '1' });
    expect(problem(answer)).toEqual([404, 'not_found']);
  });

  test('refusals are in the customer’s language', async () => {
    const { as } = await family();
    const { body } = await as.get(path(NOBODY)).unset('Accept-Language');
    expect(body.title).toBe('No encontrado');
  });
});

test('what is owed is paged, the earliest first; what was paid, the latest first', async () => {
  const { as, parent } = await family();
  await portal.sold(parent.id, today, {
    payment: { kind: 'instalments', count: 5, every: { amount: 5, unit: 'day' } },
    duration: { amount: 30, unit: 'day' },
  });
  await api.database.receivable.updateMany({
    where: { customerId: parent.id, number: { in: [1, 2] } },
    data: { state: 'paid', paidAmount: 998n },
  });
  const pageOf = async (query: string) => (await as.get(`/portal/api/receivables?${query}`)).body;
  const numbers = ({ items }: { items: { number: number }[] }) => items.map(({ number }) => number);
  const first = await pageOf('state=open&limit=2');
  expect(numbers(first)).toEqual([3, 4]);
  expect(numbers(await pageOf(`state=open&limit=2&cursor=${first.nextCursor}`))).toEqual([5]);
  expect(numbers(await pageOf('state=paid'))).toEqual([2, 1]);
  expect(numbers(await pageOf(''))).toEqual([5, 4, 3, 2, 1]);
  for (const query of ['state=void', 'cursor=nonsense', 'limit=0']) {
    expect((await as.get(`/portal/api/receivables?${query}`)).status).toBe(422);
  }
});

describe('letters in the console', () => {
  const linkOf = (id: string) => `/api/customers/${id}/portal-link`;

  test('level 1 sees all, a branch those of its customers; a body can be read, but not one that signs somebody in', async () => {
    const { as, parent, email } = await family();
    await portal.askForLink(email);
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    await as.post(path(id, 'cancel-renewal'));
    const far = await addBranch(api, `Far ${people}`);
    const [near, away] = [await api.userOf({ accessLevel: 2 }), await api.userOf({ accessLevel: 2, branchId: far.id })];
    const list = (await near.as.get(`/api/mails?customerId=${parent.id}`)).body;
    expect(list.items).toMatchObject([
      { kind: 'renewal_cancelled', to: email, customerName: 'Laura Gil', state: 'queued', attempts: 0, answer: null },
      { kind: 'portal_link', to: email },
    ]);
    const [letter, link] = list.items;
    const { body } = await near.as.get(`/api/mails/${letter.id}`);
    expect(body).toMatchObject({ messageId: null, text: expect.stringContaining('Monthly') });
    expect(body.html).toContain('<h1');
    expect((await near.as.get(`/api/mails/${link.id}`)).body).toMatchObject({ text: null, html: null });
    expect((await api.admin.get(`/api/mails/${letter.id}`)).status).toBe(200);
    expect((await away.as.get('/api/mails')).body.items).toEqual([]);
    expect(problem(await away.as.get(`/api/mails/${letter.id}`))).toEqual([404, 'not_found']);
    expect(problem(await away.as.post(`/api/mails/${letter.id}/send-again`))).toEqual([404, 'not_found']);
    expect((await near.as.get(`/api/mails?state=sent&customerId=${parent.id}`)).body.items).toEqual([]);
    const first = (await near.as.get('/api/mails?limit=1')).body;
    expect(first.items[0].id).toBe(letter.id);
    expect((await near.as.get(`/api/mails?limit=1&cursor=${first.nextCursor}`)).body.items[0].id).toBe(link.id);
  });

  test('one that was given up is sent again, with a trace; another is not', async () => {
    const { as, parent, email } = await family();
    await portal.askForLink(email);
    const { id } = await portal.sold(parent.id, today, THIRTY_DAYS);
    await as.post(path(id, 'cancel-renewal'));
    const mail = await api.database.mail.findFirstOrThrow({
      where: { customerId: parent.id, kind: 'renewal_cancelled' },
    });
    const again = `/api/mails/${mail.id}/send-again`;
    expect(problem(await api.admin.post(again))).toEqual([409, 'mail_not_failed']);
    await api.database.mail.update({
      where: { id: mail.id },
      data: { state: 'failed', attempts: 1, lastError: '550 no such mailbox' },
    });
    expect((await api.admin.get(`/api/mails/${mail.id}`)).body.answer).toBe('550 no such mailbox');
    const answer = await api.admin.post(again);
    expect([answer.status, answer.body.state, answer.body.attempts]).toEqual([200, 'queued', 0]);
    expect(await api.database.auditEvent.count({ where: { entityId: mail.id, action: 'mail.sent_again' } })).toBe(1);

    const link = await api.database.mail.findFirstOrThrow({ where: { customerId: parent.id, kind: 'portal_link' } });
    await api.database.mail.update({ where: { id: link.id }, data: { state: 'failed', text: null, html: null } });
    expect(problem(await api.admin.post(`/api/mails/${link.id}/send-again`))).toEqual([409, 'mail_expired']);
  });

  test('staff send a customer a link in the customer’s language; without an address they are told so', async () => {
    people += 1;
    const email = `invited-${people}@example.com`;
    const { id } = await portal.customer(email, 'Invited');
    const key = { 'Idempotency-Key': `link-${id}` };
    expect((await api.admin.post(linkOf(id), {}, key)).status).toBe(202);
    expect((await api.admin.post(linkOf(id), {}, key)).headers['idempotency-replayed']).toBe('true');
    const [mail, ...more] = await api.database.mail.findMany({ where: { customerId: id } });
    expect([mail!.language, more]).toEqual(['es', []]);
    expect((await portal.useLink((await portal.tokenFor(email))!)).status).toBe(200);
    expect(await api.database.auditEvent.count({ where: { entityId: id, action: 'customer.portal_link_sent' } })).toBe(
      1,
    );

    const mute = await portal.customer(null);
    expect(problem(await api.admin.post(linkOf(mute.id)))).toEqual([409, 'customer_without_email']);
    const far = await addBranch(api, `Further ${people}`);
    const { as } = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect(problem(await as.post(linkOf(id)))).toEqual([404, 'not_found']);
  });
});

describe('the letter that confirms a cancellation', () => {
  const lettersTo = (customerId: string) =>
    api.database.mail.findMany({ where: { customerId, kind: { not: 'portal_link' } }, orderBy: { id: 'asc' } });

  test('goes out for one from the console too, names the day of a paper recorded late, and what was taken back', async () => {
    const { parent, child } = await family();
    const [counter, late] = [
      await portal.sold(parent.id, today, THIRTY_DAYS),
      await portal.sold(child.id, today, THIRTY_DAYS),
    ];
    expect((await api.admin.post(`/api/multipacks/${counter.id}/cancel-renewal`)).status).toBe(200);
    expect((await api.admin.post(`/api/multipacks/${counter.id}/enable-renewal`)).status).toBe(200);
    expect((await lettersTo(parent.id)).map(({ kind }) => kind)).toEqual(['renewal_cancelled', 'renewal_enabled']);

    await moveTo(child.id, 16);
    await renewNow(late.chainId);
    const receivedOn = addDays(today, 10);
    const body = { receivedOn, reason: 'letter', fileId: await letterOf(api, child.id) };
    expect((await api.admin.post(`/api/multipacks/${late.id}/cancel-renewal`, body)).status).toBe(200);
    const [letter, ...more] = await lettersTo(child.id);
    expect(more).toEqual([]);
    const day = new Intl.DateTimeFormat('es', { dateStyle: 'long', timeZone: 'UTC' });
    const written = (date: string) => day.format(new Date(`${date}T00:00:00Z`));
    expect(letter!.text).toContain(`Recibido: ${written(receivedOn)}\n`);
    expect(letter!.text).toContain(
      `El período renovado del ${written(addDays(today, 30))} al ${written(addDays(today, 59))} ha quedado sin efecto.`,
    );
  });

  test('is not written without an e-mail address, nor for what was refused', async () => {
    const mute = await portal.customer(null);
    const { id } = await portal.sold(mute.id, today, THIRTY_DAYS);
    expect((await api.admin.post(`/api/multipacks/${id}/cancel-renewal`)).status).toBe(200);
    expect((await api.admin.post(`/api/multipacks/${id}/cancel-renewal`)).status).toBe(409);
    expect(await lettersTo(mute.id)).toEqual([]);
  });
});
