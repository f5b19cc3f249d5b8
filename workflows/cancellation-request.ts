import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { RequestActivities, RequestStep } from '../activities/cancellation-request.ts';
import { REQUEST_ACTS } from '../src/domain/cancellation-request.ts';
import { type RequestSignal, requestChanged, signalOf, updateOf } from './messages.ts';
import { BRANCH_ID, CUSTOMER_ID, MULTIPACK_ID, REQUEST_STATE, SLA_DUE_AT, SLA_STATE } from './search-attributes.ts';
import { oneAtATime, sturdyActivities } from './sturdy.ts';

/**
 * One run for a cancellation request (003): waits until it is at risk, until its limit, until it is concluded. A message
 * carries the id of a command; the rows alone decide it, and when the request is due to be marked. It ends with the conclusion.
 */
export async function cancellationRequest(requestId: string): Promise<void> {
  // Many may decide at once, while what is due is looked for.
  const sturdy = oneAtATime(sturdyActivities<RequestActivities>());
  let changed = false;
  let refusal: string | null = null;
  const signals: RequestSignal[] = [];
  setHandler(requestChanged, () => {
    changed = true;
  });
  for (const act of REQUEST_ACTS) {
    setHandler(
      updateOf[act],
      // Whoever decides waits for this; what was decided is in the command's row.
      async ({ commandId }) => {
        await sturdy((activities) => activities.decide({ commandId }));
        changed = true;
      },
      { validator: demandCommand },
    );
    let ordinal = 0;
    setHandler(signalOf[act], (input) => {
      ordinal += 1;
      signals.push({ act, ordinal, input });
    });
  }
  const isTold = () => changed || signals.length > 0;

  for (;;) {
    for (const signal of signals.splice(0)) {
      refusal = await sturdy((activities) => activities.decideBySignal({ requestId, ...signal }));
    }
    changed = false;
    const step = await sturdy((activities) => activities.advanceRequest({ requestId }));
    tell(step, refusal);
    if (isTold() || step.waitMs === 0) continue;
    if (step.waitsFor === null || workflowInfo().continueAsNewSuggested) await condition(allHandlersFinished);
    if (isTold()) continue;
    if (step.waitsFor === null) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof cancellationRequest>(requestId);
    if (step.waitMs === null) await condition(isTold);
    else await condition(isTold, step.waitMs, { summary: step.summary });
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Turned away before it is in the history: the database would never answer for it, and whatever comes after it would wait. */
function demandCommand(input: { commandId: string } | undefined): void {
  if (typeof input?.commandId !== 'string' || !ID.test(input.commandId)) throw new Error('commandId is missing');
}

/** Writes into the Temporal UI how the request stands. */
function tell(step: RequestStep, refusal: string | null): void {
  setCurrentDetails(refusal === null ? step.details : `${step.details}\n\nLast message refused: \`${refusal}\``);
  upsertSearchAttributes([
    { key: MULTIPACK_ID, value: step.multipackId },
    { key: CUSTOMER_ID, value: step.customerId },
    { key: BRANCH_ID, value: step.branchId },
    { key: REQUEST_STATE, value: step.state },
    { key: SLA_STATE, value: step.sla },
    { key: SLA_DUE_AT, value: step.limitAt === null ? null : new Date(step.limitAt) },
  ]);
}
