import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { demandInvariants } from '../database/invariants.ts';
import { type Api, fields, letterOf, startApi, statuses } from './support.ts';

const today = localDateOf(new Date(), 'Europe/Madrid');
const written = (date: string) => date.split('-').toReversed().join('/');
const FILE = '01999999-9999-7999-8999-999999999999';
const EUR = (amount: number) => ({ amount, currency: 'EUR' });

/** Thirty days in three instalments, due on the first, the eleventh and the twenty-first day. */
const INSTALMENTS = {
  price: EUR(9000),
  duration: { amount: 30, unit: 'day' },
  payment: { kind: 'instalments', count: 3, every: { amount: 10, unit: 'day' } },
  paymentMethod: 'sepa',
  automaticRenewal: true,
  portalCancellation: true,
  notice: { amount: 3, unit: 'day' },
};

let api: Api;
let names = 0;
let taskTypeId: string;
beforeAll(async () => {
  api = await startApi();
  taskTypeId = await taskType('withdrawal', 'Baja definitiva');
});
afterAll(async () => {
  // Whatever the tests did: what must never be found is not there.
  await demandInvariants(api.database);
  await api.stop();
});

async function taskType(classification: string, name = `Type ${(names += 1)}`, extra: object = {}): Promise<string> {
  const answer = await api.admin.post('/api/task-types', { name, classification, ...extra });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function customer(extra: object = {}): Promise<string> {
  const answer = await api.admin.post('/api/customers', { name: 'Lucía Gómez', ...extra });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function sold(customerId: string, terms: object = {}, startOn = today) {
  names += 1;
  const plan = await api.admin.post('/api/plans', { name: `Plan ${names}`, ...INSTALMENTS, ...terms });
  expect(plan.status).toBe(201);
  const answer = await api.admin.post('/api/multipacks', { customerId, planId: plan.body.id, startOn });
  expect(answer.status).toBe(201);
  return answer.body;
}

const preview = (customerId: string, body: object, as = api.admin) =>
  as.post(`/api/customers/${customerId}/withdraw/preview`, body);
const withdraw = (customerId: string, body: object, as = api.admin) =>
  as.post(`/api/customers/${customerId}/withdraw`, { taskTypeId, ...body });
const read = async (id: string) => (await api.admin.get(`/api/multipacks/${id}`)).body;
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];
const pay = (id: string, amount?: number) =>
  api.admin.post(`/api/receivables/${id}/pay`, { method: 'cash', ...(amount && { amount: EUR(amount) }) });
const fates = (item: { receivables: { fate: string }[] }) => item.receivables.map(({ fate }) => fate);

describe('the receivables', () => {
  test('of the day itself stay, those after it go, from the day after on', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const [, second] = multipack.receivables;
    const body = { multipackIds: [multipack.id], lastDay: second.dueOn };
    const expected = [{ fate: 'debt' }, { fate: 'debt', dueOn: second.dueOn }, { fate: 'removed' }];
    const seen = await preview(customerId, body);
    expect(seen.body.items).toMatchObject([{ allowed: true, reason: null, receivables: expected }]);
    const answer = await withdraw(customerId, body);
    expect(answer.status).toBe(200);
    expect(answer.body.items[0].receivables).toMatchObject(expected);
    expect((await read(multipack.id)).receivables).toMatchObject([
      { state: 'open', outstanding: EUR(3000) },
      { state: 'open', outstanding: EUR(3000) },
      { state: 'void', outstanding: EUR(0) },
    ]);
    // A day earlier the one that falls due on the day itself would have gone too.
    const other = await sold(customerId);
    await withdraw(customerId, { multipackIds: [other.id], lastDay: addDays(other.receivables[1].dueOn, -1) });
    expect((await read(other.id)).receivables.map(({ state }: { state: string }) => state)).toEqual([
      'open',
      'void',
      'void',
    ]);
  });

  test('that stay leave automatic collection', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    expect(multipack.receivables.every(({ collected }: { collected: boolean }) => collected)).toBe(true);
    const answer = await withdraw(customerId, { multipackIds: [multipack.id], lastDay: today });
    expect(answer.body.items[0].collectionEnds).toBe(true);
    expect((await read(multipack.id)).receivables.map(({ collected }: { collected: boolean }) => collected)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('paid in part after the day: the rest goes, what was paid stays paid and is listed', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const [first, second, third] = multipack.receivables;
    await pay(first.id, 1000);
    await pay(second.id, 500);
    await pay(third.id);
    const body = { multipackIds: [multipack.id], lastDay: today };
    const { items } = (await preview(customerId, body)).body;
    expect(fates(items[0])).toEqual(['debt', 'rest_removed', 'paid_after']);
    expect(items[0].sums).toEqual({
      total: EUR(9000),
      removed: EUR(2500),
      staying: EUR(2000),
      paid: EUR(4500),
      paidAfter: EUR(3500),
    });
    expect((await withdraw(customerId, body)).body.items[0].sums).toEqual(items[0].sums);
    expect((await read(multipack.id)).receivables).toMatchObject([
      { state: 'open', amount: EUR(3000), paid: EUR(1000), outstanding: EUR(2000) },
      { state: 'void', amount: EUR(3000), paid: EUR(500), outstanding: EUR(0) },
      { state: 'paid', amount: EUR(3000), paid: EUR(3000), outstanding: EUR(0) },
    ]);
  });

  test('at the bank stay and are listed, and are not sent there again', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const [, , third] = multipack.receivables;
    await api.database.receivable.update({ where: { id: third.id }, data: { atBankAt: new Date() } });
    const answer = await withdraw(customerId, { multipackIds: [multipack.id], lastDay: today });
    expect(fates(answer.body.items[0])).toEqual(['debt', 'removed', 'at_bank']);
    expect((await read(multipack.id)).receivables[2]).toMatchObject({
      state: 'open',
      collected: false,
      atBankAt: expect.any(String),
      outstanding: EUR(3000),
    });
    // The bank's money comes in: it is paid, and no longer there.
    expect((await pay(third.id)).body).toMatchObject({ state: 'paid', atBankAt: null });
  });

  test('that were removed take no payment, and debts do', async () => {
    const customerId = await customer();
    const { id, receivables } = await sold(customerId);
    await withdraw(customerId, { multipackIds: [id], lastDay: today });
    expect(codeOf(await pay(receivables[1].id))).toEqual([409, 'receivable_void']);
    expect((await pay(receivables[0].id)).status).toBe(200);
  });
});

describe('the last day', () => {
  test('ahead: what is owed changes at once, the state on the day after', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const lastDay = addDays(today, 12);
    const { body } = await withdraw(customerId, { multipackIds: [multipack.id], lastDay });
    expect(body.items[0].multipack).toMatchObject({ state: 'active', renewalState: 'cancelled', withdrawnOn: lastDay });
    expect(body.items[0].renewalStops).toBe(true);
    expect((await read(multipack.id)).receivables[2].state).toBe('void');
  });

  test.each([
    ['today', 0, 'active'],
    ['past', -2, 'withdrawn'],
  ])('%s: the multipack is valid through it', async (_, days, state) => {
    const customerId = await customer();
    const multipack = await sold(customerId, {}, addDays(today, -5));
    const answer = await withdraw(customerId, { multipackIds: [multipack.id], lastDay: addDays(today, days) });
    expect(answer.body.items[0].multipack).toMatchObject({ state, renewalState: 'cancelled' });
  });

  test('lies within the validity of each, its ends included', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId, {}, addDays(today, 2))];
    for (const lastDay of [addDays(a.validTo, 1), addDays(a.validFrom, -1)]) {
      const answer = await withdraw(customerId, { multipackIds: [b.id, a.id], lastDay });
      expect(codeOf(answer)).toEqual([422, 'withdrawal_date']);
      expect(answer.body.details).toMatchObject({ multipackId: expect.any(String), name: expect.any(String) });
    }
    const { body } = await preview(customerId, { multipackIds: [a.id, b.id], lastDay: a.validFrom });
    expect(body.items.map(({ reason }: { reason: string }) => reason)).toEqual([null, 'withdrawal_date']);
    expect(body.items[1]).toMatchObject({ allowed: false, receivables: [], detail: expect.stringContaining(b.name) });
    expect((await withdraw(customerId, { multipackIds: [a.id], lastDay: a.validFrom })).status).toBe(200);
    expect((await withdraw(customerId, { multipackIds: [b.id], lastDay: b.validTo })).status).toBe(200);
  });
});

describe('a renewal', () => {
  test('made already goes with it: its unpaid receivables are void, paid ones are listed', async () => {
    const customerId = await customer({ email: 'renewed@example.com' });
    const multipack = await sold(customerId, {}, addDays(today, -28));
    const successor = await read(multipack.successorId);
    await pay(successor.receivables[0].id);
    const body = { multipackIds: [multipack.id], lastDay: today };
    const { items } = (await preview(customerId, body)).body;
    expect(items[0]).toMatchObject({
      renewalStops: true,
      successors: [{ multipack: { id: successor.id, state: 'upcoming' } }],
    });
    expect(fates(items[0].successors[0])).toEqual(['paid_after', 'removed', 'removed']);
    expect((await withdraw(customerId, body)).status).toBe(200);
    expect(await read(successor.id)).toMatchObject({
      state: 'removed',
      receivables: [{ state: 'paid' }, { state: 'void' }, { state: 'void' }],
    });
    const letter = await api.database.mail.findFirstOrThrow({ where: { customerId, kind: 'withdrawn' } });
    expect(letter.text).toContain('El período renovado');
    expect(letter.text).toContain('30,00');
  });

  test('whose receivable is at the bank leaves that one owed', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId, {}, addDays(today, -28));
    const successor = await read(multipack.successorId);
    const [{ id }] = successor.receivables;
    await api.database.receivable.update({ where: { id }, data: { atBankAt: new Date() } });
    const answer = await withdraw(customerId, { multipackIds: [multipack.id], lastDay: today });
    expect(fates(answer.body.items[0].successors[0])).toEqual(['at_bank', 'removed', 'removed']);
    expect((await read(successor.id)).receivables[0]).toMatchObject({ state: 'open', collected: false });
  });

  test('of another multipack of the customer is not touched', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId)];
    await withdraw(customerId, { multipackIds: [a.id], lastDay: today });
    expect(await read(b.id)).toMatchObject({ renewalState: 'will_renew', version: 1 });
  });
});

describe('whom it is open to', () => {
  test.each([
    ['instalments by SEPA', { paymentMethod: 'sepa' }, null],
    ['instalments by recurring card', { paymentMethod: 'recurring_card' }, null],
    ['month to month by SEPA', { duration: { amount: 1, unit: 'month' }, payment: { kind: 'rolling' } }, null],
    ['a single payment by SEPA', { payment: { kind: 'single' } }, 'withdrawal_not_offered'],
    ['instalments in cash', { paymentMethod: 'cash' }, 'withdrawal_not_offered'],
    ['instalments by transfer', { paymentMethod: 'transfer' }, 'withdrawal_not_offered'],
    ['instalments by card once', { paymentMethod: 'card' }, 'withdrawal_not_offered'],
  ])('%s', async (_, terms, reason) => {
    const customerId = await customer();
    const { id, name } = await sold(customerId, terms);
    const body = { multipackIds: [id], lastDay: today };
    expect((await preview(customerId, body)).body.items).toMatchObject([{ allowed: reason === null, reason }]);
    const answer = await withdraw(customerId, body);
    if (reason === null) {
      expect(answer.status).toBe(200);
    } else {
      expect(codeOf(answer)).toEqual([409, reason]);
      expect(answer.body.details).toMatchObject({ multipackId: id, name });
    }
  });

  test.each(['death', 'illness', 'relocation'])('%s opens it to any payment, with the permission', async (reason) => {
    const customerId = await customer();
    const { id } = await sold(customerId, { payment: { kind: 'single' }, paymentMethod: 'cash' });
    const asked = { multipackIds: [id], lastDay: today, extraordinary: { reason } };
    const fileId = await letterOf(api, customerId);
    const body = { ...asked, extraordinary: { reason, fileId } };
    const { as: clerk } = await api.userOf({ accessLevel: 2 });
    expect(codeOf(await withdraw(customerId, body, clerk))).toEqual([403, 'permission_required']);
    expect(codeOf(await preview(customerId, asked, clerk))).toEqual([403, 'permission_required']);
    const { as: entitled } = await api.userOf({ accessLevel: 4, permissions: ['extraordinary_withdrawal'] });
    expect((await preview(customerId, asked, entitled)).body.items).toMatchObject([{ allowed: true }]);
    const answer = await withdraw(customerId, body, entitled);
    expect(answer.body.items).toMatchObject([{ multipack: { withdrawnOn: today, withdrawalReason: reason } }]);
    expect(answer.body.tasks).toMatchObject([{ file: { id: fileId, name: 'letter.pdf', type: 'application/pdf' } }]);
  });

  test('what proves an extraordinary reason is on file; any other may have its letter there', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const body = { multipackIds: [id], lastDay: today };
    const illness = { reason: 'illness' };
    const fileId = await letterOf(api, customerId);
    expect(fields(await withdraw(customerId, { ...body, extraordinary: illness }))).toEqual([
      422,
      ['extraordinary.fileId invalid_type'],
    ]);
    const both = { ...body, extraordinary: { ...illness, fileId }, fileId };
    expect(fields(await withdraw(customerId, both))).toEqual([422, ['fileId unknown_field']]);
    const foreign = await letterOf(api, await customer());
    for (const more of [{ fileId: foreign }, { extraordinary: { ...illness, fileId: foreign } }]) {
      expect(codeOf(await withdraw(customerId, { ...body, ...more }))).toEqual([422, 'file_unknown']);
    }
    const { body: done } = await withdraw(customerId, { ...body, fileId });
    expect(done.tasks).toMatchObject([{ file: { id: fileId } }]);
    const event = await api.database.auditEvent.findFirst({ where: { entityId: id, action: 'multipack.withdrawn' } });
    expect(event?.details).toMatchObject({ file: { id: fileId, name: 'letter.pdf' } });
  });
});

describe('the task', () => {
  test('has the name of its type, the result, the author, the multipack and the last day', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId)];
    const { as, id, name } = await api.userOf({ accessLevel: 4 });
    const lastDay = addDays(today, 4);
    const { body } = await withdraw(customerId, { multipackIds: [b.id, a.id], lastDay }, as);
    expect(body.tasks).toMatchObject(
      [b, a].map((multipack) => ({
        name: 'Baja definitiva',
        result: 'withdrawal',
        notes: `rescisión, último día de validez ${written(lastDay)}`,
        effectiveOn: lastDay,
        multipack: { id: multipack.id, name: multipack.name },
        author: { kind: 'user', id, name },
        assignee: null,
      })),
    );
  });

  test('has the user’s notes instead, and the last day all the same', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const { body } = await withdraw(customerId, { multipackIds: [id], lastDay: today, notes: ' Se muda a Lugo ' });
    expect(body.tasks).toMatchObject([{ notes: 'Se muda a Lugo', effectiveOn: today }]);
  });

  test('of a type in the agenda may be assigned for a day; of another not', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId)];
    const consultant = await api.userOf({ accessLevel: 4 });
    const inAgenda = await taskType('withdrawal', undefined, { visibleInAgenda: true });
    const asked = { lastDay: today, assigneeId: consultant.id, dueOn: addDays(today, 3) };
    const hidden = await withdraw(customerId, { multipackIds: [a.id], ...asked });
    expect(codeOf(hidden)).toEqual([409, 'task_type_not_in_agenda']);
    const { body } = await withdraw(customerId, { taskTypeId: inAgenda, multipackIds: [a.id], ...asked });
    expect(body.tasks).toMatchObject([{ assignee: { id: consultant.id }, dueOn: addDays(today, 3) }]);
    const seen = await consultant.as.get(`/api/crm-tasks?assigneeId=${consultant.id}`);
    expect(seen.body.items).toHaveLength(1);
    const nobody = { taskTypeId: inAgenda, multipackIds: [b.id], ...asked, assigneeId: customerId };
    expect(codeOf(await withdraw(customerId, nobody))).toEqual([422, 'user_unknown']);
    await api.database.user.update({ where: { id: consultant.id }, data: { active: false } });
    const gone = { taskTypeId: inAgenda, multipackIds: [b.id], ...asked };
    expect(codeOf(await withdraw(customerId, gone))).toEqual([409, 'user_inactive']);
  });

  test('needs a type of the classification “withdrawal”, in use', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const retired = await taskType('withdrawal');
    await api.admin.patch(`/api/task-types/${retired}`, 1, { retired: true });
    for (const [type, expected] of [
      [await taskType('generic'), [409, 'task_type_classification']],
      [await taskType('automatic_renewal_cancellation'), [409, 'task_type_classification']],
      [retired, [409, 'task_type_retired']],
      [id, [422, 'task_type_unknown']],
    ] as const) {
      const answer = await withdraw(customerId, { taskTypeId: type, multipackIds: [id], lastDay: today });
      expect(codeOf(answer)).toEqual(expected);
    }
  });
});

describe('the customer', () => {
  test.each([
    ['es', 'Rescisión confirmada', 'ya no se cobra automáticamente', 'ya no se debe', 'devolveremos'],
    ['it', 'Recesso confermato', 'non viene più addebitato', 'Non è più dovuto', 'rimborsato'],
    ['en', 'Withdrawal confirmed', 'no longer collected', 'no longer due', 'refund'],
    ['pt-BR', 'Rescisão confirmada', 'não é mais cobrado', 'Não é mais devido', 'reembolsado'],
  ])(
    'gets a letter in %s: the last day, what stays due, what was removed, what will be refunded',
    async (language, ...words) => {
      const customerId = await customer({ email: `${language.toLowerCase()}@example.com`, language });
      const { id, receivables } = await sold(customerId);
      await pay(receivables[2].id);
      await withdraw(customerId, { multipackIds: [id], lastDay: today });
      const [letter, ...more] = await api.database.mail.findMany({ where: { customerId } });
      expect([letter!.kind, letter!.language, more]).toEqual(['withdrawn', language, []]);
      const [subject, ...sentences] = words;
      expect(letter!.subject).toContain(subject);
      for (const sentence of sentences) expect(letter!.text).toContain(sentence);
      const long = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
        dateStyle: 'long',
        timeZone: 'UTC',
      });
      for (const day of [today, ...receivables.map(({ dueOn }: { dueOn: string }) => dueOn)]) {
        expect(letter!.text).toContain(long.format(new Date(`${day}T00:00:00Z`)));
      }
    },
  );
});

describe('irreversible', () => {
  test('no other act changes a withdrawn multipack, whether its last day is past, today or ahead', async () => {
    for (const days of [-3, 0, 3]) {
      const customerId = await customer();
      const { id } = await sold(customerId, {}, addDays(today, -5));
      await withdraw(customerId, { multipackIds: [id], lastDay: addDays(today, days) });
      const fileId = await letterOf(api, customerId);
      const before = await read(id);
      const acts: [string, object, string][] = [
        ['enable-renewal', {}, 'renewal_ended'],
        ['cancel-renewal', {}, 'renewal_already_cancelled'],
        ['cancel-renewal', { receivedOn: today, reason: 'letter', fileId }, 'renewal_already_cancelled'],
        ['force-cancel-renewal', { receivedOn: today, reason: 'late' }, 'renewal_already_cancelled'],
        ['freeze', { from: today }, 'not_freezable'],
        ['block', { reason: 'arrears' }, 'not_blockable'],
        ['reactivate', {}, 'not_suspended'],
        ['change-terms', { paymentMethod: 'cash' }, 'terms_not_changeable'],
        ['change-terms', { automaticRenewal: false }, 'terms_not_changeable'],
        ['retry-renewal', {}, 'not_waiting'],
      ];
      for (const [act, body, code] of acts) {
        const answer = await api.admin.post(`/api/multipacks/${id}/${act}`, body);
        expect([act, ...codeOf(answer)]).toEqual([act, 409, code]);
      }
      const again = await withdraw(customerId, { multipackIds: [id], lastDay: today });
      expect(codeOf(again)).toEqual([409, 'already_withdrawn']);
      expect(again.body.details).toMatchObject({ multipackId: id, withdrawnOn: addDays(today, days) });
      const option2 = await api.admin.post(`/api/customers/${customerId}/cancel-renewals`, {
        taskTypeId: await taskType('automatic_renewal_cancellation'),
        multipackIds: [id],
      });
      expect(codeOf(option2)).toEqual([409, 'renewal_already_cancelled']);
      expect(await read(id)).toEqual(before);
    }
  });

  test('a freeze that was running gives no days any more; a block may be taken back to the last day', async () => {
    const customerId = await customer();
    const [frozen, blocked] = [await sold(customerId), await sold(customerId)];
    await api.admin.post(`/api/multipacks/${frozen.id}/freeze`, { from: today });
    await api.admin.post(`/api/multipacks/${blocked.id}/block`, { reason: 'arrears' });
    const lastDay = addDays(today, 5);
    await withdraw(customerId, { multipackIds: [frozen.id, blocked.id], lastDay });
    const reactivate = (id: string) => api.admin.post(`/api/multipacks/${id}/reactivate`, {});
    expect(codeOf(await reactivate(frozen.id))).toEqual([409, 'not_suspended']);
    expect((await reactivate(blocked.id)).body).toMatchObject({ state: 'active', withdrawnOn: lastDay });
  });

  test('what falls due in a freeze with an open end is not owed, as if the freeze had been ended first', async () => {
    const customerId = await customer();
    const terms = { payment: { kind: 'instalments', count: 4, every: { amount: 7, unit: 'day' } } };
    // Due 20, 13 and 6 days ago and tomorrow; frozen since 14 days ago; the second is paid, the third at the bank.
    const multipack = await sold(customerId, terms, addDays(today, -20));
    const [, second, third] = multipack.receivables;
    await pay(second.id);
    await api.admin.post(`/api/receivables/${third.id}/to-bank`);
    await api.admin.post(`/api/multipacks/${multipack.id}/freeze`, { from: addDays(today, -14) });
    const other = await sold(customerId, terms, addDays(today, -20));
    await api.admin.post(`/api/multipacks/${other.id}/freeze`, { from: addDays(today, -14) });
    const body = { multipackIds: [multipack.id, other.id], lastDay: today };
    const expected = [
      ['debt', 'untouched', 'at_bank', 'removed'],
      ['debt', 'removed', 'removed', 'removed'],
    ];
    expect((await preview(customerId, body)).body.items.map(fates)).toEqual(expected);
    const { items } = (await withdraw(customerId, body)).body;
    expect(items.map(fates)).toEqual(expected);
    expect(items[1].sums).toMatchObject({ total: EUR(9000), removed: EUR(6750), staying: EUR(2250) });
    // A debit of that time that comes back is not owed either.
    const returned = await api.admin.post(`/api/receivables/${third.id}/returned`, {});
    expect(returned.body).toMatchObject({ state: 'void', outstanding: EUR(0) });
  });

  test('a removed multipack is not withdrawn', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId, {}, addDays(today, -28));
    await withdraw(customerId, { multipackIds: [multipack.id], lastDay: today });
    const successor = await read(multipack.successorId);
    const answer = await withdraw(customerId, { multipackIds: [successor.id], lastDay: successor.validFrom });
    expect(codeOf(answer)).toEqual([409, 'not_withdrawable']);
  });
});

describe('all or none', () => {
  test('one that cannot be withdrawn is named, and nothing happened to the others', async () => {
    const customerId = await customer({ email: 'all@example.com' });
    const [good, bad] = [await sold(customerId), await sold(customerId, { paymentMethod: 'cash' })];
    const answer = await withdraw(customerId, { multipackIds: [good.id, bad.id], lastDay: today });
    expect(codeOf(answer)).toEqual([409, 'withdrawal_not_offered']);
    expect(answer.body.details).toMatchObject({ multipackId: bad.id, name: bad.name });
    expect(await read(good.id)).toMatchObject({ version: 1, withdrawnOn: null });
    expect(await api.database.crmTask.count({ where: { customerId } })).toBe(0);
    expect(await api.database.mail.count({ where: { customerId } })).toBe(0);
  });

  test('a multipack of somebody else is unknown', async () => {
    const customerId = await customer();
    const foreign = await sold(await customer());
    const body = { multipackIds: [foreign.id], lastDay: today };
    expect(codeOf(await withdraw(customerId, body))).toEqual([422, 'multipack_unknown']);
    expect(codeOf(await preview(customerId, body))).toEqual([422, 'multipack_unknown']);
  });

  test('the preview writes nothing and says what the withdrawal does', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    await pay(multipack.receivables[1].id, 700);
    const body = { multipackIds: [multipack.id], lastDay: addDays(today, 3) };
    const rows = () =>
      Promise.all([api.database.auditEvent.count(), api.database.command.count(), api.database.outbox.count()]);
    const before = await rows();
    const foretold = (await preview(customerId, body)).body;
    expect(await rows()).toEqual(before);
    const { tasks: _, ...done } = (await withdraw(customerId, body)).body;
    const plain = (answer: { items: { multipack: object }[] }) => ({
      ...answer,
      items: answer.items.map(({ multipack: __, ...rest }) => rest),
    });
    expect(plain(done)).toEqual(plain(foretold));
  });
});

describe('at the same time', () => {
  test('ten clerks withdraw it once', async () => {
    const customerId = await customer({ email: 'ten@example.com' });
    const [a, b] = [await sold(customerId), await sold(customerId)];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        withdraw(customerId, { multipackIds: i % 2 ? [a.id, b.id] : [b.id, a.id], lastDay: today }),
      ),
    );
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(await api.database.crmTask.count({ where: { customerId } })).toBe(2);
    expect(await api.database.mail.count({ where: { customerId } })).toBe(2);
  });

  test('a payment and a withdrawal leave no money unknown and nothing owed that was removed', async () => {
    for (let round = 0; round < 6; round += 1) {
      const customerId = await customer();
      const { id, receivables } = await sold(customerId);
      const [paid, withdrawn] = await Promise.all([
        pay(receivables[1].id, 1000),
        withdraw(customerId, { multipackIds: [id], lastDay: today }),
      ]);
      expect(withdrawn.status).toBe(200);
      const [, second] = (await read(id)).receivables;
      expect(second.state).toBe('void');
      expect(second.paid.amount).toBe(paid.status === 200 ? 1000 : 0);
      expect(fates(withdrawn.body.items[0])[1]).toBe(paid.status === 200 ? 'rest_removed' : 'removed');
    }
  });
});

describe('selling again', () => {
  const sellAgain = (customerId: string, { planId }: { planId: string }, soldAgainFrom: string) =>
    api.admin.post('/api/multipacks', { customerId, planId, startOn: today, soldAgainFrom });

  test('after a withdrawal links the new multipack and the old one', async () => {
    const customerId = await customer();
    const old = await sold(customerId);
    await withdraw(customerId, { multipackIds: [old.id], lastDay: today });
    const answer = await sellAgain(customerId, old, old.id);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ soldAgainFrom: { id: old.id, code: old.code, name: old.name } });
    expect(await read(old.id)).toMatchObject({
      soldAgainFrom: null,
      soldAgainAs: [{ id: answer.body.id, code: answer.body.code }],
    });
    const event = await api.database.auditEvent.findFirst({
      where: { entityId: answer.body.id, action: 'multipack.sold' },
    });
    expect(event?.details).toMatchObject({ soldAgainFrom: old.id });
  });

  test('is refused for one that is not withdrawn and for one of somebody else', async () => {
    const customerId = await customer();
    const old = await sold(customerId);
    const refused = await sellAgain(customerId, old, old.id);
    expect(codeOf(refused)).toEqual([409, 'not_withdrawn']);
    expect(refused.body.detail).toContain(old.name);
    await withdraw(customerId, { multipackIds: [old.id], lastDay: today });
    expect(codeOf(await sellAgain(await customer(), old, old.id))).toEqual([422, 'multipack_unknown']);
    expect(await api.database.multipack.count({ where: { soldAgainFromId: old.id } })).toBe(0);
  });
});

describe('input', () => {
  test.each([
    ['no last day', { lastDay: undefined }, 'lastDay invalid_type'],
    ['30 February', { lastDay: '2026-02-30' }, 'lastDay invalid_date'],
    ['nothing selected', { multipackIds: [] }, 'multipackIds too_small'],
    [
      'a reason there is not',
      { extraordinary: { reason: 'boredom', fileId: FILE } },
      'extraordinary.reason invalid_value',
    ],
    ['notes beyond 4,000 characters', { notes: 'x'.repeat(4001) }, 'notes too_big'],
    ['a field there is not', { force: true }, 'force unknown_field'],
  ])('refuses %s', async (_, wrong, issue) => {
    const customerId = await customer();
    const multipackIds = [customerId];
    expect(fields(await withdraw(customerId, { multipackIds, lastDay: today, ...wrong }))).toEqual([422, [issue]]);
  });

  test('who does not see the customer, and a stranger, do nothing', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const branch = await api.database.branch.create({
      data: {
        name: 'Elsewhere',
        timeZone: 'Europe/Lisbon',
        country: 'PT',
        language: 'pt-BR',
        currency: 'EUR',
        createdAt: new Date(),
      },
    });
    const { as } = await api.userOf({ accessLevel: 2, branchId: branch.id });
    const body = { multipackIds: [id], lastDay: today };
    expect(codeOf(await withdraw(customerId, body, as))).toEqual([404, 'not_found']);
    expect(codeOf(await preview(customerId, body, as))).toEqual([404, 'not_found']);
    for (const verb of ['withdraw', 'withdraw/preview']) {
      expect((await api.stranger().post(`/api/customers/${customerId}/${verb}`).send(body)).status).toBe(401);
    }
  });
});
