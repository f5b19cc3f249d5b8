import { expect } from '@jest/globals';
import type { Database } from '../../src/database/client.ts';

/** Each of these finds what must not be there; whatever was done before, they find nothing. */
const FORBIDDEN: Record<string, string> = {
  'a multipack with two successors': `
    SELECT previous_id FROM multipack WHERE previous_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'two periods of a chain that overlap': `
    SELECT a.id, b.id FROM multipack a JOIN multipack b ON a.chain_id = b.chain_id AND a.ordinal < b.ordinal
    WHERE a.removed_at IS NULL AND b.removed_at IS NULL AND b.valid_from <= a.valid_to`,
  'a renewal that does not begin the day after': `
    SELECT s.id FROM multipack s JOIN multipack p ON p.id = s.previous_id
    WHERE s.removed_at IS NULL AND p.removed_at IS NULL AND s.valid_from <> p.valid_to + 1`,
  'a deadline that is not the last day less the notice': `
    SELECT id FROM multipack WHERE deadline <> notice_deadline(valid_to, notice_amount, notice_unit)`,
  'receivables that do not sum to price and fee': `
    SELECT m.id FROM multipack m JOIN receivable r ON r.multipack_id = m.id
    GROUP BY m.id HAVING sum(r.amount) <> max(m.price + m.one_off_fee)`,
  'a multipack without receivables': `
    SELECT m.id FROM multipack m WHERE NOT EXISTS (SELECT 1 FROM receivable r WHERE r.multipack_id = m.id)`,
  'a receivable due before its multipack begins': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE r.state = 'open' AND m.removed_at IS NULL AND r.due_on < m.valid_from`,
  'something owed for a removed multipack': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE m.removed_at IS NOT NULL AND r.state = 'open' AND r.at_bank_at IS NULL`,
  'something owed after the last day of a withdrawal or cancellation': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE r.state = 'open' AND r.due_on > least(m.withdrawn_on, m.cancelled_on) AND r.at_bank_at IS NULL`,
  'something collected of a withdrawn, cancelled or removed multipack': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE r.state = 'open' AND r.collected
      AND (m.withdrawn_on IS NOT NULL OR m.cancelled_on IS NOT NULL OR m.removed_at IS NOT NULL)`,
  'something owed that is not collected as its multipack is paid': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE r.state = 'open' AND m.withdrawn_on IS NULL AND m.cancelled_on IS NULL AND m.removed_at IS NULL
      AND r.collected <> (m.payment_method IN ('sepa', 'recurring_card'))`,
  'a withdrawn or cancelled multipack whose renewal stands': `
    SELECT s.id FROM multipack s JOIN multipack p ON p.id = s.previous_id
    WHERE (p.withdrawn_on IS NOT NULL OR p.cancelled_on IS NOT NULL) AND s.removed_at IS NULL`,
  'a request that holds the renewal of a multipack that is not held, or a hold without one': `
    SELECT m.id FROM multipack m
    WHERE (m.renewal_held_at IS NOT NULL) <> EXISTS (
      SELECT 1 FROM cancellation_request r WHERE r.multipack_id = m.id AND r.held_renewal AND r.concluded_at IS NULL)`,
  'a held renewal that was made': `
    SELECT p.id FROM multipack p JOIN multipack s ON s.previous_id = p.id WHERE p.renewal_held_at IS NOT NULL`,
  'two requests in progress for one chain': `
    SELECT m.chain_id FROM multipack m JOIN cancellation_request r ON r.multipack_id = m.id AND r.concluded_at IS NULL
    GROUP BY m.chain_id HAVING count(*) > 1`,
  'an open request of a multipack that was withdrawn, cancelled or removed': `
    SELECT r.id FROM multipack m JOIN cancellation_request r ON r.multipack_id = m.id AND r.concluded_at IS NULL
    WHERE m.withdrawn_on IS NOT NULL OR m.cancelled_on IS NOT NULL OR m.removed_at IS NOT NULL`,
  'a withdrawal without its task, or with two, or with one of another day': `
    SELECT m.id FROM multipack m LEFT JOIN crm_task t ON t.multipack_id = m.id AND t.result = 'withdrawal'
    WHERE m.withdrawn_on IS NOT NULL OR t.id IS NOT NULL
    GROUP BY m.id, m.withdrawn_on HAVING count(t.id) <> 1 OR bool_or(t.effective_on IS DISTINCT FROM m.withdrawn_on)`,
  'money that was paid and is not known any more': `
    SELECT r.id FROM receivable r JOIN multipack m ON m.id = r.multipack_id
    WHERE (r.paid_amount, r.given_back_amount) <> (
      SELECT coalesce(sum(CASE p.kind WHEN 'payment' THEN p.amount WHEN 'returned' THEN -p.amount ELSE 0 END), 0),
             coalesce(sum(p.amount) FILTER (WHERE p.kind IN ('refund', 'credited')), 0)
      FROM payment p WHERE p.receivable_id = r.id)`,
  'a debit that came back and left no task': `
    SELECT m.id FROM multipack m
    WHERE (SELECT count(*) FROM crm_task t WHERE t.multipack_id = m.id AND t.result = 'returned_debit') <> (
      SELECT count(*) FROM audit_event e JOIN receivable r ON r.id::text = e.entity_id
      WHERE r.multipack_id = m.id AND e.action = 'receivable.returned')`,
  'credit that is not the sum of what made it and used it up': `
    SELECT r.customer_id, r.currency FROM payment p JOIN receivable r ON r.id = p.receivable_id
    WHERE p.method = 'credit' AND r.customer_id IN (SELECT customer_id FROM multipack)
    GROUP BY 1, 2 HAVING sum(CASE p.kind WHEN 'credited' THEN p.amount ELSE -p.amount END) IS DISTINCT FROM (
      SELECT c.balance::numeric FROM credit c WHERE c.customer_id = r.customer_id AND c.currency = r.currency)`,
  'a removed multipack with a successor that was not': `
    SELECT s.id FROM multipack s JOIN multipack p ON p.id = s.previous_id WHERE p.removed_at IS NOT NULL AND s.removed_at IS NULL`,
  'a cancelled renewal that was made': `
    SELECT p.id FROM multipack p JOIN multipack s ON s.previous_id = p.id
    WHERE p.renewal_cancelled_at IS NOT NULL AND s.removed_at IS NULL`,
  'a renewal ahead that is not listed as one, or one listed that is none': `
    SELECT m.id FROM multipack m LEFT JOIN renewal_ahead a ON a.multipack_id = m.id
    WHERE coalesce(a.deadline = m.deadline AND a.chain_id = m.chain_id, false) <> (
      m.automatic_renewal AND m.renewal_cancelled_at IS NULL AND m.renewal_held_at IS NULL AND m.removed_at IS NULL
      AND m.withdrawn_on IS NULL AND m.cancelled_on IS NULL AND NOT EXISTS (SELECT 1 FROM multipack s WHERE s.previous_id = m.id))`,
  'a change without an audit event': `
    SELECT m.id, m.version FROM multipack m
    WHERE m.version - 1 > (SELECT count(*) FROM audit_event e WHERE e.entity = 'multipack' AND e.entity_id = m.id::text
                           AND e.action NOT IN ('multipack.sold', 'multipack.renewed'))`,
  'an audit event that was not written in the transaction of its change': `
    SELECT m.id FROM multipack m
    WHERE m.version > 1 AND NOT EXISTS (
      SELECT 1 FROM audit_event e WHERE e.entity = 'multipack' AND e.entity_id = m.id::text AND e.xmin = m.xmin)`,
  'a sale or a renewal without an audit event of its transaction': `
    SELECT m.id FROM multipack m
    WHERE m.version = 1 AND NOT EXISTS (
      SELECT 1 FROM audit_event e WHERE e.entity = 'multipack' AND e.entity_id = coalesce(m.previous_id, m.id)::text AND e.xmin = m.xmin)`,
  'a renewal without its task, which says for how much, or with two': `
    SELECT m.id FROM multipack m LEFT JOIN crm_task t ON t.multipack_id = m.id AND t.result = 'automatic_renewal' AND t.currency = m.currency
    WHERE m.ordinal > 0 GROUP BY m.id HAVING count(t.id) <> 1`,
  'a renewal without its line in the journal, or with two': `
    SELECT m.id FROM multipack m LEFT JOIN renewal_attempt a ON a.successor_id = m.id AND a.outcome = 'renewed'
    WHERE m.ordinal > 0 GROUP BY m.id HAVING count(a.id) <> 1`,
};

/** Where nothing delivers what lies in the outbox. */
const UNTOLD = {
  'a chain that may renew and whose workflow was never told': `
    SELECT m.chain_id FROM multipack m
    WHERE m.automatic_renewal AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = m.chain_id::text)`,
};

/**
 * Fails with the names of the guarantees that do not hold for a chain, or without one for all that is stored. `isDelivered`
 * says that a relay runs.
 */
export async function demandInvariants(
  database: Database,
  chainId?: string,
  { isDelivered = false }: { isDelivered?: boolean } = {},
): Promise<void> {
  const forbidden: Record<string, string> = isDelivered ? FORBIDDEN : { ...FORBIDDEN, ...UNTOLD };
  // The queries see the table through this name: a chain at fault is not blamed on the next one.
  const scope = chainId === undefined ? '' : `WHERE chain_id = '${chainId}'`;
  const union = Object.values(forbidden)
    .map((query, i) => `SELECT ${i} AS nr, count(*)::integer AS found FROM (${query}) q${i}`)
    .join(' UNION ALL ');
  const rows = await database.$queryRawUnsafe<{ nr: number; found: number }[]>(
    `WITH multipack AS MATERIALIZED (SELECT *, xmin FROM public.multipack ${scope}) ${union}`,
  );
  const names = Object.keys(forbidden);
  expect(rows.filter(({ found }) => found > 0).map(({ nr }) => names[nr])).toEqual([]);
}
