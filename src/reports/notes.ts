import type { Database, Tx } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { FoundNote } from '../database/notes.ts';
import { type Page, pageAfter, type PageRequest, type Place } from '../database/pages.ts';
import { hasWords } from '../database/search.ts';
import type { LocalDate } from '../domain/dates.ts';
import { branchesOf, daysOfBranches, type ZonedBranch } from './days.ts';
import { fetched, readMuch } from './read-much.ts';

const { sql, join } = Prisma;

/** What the notes found have in common; null: any. Branch and department are the author's present ones (004). */
export interface NoteFilter {
  customerBranchId: string | null;
  branchIds: readonly string[];
  departmentIds: readonly string[];
  userIds: readonly string[];
  customerId?: string | undefined;
  /** Words of the note, its location or its treatment. */
  search?: string | undefined;
  /** Days in the zone of the author's branch, both included. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  /** Only the last three of each customer, of those found. */
  lastThree?: boolean | undefined;
}

/** The newest first, or by department and then the newest first; those whose author has none come last. */
export async function listNotes(
  database: Database,
  filter: NoteFilter,
  { byDepartment = false, ...request }: PageRequest & { byDepartment?: boolean | undefined },
): Promise<Page<FoundNote>> {
  const found = foundNotes(await branchesOf(database), filter);
  const order = { field: 'createdAt', kind: 'instant', direction: 'desc' } as const;
  return pageAfter(byDepartment ? { ...order, group: 'departmentName' } : order, request, (place, take) =>
    readMuch<FoundNote>(database, selectNotes(found, { byDepartment, place, take })),
  );
}

export interface DepartmentNotes {
  /** Null: of authors without one. */
  id: string | null;
  name: string | null;
  notes: number;
}

/** How many notes each department has, by name. */
export async function countNotes(database: Database, filter: NoteFilter): Promise<DepartmentNotes[]> {
  const found = foundNotes(await branchesOf(database), filter);
  return readMuch<DepartmentNotes>(
    database,
    sql`SELECT d.id, d.name, count(*)::integer AS notes FROM (${found}) t LEFT JOIN department d ON d.id = t.department_id
      GROUP BY d.id ORDER BY d.name NULLS LAST`,
  );
}

/** All notes of the filter, a part at a time, as they were when the first was read. */
export async function* everyNote(tx: Tx, filter: NoteFilter, byDepartment: boolean): AsyncGenerator<FoundNote[]> {
  const found = foundNotes(await branchesOf(tx), filter);
  yield* fetched<FoundNote>(tx, selectNotes(found, { byDepartment, place: null, take: null }));
}

/** The notes `t`, with the branch and the department of their author. */
function foundNotes(branches: readonly ZonedBranch[], filter: NoteFilter): Prisma.Sql {
  const { customerBranchId, customerId, branchIds, departmentIds, userIds, search, from, to, lastThree } = filter;
  const all = [
    sql`true`,
    ...(customerId === undefined ? [] : [sql`t.customer_id = ${customerId}::uuid`]),
    ...(customerBranchId === null ? [] : [sql`t.customer_branch_id = ${customerBranchId}::uuid`]),
    ...branchIds.map((id) => sql`t.branch_id = ${id}::uuid`),
    ...departmentIds.map((id) => sql`t.department_id = ${id}::uuid`),
    ...userIds.map((id) => sql`t.author_id = ${id}::uuid`),
    ...(search === undefined ? [] : [hasWords(sql`concat_ws(' ', t.text, t.location, t.treatment)`, search)]),
    ...daysOfBranches(branches, from, to),
  ];
  const found = sql`
    SELECT t.* FROM (
      SELECT n.*, u.name AS author_name, u.branch_id, u.department_id, k.code AS customer_code, k.name AS customer_name,
        k.branch_id AS customer_branch_id
      FROM note n JOIN "user" u ON u.id = n.author_id JOIN customer k ON k.id = n.customer_id
    ) t WHERE ${join(all, ' AND ')}`;
  if (!lastThree) return found;
  return sql`
    SELECT t.* FROM (
      SELECT t.*, row_number() OVER (PARTITION BY t.customer_id ORDER BY t.created_at DESC, t.id DESC) AS nth
      FROM (${found}) t
    ) t WHERE t.nth <= 3`;
}

function selectNotes(
  found: Prisma.Sql,
  { byDepartment, place, take }: { byDepartment: boolean; place: Place | null; take: number | null },
): Prisma.Sql {
  return sql`
    SELECT t.id, t.text, t.location, t.treatment, t.created_at AS "createdAt", t.customer_id AS "customerId",
      t.customer_code AS "customerCode", t.customer_name AS "customerName", t.author_id AS "authorId",
      t.author_name AS "authorName", t.branch_id AS "branchId", b.name AS "branchName",
      t.department_id AS "departmentId", d.name AS "departmentName"
    FROM (${found}) t JOIN branch b ON b.id = t.branch_id LEFT JOIN department d ON d.id = t.department_id
    ${place === null ? Prisma.empty : sql`WHERE ${beyond(place, byDepartment)}`}
    ORDER BY ${byDepartment ? sql`d.name NULLS LAST,` : Prisma.empty} t.created_at DESC, t.id DESC
    ${take === null ? Prisma.empty : sql`LIMIT ${take}`}`;
}

function beyond({ group, value, id }: Place, byDepartment: boolean): Prisma.Sql {
  const older = sql`(t.created_at, t.id) < (${value}::timestamptz, ${id}::uuid)`;
  if (!byDepartment) return older;
  return group === null
    ? sql`d.name IS NULL AND ${older}`
    : sql`(d.name IS NULL OR d.name > ${group} OR d.name = ${group} AND ${older})`;
}
