import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { act, SYSTEM } from '../../src/database/act.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { addBranch, type Api, type Caller, fields, PLAN, startApi } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const RENEWAL_TYPE = '00000000-0000-7000-8000-000000000001';
let api: Api;
let customer: { id: string; code: string };
let typeId: string;
beforeAll(async () => {
  api = await startApi();
  customer = (await api.admin.post('/api/customers', { name: 'Ana García' })).body;
  typeId = (await api.admin.post('/api/task-types', { name: 'Call back', classification: 'generic' })).body.id;
});
afterAll(() => api.stop());

const write = (caller: Caller, more: object = {}) =>
  caller.post('/api/crm-tasks', { customerId: customer.id, taskTypeId: typeId, notes: 'call her', ...more });
const idsOf = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id);

describe('task types', () => {
  test('are added, edited, retired and listed by classification', async () => {
    const { status, body, headers } = await api.admin.post('/api/task-types', {
      name: 'Cancelación renovación automática',
      classification: 'automatic_renewal_cancellation',
    });
    expect([status, headers['location']]).toEqual([201, `/api/task-types/${body.id}`]);
    expect(body).toMatchObject({ builtIn: false, visibleInAgenda: false, retired: false });
    const address = `/api/task-types/${body.id}`;
    expect((await api.admin.patch(address, 1, { visibleInAgenda: true, retired: true })).body).toMatchObject({
      visibleInAgenda: true,
      retired: true,
      version: 2,
    });
    expect((await api.admin.patch(address, 1, { retired: false })).status).toBe(412);
    expect((await api.admin.get(address)).headers['etag']).toBe('"2"');
    expect(
      idsOf(await api.admin.get('/api/task-types?classification=automatic_renewal_cancellation&retired=true')),
    ).toEqual([body.id]);
    expect(idsOf(await api.admin.get('/api/task-types?retired=false'))).not.toContain(body.id);
  });

  test('built-in ones are named in the reader’s language and neither renamed, retired nor deleted', async () => {
    const address = `/api/task-types/${RENEWAL_TYPE}`;
    expect((await api.admin.get(address)).body).toMatchObject({ name: 'renovación automática', builtIn: true });
    const english = await api.userOf({ accessLevel: 4 });
    expect((await english.as.get(address)).body.name).toBe('automatic renewal');
    for (const edit of [{ name: 'Other' }, { retired: true }]) {
      const answer = await api.admin.patch(address, 1, edit);
      expect([answer.status, answer.body.code]).toEqual([409, 'task_type_built_in']);
    }
    expect((await api.admin.delete(address)).body.code).toBe('task_type_built_in');
    expect((await api.admin.patch(address, 1, { visibleInAgenda: true })).status).toBe(200);
  });

  test('an unused one is deleted, a used one is not', async () => {
    const { body } = await api.admin.post('/api/task-types', { name: 'Unused', classification: 'generic' });
    expect((await api.admin.delete(`/api/task-types/${body.id}`)).status).toBe(204);
    expect((await api.admin.delete(`/api/task-types/${body.id}`)).status).toBe(404);
    await write(api.admin);
    const answer = await api.admin.delete(`/api/task-types/${typeId}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'task_type_used']);
  });

  test.each([
    [{ name: 'x' }, ['classification invalid_value']],
    [{ name: 'x', classification: 'automatic_renewal' }, ['classification invalid_value']],
    [{ name: ' ', classification: 'generic' }, ['name too_small']],
    [{ name: 'x', classification: 'generic', code: 'suspension' }, ['code unknown_field']],
  ])('%j is 422', async (body, expected) => {
    expect(fields(await api.admin.post('/api/task-types', body))).toEqual([422, expected]);
  });

  test('a name in use is 409; an unknown one is 404', async () => {
    expect((await api.admin.post('/api/task-types', { name: 'Call back', classification: 'generic' })).body.code).toBe(
      'name_taken',
    );
    expect((await api.admin.get(`/api/task-types/${NOBODY}`)).status).toBe(404);
    expect((await api.admin.patch(`/api/task-types/${NOBODY}`, 1, {})).status).toBe(404);
  });
});

describe('CRM tasks', () => {
  test('one written by hand names its author, customer, type and day, and is on the profile', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const { status, body, headers } = await write(user.as, { assigneeId: user.id, dueOn: '2026-12-01' });
    expect([status, headers['location']]).toEqual([201, `/api/crm-tasks/${body.id}`]);
    expect(body).toMatchObject({
      customer: { id: customer.id, code: customer.code, name: 'Ana García' },
      multipack: null,
      name: 'Call back',
      result: 'none',
      notes: 'call her',
      author: { kind: 'user', id: user.id, name: user.name },
      channel: 'console',
      assignee: { id: user.id },
      dueOn: '2026-12-01',
      doneAt: null,
    });
    expect(idsOf(await user.as.get(`/api/customers/${customer.id}/crm-tasks`))[0]).toBe(body.id);
    expect((await user.as.get(`/api/crm-tasks/${body.id}`)).body).toEqual(body);
  });

  test('is assigned, given a day, ticked off and opened again, each with a trace', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const { body } = await write(api.admin);
    const address = `/api/crm-tasks/${body.id}`;
    expect((await api.admin.patch(address, 1, { assigneeId: user.id, dueOn: '2027-01-07' })).body).toMatchObject({
      assignee: { id: user.id },
      dueOn: '2027-01-07',
    });
    const done = await api.admin.patch(address, 2, { done: true });
    expect(done.body.doneAt).toMatch(/Z$/);
    expect((await api.admin.patch(address, 3, { done: true })).body.doneAt).toBe(done.body.doneAt);
    expect((await api.admin.patch(address, 4, { done: false, assigneeId: null, dueOn: null })).body).toMatchObject({
      doneAt: null,
      assignee: null,
      dueOn: null,
    });
    expect((await api.admin.patch(address, 1, {})).status).toBe(412);
    expect(await api.database.auditEvent.count({ where: { entityId: body.id, action: 'crm_task.edited' } })).toBe(4);
  });

  test('what it names must exist and fit', async () => {
    const renewing = (
      await api.admin.post('/api/task-types', { name: 'Stop it', classification: 'automatic_renewal_cancellation' })
    ).body.id;
    const retired = (await api.admin.post('/api/task-types', { name: 'Old kind', classification: 'generic' })).body.id;
    await api.admin.patch(`/api/task-types/${retired}`, 1, { retired: true });
    const gone = await api.userOf({ accessLevel: 4 });
    await api.database.user.update({ where: { id: gone.id }, data: { active: false } });
    const cases: [object, number, string][] = [
      [{ customerId: NOBODY }, 422, 'customer_unknown'],
      [{ taskTypeId: NOBODY }, 422, 'task_type_unknown'],
      [{ taskTypeId: RENEWAL_TYPE }, 409, 'task_type_not_generic'],
      [{ taskTypeId: renewing }, 409, 'task_type_not_generic'],
      [{ taskTypeId: '00000000-0000-7000-8000-000000000002' }, 409, 'task_type_not_generic'],
      [{ taskTypeId: retired }, 409, 'task_type_retired'],
      [{ multipackId: NOBODY }, 422, 'multipack_unknown'],
      [{ assigneeId: NOBODY }, 422, 'user_unknown'],
      [{ assigneeId: gone.id }, 409, 'user_inactive'],
    ];
    for (const [more, status, code] of cases) {
      const answer = await write(api.admin, more);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    const { body } = await write(api.admin);
    expect((await api.admin.patch(`/api/crm-tasks/${body.id}`, 1, { assigneeId: NOBODY })).body.code).toBe(
      'user_unknown',
    );
  });

  test.each([
    [{ dueOn: '2026-02-30' }, ['dueOn invalid_date']],
    [{ notes: 'x'.repeat(4001) }, ['notes too_big']],
    [{ notes: 'a\u0000' }, ['notes invalid_text']],
    [{ notes: 'half a smile \ud83d' }, ['notes invalid_text']],
    [{ result: 'withdrawal' }, ['result unknown_field']],
    [{ authorName: 'somebody else' }, ['authorName unknown_field']],
  ])('%j is 422', async (more, expected) => {
    expect(fields(await write(api.admin, more))).toEqual([422, expected]);
  });

  test('of the system are told in the reader’s language, and a cancellation in the portal as the customer knows it', async () => {
    const planId = (await api.admin.post('/api/plans', { ...PLAN, portalCancellation: true })).body.id;
    const sell = async (actor: typeof SYSTEM) =>
      act(api.database, { actor, clock: api.parts.clock }, async (change) => {
        const { multipack } = await sellMultipack(change, { customerId: customer.id, planId, startOn: '2040-01-01' });
        await cancelRenewal(change, multipack.id);
        return multipack.id;
      });
    const atDesk = await sell(SYSTEM);
    const inPortal = await sell({ kind: 'customer', id: customer.id, name: 'Ana García', channel: 'portal' });
    const { as } = await api.userOf({ accessLevel: 2 });
    const ofOne = (await as.get(`/api/crm-tasks?multipackId=${atDesk}`)).body.items;
    expect(ofOne.map(({ multipack }: { multipack: { id: string } }) => multipack.id)).toEqual([atDesk]);
    const { body } = await as.get('/api/crm-tasks?result=automatic_renewal_cancellation');
    const ofMultipack = (id: string) =>
      body.items.find(({ multipack }: { multipack: { id: string } }) => multipack.id === id);
    expect(ofMultipack(atDesk)).toMatchObject({
      name: 'automatic renewal',
      resultName: 'automatic renewal cancellation',
    });
    expect(ofMultipack(inPortal)).toMatchObject({
      author: { kind: 'customer', name: '(Ana García)' },
      result: 'automatic_renewal_cancellation',
      resultName: 'automatic renewal cancelled',
      notes: expect.stringMatching(
        /^cancelación de la renovación automática de Gym Plus 12 months válido del 01\/01\/2040 al 31\/12\/2040$/,
      ),
    });
  });

  test('are found by type and assignee, and as open or done; a mere trace is neither', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const other = (await api.admin.post('/api/task-types', { name: 'Visit', classification: 'generic' })).body.id;
    const mine = (await write(api.admin, { assigneeId: user.id, taskTypeId: other })).body;
    expect(
      idsOf(
        await api.admin.get(
          `/api/crm-tasks?taskTypeId=${other}&assigneeId=${user.id}&state=open&customerId=${customer.id}`,
        ),
      ),
    ).toEqual([mine.id]);
    const trace = (await write(api.admin, { taskTypeId: other })).body;
    const dated = (await write(api.admin, { taskTypeId: other, dueOn: '2026-12-01' })).body;
    await api.admin.patch(`/api/crm-tasks/${mine.id}`, 1, { done: true });
    for (const list of ['/api/crm-tasks', `/api/customers/${customer.id}/crm-tasks`]) {
      const found = async (query: string) => idsOf(await api.admin.get(`${list}?taskTypeId=${other}${query}`));
      expect(await found('')).toEqual([dated.id, trace.id, mine.id]);
      expect(await found('&state=open')).toEqual([dated.id]);
      expect(await found('&state=done')).toEqual([mine.id]);
      expect((await api.admin.get(`${list}?state=late`)).status).toBe(422);
    }
    expect((await api.admin.get('/api/crm-tasks?createdFrom=2026-02-30')).status).toBe(422);
  });

  test('days of creation are those of each task’s own branch', async () => {
    const far = await addBranch(api, 'Manaus');
    const there = (await api.admin.post('/api/customers', { name: 'There', branchId: far.id })).body;
    const here = (await write(api.admin)).body.id;
    const away = (await write(api.admin, { customerId: there.id })).body.id;
    // 23:30 on 31 March in Madrid is 18:30 there; 01:30 on 1 April in Madrid is still 31 March there.
    const at = (id: string, createdAt: string) => api.database.crmTask.update({ where: { id }, data: { createdAt } });
    const on = async (day: string) => idsOf(await api.admin.get(`/api/crm-tasks?createdFrom=${day}&createdTo=${day}`));
    await at(here, '2026-03-31T23:30:00Z');
    await at(away, '2026-03-31T23:30:00Z');
    expect([await on('2026-03-31'), await on('2026-04-01')]).toEqual([[away], [here]]);
  });
});

describe('who sees which tasks', () => {
  test('1 all, 2 the branch’s, 3 the own department’s in the own branch, 4 the own: others answer 404', async () => {
    const desk = (await api.admin.post('/api/departments', { name: 'Desk' })).body.id;
    const pool = (await api.admin.post('/api/departments', { name: 'Pool' })).body.id;
    const far = await addBranch(api, 'Recife');
    const level2 = await api.userOf({ accessLevel: 2 });
    const level3 = await api.userOf({ accessLevel: 3, departmentId: desk });
    const colleague = await api.userOf({ accessLevel: 4, departmentId: desk });
    const swimmer = await api.userOf({ accessLevel: 4, departmentId: pool });
    const farDesk = await api.userOf({ accessLevel: 4, departmentId: desk, branchId: far.id });
    const loner = await api.userOf({ accessLevel: 3 });

    const byColleague = (await write(colleague.as)).body.id;
    const bySwimmer = (await write(swimmer.as)).body.id;
    const forColleague = (await write(swimmer.as, { assigneeId: colleague.id })).body.id;
    const farCustomer = (await api.admin.post('/api/customers', { name: 'Far', branchId: far.id })).body.id;
    const byFarDesk = (await write(farDesk.as, { customerId: farCustomer })).body.id;

    const all = { byColleague, bySwimmer, forColleague, byFarDesk };
    const seen = async (caller: Caller) => {
      const listed = idsOf(await caller.get('/api/crm-tasks?limit=200'));
      const found: string[] = [];
      for (const [name, id] of Object.entries(all)) {
        const { status } = await caller.get(`/api/crm-tasks/${id}`);
        expect([name, status]).toEqual([name, listed.includes(id) ? 200 : 404]);
        if (status === 404) expect((await caller.patch(`/api/crm-tasks/${id}`, 1, { done: true })).status).toBe(404);
        else found.push(name);
      }
      return found;
    };
    expect(await seen(api.admin)).toEqual(['byColleague', 'bySwimmer', 'forColleague', 'byFarDesk']);
    expect(await seen(level2.as)).toEqual(['byColleague', 'bySwimmer', 'forColleague']);
    expect(await seen(level3.as)).toEqual(['byColleague', 'forColleague']);
    expect(await seen(colleague.as)).toEqual(['byColleague', 'forColleague']);
    expect(await seen(swimmer.as)).toEqual(['bySwimmer', 'forColleague']);
    expect(await seen(farDesk.as)).toEqual(['byFarDesk']);
    expect(await seen(loner.as)).toEqual([]);
    expect((await level2.as.get(`/api/customers/${farCustomer}/crm-tasks`)).status).toBe(404);
    const profile = idsOf(await level3.as.get(`/api/customers/${customer.id}/crm-tasks?limit=200`));
    expect(new Set(profile)).toEqual(new Set([byColleague, forColleague]));
  });

  test('nobody gives a task for a customer or to a user they do not see', async () => {
    const far = await addBranch(api, 'Natal');
    const farUser = await api.userOf({ accessLevel: 4, branchId: far.id });
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await write(as, { assigneeId: farUser.id })).body.code).toBe('user_unknown');
    expect((await write(farUser.as)).body.code).toBe('customer_unknown');
  });
});
