import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { LocalDate } from '../domain/dates.ts';
import { daysOfBranches } from './days.ts';

export interface RequestReportFilter {
  /** Days of the opening in the zone of each request's branch, both included. */
  from: LocalDate;
  to: LocalDate;
  /** Branch the customers belong to today; null: any. */
  branchId: string | null;
}

export interface RequestSums {
  opened: number;
  open: number;
  cancelled: number;
  reverted: number;
  met: number;
  breached: number;
  mean: number | null;
  median: number | null;
}

interface Titled {
  id: string;
  title: string;
  count: number;
}

export interface RequestReport {
  sums: RequestSums;
  reasons: (Titled & { cancelled: number; reverted: number })[];
  classifications: Titled[];
  operators: { id: string; name: string; cancelled: number; reverted: number; met: number; meanSeconds: number }[];
}

const { sql } = Prisma;
const COUNT = sql`count(*)::integer`;
const CANCELLED = sql`(count(*) FILTER (WHERE t.state = 'cancelled'))::integer`;
const REVERTED = sql`(count(*) FILTER (WHERE t.state = 'reverted'))::integer`;
const MET = sql`(count(*) FILTER (WHERE t.concluded_at < t.limit_at))::integer`;
const SECONDS = sql`extract(epoch FROM t.concluded_at - t.created_at)`;

/** How the requests opened in a period were worked: in time or not, how long, why, and what came of them (003). */
export async function reportRequests(
  database: Database,
  { from, to, branchId }: RequestReportFilter,
  now: Date,
): Promise<RequestReport> {
  const branches = await database.branch.findMany({ select: { id: true, timeZone: true } });
  const found = sql`
    FROM cancellation_request t JOIN customer c ON c.id = t.customer_id
      JOIN cancellation_reason r ON r.id = t.reason_id
      LEFT JOIN reversal_classification k ON k.id = t.reversal_classification_id
      LEFT JOIN "user" u ON u.id = t.concluded_by
    WHERE ${Prisma.join(
      [...daysOfBranches(branches, from, to), ...(branchId === null ? [] : [sql`c.branch_id = ${branchId}::uuid`])],
      ' AND ',
    )}`;
  const [sums] = await database.$queryRaw<RequestSums[]>`
    SELECT ${COUNT} AS opened, (count(*) FILTER (WHERE t.concluded_at IS NULL))::integer AS open,
      ${CANCELLED} AS cancelled, ${REVERTED} AS reverted, ${MET} AS met,
      (count(*) FILTER (WHERE t.limit_at <= coalesce(t.concluded_at, ${now}::timestamptz) OR t.concluded_at IS NULL AND t.breached_at IS NOT NULL))::integer AS breached,
      round(avg(${SECONDS}))::integer AS mean,
      round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ${SECONDS}))::integer AS median
    ${found}`;
  const reasons = await database.$queryRaw<RequestReport['reasons']>`
    SELECT r.id, r.title, ${COUNT} AS count, ${CANCELLED} AS cancelled, ${REVERTED} AS reverted
    ${found} GROUP BY r.id ORDER BY 3 DESC, r.title`;
  const classifications = await database.$queryRaw<Titled[]>`
    SELECT k.id, k.title, ${COUNT} AS count ${found} AND k.id IS NOT NULL GROUP BY k.id ORDER BY 3 DESC, k.title`;
  const operators = await database.$queryRaw<RequestReport['operators']>`
    SELECT u.id, u.name, ${CANCELLED} AS cancelled, ${REVERTED} AS reverted, ${MET} AS met,
      round(avg(${SECONDS}))::integer AS "meanSeconds"
    ${found} AND u.id IS NOT NULL GROUP BY u.id ORDER BY count(*) DESC, u.name, u.id`;
  return { sums: sums!, reasons, classifications, operators };
}
