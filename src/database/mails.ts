import { v7 as uuidv7 } from 'uuid';
import { letter, type LetterValues, type MailKind } from '../mail/letters.ts';
import type { Language } from '../schemas/languages.ts';
import { type Act, Refusal, SYSTEM } from './act.ts';
import { trace, traceRow } from './audit.ts';
import type { Database, Tx } from './client.ts';
import { type Mail, Prisma } from './generated/client.ts';
import type { MailState } from './generated/enums.ts';
import { repointMails } from './mail-accounts.ts';
import { type Page, page, type PageRequest } from './pages.ts';

export interface NewMail<Kind extends MailKind> {
  kind: Kind;
  customerId: string | null;
  to: string;
  language: Language;
  values: LetterValues[Kind];
  /** What makes it go out once, such as the command it confirms. */
  uniqueKey: string;
  /** Worth nothing afterwards. */
  expiresAt?: Date;
}

/**
 * Writes a letter in the transaction of the change it tells of; it goes out after the commit, at least once. One with the
 * same key is written once.
 */
export async function queueMail<Kind extends MailKind>(
  tx: Tx,
  { kind, customerId, to, language, values, uniqueKey, expiresAt }: NewMail<Kind>,
): Promise<void> {
  const { subject, text, html } = letter(language, kind, values);
  const data = { kind, customerId, to, language, subject, text, html, uniqueKey, expiresAt: expiresAt ?? null };
  await tx.mail.createMany({ data: [{ id: uuidv7(), ...data }], skipDuplicates: true });
}

// ---------------------------------------------------------------- delivery

/** A letter that one delivery has to itself for a while. */
export interface ClaimedMail {
  id: string;
  kind: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  attempts: number;
  customerId: string | null;
  /** Whose account it goes through; null: the system's own. */
  senderId: string | null;
  expiresAt: Date | null;
  /** Whoever had it before never said what became of it: the server may have it already (0022). */
  isUnsure: boolean;
}

/**
 * Takes the letter of one sender that is due longest, so that no other delivery takes it meanwhile; one that died gives it back
 * when the lease runs out. None while the account rests, or keeps to its letters a minute: each one taken moves the instant of
 * the next. The first attempt fixes its Message-ID, in the domain of the sender; `domain` is the system's.
 */
export async function claimMail(
  database: Database,
  senderId: string | null,
  { leaseSeconds, domain }: { leaseSeconds: number; domain: string },
): Promise<ClaimedMail | null> {
  const [mail] = await database.$queryRaw<ClaimedMail[]>`
    WITH account AS (SELECT per_minute, address FROM mail_account WHERE user_id = ${senderId}::uuid),
    due AS MATERIALIZED (
      SELECT id, claimed_until IS NOT NULL AS is_unsure FROM mail
      WHERE state = 'queued' AND ${senderId === null ? Prisma.sql`sender_id IS NULL` : Prisma.sql`sender_id = ${senderId}::uuid`}
        AND due_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
        AND NOT EXISTS (
          SELECT FROM mail_sender WHERE user_id = ${senderId}::uuid AND greatest(paused_until, next_at) > now())
      ORDER BY due_at LIMIT 1 FOR UPDATE OF mail SKIP LOCKED),
    taken AS (
      UPDATE mail SET claimed_until = now() + make_interval(secs => ${leaseSeconds}::float8), attempts = attempts + 1,
        message_id = coalesce(message_id,
          '<' || mail.id || '@' || coalesce((SELECT split_part(address, '@', 2) FROM account), ${domain}) || '>')
      FROM due WHERE mail.id = due.id
      RETURNING mail.*, is_unsure),
    paced AS (
      INSERT INTO mail_sender (user_id, next_at)
      SELECT sender_id, now() + interval '1 minute' / coalesce((SELECT per_minute FROM account), 6000) FROM taken
      WHERE sender_id IS NOT NULL
      ON CONFLICT (user_id) DO UPDATE SET
        next_at = greatest(mail_sender.next_at, now()) + (excluded.next_at - now()))
    SELECT id, kind, "to", subject, text, html, message_id AS "messageId", attempts, customer_id AS "customerId",
      sender_id AS "senderId", expires_at AS "expiresAt", is_unsure AS "isUnsure"
    FROM taken`;
  return mail ?? null;
}

/** Nothing went out, for a reason that is not its own: it waits as before, and no attempt is counted. */
export async function mailGivenBack(database: Database, { id }: ClaimedMail, error: string): Promise<void> {
  await database.$executeRaw`
    UPDATE mail SET claimed_until = NULL, attempts = attempts - 1, last_error = ${error.slice(0, 500)}
    WHERE id = ${id}::uuid AND state = 'queued'`;
}

/** The server took it. A link that signs somebody in is not kept. */
export const mailSent = (database: Database, mail: ClaimedMail, answer: string): Promise<void> =>
  conclude(database, mail, { state: 'sent', sentAt: new Date(), answer: answer.slice(0, 500), lastError: null });

/** It is given up, until somebody sends it again. */
export const mailFailed = (database: Database, mail: ClaimedMail, error: string): Promise<void> =>
  conclude(database, mail, { state: 'failed', lastError: error.slice(0, 500) });

/** It is no longer due (004). Its place in the ledger of notices is free again. */
export const mailDropped = (database: Database, mail: ClaimedMail): Promise<void> =>
  conclude(database, mail, { state: 'dropped' });

/** What a letter says when its turn comes. */
export interface PreparedMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Address that takes the reader off by one click (RFC 8058). */
  listUnsubscribe?: string;
}

/** Keeps what goes out, so that it can be read later as it was. */
export async function mailPrepared(
  database: Database,
  { id }: ClaimedMail,
  { to, subject, text, html }: PreparedMail,
): Promise<void> {
  await database.mail.updateMany({ where: { id, state: 'queued' }, data: { to, subject, text, html } });
}

async function conclude(
  database: Database,
  { id, kind, customerId }: ClaimedMail,
  data: { state: MailState } & Pick<Prisma.MailUncheckedUpdateManyInput, 'sentAt' | 'answer' | 'lastError'>,
): Promise<void> {
  await database.$transaction(async (tx) => {
    const withoutLink = kind === 'portal_link' ? { text: null, html: null } : {};
    const where = { id, state: 'queued' } as const;
    const { count } = await tx.mail.updateMany({ where, data: { ...data, ...withoutLink, claimedUntil: null } });
    // Two that sent it at once, because the lease of one ran out, leave one trace.
    if (count === 0) return;
    if (data.state === 'dropped') await tx.notice.deleteMany({ where: { mailId: id } });
    const customer = customerId ? await tx.customer.findUnique({ where: { id: customerId } }) : null;
    const event = {
      action: `mail.${data.state}`,
      entity: 'mail',
      entityId: id,
      at: new Date(),
      customerId,
      branchId: customer?.branchId ?? null,
      details: { kind },
    };
    await tx.auditEvent.create({ data: traceRow({ actor: SYSTEM }, event) });
  });
}

/** Puts it back for another try. */
export async function mailPutOff(
  database: Database,
  { id }: ClaimedMail,
  { error, seconds }: { error: string; seconds: number },
): Promise<void> {
  await database.$executeRaw`
    UPDATE mail SET claimed_until = NULL, last_error = ${error.slice(0, 500)},
      due_at = now() + make_interval(secs => ${seconds}::float8)
    WHERE id = ${id}::uuid`;
}

/** Who has letters waiting, and in how many milliseconds the first of them may be taken. */
export const nextMails = (database: Database): Promise<{ senderId: string | null; inMs: number }[]> =>
  database.$queryRaw`
    SELECT sender_id AS "senderId",
      (extract(epoch FROM min(greatest(due_at, claimed_until, paused_until, next_at)) - now()) * 1000)::float8 AS "inMs"
    FROM mail LEFT JOIN mail_sender ON user_id = sender_id
    WHERE state = 'queued' GROUP BY sender_id`;

// ---------------------------------------------------------------- ledger

const SHOWN = { customer: { select: { id: true, name: true, branchId: true } } } as const;
export type ShownMail = Mail & { customer: { id: string; name: string; branchId: string } | null };

/** The newest first. */
export const listMails = (
  database: Database,
  where: Prisma.MailWhereInput,
  { customerId, state, ...request }: PageRequest & { customerId?: string | undefined; state?: MailState | undefined },
): Promise<Page<ShownMail>> =>
  page({ direction: 'desc' }, request, (query) =>
    database.mail.findMany({
      ...query,
      where: { AND: [where, query.where, { ...(customerId && { customerId }), ...(state && { state }) }] },
      include: SHOWN,
    }),
  );

/** Throws `not_found` (404). */
export async function findMail(tx: Tx, where: Prisma.MailWhereInput, id: string): Promise<ShownMail> {
  const mail = await tx.mail.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!mail) throw new Refusal(404, 'not_found');
  return mail;
}

/**
 * Queues a letter once more that was given up. Throws `not_found` (404), `mail_not_failed` and, for a link that has expired,
 * `mail_expired` (409).
 */
export async function sendMailAgain(act: Act, where: Prisma.MailWhereInput, id: string): Promise<ShownMail> {
  const { tx, clock } = act;
  const mail = await findMail(tx, where, id);
  if (mail.state !== 'failed') throw new Refusal(409, 'mail_not_failed');
  if (mail.text === null || mail.html === null) throw new Refusal(409, 'mail_expired');
  const data = { state: 'queued', attempts: 0, dueAt: new Date(), claimedUntil: null } as const;
  const { count } = await tx.mail.updateMany({ where: { id, state: 'failed' }, data });
  if (count === 0) throw new Refusal(409, 'mail_not_failed');
  // It did not follow its customer's agent while it waited for nothing.
  if (mail.kind === 'notice' && mail.customerId !== null) await repointMails(tx, [mail.customerId]);
  await tx.$executeRaw`SELECT pg_notify('tacit_mail', '')`;
  await trace(act, {
    action: 'mail.sent_again',
    entity: 'mail',
    entityId: id,
    at: clock.now(),
    customerId: mail.customerId,
    branchId: mail.customer?.branchId ?? null,
    details: { kind: mail.kind },
  });
  return findMail(tx, {}, id);
}
