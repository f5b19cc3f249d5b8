import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { noopActivities } from './noop-activities.ts';

const { nothing } = proxyActivities<typeof noopActivities>({ startToCloseTimeout: '10 seconds' });

/** The least a durable job can be: one activity that does nothing, then the end. */
export async function oneActivity(): Promise<void> {
  await nothing();
}

/** The least an answer can be: a handler that does nothing, of a workflow that waits for ever. */
export const bare = defineUpdate<void>('bare');
export async function bareUpdate(): Promise<void> {
  setHandler(bare, () => {});
  await condition(() => false);
}
