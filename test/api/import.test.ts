import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { type Api, startApi } from './support.ts';

const today = localDateOf(new Date(), 'Europe/Madrid');

let api: Api;
let plan: string;
let codes: string[];
beforeAll(async () => {
  api = await startApi();
  plan = 'Thirty, days "plus"';
  await api.admin.post('/api/plans', {
    name: plan,
    price: { amount: 3000, currency: 'EUR' },
    duration: { amount: 30, unit: 'day' },
    payment: { kind: 'single' },
    paymentMethod: 'sepa',
    automaticRenewal: true,
    notice: { amount: 3, unit: 'day' },
  });
  codes = [];
  for (const email of ['one@example.com', 'twice@example.com', 'twice@example.com']) {
    codes.push((await api.admin.post('/api/customers', { name: email, email })).body.code);
  }
});
afterAll(() => api.stop());

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const send = async (csv: string, dryRun = false) => api.admin.post('/api/multipacks/import', { csv, dryRun });
const problems = (answer: { body: { errors: { line: number; code: string; field: string | null }[] } }) =>
  answer.body.errors.map(({ line, code, field }) => [line, code, field]);

test('sells each good line once, says what was renewed at once and what had expired', async () => {
  const csv = [
    'reference,customer,plan,start_on,end_on',
    `A-1,${codes[0]},${quoted(plan)},${today},${addDays(today, 29)}`,
    `A-2,ONE@example.com,${quoted(plan)},${addDays(today, -29)},`,
    `A-3,${codes[1]},${quoted(plan)},${addDays(today, -90)},`,
  ].join('\n');
  const dry = await send(csv, true);
  expect(dry.body).toMatchObject({ dryRun: true, lines: 3, errors: [] });
  expect(await api.database.multipack.count()).toBe(0);
  const answer = await send(csv);
  expect(answer.status).toBe(200);
  expect(answer.body.sold).toMatchObject([
    { line: 2, reference: 'A-1', renewals: 0, expired: false },
    { line: 3, reference: 'A-2', renewals: 1, expired: false },
    { line: 4, reference: 'A-3', renewals: 0, expired: true },
  ]);
  const foretold = dry.body.sold.map((line: object) => ({ ...line, multipackId: expect.any(String) }));
  expect(answer.body.sold).toEqual(foretold);
  const expired = await api.admin.get(`/api/multipacks/${answer.body.sold[2].multipackId}`);
  expect(expired.body).toMatchObject({ state: 'expired', renewalState: 'none', reference: 'A-3' });
  expect(await api.database.auditEvent.count({ where: { action: 'multipack.sold', channel: 'import' } })).toBe(3);

  const count = await api.database.multipack.count();
  const again = await send(csv);
  expect(again.body.sold).toEqual([]);
  expect(problems(again)).toEqual([2, 3, 4].map((line) => [line, 'reference_taken', 'reference']));
  expect(await api.database.multipack.count()).toBe(count);
});

test('the same file sent twice at the same moment sells each line once', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `R-${i},${codes[0]},${quoted(plan)},${today}`);
  const csv = ['reference,customer,plan,start_on', ...lines].join('\n');
  const answers = await Promise.all([send(csv), send(csv), send(csv)]);
  const sold: string[] = answers.flatMap(({ body }) =>
    body.sold.map(({ reference }: { reference: string }) => reference),
  );
  expect(sold.sort()).toEqual(lines.map((line) => line.split(',')[0]!).sort());
  for (const { body } of answers) expect(body.sold.length + body.errors.length).toBe(20);
});

test('reports each broken line with its number, its field and a code, and sells the others', async () => {
  const name = quoted(plan);
  const csv = [
    '\uFEFFreference;customer;plan;start_on;end_on',
    `B-1;${codes[0]};${name};${today};`,
    `B-2;${codes[0]};${name};2026-02-30;`,
    `B-3;${codes[0]};${name};${today}`,
    `B-4;${codes[0]};"left open;${today};`,
    '',
    `B-5;${codes[0]};Unknown;${today};`,
    `B-6;C-999999;${name};${today};`,
    `B-7;twice@example.com;${name};${today};`,
    `;${codes[0]};${name};${today};`,
    `B-1;${codes[0]};${name};${today};`,
    `B-8;${codes[0]};${name};${today};${today}`,
    `B-9;${codes[0]};${name};${today};31/12/2026`,
    `${'x'.repeat(101)};${codes[0]};${name};${today};`,
    `B-10;${codes[0]};${name};2200-12-31;`,
    `B-11;${codes[0]};${name};${today};`,
    `B-12;${codes[0]};"two"x;${today};`,
    'B\u0000;a;b;c;d',
  ].join('\r\n');
  const answer = await send(csv);
  expect(answer.status).toBe(200);
  expect(answer.body.lines).toBe(16);
  expect(answer.body.sold.map(({ reference }: { reference: string }) => reference)).toEqual(['B-1', 'B-11']);
  expect(problems(answer)).toEqual([
    [3, 'invalid_date', 'start_on'],
    [4, 'wrong_column_count', null],
    [5, 'broken_quotes', null],
    [7, 'plan_not_found', 'plan'],
    [8, 'customer_not_found', 'customer'],
    [9, 'customer_ambiguous', 'customer'],
    [10, 'required', 'reference'],
    [11, 'reference_repeated', 'reference'],
    [12, 'end_differs', 'end_on'],
    [13, 'invalid_date', 'end_on'],
    [14, 'too_long', 'reference'],
    [15, 'invalid_date', 'start_on'],
    [17, 'broken_quotes', null],
    [18, 'invalid_text', null],
  ]);
});

test.each([
  ['nothing', '\r\n\n', 'import_empty'],
  ['a header alone', 'reference,customer,plan,start_on\n', 'import_empty'],
  ['a column that is missing', 'reference,customer,plan\na,b,c', 'import_columns'],
  ['a column nobody knows', 'reference,customer,plan,start_on,colour\na,b,c,d,e', 'import_columns'],
  ['a column named twice', 'reference,customer,plan,start_on,plan\na,b,c,d,e', 'import_columns'],
  ['a header with a quote left open', '"reference,customer,plan,start_on\na,b,c,d', 'import_columns'],
  ['more than 10,000 lines', `reference,customer,plan,start_on\n${'a,b,c,d\n'.repeat(10_001)}`, 'import_too_large'],
])('refuses %s', async (_, csv, code) => {
  const answer = await send(csv);
  expect([answer.status, answer.body.code]).toEqual([422, code]);
});

test('takes what a request may hold and no more', async () => {
  const answer = await send('x'.repeat(1_100_000));
  expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
});

test('is for levels 1 and 2, and level 2 names customers of the own branch only', async () => {
  const csv = `reference,customer,plan,start_on\nC-1,${codes[0]},${quoted(plan)},${today}`;
  const { as: clerk } = await api.userOf({ accessLevel: 3 });
  const refused = await clerk.post('/api/multipacks/import', { csv });
  expect([refused.status, refused.body.code]).toEqual([403, 'level_required']);
  const branch = await api.database.branch.create({
    data: {
      name: 'Porto',
      timeZone: 'Europe/Lisbon',
      country: 'PT',
      language: 'pt-BR',
      currency: 'EUR',
      createdAt: new Date(),
    },
  });
  const { as: other } = await api.userOf({ accessLevel: 2, branchId: branch.id });
  expect(problems(await other.post('/api/multipacks/import', { csv }))).toEqual([
    [2, 'customer_not_found', 'customer'],
  ]);
  const { as: own } = await api.userOf({ accessLevel: 2 });
  expect((await own.post('/api/multipacks/import', { csv })).body).toMatchObject({ dryRun: true, sold: [{ line: 2 }] });
});
