import { condition, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { ExceptionActivities } from '../activities/connection-exception.ts';
import { exceptionChanged } from './messages.ts';
import { BRANCH_ID, CUSTOMER_ID } from './search-attributes.ts';
import { sturdyActivities } from './sturdy.ts';

const sturdy = sturdyActivities<ExceptionActivities>();

/**
 * One run for an exception to blocking a connection (003): waits for its end and writes it down. A message makes it read the
 * row again, as when the end was moved; the row alone decides.
 */
export async function connectionException(exceptionId: string): Promise<void> {
  let changed = false;
  setHandler(exceptionChanged, () => {
    changed = true;
  });
  for (;;) {
    changed = false;
    const step = await sturdy((activities) => activities.advanceException({ exceptionId }));
    setCurrentDetails(step.details);
    upsertSearchAttributes([
      { key: CUSTOMER_ID, value: step.customerId },
      { key: BRANCH_ID, value: step.branchId },
    ]);
    if (changed || step.waitMs === 0) continue;
    if (step.waitMs === null) return;
    await condition(() => changed, step.waitMs, { summary: 'end of the exception' });
  }
}
