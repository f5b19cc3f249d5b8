import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addBranch, type Api, type Caller, PLAN, startApi } from './support.ts';

let api: Api;
let far: { id: string };
/** Ids of customers and multipacks by a name of the test's. */
const ids: Record<string, string> = {};
const codes: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  far = await addBranch(api);
  const plan = (await api.admin.post('/api/plans', { ...PLAN, name: 'Natación 12 meses' })).body;
  const people = [
    { name: 'José María Núñez', email: 'chema@example.com', phone: '+34 600 111 222' },
    { name: 'Ana Nunes', email: 'ana@example.com' },
    { name: 'Núria Puig', branchId: far.id },
    { name: '100 % Fit_Club' },
    { name: 'Li Wu' },
  ];
  for (const person of people) {
    const { body } = await api.admin.post('/api/customers', person);
    ids[person.name] = body.id;
    codes[person.name] = body.code;
  }
  for (const [customer, reference] of [
    ['José María Núñez', 'Gim-2024/017'],
    ['Núria Puig', 'CWB-9'],
  ] as const) {
    const sale = { customerId: ids[customer], planId: plan.id, startOn: '2026-11-01', reference };
    const { body } = await api.admin.post('/api/multipacks', sale);
    ids[reference] = body.id;
    codes[reference] = body.code;
  }
});
afterAll(() => api.stop());

const customersOf = async (text: string, as: Caller = api.admin, more = '') => {
  const { body } = await as.get(`/api/customers?search=${encodeURIComponent(text)}${more}`);
  return body.items.map(({ name }: { name: string }) => name) as string[];
};
const found = async (text: string, as: Caller = api.admin) =>
  (await as.get(`/api/search?q=${encodeURIComponent(text)}`)).body;

describe('customers are found', () => {
  test.each([
    ['a word without its accents', 'nunez', ['José María Núñez']],
    ['a word with accents and in capitals', 'NÚÑEZ', ['José María Núñez']],
    ['words in any order', 'nunez jose', ['José María Núñez']],
    ['part of a word', 'uri', ['Núria Puig']],
    ['part of several names', 'nun', ['Ana Nunes', 'José María Núñez']],
    ['two letters where a word begins, and not within one', 'wu', ['Li Wu']],
    ['one letter likewise', 'w', ['Li Wu']],
    ['part of the address', 'chema@', ['José María Núñez']],
    ['part of the phone', '111 222', ['José María Núñez']],
    ['a sign that LIKE would take for any', '100 %', ['100 % Fit_Club']],
    ['such a sign alone, which matches itself', '%', ['100 % Fit_Club']],
    ['an underscore, which is no letter', 'fit_club', ['100 % Fit_Club']],
    ['the reference of a multipack in another case', 'GIM-2024/017', ['José María Núñez']],
    ['nothing that is there', 'zzz', []],
  ])('by %s', async (_, text, names) => {
    expect(await customersOf(text)).toEqual(names);
  });

  test('by their code with and without its letter, and by that of a multipack', async () => {
    const code = codes['Ana Nunes']!;
    expect(await customersOf(code)).toEqual(['Ana Nunes']);
    expect(await customersOf(code.toLowerCase())).toEqual(['Ana Nunes']);
    expect(await customersOf(String(Number(code.slice(2))))).toContain('Ana Nunes');
    expect(await customersOf(codes['CWB-9']!)).toEqual(['Núria Puig']);
  });

  test('page by page in the order of their names, each once', async () => {
    const first = (await api.admin.get('/api/customers?search=n&limit=2')).body;
    const rest = (await api.admin.get(`/api/customers?search=n&limit=2&cursor=${first.nextCursor}`)).body;
    const names = [...first.items, ...rest.items].map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Ana Nunes', 'José María Núñez', 'Núria Puig']);
    expect(rest.nextCursor).toBeNull();
    expect((await api.admin.get('/api/customers?search=n&cursor=x')).status).toBe(422);
  });

  test('only of the branch that the reader sees, and that is asked for', async () => {
    const two = await api.userOf({ accessLevel: 2 });
    expect(await customersOf('nu', two.as)).toEqual(['Ana Nunes', 'José María Núñez']);
    expect(await customersOf('CWB-9', two.as)).toEqual([]);
    expect(await customersOf('nu', api.admin, `&branchId=${far.id}`)).toEqual(['Núria Puig']);
  });
});

describe('multipacks are listed', () => {
  const listed = async (text: string) => {
    const { body } = await api.admin.get(`/api/multipacks?search=${encodeURIComponent(text)}`);
    return body.items.map(({ reference }: { reference: string }) => reference) as string[];
  };

  test.each([
    ['their name without accents', 'natacion', ['CWB-9', 'Gim-2024/017']],
    ['words of their name in any order', 'meses natación', ['CWB-9', 'Gim-2024/017']],
    ['part of the reference', 'im-2024', ['Gim-2024/017']],
    ['the customer’s name without accents', 'nuria', ['CWB-9']],
    ['nothing that is there', 'zzz', []],
  ])('by %s', async (_, text, references) => {
    expect(await listed(text)).toEqual(references);
  });

  test('by their code', async () => {
    expect(await listed(codes['CWB-9']!)).toEqual(['CWB-9']);
  });
});

describe('search as one types', () => {
  test('gives customers and multipacks with what a line of it shows', async () => {
    expect(await found('puig')).toEqual({
      customers: [{ id: ids['Núria Puig'], code: codes['Núria Puig'], name: 'Núria Puig', email: null }],
      multipacks: [
        {
          id: ids['CWB-9'],
          code: codes['CWB-9'],
          name: 'Natación 12 meses',
          customerId: ids['Núria Puig'],
          customerName: 'Núria Puig',
        },
      ],
    });
  });

  test('puts an exact code first, then names that begin so, then the rest', async () => {
    const names = (await found('nu')).customers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Núria Puig', 'Ana Nunes', 'José María Núñez']);
    const { customers, multipacks } = await found(codes['CWB-9']!);
    expect([customers[0].id, multipacks[0].id]).toEqual([ids['Núria Puig'], ids['CWB-9']]);
    expect((await found('gim-2024/017')).multipacks[0].id).toBe(ids['Gim-2024/017']);
  });

  test('gives eight of each at the most', async () => {
    await api.database.$executeRaw`
      INSERT INTO customer (id, branch_id, name, language, created_at)
      SELECT gen_random_uuid(), ${far.id}::uuid, 'Quique ' || n, 'es', now() FROM generate_series(1, 20) n`;
    expect((await found('quique')).customers).toHaveLength(8);
  });

  test('gives what the reader sees and nothing else', async () => {
    const two = await api.userOf({ accessLevel: 2 });
    expect(await found('puig', two.as)).toEqual({ customers: [], multipacks: [] });
    expect(await found('CWB-9', two.as)).toEqual({ customers: [], multipacks: [] });
    expect((await found('nunez', two.as)).multipacks).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['what no database holds', '%00'],
    ['more than a hundred letters', 'x'.repeat(101)],
  ])('refuses %s', async (_, q) => {
    expect((await api.admin.get(`/api/search?q=${q}`)).status).toBe(422);
  });
});
