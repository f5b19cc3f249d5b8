import type { Clock } from '../src/clock.ts';
import type { Database } from '../src/database/client.ts';
import { createRequestActivities } from './cancellation-request.ts';
import { createExceptionActivities } from './connection-exception.ts';
import { createNoticeActivities } from './customer-notices.ts';
import { createRenewalActivities, type SignalReceipts } from './renewal.ts';

/** Everything the workflows ask for, over one database. */
export function createActivities(dependencies: { database: Database; clock: Clock; signalReceivedAt: SignalReceipts }) {
  return {
    ...createRenewalActivities(dependencies),
    ...createRequestActivities(dependencies),
    ...createExceptionActivities(dependencies),
    ...createNoticeActivities(dependencies),
  };
}
