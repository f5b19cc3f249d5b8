/**
 * All customers of one preferred agent get another, in one go; meanwhile some of them are edited and others sold to.
 * `--customers`, `--rounds`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { query } from '../src/engine/embedded/postgres.ts';
import { option, printTable } from './support/figures.ts';
import { addPeople } from './support/people.ts';
import { withPostgres } from './support/postgres.ts';
import { percentiles, serve } from './support/served.ts';

const customers = option('customers', 100_000);
const rounds = option('rounds', 5);

await withPostgres(async (databaseUrl) => {
  const served = await serve(databaseUrl);
  const rowsOf = (statement: string, values: unknown[] = []) => query(databaseUrl, statement, values);
  try {
    await addPeople(databaseUrl, customers);
    await rowsOf(
      `INSERT INTO "user" (id, name, email, branch_id, access_level, language, created_at, updated_at)
       SELECT uuidv7(), name, name || '@example.com', (SELECT id FROM branch ORDER BY created_at LIMIT 1), 4, 'es', now(), now()
       FROM unnest(ARRAY['first', 'second']) name`,
    );
    const [first, second] = await rowsOf(`SELECT id FROM "user" WHERE name IN ('first', 'second') ORDER BY name`);
    await rowsOf('INSERT INTO customer_agents (customer_id, preferred_agent_id) SELECT id, $1::uuid FROM customer', [
      first!['id'],
    ]);
    await rowsOf('VACUUM ANALYZE customer_agents');
    const [plan] = await rowsOf('SELECT id FROM plan LIMIT 1');
    const some = await rowsOf('SELECT id FROM customer ORDER BY random() LIMIT 1000');
    const ids = some.map(({ id }) => String(id));
    const edit = () => served.time(`/api/customers/${ids.pop()}`, { phone: '+34 600 000 000' }, 1);
    const sell = () =>
      served.time('/api/multipacks', { customerId: ids.pop(), planId: plan!['id'], startOn: '2040-01-01' });

    const alone = { edit: [await edit()], sale: [await sell()] };
    for (let n = 0; n < 20; n += 1) {
      alone.edit.push(await edit());
      alone.sale.push(await sell());
    }
    const took: number[] = [];
    const meanwhile = { edit: [] as number[], sale: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const [from, to] = round % 2 === 0 ? [first, second] : [second, first];
      const changes = [{ fromId: from!['id'], toId: to!['id'], customers }];
      let isOver = false;
      const bulk = served.time('/api/agents/change', { changes }).finally(() => (isOver = true));
      await delay(100);
      while (!isOver) {
        meanwhile.edit.push(await edit());
        meanwhile.sale.push(await sell());
      }
      took.push(await bulk);
    }
    printTable(
      [`${customers} customers, ${rounds} rounds`, 'p50 / p95 ms'],
      [
        ['another agent for all', percentiles(took)],
        ['an edit alone', percentiles(alone.edit.slice(1))],
        ['an edit meanwhile', percentiles(meanwhile.edit)],
        ['a sale alone', percentiles(alone.sale.slice(1))],
        ['a sale meanwhile', percentiles(meanwhile.sale)],
      ],
    );
  } finally {
    await served.stop();
  }
});
