import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { roomyInstant, storeChains } from './chains.ts';
import { TASK_TYPES } from '../../src/database/multipacks/write.ts';
import type { System } from '../system.ts';

const WAIT_MS = 2_000;

const STATEMENTS = {
  lock: 'SELECT customer_id, branch_id, name FROM multipack WHERE id = $1 FOR UPDATE',
  multipack: `
    INSERT INTO multipack (id, chain_id, ordinal, previous_id, customer_id, branch_id, plan_id, time_zone, name, currency,
      price, duration_amount, duration_unit, payment, payment_method, services, automatic_renewal, notice_amount,
      notice_unit, valid_from, valid_to, anchor_day, deadline, created_at)
    SELECT $2, chain_id, ordinal + 1, id, customer_id, branch_id, plan_id, time_zone, name, currency,
      price, duration_amount, duration_unit, payment, payment_method, services, automatic_renewal, notice_amount,
      notice_unit, next.valid_from, next.valid_to, anchor_day, notice_deadline(next.valid_to, notice_amount, notice_unit),
      $3
    FROM multipack, LATERAL (SELECT multipack.valid_to + 1 AS valid_from,
      (multipack.valid_to + 1 + make_interval(months => duration_amount))::date - 1 AS valid_to) next
    WHERE id = $1
    RETURNING valid_from::text, valid_to::text`,
  receivable: `
    INSERT INTO receivable (id, multipack_id, customer_id, number, due_on, amount, currency, created_at)
    SELECT $2, id, customer_id, 1, valid_from, price, currency, $3 FROM multipack WHERE id = $1`,
  task: `
    INSERT INTO crm_task (id, customer_id, multipack_id, branch_id, task_type_id, result, notes, author_kind, author_name,
      channel, created_at)
    VALUES ($1, $2, $3, $4, $5, 'automatic_renewal', $6, 'system', 'cron', 'system', $7)`,
  audit: `
    INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id, customer_id, branch_id, details)
    VALUES ($1, 'system', 'cron', 'system', 'multipack.renewed', 'multipack', $2, $3, $4, $5)`,
  attempt: `INSERT INTO renewal_attempt (multipack_id, successor_id, outcome, at) VALUES ($1, $2, 'renewed', $3)`,
};

/**
 * What a nightly cron job would do: reads which are due, then renews one after the other over one connection, each in a
 * transaction with the same rows as Tacit's. Resolves with renewals per second, from the first row read to the last commit.
 */
export async function cronRound({ database, databaseUrl }: System, count: number): Promise<number> {
  const dueAt = roomyInstant(Date.now() + WAIT_MS);
  const { branchId } = await storeChains(database, { count, dueAt });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const run = (name: keyof typeof STATEMENTS, values: unknown[]) =>
    client.query({ name, text: STATEMENTS[name], values });
  try {
    const start = performance.now();
    const due = await client.query<{ id: string }>(
      `SELECT id FROM multipack m WHERE branch_id = $1 AND automatic_renewal AND renewal_cancelled_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = m.id)`,
      [branchId],
    );
    for (const { id } of due.rows) {
      const now = new Date();
      const successorId = uuidv7();
      await client.query('BEGIN');
      const { customer_id: customerId, name } = (await run('lock', [id])).rows[0];
      const { valid_from: from, valid_to: to } = (await run('multipack', [id, successorId, now])).rows[0];
      await run('receivable', [successorId, uuidv7(), now]);
      const notes = `renovación automática de ${name}: nuevo período del ${from} al ${to}`;
      const task = [uuidv7(), customerId, successorId, branchId, TASK_TYPES.automatic_renewal, notes, now];
      await run('task', task);
      await run('audit', [now, id, customerId, branchId, { successorId, validFrom: from, validTo: to }]);
      await run('attempt', [id, successorId, now]);
      await client.query('COMMIT');
    }
    const seconds = (performance.now() - start) / 1_000;
    const renewed = await database.multipack.count({ where: { branchId, ordinal: 1 } });
    if (renewed !== count) throw new Error(`${renewed} of ${count} were renewed`);
    return count / seconds;
  } finally {
    await client.end();
  }
}
