import type { LocalDate } from '../../domain/dates.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { AttemptOutcome } from '../generated/enums.ts';

export interface JournalFilter {
  /** Whose branch the customer belongs to now; null: the whole company. */
  branchId: string | null;
  customerId?: string | undefined;
  /** Days in the zone of the multipack, both ends included. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  outcome?: AttemptOutcome | undefined;
}

/** What a night did to one multipack. */
export interface JournalEntry {
  id: bigint;
  at: Date;
  outcome: AttemptOutcome;
  reason: string | null;
  multipackId: string;
  code: number;
  name: string;
  customerId: string;
  customerName: string;
  branchId: string;
  successorId: string | null;
  successorCode: number;
  validFrom: LocalDate;
  validTo: LocalDate;
  price: bigint;
  currency: string;
  removed: boolean;
}

/** One page of the renewals made and of those that failed, latest first. */
export async function listRenewals(
  tx: Tx,
  { branchId, customerId, from, to, outcome }: JournalFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: JournalEntry[]; nextCursor: string | null }> {
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
    throw new InvalidInput([{ path: 'query.cursor', code: 'invalid_cursor' }]);
  }
  const where: Prisma.Sql[] = [Prisma.sql`true`];
  if (branchId !== null) where.push(Prisma.sql`c.branch_id = ${branchId}::uuid`);
  if (customerId !== undefined) where.push(Prisma.sql`m.customer_id = ${customerId}::uuid`);
  if (outcome !== undefined) where.push(Prisma.sql`a.outcome = ${outcome}::"AttemptOutcome"`);
  // The days of all zones lie within these instants, which the index knows; the exact day is each multipack's own.
  if (from !== undefined) {
    where.push(
      Prisma.sql`a.at >= ${from}::date - interval '1 day' AND (a.at AT TIME ZONE m.time_zone)::date >= ${from}::date`,
    );
  }
  if (to !== undefined) {
    where.push(
      Prisma.sql`a.at < ${to}::date + interval '2 days' AND (a.at AT TIME ZONE m.time_zone)::date <= ${to}::date`,
    );
  }
  if (cursor !== undefined) where.push(Prisma.sql`a.id < ${BigInt(cursor)}`);
  const rows = await tx.$queryRaw<JournalEntry[]>`
    SELECT a.id, a.at, a.outcome::text AS outcome, a.reason,
           m.id AS "multipackId", m.code, m.name, m.customer_id AS "customerId", c.name AS "customerName", m.branch_id AS "branchId",
           s.id AS "successorId", s.code AS "successorCode", s.valid_from::text AS "validFrom", s.valid_to::text AS "validTo",
           s.price, s.currency, s.removed_at IS NOT NULL AS removed
    FROM renewal_attempt a
    JOIN multipack m ON m.id = a.multipack_id
    JOIN customer c ON c.id = m.customer_id
    LEFT JOIN multipack s ON s.id = a.successor_id
    WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY a.id DESC LIMIT ${limit + 1}`;
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.id) : null };
}
