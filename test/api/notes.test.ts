import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { writeXlsx } from '../../src/reports/files.ts';
import { binary, sheet } from './sheets.ts';
import { addBranch, type Api, type Caller, fields, startApi } from './support.ts';

type User = Awaited<ReturnType<Api['userOf']>>;

let api: Api;
let home: { id: string };
let far: { id: string };
let sales: { id: string };
let desk: { id: string };
let ana: { id: string; code: string };
let seller: User;
beforeAll(async () => {
  api = await startApi();
  home = await api.database.branch.findFirstOrThrow();
  far = await addBranch(api);
  const department = async (name: string) => (await api.admin.post('/api/departments', { name })).body;
  [sales, desk] = [await department('Ventas'), await department('Atención')];
  ana = (await api.admin.post('/api/customers', { name: 'Ana García' })).body;
  seller = await api.userOf({ accessLevel: 4, departmentId: sales.id, email: 'seller@example.com' });
});
afterAll(() => api.stop());
beforeEach(() => api.database.note.deleteMany());

const write = async (as: Caller, text: string, more: object = {}, customer = ana) => {
  const { status, body } = await as.post(`/api/customers/${customer.id}/notes`, { text, ...more });
  expect(status).toBe(201);
  return body as { id: string };
};
const texts = (answer: { status: number; body: { items: { text: string }[] } }) => {
  expect(answer.status).toBe(200);
  return answer.body.items.map(({ text }) => text);
};
const tab = async (as: Caller, query = '', customer = ana) =>
  texts(await as.get(`/api/customers/${customer.id}/notes${query}`));
const report = async (as: Caller, query = '') => texts(await as.get(`/api/reports/notes${query}`));
/** A note as it was written then. */
const past = (author: User, text: string, at: string, customer = ana) =>
  api.database.note.create({ data: { customerId: customer.id, authorId: author.id, text, createdAt: new Date(at) } });
const move = (user: User, data: { branchId?: string; departmentId?: string | null }) =>
  api.database.user.update({ where: { id: user.id }, data });

describe('a note', () => {
  test('is written with its place and treatment, and listed the newest first with its author’s branch and department', async () => {
    await write(seller.as, 'Called about the quote', {
      location: 'Office',
      treatment: 'Send it again\ncall in 2 months',
    });
    await write(seller.as, 'Called again', { location: null });
    const { body } = await seller.as.get(`/api/customers/${ana.id}/notes?limit=1`);
    expect(body.items).toMatchObject([{ text: 'Called again', location: null, treatment: null }]);
    const next = await seller.as.get(`/api/customers/${ana.id}/notes?limit=1&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({
      nextCursor: null,
      items: [
        {
          customer: { id: ana.id, code: ana.code, name: 'Ana García' },
          text: 'Called about the quote',
          location: 'Office',
          treatment: 'Send it again\ncall in 2 months',
          author: { id: seller.id, name: 'seller@example.com' },
          branch: { id: home.id, name: 'Madrid' },
          department: { id: sales.id, name: 'Ventas' },
        },
      ],
    });
    const traced = await api.admin.get(`/api/audit-events?customerId=${ana.id}&action=note.added`);
    expect(traced.body.items).toHaveLength(2);
    expect(JSON.stringify(traced.body)).not.toContain('quote');
  });

  test('needs an author with a department', async () => {
    const { as } = await api.userOf({ accessLevel: 2 });
    const answer = await as.post(`/api/customers/${ana.id}/notes`, { text: 'x' });
    expect([answer.status, answer.body.code]).toEqual([409, 'department_needed']);
    expect(answer.body.detail).toContain('Settings → Users');
  });

  test('has a text that can be stored', async () => {
    const ask = (body: object) => seller.as.post(`/api/customers/${ana.id}/notes`, body);
    expect(fields(await ask({ text: '  ' }))).toEqual([422, ['text too_small']]);
    expect(fields(await ask({ text: 'x'.repeat(5_001) }))).toEqual([422, ['text too_big']]);
    expect(fields(await ask({ text: 'x', location: '\u0000' }))).toEqual([422, ['location invalid_text']]);
    expect(fields(await ask({ text: 'x', color: 'red' }))).toEqual([422, ['color unknown_field']]);
  });

  test('is found by words of its text, place or treatment, without accents and case', async () => {
    await write(seller.as, 'Llamé por la cotización', { location: 'Oficina' });
    await write(seller.as, 'Vino en persona', { treatment: 'Enviar COTIZACIÓN' });
    await write(seller.as, 'Nada');
    const search = (text: string) => tab(seller.as, `?search=${encodeURIComponent(text)}`);
    expect(await search('cotizacion')).toEqual(['Vino en persona', 'Llamé por la cotización']);
    expect(await search('oficina llame')).toEqual(['Llamé por la cotización']);
    expect(await search('%')).toEqual([]);
  });

  test('is removed by level 1 alone, for good; the trace says whose and of which day, not what', async () => {
    const { id } = await past(seller, 'A secret', '2026-05-10T22:30:00Z');
    const boss = await api.userOf({ accessLevel: 2, departmentId: sales.id });
    for (const each of [seller, boss]) {
      const refused = await each.as.delete(`/api/notes/${id}`);
      expect([refused.status, refused.body.code]).toEqual([403, 'level_required']);
    }
    expect((await api.stranger().delete(`/api/notes/${id}`)).status).toBe(401);
    expect((await api.admin.delete(`/api/notes/${id}`)).status).toBe(204);
    expect((await api.admin.delete(`/api/notes/${id}`)).status).toBe(404);
    expect(await tab(api.admin)).toEqual([]);
    const traced = await api.admin.get(`/api/audit-events?entity=note&entityId=${id}`);
    expect(traced.body.items).toMatchObject([
      { action: 'note.removed', details: { author: { id: seller.id }, day: '2026-05-11' } },
    ]);
    expect(JSON.stringify(traced.body)).not.toContain('secret');
  });
});

describe('who sees which notes', () => {
  test('level 1 all, 2 the branch’s, 3 the department’s in the branch, 4 the own ones', async () => {
    const user = (accessLevel: number, departmentId?: string, branchId = home.id) =>
      api.userOf({ accessLevel, branchId, ...(departmentId ? { departmentId } : {}) });
    const [clerk, abroad] = [await user(4, desk.id), await user(4, sales.id, far.id)];
    await past(seller, 'by sales', '2026-05-01T10:00:00Z');
    await past(clerk, 'by desk', '2026-05-02T10:00:00Z');
    await past(abroad, 'from abroad', '2026-05-03T10:00:00Z');
    const seen: [Caller, string[]][] = [
      [api.admin, ['from abroad', 'by desk', 'by sales']],
      [(await user(2)).as, ['by desk', 'by sales']],
      [(await user(3, sales.id)).as, ['by sales']],
      [(await user(3)).as, []],
      [seller.as, ['by sales']],
      [(await user(4)).as, []],
      // Their own notes are on a customer whom they do not see any more.
      [abroad.as, []],
    ];
    for (const [as, notes] of seen) {
      expect(await report(as)).toEqual(notes);
      if (as !== abroad.as) expect(await tab(as)).toEqual(notes);
    }
    const strangers = [
      await abroad.as.get(`/api/customers/${ana.id}/notes`),
      await abroad.as.post(`/api/customers/${ana.id}/notes`, { text: 'x' }),
    ];
    expect(strangers.map(({ status }) => status)).toEqual([404, 404]);
    for (const path of [`/api/customers/${ana.id}/notes`, '/api/reports/notes', '/api/reports/notes/count']) {
      expect((await api.stranger().get(path)).status).toBe(401);
    }
    expect((await api.stranger().get('/api/reports/notes/file')).status).toBe(401);
  });

  test('notes go with their author to another department or branch, the old ones too', async () => {
    const mover = await api.userOf({ accessLevel: 4, departmentId: sales.id });
    await past(mover, 'long ago', '2020-01-01T10:00:00Z');
    const colleague = await api.userOf({ accessLevel: 3, departmentId: desk.id });
    const branch = await api.userOf({ accessLevel: 2 });
    expect([await tab(colleague.as), await tab(branch.as)]).toEqual([[], ['long ago']]);
    await move(mover, { departmentId: desk.id });
    expect([await tab(colleague.as), await tab(branch.as)]).toEqual([['long ago'], ['long ago']]);
    expect(await report(api.admin, `?departmentId=${desk.id}`)).toEqual(['long ago']);
    await move(mover, { branchId: far.id });
    expect([await tab(colleague.as), await tab(branch.as)]).toEqual([[], []]);
    expect(await report(api.admin, `?branchId=${far.id}`)).toEqual(['long ago']);
  });
});

describe('the report', () => {
  let clerk: User;
  let bea: { id: string; code: string };
  beforeAll(async () => {
    clerk = await api.userOf({ accessLevel: 4, departmentId: desk.id, email: 'clerk@example.com' });
    bea = (await api.admin.post('/api/customers', { name: 'Bea Ruiz' })).body;
  });
  const counts = async (query: string, as = api.admin) => (await as.get(`/api/reports/notes/count${query}`)).body;

  test('filters by customer, branch, department, user and days in the zone of the author’s branch', async () => {
    const abroad = await api.userOf({ accessLevel: 4, departmentId: sales.id, branchId: far.id });
    // 23:30 of 10 May in Madrid; 23:30 of 11 May in São Paulo.
    await past(seller, 'Madrid', '2026-05-10T21:30:00Z');
    await past(abroad, 'Sao Paulo', '2026-05-12T02:30:00Z', bea);
    await past(clerk, 'desk', '2026-05-12T10:00:00Z', bea);
    expect(await report(api.admin, `?customerId=${ana.id}`)).toEqual(['Madrid']);
    expect(await report(api.admin, `?branchId=${far.id}`)).toEqual(['Sao Paulo']);
    expect(await report(api.admin, `?departmentId=${sales.id}`)).toEqual(['Sao Paulo', 'Madrid']);
    expect(await report(api.admin, `?userId=${clerk.id}`)).toEqual(['desk']);
    expect(await report(api.admin, '?from=2026-05-10&to=2026-05-10')).toEqual(['Madrid']);
    expect(await report(api.admin, '?from=2026-05-11&to=2026-05-11')).toEqual(['Sao Paulo']);
    expect(await report(api.admin, '?from=2026-05-12')).toEqual(['desk']);
    expect(await report(seller.as, `?userId=${clerk.id}`)).toEqual([]);
    expect(await counts('')).toEqual({
      notes: 3,
      departments: [
        { id: desk.id, name: 'Atención', notes: 1 },
        { id: sales.id, name: 'Ventas', notes: 2 },
      ],
    });
  });

  test('has the last three of each customer, of what the other filters find', async () => {
    for (const day of [1, 2, 3, 4]) await past(seller, `ana ${day}`, `2026-05-0${day}T10:00:00Z`);
    await past(seller, 'bea 1', '2026-04-01T10:00:00Z', bea);
    expect(await report(api.admin, '?lastThree=true')).toEqual(['ana 4', 'ana 3', 'ana 2', 'bea 1']);
    expect(await report(api.admin, '?lastThree=true&to=2026-05-02')).toEqual(['ana 2', 'ana 1', 'bea 1']);
    expect(await counts('?lastThree=true')).toMatchObject({ notes: 4 });
  });

  test('goes by department, those without last, page after page', async () => {
    const former = await api.userOf({ accessLevel: 4, departmentId: desk.id });
    await past(former, 'none 1', '2026-05-09T10:00:00Z');
    await past(former, 'none 2', '2026-05-08T10:00:00Z');
    await move(former, { departmentId: null });
    await past(seller, 'sales 1', '2026-05-07T10:00:00Z');
    await past(seller, 'sales 2', '2026-05-06T10:00:00Z');
    await past(clerk, 'desk 1', '2026-05-05T10:00:00Z');
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await api.admin.get(`/api/reports/notes?groupByDepartment=true&limit=1${cursor}`);
      found.push(...body.items.map(({ text }: { text: string }) => text));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(found).toEqual(['desk 1', 'sales 1', 'sales 2', 'none 1', 'none 2']);
    expect((await counts('')).departments.at(-1)).toEqual({ id: null, name: null, notes: 2 });
  });

  test('refuses another branch, days in reverse and a cursor of another order', async () => {
    for (const path of ['', '/count', '/file']) {
      const address = `/api/reports/notes${path}`;
      const refused = await seller.as.get(`${address}?branchId=${far.id}`);
      expect([refused.status, refused.body.code]).toEqual([422, 'branch_unknown']);
      expect(fields(await api.admin.get(`${address}?from=2026-05-02&to=2026-05-01`))).toEqual([
        422,
        ['query.to range_reversed'],
      ]);
    }
    await past(seller, '1', '2026-05-07T10:00:00Z');
    await past(seller, '2', '2026-05-08T10:00:00Z');
    const { body } = await api.admin.get('/api/reports/notes?groupByDepartment=true&limit=1');
    expect(fields(await api.admin.get(`/api/reports/notes?cursor=${body.nextCursor}`))).toEqual([
      422,
      ['query.cursor invalid_cursor'],
    ]);
  });

  test('is an Excel file with dates for dates, codes as numbers and whatever begins with a sign as text', async () => {
    await past(clerk, '=1+1', '2026-05-10T22:30:00Z');
    const answer = await binary(api.admin.get('/api/reports/notes/file'));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename=notas-especificas.xlsx',
      'x-total-count': '1',
    });
    const [head, ...rows] = await sheet(answer);
    expect(head!.slice(0, 4)).toEqual(['Registrada (Europe/Madrid)', 'Código', 'Cliente', 'Nota específica']);
    const number = Number(ana.code.slice(2));
    const whose = ['clerk@example.com', 'Atención', 'Madrid'];
    expect(rows).toEqual([[new Date('2026-05-11T00:30:00Z'), number, 'Ana García', '=1+1', null, null, ...whose]]);
    const { 'xl/styles.xml': styles } = unzipSync(answer.body);
    expect(strFromU8(styles!)).toContain('&quot;C-&quot;000000');
  });

  test('in groups, has a heading above each department, and the notes below it fold', async () => {
    await past(clerk, 'by the desk', '2026-05-10T10:00:00Z');
    await past(seller, '<row r="9"> of sales', '2026-05-11T10:00:00Z');
    await past(seller, 'of sales', '2026-05-09T10:00:00Z');
    const answer = await binary(api.admin.get('/api/reports/notes/file?groupByDepartment=true'));
    const rows = await sheet(answer);
    expect(rows.slice(1).map((row) => row[3] ?? row[0])).toEqual([
      'Atención (1)',
      'by the desk',
      'Ventas (2)',
      '<row r="9"> of sales',
      'of sales',
    ]);
    const xml = strFromU8(unzipSync(answer.body)['xl/worksheets/sheet1.xml']!);
    expect([...xml.matchAll(/<row (outlineLevel="1" )?r="(\d)"/g)].map(([, level, row]) => [row, !!level])).toEqual([
      ['1', false],
      ['2', false],
      ['3', true],
      ['4', false],
      ['5', true],
      ['6', true],
    ]);
    expect(xml).toContain('<outlinePr summaryBelow="0"/>');
    expect(xml).toContain('outlineLevelRow="1"');
    expect(xml).toContain('state="frozen"');
  });

  test('in groups, is written row by row too, and nothing is lost between the parts', async () => {
    let readAhead = 0;
    let sent = 0;
    const written: Uint8Array[] = [];
    async function* parts() {
      for (let n = 0; n < 20; n += 1) {
        readAhead = Math.max(readAhead, n - sent);
        yield [
          [`group ${n}`],
          ...Array.from({ length: 200 }, (_, i) => [i, `ñ€😀 ${n} ${i} ${Math.random()}`.repeat(9)]),
        ];
      }
    }
    const columns = [
      { heading: 'a', kind: 'customer', width: 9 },
      { heading: 'b', kind: 'text', width: 9 },
    ] as const;
    await writeXlsx({ name: 'x', columns, parts: parts(), isGrouped: true }, async (part) => {
      written.push(new Uint8Array(part as Buffer));
      sent += part.length / 50_000;
    });
    const rows = await sheet({ body: Buffer.concat(written) });
    expect(rows).toHaveLength(1 + 20 * 201);
    expect(rows.at(-1)).toEqual([199, expect.stringMatching(/^ñ€😀 19 199 /)]);
    expect(readAhead).toBeLessThan(20);
    const xml = strFromU8(unzipSync(new Uint8Array(Buffer.concat(written)))['xl/worksheets/sheet1.xml']!);
    expect(xml.match(/<row outlineLevel="1"/g)).toHaveLength(20 * 200);
  });
});
