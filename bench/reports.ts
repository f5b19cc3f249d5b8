/**
 * The CRM report over 1,000,000 tasks of 100,000 customers in two branches, written over two years: counts, first pages and
 * files; what happened per month; and a task for all of the customers. `--customers`, `--tasks` (of each customer), `--rounds`.
 */
import { query } from '../src/engine/embedded/postgres.ts';
import { option, printTable } from './support/figures.ts';
import { addPeople } from './support/people.ts';
import { withPostgres } from './support/postgres.ts';
import { percentiles, serve } from './support/served.ts';

const customers = option('customers', 100_000);
const tasks = option('tasks', 10);
const rounds = option('rounds', 10);

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const YEAR = { createdFrom: day(365), createdTo: day(0) };
const CANCELLED = { result: 'automatic_renewal_cancellation' };
const ROWS: [what: string, rows: object[]][] = [
  ['a result, one month', [{ ...CANCELLED, createdFrom: day(30), createdTo: day(0) }]],
  ['a result, one year', [{ ...CANCELLED, ...YEAR }]],
  ['a result', [{ result: 'automatic_renewal' }]],
  [
    'two rows of a year',
    [
      { ...CANCELLED, ...YEAR },
      { result: 'withdrawal', ...YEAR },
    ],
  ],
  ['days alone, one month', [{ createdFrom: day(30), createdTo: day(0) }]],
  ['everything', [{ createdFrom: '2000-01-01' }]],
];

await withPostgres(async (databaseUrl) => {
  const served = await serve(databaseUrl);
  try {
    await addPeople(databaseUrl, customers);
    await addTasks(databaseUrl);
    const rows: string[][] = [];
    for (const [what, filter] of ROWS) {
      const cells: string[] = [];
      for (const list of ['', '/customers', '/tasks']) {
        cells.push(await timed(() => served.time(`/api/reports/crm${list}`, { rows: filter })));
      }
      rows.push([what, ...cells]);
    }
    printTable([`p50 / p95 ms, ${rounds} each`, 'counts', 'customers', 'tasks'], rows);

    const periods: string[][] = [];
    for (const report of ['withdrawals', 'renewals', 'cancellations']) {
      const of = `/api/reports/${report}?from=${day(365)}&to=${day(0)}&by=month`;
      periods.push([report, await timed(() => served.time(of))]);
    }
    printTable(['one year by month', `p50 / p95 ms, ${rounds} each`], periods);

    const files: string[][] = [];
    for (const of of ['customers', 'tasks']) {
      const cells: string[] = [];
      for (const format of ['csv', 'xlsx']) {
        const path = `/api/reports/crm/export?of=${of}&format=${format}`;
        const took: number[] = [];
        for (let round = 0; round < 3; round += 1) took.push(await served.time(path, { rows: [CANCELLED] }));
        cells.push((Math.min(...took) / 1000).toFixed(1));
      }
      files.push([of, ...cells]);
    }
    printTable(['the file of all cancellations, least of 3, seconds', 'CSV', 'Excel'], files);

    const [type] = await query(
      databaseUrl,
      `INSERT INTO task_type (id, name, classification, created_at) VALUES (gen_random_uuid(), 'Call', 'generic', now())
       RETURNING id`,
    );
    const everybody = { filter: { rows: [{ createdFrom: '2000-01-01' }] }, taskTypeId: type!['id'] };
    const took = await served.time('/api/crm-tasks/bulk', everybody);
    printTable(['a task for every customer', 'seconds'], [[String(customers), (took / 1000).toFixed(1)]]);
  } finally {
    await served.stop();
  }
});

async function timed(ask: () => Promise<number>): Promise<string> {
  await ask();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await ask());
  return percentiles(times);
}

/** Of ten tasks six are renewals, one a cancellation, and one in twenty a withdrawal. */
async function addTasks(databaseUrl: string): Promise<void> {
  const ask = (statement: string, values: unknown[] = []) => query(databaseUrl, statement, values);
  await ask(
    `INSERT INTO crm_task (id, customer_id, multipack_id, branch_id, task_type_id, result, notes, author_kind, author_name, channel, created_at,
       amount, currency)
     SELECT uuidv7(), m.customer_id, m.id, m.branch_id, (SELECT id FROM task_type WHERE code = 'automatic_renewal'),
       (CASE WHEN kind < 12 THEN 'automatic_renewal' WHEN kind < 14 THEN 'automatic_renewal_cancellation'
             WHEN kind < 15 THEN 'withdrawal' ELSE 'none' END)::"TaskResult",
       'Gym Plus, from 01/02/2026 to 28/02/2026', 'system', 'Tacit', (CASE WHEN kind % 3 = 0 THEN 'portal' ELSE 'system' END)::"Channel",
       now() - ((m.code::bigint * 7919 + n * 104729) % 1051200) * interval '1 minute',
       CASE WHEN kind < 12 THEN m.price END, CASE WHEN kind < 12 THEN m.currency END
     FROM (SELECT DISTINCT ON (customer_id) * FROM multipack) m, generate_series(1, $1::int) n,
       LATERAL (SELECT abs(hashint8extended(m.code * 100 + n, 5)) % 20 AS kind) k`,
    [tasks],
  );
  await ask('VACUUM ANALYZE crm_task');
}
