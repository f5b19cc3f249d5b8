import type { Database, Tx } from '../database/client.ts';
import type { ShownTask } from '../database/crm-tasks.ts';
import { tasksInOrder } from '../database/crm-tasks.ts';
import { Prisma } from '../database/generated/client.ts';
import type { Channel, TaskResult } from '../database/generated/enums.ts';
import { type Page, pageAfter, type PageRequest, type Place } from '../database/pages.ts';
import type { LocalDate } from '../domain/dates.ts';
import { branchesOf, daysOfBranches, type ZonedBranch } from './days.ts';
import { fetched, readMuch } from './read-much.ts';

/** One row of the filter: what all of its fields say. Days are those of each task’s branch, both included. */
export interface CrmRow {
  result?: TaskResult | undefined;
  taskTypeId?: string | undefined;
  createdFrom?: LocalDate | undefined;
  createdTo?: LocalDate | undefined;
  channel?: Channel | undefined;
}

export interface CrmFilter {
  /** A task is found that any of them finds. */
  rows: readonly CrmRow[];
  /** Branch the customers belong to today; null: any. */
  branchId: string | null;
  /** Only tasks written by or assigned to these users; null: anybody's. */
  userIds: readonly string[] | null;
}

export interface FoundCustomer {
  id: string;
  code: number;
  name: string;
  tasks: number;
  lastId: string;
  lastAt: Date;
  result: TaskResult;
  channel: Channel;
  typeCode: string | null;
  typeName: string;
}

/** How many tasks the filter finds, and of how many customers (000, 001, 002). */
export async function countCrm(database: Database, filter: CrmFilter): Promise<{ tasks: number; customers: number }> {
  const matching = matchingTasks(await branchesOf(database), filter);
  const [counts] = await readMuch<{ tasks: number; customers: number }>(
    database,
    Prisma.sql`SELECT coalesce(sum(found.tasks), 0)::integer AS tasks, count(*)::integer AS customers
      FROM (${byCustomer(matching)}) found ${ofBranch(filter, Prisma.sql`found.customer_id`)}`,
  );
  return counts!;
}

/** The customers behind the counts, each with the last of the tasks found; who has the newest comes first. */
export async function customersOfCrm(
  database: Database,
  filter: CrmFilter,
  request: PageRequest,
): Promise<Page<FoundCustomer>> {
  const matching = matchingTasks(await branchesOf(database), filter);
  return pageAfter({ field: 'lastAt', kind: 'instant', direction: 'desc' }, request, (place, take) =>
    readMuch<FoundCustomer>(database, selectLatest(filter, matching, place, take)),
  );
}

/** The tasks behind the counts, the newest first. */
export async function tasksOfCrm(
  database: Database,
  filter: CrmFilter,
  request: PageRequest,
): Promise<Page<ShownTask>> {
  const matching = matchingTasks(await branchesOf(database), filter);
  return pageAfter({ field: 'createdAt', kind: 'instant', direction: 'desc' }, request, async (place, take) => {
    const found = await readMuch<{ id: string }>(database, selectTasks(filter, matching, place, take));
    return tasksInOrder(
      database,
      found.map(({ id }) => id),
    );
  });
}

/** All customers of a report, a part at a time, as they were when the first was read. */
export async function* everyCustomer(tx: Tx, filter: CrmFilter): AsyncGenerator<FoundCustomer[]> {
  yield* fetched<FoundCustomer>(tx, selectCustomers(filter, matchingTasks(await branchesOf(tx), filter)));
}

/** A task as it stands in a file. */
export interface FoundTask extends Pick<FoundCustomer, 'result' | 'channel' | 'typeCode' | 'typeName'> {
  createdAt: Date;
  customerCode: number;
  customerName: string;
  notes: string;
  multipackCode: number | null;
  multipackName: string | null;
  authorName: string;
  assigneeName: string | null;
  dueOn: LocalDate | null;
  doneAt: Date | null;
}

/** All tasks of a report, a part at a time, as they were when the first was read. */
export async function* everyTask(tx: Tx, filter: CrmFilter): AsyncGenerator<FoundTask[]> {
  const found = selectTasks(filter, matchingTasks(await branchesOf(tx), filter), null, null);
  yield* fetched<FoundTask>(
    tx,
    Prisma.sql`
      SELECT t.created_at AS "createdAt", k.code AS "customerCode", k.name AS "customerName", t.result, t.channel,
        y.code AS "typeCode", y.name AS "typeName", t.notes, m.code AS "multipackCode", m.name AS "multipackName",
        t.author_name AS "authorName", u.name AS "assigneeName", t.due_on::text AS "dueOn", t.done_at AS "doneAt"
      FROM (${found}) found
      JOIN crm_task t ON t.id = found.id
      JOIN customer k ON k.id = t.customer_id
      JOIN task_type y ON y.id = t.task_type_id
      LEFT JOIN multipack m ON m.id = t.multipack_id
      LEFT JOIN "user" u ON u.id = t.assignee_id
      ORDER BY t.created_at DESC, t.id DESC`,
  );
}

/** Conditions on the tasks `t`: each row of the filter can be answered from an index, and so can all of them together. */
function matchingTasks(branches: readonly ZonedBranch[], { rows, userIds }: CrmFilter): Prisma.Sql {
  const anyRow = rows.map(({ result, taskTypeId, createdFrom, createdTo, channel }) => {
    const all = [
      ...(result === undefined ? [] : [Prisma.sql`t.result = ${result}::"TaskResult"`]),
      ...(taskTypeId === undefined ? [] : [Prisma.sql`t.task_type_id = ${taskTypeId}::uuid`]),
      ...daysOfBranches(branches, createdFrom, createdTo),
      ...(channel === undefined ? [] : [Prisma.sql`t.channel = ${channel}::"Channel"`]),
    ];
    return Prisma.sql`(${Prisma.join(all, ' AND ')})`;
  });
  const found = Prisma.sql`(${Prisma.join(anyRow, ' OR ')})`;
  if (userIds === null) return found;
  return Prisma.sql`${found} AND ((t.author_kind = 'user' AND t.author_id = ANY(${userIds}::uuid[]))
    OR t.assignee_id = ANY(${userIds}::uuid[]))`;
}

// Customers are joined once their tasks are counted: there are fewer of them.
const byCustomer = (matching: Prisma.Sql) => Prisma.sql`
  SELECT t.customer_id, count(*) AS tasks, max(t.created_at) AS last_at
  FROM crm_task t WHERE ${matching} GROUP BY t.customer_id`;

const ofBranch = ({ branchId }: CrmFilter, customerId: Prisma.Sql) =>
  branchId === null
    ? Prisma.empty
    : Prisma.sql`JOIN customer c ON c.id = ${customerId} AND c.branch_id = ${branchId}::uuid`;

/** The customers of one page: a task found is its customer's last where none that is found comes after it. */
function selectLatest(filter: CrmFilter, matching: Prisma.Sql, place: Place | null, take: number) {
  const rest = place
    ? Prisma.sql`AND (found.created_at, found.customer_id) < (${place.value}::timestamptz, ${place.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`
    SELECT k.id, k.code, k.name, counted.tasks, listed.id AS "lastId", listed.created_at AS "lastAt", listed.result,
      listed.channel, y.code AS "typeCode", y.name AS "typeName"
    FROM (
      SELECT found.* FROM (SELECT t.* FROM crm_task t WHERE ${matching}) found
      ${ofBranch(filter, Prisma.sql`found.customer_id`)}
      WHERE NOT EXISTS (
        SELECT 1 FROM crm_task t
        WHERE t.customer_id = found.customer_id AND (t.created_at, t.id) > (found.created_at, found.id) AND ${matching}
      ) ${rest}
      ORDER BY found.created_at DESC, found.customer_id DESC LIMIT ${take}
    ) listed
    JOIN customer k ON k.id = listed.customer_id
    JOIN task_type y ON y.id = listed.task_type_id
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS tasks FROM crm_task t WHERE t.customer_id = listed.customer_id AND ${matching}
    ) counted
    ORDER BY listed.created_at DESC, listed.customer_id DESC`;
}

/** All of them, the same. */
const selectCustomers = (filter: CrmFilter, matching: Prisma.Sql) => Prisma.sql`
  SELECT k.id, k.code, k.name, found.tasks, found.id AS "lastId", found.created_at AS "lastAt", found.result,
    found.channel, y.code AS "typeCode", y.name AS "typeName"
  FROM (
    SELECT DISTINCT ON (t.customer_id) t.*, (count(*) OVER (PARTITION BY t.customer_id))::integer AS tasks
    FROM crm_task t WHERE ${matching} ORDER BY t.customer_id, t.created_at DESC, t.id DESC
  ) found
  ${ofBranch(filter, Prisma.sql`found.customer_id`)}
  JOIN customer k ON k.id = found.customer_id
  JOIN task_type y ON y.id = found.task_type_id
  ORDER BY found.created_at DESC, found.customer_id DESC`;

/** The ids of the customers of a report. */
export async function customerIdsOfCrm(tx: Tx, filter: CrmFilter): Promise<Prisma.Sql> {
  const matching = matchingTasks(await branchesOf(tx), filter);
  return Prisma.sql`SELECT DISTINCT t.customer_id FROM crm_task t WHERE ${matching}`;
}

function selectTasks(filter: CrmFilter, matching: Prisma.Sql, place: Place | null, take: number | null) {
  const rest = place
    ? Prisma.sql`AND (t.created_at, t.id) < (${place.value}::timestamptz, ${place.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`
    SELECT t.id FROM crm_task t ${ofBranch(filter, Prisma.sql`t.customer_id`)}
    WHERE ${matching} ${rest}
    ORDER BY t.created_at DESC, t.id DESC ${take === null ? Prisma.empty : Prisma.sql`LIMIT ${take}`}`;
}
