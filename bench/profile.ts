/**
 * What the page of one customer asks for: 200 multipacks, 2,000 receivables, 2,000 CRM tasks and 5,000 events, among 100,000
 * customers with 200,000 multipacks. `--customers`, `--rounds`.
 */
import { query } from '../src/engine/embedded/postgres.ts';
import { option, printTable } from './support/figures.ts';
import { addPeople } from './support/people.ts';
import { withPostgres } from './support/postgres.ts';
import { percentiles, serve } from './support/served.ts';

const customers = option('customers', 100_000);
const rounds = option('rounds', 20);

await withPostgres(async (databaseUrl) => {
  const served = await serve(databaseUrl);
  try {
    await addPeople(databaseUrl, customers);
    const id = await addBusyCustomer(databaseUrl);
    const of = `customerId=${id}`;
    const paths = [
      `/api/customers/${id}`,
      `/api/customers/${id}/multipacks?limit=50`,
      `/api/customers/${id}/multipacks?limit=200`,
      `/api/customers/${id}/multipacks?state=active&limit=50`,
      `/api/receivables?${of}`,
      `/api/crm-tasks?${of}`,
      `/api/customers/${id}/contacts`,
      `/api/audit-events?${of}`,
    ];
    const times = paths.map((): number[] => []);
    const together: number[] = [];
    for (const path of paths) await served.time(path);
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, path] of paths.entries()) times[i]!.push(await served.time(path));
      const from = performance.now();
      await Promise.all(paths.map((path) => served.time(path)));
      together.push(performance.now() - from);
    }
    printTable(
      ['', `p50 / p95 ms, ${rounds} each`],
      [
        ...paths.map((path, i) => [`\`${path.replaceAll(id, '…')}\``, percentiles(times[i]!)]),
        ['all of them at once', percentiles(together)],
      ],
    );
  } finally {
    await served.stop();
  }
});

async function addBusyCustomer(databaseUrl: string): Promise<string> {
  const ask = (statement: string, values: unknown[] = []) => query(databaseUrl, statement, values);
  const [row] = await ask('SELECT id FROM customer ORDER BY code OFFSET 1000 LIMIT 1');
  const id = String(row?.['id']);
  await ask(
    `INSERT INTO multipack (id, chain_id, customer_id, branch_id, plan_id, time_zone, name, currency, price, duration_amount,
       duration_unit, payment, payment_method, automatic_renewal, notice_amount, notice_unit, valid_from, valid_to, anchor_day, deadline, created_at)
     SELECT sold.id, sold.id, c.id, c.branch_id, (SELECT id FROM plan LIMIT 1), 'Europe/Madrid', 'Busy ' || n, 'EUR', 4990, 1, 'month', 'rolling',
       'sepa', true, 15, 'day', current_date - n, current_date - n + 30, 1, current_date - n + 15, now()
     FROM customer c, (SELECT uuidv7() AS id, n FROM generate_series(1, 200) n) sold WHERE c.id = $1`,
    [id],
  );
  await ask(
    `INSERT INTO receivable (id, multipack_id, customer_id, number, due_on, amount, currency, created_at)
     SELECT uuidv7(), id, customer_id, n, valid_from + n, 4990, 'EUR', now()
     FROM multipack, generate_series(1, 10) n WHERE customer_id = $1 AND name LIKE 'Busy %'`,
    [id],
  );
  await ask(
    `INSERT INTO crm_task (id, customer_id, multipack_id, branch_id, task_type_id, result, notes, author_kind, author_name, channel, created_at)
     SELECT uuidv7(), customer_id, id, branch_id, (SELECT id FROM task_type WHERE code = 'automatic_renewal'), 'automatic_renewal', 'Renewed',
       'system', 'Tacit', 'system', now() - n * interval '1 hour'
     FROM multipack, generate_series(1, 10) n WHERE customer_id = $1 AND name LIKE 'Busy %'`,
    [id],
  );
  await ask(
    `INSERT INTO contact (id, customer_id, name, created_at) SELECT uuidv7(), $1, 'Contact ' || n, now() FROM generate_series(1, 20) n`,
    [id],
  );
  // Five thousand of theirs among those of everybody.
  await ask(
    `INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id, customer_id, branch_id)
     SELECT now(), 'system', 'Tacit', 'system', 'customer.edited', 'customer', c.id, c.id, c.branch_id
     FROM customer c, generate_series(1, CASE WHEN c.id = $1 THEN 5000 ELSE 1 END)`,
    [id],
  );
  await ask('VACUUM ANALYZE multipack, receivable, crm_task, contact, audit_event');
  return id;
}
