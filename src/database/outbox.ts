import { addDays, type LocalDate, localDateOf } from '../domain/dates.ts';
import type { Database, Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

/** What a workflow is told: that its rows changed. Each kind has its workflow, and its list of what waits. */
export type MessageKind = 'chain_changed' | 'request_changed' | 'exception_changed' | 'notices_changed';

/**
 * Asks, in the transaction of the change, that the chain's workflow be told to read again. The relay delivers it at
 * least once after the commit, however long Temporal is away.
 */
export async function tellChain(tx: Tx, chainId: string): Promise<void> {
  await tellChains(tx, [chainId]);
}

export async function tellChains(tx: Tx, chainIds: string[]): Promise<void> {
  await tx.outbox.createMany({ data: chainIds.map((key) => ({ kind: 'chain_changed', key })) });
}

/** As `tellChain`, to the workflow of a cancellation request, which starts it as well. */
export async function tellRequest(tx: Tx, requestId: string): Promise<void> {
  await tx.outbox.create({ data: { kind: 'request_changed', key: requestId } });
}

/** As `tellChain`, to the workflow of an exception to blocking a connection. */
export async function tellException(tx: Tx, exceptionId: string): Promise<void> {
  await tx.outbox.create({ data: { kind: 'exception_changed', key: exceptionId } });
}

/** As `tellChain`, to every chain that waits, as when the night itself is another; the relay spreads the delivery. */
export async function tellWaitingChains(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'chain_changed', chain_id::text FROM renewal_ahead`;
}

export interface Message {
  id: bigint;
  kind: MessageKind;
  key: string;
}

/** How long a relay that took messages has them to itself; one that died gives them back by not answering. */
const CLAIM_SECONDS = 30;
const LONGEST_PAUSE_SECONDS = 60;

/** Takes up to `limit` messages that are due, oldest first, so that no other relay takes them meanwhile. */
export async function claimMessages(database: Database, limit: number): Promise<Message[]> {
  return database.$queryRaw<Message[]>`
    UPDATE outbox SET claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}), attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM outbox WHERE due_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
      ORDER BY due_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, key`;
}

export async function deliveredMessages(database: Database, ids: bigint[]): Promise<void> {
  await database.outbox.deleteMany({ where: { id: { in: ids } } });
}

/** Puts messages back for another try: after one second, then twice as long each time, a minute at the most. */
export async function messageFailed(database: Database, ids: bigint[], error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  await database.$executeRaw`
    UPDATE outbox SET claimed_until = NULL, last_error = ${reason.slice(0, 500)},
      due_at = now() + make_interval(secs => least(${LONGEST_PAUSE_SECONDS}, power(2, least(attempts, 10) - 1)))
    WHERE id = ANY(${ids})`;
}

/** Puts messages back that were taken and not tried, so that they are tried in a second. */
export async function giveBackMessages(database: Database, ids: bigint[]): Promise<void> {
  await database.$executeRaw`
    UPDATE outbox SET claimed_until = NULL, attempts = attempts - 1, due_at = greatest(due_at, now() + interval '1 second')
    WHERE id = ANY(${ids})`;
}

/** Milliseconds until the next message may be taken that now waits for another try or lies with a relay; null if none does. */
export async function nextMessageInMs(database: Database): Promise<number | null> {
  const [row] = await database.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(greatest(due_at, claimed_until)) - now()) * 1000)::float8 AS ms FROM outbox`;
  return row?.ms ?? null;
}

/**
 * Tells the chains whose renewal should have been made two days before `now` and more: their workflow was terminated
 * by hand, or Temporal lost it. By days of UTC, and as if every clock were the real one: it is a safety net, not a rule. Those already told and not yet reached are left alone.
 */
export async function tellOverdueChains(database: Database, now: Date, limit = 500): Promise<void> {
  const twoDaysAgo = addDays(localDateOf(now, 'UTC'), -2);
  await database.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'chain_changed', m.chain_id::text
    ${OVERDUE_BEFORE(twoDaysAgo)}
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = m.chain_id::text)
    ORDER BY m.deadline LIMIT ${limit}`;
}

/** The longest that a request may go unmarked before its workflow is told again, in milliseconds. */
const UNMARKED_MS = 10 * 60_000;

/** As `tellOverdueChains`, of the requests that should have been marked as at risk or breached ten minutes ago and more. */
export async function tellOverdueRequests(database: Database, now: Date, limit = 500): Promise<void> {
  const before = new Date(now.getTime() - UNMARKED_MS);
  await database.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'request_changed', r.id::text FROM cancellation_request r
    WHERE r.concluded_at IS NULL AND (r.risk_at < ${before} AND r.at_risk_at IS NULL OR r.limit_at < ${before} AND r.breached_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = r.id::text)
    ORDER BY r.limit_at LIMIT ${limit}`;
}

/** As `tellOverdueChains`, of the exceptions that should have ended ten minutes ago and more. */
export async function tellOverdueExceptions(database: Database, now: Date, limit = 500): Promise<void> {
  const before = new Date(now.getTime() - UNMARKED_MS);
  await database.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'exception_changed', e.id::text FROM connection_exception e
    WHERE e.ended_at IS NULL AND e.until < ${before} AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = e.id::text)
    ORDER BY e.until LIMIT ${limit}`;
}

/** As `tellOverdueChains`, of the customers whose next notice should have been queued ten minutes ago and more. */
export async function tellOverdueNotices(database: Database, now: Date, limit = 500): Promise<void> {
  const before = new Date(now.getTime() - UNMARKED_MS);
  await database.$executeRaw`
    INSERT INTO outbox (kind, key)
    SELECT 'notices_changed', s.customer_id::text FROM notice_setting s
    WHERE s.active AND s.next_at < ${before} AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = s.customer_id::text)
    ORDER BY s.next_at LIMIT ${limit}`;
}

/** How many renewals should have been made a day before `now` and more, by days of UTC and the real clock. */
export async function countOverdueRenewals(database: Database, now: Date): Promise<number> {
  const dayBefore = addDays(localDateOf(now, 'UTC'), -1);
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count ${OVERDUE_BEFORE(dayBefore)}`;
  return row!.count;
}

/** Multipacks `m` whose deadline lies before the day, that should have been renewed by then, and were not. */
const OVERDUE_BEFORE = (day: LocalDate) => Prisma.sql`
  FROM renewal_ahead ahead JOIN multipack m ON m.id = ahead.multipack_id
  WHERE ahead.deadline < ${day}::date AND (m.freeze_from IS NULL OR m.freeze_until < ${day}::date)`;

/** Ids of the chains that wait for something, a page at a time in the order of the ids, for whoever rebuilds the waits. */
export async function waitingChains(database: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT chain_id AS id FROM renewal_ahead
    WHERE ${after}::uuid IS NULL OR chain_id > ${after}::uuid
    ORDER BY chain_id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** As `waitingChains`, of the requests that are not concluded. */
export async function openRequests(database: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await database.cancellationRequest.findMany({
    where: { concludedAt: null, ...(after !== null && { id: { gt: after } }) },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** As `waitingChains`, of the exceptions that have not ended. */
export async function openExceptions(database: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await database.connectionException.findMany({
    where: { endedAt: null, ...(after !== null && { id: { gt: after } }) },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** As `waitingChains`, of the customers whose notices are on. */
export async function noticedCustomers(database: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await database.noticeSetting.findMany({
    where: { active: true, ...(after !== null && { customerId: { gt: after } }) },
    select: { customerId: true },
    orderBy: { customerId: 'asc' },
    take: limit,
  });
  return rows.map(({ customerId }) => customerId);
}

/** What waits, by the kind of message that makes it wait again. */
export const WAITING: Record<
  MessageKind,
  (database: Database, after: string | null, limit: number) => Promise<string[]>
> = {
  chain_changed: waitingChains,
  request_changed: openRequests,
  exception_changed: openExceptions,
  notices_changed: noticedCustomers,
};
