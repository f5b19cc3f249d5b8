import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate.ts';
import { openHome } from '../../src/engine/embedded/home.ts';
import { ensureDatabase, startPostgres, urlOf } from '../../src/engine/embedded/postgres.ts';

/** Runs `measure` on a PostgreSQL and a migrated database of its own, which go away afterwards, also after Ctrl-C. */
export async function withPostgres(measure: (databaseUrl: string) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'tacit-bench-'));
  // PostgreSQL runs as another user where this one is root.
  chmodSync(path, 0o755);
  const postgres = await startPostgres({ home: openHome(path), log: (line) => console.error(`  ${line}`) });
  const cleanUp = async () => {
    await postgres.process.stop();
    rmSync(path, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
  }
  try {
    await ensureDatabase(postgres, 'tacit');
    const databaseUrl = urlOf(postgres, 'tacit');
    await migrate(databaseUrl);
    await measure(databaseUrl);
  } finally {
    await cleanUp();
  }
}
