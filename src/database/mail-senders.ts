import type { Clock } from '../clock.ts';
import { localDateOf } from '../domain/dates.ts';
import { accountFailureWords } from '../i18n/mail-accounts.ts';
import { languageOf } from '../i18n/languages.ts';
import type { AccountFailure } from '../schemas/mail-accounts.ts';
import { act, type Act, SYSTEM } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import { writeTask } from './multipacks/write.ts';

/** How sending as a user goes, and who is told when it does not (004). */

/** A failure in a row, or so long a failure, that somebody must see to it. */
const FAILURES_TOLD = 3;
const MINUTES_TOLD = 15;

/** Sending works, as a letter or a test has shown: the next failure begins anew. */
export async function senderWorks(tx: Tx, userId: string): Promise<void> {
  const works = { failures: 0, failingSince: null, pausedUntil: null, failure: null, said: null, toldAt: null };
  await tx.mailSender.updateMany({ where: { userId, failures: { gt: 0 } }, data: works });
}

/**
 * Nothing could be sent as this user: all their letters rest for a while, and the first time that it lasts one CRM task for
 * today tells the user, or whoever the settings name where the user has left. Letters under way at once fail as one.
 */
export async function senderFailed(
  database: Database,
  clock: Clock,
  { userId, failure, said, pauseSeconds }: SenderFailure,
): Promise<void> {
  await act(database, { actor: SYSTEM, clock }, async (act) => {
    const { tx } = act;
    const [failing] = await tx.$queryRaw<Failing[]>`
      INSERT INTO mail_sender AS s (user_id, failing_since, failures, failure, said)
      VALUES (${userId}::uuid, now(), 1, ${failure}, ${said})
      ON CONFLICT (user_id) DO UPDATE SET failing_since = coalesce(s.failing_since, now()), failures = s.failures + 1,
        failure = excluded.failure, said = excluded.said
      WHERE s.paused_until IS NULL OR s.paused_until <= now()
      RETURNING failures, told_at IS NULL AND (
        failures >= ${FAILURES_TOLD} OR failing_since <= now() - make_interval(mins => ${MINUTES_TOLD}::int)) AS "isToTell"`;
    if (!failing) return;
    await tx.$executeRaw`
      UPDATE mail_sender SET paused_until = now() + make_interval(secs => ${pauseSeconds(failing.failures)}::float8)
      WHERE user_id = ${userId}::uuid`;
    if (failing.isToTell && (await tell(act, { userId, failure, said }))) {
      await tx.$executeRaw`UPDATE mail_sender SET told_at = now() WHERE user_id = ${userId}::uuid`;
    }
  });
}

interface SenderFailure {
  userId: string;
  failure: AccountFailure;
  /** What the mail server said to it. */
  said: string | null;
  /** Until the next try, by failures in a row. */
  pauseSeconds: (failures: number) => number;
}

interface Failing {
  failures: number;
  isToTell: boolean;
}

/** On the profile of the customer whose letter waits longest. False where none waits for a customer. */
async function tell(act: Act, { userId, failure, said }: Omit<SenderFailure, 'pauseSeconds'>): Promise<boolean> {
  const { tx, clock } = act;
  const waits = { state: 'queued', senderId: userId, customerId: { not: null } } as const;
  const longest = await tx.mail.findFirst({
    where: waits,
    orderBy: { id: 'asc' },
    include: { customer: { include: { branch: true } } },
  });
  if (!longest?.customer) return false;
  const [user, company, waiting] = await Promise.all([
    tx.user.findUniqueOrThrow({ where: { id: userId } }),
    tx.company.findUniqueOrThrow({ where: { id: 1 }, include: { noticeAccountUser: true } }),
    tx.mail.count({ where: { state: 'queued', senderId: userId } }),
  ]);
  const { branch, ...customer } = longest.customer;
  const assignee = [user, company.noticeAccountUser].find((each) => each?.active);
  const now = clock.nowOf(customer);
  const id = await writeTask(act, { customer, branch, now }, null, {
    type: 'mail_account_failing',
    result: 'none',
    note: said === null ? 'mail_account_failing' : 'mail_account_failing_because',
    values: {
      user: user.name,
      reason: accountFailureWords(languageOf(branch.language), failure),
      said: said ?? '',
      letters: String(waiting),
    },
    assigneeId: assignee?.id,
    dueOn: localDateOf(now, branch.timeZone),
  });
  await trace(act, {
    action: 'mail_account.failing',
    entity: 'mail_account',
    entityId: userId,
    at: clock.now(),
    customerId: customer.id,
    branchId: branch.id,
    details: { failure, waiting, crmTaskId: id, assigneeId: assignee?.id ?? null },
  });
  return true;
}
