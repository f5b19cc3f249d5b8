import {
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChainStep, RenewalActivities } from '../activities/renewal.ts';
import { cancelRenewal, multipackChanged, withdraw } from './messages.ts';
import { BRANCH_ID, CUSTOMER_ID, MULTIPACK_ID, NOTICE_DEADLINE, RENEWAL_STATE } from './search-attributes.ts';
import { sturdyActivities } from './sturdy.ts';

const sturdy = sturdyActivities<RenewalActivities>();

/**
 * One run for a chain of renewals (002): waits for the night after the deadline, renews, and waits for the next, term
 * after term. A message only makes it read the rows again; the rows alone decide. It ends when nothing waits any more,
 * and is started again by the message of whatever changes that.
 */
export async function multipackRenewal(chainId: string): Promise<void> {
  let changed = false;
  let refusal: string | null = null;
  let cancellations = 0;
  let withdrawals = 0;
  const decisions: ((activities: RenewalActivities) => Promise<string | null>)[] = [];
  setHandler(multipackChanged, () => {
    changed = true;
  });
  setHandler(cancelRenewal, (signal) => {
    const ordinal = (cancellations += 1);
    decisions.push((activities) => activities.cancelRenewalBySignal({ ...signal, chainId, ordinal }));
  });
  setHandler(withdraw, (signal) => {
    const ordinal = (withdrawals += 1);
    // One that came before anybody here knew of it was not heard then, and is not in a replay.
    if (!patched('withdraw')) return;
    decisions.push((activities) => activities.withdrawBySignal({ ...signal, chainId, ordinal }));
  });
  const isTold = () => changed || decisions.length > 0;

  for (;;) {
    for (const decision of decisions.splice(0)) refusal = await sturdy(decision);
    changed = false;
    const step = await sturdy((activities) => activities.advanceChain({ chainId }));
    tell(step, refusal);
    if (isTold() || step.waitMs === 0) continue;
    if (step.waitsFor === null) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof multipackRenewal>(chainId);
    if (step.waitMs === null) await condition(isTold);
    else await condition(isTold, step.waitMs, { summary: step.summary });
  }
}

/** Writes into the Temporal UI what the chain waits for. */
function tell(step: ChainStep, refusal: string | null): void {
  setCurrentDetails(refusal === null ? step.details : `${step.details}\n\nLast message refused: \`${refusal}\``);
  upsertSearchAttributes([
    { key: MULTIPACK_ID, value: step.multipackId },
    { key: CUSTOMER_ID, value: step.customerId },
    { key: BRANCH_ID, value: step.branchId },
    { key: RENEWAL_STATE, value: step.state },
    { key: NOTICE_DEADLINE, value: step.deadlineEndsAt === null ? null : new Date(step.deadlineEndsAt) },
  ]);
}
