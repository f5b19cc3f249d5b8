import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock.ts';
import { addDays, localDateOf } from '../../domain/dates.ts';
import type { NoticeType } from '../../domain/notices.ts';
import { usualWords } from '../../i18n/notices.ts';
import { languageOf } from '../../i18n/languages.ts';
import type { Letter } from '../../mail/letters.ts';
import { type InputIssue, InvalidInput } from '../../schemas/invalid-input.ts';
import { type Act, Refusal } from '../act.ts';
import { trace } from '../audit.ts';
import { changesOf } from '../audit-events.ts';
import type { Tx } from '../client.ts';
import type { NoticeConcept, Prisma } from '../generated/client.ts';
import { senderOfCustomer } from '../mail-accounts.ts';
import { readSettings } from '../settings.ts';
import {
  CONCEPTS,
  type CustomerWithPersons,
  PERSONS,
  type Planned,
  plannedNotices,
  type Recipient,
  recipientsOf,
} from './facts.ts';
import { tellNoticesOf } from './tell.ts';
import { noticeWriter, type Told, toldOf } from './words.ts';

/** What staff decide of a customer's notices (004). */
export interface SettingFields {
  subject: string;
  active: boolean;
  toContacts: boolean;
  reminderConceptId: string | null;
  afterDue: boolean;
  afterDueConceptId: string | null;
  reminderBody: string;
  afterDueBody: string;
}
export type SettingEdit = { [Field in keyof SettingFields]?: SettingFields[Field] | undefined };

/** A setting as it is stored; of a customer without one the defaults, with the version 0. */
export type Setting = Omit<Prisma.NoticeSettingGetPayload<{ include: typeof CONCEPTS }>, 'createdAt'>;

/** Throws `not_found` (404). */
export async function findCustomerWithPersons(
  tx: Tx,
  where: Prisma.CustomerWhereInput,
  id: string,
): Promise<CustomerWithPersons> {
  const customer = await tx.customer.findFirst({ where: { AND: [{ id }, where] }, include: PERSONS });
  if (!customer) throw new Refusal(404, 'not_found');
  return customer;
}

export async function settingOf(tx: Tx, customer: { id: string; language: string }): Promise<Setting> {
  const stored = await tx.noticeSetting.findUnique({ where: { customerId: customer.id }, include: CONCEPTS });
  if (stored) return stored;
  const builtIn = await tx.noticeConcept.findMany({ where: { code: { not: null } } });
  const [reminderConcept, afterDueConcept] = (['preventive', 'after_due'] as const).map(
    (type) => builtIn.find((concept) => concept.type === type) ?? null,
  );
  return {
    customerId: customer.id,
    ...usualWords(customer.language),
    active: false,
    toContacts: false,
    reminderConceptId: reminderConcept!.id,
    reminderConcept: reminderConcept!,
    afterDue: false,
    afterDueConceptId: afterDueConcept!.id,
    afterDueConcept: afterDueConcept!,
    activeSince: null,
    afterDueSince: null,
    afterDueChosenAt: null,
    remindersDeclinedAt: null,
    nextAt: null,
    version: 0,
  };
}

/**
 * Stores what was decided. Turning it on turns the reminder on; older debts are never told (004). Throws InvalidInput with
 * everything that is missing or cannot be chosen, `version_conflict` (412).
 */
export async function editSetting(
  act: Act,
  customer: CustomerWithPersons,
  version: number,
  edit: SettingEdit,
): Promise<Setting> {
  const { tx, clock } = act;
  const { id: customerId } = customer;
  await tx.$queryRaw`SELECT customer_id FROM notice_setting WHERE customer_id = ${customerId}::uuid FOR UPDATE`;
  const before = await settingOf(tx, customer);
  if (before.version !== version) throw new Refusal(412, 'version_conflict');
  const fields = await merged(tx, before, edit);
  demandWhole(fields);
  const now = clock.nowOf(customer);
  const { reminderConcept: _, afterDueConcept: __, ...columns } = { ...fields, ...stamps(before, fields, now) };
  if (version === 0) await tx.noticeSetting.create({ data: { ...columns, customerId, version: 1, createdAt: now } });
  else await tx.noticeSetting.update({ where: { customerId }, data: { ...columns, version: { increment: 1 } } });
  const after = await settingOf(tx, customer);
  await traceSetting(act, customer, 'notices_set', changesOf<Setting>(before, after, FIELDS));
  if (before.active && !after.active) await tx.outbox.create({ data: { kind: 'notices_changed', key: customerId } });
  else await tellNoticesOf(tx, customerId);
  return after;
}

/** Reminders go out again to whoever declined them. Throws `reminders_not_declined` (409). */
export async function resumeReminders(act: Act, customer: CustomerWithPersons): Promise<Setting> {
  const { tx } = act;
  const { count } = await tx.noticeSetting.updateMany({
    where: { customerId: customer.id, remindersDeclinedAt: { not: null } },
    data: { remindersDeclinedAt: null, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(409, 'reminders_not_declined');
  await traceSetting(act, customer, 'reminders_resumed', {});
  await tellNoticesOf(tx, customer.id);
  return settingOf(tx, customer);
}

const FIELDS = [
  'subject',
  'active',
  'toContacts',
  'reminderConceptId',
  'afterDue',
  'afterDueConceptId',
  'reminderBody',
  'afterDueBody',
] as const satisfies readonly (keyof SettingFields)[];

export const traceSetting = (
  act: Act,
  { id, branchId, clockAheadMs }: CustomerWithPersons,
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> =>
  trace(act, {
    action: `customer.${verb}`,
    entity: 'customer',
    entityId: id,
    customerId: id,
    branchId,
    at: act.clock.nowOf({ clockAheadMs }),
    details,
  });

// ---------------------------------------------------------------- what it must be

type Merged = SettingFields & { reminderConcept: NoticeConcept | null; afterDueConcept: NoticeConcept | null };

/** What is stored with what was sent over it. Throws InvalidInput for concepts that cannot be chosen. */
async function merged(tx: Tx, before: Setting, edit: SettingEdit): Promise<Merged> {
  const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
  const kept = Object.fromEntries(FIELDS.map((field) => [field, before[field]])) as unknown as SettingFields;
  const fields = { ...kept, ...given };
  const { concepts, issues } = await chosenConcepts(tx, before, fields);
  if (issues.length > 0) throw new InvalidInput(issues);
  return { ...fields, ...concepts };
}

/** The concepts of a setting; of those chosen anew, what is wrong with them. */
export async function chosenConcepts(
  tx: Tx,
  before: Pick<SettingFields, 'reminderConceptId' | 'afterDueConceptId'>,
  { reminderConceptId, afterDueConceptId }: Pick<SettingFields, 'reminderConceptId' | 'afterDueConceptId'>,
): Promise<{
  concepts: Pick<Merged, 'reminderConcept' | 'afterDueConcept'>;
  issues: InputIssue[];
}> {
  const ids = [reminderConceptId, afterDueConceptId].filter((id) => id !== null);
  const found = await tx.noticeConcept.findMany({ where: { id: { in: ids } } });
  const issues: InputIssue[] = [];
  const choose = (field: 'reminderConceptId' | 'afterDueConceptId', id: string | null, type: NoticeType) => {
    if (id === null) return null;
    const concept = found.find((each) => each.id === id) ?? null;
    if (!concept) issues.push({ path: field, code: 'concept_unknown' });
    else if (concept.type !== type) issues.push({ path: field, code: 'concept_type' });
    else if (concept.retiredAt && before[field] !== id) issues.push({ path: field, code: 'concept_retired' });
    return concept;
  };
  const concepts = {
    reminderConcept: choose('reminderConceptId', reminderConceptId, 'preventive'),
    afterDueConcept: choose('afterDueConceptId', afterDueConceptId, 'after_due'),
  };
  return { concepts, issues };
}

/** Throws InvalidInput with what is missing for what is on. Words that are left out are not judged. */
export function demandWhole(fields: SettingEdit): void {
  const { active, afterDue } = fields;
  const needed = [
    ...(active ? (['subject', 'reminderConceptId', 'reminderBody'] as const) : []),
    ...(afterDue ? (['afterDueConceptId', 'afterDueBody'] as const) : []),
  ];
  const missing = needed.filter((field) => fields[field] === null || fields[field] === '');
  if (missing.length === 0) return;
  const codeOf = (field: string) => (field.startsWith('afterDue') ? 'needed_after_due' : 'needed_while_active');
  throw new InvalidInput(missing.map((field) => ({ path: field, code: codeOf(field) })));
}

/** Since when what is wanted has been so, on the customer's clock: older debts are not told. */
function stamps(before: Setting, after: SettingFields, now: Date) {
  const tellsAfterwards = ({ active, afterDue }: SettingFields) => active && afterDue;
  const isTurnedOn = tellsAfterwards(after) && !tellsAfterwards(before);
  const isChosen = before.afterDueConceptId !== after.afterDueConceptId;
  return {
    activeSince: after.active && !before.active ? now : before.activeSince,
    afterDueSince: isTurnedOn ? now : (before.afterDueSince ?? now),
    afterDueChosenAt: isTurnedOn || isChosen ? now : (before.afterDueChosenAt ?? now),
  };
}

// ---------------------------------------------------------------- through whom

export interface Sender {
  source: 'collection_agent' | 'company' | 'system';
  userId: string | null;
  userName: string | null;
  name: string;
  address: string | null;
  state: 'ready' | 'missing' | 'unchecked' | 'failing';
}

/** Whose account a customer's notices go through, and whether it sends. `systemAddress`: where the system's own come from. */
export async function senderSeen(tx: Tx, customerId: string, systemAddress: string | null): Promise<Sender> {
  const userId = await senderOfCustomer(tx, customerId);
  if (userId === null) {
    const { name } = await readSettings(tx);
    return { source: 'system', userId, userName: null, name, address: systemAddress, state: 'ready' };
  }
  const user = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    include: { mailAccount: true, mailSender: true },
  });
  const agents = await tx.customerAgents.findUnique({ where: { customerId } });
  const account = user.mailAccount;
  return {
    source: agents?.collectionAgentId === userId ? 'collection_agent' : 'company',
    userId,
    userName: user.name,
    name: account?.fromName ?? user.name,
    address: account?.address ?? null,
    state: !account
      ? 'missing'
      : !account.checkedAt
        ? 'unchecked'
        : user.mailSender?.failingSince
          ? 'failing'
          : 'ready',
  };
}

// ---------------------------------------------------------------- what is to come

const UPCOMING = 20;

/** The next notices of a customer, also those that will not go out, with the reason; none while notices are off. */
export async function upcomingNotices(
  context: { tx: Tx; clock: Clock },
  customer: CustomerWithPersons,
): Promise<Planned[]> {
  const setting = await settingOf(context.tx, customer);
  if (!setting.active) return [];
  return (await plannedNotices(context, setting, customer, { all: true })).slice(0, UPCOMING);
}

export interface Previewed extends Letter {
  told: Told;
  /** Null: made up, because none is ahead. */
  planned: Planned | null;
}

export interface Preview {
  recipients: Recipient[];
  reminder: Previewed | null;
  afterDue: Previewed | null;
}

/** Both letters of a draft as they would go out if it were stored now. Throws InvalidInput. */
export async function previewNotices(
  context: { tx: Tx; clock: Clock },
  customer: CustomerWithPersons,
  draft: SettingEdit,
): Promise<Preview> {
  const { tx, clock } = context;
  const before = await settingOf(tx, customer);
  const fields = { ...(await merged(tx, before, draft)), active: true, afterDue: true };
  const wanted = { ...before, ...fields, ...stamps(before, fields, clock.nowOf(customer)) };
  const planned = (await plannedNotices(context, wanted, customer)).filter(({ hindrance }) => hindrance === null);
  const recipients = recipientsOf(clock, customer, wanted.toContacts);
  const language = recipients[0]?.language ?? languageOf(customer.language);
  const write = await noticeWriter(tx, wanted, customer);
  const previewed = async (concept: NoticeConcept | null): Promise<Previewed | null> => {
    if (!concept) return null;
    const next = planned.find((each) => each.concept.id === concept.id) ?? null;
    const told = next ? toldOf(next.receivable) : await exampleOf(context, customer, concept);
    return { ...write('notice', concept.type, told, { language }), told, planned: next };
  };
  return {
    recipients,
    reminder: await previewed(wanted.reminderConcept),
    afterDue: await previewed(wanted.afterDueConcept),
  };
}

/** Something that would be told today: of the customer's newest multipack, else of any plan. */
async function exampleOf(
  { tx, clock }: { tx: Tx; clock: Clock },
  customer: CustomerWithPersons,
  { type, days }: NoticeConcept,
): Promise<Told> {
  const shown = { orderBy: { id: 'desc' }, select: { name: true, price: true, currency: true } } as const;
  const found =
    (await tx.multipack.findFirst({ where: { customerId: customer.id }, ...shown })) ??
    (await tx.plan.findFirst(shown));
  const today = localDateOf(clock.nowOf(customer), customer.branch.timeZone);
  return {
    multipack: found?.name ?? customer.branch.name,
    amount: { amount: Number(found?.price ?? 4990n), currency: found?.currency ?? customer.branch.currency },
    dueOn: addDays(today, type === 'preventive' ? days : -days),
  };
}

/**
 * Queues one of a draft's two letters to a user's own address, through the account that notices to the customer go through.
 * Throws InvalidInput, `sender_not_ready` (409).
 */
export async function queueTestNotice(
  act: Act,
  customer: CustomerWithPersons,
  { type, ...draft }: SettingEdit & { type: NoticeType },
  to: string,
): Promise<{ mailId: string; to: string }> {
  const { tx } = act;
  const sender = await senderSeen(tx, customer.id, null);
  if (sender.state !== 'ready') throw new Refusal(409, 'sender_not_ready', { name: sender.name });
  const before = await settingOf(tx, customer);
  const fields = await merged(tx, before, draft);
  demandWhole({ ...fields, active: type === 'preventive', afterDue: type === 'after_due' });
  const concept = type === 'preventive' ? fields.reminderConcept : fields.afterDueConcept;
  const [recipient] = recipientsOf(act.clock, customer, false);
  const language = recipient?.language ?? languageOf(customer.language);
  const write = await noticeWriter(tx, { ...before, ...fields }, customer);
  const mailId = uuidv7();
  await tx.mail.create({
    data: {
      id: mailId,
      kind: 'notice_test',
      customerId: customer.id,
      senderId: sender.userId,
      ...{ to, language, uniqueKey: `notice_test:${mailId}` },
      ...write('notice_test', type, await exampleOf(act, customer, concept!), { language }),
    },
  });
  await traceSetting(act, customer, 'notice_tested', { type, to });
  return { mailId, to };
}
