import {
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/customer-notices.ts';
import { noticesChanged } from './messages.ts';
import { BRANCH_ID, CUSTOMER_ID } from './search-attributes.ts';
import { sturdyActivities } from './sturdy.ts';

const sturdy = sturdyActivities<NoticeActivities>();

/**
 * One run for the notices of a customer (004): waits for the morning of the next one, has it queued, and waits for the next. A
 * message only makes it read the rows again; the rows alone decide. It ends when notices are switched off, and is started again
 * by the message that they are on.
 */
export async function customerNotices(customerId: string): Promise<void> {
  let changed = false;
  setHandler(noticesChanged, () => {
    changed = true;
  });
  for (;;) {
    changed = false;
    const step = await sturdy((activities) => activities.advanceNotices({ customerId }));
    setCurrentDetails(step.details);
    upsertSearchAttributes([
      { key: CUSTOMER_ID, value: step.customerId },
      { key: BRANCH_ID, value: step.branchId },
    ]);
    if (changed || step.waitMs === 0) continue;
    if (!step.isOn) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof customerNotices>(customerId);
    if (step.waitMs === null) await condition(() => changed);
    else await condition(() => changed, step.waitMs, { summary: step.summary });
  }
}
