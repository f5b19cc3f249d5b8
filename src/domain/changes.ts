import { addDays, addSpan, clampedDay, dayOfMonth, daysBetween, type LocalDate, type Span } from './dates.ts';
import type { Money } from './money.ts';
import { nextPeriod, type Period } from './periods.ts';
import { receivablesOf } from './receivables.ts';
import type { RenewalTerms, Terms } from './terms.ts';

// What may be agreed with a customer while a multipack runs (003): another day on which its receivables fall due, another plan.

/** A receivable as these changes look at it; amounts in minor units. */
export interface OpenReceivable {
  readonly number: number;
  readonly dueOn: LocalDate;
  readonly state: 'open' | 'paid' | 'void';
  readonly amount: bigint;
  readonly paidAmount: bigint;
  /** Handed to the bank for collection, so that it can no longer be changed. */
  readonly atBank: boolean;
}

/** What a change may still touch: unpaid, wholly or in part, due today or later, and not at the bank. What is overdue stays. */
export const isAhead = ({ state, dueOn, atBank }: OpenReceivable, today: LocalDate): boolean =>
  state === 'open' && !atBank && dueOn >= today;

/**
 * The due dates that receivables ahead take when they shall fall due on a day of the month, by number: the day in the month
 * of each, clamped. Where that would put the first before today or before the period, all go a month later, so that their
 * spacing stays. Null where two would fall on one day or change places, as with a spacing in weeks.
 */
export const dueOnDay = (
  receivables: readonly OpenReceivable[],
  day: number,
  { today, validFrom }: { today: LocalDate; validFrom: LocalDate },
): Map<number, LocalDate> | null => {
  const ahead = receivables
    .filter((each) => isAhead(each, today))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.number - b.number));
  const inMonth = ahead.map(({ dueOn }) => addDays(dueOn, clampedDay(dueOn, day) - dayOfMonth(dueOn)));
  const earliest = today > validFrom ? today : validFrom;
  const isLate = inMonth[0] !== undefined && inMonth[0] < earliest;
  const dates = isLate ? inMonth.map((date) => addSpan(date, { amount: 1, unit: 'month' }, day)) : inMonth;
  if (dates.some((date, i) => i > 0 && date <= dates[i - 1]!)) return null;
  return new Map(ahead.map(({ number }, i) => [number, dates[i]!]));
};

/** What the renewal takes over from a plan: its terms as renewed, for a change at a renewal is one (002, 003). */
export const renewalTermsFrom = (renewed: Terms): RenewalTerms & { name: string; price: Money } => ({
  name: renewed.name,
  price: renewed.price,
  duration: renewed.duration,
  payment: renewed.payment,
  services: renewed.services,
});

const daysOf = (validFrom: LocalDate, duration: Span, anchorDay: number): number => {
  const { validTo } = nextPeriod(addDays(validFrom, -1), duration, anchorDay);
  return daysBetween(validFrom, validTo) + 1;
};

/**
 * What a plan costs for a period as long as the sold one: its price by days where the durations differ, rounded half up to
 * the minor unit. Days of a freeze do not count.
 */
export const priceForPeriod = (
  plan: Pick<Terms, 'price' | 'duration'>,
  sold: { validFrom: LocalDate; duration: Span; anchorDay: number },
): Money => {
  const own = BigInt(daysOf(sold.validFrom, sold.duration, sold.anchorDay));
  const theirs = BigInt(daysOf(sold.validFrom, plan.duration, sold.anchorDay));
  const twice = 2n * BigInt(plan.price.amount) * own + theirs;
  return { amount: Number(twice / (2n * theirs)), currency: plan.price.currency };
};

/**
 * The amounts that receivables ahead take when the period goes on at another price, by number: each what it would have been
 * had the period been sold at that price, with the same instalments and the same one-off fee, but never less than was paid
 * of it. What is paid, overdue or at the bank stays; going back the same day restores every amount that is still open.
 */
export const repriced = (
  receivables: readonly OpenReceivable[],
  terms: Pick<Terms, 'oneOffFee' | 'payment'>,
  price: Money,
  { period, anchorDay, today }: { period: Period; anchorDay: number; today: LocalDate },
): Map<number, bigint> => {
  const sold = new Map(
    receivablesOf({ ...terms, price }, period, anchorDay).map(({ number, amount }) => [number, BigInt(amount.amount)]),
  );
  return new Map(
    receivables
      .filter((each) => isAhead(each, today) && sold.has(each.number))
      .map(({ number, paidAmount }) => {
        const amount = sold.get(number)!;
        return [number, amount > paidAmount ? amount : paidAmount];
      }),
  );
};
