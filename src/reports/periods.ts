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
}

export interface PeriodSum {
  /** First day of the period, of a week its Monday; the channel; or the id of the branch. */
  key: string;
  /** Of a branch. */
  name: string | null;
  /** Null where it was not about money. */
  currency: string | null;
  count: number;
  /** What was renewed for, in minor units. */
  amount: bigint;
}

const UNITS = { day: '1 day', week: '1 week', month: '1 month' } as const;
type Unit = keyof typeof UNITS;

const GROUPS: Record<Exclude<Grouping, Unit>, { key: Prisma.Sql; name: Prisma.Sql }> = {
  channel: { key: Prisma.sql`t.channel::text`, name: Prisma.sql`NULL::text` },
  branch: { key: Prisma.sql`c.branch_id::text`, name: Prisma.sql`home.name` },
};

/** The period that `day` is in: its first day, at midnight without a zone. */
const periodOf = (unit: Unit, day: LocalDate) => Prisma.sql`date_trunc(${unit}::text, ${day}::timestamp)`;

/**
 * Number of the period a task `t` was written in, in the zone of its branch, from 1. The instants at which periods begin are
 * worked out once a zone: to take every task into its zone took longer than all the rest.
 */
function numberOfPeriod(timeZones: readonly string[], unit: Unit, from: LocalDate, to: LocalDate): Prisma.Sql {
  const within = (timeZone: string) => Prisma.sql`width_bucket(t.created_at, (
    SELECT array_agg(d AT TIME ZONE ${timeZone} ORDER BY d)
    FROM generate_series(${periodOf(unit, from)}, ${to}::timestamp, ${UNITS[unit]}::interval) d))`;
  const cases = timeZones.map(
    (timeZone) =>
      Prisma.sql`WHEN t.branch_id IN (SELECT id FROM branch WHERE time_zone = ${timeZone}) THEN ${within(timeZone)}`,
  );
  return Prisma.sql`CASE ${Prisma.join(cases, ' ')} END`;
}

/**
 * How often something was done to a multipack, per period, channel or branch, sorted; counted by its CRM tasks, also what was
 * taken back since (000, 001, 002). One row per currency.
 */
export async function sumsByPeriod(
  database: Database,
  { result, from, to, by, branchId }: PeriodFilter,
): Promise<PeriodSum[]> {
  const branches = await database.branch.findMany({ select: { id: true, timeZone: true } });
  const timeZones = [...new Set(branches.map(({ timeZone }) => timeZone))];
  // Only what is asked for is joined: there may be as many tasks as renewals of years.
  const ofCustomers = branchId !== null || by === 'branch';
  const all = [
    Prisma.sql`t.result = ${result}::"TaskResult"`,
    ...daysOfBranches(branches, from, to),
    ...(branchId === null ? [] : [Prisma.sql`c.branch_id = ${branchId}::uuid`]),
  ];
  const { key, name, shown } =
    by === 'channel' || by === 'branch'
      ? { ...GROUPS[by], shown: Prisma.sql`key` }
      : {
          key: numberOfPeriod(timeZones, by, from, to),
          name: Prisma.sql`NULL::text`,
          shown: Prisma.sql`(${periodOf(by, from)} + (key - 1) * ${UNITS[by]}::interval)::date::text`,
        };
  return readMuch<PeriodSum>(
    database,
    Prisma.sql`
    SELECT ${shown} AS key, name, currency, count, amount
    FROM (
      SELECT ${key} AS key, ${name} AS name, t.currency, count(*)::integer AS count, coalesce(sum(t.amount), 0)::bigint AS amount
      FROM crm_task t
      ${ofCustomers ? Prisma.sql`JOIN customer c ON c.id = t.customer_id JOIN branch home ON home.id = c.branch_id` : Prisma.empty}
      WHERE ${Prisma.join(all, ' AND ')}
      GROUP BY 1, 2, 3
    ) counted ORDER BY 1, 2, 3`,
  );
}
