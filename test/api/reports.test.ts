import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { z } from 'zod';
import { Download, route } from '../../src/api/route.ts';
import { act, SYSTEM } from '../../src/database/act.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { exportCrm } from '../../src/reports/export.ts';
import { writeCsv, writeXlsx } from '../../src/reports/files.ts';
import { binary, sheet } from './sheets.ts';
import { addBranch, type Api, type Caller, fields, PLAN, startApi } from './support.ts';

const RENEWAL_TYPE = '00000000-0000-7000-8000-000000000001';
const CANCELLED = { result: 'automatic_renewal_cancellation' } as const;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let api: Api;
let home: { id: string };
let far: { id: string };
let stopType: string;
let callType: string;
beforeAll(async () => {
  api = await startApi();
  home = await api.database.branch.findFirstOrThrow();
  far = await addBranch(api, 'Manaus');
  const type = async (name: string, classification: string) =>
    (await api.admin.post('/api/task-types', { name, classification })).body.id as string;
  stopType = await type('Baja de la renovación', 'automatic_renewal_cancellation');
  callType = await type('Call back', 'generic');
});
afterAll(() => api.stop());
// Each test counts what it wrote itself.
beforeEach(() => api.database.crmTask.deleteMany());

let names = 0;
async function newCustomer(more: object = {}): Promise<{ id: string; code: string; name: string }> {
  names += 1;
  return (await api.admin.post('/api/customers', { name: `Customer ${names}`, ...more })).body;
}

/** A task as the acts write it, at an instant of its own. */
const task = (customerId: string, more: Partial<Prisma.CrmTaskUncheckedCreateInput> = {}) =>
  api.database.crmTask.create({
    data: {
      customerId,
      branchId: home.id,
      taskTypeId: callType,
      authorKind: 'system',
      authorName: 'Tacit',
      channel: 'system',
      createdAt: new Date('2026-05-10T10:00:00Z'),
      ...more,
    },
  });

const ask = (caller: Caller, rows: object[], more: object = {}) => caller.post('/api/reports/crm', { rows, ...more });
const count = async (rows: object[], caller = api.admin) => {
  const { status, body } = await ask(caller, rows);
  expect(status).toBe(200);
  return [body.tasks, body.customers];
};

/** A cancellation as it really happens: at the counter from the multipack (option 1), or by the customer in the portal. */
async function cancelled(customer: { id: string; name: string }, through: 'desk' | 'portal') {
  names += 1;
  const planId = (await api.admin.post('/api/plans', { ...PLAN, name: `Plan ${names}`, portalCancellation: true })).body
    .id;
  const actor =
    through === 'desk'
      ? { kind: 'user' as const, id: null, name: 'Desk', channel: 'console' as const }
      : { kind: 'customer' as const, id: customer.id, name: customer.name, channel: 'portal' as const };
  const multipackId = await act(api.database, { actor: SYSTEM, clock: api.parts.clock }, async (change) => {
    const { multipack } = await sellMultipack(change, { customerId: customer.id, planId, startOn: '2040-01-01' });
    return multipack.id;
  });
  await act(api.database, { actor, clock: api.parts.clock }, (change) => cancelRenewal(change, multipackId));
  return multipackId;
}

describe('who cancelled the renewal (000)', () => {
  let ana: { id: string; code: string; name: string };
  let bea: typeof ana;
  let eva: typeof ana;
  beforeEach(async () => {
    [ana, bea, eva] = [await newCustomer(), await newCustomer(), await newCustomer()];
    await cancelled(ana, 'desk');
    await cancelled(bea, 'portal');
    // As option 2 writes it: under the name of the type that was chosen.
    await task(eva.id, { taskTypeId: stopType, ...CANCELLED, channel: 'console', createdAt: new Date() });
  });

  test('by result all are found, those of the portal too', async () => {
    expect(await count([CANCELLED])).toEqual([3, 3]);
    const { body } = await api.admin.post('/api/reports/crm/customers', { rows: [CANCELLED] });
    expect(new Set(body.items.map(({ customer }: { customer: { id: string } }) => customer.id))).toEqual(
      new Set([ana.id, bea.id, eva.id]),
    );
  });

  test('by the task name of option 2 those of the portal are not found', async () => {
    expect(await count([{ taskTypeId: stopType }])).toEqual([1, 1]);
    const { body } = await api.admin.post('/api/reports/crm/customers', { rows: [{ taskTypeId: stopType }] });
    expect(body.items).toMatchObject([
      { customer: { id: eva.id, code: eva.code, name: eva.name }, tasks: 1, last: { name: 'Baja de la renovación' } },
    ]);
  });

  test('by that name, with a second row by result, they are found again and nobody is counted twice', async () => {
    expect(await count([{ taskTypeId: stopType }, CANCELLED])).toEqual([3, 3]);
  });

  test('the portal’s are told as the customer knows them', async () => {
    const english = await api.userOf({ accessLevel: 1 });
    const { body } = await english.as.post('/api/reports/crm/customers', { rows: [CANCELLED] });
    const names = body.items.map(({ customer, last }: any) => [customer.id, last.name, last.resultName]);
    expect(names).toContainEqual([bea.id, 'automatic renewal', 'automatic renewal cancelled']);
    expect(names).toContainEqual([ana.id, 'automatic renewal', 'automatic renewal cancellation']);
  });
});

describe('the filter', () => {
  test('rows are a union, the fields of a row an intersection', async () => {
    const [one, two] = [await newCustomer(), await newCustomer()];
    await task(one.id, { ...CANCELLED, taskTypeId: stopType });
    await task(one.id, { ...CANCELLED, taskTypeId: RENEWAL_TYPE });
    await task(one.id, { result: 'withdrawal' });
    await task(two.id, { result: 'withdrawal', createdAt: new Date('2026-06-10T10:00:00Z') });
    expect(await count([{ ...CANCELLED, taskTypeId: stopType }])).toEqual([1, 1]);
    expect(await count([{ result: 'withdrawal', taskTypeId: stopType }])).toEqual([0, 0]);
    expect(await count([{ taskTypeId: stopType }, { result: 'withdrawal' }])).toEqual([3, 2]);
    expect(await count([CANCELLED, { result: 'withdrawal', createdFrom: '2026-06-01' }])).toEqual([3, 2]);
    expect(await count([{ createdTo: '2026-05-31' }])).toEqual([3, 1]);
    expect(await count([{ createdFrom: '2026-06-11' }])).toEqual([0, 0]);
    expect(await count([{ channel: 'system' }])).toEqual([4, 2]);
    expect(await count([{ channel: 'portal' }, { result: 'withdrawal', channel: 'system' }])).toEqual([2, 2]);
  });

  test('days are those of each task’s own branch, both included', async () => {
    const [here, there] = [await newCustomer(), await newCustomer({ branchId: far.id })];
    // 01:30 on 1 April in Madrid is still 31 March in Manaus.
    const createdAt = new Date('2026-03-31T23:30:00Z');
    await task(here.id, { createdAt });
    await task(there.id, { createdAt, branchId: far.id });
    const on = async (day: string) =>
      (
        await api.admin.post('/api/reports/crm/customers', { rows: [{ createdFrom: day, createdTo: day }] })
      ).body.items.map(({ customer }: any) => customer.id);
    expect([await on('2026-03-31'), await on('2026-04-01')]).toEqual([[there.id], [here.id]]);
    expect(await count([{ createdFrom: '2026-03-31', createdTo: '2026-04-01' }])).toEqual([2, 2]);
  });

  test('a branch is the one the customers belong to today', async () => {
    const moved = await newCustomer();
    await task(moved.id);
    await api.admin.patch(`/api/customers/${moved.id}`, 1, { branchId: far.id });
    const of = async (branchId: string) => (await ask(api.admin, [{ taskTypeId: callType }], { branchId })).body;
    expect(await of(far.id)).toEqual({ tasks: 1, customers: 1 });
    expect(await of(home.id)).toEqual({ tasks: 0, customers: 0 });
  });

  test.each([
    [{ rows: [] }, ['rows too_small']],
    [{ rows: [{}] }, ['rows.0 empty_filter_row']],
    [{ rows: [CANCELLED, {}] }, ['rows.1 empty_filter_row']],
    [{ rows: Array.from({ length: 21 }, () => CANCELLED) }, ['rows too_big']],
    [{ rows: [{ result: 'gone' }] }, ['rows.0.result invalid_value']],
    [{ rows: [{ channel: 'pigeon' }] }, ['rows.0.channel invalid_value']],
    [{ rows: [{ taskTypeId: 'x' }] }, ['rows.0.taskTypeId invalid_format']],
    [{ rows: [{ createdFrom: '2026-02-30' }] }, ['rows.0.createdFrom invalid_date']],
    [{ rows: [{ createdFrom: '2026-02-02', createdTo: '2026-02-01' }] }, ['rows.0.createdTo range_reversed']],
    [{ rows: [{ ...CANCELLED, notes: 'x' }] }, ['rows.0.notes unknown_field']],
    [{}, ['rows invalid_type']],
  ])('%j is 422 wherever it is sent', async (body, expected) => {
    for (const path of ['', '/customers', '/tasks', '/export']) {
      expect(fields(await api.admin.post(`/api/reports/crm${path}`, body))).toEqual([422, expected]);
    }
  });

  test('an empty row is explained in the reader’s language', async () => {
    const { body } = await ask(api.admin, [{}]);
    expect(body.errors[0].message).toBe('Indique al menos un criterio o quite la fila');
  });

  test('nobody who is not signed in is answered', async () => {
    for (const path of ['crm', 'crm/customers', 'crm/tasks', 'crm/export']) {
      const answer = await api
        .stranger()
        .post(`/api/reports/${path}`)
        .send({ rows: [CANCELLED] });
      expect(answer.status).toBe(401);
    }
  });
});

describe('the lists', () => {
  const walk = async (list: 'customers' | 'tasks', rows: object[]) => {
    const items: any[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const { body } = await api.admin.post(`/api/reports/crm/${list}?${query}`, { rows });
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  };

  test('page customers by their last task found, each once with the number of theirs, and tasks newest first', async () => {
    const people = [await newCustomer(), await newCustomer(), await newCustomer()];
    for (const [i, { id }] of people.entries()) {
      for (let n = 0; n <= i; n += 1) {
        // The last ones at one and the same instant, so that the ids decide.
        await task(id, { createdAt: new Date(Date.UTC(2026, 4, 10 - n)), notes: `${i} ${n}` });
      }
      // Newer, and not found.
      await task(id, { result: 'withdrawal', createdAt: new Date('2026-07-01T00:00:00Z') });
    }
    const rows = [{ result: 'none' }];
    const customers = await walk('customers', rows);
    expect(customers.map(({ customer, tasks, last }) => [customer.id, tasks, last.createdAt, last.result])).toEqual(
      [2, 1, 0].map((i) => [people[i]!.id, i + 1, '2026-05-10T00:00:00.000Z', 'none']),
    );
    const tasks = await walk('tasks', rows);
    expect(tasks.map(({ notes }) => notes)).toEqual(['2 0', '1 0', '0 0', '2 1', '1 1', '2 2']);
    expect(tasks[0]).toMatchObject({ customer: { id: people[2]!.id }, name: 'Call back', author: { name: 'Tacit' } });
  });

  test('refuse a cursor of another list', async () => {
    for (const list of ['customers', 'tasks']) {
      const answer = await api.admin.post(`/api/reports/crm/${list}?cursor=x`, { rows: [CANCELLED] });
      expect(fields(answer)).toEqual([422, ['query.cursor invalid_cursor']]);
    }
  });
});

describe('who sees what', () => {
  test('1 all, 2 the branch’s, 3 the own department’s in the own branch, 4 the own: counts, lists and file alike', async () => {
    const desk = (await api.admin.post('/api/departments', { name: 'Desk' })).body.id;
    const level2 = await api.userOf({ accessLevel: 2 });
    const level3 = await api.userOf({ accessLevel: 3, departmentId: desk });
    const colleague = await api.userOf({ accessLevel: 4, departmentId: desk });
    const other = await api.userOf({ accessLevel: 4 });
    const [here, there] = [await newCustomer(), await newCustomer({ branchId: far.id })];
    const by = (user: { id: string }) => ({ authorKind: 'user' as const, authorId: user.id, authorName: 'x' });
    await task(here.id, { ...by(colleague), notes: 'colleague' });
    await task(here.id, { ...by(other), notes: 'other' });
    await task(here.id, { ...by(other), assigneeId: colleague.id, notes: 'given' });
    await task(here.id, { notes: 'system' });
    await task(there.id, { branchId: far.id, notes: 'far' });

    const seen = async (caller: Caller) => {
      const rows = [{ taskTypeId: callType }];
      const listed = (await caller.post('/api/reports/crm/tasks', { rows })).body.items.map(({ notes }: any) => notes);
      const counts = await count(rows, caller);
      expect(counts[0]).toBe(listed.length);
      const customers = (await caller.post('/api/reports/crm/customers', { rows })).body.items;
      expect(customers).toHaveLength(counts[1]);
      expect(customers.reduce((sum: number, { tasks }: { tasks: number }) => sum + tasks, 0)).toBe(counts[0]);
      const file = await caller.post('/api/reports/crm/export?of=tasks', { rows });
      expect(parse(file.text, { bom: true, from: 2 })).toHaveLength(listed.length);
      return listed.toSorted();
    };
    expect(await seen(api.admin)).toEqual(['colleague', 'far', 'given', 'other', 'system']);
    expect(await seen(level2.as)).toEqual(['colleague', 'given', 'other', 'system']);
    expect(await seen(level3.as)).toEqual(['colleague', 'given']);
    expect(await seen(colleague.as)).toEqual(['colleague', 'given']);
    expect(await seen(other.as)).toEqual(['given', 'other']);
  });

  test('a branch that is not the own is refused below level 1', async () => {
    for (const accessLevel of [2, 3, 4]) {
      const { as } = await api.userOf({ accessLevel });
      const answers = [
        await ask(as, [CANCELLED], { branchId: far.id }),
        await as.get(`/api/reports/withdrawals?from=2026-01-01&to=2026-01-31&branchId=${far.id}`),
      ];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([422, 'branch_unknown']);
    }
  });
});

describe('the file', () => {
  const rows = () => [{ taskTypeId: callType }];
  const exported = async (query: string, caller = api.admin) => {
    const answer = await caller.post(`/api/reports/crm/export?${query}`, { rows: rows() });
    expect(answer.status).toBe(200);
    return answer;
  };

  test('has the columns of the screen in the reader’s language, with instants in the zone of the reader’s branch', async () => {
    const customer = await newCustomer();
    await task(customer.id, { notes: 'first\nsecond; "third"', createdAt: new Date('2026-05-10T22:30:00Z') });
    const { headers, text } = await exported('');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename=crm-clientes.csv');
    expect(headers['cache-control']).toBe('no-store');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(parse(text, { bom: true })).toEqual([
      ['Código', 'Cliente', 'Tareas', 'Última tarea', 'Su resultado', 'Registrada'],
      [customer.code, customer.name, '1', 'Call back', '—', '2026-05-11 00:30'],
    ]);
    const english = await api.userOf({ accessLevel: 2 });
    const tasks = await exported('of=tasks&separator=semicolon', english.as);
    expect(tasks.headers['content-disposition']).toBe('attachment; filename=crm-tasks.csv');
    const [head, ...lines] = parse(tasks.text, { bom: true, delimiter: ';' });
    expect(head!.slice(0, 6)).toEqual(['Recorded', 'Code', 'Customer', 'Task', 'Result', 'Notes']);
    expect(lines.map((line) => line[5])).toEqual(['first\nsecond; "third"']);
  });

  test('is only a head where nothing is found', async () => {
    expect(parse((await exported('')).text, { bom: true })).toHaveLength(1);
  });

  test.each(['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\tx'])(
    'does not let %j be a formula',
    async (name) => {
      const customer = await api.database.customer.create({
        data: { name, branchId: home.id, language: 'es', createdAt: new Date() },
      });
      await task(customer.id, { notes: name });
      const text = (await exported('')).text + (await exported('of=tasks')).text;
      const cells = parse(text.replaceAll('\uFEFF', ''), { relax_column_count: true }).flat();
      expect(cells.filter((cell) => cell === `'${name}`)).toHaveLength(3);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    },
  );

  test('holds 20,000 tasks and their customers whole, and memory stays flat however slowly it is read', async () => {
    const people = 5_000;
    await api.database.$executeRaw`
      INSERT INTO customer (id, branch_id, name, language, created_at)
      SELECT gen_random_uuid(), ${home.id}::uuid, 'Many ' || n, 'es', now() FROM generate_series(1, ${people}::int) n`;
    await api.database.$executeRaw`
      INSERT INTO crm_task (id, customer_id, branch_id, task_type_id, notes, author_kind, author_name, channel, created_at)
      SELECT gen_random_uuid(), c.id, c.branch_id, ${callType}::uuid, repeat(n || ' ', 500), 'system', 'Tacit', 'system',
        now() - n * interval '1 minute'
      FROM customer c, generate_series(1, 4) n WHERE c.name LIKE 'Many %'`;
    const customers = parse((await exported('')).text, { bom: true, from: 2 });
    expect(new Set(customers.map(([code]) => code)).size).toBe(people);
    expect(new Set(customers.map((line) => line[2]))).toEqual(new Set(['4']));

    const held: number[] = [];
    let lines = 0;
    let characters = 0;
    let isBusy = false;
    const filter = { rows: rows(), branchId: null, userIds: null };
    const reader = { of: 'tasks', format: 'csv', separator: ',', language: 'en', timeZone: 'UTC' } as const;
    await exportCrm(api.database, filter, reader, async (part) => {
      expect(isBusy).toBe(false);
      isBusy = true;
      lines += parse(part, { bom: true, relax_column_count: true }).length;
      characters += part.length;
      await new Promise(setImmediate);
      collect();
      held.push(process.memoryUsage().heapUsed);
      isBusy = false;
    });
    expect(lines).toBe(1 + 4 * people);
    // The first parts warm things up.
    const settled = held.slice(4);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(characters / 2);
  });

  test('stops being read when whoever asked for it goes away', async () => {
    const customer = await newCustomer();
    await api.database.$executeRaw`
      INSERT INTO crm_task (id, customer_id, branch_id, task_type_id, notes, author_kind, author_name, channel, created_at)
      SELECT gen_random_uuid(), ${customer.id}::uuid, ${home.id}::uuid, ${callType}::uuid, repeat('x', 4000), 'system', 'Tacit',
        'system', now() - n * interval '1 second' FROM generate_series(1, 5000) n`;
    const { port } = api.server.address() as AddressInfo;
    const leave = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/api/reports/crm/export?of=tasks`, {
      method: 'POST',
      headers: { Cookie: api.admin.cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' },
      body: JSON.stringify({ rows: rows() }),
      signal: leave.signal,
    });
    const reader = answer.body!.getReader();
    await reader.read();
    const reading = () =>
      api.database.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`;
    expect((await reading())[0]!.n).toBe(1);
    leave.abort();
    await reader.read().catch(() => {});
    while ((await reading())[0]!.n > 0) await new Promise((wake) => setTimeout(wake, 20));
  });

  test('that fails at once is a problem, and later the connection is broken off', async () => {
    const failing = (path: `/api/${string}`, parts: string[]) =>
      route({
        method: 'get',
        path,
        tag: 'test',
        summary: 'Fails',
        media: 'text/csv',
        answers: { 200: z.string() },
        handle: async () =>
          new Download('file.csv', async (send) => {
            for (const part of parts) await send(part);
            throw new Error('broken');
          }),
      });
    const own = await startApi({}, { more: [failing('/api/at-once', []), failing('/api/later', ['a,b\r\n'])] });
    try {
      const { status, headers } = await own.admin.get('/api/at-once');
      expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
        500,
        'application/problem+json; charset=utf-8',
        undefined,
      ]);
      await expect(own.admin.get('/api/later')).rejects.toThrow();
    } finally {
      await own.stop();
    }
  });

  test.each([
    ['format=pdf', ['query.format invalid_value']],
    ['of=everything', ['query.of invalid_value']],
    ['separator=tab', ['query.separator invalid_value']],
  ])('%s is 422', async (query, expected) => {
    expect(fields(await api.admin.post(`/api/reports/crm/export?${query}`, { rows: rows() }))).toEqual([422, expected]);
  });
});

describe('what happened per period', () => {
  const report = async (what: string, query: string, caller = api.admin) => {
    const { status, body } = await caller.get(`/api/reports/${what}?${query}`);
    expect(status).toBe(200);
    return body;
  };
  const counts = ({ groups }: { groups: { key: string; count: number }[] }) =>
    groups.map(({ key, count }) => [key, count]);

  test.each([
    ['withdrawals', 'withdrawal'],
    ['renewals', 'automatic_renewal'],
    ['cancellations', 'automatic_renewal_cancellation'],
  ] as const)('%s are counted by day, week, month, channel and branch', async (what, result) => {
    const [here, there] = [await newCustomer(), await newCustomer({ branchId: far.id })];
    const at = (day: string) => new Date(`${day}T12:00:00Z`);
    await task(here.id, { result, createdAt: at('2026-03-30'), channel: 'portal' });
    await task(here.id, { result, createdAt: at('2026-03-30') });
    await task(here.id, { result, createdAt: at('2026-04-01') });
    await task(there.id, { result, createdAt: at('2026-04-06'), branchId: far.id });
    // Another result, and others outside the days.
    await task(here.id, { result: 'frozen', createdAt: at('2026-04-01') });
    await task(here.id, { result, createdAt: at('2026-02-28') });
    await task(here.id, { result, createdAt: at('2026-05-01') });
    const range = 'from=2026-03-01&to=2026-04-30';
    expect(counts(await report(what, range))).toEqual([
      ['2026-03-30', 2],
      ['2026-04-01', 1],
      ['2026-04-06', 1],
    ]);
    // 30 March 2026 is a Monday.
    expect(counts(await report(what, `${range}&by=week`))).toEqual([
      ['2026-03-30', 3],
      ['2026-04-06', 1],
    ]);
    expect(counts(await report(what, `${range}&by=month`))).toEqual([
      ['2026-03-01', 2],
      ['2026-04-01', 2],
    ]);
    expect(counts(await report(what, `${range}&by=channel`))).toEqual([
      ['portal', 1],
      ['system', 3],
    ]);
    const branches = await report(what, `${range}&by=branch`);
    expect(branches.groups.map(({ name, count }: any) => [name, count]).toSorted()).toEqual([
      ['Madrid', 3],
      ['Manaus', 1],
    ]);
    expect(branches.total).toEqual({ count: 4, amounts: [] });
    expect((await report(what, `${range}&branchId=${far.id}`)).total.count).toBe(1);
    // Levels 2 to 4 serve whoever walks in: they see their branch, whoever recorded it.
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await report(what, range, as)).total.count).toBe(3);
  });

  test('a day is that of each branch', async () => {
    const there = await newCustomer({ branchId: far.id });
    await task(there.id, { result: 'withdrawal', branchId: far.id, createdAt: new Date('2026-04-01T01:00:00Z') });
    expect(counts(await report('withdrawals', 'from=2026-03-31&to=2026-03-31'))).toEqual([['2026-03-31', 1]]);
    expect(counts(await report('withdrawals', 'from=2026-04-01&to=2026-04-01'))).toEqual([]);
  });

  test('renewals have the price of what was renewed, by currency', async () => {
    const customer = await newCustomer();
    for (const currency of ['EUR', 'EUR', 'CHF']) {
      await task(customer.id, { result: 'automatic_renewal', amount: 1_500, currency });
    }
    const { groups, total } = await report('renewals', 'from=2026-05-01&to=2026-05-31&by=month');
    const sums = {
      count: 3,
      amounts: [
        { amount: 1_500, currency: 'CHF' },
        { amount: 3_000, currency: 'EUR' },
      ],
    };
    expect(groups).toEqual([{ key: '2026-05-01', name: null, ...sums }]);
    expect(total).toEqual(sums);
  });

  test.each([
    ['', ['query.from invalid_type', 'query.to invalid_type']],
    ['from=2026-02-30&to=2026-03-01', ['query.from invalid_date']],
    ['from=2026-03-02&to=2026-03-01', ['query.to range_reversed']],
    ['from=2026-03-01&to=2026-03-01&by=year', ['query.by invalid_value']],
  ])('?%s is 422', async (query, expected) => {
    for (const what of ['withdrawals', 'renewals', 'cancellations']) {
      expect(fields(await api.admin.get(`/api/reports/${what}?${query}`))).toEqual([422, expected]);
    }
  });

  test('nobody who is not signed in is answered', async () => {
    expect((await api.stranger().get('/api/reports/renewals?from=2026-01-01&to=2026-01-02')).status).toBe(401);
  });
});

describe('the spreadsheet', () => {
  test('has dates for dates and text for all text, and tells how many rows come', async () => {
    const customer = await newCustomer({ name: '=1+1' });
    const notes = '=HYPERLINK("http://x","y")\n<b>bold</b> & "quoted"';
    const createdAt = new Date('2026-05-10T22:30:00Z');
    await task(customer.id, { notes, createdAt, dueOn: new Date('2026-05-12'), authorName: '-5' });
    const ask = (of: string) =>
      binary(api.admin.post(`/api/reports/crm/export?format=xlsx&of=${of}`, { rows: [{ taskTypeId: callType }] }));
    const tasks = await ask('tasks');
    expect(tasks.status).toBe(200);
    expect(tasks.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename=crm-tareas.xlsx',
      'x-total-count': '1',
    });
    const [head, row, ...more] = await sheet(tasks);
    expect(head).toContain('Registrada por');
    expect(more).toEqual([]);
    expect(row!.slice(0, 6)).toEqual([
      new Date('2026-05-11T00:30:00Z'),
      customer.code,
      '=1+1',
      'Call back',
      '—',
      notes,
    ]);
    expect(row!.slice(8)).toEqual(['-5', null, new Date('2026-05-12T00:00:00Z'), null]);
    const customers = await sheet(await ask('customers'));
    expect(customers[1]).toEqual([customer.code, '=1+1', 1, 'Call back', '—', new Date('2026-05-11T00:30:00Z')]);
  });

  test('leaves out signs with which no program would open it', async () => {
    const customer = await newCustomer({ name: 'A\u0001b\uFFFEc' });
    await task(customer.id, { notes: 'pasted\u000Bfrom\u0008\ttext 😀' });
    const answer = await binary(
      api.admin.post('/api/reports/crm/export?format=xlsx&of=tasks', { rows: [{ taskTypeId: callType }] }),
    );
    const [, row] = await sheet(answer);
    expect([row![2], row![5]]).toEqual(['Abc', 'pastedfrom\ttext 😀']);
  });

  test('is only a head where nothing is found', async () => {
    const answer = await binary(
      api.admin.post('/api/reports/crm/export?format=xlsx', { rows: [{ taskTypeId: callType }] }),
    );
    expect(answer.headers['x-total-count']).toBe('0');
    expect(await sheet(answer)).toHaveLength(1);
  });

  test('of renewals has their prices as numbers, each currency in its column; as CSV with the comma of semicolons', async () => {
    const customer = await newCustomer();
    for (const [currency, amount] of [
      ['EUR', 149_950],
      ['CLP', 12_000],
    ] as const) {
      await task(customer.id, { result: 'automatic_renewal', amount, currency });
    }
    const path = '/api/reports/renewals/export?from=2026-05-01&to=2026-05-31&by=month';
    const rows = await sheet(await binary(api.admin.get(`${path}&format=xlsx`)));
    expect(rows).toEqual([
      ['Mes', 'Número', 'Precio (CLP)', 'Precio (EUR)'],
      [new Date('2026-05-01T00:00:00Z'), 2, 12_000, 1499.5],
    ]);
    const { text, headers } = await api.admin.get(`${path}&separator=semicolon`);
    expect(headers['content-disposition']).toBe('attachment; filename=renovaciones.csv');
    expect(parse(text, { bom: true, delimiter: ';' })[1]).toEqual(['2026-05', '2', '12000', '1499,50']);
    const channels = await api.admin.get(path.replace('month', 'channel'));
    expect(parse(channels.text, { bom: true })[1]!.slice(0, 2)).toEqual(['automático', '2']);
    expect((await api.stranger().get(path)).status).toBe(401);
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await as.get(`${path}&branchId=${far.id}`)).body.code).toBe('branch_unknown');
    expect(fields(await api.admin.get(`${path}&format=ods`))).toEqual([422, ['query.format invalid_value']]);
  });

  test('is written row by row: memory stays flat, and whoever leaves ends it', async () => {
    async function* parts() {
      for (let n = 0; n < 40; n += 1) yield Array.from({ length: 500 }, (_, i) => [`${n} ${i} ${'x'.repeat(200)}`, -i]);
    }
    const columns = [
      { heading: 'a', kind: 'text', width: 9 },
      { heading: 'b', kind: 'number', width: 9 },
    ] as const;
    const written: Uint8Array[] = [];
    const held: number[] = [];
    await writeXlsx({ name: 'x', columns, parts: parts() }, async (part) => {
      written.push(new Uint8Array(part as Buffer));
      collect();
      held.push(process.memoryUsage().heapUsed);
    });
    expect((await readSheets(Buffer.concat(written)))[0]!.data).toHaveLength(20_001);
    // Of 4 MB of text.
    expect(held.at(-1)! - held[2]!).toBeLessThan(2_000_000);

    let isEnded = false;
    async function* endless() {
      try {
        for (;;) yield Array.from({ length: 500 }, () => [String(Math.random()), 1]);
      } finally {
        isEnded = true;
      }
    }
    const gone = new Error('gone');
    const sent = writeXlsx({ name: 'x', columns, parts: endless() }, () => Promise.reject(gone));
    await expect(sent).rejects.toBe(gone);
    expect(isEnded).toBe(true);
  });

  test('negative amounts stay numbers in CSV, and only text is defused', async () => {
    let text = '';
    const columns = [
      { heading: 'EUR', kind: { currency: 'EUR' }, width: 9 },
      { heading: 'text', kind: 'text', width: 9 },
    ] as const;
    await writeCsv(
      { name: 'x', columns, parts: [[[-1_250, '-12']]] },
      ';',
      async (part) => void (text += part.toString()),
    );
    expect(text).toBe("\uFEFFEUR;text\r\n-12,50;'-12\r\n");
  });
});

describe('filters under a name', () => {
  const rows = [{ ...CANCELLED, createdFrom: '2026-05-01' }];
  const save = (caller: Caller, more: object = {}) =>
    caller.post('/api/saved-filters', { name: `Filter ${(names += 1)}`, kind: 'crm', rows, ...more });
  const listed = async (caller: Caller): Promise<string[]> =>
    (await caller.get('/api/saved-filters?kind=crm')).body.items.map(({ id }: { id: string }) => id);

  test('are seen by whoever saved them, and by those they are shared with', async () => {
    const owner = await api.userOf({ accessLevel: 3 });
    const colleague = await api.userOf({ accessLevel: 4 });
    const stranger = await api.userOf({ accessLevel: 2, branchId: far.id });
    const [own, branch, company] = await Promise.all(
      ['nobody', 'branch', 'company'].map(async (sharedWith) => {
        const { status, body } = await save(owner.as, { sharedWith });
        expect([status, body.rows, body.owner.id]).toEqual([201, rows, owner.id]);
        return body.id as string;
      }),
    );
    expect(new Set(await listed(owner.as))).toEqual(new Set([own, branch, company]));
    expect(new Set(await listed(colleague.as))).toEqual(new Set([branch, company]));
    expect(await listed(stranger.as)).toEqual([company]);
    expect(await listed(api.admin)).not.toContain(own);
    const edit = { name: 'x' };
    expect((await stranger.as.patch(`/api/saved-filters/${branch}`, 1, edit)).status).toBe(404);
    expect((await stranger.as.delete(`/api/saved-filters/${own}`)).status).toBe(404);
    for (const answer of [
      await colleague.as.patch(`/api/saved-filters/${branch}`, 1, edit),
      await colleague.as.delete(`/api/saved-filters/${branch}`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'saved_filter_of_another']);
    }
    // Level 1 clears away what is shared, also of others.
    expect((await api.admin.delete(`/api/saved-filters/${company}`)).status).toBe(204);
    expect(await listed(stranger.as)).toEqual([]);
  });

  test('are renamed, shared and changed by their owner, with a trace; names are one’s own', async () => {
    const owner = await api.userOf({ accessLevel: 4 });
    const { body } = await save(owner.as, { name: 'Mine' });
    const path = `/api/saved-filters/${body.id}`;
    const edited = await owner.as.patch(path, 1, { name: 'Ours', sharedWith: 'branch', rows: [CANCELLED] });
    expect([edited.status, edited.body.name, edited.body.rows, edited.body.version]).toEqual([
      200,
      'Ours',
      [CANCELLED],
      2,
    ]);
    expect((await owner.as.patch(path, 1, { name: 'Late' })).status).toBe(412);
    expect((await owner.as.patch(path, null, { name: 'Late' })).status).toBe(428);
    const again = await save(owner.as, { name: 'Ours' });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    const second = (await save(owner.as, { name: 'Second' })).body;
    expect((await owner.as.patch(`/api/saved-filters/${second.id}`, 1, { name: 'Ours' })).status).toBe(409);
    expect((await save(api.admin, { name: 'Ours' })).status).toBe(201);
    expect((await owner.as.delete(path)).status).toBe(204);
    const traced = await api.database.auditEvent.findMany({ where: { entityId: body.id }, orderBy: { id: 'asc' } });
    expect(traced.map(({ action }) => action)).toEqual([
      'saved_filter.added',
      'saved_filter.edited',
      'saved_filter.deleted',
    ]);
  });

  test.each([
    [{ rows: [{}] }, ['rows.0 empty_filter_row']],
    [{ rows: [] }, ['rows too_small']],
    [{ name: ' ' }, ['name too_small']],
    [{ kind: 'other' }, ['kind invalid_value']],
    [{ sharedWith: 'world' }, ['sharedWith invalid_value']],
  ])('%j is 422', async (more, expected) => {
    expect(fields(await save(api.admin, more))).toEqual([422, expected]);
  });

  test('nobody who is not signed in is answered', async () => {
    const asked = [api.stranger().get('/api/saved-filters'), api.stranger().post('/api/saved-filters').send({})];
    for (const { status } of await Promise.all(asked)) expect(status).toBe(401);
  });
});

describe('a task for everybody found', () => {
  const found = () => ({ rows: [CANCELLED] });
  const give = (caller: Caller, more: object = {}, headers = {}) =>
    caller.post('/api/crm-tasks/bulk', { filter: found(), taskTypeId: callType, ...more }, headers);
  const given = () =>
    api.database.crmTask.findMany({ where: { taskTypeId: callType }, orderBy: { customerId: 'asc' } });
  const people = async (many: number, more: object = {}) => {
    const made = await Promise.all(Array.from({ length: many }, () => newCustomer(more)));
    for (const { id } of made) await task(id, { ...CANCELLED, taskTypeId: RENEWAL_TYPE });
    return made.map(({ id }) => id).toSorted();
  };

  test('is written once for each, with assignee, day and notes, and with one line of history for all', async () => {
    const ids = await people(3);
    // Found twice, and still one customer.
    await task(ids[0]!, { ...CANCELLED, taskTypeId: RENEWAL_TYPE });
    const { id: assigneeId } = await api.userOf({ accessLevel: 4 });
    const before = await api.database.auditEvent.count();
    const wish = { assigneeId, dueOn: '2026-12-01', notes: '=call "them"' };
    const { status, body } = await give(api.admin, wish);
    expect([status, body.tasks]).toEqual([201, 3]);
    const tasks = await given();
    expect(tasks.map(({ customerId }) => customerId)).toEqual(ids);
    const dueOn = new Date('2026-12-01');
    for (const each of tasks) expect(each).toMatchObject({ ...wish, dueOn, result: 'none', channel: 'console' });
    expect(await api.database.auditEvent.count()).toBe(before + 1);
    const [event] = await api.database.auditEvent.findMany({ where: { entityId: body.id } });
    expect(event).toMatchObject({ action: 'crm_task.added_in_bulk', details: { tasks: 3, filter: found() } });
  });

  test('sent twice with one key happens once', async () => {
    await people(2);
    const [first, second] = await Promise.all(
      [1, 2].map(() => give(api.admin, {}, { 'Idempotency-Key': `bulk-${names}` })),
    );
    expect(first!.body).toEqual(second!.body);
    expect(await given()).toHaveLength(2);
  });

  test('goes to those chosen, all of whom must be found', async () => {
    const [one, two] = await people(3);
    expect((await give(api.admin, { customerIds: [one, two, one!.toUpperCase()] })).body.tasks).toBe(2);
    expect((await given()).map(({ customerId }) => customerId)).toEqual([one, two]);
    const other = await newCustomer();
    const answer = await give(api.admin, { customerIds: [one, other.id] });
    expect([answer.status, answer.body.code]).toEqual([422, 'customer_unknown']);
    expect(await given()).toHaveLength(2);
  });

  test('goes to customers of the own branch below level 1', async () => {
    const [here] = await people(1);
    const [there] = await people(1, { branchId: far.id });
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await give(as)).body.tasks).toBe(1);
    expect((await given()).map(({ customerId }) => customerId)).toEqual([here]);
    const answer = await give(as, { customerIds: [there] });
    expect([answer.status, answer.body.code]).toEqual([422, 'customer_unknown']);
    const foreign = await give(as, { filter: { ...found(), branchId: far.id } });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'branch_unknown']);
  });

  test('is refused for a type that is not generic, retired or unknown, and for an assignee who may not or is gone', async () => {
    await people(1);
    const retired = (
      await api.admin.post('/api/task-types', { name: `Old ${(names += 1)}`, classification: 'generic' })
    ).body;
    await api.admin.patch(`/api/task-types/${retired.id}`, 1, { retired: true });
    const gone = await api.userOf({ accessLevel: 4 });
    await api.database.user.update({ where: { id: gone.id }, data: { active: false } });
    const elsewhere = await api.userOf({ accessLevel: 4, branchId: far.id });
    const { as } = await api.userOf({ accessLevel: 2 });
    const unknown = '00000000-0000-4000-8000-000000000000';
    const refusals = [
      [{ taskTypeId: stopType }, 409, 'task_type_not_generic'],
      [{ taskTypeId: RENEWAL_TYPE }, 409, 'task_type_not_generic'],
      [{ taskTypeId: retired.id }, 409, 'task_type_retired'],
      [{ taskTypeId: unknown }, 422, 'task_type_unknown'],
      [{ assigneeId: gone.id }, 409, 'user_inactive'],
      [{ assigneeId: elsewhere.id }, 422, 'user_unknown'],
      [{ filter: { rows: [{}] } }, 422, 'invalid_input'],
      [{ customerIds: [] }, 422, 'invalid_input'],
      [{ notes: 'a\u0000b' }, 422, 'invalid_input'],
      [{ dueOn: '2026-02-30' }, 422, 'invalid_input'],
    ] as const;
    for (const [wish, ...refusal] of refusals) {
      const { status, body } = await give(as, wish);
      expect([status, body.code]).toEqual(refusal);
    }
    expect(await given()).toEqual([]);
    expect((await api.stranger().post('/api/crm-tasks/bulk').send({})).status).toBe(401);
  });
});
