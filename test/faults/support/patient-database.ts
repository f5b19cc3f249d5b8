import pg from 'pg';
import { eventually } from './patience.ts';

/** A few connections for all questions of a test, so that asking does not load what is watched. Asks until answered. */
export class PatientDatabase {
  readonly #pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 4, connectionTimeoutMillis: 5_000 });
    // Connections end when the server is killed.
    this.#pool.on('error', () => {});
  }

  async query<Row extends object>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return eventually('the database to answer', async () => (await this.#pool.query<Row>(statement, values)).rows);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
