import type { Database } from '../../database/client.ts';
import { Refusal } from '../../database/act.ts';
import { agendaOf } from '../../database/agenda.ts';
import { dropCalendarFeed, findCalendarFeed, setCalendarFeed } from '../../database/calendar-feed.ts';
import type { CalendarFeed as FeedRow, Prisma } from '../../database/generated/client.ts';
import { localDateOf } from '../../domain/dates.ts';
import { Agenda, AgendaQuery, NewCalendarFeed, OwnCalendarFeed } from '../../schemas/agenda.ts';
import { demandSession, type SignedIn } from '../access/user.ts';
import { visibleAgendas } from '../access/visibility.ts';
import { newCalendarAddress } from '../calendar.ts';
import { route } from '../route.ts';
import { tasksInReach, toCrmTask } from './crm-tasks.ts';
import { reachOf } from './multipacks.ts';

interface Whose {
  userId: string | null;
  assignee: Prisma.UserWhereInput;
  branch: { id: string; timeZone: string };
}

/** Throws `user_unknown`, `branch_unknown` (422) for an agenda that the user may not open. */
async function whoseAgenda(
  database: Database,
  user: SignedIn,
  asked: { userId?: string | undefined; team?: boolean | undefined; branchId?: string | undefined },
): Promise<Whose> {
  if (asked.userId !== undefined || !asked.team) {
    const userId = asked.userId ?? user.id;
    const whose = await database.user.findFirst({
      where: { AND: [{ id: userId }, visibleAgendas(user)] },
      select: { branch: { select: { id: true, timeZone: true } } },
    });
    if (!whose) throw new Refusal(422, 'user_unknown');
    return { userId, assignee: { id: userId }, branch: whose.branch };
  }
  const id = reachOf(user, asked.branchId) ?? user.branchId;
  const branch = await database.branch.findUnique({ where: { id }, select: { id: true, timeZone: true } });
  if (!branch) throw new Refusal(422, 'branch_unknown');
  return { userId: null, assignee: { AND: [{ branchId: id }, visibleAgendas(user)] }, branch };
}

/** Levels 1 and 2 give out what nobody has. */
const GIVES_OUT = 2;

const instants = ({ createdAt, lastReadAt }: FeedRow) => ({
  createdAt: createdAt.toISOString(),
  lastReadAt: lastReadAt && lastReadAt.toISOString(),
});

const calendar = { tag: 'session', path: '/api/session/calendar' } as const;

export const agendaRoutes = [
  route({
    method: 'get',
    path: '/api/agenda',
    tag: 'crm-tasks',
    summary: 'The tasks assigned to somebody, by the day they are due',
    description:
      'The own; at level 3 the department’s users, at level 2 the branch’s, at level 1 everybody’s; `team` is all of them at once, of one branch. Of task types that are visible in the agenda.',
    query: AgendaQuery,
    answers: { 200: Agenda },
    refusals: ['user_unknown', 'branch_unknown'],
    handle: async ({ database, user, language, query: { from, to, ...asked }, deps: { clock } }) => {
      const { userId, assignee, branch } = await whoseAgenda(database, user, asked);
      const givesOut = user.accessLevel <= GIVES_OUT && (userId === null || userId === user.id);
      const today = localDateOf(clock.now(), branch.timeZone);
      const found = await agendaOf(database, {
        where: await tasksInReach(database, user),
        assignee,
        unassignedIn: givesOut ? branch.id : null,
        from,
        to,
        today,
      });
      const shown = toCrmTask(language);
      return {
        userId,
        today,
        days: found.days.map(({ day, tasks }) => ({ day, tasks: tasks.map(shown) })),
        late: found.late.map(shown),
        undated: found.undated.map(shown),
        unassigned: found.unassigned.map(shown),
        isWhole: found.isWhole,
      };
    },
  }),
  route({
    ...calendar,
    method: 'get',
    summary: 'Whether the own agenda has an address for calendars; the address itself is never told again',
    answers: { 200: OwnCalendarFeed },
    handle: async ({ database, user }) => {
      const feed = await findCalendarFeed(database, user.id);
      return { feed: feed && instants(feed) };
    },
  }),
  route({
    ...calendar,
    method: 'post',
    summary: 'Make an address at which calendars read the own agenda; one made before ends',
    description:
      'iCalendar (RFC 5545) at `/calendar/{secret}.ics`, which needs no session: who knows the address reads it. All-day events of the own tasks that are visible in the agenda, from 60 days ago to a year ahead.',
    answers: { 201: NewCalendarFeed },
    refusals: ['session_required'],
    stored: (feed) => ({ ...feed, url: null }),
    handle: async ({ act, user, deps: { config }, http: { request } }) => {
      demandSession(user);
      const { url, hash } = newCalendarAddress(config, request);
      return { ...instants(await setCalendarFeed(act, user, hash)), url };
    },
  }),
  route({
    ...calendar,
    method: 'delete',
    summary: 'End the address of the own agenda at once',
    answers: { 204: null },
    handle: ({ act, user }) => dropCalendarFeed(act, user),
  }),
];
