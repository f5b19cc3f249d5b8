import { z } from 'zod';
import { Id, Instant, Language, pageOf, pageQuery } from './common.ts';

/** What an e-mail is about; the words are in the language of whoever it goes to. */
export const MAIL_KINDS = [
  'renewal_cancelled',
  'renewal_enabled',
  'withdrawn',
  'plan_changed',
  'contract_cancelled',
  'request_at_risk',
  'request_breached',
  'portal_link',
  'notice',
  'notice_test',
] as const;
export const MAIL_STATES = ['queued', 'sent', 'failed', 'dropped'] as const;

const fields = {
  id: Id,
  kind: z.enum(MAIL_KINDS),
  customerId: Id.nullable(),
  customerName: z.string().nullable(),
  to: z.string(),
  subject: z.string(),
  language: Language,
  state: z.enum(MAIL_STATES),
  attempts: z.int(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  answer: z.string().nullable().meta({
    description:
      'What the mail server said last, why the last attempt failed, or the file it was written to where no server is set',
  }),
};

export const Mail = z.strictObject(fields).meta({ id: 'Mail' });
export const MailPage = pageOf(Mail);
export const MailQuery = z.strictObject({
  customerId: Id.optional(),
  state: fields.state.optional(),
  ...pageQuery,
});

export const MailWithBody = z
  .strictObject({
    ...fields,
    messageId: z.string().nullable().meta({ description: 'The same at every attempt; null before the first' }),
    text: z.string().nullable().meta({ description: 'Null where it carries a link that signs somebody in' }),
    html: z.string().nullable(),
  })
  .meta({ id: 'MailWithBody' });
