import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { packageRoot } from '../../src/package-root.ts';
import { type FreshDatabase, freshDatabase } from '../support/system.ts';
import { schemaEngine } from './schema-engine.ts';

const made: FreshDatabase[] = [];
afterAll(async () => {
  for (const { drop } of made) await drop();
});

async function fresh(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  made.push(database);
  return database;
}

async function ask<Row>(url: string, statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** A database with nothing in it, not even the history. */
async function empty(): Promise<string> {
  const { url } = await fresh();
  await ask(url, 'DROP SCHEMA public CASCADE');
  await ask(url, 'CREATE SCHEMA public');
  return url;
}

const historyOf = (url: string) =>
  ask<{ name: string; checksum: string }>(
    url,
    'SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY migration_name',
  );

/** `migrate` in a process of its own. */
function migrateElsewhere(url: string): Promise<string[]> {
  const program = `
    import { migrate } from ${JSON.stringify(join(packageRoot, 'src/database/migrate.ts'))};
    console.log(JSON.stringify(await migrate(${JSON.stringify(url)})));`;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      cwd: packageRoot,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (errors += part));
    child.on('exit', (code) => (code === 0 ? done(JSON.parse(out) as string[]) : failed(new Error(errors))));
  });
}

describe('migrating', () => {
  test('an empty database brings all migrations, a second time none', async () => {
    const url = await empty();
    const names = await pendingMigrations(url);
    expect(names.length).toBeGreaterThan(1);
    expect(await migrate(url)).toEqual(names);
    expect(await migrate(url)).toEqual([]);
    expect(await pendingMigrations(url)).toEqual([]);
    expect((await historyOf(url)).map(({ name }) => name)).toEqual(names);
  });

  test('from several processes at once applies each migration once', async () => {
    const url = await empty();
    const names = await pendingMigrations(url);
    const applied = await Promise.all([migrateElsewhere(url), migrateElsewhere(url), migrateElsewhere(url)]);
    expect(applied.flat()).toEqual(names);
    expect((await historyOf(url)).map(({ name }) => name)).toEqual(names);
  }, 120_000);

  test('that breaks off leaves whole migrations, and goes on where it stopped', async () => {
    const url = await empty();
    // In the way of the second migration.
    await ask(url, 'CREATE FUNCTION notice_deadline(date, integer) RETURNS date LANGUAGE sql AS $$ SELECT $1 $$');
    await ask(url, 'CREATE FUNCTION refuse_rewriting_history() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$');
    await expect(migrate(url)).rejects.toThrow(/already exists/);
    expect(await historyOf(url)).toHaveLength(1);
    await ask(url, 'DROP FUNCTION refuse_rewriting_history()');
    expect((await migrate(url)).length).toBeGreaterThan(0);
    expect(await pendingMigrations(url)).toEqual([]);
  });

  test('refuses a database that is newer, and a migration that was edited after it ran', async () => {
    const { url } = await fresh();
    await ask(url, `UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name LIKE '%init'`);
    await expect(migrate(url)).rejects.toThrow(/was edited after it ran/);
    const { url: newer } = await fresh();
    await ask(
      newer,
      `UPDATE _prisma_migrations SET migration_name = '99990101000000_tomorrow' WHERE migration_name LIKE '%init'`,
    );
    await expect(migrate(newer)).rejects.toThrow(/newer than this Tacit.*99990101000000_tomorrow/);
  });
});

describe('schema.prisma and the migrations', () => {
  let byDatamodel: string;
  let byMigrations: string;
  const datamodel = readFileSync(join(packageRoot, 'prisma', 'schema.prisma'), 'utf8');

  beforeAll(async () => {
    byMigrations = (await fresh()).url;
    byDatamodel = await empty();
    const engine = await schemaEngine(byDatamodel, datamodel);
    const { stdout: script } = (await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: datamodel }] },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    } as never)) as { stdout: string };
    await ask(byDatamodel, script);
  });

  const tables = `table_schema = 'public' AND table_name <> '_prisma_migrations'`;
  test.each([
    [
      'columns',
      `SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision
       FROM information_schema.columns WHERE ${tables} ORDER BY 1, 2`,
    ],
    [
      'enums',
      `SELECT t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) AS labels
       FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1 ORDER BY 1`,
    ],
    [
      'foreign keys, but for the one the guards add',
      `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE contype = 'f' AND conname <> 'multipack_chain_fkey' ORDER BY 1`,
    ],
    [
      'indexes, but for those that only SQL can say',
      `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
       AND indexdef NOT LIKE '% WHERE %' AND indexname <> 'customer_lower_email' AND indexname NOT LIKE '%_search' ORDER BY 1`,
    ],
  ])('agree on %s', async (_, statement) => {
    const wanted = await ask(byDatamodel, statement);
    expect(wanted.length).toBeGreaterThan(5);
    expect(await ask(byMigrations, statement)).toEqual(wanted);
  });
});
