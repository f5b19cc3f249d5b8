import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Home } from '../../../src/engine/embedded/home.ts';
import { query } from '../../../src/engine/embedded/postgres.ts';

/**
 * Every attempt to write one of these rows, as PostgreSQL's server log has it. A log line is appended to a file the moment
 * it is made, so it outlives the rollback, the refusal by a unique key and the kill that take the row back; a trigger
 * before the insert makes it, so that a row refused by a unique key has its line too.
 */
export interface Attempt {
  table: 'multipack' | 'receivable' | 'crm_task' | 'command';
  id: string;
  /** Of a multipack: the one it renews; null for a sale. */
  previousId: string | null;
  /** Of a receivable or a CRM task. */
  multipackId: string | null;
}

const TABLES = ['multipack', 'receivable', 'crm_task', 'command'] as const;
const MARK = 'attempt in the fault test:';

export async function keepJournal(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `CREATE OR REPLACE FUNCTION fault_journal() RETURNS trigger LANGUAGE plpgsql
       SET log_error_verbosity = terse SET log_min_error_statement = panic AS $$
     DECLARE r jsonb := to_jsonb(NEW);
     BEGIN
       RAISE LOG '${MARK} %', jsonb_build_object('table', TG_TABLE_NAME, 'id', r->'id',
         'previousId', r->'previous_id', 'multipackId', r->'multipack_id');
       RETURN NEW;
     END $$;
     ${TABLES.map((table) => `CREATE OR REPLACE TRIGGER aa_fault_journal BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fault_journal();`).join('\n')}`,
  );
}

/** Resolves a moment after the next attempt at a renewal has begun, while its transaction is open; or at the limit. */
export async function nextRenewalBegun(home: Home, limitMs: number): Promise<void> {
  const file = openSync(home.logFile('postgres'), 'r');
  try {
    let read = fstatSync(file).size;
    for (const giveUpAt = Date.now() + limitMs; Date.now() < giveUpAt; await delay(1)) {
      const fresh = new Uint8Array(Math.max(0, fstatSync(file).size - read));
      read += readSync(file, fresh, 0, fresh.length, read);
      const lines = new TextDecoder().decode(fresh).split('\n');
      if (lines.some((line) => line.includes(MARK) && line.includes('"previousId": "'))) return;
    }
  } finally {
    closeSync(file);
  }
}

export interface Journal {
  attempts: Attempt[];
  /** Errors that PostgreSQL answered, by their text: what only the database's guards prevented stands here. */
  errors: Map<string, number>;
}

export function readJournal(home: Home): Journal {
  const attempts: Attempt[] = [];
  const errors = new Map<string, number>();
  for (const file of [`${home.logFile('postgres')}.1`, home.logFile('postgres')]) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const at = line.indexOf(MARK);
      if (at >= 0) attempts.push(JSON.parse(line.slice(at + MARK.length)) as Attempt);
      const error = / (?:ERROR|PANIC): {2}(.*)$/.exec(line)?.[1];
      if (error !== undefined) errors.set(error, (errors.get(error) ?? 0) + 1);
    }
  }
  return { attempts, errors };
}
