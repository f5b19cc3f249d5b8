import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { TaskResult } from '../database/generated/enums.ts';
import type { LocalDate } from '../domain/dates.ts';
import { daysOfBranches } from './days.ts';
import { readMuch } from './read-much.ts';

export type Grouping = 'day' | 'week' | 'month' | 'channel' | 'branch';

export interface PeriodFilter {
  result: TaskResult;
  /** Days in the zone of each task’s branch, both included. */
  from: LocalDate;
  to: LocalDate;
  by: Grouping;
  /** Branch the customers belong to today; null: any. */
  branchId: string | null;
  /** Whether to sum the prices of the multipacks. */
  hasMoney: boolean;
}

export interface PeriodSum {
  /** First day of the period, of a week its Monday; the channel; or the id of the branch. */
  key: string;
  /** Of a branch. */
  name: string | null;
  /** Null where money was not asked for, or the task names no multipack. */
  currency: string | null;
  count: number;
  /** Price of the multipacks, in minor units. */
  amount: bigint;
}

const PERIOD = (unit: 'day' | 'week' | 'month') => ({
  key: Prisma.sql`date_trunc(${Prisma.raw(`'${unit}'`)}, t.created_at AT TIME ZONE b.time_zone)::date`,
  name: Prisma.sql`NULL::text`,
});

const GROUPS: Record<Grouping, { key: Prisma.Sql; name: Prisma.Sql }> = {
  day: PERIOD('day'),
  week: PERIOD('week'),
  month: PERIOD('month'),
  channel: { key: Prisma.sql`t.channel::text`, name: Prisma.sql`NULL::text` },
  branch: { key: Prisma.sql`c.branch_id::text`, name: Prisma.sql`home.name` },
};

/**
 * How often something was done to a multipack, per period, channel or branch, sorted; counted by its CRM tasks, also what was
 * taken back since (000, 001, 002). One row per currency.
 */
export async function sumsByPeriod(
  database: Database,
  { result, from, to, by, branchId, hasMoney }: PeriodFilter,
): Promise<PeriodSum[]> {
  const branches = await database.branch.findMany({ select: { id: true, timeZone: true } });
  const { key, name } = GROUPS[by];
  // Only what is asked for is joined: there may be as many tasks as renewals of years.
  const ofCustomers = branchId !== null || by === 'branch';
  const all = [
    Prisma.sql`t.result = ${result}::"TaskResult"`,
    ...daysOfBranches(branches, from, to),
    ...(branchId === null ? [] : [Prisma.sql`c.branch_id = ${branchId}::uuid`]),
  ];
  return readMuch<PeriodSum>(
    database,
    Prisma.sql`
    SELECT ${key}::text AS key, ${name} AS name, ${hasMoney ? Prisma.sql`m.currency` : Prisma.sql`NULL::text`} AS currency,
      count(*)::integer AS count, ${hasMoney ? Prisma.sql`coalesce(sum(m.price), 0)::bigint` : Prisma.sql`0::bigint`} AS amount
    FROM crm_task t
    JOIN branch b ON b.id = t.branch_id
    ${ofCustomers ? Prisma.sql`JOIN customer c ON c.id = t.customer_id JOIN branch home ON home.id = c.branch_id` : Prisma.empty}
    ${hasMoney ? Prisma.sql`LEFT JOIN multipack m ON m.id = t.multipack_id` : Prisma.empty}
    WHERE ${Prisma.join(all, ' AND ')}
    GROUP BY ${key}, 2, 3 ORDER BY 1, 2, 3`,
  );
}
