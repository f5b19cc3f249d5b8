import { v7 as uuidv7 } from 'uuid';
import type { LocalDate } from '../domain/dates.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { demandAssignee, demandGenericType, type NewCrmTask } from './crm-tasks.ts';
import { Prisma } from './generated/client.ts';

export interface Meant {
  /** Query of the ids of customers. */
  found: Prisma.Sql;
  /** Only these of them. */
  customerIds?: readonly string[] | undefined;
  /** Branch the customers belong to today; null: any. */
  branchId: string | null;
  /** What they were found by, for the trace. */
  filter: Prisma.InputJsonObject;
}

/**
 * Gives each customer meant a task of a generic type, all in one statement, each at the instant of the customer's clock.
 * Leaves one line in the history for all: a line each would tell every open screen of every one. Throws as `addCrmTask`,
 * and `customer_unknown` (422) where one that was chosen is not among those found.
 */
export async function addBulkTasks(
  act: Act,
  { found, customerIds, branchId, filter }: Meant,
  { taskTypeId, notes, assigneeId, dueOn }: Omit<NewCrmTask, 'multipackId'> & { dueOn?: LocalDate | undefined },
  assignees: Prisma.UserWhereInput,
): Promise<{ id: string; tasks: number }> {
  const { tx, actor, clock } = act;
  await demandGenericType(tx, taskTypeId);
  if (assigneeId !== undefined) await demandAssignee(tx, assignees, assigneeId);
  const chosen = customerIds && [...new Set(customerIds)];
  const now = clock.now();
  const isAhead = clock.of({ clockAheadMs: 1n }, now).getTime() > now.getTime();
  const conditions = [
    Prisma.sql`c.id IN (${found})`,
    ...(chosen ? [Prisma.sql`c.id = ANY(${chosen}::uuid[])`] : []),
    ...(branchId === null ? [] : [Prisma.sql`c.branch_id = ${branchId}::uuid`]),
  ];
  const tasks = await tx.$executeRaw`
    INSERT INTO crm_task (id, customer_id, branch_id, task_type_id, notes, author_kind, author_id, author_name, channel,
      assignee_id, due_on, created_at)
    SELECT gen_random_uuid(), c.id, c.branch_id, ${taskTypeId}::uuid, ${notes}, ${actor.kind}::"ActorKind",
      ${actor.id}::uuid, ${actor.name}, ${actor.channel}::"Channel", ${assigneeId ?? null}::uuid, ${dueOn ?? null}::date,
      ${now}::timestamptz ${isAhead ? Prisma.sql`+ c.clock_ahead_ms * interval '1 millisecond'` : Prisma.empty}
    FROM customer c WHERE ${Prisma.join(conditions, ' AND ')}`;
  if (chosen && tasks < chosen.length) throw new Refusal(422, 'customer_unknown');
  const id = uuidv7();
  await trace(act, {
    action: 'crm_task.added_in_bulk',
    entity: 'crm_task',
    entityId: id,
    branchId,
    at: now,
    details: { tasks, filter, taskTypeId, assigneeId: assigneeId ?? null, dueOn: dueOn ?? null },
  });
  return { id, tasks };
}
