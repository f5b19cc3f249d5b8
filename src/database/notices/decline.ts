import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyFor } from '../../secret-box.ts';
import type { Act } from '../act.ts';
import { trace } from '../audit.ts';
import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { PERSONS, recipientsOf } from './facts.ts';
import { tellNoticesOf } from './tell.ts';

const TOKEN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{43})$/;

/** The address to decline further notices at; undefined where nobody outside reaches Tacit. */
export function declineAddress(
  { publicUrl, secretKey }: { publicUrl: string | undefined; secretKey: string | undefined },
  notice: { id: string; recipient: string },
): string | undefined {
  if (publicUrl === undefined || secretKey === undefined) return undefined;
  return `${publicUrl}/unsubscribe/${notice.id}.${signatureOf(secretKey, notice)}`;
}

const signatureOf = (secretKey: string, { id, recipient }: { id: string; recipient: string }): string =>
  createHmac('sha256', keyFor(secretKey, 'decline notices')).update(`${id} ${recipient}`).digest('base64url');

const PARTS = { customer: { include: PERSONS }, mail: { select: { language: true } } } as const;
export type DeclinedNotice = Prisma.NoticeGetPayload<{ include: typeof PARTS }>;

/** The notice whose reader holds the token; null for what nobody was sent. */
export async function noticeOfToken(tx: Tx, secretKey: string, token: string): Promise<DeclinedNotice | null> {
  const [, id, signature] = TOKEN.exec(token) ?? [];
  if (id === undefined || signature === undefined) return null;
  const notice = await tx.notice.findUnique({ where: { id }, include: PARTS });
  if (!notice) return null;
  const [given, right] = [signature, signatureOf(secretKey, notice)].map((text) => new TextEncoder().encode(text));
  return timingSafeEqual(given!, right!) ? notice : null;
}

/**
 * Whoever reads notices at an address asks for no more of them: as a contact they get none, as the addressee no more
 * reminders; notices after the due date still go to the addressee (004). By what the address is by now, which may have been
 * taken away and given again since the letter. Once, however often it is asked.
 */
export async function declineNotices(act: Act, { customer, recipient }: DeclinedNotice): Promise<void> {
  const { tx, clock } = act;
  const { id: customerId, branchId } = customer;
  const at = clock.nowOf(customer);
  const decline = async (verb: string, details: Prisma.InputJsonObject) => {
    const traced = { entity: 'customer', entityId: customerId, customerId, branchId, at };
    await trace(act, { ...traced, action: `customer.${verb}`, details: { address: recipient, ...details } });
    await tellNoticesOf(tx, customerId);
  };
  const contacts = await tx.contact.updateManyAndReturn({
    where: { customerId, email: recipient, receivesNotices: true },
    data: { receivesNotices: false, version: { increment: 1 } },
  });
  for (const { id: contactId } of contacts) await decline('contact_declined_notices', { contactId });
  const [addressee] = recipientsOf(clock, customer, false);
  if (addressee?.address !== recipient) return;
  const { count } = await tx.noticeSetting.updateMany({
    where: { customerId, remindersDeclinedAt: null },
    data: { remindersDeclinedAt: at, version: { increment: 1 } },
  });
  if (count > 0) await decline('reminders_declined', {});
}
