import { InvalidInput } from '../schemas/invalid-input.ts';
import { seal, unseal } from '../secret-box.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Tx } from './client.ts';
import { type MailAccount, type MailSender, Prisma } from './generated/client.ts';
import { senderWorks } from './mail-senders.ts';

const PURPOSE = 'password of a mail account';

// ---------------------------------------------------------------- whose account

/**
 * Whose mail account the notices to a customer go through: the collection agent's, else that of the user whom the settings
 * name; null: none is named, and the system sends them itself (004).
 */
export async function senderOfCustomer(tx: Tx, customerId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ senderId: string | null }[]>`
    SELECT ${SENDER} AS "senderId" FROM company LEFT JOIN customer_agents agents ON agents.customer_id = ${customerId}::uuid`;
  return row?.senderId ?? null;
}

/** After a change of the agent who collects, or of the user whom the settings name: what waits goes through the present one. */
export async function repointMails(tx: Tx, customerIds: string[] | 'all'): Promise<void> {
  const whose = customerIds === 'all' ? Prisma.empty : Prisma.sql`AND mail.customer_id = ANY(${customerIds}::uuid[])`;
  const moved = await tx.$executeRaw`
    UPDATE mail SET sender_id = present.sender_id
    FROM (
      SELECT mail.id, ${SENDER} AS sender_id
      FROM mail CROSS JOIN company LEFT JOIN customer_agents agents ON agents.customer_id = mail.customer_id
      WHERE mail.state = 'queued' AND mail.kind = 'notice' ${whose}) present
    WHERE mail.id = present.id AND mail.state = 'queued' AND mail.sender_id IS DISTINCT FROM present.sender_id`;
  if (moved > 0) await wakeDelivery(tx);
}

const SENDER = Prisma.sql`coalesce(agents.collection_agent_id, company.notice_account_user_id)`;

const wakeDelivery = (tx: Tx) => tx.$executeRaw`SELECT pg_notify('tacit_mail', '')`;

// ---------------------------------------------------------------- the account

/** An account and how sending through it goes. */
export interface AccountOf {
  mailAccount: MailAccount | null;
  mailSender: MailSender | null;
}
export const ACCOUNT_OF = { mailAccount: true, mailSender: true } as const;

export function mailAccountState({ mailAccount, mailSender }: AccountOf): 'none' | 'unchecked' | 'checked' | 'failing' {
  if (!mailAccount) return 'none';
  if (!mailAccount.checkedAt) return 'unchecked';
  return mailSender && mailSender.failures > 0 ? 'failing' : 'checked';
}

export interface OwnAccount extends AccountOf {
  /** Letters that wait to go out through it. */
  waiting: number;
}

export async function readMailAccount(tx: Tx, userId: string): Promise<OwnAccount> {
  const [user, waiting] = await Promise.all([
    tx.user.findUniqueOrThrow({ where: { id: userId }, select: ACCOUNT_OF }),
    tx.mail.count({ where: { state: 'queued', senderId: userId } }),
  ]);
  return { ...user, waiting };
}

export interface AccountFields {
  fromName: string | null;
  address: string;
  host: string;
  port: number;
  security: MailAccount['security'];
  username: string | null;
  perMinute: number;
}

const FIELDS = ['fromName', 'address', 'host', 'port', 'security', 'username', 'perMinute'] as const;
/** Whoever hears the password. One that was given for another is not told to them. */
const TOLD_TO = ['host', 'port', 'security', 'username'] as const;
const CHECKED = [...TOLD_TO, 'address'] as const;

/**
 * Stores a user's own account, its password sealed. Whatever a test proves has to be tested again when it is another.
 * Throws InvalidInput: `password_needed`.
 */
export async function setMailAccount(
  act: Act,
  user: { id: string; branchId: string },
  secretKey: string,
  { password, ...fields }: AccountFields & { password?: string | undefined },
): Promise<void> {
  const { tx, clock } = act;
  const before = await tx.mailAccount.findUnique({ where: { userId: user.id } });
  const isSame = (names: readonly (typeof FIELDS)[number][]) =>
    before !== null && names.every((name) => before[name] === fields[name]);
  const keeps = fields.username !== null && password === undefined;
  if (keeps && !(before?.password && isSame(TOLD_TO))) {
    throw new InvalidInput([{ path: 'password', code: 'password_needed' }]);
  }
  const isProved = isSame(CHECKED) && password === undefined;
  const data = {
    ...fields,
    ...(!keeps && {
      password: password === undefined || fields.username === null ? null : seal(secretKey, PURPOSE, password),
    }),
    ...(!isProved && { checkedAt: null }),
  };
  const after = await tx.mailAccount.upsert({
    where: { userId: user.id },
    create: { ...data, userId: user.id, createdAt: clock.now() },
    update: { ...data, version: { increment: 1 } },
  });
  if (!isProved) await senderWorks(tx, user.id);
  const changes = changesOf(before ?? ({} as MailAccount), after, FIELDS);
  await traceAccount(act, user, 'set', { ...changes, passwordChanged: password !== undefined });
}

/** Throws `not_found` (404). What waits to go out through it goes on waiting. */
export async function removeMailAccount(act: Act, user: { id: string; branchId: string }): Promise<void> {
  const { count } = await act.tx.mailAccount.deleteMany({ where: { userId: user.id } });
  if (count === 0) throw new Refusal(404, 'not_found');
  await senderWorks(act.tx, user.id);
  await traceAccount(act, user, 'removed', {});
}

/** A test passed: the account sends, what waited for it at once. Throws `conflict` (409) if it is another by now. */
export async function mailAccountPassed(
  act: Act,
  user: { id: string; branchId: string },
  version: number,
): Promise<void> {
  const { count } = await act.tx.mailAccount.updateMany({
    where: { userId: user.id, version },
    data: { checkedAt: act.clock.now() },
  });
  if (count === 0) throw new Refusal(409, 'conflict');
  await senderWorks(act.tx, user.id);
  await wakeDelivery(act.tx);
  await traceAccount(act, user, 'passed', {});
}

/** Throws UnreadableSecret, as after a change of SECRET_KEY. */
export const passwordOf = (secretKey: string, { password }: Pick<MailAccount, 'password'>): string | null =>
  password === null ? null : unseal(secretKey, PURPOSE, password);

const traceAccount = (
  act: Act,
  { id, branchId }: { id: string; branchId: string },
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> =>
  trace(act, {
    action: `mail_account.${verb}`,
    entity: 'mail_account',
    entityId: id,
    branchId,
    at: act.clock.now(),
    details,
  });
