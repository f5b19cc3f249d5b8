import { isStillInTime } from '../../domain/notices.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../client.ts';
import { fromColumn } from '../local-date.ts';
import type { PreparedMail } from '../mails.ts';
import { declineAddress } from './decline.ts';
import {
  CONCEPTS,
  conceptsOf,
  hindranceOf,
  isOlder,
  morningAt,
  PERSONS,
  RECEIVABLE_PARTS,
  recipientsOf,
  willing,
} from './facts.ts';
import { noticeWriter, toldOf } from './words.ts';

export interface PrepareOptions {
  database: Database;
  clock: Clock;
  /** Without it a letter has no link back. */
  publicUrl: string | undefined;
  secretKey: string | undefined;
}

/**
 * A queued notice as things stand now, for whoever is about to send it: with what is still owed and today's words; null: it
 * is not due any more, because it was paid, moved, switched off or came too late (004).
 */
export async function prepareNotice(
  { database, clock, publicUrl, secretKey }: PrepareOptions,
  mail: { id: string },
): Promise<PreparedMail | null> {
  const notice = await database.notice.findUnique({
    where: { mailId: mail.id },
    include: {
      receivable: { include: RECEIVABLE_PARTS },
      customer: { include: { ...PERSONS, noticeSetting: { include: CONCEPTS } } },
    },
  });
  const setting = notice?.customer.noticeSetting;
  if (!notice || !setting?.active) return null;
  const { receivable, customer } = notice;
  const concept = conceptsOf(setting).find(({ id }) => id === notice.conceptId);
  const dueOn = fromColumn(receivable.dueOn);
  if (!concept || dueOn !== fromColumn(notice.dueOn) || hindranceOf(receivable) !== null) return null;
  const morning = morningAt(customer.branch);
  if (isOlder(setting, concept, dueOn, morning.timeZone)) return null;
  if (!isStillInTime(dueOn, concept, clock.nowOf(customer), morning)) return null;
  const everybody = recipientsOf(clock, customer, setting.toContacts);
  const recipient = willing(everybody, setting, concept.type).find(({ address }) => address === notice.recipient);
  if (!recipient) return null;
  const mayDecline = concept.type === 'preventive' || recipient.role === 'contact';
  const declineUrl = mayDecline ? declineAddress({ publicUrl, secretKey }, notice) : undefined;
  const write = await noticeWriter(database, setting, customer);
  const written = write('notice', concept.type, toldOf(receivable), { ...recipient, declineUrl });
  return { to: recipient.address, ...written, ...(declineUrl !== undefined && { listUnsubscribe: declineUrl }) };
}
