import type { LocalDate } from './dates.ts';
import type { MultipackFacts } from './multipack-state.ts';
import { isCollectedAutomatically, type PaymentMethod } from './terms.ts';
import { dueOnStanding } from './withdrawal.ts';

/**
 * What becomes of a receivable whose debit came back from the bank: owed again, and collected again as its multipack is paid.
 * Of a multipack that was withdrawn or cancelled it leaves automatic collection, and is not owed if it fell due after the
 * last day; of one that was removed it is not owed at all (001).
 */
export function afterReturn(
  dueOn: LocalDate,
  facts: Pick<MultipackFacts, 'withdrawnOn' | 'cancelledOn' | 'removedAt' | 'freezeFrom' | 'freezeUntil'>,
  paymentMethod: PaymentMethod,
): { isOwed: boolean; isCollected: boolean } {
  const { withdrawnOn, cancelledOn, removedAt } = facts;
  const lastDay = withdrawnOn ?? cancelledOn;
  return {
    isOwed: removedAt === null && (lastDay === null || dueOnStanding(dueOn, facts, lastDay) <= lastDay),
    isCollected: removedAt === null && lastDay === null && isCollectedAutomatically(paymentMethod),
  };
}
