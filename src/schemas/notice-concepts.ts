import { z } from 'zod';
import { Flag, Id, Instant, pageOf, pageQuery, text, Version } from './common.ts';

export const NoticeType = z.enum(['preventive', 'after_due']).meta({
  description: 'Before a receivable falls due, the day itself included, or after it (004)',
});

const Days = z.int().min(0).max(365).meta({
  description: 'Before or after the due date; 0 is the due date itself, which only a preventive one can mean',
});

export const NoticeConcept = z
  .strictObject({
    id: Id,
    description: z.string().meta({ description: 'Of a built-in one that nobody renamed in the reader’s language' }),
    days: z.int(),
    type: NoticeType,
    builtIn: z.boolean().meta({ description: 'Edited at will, but neither retired nor deleted' }),
    used: z.boolean().meta({ description: 'Then it is retired, not deleted' }),
    retired: z.boolean().meta({ description: 'Stays with the customers who have it and is not offered any more' }),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'NoticeConcept' });

export const NewNoticeConcept = z
  .strictObject({ description: text(120), days: Days, type: NoticeType })
  .meta({ id: 'NewNoticeConcept' });

export const NoticeConceptEdit = z
  .strictObject({ description: text(120), days: Days, retired: z.boolean() })
  .partial()
  .meta({ id: 'NoticeConceptEdit', description: 'Its type stays: settings rely on it' });

export const NoticeConceptPage = pageOf(NoticeConcept);
export const NoticeConceptQuery = z.strictObject({
  type: NoticeType.optional(),
  retired: Flag.optional(),
  ...pageQuery,
});
