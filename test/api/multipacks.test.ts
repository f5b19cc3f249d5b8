import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { type Api, type Caller, fields, letterOf, PDF, startApi } from './support.ts';

const today = localDateOf(new Date(), 'Europe/Madrid');
const THIRTY_DAYS = {
  price: { amount: 4990, currency: 'EUR' },
  // In days, so that the tests pass in February too.
  duration: { amount: 30, unit: 'day' },
  payment: { kind: 'single' },
  paymentMethod: 'sepa',
  automaticRenewal: true,
  portalCancellation: true,
  notice: { amount: 3, unit: 'day' },
};

let api: Api;
let names = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function planOf(terms: object = {}): Promise<{ id: string; name: string; version: number }> {
  names += 1;
  const answer = await api.admin.post('/api/plans', { ...THIRTY_DAYS, name: `Plan ${names}`, ...terms });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function customerOf(fields: object = {}): Promise<{ id: string; code: string; email: string | null }> {
  const answer = await api.admin.post('/api/customers', { name: 'Lucía Gómez', ...fields });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** A multipack that began today. */
async function sold(terms: object = {}, startOn = today, as: Caller = api.admin) {
  const [plan, customer] = [await planOf(terms), await customerOf()];
  const answer = await as.post('/api/multipacks', { customerId: customer.id, planId: plan.id, startOn });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function elsewhere() {
  names += 1;
  const branch = await api.database.branch.create({
    data: {
      name: `Branch ${names}`,
      timeZone: 'Europe/Lisbon',
      country: 'PT',
      language: 'pt-BR',
      currency: 'EUR',
      createdAt: new Date(),
    },
  });
  return api.userOf({ accessLevel: 2, branchId: branch.id });
}

describe('selling', () => {
  test('answers with everything known of the multipack, and its place', async () => {
    const multipack = await sold();
    expect(multipack).toMatchObject({
      state: 'active',
      renewalState: 'will_renew',
      nextPeriod: { validFrom: addDays(today, 30), validTo: addDays(today, 59) },
      validFrom: today,
      ordinal: 0,
      expired: false,
      renewals: [],
      price: { amount: 4990, currency: 'EUR' },
      terms: { notice: { amount: 3, unit: 'day' }, automaticRenewal: true },
      receivables: [{ number: 1, dueOn: today, amount: { amount: 4990, currency: 'EUR' }, state: 'open' }],
    });
    expect(multipack.deadline).toBe(addDays(multipack.validTo, -3));
    expect(localDateOf(new Date(multipack.night.opens), 'Europe/Madrid')).toBe(addDays(multipack.deadline, 1));
    expect(multipack.chain).toHaveLength(1);
    const read = await api.admin.get(`/api/multipacks/${multipack.id}`);
    expect(read.status).toBe(200);
    const { renewals: _, expired: __, ...detail } = multipack;
    expect(read.body).toEqual(detail);
    expect(read.headers['etag']).toBe('"1"');
  });

  test('with the deadline past renews at once; with a notice longer than the term several times', async () => {
    const once = await sold({}, addDays(today, -29));
    expect(once.renewals).toHaveLength(1);
    expect(once).toMatchObject({ renewalState: 'renewed', expired: false, successorId: once.renewals[0] });
    // Whoever sold it, the renewal is the system's.
    const tasks = await api.database.crmTask.findMany({ where: { multipackId: once.successorId } });
    expect(tasks).toMatchObject([{ authorKind: 'system', authorId: null, authorName: 'Tacit', channel: 'system' }]);
    const often = await sold({ notice: { amount: 80, unit: 'day' } });
    expect(often.renewals).toHaveLength(2);
    expect(often.chain.map(({ renewalState }: { renewalState: string }) => renewalState)).toEqual([
      'renewed',
      'renewed',
      'will_renew',
    ]);
    expect(often.chain.at(-1).deadline >= today).toBe(true);
  });

  test('of one whose validity is over enters it as expired and does not renew it', async () => {
    const over = await sold({}, addDays(today, -90));
    expect(over).toMatchObject({ state: 'expired', renewalState: 'none', expired: true, renewals: [], night: null });
  });

  test('twenty sellers with the same Idempotency-Key sell one', async () => {
    const [plan, customer] = [await planOf(), await customerOf()];
    const body = { customerId: customer.id, planId: plan.id, startOn: today };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        api.admin.post('/api/multipacks', body, { 'Idempotency-Key': `sale-${plan.id}` }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19);
    expect(await api.database.multipack.count({ where: { customerId: customer.id } })).toBe(1);
  });

  test('a reference is sold once', async () => {
    const [plan, customer] = [await planOf(), await customerOf()];
    const body = { customerId: customer.id, planId: plan.id, startOn: today, reference: `R-${plan.id}` };
    const answers = await Promise.all([1, 2, 3].map(() => api.admin.post('/api/multipacks', body)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'reference_taken',
      details: { reference: body.reference },
    });
  });

  test.each([
    ['a field that does not exist', { colour: 'red' }, 'colour', 'unknown_field'],
    ['a wrong type', { startOn: 20_260_101 }, 'startOn', 'invalid_type'],
    ['30 February', { startOn: '2026-02-30' }, 'startOn', 'invalid_date'],
    ['a day of another calendar', { startOn: '0000-01-01' }, 'startOn', 'invalid_date'],
    ['an id that is none', { planId: 'monthly' }, 'planId', 'invalid_format'],
    ['an empty reference', { reference: '  ' }, 'reference', 'too_small'],
    ['a character no text can hold', { reference: 'a\u0000b' }, 'reference', 'invalid_text'],
  ])('refuses %s', async (_, wrong, path, code) => {
    const [plan, customer] = [await planOf(), await customerOf()];
    const answer = await api.admin.post('/api/multipacks', {
      customerId: customer.id,
      planId: plan.id,
      startOn: today,
      ...wrong,
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'invalid_input', errors: [{ path, code }] });
  });

  test('refuses a retired plan, an unknown plan and a customer out of reach', async () => {
    const [plan, customer] = [await planOf(), await customerOf()];
    const body = { customerId: customer.id, planId: plan.id, startOn: today };
    const unknown = await api.admin.post('/api/multipacks', { ...body, planId: customer.id });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'plan_not_found']);
    const stranger = await (await elsewhere()).as.post('/api/multipacks', body);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'customer_not_found']);
    await api.admin.patch(`/api/plans/${plan.id}`, plan.version, { retired: true });
    const retired = await api.admin.post('/api/multipacks', body);
    expect([retired.status, retired.body.code]).toEqual([409, 'plan_retired']);
  });

  test('refuses a start whose dates leave the calendar', async () => {
    const [plan, customer] = [
      await planOf({ duration: { amount: 100, unit: 'year' }, payment: { kind: 'single' } }),
      await customerOf(),
    ];
    const answer = await api.admin.post('/api/multipacks', {
      customerId: customer.id,
      planId: plan.id,
      startOn: '2150-01-01',
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
  });

  test('shows what was sold even where its next period leaves the calendar', async () => {
    const century = await sold({ duration: { amount: 100, unit: 'year' } });
    expect(century).toMatchObject({ renewalState: 'will_renew', nextPeriod: null });
  });

  test('a plan with a price list has no renewal terms', async () => {
    const answer = await api.admin.post('/api/plans', {
      ...THIRTY_DAYS,
      name: 'With a list',
      hasPriceList: true,
      renewalTerms: { price: { amount: 1, currency: 'EUR' } },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'renewalTerms', code: 'price_list_excludes_renewal_terms' }]);
  });
});

describe('who sees what', () => {
  test('the own branch; for anybody else neither the multipack nor its acts exist', async () => {
    const multipack = await sold();
    const { as: colleague } = await api.userOf({ accessLevel: 4 });
    expect((await colleague.get(`/api/multipacks/${multipack.id}`)).status).toBe(200);
    const { as: other, branchId } = await elsewhere();
    expect((await other.get(`/api/multipacks/${multipack.id}`)).body).toMatchObject({
      status: 404,
      code: 'multipack_not_found',
    });
    const acts: [string, object][] = [
      ['cancel-renewal', {}],
      ['enable-renewal', {}],
      ['freeze', { from: today }],
      ['block', { reason: 'arrears' }],
      ['reactivate', {}],
      ['change-terms', { services: [] }],
    ];
    for (const [act, body] of acts) {
      const answer = await other.post(`/api/multipacks/${multipack.id}/${act}`, body);
      expect([act, answer.status, answer.body.code]).toEqual([act, 404, 'multipack_not_found']);
    }
    expect((await other.get('/api/multipacks')).body.items).toEqual([]);
    expect((await other.get(`/api/customers/${multipack.customerId}/multipacks`)).status).toBe(404);
    const foreign = await colleague.get(`/api/multipacks?branchId=${branchId}`);
    expect([foreign.status, foreign.body.code]).toEqual([422, 'branch_unknown']);
    expect((await api.stranger().get(`/api/multipacks/${multipack.id}`)).status).toBe(401);
  });
});

describe('the list', () => {
  test('is filtered by what a multipack is today, page by page', async () => {
    const customer = await customerOf({ name: 'Zoë Filter' });
    const plan = await planOf();
    for (const days of [-90, -10, 0, 0, 20]) {
      await api.admin.post('/api/multipacks', {
        customerId: customer.id,
        planId: plan.id,
        startOn: addDays(today, days),
      });
    }
    const list = async (query: string) => {
      const answer = await api.admin.get(`/api/multipacks?customerId=${customer.id}&${query}`);
      expect(answer.status).toBe(200);
      return answer.body as { items: { id: string; state: string }[]; nextCursor: string | null };
    };
    expect((await list('')).items.map(({ state }) => state)).toEqual([
      'upcoming',
      'active',
      'active',
      'active',
      'expired',
    ]);
    expect((await list('state=active')).items).toHaveLength(3);
    expect((await list('renewalState=none')).items).toHaveLength(1);
    expect((await list(`deadlineTo=${addDays(today, 20)}&deadlineFrom=${today}`)).items).toHaveLength(1);
    expect((await list('search=zo%C3%AB')).items).toHaveLength(5);
    expect((await list('search=%25')).items).toHaveLength(0);
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    const third = await list(`limit=2&cursor=${second.nextCursor}`);
    expect(third.nextCursor).toBeNull();
    expect(new Set([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(5);
    const own = await api.admin.get(`/api/customers/${customer.id}/multipacks?state=expired`);
    expect(own.body.items).toHaveLength(1);
    const wrong = await api.admin.get('/api/multipacks?cursor=abc');
    expect([wrong.status, wrong.body.errors[0].code]).toEqual([422, 'invalid_cursor']);
  });

  test('finds a multipack by its code', async () => {
    const { code, id } = await sold();
    const answer = await api.admin.get(`/api/multipacks?search=${code}`);
    expect(answer.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
  });
});

describe('cancelling the renewal', () => {
  test('through the deadline; then it is cancelled already', async () => {
    const { id } = await sold();
    const answer = await api.admin.post(`/api/multipacks/${id}/cancel-renewal`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      multipack: { renewalState: 'cancelled', nextPeriod: null, night: null },
      removedIds: [],
      toRefund: [],
    });
    expect(answer.body.multipack.receivables).toMatchObject([{ state: 'open' }]);
    const again = await api.admin.post(`/api/multipacks/${id}/cancel-renewal`);
    expect([again.status, again.body.code]).toEqual([409, 'renewal_already_cancelled']);
    const on = await api.admin.post(`/api/multipacks/${id}/enable-renewal`);
    expect([on.status, on.body.renewalState]).toEqual([200, 'will_renew']);
    const twice = await api.admin.post(`/api/multipacks/${id}/enable-renewal`);
    expect([twice.status, twice.body.code]).toEqual([409, 'renewal_not_cancelled']);
    const tasks = await api.database.crmTask.findMany({ where: { multipackId: id }, orderBy: { id: 'asc' } });
    expect(tasks.map(({ result, channel }) => [result, channel])).toEqual([
      ['automatic_renewal_cancellation', 'console'],
      ['automatic_renewal_enabled', 'console'],
    ]);
  });

  test('after the deadline is refused with the deadline in the answer, in words too', async () => {
    const { id, deadline } = await sold({}, addDays(today, -29));
    const answer = await api.admin.ask('post', `/api/multipacks/${id}/cancel-renewal`, {}, { 'Accept-Language': 'es' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'notice_deadline_passed', details: { deadline } });
    expect(answer.body.detail).toContain(deadline.split('-').toReversed().join('/'));
  });

  test('what does not renew has nothing to cancel', async () => {
    const { id } = await sold({ automaticRenewal: false, portalCancellation: false });
    const answer = await api.admin.post(`/api/multipacks/${id}/cancel-renewal`);
    expect([answer.status, answer.body.code]).toEqual([409, 'not_renewing']);
  });

  test('a letter that came in time and is recorded late takes the renewal back, with the permission', async () => {
    const { id, deadline, renewals, customerId } = await sold({}, addDays(today, -29));
    const fileId = await letterOf(api, customerId);
    const body = { receivedOn: deadline, reason: 'Letter at the desk of the other shift', fileId };
    const { as: clerk } = await api.userOf({ accessLevel: 3 });
    const refused = await clerk.post(`/api/multipacks/${id}/cancel-renewal`, body);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_required']);
    const { as: entitled } = await api.userOf({ accessLevel: 3, permissions: ['late_receipt'] });
    const late = await entitled.post(`/api/multipacks/${id}/cancel-renewal`, {
      ...body,
      receivedOn: addDays(deadline, 1),
    });
    expect([late.status, late.body.code]).toEqual([409, 'notice_deadline_passed']);
    const ahead = await entitled.post(`/api/multipacks/${id}/cancel-renewal`, {
      ...body,
      receivedOn: addDays(today, 1),
    });
    expect([ahead.status, ahead.body.code]).toEqual([422, 'receipt_in_the_future']);
    const half = await entitled.post(`/api/multipacks/${id}/cancel-renewal`, { receivedOn: deadline });
    expect(fields(half)).toEqual([422, ['reason invalid_type', 'fileId invalid_type']]);
    const unknown = await entitled.post(`/api/multipacks/${id}/cancel-renewal`, { ...body, fileId: id });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'file_unknown']);
    const answer = await entitled.post(`/api/multipacks/${id}/cancel-renewal`, body);
    expect(answer.status).toBe(200);
    expect(answer.body.removedIds).toEqual(renewals);
    expect(answer.body.multipack).toMatchObject({ renewalState: 'cancelled', chain: [{}, { state: 'removed' }] });
    expect(localDateOf(new Date(answer.body.receivedAt), 'Europe/Madrid')).toBe(deadline);
    expect(await api.database.receivable.count({ where: { multipackId: renewals[0], state: 'void' } })).toBe(1);
    const ended = await entitled.post(`/api/multipacks/${id}/enable-renewal`);
    expect([ended.status, ended.body.code]).toEqual([409, 'renewal_ended']);
    const letter = { id: fileId, name: 'letter.pdf' };
    const { body: tasks } = await api.admin.get(`/api/crm-tasks?multipackId=${id}`);
    expect(tasks.items[0]).toMatchObject({ file: { ...letter, type: 'application/pdf', size: PDF.length } });
    const where = { entityId: id, action: 'multipack.receipt_recorded_late' };
    expect((await api.database.auditEvent.findFirst({ where }))?.details).toMatchObject({ file: letter });
  });

  test('forced after the deadline: the renewal is removed, what was paid for it is to be refunded', async () => {
    const { id, renewals, customerId } = await sold({}, addDays(today, -29));
    const body = { receivedOn: today, reason: 'Moves abroad' };
    const { as: clerk } = await api.userOf({ accessLevel: 4 });
    const refused = await clerk.post(`/api/multipacks/${id}/force-cancel-renewal`, body);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_required']);
    const [due] = await api.database.receivable.findMany({ where: { multipackId: renewals[0] } });
    await api.admin.post(`/api/receivables/${due!.id}/pay`, { method: 'cash' });
    const { as: entitled } = await api.userOf({ accessLevel: 4, permissions: ['force_renewal_cancellation'] });
    const ahead = await entitled.post(`/api/multipacks/${id}/force-cancel-renewal`, {
      ...body,
      receivedOn: addDays(today, 1),
    });
    expect([ahead.status, ahead.body.code]).toEqual([422, 'receipt_in_the_future']);
    const unknown = await entitled.post(`/api/multipacks/${id}/force-cancel-renewal`, { ...body, fileId: id });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'file_unknown']);
    const fileId = await letterOf(api, customerId);
    const answer = await entitled.post(`/api/multipacks/${id}/force-cancel-renewal`, { ...body, fileId });
    expect(answer.status).toBe(200);
    expect((await api.admin.get(`/api/crm-tasks?multipackId=${id}`)).body.items[0].file.id).toBe(fileId);
    expect(answer.body).toMatchObject({ removedIds: renewals, toRefund: [{ id: due!.id, state: 'paid' }] });
    const again = await entitled.post(`/api/multipacks/${id}/force-cancel-renewal`, body);
    expect([again.status, again.body.code]).toEqual([409, 'renewal_already_cancelled']);
  });

  test('is not forced while it can be cancelled as usual', async () => {
    const { id } = await sold();
    const answer = await api.admin.post(`/api/multipacks/${id}/force-cancel-renewal`, {
      receivedOn: today,
      reason: 'x',
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'notice_deadline_ahead']);
  });

  test('twenty at once cancel it once', async () => {
    const { id } = await sold();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.admin.post(`/api/multipacks/${id}/cancel-renewal`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'renewal_already_cancelled')).toHaveLength(19);
    expect(await api.database.crmTask.count({ where: { multipackId: id } })).toBe(1);
  });
});

describe('suspension', () => {
  test('a freeze that begins in the past needs the permission for late receipts; none is longer than two years', async () => {
    const { id } = await sold({}, addDays(today, -5));
    const past = { from: addDays(today, -3), until: addDays(today, -1) };
    const { as: clerk } = await api.userOf({ accessLevel: 4 });
    const refused = await clerk.post(`/api/multipacks/${id}/freeze`, past);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_required']);
    const { as: entitled } = await api.userOf({ accessLevel: 4, permissions: ['late_receipt'] });
    expect((await entitled.post(`/api/multipacks/${id}/freeze`, past)).status).toBe(200);
    const long = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: today, until: addDays(today, 731) });
    expect([long.status, long.body.code]).toEqual([422, 'invalid_freeze']);
    expect((await api.admin.post(`/api/multipacks/${id}/freeze`, { from: today })).status).toBe(200);
    const far = await api.admin.post(`/api/multipacks/${id}/reactivate`, { on: '2199-01-01' });
    expect([far.status, far.body.code]).toEqual([422, 'invalid_freeze']);
  });

  test('what amounts to a cancellation after the deadline needs its permission, whichever way it is tried', async () => {
    const { id } = await sold({}, addDays(today, -28));
    const { as: clerk } = await api.userOf({ accessLevel: 4 });
    expect((await clerk.post(`/api/multipacks/${id}/cancel-renewal`)).body.code).toBe('notice_deadline_passed');
    await clerk.post(`/api/multipacks/${id}/freeze`, { from: today, until: addDays(today, 10) });
    expect((await clerk.post(`/api/multipacks/${id}/cancel-renewal`)).status).toBe(200);
    const back = await clerk.post(`/api/multipacks/${id}/reactivate`);
    expect([back.status, back.body.code]).toEqual([403, 'permission_required']);
  });

  test('freeze, block and reactivate answer with the multipack as it is then', async () => {
    const { id, validTo } = await sold();
    const frozen = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: today, until: addDays(today, 9) });
    expect(frozen.status).toBe(200);
    expect(frozen.body).toMatchObject({
      state: 'suspended',
      validTo: addDays(validTo, 10),
      freeze: { from: today, until: addDays(today, 9) },
      receivables: [{ dueOn: addDays(today, 10) }],
    });
    const twice = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: addDays(today, 12) });
    expect([twice.status, twice.body.code]).toEqual([409, 'already_frozen']);
    const blocked = await api.admin.post(`/api/multipacks/${id}/block`, { reason: 'arrears' });
    expect(blocked.body.blockedAt).not.toBeNull();
    const again = await api.admin.post(`/api/multipacks/${id}/block`, { reason: 'arrears' });
    expect([again.status, again.body.code]).toEqual([409, 'already_blocked']);
    const back = await api.admin.post(`/api/multipacks/${id}/reactivate`);
    expect(back.body).toMatchObject({ state: 'active', validTo, freeze: null, blockedAt: null });
    const none = await api.admin.post(`/api/multipacks/${id}/reactivate`);
    expect([none.status, none.body.code]).toEqual([409, 'not_suspended']);
    const outside = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: addDays(validTo, 1) });
    expect([outside.status, outside.body.code]).toEqual([422, 'invalid_freeze']);
    const noDay = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: '2026-02-30' });
    expect([noDay.status, noDay.body.code]).toEqual([422, 'invalid_input']);
    const noReason = await api.admin.post(`/api/multipacks/${id}/block`, {});
    expect([noReason.status, noReason.body.code]).toEqual([422, 'invalid_input']);
  });

  test('what is over is neither frozen nor blocked', async () => {
    const { id } = await sold({}, addDays(today, -90));
    const frozen = await api.admin.post(`/api/multipacks/${id}/freeze`, { from: today });
    expect([frozen.status, frozen.body.code]).toEqual([409, 'not_freezable']);
    const blocked = await api.admin.post(`/api/multipacks/${id}/block`, { reason: 'arrears' });
    expect([blocked.status, blocked.body.code]).toEqual([409, 'not_blockable']);
  });
});

describe('a change of terms', () => {
  test('computes the deadline anew, and the new price comes with the renewal', async () => {
    const { id, validTo } = await sold();
    const answer = await api.admin.post(`/api/multipacks/${id}/change-terms`, {
      notice: { amount: 1, unit: 'week' },
      renewalTerms: { price: { amount: 5990, currency: 'EUR' } },
      services: ['gym', 'pool'],
      paymentMethod: 'card',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      deadline: addDays(validTo, -7),
      price: { amount: 4990 },
      terms: { services: ['gym', 'pool'], paymentMethod: 'card', renewalTerms: { price: { amount: 5990 } } },
      version: 2,
    });
    const same = await api.admin.post(`/api/multipacks/${id}/change-terms`, { notice: { amount: 1, unit: 'week' } });
    expect(same.body.version).toBe(2);
    expect(await api.database.crmTask.count({ where: { multipackId: id, result: 'terms_changed' } })).toBe(1);
  });

  test('takes no right from anybody, and never touches what is renewed or over', async () => {
    const { id } = await sold();
    const passed = await api.admin.post(`/api/multipacks/${id}/change-terms`, { notice: { amount: 2, unit: 'month' } });
    expect([passed.status, passed.body.code]).toEqual([409, 'deadline_would_pass']);
    const renewed = await sold({}, addDays(today, -29));
    const later = await api.admin.post(`/api/multipacks/${renewed.id}/change-terms`, { services: [] });
    expect(later.body).toMatchObject({
      status: 409,
      code: 'already_renewed',
      details: { successorId: renewed.renewals[0] },
    });
    const over = await sold({}, addDays(today, -90));
    const dead = await api.admin.post(`/api/multipacks/${over.id}/change-terms`, { automaticRenewal: true });
    expect([dead.status, dead.body.code]).toEqual([409, 'terms_not_changeable']);
  });

  test('only to terms that a plan could have', async () => {
    const { id } = await sold({
      duration: { amount: 1, unit: 'year' },
      payment: { kind: 'single' },
      hasPriceList: true,
    });
    const list = await api.admin.post(`/api/multipacks/${id}/change-terms`, {
      renewalTerms: { price: { amount: 5990, currency: 'EUR' } },
    });
    expect(list.body).toMatchObject({ status: 422, errors: [{ code: 'price_list_excludes_renewal_terms' }] });
    const portal = await api.admin.post(`/api/multipacks/${id}/change-terms`, { portalRenewal: true });
    expect(portal.body.errors.map(({ code }: { code: string }) => code)).toContain(
      'portal_renewal_excludes_automatic_renewal',
    );
    const price = await api.admin.post(`/api/multipacks/${id}/change-terms`, { price: { amount: 1, currency: 'EUR' } });
    expect(price.body.errors).toMatchObject([{ path: 'price', code: 'unknown_field' }]);
  });
});

describe('a plan’s later edits', () => {
  test('are previewed, then applied to what was sold, once', async () => {
    const plan = await planOf();
    const ids: string[] = [];
    for (const days of [0, 0, -10]) {
      const customer = await customerOf();
      const answer = await api.admin.post('/api/multipacks', {
        customerId: customer.id,
        planId: plan.id,
        startOn: addDays(today, days),
      });
      ids.push(answer.body.id);
    }
    await api.admin.post(`/api/multipacks/${ids[1]}/cancel-renewal`);
    await api.admin.patch(`/api/plans/${plan.id}`, plan.version, { notice: { amount: 25, unit: 'day' } });
    const body = { fields: ['notice'] };
    const preview = await api.admin.post(`/api/plans/${plan.id}/apply-to-sold/preview`, body);
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      examined: 3,
      changed: 1,
      unchanged: 0,
      skipped: { renewal_cancelled: 1, deadline_would_pass: 1 },
      changes: [{ multipackId: ids[0], changed: ['notice'] }],
    });
    expect((await api.admin.get(`/api/multipacks/${ids[0]}`)).body.terms.notice).toEqual({ amount: 3, unit: 'day' });
    const applied = await api.admin.post(`/api/plans/${plan.id}/apply-to-sold`, body);
    expect(applied.body).toEqual(preview.body);
    const after = (await api.admin.get(`/api/multipacks/${ids[0]}`)).body;
    expect(after).toMatchObject({
      terms: { notice: { amount: 25, unit: 'day' } },
      deadline: addDays(after.validTo, -25),
    });
    const repeat = await api.admin.post(`/api/plans/${plan.id}/apply-to-sold`, body);
    expect(repeat.body).toMatchObject({ examined: 3, changed: 0, unchanged: 1 });
    expect((await api.admin.get(`/api/multipacks/${ids[0]}`)).body.version).toBe(after.version);
  });

  test('are for level 1, and for plans and fields that exist', async () => {
    const plan = await planOf();
    const { as } = await api.userOf({ accessLevel: 2 });
    for (const path of ['apply-to-sold', 'apply-to-sold/preview']) {
      const answer = await as.post(`/api/plans/${plan.id}/${path}`, { fields: ['notice'] });
      expect([answer.status, answer.body.code]).toEqual([403, 'level_required']);
      const none = await api.admin.post(`/api/plans/00000000-0000-7000-8000-000000000000/${path}`, {
        fields: ['notice'],
      });
      expect([none.status, none.body.code]).toEqual([404, 'not_found']);
      const wrong = await api.admin.post(`/api/plans/${plan.id}/${path}`, { fields: ['price'] });
      expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_input']);
    }
  });
});
