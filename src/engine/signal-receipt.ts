import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';
import type { SignalReceipts } from '../../activities/renewal.ts';

/** Reads in a run's own history when the server received a signal, however late a worker comes to handle it. */
export function signalReceiptsFrom({ workflow, options: { namespace } }: Client): SignalReceipts {
  return async ({ workflowId, runId }, signalName, ordinal) => {
    let at: number | null = null;
    let seen = 0;
    let skippedMs = 0;
    let nextPageToken: Uint8Array | null | undefined;
    do {
      const page = await workflow.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        nextPageToken,
      });
      for (const event of page.history?.events ?? []) {
        skippedMs = Math.max(skippedMs, skippedBy(event));
        if (event.workflowExecutionSignaledEventAttributes?.signalName !== signalName) continue;
        seen += 1;
        if (seen === ordinal) at = tsToMs(event.eventTime);
      }
      nextPageToken = page.nextPageToken;
    } while (nextPageToken?.length);
    if (at === null) throw new Error(`${workflowId} has no signal ${signalName} number ${ordinal}`);
    return new Date(at - skippedMs);
  };
}

/** How far this event says that the run's time is, or is about to be, ahead of the real one. Nothing unless a test skips it. */
function skippedBy(event: temporal.api.history.v1.IHistoryEvent): number {
  const started = event.workflowExecutionStartedEventAttributes?.timeSkippingStatePropagation;
  if (started) return tsToMs(started.initialSkippedDuration);
  const skipped = event.workflowExecutionTimeSkippingTransitionedEventAttributes;
  if (skipped?.targetTime) return tsToMs(skipped.targetTime) - tsToMs(skipped.wallClockTime);
  const asked = event.workflowExecutionOptionsUpdatedEventAttributes?.timeSkippingConfig?.fastForwardConfig;
  return asked ? tsToMs(event.eventTime) + tsToMs(asked.duration) - Date.now() : 0;
}
