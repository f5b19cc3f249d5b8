import {
  condition,
  continueAsNew,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChainStep, RenewalActivities } from '../activities/renewal.ts';
import { cancelRenewal, multipackChanged, withdraw } from './messages.ts';
import { BRANCH_ID, CUSTOMER_ID, MULTIPACK_ID, NOTICE_DEADLINE, RENEWAL_STATE } from './search-attributes.ts';

// Local first: the workflow task that records a renewal also arms the next timer.
const local = proxyLocalActivities<RenewalActivities>({
  scheduleToCloseTimeout: '5 seconds',
  // Three seconds in all. The timeout alone would not end it: one that falls between two attempts goes unnoticed.
  retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumAttempts: 6 },
});
// A database that stays away longer must not hold a workflow task: then the same, as often as it takes.
const patient = proxyActivities<RenewalActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

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

/** What the activity answers, from a local one or, if that does not get through, from one that may take days. */
async function sturdy<T>(ask: (activities: RenewalActivities) => Promise<T>): Promise<T> {
  try {
    return await ask(local);
  } catch (error) {
    // What a local activity throws comes as it is, in no ActivityFailure.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
    return ask(patient);
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
