import type { LocalDate } from '../domain/dates.ts';
import type { Database } from './client.ts';
import { SHOWN, type ShownTask } from './crm-tasks.ts';
import type { Prisma } from './generated/client.ts';
import { fromColumn, toColumn } from './local-date.ts';

/** Late ones that are told at most; who has more begins with these. */
const LATE = 200;

export interface AgendaOfUser {
  days: { day: LocalDate; tasks: ShownTask[] }[];
  late: ShownTask[];
}

/**
 * What a user has to do from one day to another, both included, by day, with what is done already; and what is still open
 * of the days before. Of task types that are visible in the agenda only (001). `where` is what the reader sees.
 */
export async function agendaOf(
  database: Database,
  where: Prisma.CrmTaskWhereInput,
  { userId, from, to }: { userId: string; from: LocalDate; to: LocalDate },
): Promise<AgendaOfUser> {
  const find = (mine: Prisma.CrmTaskWhereInput, take?: number) =>
    database.crmTask.findMany({
      where: { AND: [where, { assigneeId: userId, taskType: { visibleInAgenda: true } }, mine] },
      orderBy: [{ dueOn: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
      include: SHOWN,
      ...(take === undefined ? {} : { take }),
    });
  const due = await find({ dueOn: { gte: toColumn(from), lte: toColumn(to) } });
  const late = await find({ dueOn: { lt: toColumn(from) }, doneAt: null }, LATE);
  const days = new Map<LocalDate, ShownTask[]>();
  for (const task of due) {
    const day = fromColumn(task.dueOn!);
    days.set(day, [...(days.get(day) ?? []), task]);
  }
  return { days: [...days].map(([day, tasks]) => ({ day, tasks })), late };
}
