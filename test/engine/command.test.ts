import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { run as importFile } from '../../src/cli/import.ts';
import { seed } from '../../src/cli/seed.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { demandDatabase, demandSchema, migrate } from '../../src/database/migrate.ts';
import { countOverdueRenewals } from '../../src/database/outbox.ts';
import { makeDirectory } from '../../src/engine/embedded/home.ts';
import { query } from '../../src/engine/embedded/postgres.ts';
import { Fault, faultOf } from '../../src/fault.ts';
import { type FreshDatabase, freshDatabase } from '../support/system.ts';

// What the commands do besides starting parts: settings, the first administrator, and failures in one paragraph.

let fresh: FreshDatabase | undefined;
let database: Database | undefined;

afterEach(async () => {
  await database?.$disconnect();
  await fresh?.drop();
  [fresh, database] = [undefined, undefined];
});

async function emptyDatabase(): Promise<{ url: string; database: Database }> {
  fresh = await freshDatabase();
  database = openDatabase(fresh.url, 2);
  return { url: fresh.url, database };
}

const configWith = (environment: NodeJS.ProcessEnv): Config =>
  loadConfig({ ADMIN_PASSWORD: 'of the first', ...environment });

test('seeding makes the administrator and the branch of the settings, and nothing else', async () => {
  const { database } = await emptyDatabase();
  const config = configWith({ BRANCH_NAME: 'Porto', BRANCH_TIME_ZONE: 'Europe/Lisbon', BRANCH_COUNTRY: 'PT' });
  expect(await seed(database, config, { demonstration: 'none' })).toBe(true);
  expect(await seed(database, config, { demonstration: 'none' })).toBe(false);
  expect(await database.branch.findMany()).toMatchObject([
    { name: 'Porto', timeZone: 'Europe/Lisbon', country: 'PT', language: 'en', currency: 'EUR' },
  ]);
  expect([await database.user.count(), await database.customer.count(), await database.plan.count()]).toEqual([
    1, 0, 0,
  ]);
});

test('the demonstration is made on demand beside an administrator, and refused where there are customers', async () => {
  const { database } = await emptyDatabase();
  const config = configWith({});
  await seed(database, config, { demonstration: 'none' });
  await seed(database, config, { demonstration: 'now' });
  expect([await database.branch.count(), await database.user.count()]).toEqual([6, 4]);
  // One asked to leave, from a ticket.
  expect(await database.cancellationRequest.findMany()).toMatchObject([
    { state: 'pending', ticketId: (await database.ticket.findFirstOrThrow()).id },
  ]);
  const again = seed(database, config, { demonstration: 'now' });
  await expect(again).rejects.toMatchObject({ name: 'Fault', code: 'not-empty' });
});

test('a file is imported from the command line: first foretold, then sold once, and what is refused has its line', async () => {
  const { url, database } = await emptyDatabase();
  const config = configWith({ DATABASE_URL: url });
  await seed(database, config, { demonstration: 'now' });
  const before = await database.multipack.count();
  const file = join(mkdtempSync(join(tmpdir(), 'tacit-import-')), 'sold.csv');
  const today = new Date().toISOString().slice(0, 10);
  const line = (reference: string, plan: string) => `${reference},pilar.ortega@example.com,${plan},${today}`;
  writeFileSync(
    file,
    ['reference,customer,plan,start_on', line('A-1', 'Gym monthly'), line('A-2', 'No such')].join('\n'),
  );
  const said: string[] = [];
  const out = jest.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  const err = jest.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text));
  const ends = [
    await importFile(config, { dryRun: true }, [file]),
    await importFile(config, {}, [file]),
    await importFile(config, {}, [file]),
  ];
  out.mockRestore();
  err.mockRestore();
  expect(ends).toEqual([1, 1, 1]);
  expect(said).toEqual([
    'line 3, plan: No plan has this name',
    '2 lines, 1 would be sold (0 renewed at once, 0 expired), 1 refused.',
    'line 3, plan: No plan has this name',
    '2 lines, 1 sold (0 renewed at once, 0 expired), 1 refused.',
    'line 2, reference: This reference was sold before',
    'line 3, plan: No plan has this name',
    '2 lines, 0 sold (0 renewed at once, 0 expired), 2 refused.',
  ]);
  expect(await database.multipack.count()).toBe(before + 1);
  const fault = (path: string) => importFile(config, {}, [path]).catch(faultOf);
  expect(await fault(`${file}.not`)).toMatchObject({ code: 'file-unreadable' });
  writeFileSync(file, 'a,b\n1,2\n');
  expect(await fault(file)).toMatchObject({ code: 'import-refused' });
});

test('a renewal that was not made is overdue when the day after its deadline is over', async () => {
  const { database } = await emptyDatabase();
  await seed(database, configWith({}), { demonstration: 'now' });
  const { deadline } = await database.multipack.findFirstOrThrow({
    where: { automaticRenewal: true, renewalCancelledAt: null, successor: null },
    orderBy: { deadline: 'asc' },
  });
  const overdueAfter = (days: number): Promise<number> =>
    countOverdueRenewals(database, new Date(deadline.getTime() + days * 86_400_000));
  expect(await overdueAfter(1.9)).toBe(0);
  expect(await overdueAfter(2)).toBeGreaterThan(0);
});

test.each([
  ['nobody listens', { port: '1' }, /ECONNREFUSED/],
  [
    'the password is wrong',
    { password: 'guessed' },
    /password authentication failed.*Correct the user and the password/,
  ],
  ['there is no such database', { pathname: '/nowhere' }, /"nowhere" does not exist.*Create it/],
])('where %s, that is a fault in one paragraph without the password', async (_, change, words) => {
  const { url } = await emptyDatabase();
  const changed = Object.assign(new URL(url), change);
  for (const ask of [migrate, demandDatabase, demandSchema]) {
    const fault = faultOf(await ask(changed.href).catch((error: unknown) => error));
    expect(fault?.code).toBe('database-unreachable');
    expect(fault?.toParagraph()).toMatch(words);
    expect(fault?.toParagraph()).not.toContain(changed.password);
  }
});

test('a database that is newer, or lacks migrations, is a fault', async () => {
  const { url } = await emptyDatabase();
  await query(
    url,
    `UPDATE _prisma_migrations SET migration_name = '29990101000000_later' WHERE migration_name LIKE '%init'`,
  );
  await expect(migrate(url)).rejects.toMatchObject({ name: 'Fault', code: 'migration-mismatch' });
  await query(url, `DELETE FROM _prisma_migrations`);
  await expect(demandSchema(url)).rejects.toMatchObject({ name: 'Fault', code: 'not-migrated' });
});

test('a directory that the system does not allow is a fault at once, not a search without end', () => {
  expect(() => makeDirectory('/proc/tacit/home')).toThrow(Fault);
  expect(() => makeDirectory('/dev/null/home')).toThrow();
});

test('proxies are a number or networks', () => {
  const trusted = (TRUST_PROXY: string): unknown => configWith({ TRUST_PROXY }).trustProxy;
  expect(trusted('2')).toBe(2);
  expect(trusted('loopback, 10.0.0.0/8, ::1')).toBe('loopback,10.0.0.0/8,::1');
  for (const wrong of ['true', '10.0.0.0/33', 'proxy.example.com', '1,2']) expect(() => trusted(wrong)).toThrow(Fault);
});

test('what is wrong in the settings stands a line each, and the remedy on its own', () => {
  const fault = faultOf(thrown(() => configWith({ PORT: '0', BRANCH_TIME_ZONE: 'Mars', BRANCH_CURRENCY: 'euro' })));
  expect(fault?.toParagraph().split('\n')).toEqual([
    'The environment cannot be used:',
    expect.stringMatching(/^ {2}PORT: "0"/),
    expect.stringMatching(/^ {2}BRANCH_TIME_ZONE: "Mars"/),
    expect.stringMatching(/^ {2}BRANCH_CURRENCY: "euro"/),
    'Correct it in .env or where Tacit is started.',
  ]);
});

function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
