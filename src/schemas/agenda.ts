import { z } from 'zod';
import { Id, LocalDate } from './common.ts';
import { CrmTask } from './crm-tasks.ts';

/** The longest range one answer covers, in days. */
export const AGENDA_DAYS = 62;

export const AgendaQuery = z
  .strictObject({
    from: LocalDate,
    to: LocalDate.meta({ description: 'Last day, included' }),
    userId: Id.optional().meta({ description: 'Whose; without it the own' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], params: { code: 'range_reversed' } })
  // Days that do not exist are refused as such.
  .refine(({ from, to }) => !(Date.parse(to) - Date.parse(from) >= AGENDA_DAYS * 86_400_000), {
    path: ['to'],
    params: { code: 'range_too_long' },
  });

export const Agenda = z
  .strictObject({
    userId: Id,
    days: z.array(z.strictObject({ day: LocalDate, tasks: z.array(CrmTask) })).meta({
      description: 'Days that have tasks, done ones too',
    }),
    late: z.array(CrmTask).meta({ description: 'Open ones that were due before the first day, the oldest first' }),
  })
  .meta({ id: 'Agenda' });
