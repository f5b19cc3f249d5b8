import { NIGHT_MS, ZONE } from './calendar.ts';
import { eventually } from './patience.ts';
import type { PatientDatabase } from './patient-database.ts';
import { PARTS, type SupervisedSystem } from './supervised-system.ts';

/** What is still to be done, asked of the rows without the code that is tested. */
const OPEN = `
  SELECT (SELECT count(*) FROM outbox)::int AS messages,
    (SELECT count(*) FROM multipack m JOIN customer c ON c.id = m.customer_id
     WHERE m.automatic_renewal AND m.renewal_cancelled_at IS NULL AND m.removed_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = m.id)
       AND clock_timestamp() + c.clock_ahead_ms * interval '1 millisecond'
         > (m.deadline + 1)::timestamp AT TIME ZONE '${ZONE}' + interval '${NIGHT_MS} milliseconds')::int AS due`;

/** Waits until every part runs, every message is delivered and nothing is due. Returns how long, or what remained. */
export async function untilQuiet(
  system: SupervisedSystem,
  database: PatientDatabase,
  limitMs: number,
): Promise<{ ms: number; remained?: string }> {
  const start = Date.now();
  const { url } = system.whereabouts;
  let remained = 'nothing was asked yet';
  try {
    await eventually(
      'the system to be quiet',
      async () => {
        const missing = PARTS.filter((part) => system.processOf(part) === undefined);
        if (missing.length > 0) {
          remained = `${missing.join(', ')} not running`;
          return undefined;
        }
        const readiness = (await (await fetch(`${url}/readyz`)).json()) as { temporal: { reachable: boolean } };
        const [open] = await database.query<{ messages: number; due: number }>(OPEN);
        remained = `${open!.messages} messages, ${open!.due} renewals due, Temporal ${readiness.temporal.reachable ? '' : 'not '}reachable`;
        return open!.messages === 0 && open!.due === 0 && readiness.temporal.reachable ? true : undefined;
      },
      { limitMs, everyMs: 250 },
    );
    return { ms: Date.now() - start };
  } catch {
    return { ms: Date.now() - start, remained };
  }
}
