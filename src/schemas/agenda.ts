import { z } from 'zod';
import { Flag, Id, Instant, LocalDate, orNull } from './common.ts';
import { CrmTask } from './crm-tasks.ts';

/** The longest range one answer covers, in days. */
export const AGENDA_DAYS = 62;

/** Late, undated and unassigned tasks that one answer lists of each at most. */
export const AGENDA_LIST = 200;

export const AgendaQuery = z
  .strictObject({
    from: LocalDate,
    to: LocalDate.meta({ description: 'Last day, included' }),
    userId: Id.optional().meta({ description: 'Whose; without it the own, or those of `team`' }),
    team: Flag.optional().meta({
      description: 'Of everybody one sees: at levels 1 and 2 in the branch, at level 3 in the department',
    }),
    branchId: Id.optional().meta({ description: 'Of `team`: another branch than the own, for level 1' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], params: { code: 'range_reversed' } })
  // Days that do not exist are refused as such.
  .refine(({ from, to }) => !(Date.parse(to) - Date.parse(from) >= AGENDA_DAYS * 86_400_000), {
    path: ['to'],
    params: { code: 'range_too_long' },
  });

export const Agenda = z
  .strictObject({
    userId: Id.nullable().meta({ description: 'Whose; null: of several' }),
    today: LocalDate.meta({ description: 'In the zone of the branch whose agenda it is' }),
    days: z.array(z.strictObject({ day: LocalDate, tasks: z.array(CrmTask) })).meta({
      description: 'Days that have tasks, done ones too',
    }),
    late: z.array(CrmTask).meta({
      description: 'Open ones that were due before today and before the first day, the oldest first',
    }),
    undated: z.array(CrmTask).meta({ description: 'Open ones that are assigned and have no day, the oldest first' }),
    unassigned: z.array(CrmTask).meta({
      description:
        'Open ones due through the last day that nobody has, in the branch: for levels 1 and 2, in their own agenda and that of the team',
    }),
    isWhole: z.boolean().meta({
      description: `False where a list that is not by day has more than the ${AGENDA_LIST} it shows`,
    }),
  })
  .meta({ id: 'Agenda' });

export const CalendarFeed = z
  .strictObject({
    createdAt: Instant,
    lastReadAt: Instant.nullable().meta({ description: 'When a calendar last fetched it, to the minute' }),
  })
  .meta({ id: 'CalendarFeed' });

export const OwnCalendarFeed = z
  .strictObject({ feed: orNull(CalendarFeed).meta({ description: 'Null: there is none' }) })
  .meta({ id: 'OwnCalendarFeed' });

export const NewCalendarFeed = CalendarFeed.extend({
  url: z.string().nullable().meta({ description: 'Shown this once; null in the repeat of an answer' }),
}).meta({ id: 'NewCalendarFeed' });
