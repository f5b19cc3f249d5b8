import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';

/**
 * Asks, in the transaction of the change, that the notices of each customer `c` who meets the condition be reckoned anew, if
 * their setting `s` is on. What happens to receivables is told by a trigger.
 */
export async function tellNotices(tx: Tx, condition: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'notices_changed', s.customer_id::text
    FROM notice_setting s JOIN customer c ON c.id = s.customer_id
    WHERE s.active AND (${condition})`;
}

/** As `tellNotices`, of one customer. */
export const tellNoticesOf = (tx: Tx, customerId: string): Promise<void> =>
  tellNotices(tx, Prisma.sql`c.id = ${customerId}::uuid`);

/** As `tellNotices`, of a customer and of those whom they pay or answer for. */
export const tellNoticesAround = (tx: Tx, customerId: string): Promise<void> =>
  tellNotices(tx, Prisma.sql`${customerId}::uuid IN (c.id, c.payer_id, c.guardian_id)`);
