import type { Database } from './client.ts';

/** One line of the audit trail, by ids alone. */
export interface Change {
  id: bigint;
  action: string;
  entity: string;
  entityId: string;
  customerId: string | null;
  /** Of the event, and the present one of its customer. */
  branchId: string | null;
  customerBranchId: string | null;
}

/** Ids nobody has seen, both ends included. Asked for until they come or, rolled back, no longer can. */
interface Unseen {
  from: bigint;
  to: bigint;
  until: number;
}

/** Longer than any transaction of ours may stay open. */
const LATE_MS = 60_000;
/** How far back ids may lie that were drawn but not committed when following begins. */
const BEHIND = 1_000n;
const ENDLESS = 2n ** 63n - 1n;
/** As many of one reading say that there may be more. */
export const READ_AT_ONCE = 5_000;

/**
 * Follows the audit trail from now on. Each call of the result gives what was committed since the one before, each change
 * once. Ids are drawn in one order and committed in another, so those that were skipped are asked for again.
 */
export async function followChanges(database: Database): Promise<() => Promise<Change[]>> {
  const [newest] = await database.$queryRaw<{ id: bigint }[]>`SELECT coalesce(max(id), 0) AS id FROM audit_event`;
  let unseen: Unseen[] = [{ from: newest!.id - BEHIND, to: ENDLESS, until: Number.POSITIVE_INFINITY }];
  const next = async (): Promise<Change[]> => {
    const froms = unseen.map(({ from }) => from);
    const tos = unseen.map(({ to }) => to);
    const changes = await database.$queryRaw<Change[]>`
      SELECT a.id, a.action, a.entity, a.entity_id AS "entityId", a.customer_id AS "customerId",
             a.branch_id AS "branchId", c.branch_id AS "customerBranchId"
      FROM unnest(${froms}::bigint[], ${tos}::bigint[]) unseen (lowest, highest)
      JOIN audit_event a ON a.id BETWEEN unseen.lowest AND unseen.highest
      LEFT JOIN customer c ON c.id = a.customer_id
      ORDER BY a.id LIMIT ${READ_AT_ONCE}`;
    unseen = [...without(unseen, changes, Date.now())];
    return changes;
  };
  await next();
  return next;
}

/** What of the ranges is still unseen once these were seen; both in order of ids. */
function* without(ranges: Unseen[], seen: { id: bigint }[], now: number): Generator<Unseen> {
  let i = 0;
  for (const { from, to, until } of ranges) {
    let rest = from;
    for (; i < seen.length && seen[i]!.id <= to; i += 1) {
      const { id } = seen[i]!;
      if (id > rest) yield { from: rest, to: id - 1n, until: Math.min(until, now + LATE_MS) };
      rest = id + 1n;
    }
    if (rest <= to && now < until) yield { from: rest, to, until };
  }
}
