import { endOfDay, type LocalDate, startOfDay } from '../domain/dates.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import { LINKED_FILE } from './files.ts';
import type { Customer, Prisma } from './generated/client.ts';
import type { TaskResult } from './generated/enums.ts';
import { toColumn } from './local-date.ts';
import { type Page, page, type PageRequest } from './pages.ts';

/** What a task is shown with. */
export const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true, clockAheadMs: true } },
  multipack: { select: { id: true, code: true, name: true } },
  taskType: { select: { code: true, name: true } },
  assignee: { select: { id: true, name: true } },
  file: LINKED_FILE,
} as const;

/** A task with the names it is shown with. */
export type ShownTask = Prisma.CrmTaskGetPayload<{ include: typeof SHOWN }>;

export interface CrmTaskFilters {
  customerId?: string | undefined;
  multipackId?: string | undefined;
  result?: TaskResult | undefined;
  taskTypeId?: string | undefined;
  assigneeId?: string | undefined;
  state?: 'open' | 'done' | undefined;
  /** Days in the zone of each task's branch, both included. */
  createdFrom?: LocalDate | undefined;
  createdTo?: LocalDate | undefined;
}

/** Open is what waits for somebody or for a day: a mere trace is neither open nor done. */
const STATES = {
  open: { doneAt: null, OR: [{ assigneeId: { not: null } }, { dueOn: { not: null } }] },
  done: { doneAt: { not: null } },
} satisfies Record<string, Prisma.CrmTaskWhereInput>;

/** The newest first. */
export async function listCrmTasks(
  database: Database,
  where: Prisma.CrmTaskWhereInput,
  {
    customerId,
    multipackId,
    result,
    taskTypeId,
    assigneeId,
    state,
    createdFrom,
    createdTo,
    ...request
  }: CrmTaskFilters & PageRequest,
): Promise<Page<ShownTask>> {
  const days = await createdBetween(database, createdFrom, createdTo);
  const filters = {
    ...(customerId && { customerId }),
    ...(multipackId && { multipackId }),
    ...(result && { result }),
    ...(taskTypeId && { taskTypeId }),
    ...(assigneeId && { assigneeId }),
    ...(state && STATES[state]),
  };
  return page({ field: 'createdAt', kind: 'instant', direction: 'desc' }, request, (query) =>
    database.crmTask.findMany({ ...query, where: { AND: [where, query.where, filters, days] }, include: SHOWN }),
  );
}

/** Those tasks, in the order of their ids as given. */
export async function tasksInOrder(database: Tx, ids: string[]): Promise<ShownTask[]> {
  const found = await database.crmTask.findMany({ where: { id: { in: ids } }, include: SHOWN });
  const byId = new Map(found.map((task) => [task.id, task]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A day begins at another instant in each zone, so that the branches are asked for by zone. */
async function createdBetween(
  database: Database,
  from: LocalDate | undefined,
  to: LocalDate | undefined,
): Promise<Prisma.CrmTaskWhereInput> {
  if (from === undefined && to === undefined) return {};
  const branches = await database.branch.findMany({ select: { id: true, timeZone: true } });
  const zones = [...new Set(branches.map(({ timeZone }) => timeZone))];
  return {
    OR: zones.map((zone) => ({
      branchId: { in: branches.filter(({ timeZone }) => timeZone === zone).map(({ id }) => id) },
      createdAt: { ...(from && { gte: startOfDay(from, zone) }), ...(to && { lt: endOfDay(to, zone) }) },
    })),
  };
}

/** Throws `not_found` (404). */
export async function findCrmTask(tx: Tx, where: Prisma.CrmTaskWhereInput, id: string): Promise<ShownTask> {
  const task = await tx.crmTask.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!task) throw new Refusal(404, 'not_found');
  return task;
}

export interface NewCrmTask {
  taskTypeId: string;
  multipackId?: string | undefined;
  notes: string;
  assigneeId?: string | undefined;
  dueOn?: LocalDate | undefined;
}

/**
 * Writes a task of a generic type by hand; all others are written by the act they stand for. `assignees` is who may be
 * given tasks. Throws `task_type_unknown`, `multipack_unknown`, `user_unknown` (422), `task_type_not_generic`,
 * `task_type_retired`, `user_inactive` (409).
 */
export async function addCrmTask(
  act: Act,
  customer: Customer,
  { taskTypeId, multipackId, notes, assigneeId, dueOn }: NewCrmTask,
  assignees: Prisma.UserWhereInput,
): Promise<ShownTask> {
  const { tx, actor, clock } = act;
  await demandGenericType(tx, taskTypeId);
  if (
    multipackId !== undefined &&
    !(await tx.multipack.findFirst({ where: { id: multipackId, customerId: customer.id } }))
  ) {
    throw new Refusal(422, 'multipack_unknown');
  }
  if (assigneeId !== undefined) await demandAssignee(tx, assignees, assigneeId);
  const createdAt = clock.nowOf(customer);
  const task = await tx.crmTask.create({
    data: {
      customerId: customer.id,
      branchId: customer.branchId,
      multipackId: multipackId ?? null,
      taskTypeId,
      notes,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      assigneeId: assigneeId ?? null,
      dueOn: dueOn === undefined ? null : toColumn(dueOn),
      createdAt,
    },
    include: SHOWN,
  });
  await traceTask(act, task, 'added', { taskTypeId, assigneeId: assigneeId ?? null, dueOn: dueOn ?? null });
  return task;
}

/** Assigns a task, gives it a day, or ticks it off. Throws `version_conflict` (412), and of the assignee as `addCrmTask`. */
export async function editCrmTask(
  act: Act,
  before: ShownTask,
  version: number,
  {
    assigneeId,
    dueOn,
    done,
  }: { assigneeId?: string | null | undefined; dueOn?: LocalDate | null | undefined; done?: boolean | undefined },
  assignees: Prisma.UserWhereInput,
): Promise<ShownTask> {
  const { tx, clock } = act;
  if (assigneeId && assigneeId !== before.assigneeId) await demandAssignee(tx, assignees, assigneeId);
  const { count } = await tx.crmTask.updateMany({
    where: { id: before.id, version },
    data: {
      ...(assigneeId === undefined ? {} : { assigneeId }),
      ...(dueOn === undefined ? {} : { dueOn: dueOn === null ? null : toColumn(dueOn) }),
      ...(done === undefined ? {} : { doneAt: done ? (before.doneAt ?? clock.nowOf(before.customer)) : null }),
      version: { increment: 1 },
    },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findCrmTask(tx, {}, before.id);
  await traceTask(act, after, 'edited', changesOf(before, after, ['assigneeId', 'dueOn', 'doneAt']));
  return after;
}

/** Throws `task_type_unknown` (422), `task_type_not_generic` and `task_type_retired` (409). */
export async function demandGenericType(tx: Tx, id: string): Promise<void> {
  const type = await tx.taskType.findUnique({ where: { id } });
  if (!type) throw new Refusal(422, 'task_type_unknown');
  if (type.classification !== 'generic' || type.code !== null) throw new Refusal(409, 'task_type_not_generic');
  if (type.retiredAt) throw new Refusal(409, 'task_type_retired');
}

/** Throws `user_unknown` (422) outside `where`, `user_inactive` (409). */
export async function demandAssignee(tx: Tx, where: Prisma.UserWhereInput, id: string): Promise<void> {
  const user = await tx.user.findFirst({ where: { AND: [{ id }, where] }, select: { active: true } });
  if (!user) throw new Refusal(422, 'user_unknown');
  if (!user.active) throw new Refusal(409, 'user_inactive');
}

async function traceTask(
  act: Act,
  { id, customer }: ShownTask,
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await trace(act, {
    action: `crm_task.${verb}`,
    entity: 'crm_task',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: act.clock.nowOf(customer),
    details,
  });
}
