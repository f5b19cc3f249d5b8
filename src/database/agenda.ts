import type { LocalDate } from '../domain/dates.ts';
import { AGENDA_LIST } from '../schemas/agenda.ts';
import type { Database } from './client.ts';
import { SHOWN, type ShownTask } from './crm-tasks.ts';
import type { Prisma } from './generated/client.ts';
import { fromColumn, toColumn } from './local-date.ts';

interface AgendaQuestion {
  /** Tasks the reader sees. */
  where: Prisma.CrmTaskWhereInput;
  /** Whose agenda. */
  assignee: Prisma.UserWhereInput;
  /** The branch whose tasks without an assignee are told; null: none are. */
  unassignedIn: string | null;
  /** Both included. */
  from: LocalDate;
  to: LocalDate;
  today: LocalDate;
}

interface AgendaAnswer {
  days: { day: LocalDate; tasks: ShownTask[] }[];
  late: ShownTask[];
  undated: ShownTask[];
  unassigned: ShownTask[];
  isWhole: boolean;
}

/** Of task types that are visible in the agenda only (001). */
const IN_AGENDA = { taskType: { visibleInAgenda: true } } as const;

/**
 * What there is to do from one day to another, by day, with what is done already; and what no day of these shows: what is
 * still open of the days before, what was assigned without a day (001: once assigned, a task is on the assignee's agenda),
 * and what is due and nobody has.
 */
export async function agendaOf(
  database: Database,
  { where, assignee, unassignedIn, from, to, today }: AgendaQuestion,
): Promise<AgendaAnswer> {
  const find = (which: Prisma.CrmTaskWhereInput, take?: number) =>
    database.crmTask.findMany({
      where: { AND: [where, IN_AGENDA, which] },
      orderBy: [{ dueOn: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
      include: SHOWN,
      ...(take === undefined ? {} : { take }),
    });
  // One more than is told, to know that there are more.
  const open = (which: Prisma.CrmTaskWhereInput) => find({ AND: [{ doneAt: null }, which] }, AGENDA_LIST + 1);
  const lateBefore = toColumn(today < from ? today : from);
  const [due, late, undated, unassigned] = await Promise.all([
    find({ assignee, dueOn: { gte: toColumn(from), lte: toColumn(to) } }),
    open({ assignee, dueOn: { lt: lateBefore } }),
    open({ assignee, dueOn: null }),
    unassignedIn === null
      ? []
      : open({ assigneeId: null, dueOn: { lte: toColumn(to) }, customer: { branchId: unassignedIn } }),
  ]);
  const days = new Map<LocalDate, ShownTask[]>();
  for (const task of due) {
    const day = fromColumn(task.dueOn!);
    days.set(day, [...(days.get(day) ?? []), task]);
  }
  return {
    days: [...days].map(([day, tasks]) => ({ day, tasks })),
    late: late.slice(0, AGENDA_LIST),
    undated: undated.slice(0, AGENDA_LIST),
    unassigned: unassigned.slice(0, AGENDA_LIST),
    isWhole: [late, undated, unassigned].every(({ length }) => length <= AGENDA_LIST),
  };
}

/** Tasks that one calendar holds at most, the earliest first. */
const FEED = 2_000;

export interface FeedTask {
  task: ShownTask;
  /** When it was last touched. */
  changedAt: Date;
}

/** What a user has to do from one day to another, both included, done ones too; of a calendar, which knows no lists. */
export async function tasksOfFeed(
  database: Database,
  where: Prisma.CrmTaskWhereInput,
  { userId, from, to }: { userId: string; from: LocalDate; to: LocalDate },
): Promise<FeedTask[]> {
  const tasks = await database.crmTask.findMany({
    where: { AND: [where, IN_AGENDA, { assigneeId: userId, dueOn: { gte: toColumn(from), lte: toColumn(to) } }] },
    orderBy: [{ dueOn: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    include: SHOWN,
    take: FEED,
  });
  const touched = await database.auditEvent.groupBy({
    by: ['entityId'],
    where: { entity: 'crm_task', entityId: { in: tasks.map(({ id }) => id) } },
    _max: { at: true },
  });
  const changes = new Map(touched.map(({ entityId, _max }) => [entityId, _max.at]));
  return tasks.map((task) => ({ task, changedAt: changes.get(task.id) ?? task.createdAt }));
}
