import type { Clock } from '../../clock.ts';
import { localDateOf } from '../../domain/dates.ts';
import { firstMorning, goesOut, isOlderDebt, type Morning, noticeDay, type NoticeType } from '../../domain/notices.ts';
import { languageOf } from '../../i18n/languages.ts';
import type { Language } from '../../schemas/languages.ts';
import type { NOTICE_HINDRANCES } from '../../schemas/notices.ts';
import type { Tx } from '../client.ts';
import { isInCareNow } from '../customers.ts';
import type { NoticeConcept, Prisma } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';

export const PERSONS = { branch: true, payer: true, guardian: true, contacts: { orderBy: { id: 'asc' } } } as const;
/** A customer with all whom notices may go to. */
export type CustomerWithPersons = Prisma.CustomerGetPayload<{ include: typeof PERSONS }>;

export const CONCEPTS = { reminderConcept: true, afterDueConcept: true } as const;
/** A setting as far as it decides what is told; stored or, for a preview, as on the screen. */
export type Wanted = Pick<
  Prisma.NoticeSettingGetPayload<{ include: typeof CONCEPTS }>,
  | 'subject'
  | 'reminderBody'
  | 'afterDueBody'
  | 'toContacts'
  | 'reminderConcept'
  | 'afterDue'
  | 'afterDueConcept'
  | 'afterDueSince'
  | 'afterDueChosenAt'
  | 'remindersDeclinedAt'
>;

export type Hindrance = (typeof NOTICE_HINDRANCES)[number];

export interface Recipient {
  /** In lower case: what the ledger tells them apart by. */
  address: string;
  name: string;
  role: 'payer' | 'guardian' | 'customer' | 'contact';
  contactId: string | null;
  language: Language;
}

/**
 * Whom a customer's notices go to today: the payer, else the guardian of a minor, else the customer, whoever first has an
 * e-mail address; and the contacts who are marked. Each address once (004).
 */
export function recipientsOf(clock: Clock, customer: CustomerWithPersons, toContacts: boolean): Recipient[] {
  const guardian = isInCareNow(clock, customer) ? customer.guardian : null;
  const persons = [
    { role: 'payer', person: customer.payer },
    { role: 'guardian', person: guardian },
    { role: 'customer', person: customer },
  ] as const;
  const found: Recipient[] = persons
    .flatMap(({ role, person }) =>
      person?.email
        ? [{ role, address: person.email, name: person.name, contactId: null, language: languageOf(person.language) }]
        : [],
    )
    .slice(0, 1);
  for (const { id, name, email, receivesNotices } of toContacts ? customer.contacts : []) {
    if (!receivesNotices || !email) continue;
    found.push({ role: 'contact', address: email, name, contactId: id, language: languageOf(customer.language) });
  }
  const byAddress = new Map<string, Recipient>();
  for (const each of found) {
    const address = each.address.toLowerCase();
    if (!byAddress.has(address)) byAddress.set(address, { ...each, address });
  }
  return [...byAddress.values()];
}

export const morningAt = ({ noticeTime, timeZone }: { noticeTime: string; timeZone: string }): Morning => ({
  time: noticeTime,
  timeZone,
});

export const RECEIVABLE_PARTS = {
  multipack: {
    select: { name: true, freezeFrom: true, freezeUntil: true, plan: { select: { noticesOfCollected: true } } },
  },
} as const satisfies Prisma.ReceivableInclude;
export type ToldReceivable = Prisma.ReceivableGetPayload<{ include: typeof RECEIVABLE_PARTS }>;

/** Why nothing is told of a receivable, whoever would be written to; null: it is. */
export function hindranceOf({ state, amount, paidAmount, multipack, ...receivable }: ToldReceivable): Hindrance | null {
  if (state !== 'open' || amount <= paidAmount) return 'paid';
  if (receivable.atBankAt !== null) return 'at_bank';
  if (receivable.collected && !multipack.plan.noticesOfCollected) return 'collected';
  // While a freeze has no end nobody knows when it falls due.
  const { freezeFrom, freezeUntil } = multipack;
  return freezeFrom !== null && freezeUntil === null && receivable.dueOn >= freezeFrom ? 'frozen' : null;
}

/** The concepts that a setting tells by. */
export const conceptsOf = ({ reminderConcept, afterDue, afterDueConcept }: Wanted): NoticeConcept[] => [
  ...(reminderConcept ? [reminderConcept] : []),
  ...(afterDue && afterDueConcept ? [afterDueConcept] : []),
];

/** Whether a debt is older than the wish for notices after the due date, by days of the branch. */
export function isOlder(
  { afterDueSince, afterDueChosenAt }: Wanted,
  concept: NoticeConcept,
  dueOn: string,
  timeZone: string,
): boolean {
  if (concept.type === 'preventive') return false;
  if (!afterDueSince || !afterDueChosenAt) return true;
  const [since, chosenOn] = [localDateOf(afterDueSince, timeZone), localDateOf(afterDueChosenAt, timeZone)];
  return isOlderDebt(dueOn, concept, { since, chosenOn });
}

/** Those of the recipients who want it: whoever declined reminders gets none. */
export const willing = (recipients: Recipient[], { remindersDeclinedAt }: Wanted, type: NoticeType): Recipient[] =>
  type === 'preventive' && remindersDeclinedAt !== null
    ? recipients.filter(({ role }) => role === 'contact')
    : recipients;

/** A notice that will go out, or would, with whom it has not reached yet. */
export interface Planned {
  concept: NoticeConcept;
  receivable: ToldReceivable;
  /** On the customer's clock; one that has come means now. */
  at: Date;
  recipients: Recipient[];
  hindrance: Hindrance | null;
}

/**
 * What is to come of a customer's notices, or is due now, the earliest first: the one place that decides. With `all` also
 * what is not told, as of receivables that are paid, with the reason.
 */
export async function plannedNotices(
  { tx, clock }: { tx: Tx; clock: Clock },
  wanted: Wanted,
  customer: CustomerWithPersons,
  { all = false }: { all?: boolean } = {},
): Promise<Planned[]> {
  const now = clock.nowOf(customer);
  const morning = morningAt(customer.branch);
  const first = firstMorning(now, morning);
  const since = wanted.afterDue && wanted.afterDueSince ? localDateOf(wanted.afterDueSince, morning.timeZone) : first;
  const receivables = await tx.receivable.findMany({
    where: {
      customerId: customer.id,
      state: all ? { not: 'void' } : 'open',
      dueOn: { gte: toColumn(since < first ? since : first) },
    },
    include: { ...RECEIVABLE_PARTS, notices: { include: { concept: { select: { type: true } } } } },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  const everybody = recipientsOf(clock, customer, wanted.toContacts);
  const planned: Planned[] = [];
  for (const { notices, ...receivable } of receivables) {
    const dueOn = fromColumn(receivable.dueOn);
    const told = notices.filter((notice) => fromColumn(notice.dueOn) === dueOn);
    for (const concept of conceptsOf(wanted)) {
      const at = goesOut(dueOn, concept, now, morning);
      if (at === null || isOlder(wanted, concept, dueOn, morning.timeZone)) continue;
      // Who was reminded of it by another concept is not reminded late by this one.
      const isLate = noticeDay(dueOn, concept) < first;
      const isTold = ({ address }: Recipient) =>
        told.some(
          (notice) =>
            notice.recipient === address &&
            (notice.conceptId === concept.id ||
              (isLate && concept.type === 'preventive' && notice.concept.type === 'preventive')),
        );
      const asked = willing(everybody, wanted, concept.type);
      const recipients = asked.filter((recipient) => !isTold(recipient));
      const hindrance =
        hindranceOf(receivable) ??
        (everybody.length === 0 ? 'recipient_missing' : asked.length === 0 ? 'declined' : null);
      if (hindrance === null ? recipients.length > 0 : all && !(isLate && hindrance === 'paid'))
        planned.push({ concept, receivable, at, recipients, hindrance });
    }
  }
  return planned.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
