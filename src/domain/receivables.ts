import { addSpan, type LocalDate } from './dates.ts';
import { addMoney, type Money, splitEvenly } from './money.ts';
import { anchorAt, type Period } from './periods.ts';
import type { PaymentPlan, Terms } from './terms.ts';

/** One amount due on one date. `number` is its place in the multipack's schedule, from 1. */
export interface ScheduledReceivable {
  readonly number: number;
  readonly dueOn: LocalDate;
  readonly amount: Money;
}

const dueDates = (payment: PaymentPlan, { validFrom }: Period, anchorDay: number): LocalDate[] => {
  if (payment.kind !== 'instalments') return [validFrom];
  const { every } = payment;
  const anchor = anchorAt(validFrom, anchorDay);
  return Array.from({ length: payment.count }, (_, i) =>
    i === 0 ? validFrom : addSpan(validFrom, { amount: every.amount * i, unit: every.unit }, anchor),
  );
};

/**
 * What is due for one period: the first on its first day, instalments one spacing apart from there, months on the anchor
 * day (002). The price is split by `splitEvenly`; a one-off fee is due with the first. Together they are price plus fee.
 * Throws `invalid_parts`, `currency_mismatch`, `invalid_date`.
 */
export const receivablesOf = (
  terms: Pick<Terms, 'price' | 'oneOffFee' | 'payment'>,
  period: Period,
  anchorDay: number,
): ScheduledReceivable[] => {
  const dates = dueDates(terms.payment, period, anchorDay);
  const amounts = splitEvenly(terms.price, terms.payment.kind === 'instalments' ? terms.payment.count : 1);
  return amounts.map((amount, i) => ({
    number: i + 1,
    dueOn: dates[i]!,
    amount: i === 0 && terms.oneOffFee ? addMoney(amount, terms.oneOffFee) : amount,
  }));
};
