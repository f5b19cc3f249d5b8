import { addDays, daysBetween, type LocalDate } from './dates.ts';
import type { MultipackFacts } from './multipack-state.ts';
import { isCollectedAutomatically, type PaymentMethod, type PaymentPlan } from './terms.ts';

/** Why a withdrawal is open to a multipack that the usual rule would refuse (001). */
export const EXTRAORDINARY_REASONS = ['death', 'illness', 'relocation'] as const;
export type ExtraordinaryReason = (typeof EXTRAORDINARY_REASONS)[number];

/**
 * Whether the usual withdrawal is open to what was sold: paid in instalments or renewed month to month, and collected by
 * SEPA or a recurring card (001). Death, illness and relocation are open to any.
 */
export const offersWithdrawal = ({
  payment,
  paymentMethod,
}: {
  readonly payment: Pick<PaymentPlan, 'kind'>;
  readonly paymentMethod: PaymentMethod;
}): boolean => payment.kind !== 'single' && isCollectedAutomatically(paymentMethod);

export type WithdrawalRefusal = 'already_withdrawn' | 'not_withdrawable' | 'withdrawal_not_offered' | 'withdrawal_date';

/**
 * Why a multipack cannot be withdrawn with that last day; null where it can (001). The day is one of its validity, past,
 * today or ahead.
 */
export const refusalToWithdraw = (
  { withdrawnOn, removedAt, cancelledOn, validFrom, validTo }: MultipackFacts,
  terms: Parameters<typeof offersWithdrawal>[0],
  { lastDay, isExtraordinary }: { lastDay: LocalDate; isExtraordinary: boolean },
): WithdrawalRefusal | null => {
  if (withdrawnOn !== null) return 'already_withdrawn';
  if (removedAt !== null || cancelledOn !== null) return 'not_withdrawable';
  if (!isExtraordinary && !offersWithdrawal(terms)) return 'withdrawal_not_offered';
  return lastDay < validFrom || lastDay > validTo ? 'withdrawal_date' : null;
};

/** A receivable as a withdrawal looks at it; amounts in minor units of one currency. */
export interface OwedReceivable {
  readonly dueOn: LocalDate;
  readonly state: 'open' | 'paid' | 'void';
  readonly amount: bigint;
  readonly paidAmount: bigint;
  /** Of what was paid, what was refunded or credited since: it is not to be given back a second time. */
  readonly givenBackAmount: bigint;
  /** Handed to the bank for collection, so that it can no longer be taken back. */
  readonly atBank: boolean;
}

/**
 * What becomes of a receivable:
 * `removed` nothing of it is owed any more; `rest_removed` likewise, but a part was paid; `debt` stays owed and leaves
 * automatic collection; `at_bank` stays, for the collection is under way; `paid_after` was paid for a time that is not
 * used, to refund or credit; `untouched` paid in time, or void before.
 */
export type Fate = 'removed' | 'rest_removed' | 'debt' | 'at_bank' | 'paid_after' | 'untouched';

/**
 * The due date of what is unpaid, as it stands when `lastDay` is the last day of validity. A freeze with an open end lasts to
 * that day, for nothing ends it any more, and what falls due in it moves by its days, as a reactivation would make true: who
 * was frozen owes nothing for it (001, 002).
 */
export const dueOnStanding = (
  dueOn: LocalDate,
  { freezeFrom, freezeUntil }: Pick<MultipackFacts, 'freezeFrom' | 'freezeUntil'>,
  lastDay: LocalDate,
): LocalDate =>
  freezeFrom !== null && freezeUntil === null && freezeFrom <= lastDay && dueOn >= freezeFrom
    ? addDays(dueOn, daysBetween(freezeFrom, lastDay) + 1)
    : dueOn;

/**
 * The fate of one receivable when `lastDay` becomes the last day of validity (001): what falls due on that very day stays;
 * what falls due after it goes, unless it is at the bank. What was paid is never touched.
 */
export const fateOf = (receivable: OwedReceivable, lastDay: LocalDate): Fate => {
  const isAfter = receivable.dueOn > lastDay;
  const toGiveBack = receivable.paidAmount - receivable.givenBackAmount;
  if (receivable.state === 'void') return 'untouched';
  if (receivable.state === 'paid') return isAfter && toGiveBack > 0n ? 'paid_after' : 'untouched';
  if (receivable.atBank) return 'at_bank';
  if (!isAfter) return 'debt';
  return toGiveBack > 0n ? 'rest_removed' : 'removed';
};

/** Sums over the receivables of one multipack, in minor units. `removed` + `staying` + `paid` = `total`, void ones left out. */
export interface WithdrawalSums {
  readonly total: bigint;
  readonly removed: bigint;
  /** Still owed: debt, and what is at the bank. */
  readonly staying: bigint;
  readonly paid: bigint;
  /** Of `paid`, what was paid for days after the last one and not given back. */
  readonly paidAfter: bigint;
}

/** What a withdrawal with that last day does to the money, before it is done and after (001). */
export const sumsOf = (receivables: readonly OwedReceivable[], lastDay: LocalDate): WithdrawalSums => {
  const sums = { total: 0n, removed: 0n, staying: 0n, paid: 0n, paidAfter: 0n };
  for (const receivable of receivables) {
    if (receivable.state === 'void') continue;
    const { amount, paidAmount, givenBackAmount } = receivable;
    const fate = fateOf(receivable, lastDay);
    sums.total += amount;
    sums.paid += paidAmount;
    if (fate === 'removed' || fate === 'rest_removed') sums.removed += amount - paidAmount;
    else sums.staying += amount - paidAmount;
    if (fate === 'paid_after' || fate === 'rest_removed') sums.paidAfter += paidAmount - givenBackAmount;
  }
  return sums;
};
