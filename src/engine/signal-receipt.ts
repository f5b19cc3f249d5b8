import type { Client } from '@temporalio/client';
import { optionalTsToMs, tsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';
import type { SignalReceipts } from '../../activities/renewal.ts';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Reads in a run's own history when the server received a signal, however late a worker comes to handle it. */
export function signalReceiptsFrom({ workflow, options: { namespace } }: Client): SignalReceipts {
  return async (execution, signalName, ordinal) => {
    let at: number | null = null;
    let seen = 0;
    let skippedMs = 0;
    let nextPageToken: Uint8Array | null | undefined;
    do {
      const request = { namespace, execution, nextPageToken };
      const page = await workflow.workflowService.getWorkflowExecutionHistory(request);
      for (const event of page.history?.events ?? []) {
        // Before the signal what was skipped is in its time; what was asked for later is in the customer's clock alone.
        skippedMs += at === null ? skippedBy(event) : askedToSkip(event);
        if (event.workflowExecutionSignaledEventAttributes?.signalName !== signalName) continue;
        seen += 1;
        if (seen === ordinal) at = tsToMs(event.eventTime);
      }
      nextPageToken = page.nextPageToken;
    } while (nextPageToken?.length);
    if (at === null) throw new Error(`${execution.workflowId} has no signal ${signalName} number ${ordinal}`);
    return new Date(at - skippedMs);
  };
}

/** Milliseconds by which this event moves the run's time ahead. Only systems with the test clock have such events. */
function skippedBy(event: HistoryEvent): number {
  const { workflowExecutionStartedEventAttributes: started } = event;
  if (started) return optionalTsToMs(started.timeSkippingStatePropagation?.initialSkippedDuration) ?? 0;
  // Its wall clock time is none: it is the run's time before the skip, as that of the event is.
  const target = event.workflowExecutionTimeSkippingTransitionedEventAttributes?.targetTime;
  return target ? tsToMs(target) - tsToMs(event.eventTime) : 0;
}

function askedToSkip({ workflowExecutionOptionsUpdatedEventAttributes: updated }: HistoryEvent): number {
  return optionalTsToMs(updated?.timeSkippingConfig?.fastForwardConfig?.duration) ?? 0;
}
