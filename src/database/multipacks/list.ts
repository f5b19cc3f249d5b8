import { addDays, type LocalDate, localDateOf } from '../../domain/dates.ts';
import type { MultipackState, RenewalState } from '../../domain/multipack-state.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { toColumn } from '../local-date.ts';
import { multipackMatches } from '../search.ts';

export interface MultipackFilter {
  /** Whose branch the customer belongs to now; null: the whole company. */
  branchId: string | null;
  customerId?: string | undefined;
  planId?: string | undefined;
  state?: MultipackState | undefined;
  renewalState?: RenewalState | undefined;
  /** Both ends included. */
  deadlineFrom?: LocalDate | undefined;
  deadlineTo?: LocalDate | undefined;
  /** Words of the name or of the customer's, part of the reference, or the code, as `M-001234` or `1234`. */
  search?: string | undefined;
}

/** What stands in a list of multipacks and above one of them. */
export const MULTIPACK_PARTS = {
  customer: true,
  branch: true,
  plan: { select: { id: true, name: true, hasPriceList: true } },
  successor: { select: { id: true, removedAt: true } },
} as const satisfies Prisma.MultipackInclude;

export type ListedMultipack = Prisma.MultipackGetPayload<{ include: typeof MULTIPACK_PARTS }>;

/**
 * The multipacks of a customer on which something may still be decided at the counter, the newest first: not over by more
 * than a few days, or standing still without an end. Whoever asks judges each by its own day. `now` is on the customer's clock.
 */
export const listInCourse = (tx: Tx, customerId: string, now: Date): Promise<ListedMultipack[]> =>
  tx.multipack.findMany({
    where: {
      customerId,
      removedAt: null,
      OR: [
        { validTo: { gte: toColumn(addDays(localDateOf(now, 'UTC'), -2)) } },
        { freezeFrom: { not: null }, freezeUntil: null },
      ],
    },
    orderBy: { id: 'desc' },
    include: MULTIPACK_PARTS,
  });

/**
 * One page of multipacks, newest first. States depend on the day in each multipack's zone and on each customer's clock, so
 * SQL reads them as `domain/multipack-state` does; a test holds the two together. `now` is the instant of the real clock.
 */
export async function listMultipacks(
  tx: Tx,
  filter: MultipackFilter,
  { limit, cursor, now }: { limit: number; cursor?: string | undefined; now: Date },
): Promise<{ items: ListedMultipack[]; nextCursor: string | null }> {
  if (cursor !== undefined && !UUID.test(cursor)) {
    throw new InvalidInput([{ path: 'query.cursor', code: 'invalid_cursor' }]);
  }
  const where = [
    ...conditions(filter),
    ...(filter.search === undefined ? [] : [await multipackMatches(tx, filter.search)]),
    ...(cursor ? [Prisma.sql`m.id < ${cursor}::uuid`] : []),
  ];
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id
    FROM multipack m
    JOIN customer c ON c.id = m.customer_id
    LEFT JOIN multipack s ON s.previous_id = m.id
    CROSS JOIN LATERAL (SELECT ${TODAY(now)} AS today) day
    WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY m.id DESC LIMIT ${limit + 1}`;
  const ids = found.slice(0, limit).map(({ id }) => id);
  const rows = await tx.multipack.findMany({ where: { id: { in: ids } }, include: MULTIPACK_PARTS });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    items: ids.flatMap((id) => byId.get(id) ?? []),
    nextCursor: found.length > limit ? ids.at(-1)! : null,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function conditions(filter: MultipackFilter): Prisma.Sql[] {
  const { branchId, customerId, planId, state, renewalState, deadlineFrom, deadlineTo } = filter;
  const all: Prisma.Sql[] = [Prisma.sql`true`];
  if (branchId !== null) all.push(Prisma.sql`c.branch_id = ${branchId}::uuid`);
  if (customerId !== undefined) all.push(Prisma.sql`m.customer_id = ${customerId}::uuid`);
  if (planId !== undefined) all.push(Prisma.sql`m.plan_id = ${planId}::uuid`);
  if (deadlineFrom !== undefined) all.push(Prisma.sql`m.deadline >= ${deadlineFrom}::date`);
  if (deadlineTo !== undefined) all.push(Prisma.sql`m.deadline <= ${deadlineTo}::date`);
  if (renewalState !== undefined) all.push(Prisma.sql`${RENEWAL_STATE} = ${renewalState}`);
  if (state !== undefined) all.push(Prisma.sql`${STATE} = ${state}`);
  return all;
}

const TODAY = (now: Date) => Prisma.sql`
  ((${now}::timestamptz + c.clock_ahead_ms * interval '1 millisecond') AT TIME ZONE m.time_zone)::date`;

const RENEWAL_STATE = Prisma.sql`
  CASE
    WHEN m.removed_at IS NOT NULL THEN 'none'
    WHEN NOT m.automatic_renewal AND s.id IS NULL THEN 'none'
    WHEN m.withdrawn_on IS NOT NULL OR m.cancelled_on IS NOT NULL OR s.removed_at IS NOT NULL THEN 'cancelled'
    WHEN s.id IS NOT NULL THEN 'renewed'
    WHEN m.renewal_cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN m.renewal_held_at IS NOT NULL THEN 'held'
    ELSE 'will_renew'
  END`;

const STATE = Prisma.sql`
  CASE
    WHEN m.removed_at IS NOT NULL THEN 'removed'
    WHEN day.today > m.withdrawn_on
      AND NOT coalesce(day.today > m.cancelled_on AND m.cancelled_on < m.withdrawn_on, false) THEN 'withdrawn'
    WHEN day.today > m.cancelled_on THEN 'cancelled'
    WHEN day.today < m.valid_from THEN 'upcoming'
    WHEN m.freeze_from <= day.today AND (m.freeze_until IS NULL OR day.today <= m.freeze_until) THEN 'suspended'
    WHEN day.today > m.valid_to + CASE WHEN m.deadline = m.valid_to AND ${RENEWAL_STATE} = 'will_renew' THEN 1 ELSE 0 END
      THEN 'expired'
    WHEN m.blocked_at IS NOT NULL THEN 'suspended'
    ELSE 'active'
  END`;
