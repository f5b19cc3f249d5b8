import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addBranch, type Api, type Caller, fields, startApi } from './support.ts';

let api: Api;
let customer: { id: string };
let visible: string;
let hidden: string;
beforeAll(async () => {
  api = await startApi();
  customer = (await api.admin.post('/api/customers', { name: 'Ana García' })).body;
  const type = async (name: string, visibleInAgenda: boolean) =>
    (await api.admin.post('/api/task-types', { name, classification: 'generic', visibleInAgenda })).body.id as string;
  [visible, hidden] = [await type('Call back', true), await type('Remark', false)];
});
afterAll(() => api.stop());

const give = async (assigneeId: string, dueOn: string | undefined, notes: string, more: object = {}) =>
  (
    await api.admin.post('/api/crm-tasks', {
      customerId: customer.id,
      taskTypeId: visible,
      notes,
      assigneeId,
      dueOn,
      ...more,
    })
  ).body as { id: string };
const WEEK = 'from=2026-05-11&to=2026-05-17';
const agenda = async (caller: Caller, query = WEEK) => {
  const { status, body } = await caller.get(`/api/agenda?${query}`);
  expect(status).toBe(200);
  const notes = (tasks: { notes: string }[]) => tasks.map((task) => task.notes);
  return {
    days: body.days.map(({ day, tasks }: any) => [day, notes(tasks)]),
    late: notes(body.late),
  };
};

test('has the own tasks by the day they are due, done ones too, and what is still open of the days before', async () => {
  const user = await api.userOf({ accessLevel: 4 });
  const other = await api.userOf({ accessLevel: 4 });
  await give(user.id, '2026-05-17', 'last day');
  await give(user.id, '2026-05-11', 'first day');
  const done = await give(user.id, '2026-05-11', 'done');
  await api.admin.patch(`/api/crm-tasks/${done.id}`, 1, { done: true });
  await give(user.id, '2026-05-18', 'after');
  await give(user.id, '2026-05-10', 'late');
  const settled = await give(user.id, '2026-05-09', 'settled');
  await api.admin.patch(`/api/crm-tasks/${settled.id}`, 1, { done: true });
  await give(user.id, undefined, 'no day');
  await give(other.id, '2026-05-12', 'of another');
  await give(user.id, '2026-05-12', 'not for the agenda', { taskTypeId: hidden });
  expect(await agenda(user.as)).toEqual({
    days: [
      ['2026-05-11', ['first day', 'done']],
      ['2026-05-17', ['last day']],
    ],
    late: ['late'],
  });
});

test('of others is opened at level 1 for all, at 2 for the branch, at 3 for the department, at 4 for nobody', async () => {
  const far = await addBranch(api);
  const departmentId = (await api.admin.post('/api/departments', { name: 'Desk' })).body.id;
  const colleague = await api.userOf({ accessLevel: 4, departmentId });
  const stranger = await api.userOf({ accessLevel: 4, branchId: far.id });
  const neighbour = await api.userOf({ accessLevel: 4 });
  await give(colleague.id, '2026-05-12', 'hers');
  const whose = { colleague, stranger, neighbour };
  const opened = async (caller: Caller) => {
    const names: string[] = [];
    for (const [name, { id }] of Object.entries(whose)) {
      const { status, body } = await caller.get(`/api/agenda?${WEEK}&userId=${id}`);
      if (status === 200) names.push(name);
      else expect([status, body.code]).toEqual([422, 'user_unknown']);
    }
    return names;
  };
  expect(await opened(api.admin)).toEqual(['colleague', 'stranger', 'neighbour']);
  expect(await opened((await api.userOf({ accessLevel: 2 })).as)).toEqual(['colleague', 'neighbour']);
  const level3 = await api.userOf({ accessLevel: 3, departmentId });
  expect(await opened(level3.as)).toEqual(['colleague']);
  expect((await agenda(level3.as, `${WEEK}&userId=${colleague.id}`)).days).toEqual([['2026-05-12', ['hers']]]);
  expect(await opened((await api.userOf({ accessLevel: 4, departmentId })).as)).toEqual([]);
});

test.each([
  ['', ['query.from invalid_type', 'query.to invalid_type']],
  ['from=2026-02-30&to=2026-03-01', ['query.from invalid_date']],
  ['from=2026-05-02&to=2026-05-01', ['query.to range_reversed']],
  ['from=2026-05-01&to=2026-07-02', ['query.to range_too_long']],
  [`${WEEK}&userId=me`, ['query.userId invalid_format']],
])('?%s is 422', async (query, expected) => {
  expect(fields(await api.admin.get(`/api/agenda?${query}`))).toEqual([422, expected]);
});

test('nobody who is not signed in is answered', async () => {
  expect((await api.stranger().get(`/api/agenda?${WEEK}`)).status).toBe(401);
});
