import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
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
    undated: notes(body.undated),
    unassigned: notes(body.unassigned),
  };
};

test('has the own tasks by the day they are due, done ones too; what is open of the days before; what has no day', async () => {
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
    undated: ['no day'],
    unassigned: [],
  });
  // Late is what is late now: days ahead are not over because somebody looks beyond them.
  const today = localDateOf(new Date(), 'Europe/Madrid');
  const busy = await api.userOf({ accessLevel: 4 });
  await give(busy.id, addDays(today, -1), 'yesterday');
  await give(busy.id, today, 'today');
  const later = `from=${addDays(today, 7)}&to=${addDays(today, 13)}`;
  expect(await agenda(busy.as, later)).toMatchObject({ days: [], late: ['yesterday'] });
  expect((await busy.as.get(`/api/agenda?${later}`)).body).toMatchObject({ userId: busy.id, today, isWhole: true });
});

test('of a team is the department’s at level 3, the branch’s at 2, that of a branch of choice at 1, and the own at 4', async () => {
  const far = await addBranch(api, 'Manaus');
  const there = (await api.admin.post('/api/customers', { name: 'There', branchId: far.id })).body.id;
  const departmentId = (await api.admin.post('/api/departments', { name: 'Pool' })).body.id;
  const chief = await api.userOf({ accessLevel: 2 });
  const level3 = await api.userOf({ accessLevel: 3, departmentId });
  const swimmer = await api.userOf({ accessLevel: 4, departmentId });
  const neighbour = await api.userOf({ accessLevel: 4 });
  const abroad = await api.userOf({ accessLevel: 4, branchId: far.id, departmentId });
  await give(swimmer.id, '2026-07-07', 'of a swimmer');
  await give(neighbour.id, '2026-07-07', 'of a neighbour');
  await give(abroad.id, '2026-07-07', 'of somebody far', { customerId: there });
  const free = (customerId: string, dueOn: string | undefined, notes: string, more: object = {}) =>
    api.admin.post('/api/crm-tasks', { customerId, taskTypeId: visible, dueOn, notes, ...more });
  await free(customer.id, '2026-07-12', 'nobody has it');
  await free(customer.id, '2026-07-13', 'nobody has it, later');
  await free(customer.id, undefined, 'waits for nobody');
  await free(customer.id, '2026-07-12', 'not for the agenda', { taskTypeId: hidden });
  await free(there, '2026-07-12', 'nobody far has it');
  const week = 'from=2026-07-06&to=2026-07-12&team=true';
  const of = async (caller: Caller, query = '') => {
    const { days, unassigned } = await agenda(caller, week + query);
    return [days.flatMap(([, notes]: [string, string[]]) => notes).toSorted(), unassigned];
  };
  expect(await of(swimmer.as)).toEqual([['of a swimmer'], []]);
  expect(await of(level3.as)).toEqual([['of a swimmer'], []]);
  expect(await of(chief.as)).toEqual([['of a neighbour', 'of a swimmer'], ['nobody has it']]);
  expect(await of(api.admin)).toEqual([['of a neighbour', 'of a swimmer'], ['nobody has it']]);
  expect(await of(api.admin, `&branchId=${far.id}`)).toEqual([['of somebody far'], ['nobody far has it']]);
  // In the own agenda, too, there is what one may give out; in a colleague's there is not.
  expect((await agenda(chief.as, week.replace('&team=true', ''))).unassigned).toEqual(['nobody has it']);
  expect((await agenda(chief.as, week.replace('team=true', `userId=${swimmer.id}`))).unassigned).toEqual([]);
  for (const caller of [chief.as, level3.as, swimmer.as]) {
    const { status, body } = await caller.get(`/api/agenda?${week}&branchId=${far.id}`);
    expect([status, body.code]).toEqual([422, 'branch_unknown']);
  }
  const nowhere = await api.admin.get(`/api/agenda?${week}&branchId=01999999-9999-7999-8999-999999999999`);
  expect([nowhere.status, nowhere.body.code]).toEqual([422, 'branch_unknown']);
});

test('of somebody who left is still opened, and what they had is given to others', async () => {
  const gone = await api.userOf({ accessLevel: 4 });
  const heir = await api.userOf({ accessLevel: 4 });
  const task = await give(gone.id, '2026-08-04', 'left behind');
  await api.admin.patch(`/api/users/${gone.id}`, 1, { active: false });
  const week = 'from=2026-08-03&to=2026-08-09';
  const chief = await api.userOf({ accessLevel: 2 });
  expect((await agenda(chief.as, `${week}&userId=${gone.id}`)).days).toEqual([['2026-08-04', ['left behind']]]);
  // Ticking off what somebody has who left gives nobody anything.
  expect((await chief.as.patch(`/api/crm-tasks/${task.id}`, 1, { done: true })).status).toBe(200);
  expect((await chief.as.patch(`/api/crm-tasks/${task.id}`, 2, { done: false, assigneeId: heir.id })).status).toBe(200);
  expect((await agenda(heir.as, week)).days).toEqual([['2026-08-04', ['left behind']]]);
  const back = await chief.as.patch(`/api/crm-tasks/${task.id}`, 3, { assigneeId: gone.id });
  expect([back.status, back.body.code]).toEqual([409, 'user_inactive']);
});

test('tells where its lists end', async () => {
  const busy = await api.userOf({ accessLevel: 4 });
  await api.database.crmTask.createMany({
    data: Array.from({ length: 201 }, (_, index) => ({
      customerId: customer.id,
      branchId: busy.branchId,
      taskTypeId: visible,
      notes: `${index}`,
      authorKind: 'user' as const,
      authorId: busy.id,
      authorName: busy.name,
      channel: 'console' as const,
      assigneeId: busy.id,
      createdAt: new Date(),
    })),
  });
  const { body } = await busy.as.get(`/api/agenda?${WEEK}`);
  expect([body.undated.length, body.isWhole]).toEqual([200, false]);
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
  [`${WEEK}&team=yes`, ['query.team invalid_value']],
])('?%s is 422', async (query, expected) => {
  expect(fields(await api.admin.get(`/api/agenda?${query}`))).toEqual([422, expected]);
});

test('nobody who is not signed in is answered', async () => {
  expect((await api.stranger().get(`/api/agenda?${WEEK}`)).status).toBe(401);
});

describe('the calendar’s address', () => {
  const ADDRESS = '/api/session/calendar';
  const make = async (caller: Caller) => {
    const { status, body } = await caller.post(ADDRESS);
    expect(status).toBe(201);
    return new URL(body.url).pathname;
  };
  const read = (path: string, headers: Record<string, string> = {}) => api.stranger().get(path).set(headers);
  /** As another program than the one that wrote it understands it. */
  const eventsOf = (text: string) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
  const today = localDateOf(new Date(), 'Europe/Madrid');

  test('is told once, kept as a hash, replaced by the next, and ended', async () => {
    const { as, id } = await api.userOf({ accessLevel: 4 });
    expect((await as.get(ADDRESS)).body).toEqual({ feed: null });
    const first = await make(as);
    expect(first).toMatch(/^\/calendar\/[\w-]{43}\.ics$/);
    const secret = first.slice('/calendar/'.length, -'.ics'.length);
    expect(await api.database.calendarFeed.findUniqueOrThrow({ where: { userId: id } })).toMatchObject({
      hash: createHash('sha256').update(secret).digest('hex'),
      lastReadAt: null,
    });
    expect((await read(first)).status).toBe(200);
    const { body, text } = await as.get(ADDRESS);
    expect(body).toEqual({ feed: { createdAt: expect.stringMatching(/Z$/), lastReadAt: expect.stringMatching(/Z$/) } });
    expect(text).not.toContain(secret);

    const second = await make(as);
    expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200]);
    expect((await as.delete(ADDRESS)).status).toBe(204);
    expect((await as.delete(ADDRESS)).status).toBe(204);
    expect((await read(second)).status).toBe(404);
    expect((await as.get(ADDRESS)).body).toEqual({ feed: null });
    const told = await api.database.auditEvent.findMany({
      where: { entityId: id, action: { contains: 'calendar' } },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ action }) => action)).toEqual([
      'user.calendar_made',
      'user.calendar_made',
      'user.calendar_revoked',
    ]);
    expect(JSON.stringify(told, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(secret);
  });

  test('is not in the repeat of an answer, not for programs and not for strangers', async () => {
    const { as } = await api.userOf({ accessLevel: 4 });
    const key = { 'Idempotency-Key': 'calendar-once' };
    expect((await as.post(ADDRESS, {}, key)).body.url).toMatch(/\.ics$/);
    expect((await as.post(ADDRESS, {}, key)).body.url).toBeNull();
    const { secret } = (await as.post('/api/api-tokens', { name: 'a program' })).body;
    const byToken = await api.stranger().post(ADDRESS).set('Authorization', `Bearer ${secret}`);
    expect([byToken.status, byToken.body.code]).toEqual([403, 'session_required']);
    for (const method of ['get', 'post', 'delete'] as const)
      expect((await api.stranger()[method](ADDRESS)).status).toBe(401);
  });

  test('has the own tasks of the agenda as all-day events, in the words of the user, without notes', async () => {
    const user = await api.userOf({ accessLevel: 4 });
    const other = await api.userOf({ accessLevel: 4 });
    const long = `Ñandú; “Ça, va” \\ ${'muito '.repeat(20)}😀 fim`;
    const odd = (await api.admin.post('/api/customers', { name: long })).body;
    const late = await give(user.id, addDays(today, -60), 'a secret of hers', { customerId: odd.id });
    const last = await give(user.id, addDays(today, 365), 'the last');
    await give(user.id, addDays(today, -61), 'too old');
    await give(user.id, addDays(today, 366), 'too far');
    await give(user.id, undefined, 'no day');
    await give(user.id, today, 'not for the agenda', { taskTypeId: hidden });
    await give(other.id, today, 'of another');
    const path = await make(user.as);
    const answer = await read(path);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(answer.text).not.toContain('secret of hers');
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const [first, second, ...more] = eventsOf(answer.text);
    expect(more).toEqual([]);
    expect(first!.uid).toBe(late.id);
    expect(first!.summary).toBe(`Call back · ${long} (${odd.code})`);
    expect([first!.startDate, first!.endDate].map((day) => [day.isDate, day.toString()])).toEqual([
      [true, addDays(today, -60)],
      [true, addDays(today, -59)],
    ]);
    expect(second!.uid).toBe(last.id);
    expect(second!.component.getFirstPropertyValue('url')).toMatch(new RegExp(`/customers/${customer.id}\\?tab=crm$`));
    expect(second!.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
  });

  test('keeps an event’s identity through a change, and answers 304 where there was none', async () => {
    const user = await api.userOf({ accessLevel: 4 });
    const task = await give(user.id, today, 'once');
    const path = await make(user.as);
    const before = await read(path);
    const etag = before.headers['etag']!;
    expect([(await read(path, { 'If-None-Match': etag })).status, (await read(path)).headers['etag']]).toEqual([
      304,
      etag,
    ]);
    await user.as.patch(`/api/crm-tasks/${task.id}`, 1, { done: true, dueOn: addDays(today, 1) });
    const after = await read(path, { 'If-None-Match': etag });
    expect(after.status).toBe(200);
    const [was] = eventsOf(before.text);
    const [is] = eventsOf(after.text);
    expect([was!.sequence, is!.sequence, is!.uid]).toEqual([0, 1, was!.uid]);
    expect(is!.summary).toBe(`✓ ${was!.summary}`);
    expect(is!.startDate.toString()).toBe(addDays(today, 1));
    const modified = (event: ICAL.Event) => String(event.component.getFirstPropertyValue('last-modified'));
    expect(modified(is!) >= modified(was!)).toBe(true);
  });

  test('carries the rights of now: what moves out of reach is gone, and so is all of who leaves, for good', async () => {
    const far = await addBranch(api, 'Recife');
    const user = await api.userOf({ accessLevel: 2 });
    const moving = (await api.admin.post('/api/customers', { name: 'On the move' })).body;
    await give(user.id, today, 'theirs', { customerId: moving.id });
    const path = await make(user.as);
    expect(eventsOf((await read(path)).text)).toHaveLength(1);
    await api.database.customer.update({ where: { id: moving.id }, data: { branchId: far.id } });
    expect(eventsOf((await read(path)).text)).toEqual([]);
    await api.admin.patch(`/api/users/${user.id}`, 1, { active: false });
    expect((await read(path)).status).toBe(404);
    await api.admin.patch(`/api/users/${user.id}`, 2, { active: true });
    expect((await read(path)).status).toBe(404);
  });

  test('guessed, cut or of another kind is 404, and who asks too often waits', async () => {
    const { as } = await api.userOf({ accessLevel: 4 });
    const path = await make(as);
    for (const wrong of [
      `/calendar/${'a'.repeat(43)}.ics`,
      path.slice(0, -5),
      path.replace('.ics', ''),
      `${path}/more`,
      '/calendar/',
      '/calendar/%E0.ics',
    ])
      expect([404, 400]).toContain((await read(wrong)).status);
    const strict = await startApi({ limits: { requestsPerMinute: 2 } });
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await strict.stranger().get('/calendar/x.ics')).status);
    expect(statuses).toEqual([404, 404, 429]);
    await strict.stop();
  });
});
