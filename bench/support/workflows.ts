import { proxyActivities } from '@temporalio/workflow';
import type { noopActivities } from './noop-activities.ts';

const { nothing } = proxyActivities<typeof noopActivities>({ startToCloseTimeout: '10 seconds' });

/** The least a durable job can be: one activity that does nothing, then the end. */
export async function oneActivity(): Promise<void> {
  await nothing();
}
