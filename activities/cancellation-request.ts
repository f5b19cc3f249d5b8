import { createHash } from 'node:crypto';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Clock } from '../src/clock.ts';
import { act, Refusal, SYSTEM } from '../src/database/act.ts';
import { decideCommand, kindOfAct } from '../src/database/cancellation-requests/decide.ts';
import { advanceRequest, type RequestAdvance } from '../src/database/cancellation-requests/sla.ts';
import type { Database } from '../src/database/client.ts';
import { idOf, queueCommand } from '../src/database/commands.ts';
import { demandOperator } from '../src/database/operators.ts';
import type { RequestAct } from '../src/domain/cancellation-request.ts';
import type { SlaState } from '../src/domain/sla.ts';
import { errorCode } from '../src/error-code.ts';
import { ACT_FIELDS } from '../src/schemas/cancellation-requests.ts';
import { momentIn } from './moment.ts';
import type { SignalReceipts } from './renewal.ts';

/** What the workflow of a request does next, in values that a history may keep: ids, states, dates. */
export interface RequestStep {
  /** Null once it is concluded. */
  waitsFor: 'risk' | 'limit' | 'conclusion' | null;
  /** Milliseconds to wait; 0 when there is more to do at once, null for as long as nobody says anything. */
  waitMs: number | null;
  /** The timer's name in the Temporal UI. */
  summary: string;
  /** The workflow's current details, Markdown. */
  details: string;
  state: string;
  sla: 'onTrack' | 'atRisk' | 'breached' | 'met';
  /** Milliseconds since the epoch, on the customer's clock. */
  limitAt: number | null;
  multipackId: string;
  customerId: string;
  branchId: string;
}

export type RequestActivities = ReturnType<typeof createRequestActivities>;

export function createRequestActivities({
  database,
  clock,
  signalReceivedAt,
}: {
  database: Database;
  clock: Clock;
  signalReceivedAt: SignalReceipts;
}) {
  return {
    /** Marks the request as at risk or breached if that is due and says what it waits for next. Once, however often it is called. */
    async advanceRequest({ requestId }: { requestId: string }): Promise<RequestStep> {
      try {
        return stepOf(await act(database, { actor: SYSTEM, clock }, (change) => advanceRequest(change, requestId)));
      } catch (error) {
        if (error instanceof Refusal) return nothingThere(requestId);
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },

    /** Decides a command that somebody waits for. Once, however often it is called; its row says what came of it. */
    async decide({ commandId }: { commandId: string }): Promise<void> {
      try {
        await decideCommand(database, clock, commandId);
      } catch (error) {
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },

    /**
     * Makes a command of what somebody at the Temporal UI or CLI signalled, received when the server received it, and
     * decides it; answers the refusal's code, or null. Counted from 1, it is the `ordinal`-th signal of that name of the run.
     */
    async decideBySignal(signal: {
      requestId: string;
      act: RequestAct;
      ordinal: number;
      input: unknown;
    }): Promise<string | null> {
      const { requestId, act: name, ordinal } = signal;
      const { workflowId, runId } = Context.current().info.workflowExecution!;
      try {
        const { operatorId, ...input } = (typeof signal.input === 'object' ? (signal.input ?? {}) : {}) as Record<
          string,
          unknown
        >;
        const found = await database.cancellationRequest.findUnique({
          where: { id: requestId },
          include: { customer: true },
        });
        if (!found) return 'request_not_found';
        const { id, name: actorName } = await demandOperator(database, operatorId, found.customer.branchId);
        const fields = ACT_FIELDS[name].safeParse(input);
        if (!fields.success) return 'invalid_input';
        const receipt = await signalReceivedAt({ workflowId, runId }, name, ordinal);
        const command = await queueCommand(database, {
          // The same for the same signal, so that it makes one command.
          id: idOf(createHash('sha256').update(`${runId} ${name} ${ordinal}`).digest('hex')),
          kind: kindOfAct(name),
          actor: { kind: 'user', id, name: actorName, channel: 'temporal' },
          receivedAt: clock.of(found.customer, receipt),
          payload: { act: name, requestId, fields: fields.data },
        });
        await decideCommand(database, clock, command.id);
        const { refusal } = await database.command.findUniqueOrThrow({ where: { id: command.id } });
        return refusal;
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },
  };
}

const SLA: Record<SlaState, RequestStep['sla']> = {
  on_track: 'onTrack',
  at_risk: 'atRisk',
  breached: 'breached',
  met: 'met',
};

function stepOf({ wait, request, sla, timeZone, now }: RequestAdvance): RequestStep {
  const { multipackId, customerId, branchId, state, limitAt, claimedBy, concludedBy } = request;
  const facts = { state, sla: SLA[sla], limitAt: limitAt.getTime(), multipackId, customerId, branchId };
  if (wait === null) {
    const by = concludedBy === null ? '' : ` by ${concludedBy}`;
    const details = `**${state === 'cancelled' ? 'Cancelled' : 'Reverted'}**${by}; the limit was ${sla === 'met' ? 'met' : 'missed'}.`;
    return { ...facts, waitsFor: null, waitMs: null, summary: '', details };
  }
  const place = claimedBy === null ? '**Pending**: nobody has claimed it' : `**In analysis** by ${claimedBy}`;
  const limit = `limit ${momentIn(limitAt, timeZone)}, ${SAYS[sla]}`;
  return {
    ...facts,
    waitsFor: wait.for,
    waitMs: wait.until === null ? null : Math.max(0, wait.until.getTime() - now.getTime()),
    summary: wait.for === 'risk' ? 'four fifths of its time' : 'its limit',
    details: `${place}; ${limit}.\n\nTime zone ${timeZone}`,
  };
}

const SAYS: Record<SlaState, string> = {
  on_track: 'on track',
  at_risk: '**at risk**',
  breached: '**breached**',
  met: 'met',
};

/** A request that the database does not know, as after a restore of an older copy: there is nothing to wait for. */
function nothingThere(requestId: string): RequestStep {
  return {
    waitsFor: null,
    waitMs: null,
    summary: '',
    details: `No cancellation request ${requestId} is stored.`,
    state: 'none',
    sla: 'onTrack',
    limitAt: null,
    multipackId: '',
    customerId: '',
    branchId: '',
  };
}
