import { type Config, requireDatabaseUrl } from '../config.ts';
import { migrate } from '../database/migrate.ts';

/** Brings the database to today's schema. */
export async function run(config: Config): Promise<void> {
  const applied = await migrate(requireDatabaseUrl(config));
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`);
}
