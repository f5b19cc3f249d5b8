import type { Clock } from '../../clock.ts';
import type { NoticeConcept } from '../../database/generated/client.ts';
import { fromColumn } from '../../database/local-date.ts';
import { addBulkSettings, countBulkSettings } from '../../database/notices/bulk.ts';
import {
  type CustomerWithPersons,
  type Planned,
  plannedNotices,
  type Recipient,
  recipientsOf,
} from '../../database/notices/facts.ts';
import { listNotices, type ShownNotice } from '../../database/notices/ledger.ts';
import {
  editSetting,
  findCustomerWithPersons,
  type Previewed,
  previewNotices,
  queueTestNotice,
  resumeReminders,
  senderSeen,
  type Setting,
  settingOf,
  upcomingNotices,
} from '../../database/notices/settings.ts';
import { outstanding } from '../../database/notices/words.ts';
import type { Tx } from '../../database/client.ts';
import { mapPage } from '../../database/pages.ts';
import type { Language } from '../../i18n/index.ts';
import { conceptName } from '../../i18n/notices.ts';
import {
  BulkNoticeSettings,
  NoticeDraft,
  NoticePreview,
  NoticeSetting,
  NoticeSettingEdit,
  NoticeSettingsChanged,
  NoticeSettingsFilter,
  NoticeSettingsFound,
  NoticeTest,
  NoticeTestQueued,
  SentNoticePage,
  SentNoticeQuery,
  UpcomingNotices,
} from '../../schemas/notices.ts';
import type { Deps } from '../deps.ts';
import { visibleCustomers, visibleNotices } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'notices';
const path = '/api/customers/{id}/notice-settings';

const conceptOf = (language: Language, concept: NoticeConcept) => ({
  id: concept.id,
  description: conceptName(language, concept),
  days: concept.days,
  retired: concept.retiredAt !== null,
});

const toRecipient = ({ address, name, role, contactId }: Recipient) => ({ address, name, role, contactId });

const systemAddress = ({ config }: Pick<Deps, 'config'>) => config.mailFrom ?? null;

async function settingSeen(
  tx: Tx,
  { clock, config }: { clock: Clock; config: Deps['config'] },
  language: Language,
  customer: CustomerWithPersons,
  setting: Setting,
) {
  const { reminderConcept, afterDueConcept, activeSince, remindersDeclinedAt } = setting;
  const recipients = recipientsOf(clock, customer, setting.toContacts);
  const [next] = setting.active ? await plannedNotices({ tx, clock }, setting, customer) : [];
  return {
    customerId: setting.customerId,
    subject: setting.subject,
    active: setting.active,
    toContacts: setting.toContacts,
    reminderConceptId: setting.reminderConceptId,
    afterDue: setting.afterDue,
    afterDueConceptId: setting.afterDueConceptId,
    reminderBody: setting.reminderBody,
    afterDueBody: setting.afterDueBody,
    reminderConcept: reminderConcept && conceptOf(language, reminderConcept),
    afterDueConcept: afterDueConcept && conceptOf(language, afterDueConcept),
    activeSince: activeSince?.toISOString() ?? null,
    remindersDeclinedAt: remindersDeclinedAt?.toISOString() ?? null,
    sender: await senderSeen(tx, customer.id, systemAddress({ config })),
    recipients: recipients.map(toRecipient),
    recipientMissing: recipients.length === 0,
    nextAt: next?.at.toISOString() ?? null,
    version: setting.version,
  };
}

const toPreviewed = ({ subject, text, html, told, planned }: Previewed) => ({
  subject,
  text,
  html,
  receivable: {
    id: planned?.receivable.id ?? null,
    multipackName: told.multipack,
    dueOn: told.dueOn,
    outstanding: told.amount,
  },
  isExample: planned === null,
  goesAt: planned?.at.toISOString() ?? null,
});

const toUpcoming =
  (language: Language) =>
  ({ concept, receivable, at, recipients, hindrance }: Planned) => ({
    type: concept.type,
    concept: conceptOf(language, concept),
    receivableId: receivable.id,
    multipackId: receivable.multipackId,
    multipackName: receivable.multipack.name,
    dueOn: fromColumn(receivable.dueOn),
    outstanding: outstanding(receivable),
    goesAt: at.toISOString(),
    recipients: recipients.map(toRecipient),
    hindrance,
  });

const toSent =
  (language: Language) =>
  ({
    id,
    customerId,
    customer,
    concept,
    receivableId,
    receivable,
    recipient,
    contactId,
    mail,
    ...row
  }: ShownNotice) => ({
    id,
    customerId,
    customerName: customer.name,
    type: concept.type,
    concept: conceptOf(language, concept),
    receivableId,
    multipackId: receivable.multipackId,
    multipackName: receivable.multipack.name,
    dueOn: fromColumn(row.dueOn),
    recipient,
    contactId,
    createdAt: row.createdAt.toISOString(),
    mailId: row.mailId,
    subject: mail.subject,
    // One that is dropped leaves the ledger.
    state: mail.state as 'queued' | 'sent' | 'failed',
    attempts: mail.attempts,
    sentAt: mail.sentAt?.toISOString() ?? null,
    answer: mail.answer ?? mail.lastError,
  });

export const noticeRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'What a customer is told of receivables; the defaults where nothing is stored',
    answers: { 200: NoticeSetting },
    handle: async ({ database, user, language, params, deps }) => {
      const customer = await findCustomerWithPersons(database, visibleCustomers(user), params.id);
      return settingSeen(database, deps, language, customer, await settingOf(database, customer));
    },
  }),
  route({
    method: 'patch',
    path,
    tag,
    summary: 'Decide what a customer is told of receivables',
    description:
      'Takes effect at once on whatever has not gone out; nothing is mailed by it. Debts that were there before it was turned on are never told.',
    body: NoticeSettingEdit,
    answers: { 200: NoticeSetting },
    handle: async ({ act, user, language, params, version, body, deps }) => {
      const customer = await findCustomerWithPersons(act.tx, visibleCustomers(user), params.id);
      return settingSeen(act.tx, deps, language, customer, await editSetting(act, customer, version, body));
    },
  }),
  route({
    method: 'post',
    path: `${path}/resume-reminders`,
    tag,
    summary: 'Send reminders again to somebody who declined them',
    answers: { 200: NoticeSetting },
    refusals: ['reminders_not_declined'],
    handle: async ({ act, user, language, params, deps }) => {
      const customer = await findCustomerWithPersons(act.tx, visibleCustomers(user), params.id);
      return settingSeen(act.tx, deps, language, customer, await resumeReminders(act, customer));
    },
  }),
  route({
    method: 'post',
    path: `${path}/preview`,
    tag,
    summary: 'Both mails of a draft, from whom, to whom and when the next goes; writes nothing',
    transaction: false,
    body: NoticeDraft,
    answers: { 200: NoticePreview },
    handle: async ({ database, user, params, body, deps }) => {
      const customer = await findCustomerWithPersons(database, visibleCustomers(user), params.id);
      const context = { tx: database, clock: deps.clock };
      const { recipients, reminder, afterDue } = await previewNotices(context, customer, body);
      return {
        sender: await senderSeen(database, customer.id, systemAddress(deps)),
        recipients: recipients.map(toRecipient),
        reminder: reminder && toPreviewed(reminder),
        afterDue: afterDue && toPreviewed(afterDue),
      };
    },
  }),
  route({
    method: 'post',
    path: `${path}/test-mail`,
    tag,
    summary: 'Mail one of a draft’s two mails to oneself, through the account that the customer’s notices go through',
    description: 'Five a minute.',
    body: NoticeTest,
    answers: { 202: NoticeTestQueued },
    refusals: ['sender_not_ready'],
    handle: async ({ act, user, params, body }) => {
      const customer = await findCustomerWithPersons(act.tx, visibleCustomers(user), params.id);
      return queueTestNotice(act, customer, body, user.email);
    },
  }),
  route({
    method: 'get',
    path: `${path}/upcoming`,
    tag,
    summary: 'The next notices of a customer, and what will not go out, with the reason',
    answers: { 200: UpcomingNotices },
    handle: async ({ database, user, language, params, deps }) => {
      const customer = await findCustomerWithPersons(database, visibleCustomers(user), params.id);
      const upcoming = await upcomingNotices({ tx: database, clock: deps.clock }, customer);
      return { items: upcoming.map(toUpcoming(language)) };
    },
  }),
  route({
    method: 'post',
    path: '/api/notice-settings/preview',
    tag,
    summary: 'How many customers a filter finds for the same settings; writes nothing',
    access: { level: 2 },
    transaction: false,
    body: NoticeSettingsFilter,
    answers: { 200: NoticeSettingsFound },
    handle: async ({ database, user, body, deps }) =>
      countBulkSettings({ tx: database, clock: deps.clock }, user.accessLevel === 1 ? null : user.branchId, body),
  }),
  route({
    method: 'post',
    path: '/api/notice-settings',
    tag,
    summary: 'Give many customers the same settings, all of them or none',
    access: { level: 2 },
    body: BulkNoticeSettings,
    answers: { 200: NoticeSettingsChanged },
    refusals: ['selection_changed'],
    handle: async ({ act, user, body }) => addBulkSettings(act, user.accessLevel === 1 ? null : user.branchId, body),
  }),
  route({
    method: 'get',
    path: '/api/notices',
    tag,
    summary: 'Notices that went out, wait to, or could not, the newest first',
    query: SentNoticeQuery,
    answers: { 200: SentNoticePage },
    handle: async ({ database, user, language, query }) =>
      mapPage(
        await listNotices(database, visibleNotices(user), { ...query, timeZone: user.timeZone }),
        toSent(language),
      ),
  }),
];
