import { z } from 'zod';
import { unknownPlaceholders } from '../domain/notices.ts';
import { Id, Instant, isStorable, LocalDate, Money, orNull, pageOf, pageQuery } from './common.ts';
import { MAIL_STATES } from './mails.ts';
import { NoticeType } from './notice-concepts.ts';

/** Text that may be empty and may name the placeholders of notices, and no others (004). */
const wording = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isStorable, { params: { code: 'invalid_text' } })
    .refine((text) => unknownPlaceholders(text).length === 0, { params: { code: 'placeholder_unknown' } });

const BODY = 'May name {{customer}}, {{multipack}}, {{amount}} and {{due_date}}';

const fields = {
  subject: wording(200).meta({ description: `Of both mails. ${BODY}` }),
  active: z.boolean(),
  toContacts: z.boolean().meta({ description: 'Also to the contacts who are marked to receive notices' }),
  reminderConceptId: Id.nullable().meta({ description: 'Preventive; set while active' }),
  afterDue: z.boolean().meta({ description: 'Whether notices go out after the due date too' }),
  afterDueConceptId: Id.nullable().meta({ description: 'Of the type after_due; set while `afterDue`' }),
  reminderBody: wording(5000).meta({ description: BODY }),
  afterDueBody: wording(5000).meta({ description: BODY }),
};

export const NoticeSender = z
  .strictObject({
    source: z.enum(['collection_agent', 'company', 'system']).meta({
      description:
        'The account of the customer’s collection agent; without an agent the account named in the settings; without that the system’s own',
    }),
    userId: Id.nullable(),
    userName: z.string().nullable(),
    name: z.string().meta({ description: 'As the reader of the mail sees it' }),
    address: z.string().nullable().meta({ description: 'Null while the account is missing' }),
    state: z.enum(['ready', 'missing', 'unchecked', 'failing']).meta({
      description: 'Only a ready one sends; what falls due meanwhile waits for it',
    }),
  })
  .meta({ id: 'NoticeSender' });

export const NoticeRecipient = z
  .strictObject({
    address: z.string(),
    name: z.string(),
    role: z.enum(['payer', 'guardian', 'customer', 'contact']),
    contactId: Id.nullable(),
  })
  .meta({ id: 'NoticeRecipient' });

const ConceptOf = z.strictObject({ id: Id, description: z.string(), days: z.int(), retired: z.boolean() });

export const NoticeSetting = z
  .strictObject({
    customerId: Id,
    ...fields,
    subject: z.string(),
    reminderBody: z.string(),
    afterDueBody: z.string(),
    reminderConcept: orNull(ConceptOf),
    afterDueConcept: orNull(ConceptOf),
    activeSince: Instant.nullable().meta({ description: 'When it was last turned on' }),
    remindersDeclinedAt: Instant.nullable().meta({
      description:
        'When the addressee asked for no more reminders by the link in one; notices after the due date go on',
    }),
    sender: NoticeSender,
    recipients: z.array(NoticeRecipient).meta({ description: 'As things stand today; each address once' }),
    recipientMissing: z.boolean().meta({ description: 'Nobody has an e-mail address: nothing can go out' }),
    nextAt: Instant.nullable().meta({ description: 'When the next notice goes out, on the customer’s clock' }),
    version: z.int().min(0).meta({ description: '0: nothing is stored yet, and these are the defaults' }),
  })
  .meta({ id: 'NoticeSetting' });

export const NoticeSettingEdit = z.strictObject(fields).partial().meta({
  id: 'NoticeSettingEdit',
  description: 'What is left out stays as it is. Judged as a whole: what is active needs its concept and its words',
});

/** As on the screen: what is left out is taken as it is stored. */
export const NoticeDraft = z.strictObject(fields).partial().meta({ id: 'NoticeDraft' });

const PreviewedNotice = z
  .strictObject({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    receivable: z.strictObject({
      id: Id.nullable(),
      multipackName: z.string(),
      dueOn: LocalDate,
      outstanding: Money,
    }),
    isExample: z.boolean().meta({ description: 'The receivable is made up: none is ahead that would be told' }),
    goesAt: Instant.nullable().meta({ description: 'On the customer’s clock; null of an example' }),
  })
  .meta({ id: 'PreviewedNotice' });

export const NoticePreview = z
  .strictObject({
    sender: NoticeSender,
    recipients: z.array(NoticeRecipient),
    reminder: orNull(PreviewedNotice).meta({ description: 'Null without a concept' }),
    afterDue: orNull(PreviewedNotice).meta({ description: 'Null without a concept' }),
  })
  .meta({ id: 'NoticePreview' });

export const NoticeTest = z
  .strictObject({ ...NoticeDraft.shape, type: NoticeType })
  .meta({ id: 'NoticeTest', description: 'Of the two mails of this draft the one of the type' });

export const NoticeTestQueued = z
  .strictObject({
    mailId: Id.meta({ description: 'What became of it is read at `/api/mails/{id}`' }),
    to: z.string().meta({ description: 'The user’s own address' }),
  })
  .meta({ id: 'NoticeTestQueued' });

/** Why a notice that would come does not. */
export const NOTICE_HINDRANCES = ['paid', 'at_bank', 'collected', 'frozen', 'declined', 'recipient_missing'] as const;

export const UpcomingNotice = z
  .strictObject({
    type: NoticeType,
    concept: ConceptOf,
    receivableId: Id,
    multipackId: Id,
    multipackName: z.string(),
    dueOn: LocalDate,
    outstanding: Money,
    goesAt: Instant.meta({ description: 'When it goes out or would, on the customer’s clock' }),
    recipients: z.array(NoticeRecipient).meta({ description: 'Whom it goes to and has not reached' }),
    hindrance: z.enum(NOTICE_HINDRANCES).nullable().meta({ description: 'Why it does not go out; null: it does' }),
  })
  .meta({ id: 'UpcomingNotice' });

export const UpcomingNotices = z
  .strictObject({ items: z.array(UpcomingNotice).meta({ description: 'The next twenty, the earliest first' }) })
  .meta({ id: 'UpcomingNotices' });

// ---------------------------------------------------------------- for many customers at once

export const NoticeSettingsFilter = z
  .strictObject({
    branchId: Id.optional(),
    planId: Id.optional().meta({ description: 'Customers who have a multipack of it whose validity is not over' }),
    collectionAgentId: Id.nullable().optional().meta({ description: 'Null: those without one' }),
    withoutSettingsOnly: z.boolean().default(true).meta({ description: 'Only those with nothing stored yet' }),
  })
  .meta({ id: 'NoticeSettingsFilter' });

export const NoticeSettingsFound = z
  .strictObject({
    customers: z.int(),
    withSettings: z.int().meta({ description: 'Of them, whose settings would be overwritten' }),
    withoutRecipient: z.int().meta({ description: 'Of them, who can be written to at no address' }),
  })
  .meta({ id: 'NoticeSettingsFound' });

export const BulkNoticeSettings = z
  .strictObject({
    filter: NoticeSettingsFilter,
    customers: z.int().min(0).meta({ description: 'As the preview counted them: of another number nothing is done' }),
    settings: z.strictObject(fields).partial({ subject: true, reminderBody: true, afterDueBody: true }).meta({
      id: 'NoticeSettingsForMany',
      description:
        'Words that are left out: each customer’s own stay; where there are none, the usual ones in the customer’s language',
    }),
  })
  .meta({ id: 'BulkNoticeSettings' });

export const NoticeSettingsChanged = z
  .strictObject({ id: Id.meta({ description: 'Of the act, as its audit event names it' }), customers: z.int() })
  .meta({ id: 'NoticeSettingsChanged' });

// ---------------------------------------------------------------- ledger

const { dropped: _, ...STATES } = z.enum(MAIL_STATES).enum;

export const SentNotice = z
  .strictObject({
    id: Id,
    customerId: Id,
    customerName: z.string(),
    type: NoticeType,
    concept: ConceptOf,
    receivableId: Id,
    multipackId: Id,
    multipackName: z.string(),
    dueOn: LocalDate.meta({ description: 'Of the receivable, as it was told' }),
    recipient: z.string(),
    contactId: Id.nullable(),
    createdAt: Instant.meta({ description: 'When it fell due, on the customer’s clock' }),
    mailId: Id.meta({ description: 'The letter is at `/api/mails/{id}`' }),
    subject: z.string(),
    state: z.enum(STATES).meta({ description: 'Of the letter' }),
    attempts: z.int(),
    sentAt: Instant.nullable(),
    answer: z.string().nullable().meta({ description: 'What the mail server said, or why the last attempt failed' }),
  })
  .meta({ id: 'SentNotice' });

export const SentNoticePage = pageOf(SentNotice);

export const SentNoticeQuery = z.strictObject({
  customerId: Id.optional(),
  state: SentNotice.shape.state.optional(),
  from: LocalDate.optional().meta({ description: 'Fell due from this day on, in the zone of the reader’s branch' }),
  to: LocalDate.optional().meta({ description: 'To this day, included' }),
  ...pageQuery,
});
