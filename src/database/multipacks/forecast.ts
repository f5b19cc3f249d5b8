import {
  addDays,
  compareDates,
  daysBetween,
  type LocalDate,
  localDateOf,
  type Span,
  type SpanUnit,
} from '../../domain/dates.ts';
import { deadlineOf } from '../../domain/notice.ts';
import { nextPeriod } from '../../domain/periods.ts';
import { isFrozenOn } from '../../domain/suspension.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';

/** Whose branch is looked at; null: the whole company. */
export interface Reach {
  branchId: string | null;
}

export interface ForecastDay {
  /** The local day in whose night the renewals run: the one after the deadline. */
  day: LocalDate;
  currency: string;
  count: number;
  /** Price of the renewed multipacks, in minor units. */
  amount: bigint;
}

export interface ForecastItem {
  /** The multipack in course, from which it will be renewed; with `ahead` above 1 through terms not yet made. */
  multipackId: string;
  code: number;
  name: string;
  customerId: string;
  customerName: string;
  /** Which renewal of it falls on the day, from 1. */
  ahead: number;
  validFrom: LocalDate;
  validTo: LocalDate;
  amount: bigint;
  currency: string;
}

/** The longest range one forecast covers, in days. */
export const FORECAST_DAYS = 731;
/** How far ahead its last day may lie. */
const FORECAST_AHEAD_DAYS = 3_653;
const FETCHED = 2_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a renewal depends on; as text, for a `date` of the driver is midnight of no zone. */
interface Tip {
  deadline: LocalDate;
  validTo: LocalDate;
  today: LocalDate;
  freezeFrom: LocalDate | null;
  freezeUntil: LocalDate | null;
  anchorDay: number;
  durationAmount: number;
  durationUnit: SpanUnit;
  noticeAmount: number;
  noticeUnit: SpanUnit;
  price: bigint;
  currency: string;
}

interface Renewal {
  day: LocalDate;
  validFrom: LocalDate;
  validTo: LocalDate;
  ahead: number;
}

/**
 * What will renew from `from` to `to`, both included, if nobody cancels, and for how much: per day and currency, sorted (002).
 * What is due and not yet made counts today. Chains are followed through terms not yet made. Like multipacks are counted
 * together and fetched a part at a time, so that memory does not grow with their number. Throws `forecast_range` (422).
 */
export async function forecast(
  tx: Tx,
  { from, to, now, reach }: { from: LocalDate; to: LocalDate; now: Date; reach: Reach },
): Promise<ForecastDay[]> {
  checkRange(from, to, now);
  const days = new Map<string, ForecastDay>();
  // One cursor of one transaction at a time; a second forecast has a transaction of its own.
  await tx.$executeRaw`
    DECLARE forecast_tips NO SCROLL CURSOR FOR
    SELECT ${TIP_COLUMNS}, count(*)::integer AS alike
    ${TIPS(now, to, reach)}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`;
  for (;;) {
    const tips = await tx.$queryRawUnsafe<(Tip & { alike: number })[]>(`FETCH ${FETCHED} FROM forecast_tips`);
    for (const tip of tips) {
      for (const { day } of renewalsOf(tip, from, to)) {
        const key = `${day} ${tip.currency}`;
        const sum = days.get(key) ?? { day, currency: tip.currency, count: 0, amount: 0n };
        sum.count += tip.alike;
        sum.amount += tip.price * BigInt(tip.alike);
        days.set(key, sum);
      }
    }
    if (tips.length < FETCHED) break;
  }
  await tx.$executeRaw`CLOSE forecast_tips`;
  return [...days.values()].sort((a, b) => compareDates(a.day, b.day) || (a.currency < b.currency ? -1 : 1));
}

/**
 * The renewals behind one day of the forecast, in the order of the multipacks' ids. `after` is the last multipack of the page
 * before. Throws `forecast_range` (422), and InvalidInput for a cursor that is not of this list.
 */
export async function forecastDay(
  tx: Tx,
  { day, now, reach, after, limit }: { day: LocalDate; now: Date; reach: Reach; after: string | null; limit: number },
): Promise<{ items: ForecastItem[]; nextCursor: string | null }> {
  checkRange(day, day, now);
  if (after !== null && !UUID.test(after)) throw new InvalidInput([{ path: 'query.cursor', code: 'invalid_cursor' }]);
  const items: ForecastItem[] = [];
  for (let last = after; ; ) {
    const tips = await tx.$queryRaw<
      (Tip & Pick<ForecastItem, 'multipackId' | 'code' | 'name' | 'customerId' | 'customerName'>)[]
    >`
      SELECT ${TIP_COLUMNS}, m.id AS "multipackId", m.code, m.name, c.id AS "customerId", c.name AS "customerName"
      ${TIPS(now, day, reach)} AND (${last}::uuid IS NULL OR m.id > ${last}::uuid)
      ORDER BY m.id LIMIT ${FETCHED}`;
    for (const tip of tips) {
      const { multipackId, code, name, customerId, customerName, currency, price: amount } = tip;
      for (const { ahead, validFrom, validTo } of renewalsOf(tip, day, day)) {
        items.push({ multipackId, code, name, customerId, customerName, ahead, validFrom, validTo, amount, currency });
      }
      // A multipack's renewals are never torn apart: a late one may have several on one day.
      if (items.length >= limit) {
        const isLast = tips.length < FETCHED && tip === tips.at(-1);
        return { items, nextCursor: isLast ? null : multipackId };
      }
    }
    if (tips.length < FETCHED) return { items, nextCursor: null };
    last = tips.at(-1)!.multipackId;
  }
}

/**
 * What was renewed from `from` to `to`, both included, as `forecast` foretells what will be: per day and currency, sorted,
 * also what was taken back since. Days are in the zone of each multipack. Throws `forecast_range` (422).
 */
export async function renewedByDay(
  tx: Tx,
  { from, to, now, reach: { branchId } }: { from: LocalDate; to: LocalDate; now: Date; reach: Reach },
): Promise<ForecastDay[]> {
  checkRange(from, to, now);
  // The days of all zones lie within the instants, which the index knows.
  return tx.$queryRaw<ForecastDay[]>`
    SELECT made.day::text AS day, s.currency AS currency, count(*)::integer AS count, sum(s.price)::bigint AS amount
    FROM renewal_attempt a
    JOIN multipack m ON m.id = a.multipack_id
    JOIN customer c ON c.id = m.customer_id
    JOIN multipack s ON s.id = a.successor_id
    CROSS JOIN LATERAL (SELECT (a.at AT TIME ZONE m.time_zone)::date AS day) made
    WHERE a.outcome = 'renewed'
      AND a.at >= ${from}::date - interval '1 day' AND a.at < ${to}::date + interval '2 days'
      AND made.day BETWEEN ${from}::date AND ${to}::date
      AND (${branchId}::uuid IS NULL OR c.branch_id = ${branchId}::uuid)
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** The days on which a chain renews within a range, following it through the terms that are not there yet. */
function* renewalsOf(tip: Tip, from: LocalDate, to: LocalDate): Generator<Renewal> {
  const duration: Span = { amount: tip.durationAmount, unit: tip.durationUnit };
  const notice: Span = { amount: tip.noticeAmount, unit: tip.noticeUnit };
  let { validTo, deadline, anchorDay } = tip;
  for (let ahead = 1; ; ahead += 1) {
    const day = nightOf(deadline, tip);
    if (day === null || day > to) return;
    const period = nextPeriod(validTo, duration, anchorDay);
    if (day >= from) yield { day, validFrom: period.validFrom, validTo: period.validTo, ahead };
    ({ validTo, anchorDay } = period);
    deadline = deadlineOf(validTo, notice);
  }
}

/** The day of the renewal: that after the deadline, today for what is late, past a freeze; null while its end is open. */
function nightOf(deadline: LocalDate, { today, freezeFrom, freezeUntil }: Tip): LocalDate | null {
  const due = addDays(deadline, 1);
  const day = due < today ? today : due;
  if (freezeFrom === null || !isFrozenOn({ from: freezeFrom, until: freezeUntil }, day)) return day;
  return freezeUntil === null ? null : addDays(freezeUntil, 1);
}

// The price and the duration of the next term: renewal terms apply at the first renewal and stay (002).
const TIP_COLUMNS = Prisma.sql`
  m.deadline::text AS deadline, m.valid_to::text AS "validTo",
  ((m.at AT TIME ZONE m.time_zone)::date)::text AS today,
  m.freeze_from::text AS "freezeFrom", m.freeze_until::text AS "freezeUntil", m.anchor_day AS "anchorDay",
  coalesce(m.renewal_duration_amount, m.duration_amount) AS "durationAmount",
  coalesce(m.renewal_duration_unit, m.duration_unit)::text AS "durationUnit",
  m.notice_amount AS "noticeAmount", m.notice_unit::text AS "noticeUnit",
  coalesce(m.renewal_price, m.price) AS price, m.currency AS currency`;

const TIPS = (now: Date, to: LocalDate, { branchId }: Reach) => Prisma.sql`
  FROM (
    SELECT t.*, ${now}::timestamptz + k.clock_ahead_ms * interval '1 millisecond' AS at
    FROM renewal_ahead ahead
    JOIN multipack t ON t.id = ahead.multipack_id
    JOIN customer k ON k.id = t.customer_id
    WHERE ahead.deadline < ${to}::date AND (${branchId}::uuid IS NULL OR k.branch_id = ${branchId}::uuid)
  ) m JOIN customer c ON c.id = m.customer_id
  WHERE true`;

function checkRange(from: LocalDate, to: LocalDate, now: Date): void {
  // Every term on the way is computed, so a range far ahead costs as much as all the years before it.
  const isTooFar = daysBetween(localDateOf(now, 'UTC'), to) > FORECAST_AHEAD_DAYS;
  if (to < from || isTooFar || daysBetween(from, to) >= FORECAST_DAYS) {
    throw new Refusal(422, 'forecast_range', { from, to, days: FORECAST_DAYS });
  }
}
