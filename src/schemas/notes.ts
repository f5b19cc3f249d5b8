import { z } from 'zod';
import { Flag, Id, Instant, LocalDate, pageOf, pageQuery, text } from './common.ts';
import { inOrder, REVERSED } from './reports.ts';

const Named = z.strictObject({ id: Id, name: z.string() });

export const Note = z
  .strictObject({
    id: Id,
    customer: z.strictObject({ id: Id, code: z.string(), name: z.string() }),
    text: z.string(),
    location: z.string().nullable().meta({ description: 'Where it happened' }),
    treatment: z.string().nullable().meta({ description: 'What is to be done next' }),
    author: Named,
    branch: Named.meta({ description: 'The author’s, at present' }),
    department: Named.nullable().meta({ description: 'The author’s, at present' }),
    createdAt: Instant,
  })
  .meta({ id: 'Note' });

export const NotePage = pageOf(Note);

export const NewNote = z
  .strictObject({ text: text(5_000), location: text(200).nullable(), treatment: text(2_000).nullable() })
  .partial({ location: true, treatment: true })
  .meta({ id: 'NewNote' });

export const CustomerNoteQuery = z.strictObject({
  search: text(100).optional().meta({ description: 'Words of the note, its location or its treatment' }),
  ...pageQuery,
});

const filter = {
  customerId: Id.optional(),
  branchId: Id.optional().meta({ description: 'Of the author, at present' }),
  departmentId: Id.optional().meta({ description: 'Of the author, at present' }),
  userId: Id.optional().meta({ description: 'The author' }),
  from: LocalDate.optional().meta({ description: 'First day, in the zone of the author’s branch' }),
  to: LocalDate.optional().meta({ description: 'Last day, included' }),
  lastThree: Flag.optional().meta({ description: 'Only the last three, of what the rest finds, of each customer' }),
};
const group = {
  groupByDepartment: Flag.optional().meta({ description: 'Ordered by department; those without come last' }),
};

export const NoteReportCountQuery = z.strictObject(filter).refine(({ from, to }) => inOrder(from, to), REVERSED);
export const NoteReportQuery = z
  .strictObject({ ...filter, ...group, ...pageQuery })
  .refine(({ from, to }) => inOrder(from, to), REVERSED);
export const NoteReportFileQuery = z
  .strictObject({ ...filter, ...group })
  .refine(({ from, to }) => inOrder(from, to), REVERSED);

export const NoteReportCount = z
  .strictObject({
    notes: z.int(),
    departments: z.array(z.strictObject({ id: Id.nullable(), name: z.string().nullable(), notes: z.int().min(1) })),
  })
  .meta({ id: 'NoteReportCount' });
