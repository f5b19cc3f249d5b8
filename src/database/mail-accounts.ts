import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

/**
 * Whose mail account the notices to a customer go through: the collection agent's, else that of the user whom the settings
 * name; null: none is named, and the system sends them itself (004).
 */
export async function senderOfCustomer(tx: Tx, customerId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ senderId: string | null }[]>`
    SELECT ${SENDER} AS "senderId" FROM company LEFT JOIN customer_agents agents ON agents.customer_id = ${customerId}::uuid`;
  return row?.senderId ?? null;
}

/** After a change of the agent who collects, or of the user whom the settings name: what waits goes through the present one. */
export async function repointMails(tx: Tx, customerIds: string[] | 'all'): Promise<void> {
  const whose = customerIds === 'all' ? Prisma.empty : Prisma.sql`AND mail.customer_id = ANY(${customerIds}::uuid[])`;
  const moved = await tx.$executeRaw`
    UPDATE mail SET sender_id = present.sender_id
    FROM (
      SELECT mail.id, ${SENDER} AS sender_id
      FROM mail CROSS JOIN company LEFT JOIN customer_agents agents ON agents.customer_id = mail.customer_id
      WHERE mail.state = 'queued' AND mail.kind = 'notice' ${whose}) present
    WHERE mail.id = present.id AND mail.state = 'queued' AND mail.sender_id IS DISTINCT FROM present.sender_id`;
  if (moved > 0) await tx.$executeRaw`SELECT pg_notify('tacit_mail', '')`;
}

const SENDER = Prisma.sql`coalesce(agents.collection_agent_id, company.notice_account_user_id)`;
