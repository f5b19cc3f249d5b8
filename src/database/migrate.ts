import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Fault } from '../fault.ts';
import { packageRoot } from '../package-root.ts';

/** Any number will do, as long as every process that migrates takes the same one. */
const MIGRATION_LOCK = 7_226_517;

/** The table `prisma migrate` keeps, so that its own commands see the same history. */
const HISTORY = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

const CONNECT_MS = 10_000;

interface Migration {
  name: string;
  script: string;
  checksum: string;
}

/** A migration in the database is not the one on disk, or not on disk at all: code and data do not belong together. */
export class MigrationMismatch extends Fault {
  constructor(message: string, remedy: string) {
    super('migration-mismatch', message, remedy);
  }
}

/**
 * Brings the database at `databaseUrl` to today's schema. Safe to run again and from several processes at once: an
 * advisory lock lets one work while the others wait and then find nothing to do. Each migration and its line in the
 * history are one transaction, so a crash leaves a whole number of migrations.
 * Returns the names of the migrations applied by this call.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(HISTORY);
    const pending = await pendingOn(client);
    for (const migration of pending) {
      await client.query('BEGIN');
      await client.query(migration.script);
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, now(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      );
      await client.query('COMMIT');
    }
    return pending.map((migration) => migration.name);
  });
}

/** Names of the migrations on disk that the database does not have yet, oldest first; writes nothing. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS history");
    const pending = rows[0].history === null ? await migrationsOnDisk() : await pendingOn(client);
    return pending.map((migration) => migration.name);
  });
}

/** Throws the Fault `database-unreachable` unless a connection can be opened. */
export async function demandDatabase(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async () => undefined);
}

/** As `demandDatabase`, and `not-migrated` where the database lacks migrations. */
export async function demandSchema(databaseUrl: string): Promise<void> {
  const [lacking] = await pendingMigrations(databaseUrl);
  if (lacking === undefined) return;
  throw new Fault('not-migrated', `The database lacks the migration ${lacking}.`, 'Run tacit migrate first.');
}

async function pendingOn(client: pg.Client): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const onDisk = await migrationsOnDisk();
  for (const [name, checksum] of applied) {
    const migration = onDisk.find((candidate) => candidate.name === name);
    if (!migration) {
      throw new MigrationMismatch(
        `The database is newer than this Tacit: it has the migration ${name}.`,
        'Start the version of Tacit that made it, or a newer one.',
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationMismatch(
        `The migration ${name} was edited after it ran.`,
        'Fetch the file again as it was published; changes of the schema are migrations of their own.',
      );
    }
  }
  return onDisk.filter((migration) => !applied.has(migration.name));
}

async function migrationsOnDisk(): Promise<Migration[]> {
  const folder = join(packageRoot, 'prisma', 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  // A server that stops between two statements; the next one then fails, and says so to whoever asked.
  client.on('error', () => {});
  await client.connect().catch((error: Error) => {
    throw unreachable(connectionString, error);
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function unreachable(databaseUrl: string, error: Error & { code?: string }): Fault {
  const { host, pathname, username } = new URL(databaseUrl);
  // Of a name with several addresses, each of which failed, the error itself says nothing.
  const reasons = error instanceof AggregateError ? error.errors.map(({ message }: Error) => message) : [error.message];
  return new Fault(
    'database-unreachable',
    `The database ${pathname.slice(1)} at ${host} cannot be used as ${username}: ${reasons.join('; ')}.`,
    REMEDIES[error.code ?? ''] ?? 'Start it, or correct DATABASE_URL.',
    { cause: error },
  );
}

/** By the code of PostgreSQL. */
const REMEDIES: Record<string, string> = {
  '28P01': 'Correct the user and the password in DATABASE_URL.',
  '28000': 'Correct the user in DATABASE_URL, or let the server (pg_hba.conf) admit it from here.',
  '3D000': 'Create it (createdb), or correct DATABASE_URL.',
  '53300': 'All its connections are taken: raise max_connections, or start fewer processes.',
};
