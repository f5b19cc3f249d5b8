import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { TaskType } from './generated/client.ts';
import type { TaskClassification } from './generated/enums.ts';
import { retirement } from './organisation.ts';
import { type Page, page, type PageRequest, retiredOr } from './pages.ts';

export const listTaskTypes = (
  database: Database,
  {
    classification,
    retired,
    ...request
  }: PageRequest & { classification?: TaskClassification | undefined; retired?: boolean | undefined },
): Promise<Page<TaskType>> =>
  page({ direction: 'asc' }, request, (query) =>
    database.taskType.findMany({
      ...query,
      where: { AND: [query.where, retiredOr(retired), classification ? { classification } : {}] },
    }),
  );

/** Throws `not_found` (404). */
export async function findTaskType(tx: Tx, id: string): Promise<TaskType> {
  const type = await tx.taskType.findUnique({ where: { id } });
  if (!type) throw new Refusal(404, 'not_found');
  return type;
}

/**
 * A type that may be given to the tasks of an act. Throws `task_type_unknown` (422), `task_type_classification` and
 * `task_type_retired` (409).
 */
export async function demandTaskType(
  tx: Tx,
  id: string,
  classification: 'automatic_renewal_cancellation' | 'withdrawal',
): Promise<TaskType> {
  const type = await tx.taskType.findUnique({ where: { id } });
  if (!type) throw new Refusal(422, 'task_type_unknown');
  if (type.classification !== classification) {
    throw new Refusal(409, 'task_type_classification', { name: type.name, classification });
  }
  if (type.retiredAt) throw new Refusal(409, 'task_type_retired');
  return type;
}

export async function addTaskType(
  act: Act,
  fields: { name: string; classification: TaskClassification; visibleInAgenda: boolean },
): Promise<TaskType> {
  const at = act.clock.now();
  const type = await act.tx.taskType.create({ data: { ...fields, createdAt: at } });
  await trace(act, {
    action: 'task_type.added',
    entity: 'task_type',
    entityId: type.id,
    at,
    details: { after: { ...fields } },
  });
  return type;
}

/** Throws `task_type_built_in` (409) for another name or the retirement of a built-in one, `version_conflict` (412). */
export async function editTaskType(
  act: Act,
  before: TaskType,
  version: number,
  {
    retired,
    ...edit
  }: { name?: string | undefined; visibleInAgenda?: boolean | undefined; retired?: boolean | undefined },
): Promise<TaskType> {
  const at = act.clock.now();
  const { id } = before;
  if (before.code !== null && (edit.name !== undefined || retired)) throw new Refusal(409, 'task_type_built_in');
  const { count } = await act.tx.taskType.updateMany({
    where: { id, version },
    data: { ...edit, ...retirement(before, retired, at), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findTaskType(act.tx, id);
  const details = changesOf(before, after, ['name', 'visibleInAgenda', 'retiredAt']);
  await trace(act, { action: 'task_type.edited', entity: 'task_type', entityId: id, at, details });
  return after;
}

/** Deletes a task type that no task has. Throws `task_type_built_in`, `task_type_used` (409): that one is retired. */
export async function deleteTaskType(act: Act, type: TaskType): Promise<void> {
  const { id, code, name } = type;
  if (code !== null) throw new Refusal(409, 'task_type_built_in');
  if ((await act.tx.crmTask.count({ where: { taskTypeId: id } })) > 0) throw new Refusal(409, 'task_type_used');
  await act.tx.taskType.delete({ where: { id } });
  await trace(act, {
    action: 'task_type.deleted',
    entity: 'task_type',
    entityId: id,
    at: act.clock.now(),
    details: { before: { name } },
  });
}
