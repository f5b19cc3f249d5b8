import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { isRenewalDue } from '../../domain/multipack-state.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { tellChain } from '../outbox.ts';
import { type Page, pageAfter } from '../pages.ts';
import { readSettings } from '../settings.ts';
import { lockMultipack, tipOf } from './chain.ts';
import type { Reach } from './forecast.ts';
import { traceTerm } from './write.ts';

const { sql } = Prisma;

export interface NightCounts {
  renewed: { count: number; amount: bigint; currency: string }[];
  cancelledInTime: number;
  failed: number;
  waiting: number;
}

interface Asked {
  /** The instant of the real clock. */
  now: Date;
  reach: Reach;
  /** Whether customers may have clocks of their own, ahead of it. */
  testClock: boolean;
}

/** The branch of the customer `c`. */
const within = ({ branchId }: Reach) => (branchId === null ? sql`true` : sql`c.branch_id = ${branchId}::uuid`);

/**
 * What the night before the morning of `day` did, and what of it and of those before still waits; days in the zone of each
 * multipack.
 */
export async function nightResult(tx: Tx, { day, ...asked }: Asked & { day: LocalDate }): Promise<NightCounts> {
  const { reach } = asked;
  // The days of all zones lie within these instants, which the index knows; the exact day is each multipack's own.
  const attempts = sql`
    FROM renewal_attempt a
    JOIN multipack m ON m.id = a.multipack_id
    JOIN customer c ON c.id = m.customer_id
    LEFT JOIN multipack s ON s.id = a.successor_id
    WHERE a.at >= ${day}::date - interval '1 day' AND a.at < ${day}::date + interval '2 days'
      AND (a.at AT TIME ZONE m.time_zone)::date = ${day}::date AND ${within(reach)}`;
  const renewed = await tx.$queryRaw<NightCounts['renewed']>`
    SELECT count(*)::integer AS count, sum(s.price)::bigint AS amount, s.currency ${attempts} AND a.outcome = 'renewed'
    GROUP BY s.currency ORDER BY s.currency`;
  const [failed] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count ${attempts} AND a.outcome = 'failed'`;
  // Received through the deadline: what was forced after it is no cancellation of that night.
  const [cancelled] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM multipack m JOIN customer c ON c.id = m.customer_id
    WHERE m.deadline = ${day}::date - 1 AND m.automatic_renewal AND m.removed_at IS NULL
      AND (m.renewal_cancelled_at AT TIME ZONE m.time_zone)::date <= m.deadline AND ${within(reach)}`;
  const nightTo = (await readSettings(tx)).nightWindow.to;
  const [waiting] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count ${WAITING({ ...asked, nightTo })} AND m.deadline < ${day}::date`;
  return { renewed, failed: failed!.count, cancelledInTime: cancelled!.count, waiting: waiting!.count };
}

export interface WaitingRenewal {
  /** Of the multipack. */
  id: string;
  code: number;
  name: string;
  customerId: string;
  customerName: string;
  deadline: LocalDate;
  amount: bigint;
  currency: string;
  failures: number;
  failedAt: Date | null;
  reason: string | null;
}

/** One page of the renewals whose night is over and that were not made, oldest deadline first. */
export function listWaiting(
  tx: Tx,
  { limit, cursor, ...asked }: Asked & { limit: number; cursor?: string | undefined },
): Promise<Page<WaitingRenewal>> {
  return pageAfter({ field: 'deadline', direction: 'asc' }, { limit, cursor }, async (place, take) => {
    if (place && !isLocalDate(place.value)) throw new InvalidInput([{ path: 'query.cursor', code: 'invalid_cursor' }]);
    const after =
      place === null ? sql`true` : sql`(m.deadline, m.id) > (${place.value}::text::date, ${place.id}::uuid)`;
    const nightTo = (await readSettings(tx)).nightWindow.to;
    return tx.$queryRaw<WaitingRenewal[]>`
      SELECT waiting.*, failed.count AS failures, failed.at AS "failedAt", failed.reason
      FROM (
        SELECT m.id, m.code, m.name, m.customer_id AS "customerId", c.name AS "customerName", m.deadline::text AS deadline,
               coalesce(m.renewal_price, m.price) AS amount, m.currency
        ${WAITING({ ...asked, nightTo })} AND ${after}
        ORDER BY m.deadline, m.id LIMIT ${take}) waiting,
      LATERAL (
        SELECT count(*)::integer AS count, max(a.at) AS at, (array_agg(a.reason ORDER BY a.id DESC))[1] AS reason
        FROM renewal_attempt a WHERE a.multipack_id = waiting.id AND a.outcome = 'failed') failed
      ORDER BY waiting.deadline, waiting.id`;
  });
}

/**
 * Multipacks `m` of customers `c` that should have been renewed: the local time on the customer's clock is past the night after
 * the deadline, or after the last day of a freeze that was in the way.
 */
const WAITING = ({ now, nightTo, reach, testClock }: Asked & { nightTo: string }) => sql`
  FROM renewal_ahead ahead
  JOIN multipack m ON m.id = ahead.multipack_id
  JOIN customer c ON c.id = m.customer_id
  CROSS JOIN LATERAL (
    SELECT (${now}::timestamptz + c.clock_ahead_ms * interval '1 millisecond') AT TIME ZONE m.time_zone AS now) here
  WHERE (m.freeze_from IS NULL OR m.freeze_from > here.now::date OR m.freeze_until < here.now::date)
    AND ${testClock ? sql`true` : sql`ahead.deadline <= (${now}::timestamptz AT TIME ZONE 'UTC')::date`}
    AND here.now >= greatest(m.deadline, CASE WHEN m.freeze_until < here.now::date THEN m.freeze_until END) + 1
      + ${nightTo}::time
    AND ${within(reach)}`;

/**
 * Tells the chain of a renewal that is due and was not made to try again now. Throws `multipack_not_found` (404) and
 * `not_waiting` (409).
 */
export async function retryRenewal(act: Act, multipackId: string): Promise<void> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { nightWindow } = await readSettings(act.tx);
  const isDue = isRenewalDue(term.facts, term.row.timeZone, nightWindow, term.row.id, chain.now);
  if (tipOf(chain) !== term || !isDue) throw new Refusal(409, 'not_waiting', { name: term.row.name });
  await traceTerm(act, chain, term, 'renewal_retried');
  await tellChain(act.tx, chain.id);
}
