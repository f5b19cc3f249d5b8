import { Refusal } from '../../database/act.ts';
import { agendaOf } from '../../database/agenda.ts';
import { Agenda, AgendaQuery } from '../../schemas/agenda.ts';
import { visibleAgendas } from '../access/visibility.ts';
import { route } from '../route.ts';
import { tasksInReach, toCrmTask } from './crm-tasks.ts';

export const agendaRoutes = [
  route({
    method: 'get',
    path: '/api/agenda',
    tag: 'crm-tasks',
    summary: 'The tasks assigned to a user, by the day they are due',
    description:
      'The own; at level 3 the department’s users, at level 2 the branch’s, at level 1 everybody’s. Of task types that are visible in the agenda.',
    query: AgendaQuery,
    answers: { 200: Agenda },
    refusals: ['user_unknown'],
    handle: async ({ database, user, language, query: { userId = user.id, from, to } }) => {
      const whose = await database.user.findFirst({
        where: { AND: [{ id: userId }, visibleAgendas(user)] },
        select: { id: true },
      });
      if (!whose) throw new Refusal(422, 'user_unknown');
      const { days, late } = await agendaOf(database, await tasksInReach(database, user), { userId, from, to });
      const shown = toCrmTask(language);
      return { userId, days: days.map(({ day, tasks }) => ({ day, tasks: tasks.map(shown) })), late: late.map(shown) };
    },
  }),
];
