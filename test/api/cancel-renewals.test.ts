import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { type Api, fields, startApi, statuses } from './support.ts';

// Option 2 of the manual: from the profile, under a task type of one's own (000).

const today = localDateOf(new Date(), 'Europe/Madrid');
const written = (date: string) => date.split('-').toReversed().join('/');

let api: Api;
let names = 0;
let taskTypeId: string;
beforeAll(async () => {
  api = await startApi();
  taskTypeId = await taskType('automatic_renewal_cancellation', 'Baja de la renovación');
});
afterAll(() => api.stop());

async function taskType(classification: string, name = `Type ${(names += 1)}`): Promise<string> {
  const answer = await api.admin.post('/api/task-types', { name, classification });
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
  const plan = await api.admin.post('/api/plans', {
    name: `Plan ${names}`,
    price: { amount: 4990, currency: 'EUR' },
    // In days, so that the tests pass in February too.
    duration: { amount: 30, unit: 'day' },
    payment: { kind: 'single' },
    paymentMethod: 'sepa',
    automaticRenewal: true,
    notice: { amount: 3, unit: 'day' },
    ...terms,
  });
  expect(plan.status).toBe(201);
  const answer = await api.admin.post('/api/multipacks', { customerId, planId: plan.body.id, startOn });
  expect(answer.status).toBe(201);
  return answer.body;
}

const cancel = (customerId: string, body: object, as = api.admin) =>
  as.post(`/api/customers/${customerId}/cancel-renewals`, { taskTypeId, ...body });

const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

describe('the cancellation from the profile', () => {
  test('leaves a task per multipack: its type’s name, when, who, the result, and the last day as notes', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId, {}, addDays(today, -5))];
    const { id, name, as } = await api.userOf({ accessLevel: 4 });
    const before = Date.now();
    const answer = await cancel(customerId, { multipackIds: [b.id, a.id] }, as);
    expect(answer.status).toBe(200);
    expect(answer.body.tasks).toMatchObject(
      [b, a].map((multipack) => ({
        name: 'Baja de la renovación',
        taskTypeId,
        result: 'automatic_renewal_cancellation',
        notes: `cancelación de la renovación del ${written(multipack.validTo)}`,
        author: { kind: 'user', id, name },
        channel: 'console',
        multipack: { id: multipack.id },
      })),
    );
    for (const { createdAt } of answer.body.tasks) {
      expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(createdAt)).toBeLessThanOrEqual(Date.now());
    }
    expect(answer.body.multipacks).toMatchObject([
      { id: b.id, state: 'active', renewalState: 'cancelled' },
      { id: a.id, state: 'active', renewalState: 'cancelled' },
    ]);
    const profile = await api.admin.get(`/api/customers/${customerId}/crm-tasks`);
    expect(profile.body.items).toHaveLength(2);
  });

  test('puts what the user wrote after the sentence', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const answer = await cancel(customerId, { multipackIds: [multipack.id], notes: '  Se muda. Gym Plus  ' });
    expect(answer.body.tasks[0].notes).toBe(
      `cancelación de la renovación del ${written(multipack.validTo)}: Se muda. Gym Plus`,
    );
  });

  test('stays in force to its end with its receivables as they were', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    const { body } = await cancel(customerId, { multipackIds: [multipack.id] });
    expect(body.multipacks[0]).toMatchObject({ validTo: multipack.validTo, receivables: multipack.receivables });
  });

  test('is confirmed by a letter per multipack, told to each workflow, and traced with its receipt', async () => {
    const customerId = await customer({ email: 'lucia@example.com' });
    const [a, b] = [await sold(customerId), await sold(customerId)];
    const told = () => api.database.outbox.count({ where: { key: { in: [a.id, b.id] } } });
    const before = await told();
    await cancel(customerId, { multipackIds: [a.id, b.id] });
    const letters = await api.database.mail.findMany({ where: { customerId } });
    expect(letters.map(({ kind, to }) => [kind, to])).toEqual([
      ['renewal_cancelled', 'lucia@example.com'],
      ['renewal_cancelled', 'lucia@example.com'],
    ]);
    expect((await told()) - before).toBe(2);
    for (const { id } of [a, b]) {
      const event = await api.database.auditEvent.findFirstOrThrow({
        where: { entityId: id, action: 'multipack.renewal_cancelled' },
      });
      const { commandId, receivedAt } = event.details as { commandId: string; receivedAt: string };
      const command = await api.database.command.findUniqueOrThrow({ where: { id: commandId } });
      expect(command).toMatchObject({ kind: 'cancel_renewal', state: 'applied', payload: { multipackId: id } });
      expect(command.receivedAt.toISOString()).toBe(receivedAt);
    }
  });

  test('is found by its result together with option 1, and by its task type alone', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId)];
    await cancel(customerId, { multipackIds: [a.id] });
    await api.admin.post(`/api/multipacks/${b.id}/cancel-renewal`);
    const found = async (query: string) =>
      (await api.admin.get(`/api/customers/${customerId}/crm-tasks?${query}`)).body.items.length;
    expect(await found(`result=automatic_renewal_cancellation&createdFrom=${today}&createdTo=${today}`)).toBe(2);
    expect(await found(`taskTypeId=${taskTypeId}&createdFrom=${today}&createdTo=${today}`)).toBe(1);
  });

  test('may be switched on again through the deadline', async () => {
    const customerId = await customer();
    const multipack = await sold(customerId);
    await cancel(customerId, { multipackIds: [multipack.id] });
    const again = await api.admin.post(`/api/multipacks/${multipack.id}/enable-renewal`);
    expect([again.status, again.body.renewalState]).toEqual([200, 'will_renew']);
  });

  test('names a multipack twice and cancels it once', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const answer = await cancel(customerId, { multipackIds: [id, id.toUpperCase()] });
    expect([answer.status, answer.body.tasks.length]).toEqual([200, 1]);
  });

  test('of fifty at once leaves fifty tasks', async () => {
    const customerId = await customer();
    const first = await sold(customerId);
    const ids = [first.id];
    while (ids.length < 50) {
      const body = { customerId, planId: first.planId, startOn: today };
      ids.push((await api.admin.post('/api/multipacks', body)).body.id);
    }
    const answer = await cancel(customerId, { multipackIds: ids });
    expect(answer.status).toBe(200);
    expect(answer.body.tasks.map((task: { multipack: { id: string } }) => task.multipack.id)).toEqual(ids);
    expect(await api.database.crmTask.count({ where: { customerId, taskTypeId } })).toBe(50);
  });

  test('by ten clerks at once happens once', async () => {
    const customerId = await customer();
    const [a, b] = [await sold(customerId), await sold(customerId)];
    const orders = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? [a.id, b.id] : [b.id, a.id]));
    const answers = await Promise.all(orders.map((multipackIds) => cancel(customerId, { multipackIds })));
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(await api.database.crmTask.count({ where: { customerId } })).toBe(2);
  });

  test('sent twice with the same Idempotency-Key is answered twice and done once', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const send = () =>
      api.admin.post(
        `/api/customers/${customerId}/cancel-renewals`,
        { taskTypeId, multipackIds: [id] },
        { 'Idempotency-Key': `option-2-${id}` },
      );
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(await api.database.crmTask.count({ where: { customerId } })).toBe(1);
  });
});

describe('all or none', () => {
  test('one that cannot be cancelled is named, and nothing happened to the others', async () => {
    const customerId = await customer({ email: 'none@example.com' });
    const good = await sold(customerId);
    // Its deadline passed before it was sold, so that it was renewed at once.
    const late = await sold(customerId, {}, addDays(today, -28));
    const never = await sold(customerId, { automaticRenewal: false });
    const done = await sold(customerId);
    await api.admin.post(`/api/multipacks/${done.id}/cancel-renewal`);
    const tasks = await api.database.crmTask.count({ where: { customerId } });
    for (const [bad, code] of [
      [late, 'notice_deadline_passed'],
      [never, 'not_renewing'],
      [done, 'renewal_already_cancelled'],
    ] as const) {
      const answer = await cancel(customerId, { multipackIds: [good.id, bad.id] });
      expect(codeOf(answer)).toEqual([409, code]);
      expect(answer.body.details).toMatchObject({ multipackId: bad.id, name: bad.name });
    }
    const answer = await cancel(customerId, { multipackIds: [good.id, late.id] });
    expect(answer.body.details.deadline).toBe(late.deadline);
    expect((await api.admin.get(`/api/multipacks/${good.id}`)).body).toMatchObject({
      renewalState: 'will_renew',
      version: 1,
    });
    expect(await api.database.crmTask.count({ where: { customerId } })).toBe(tasks);
    expect(await api.database.mail.count({ where: { customerId } })).toBe(1);
  });

  test('a multipack of somebody else, or of nobody, is unknown', async () => {
    const customerId = await customer();
    const own = await sold(customerId);
    const foreign = await sold(await customer());
    for (const id of [foreign.id, customerId]) {
      const answer = await cancel(customerId, { multipackIds: [own.id, id] });
      expect(codeOf(answer)).toEqual([422, 'multipack_unknown']);
      expect(answer.body.details).toMatchObject({ multipackId: id });
    }
    expect((await api.admin.get(`/api/multipacks/${own.id}`)).body.renewalState).toBe('will_renew');
  });
});

describe('the task type', () => {
  test('must be of the classification “automatic renewal cancellation”, in use, and exist', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const retired = await taskType('automatic_renewal_cancellation');
    await api.admin.patch(`/api/task-types/${retired}`, 1, { retired: true });
    const builtIn = await api.database.taskType.findUniqueOrThrow({ where: { code: 'automatic_renewal' } });
    for (const [type, expected] of [
      [await taskType('generic'), [409, 'task_type_classification']],
      [await taskType('withdrawal'), [409, 'task_type_classification']],
      [builtIn.id, [409, 'task_type_classification']],
      [retired, [409, 'task_type_retired']],
      [id, [422, 'task_type_unknown']],
    ] as const) {
      expect(codeOf(await cancel(customerId, { taskTypeId: type, multipackIds: [id] }))).toEqual(expected);
    }
  });

  test('is refused in the reader’s language, with what to do', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const body = { taskTypeId: await taskType('generic', 'Llamada'), multipackIds: [id] };
    const answer = await api.admin.post(`/api/customers/${customerId}/cancel-renewals`, body, {
      'Accept-Language': 'es',
    });
    expect(answer.body.detail).toContain('«Llamada»');
    expect(answer.body.detail).toContain('Ajustes → Tareas CRM');
  });
});

describe('input', () => {
  test.each([
    ['nothing selected', { multipackIds: [] }, 'multipackIds too_small'],
    ['more than fifty', { multipackIds: Array.from({ length: 51 }, () => randomUUID()) }, 'multipackIds too_big'],
    ['an id that is none', { multipackIds: ['M-000001'] }, 'multipackIds.0 invalid_format'],
    ['notes beyond 4,000 characters', { notes: 'x'.repeat(10_000) }, 'notes too_big'],
    ['notes no database holds', { notes: 'a\u0000b' }, 'notes invalid_text'],
    ['a date: it is today and cannot be edited', { receivedOn: today }, 'receivedOn unknown_field'],
    ['no task type', { taskTypeId: undefined }, 'taskTypeId invalid_type'],
  ])('refuses %s', async (_, wrong, issue) => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    expect(fields(await cancel(customerId, { multipackIds: [id], ...wrong }))).toEqual([422, [issue]]);
  });

  test('takes notes of 4,000 characters', async () => {
    const customerId = await customer();
    const { id } = await sold(customerId);
    const answer = await cancel(customerId, { multipackIds: [id], notes: 'ñ'.repeat(4000) });
    expect(answer.status).toBe(200);
    expect(answer.body.tasks[0].notes).toHaveLength('cancelación de la renovación del 01/01/2026: '.length + 4000);
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
    expect(codeOf(await cancel(customerId, { multipackIds: [id] }, as))).toEqual([404, 'not_found']);
    expect((await as.get(`/api/customers/${customerId}/cancellable`)).status).toBe(404);
    const stranger = await api.stranger().post(`/api/customers/${customerId}/cancel-renewals`).send({});
    expect(stranger.status).toBe(401);
    expect((await api.stranger().get(`/api/customers/${customerId}/cancellable`)).status).toBe(401);
  });
});

describe('what may be chosen', () => {
  test('is listed with the reason where it may not, and agrees with the cancellation', async () => {
    const customerId = await customer();
    const good = await sold(customerId);
    const late = await sold(customerId, {}, addDays(today, -28));
    const never = await sold(customerId, { automaticRenewal: false });
    const done = await sold(customerId);
    await api.admin.post(`/api/multipacks/${done.id}/cancel-renewal`);
    // Over for long: nothing is left to decide.
    await sold(customerId, {}, addDays(today, -90));
    const { status, body } = await api.admin.get(`/api/customers/${customerId}/cancellable`);
    expect(status).toBe(200);
    const seen = new Map(
      body.items.map((item: { multipack: { id: string }; allowed: boolean; reason: string | null }) => [
        item.multipack.id,
        item.reason,
      ]),
    );
    expect(seen).toEqual(
      new Map([
        [good.id, null],
        [late.id, 'notice_deadline_passed'],
        [late.successorId, null],
        [never.id, 'not_renewing'],
        [done.id, 'renewal_already_cancelled'],
      ]),
    );
    for (const { multipack, allowed, reason, deadline } of body.items) {
      expect([allowed, deadline]).toEqual([reason === null, multipack.deadline]);
      const answer = await cancel(customerId, { multipackIds: [multipack.id] });
      expect(answer.body.code ?? null).toBe(reason);
    }
  });
});
