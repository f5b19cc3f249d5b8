import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ApplicationFailure,
  Client,
  Connection,
  type ConnectionOptions,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import type { Database } from '../database/client.ts';
import { setCustomerClock, waitsOfCustomer } from '../database/customer-clock.ts';
import { Refusal } from '../database/act.ts';
import type { RequestAct } from '../domain/cancellation-request.ts';
import type { MessageKind } from '../database/outbox.ts';
import { renewalWorkflowId, requestWorkflowId } from './ids.ts';
import { tellWorkflow, WORKFLOWS } from './tell.ts';

export interface GatewayOptions {
  connection: ConnectionOptions;
  namespace: string;
  taskQueue: string;
}

const { FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT: TIMED_OUT } = proto.temporal.api.enums.v1.FastForwardPollingResult;

const HEALTH_MS = 2_000;
/** A worker that is there answers in milliseconds. */
const DETAILS_MS = 1_000;
const CATCH_UP_MS = 20_000;
const POLL_MS = 20;
/** Between two attempts of a message that the server did not take. */
const AGAIN_MS = 50;
/** Past the instant waited for, so that it lies behind when it is judged. */
const MARGIN_MS = 500;

/** A command on a cancellation request, and how long its answer is waited for. */
export interface Decision {
  requestId: string;
  act: RequestAct;
  commandId: string;
  patienceMs: number;
}

const workflowIdOf = ({ kind, key }: { kind: MessageKind; key: string }): string => WORKFLOWS[kind].workflowId(key);

/** What the API asks of Temporal. It connects when first asked, so that the API starts and serves while Temporal is away. */
export function openGateway({ connection: options, namespace, taskQueue }: GatewayOptions) {
  const connection = Connection.lazy(options);
  const client = new Client({ connection, namespace });
  // Whoever asks for health is not kept waiting by repeated calls, and hears soon that Temporal is back.
  const probe = Connection.lazy({
    ...options,
    interceptors: [],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': HEALTH_MS },
  });

  /**
   * Skips a workflow's time and returns when that is done: the real server moves its virtual clock, and its timers fall
   * due on the way. Test systems only. Throws `clock_not_followed` (409) when no worker carries out what falls due.
   */
  async function fastForward(workflowId: string, milliseconds: number): Promise<void> {
    const id = randomUUID();
    const execution = { namespace, workflowExecution: { workflowId } };
    await connection.workflowService.updateWorkflowExecutionOptions({
      ...execution,
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          maxSessionSkipCount: 100_000,
          fastForwardConfig: { id, duration: msToTs(milliseconds) },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    const giveUpAt = Date.now() + CATCH_UP_MS;
    for (let result: number = TIMED_OUT; result === TIMED_OUT; ) {
      if (Date.now() > giveUpAt) throw new Refusal(409, 'clock_not_followed', { workflowId });
      const poll = () =>
        connection.workflowService.pollWorkflowExecutionTimeSkipping({ ...execution, fastForwardId: id });
      // It cannot be completed any more when the workflow ended meanwhile: then there is nothing to wait for either.
      result = await connection.withDeadline(giveUpAt, poll).then(
        ({ fastForwardPollingResult }) => fastForwardPollingResult,
        () => TIMED_OUT,
      );
    }
  }

  /** Returns when the workflow has carried out what it was told and waits. Throws `clock_not_followed` (409) if it does not. */
  async function untilIdle(workflowId: string): Promise<void> {
    const giveUpAt = Date.now() + CATCH_UP_MS;
    for (;;) {
      const { pendingWorkflowTask, pendingActivities } = await connection.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId },
      });
      if (!pendingWorkflowTask && !pendingActivities?.length) return;
      if (Date.now() > giveUpAt) throw new Refusal(409, 'clock_not_followed', { workflowId });
      await delay(POLL_MS);
    }
  }

  const turns = new Map<string, Promise<unknown>>();

  /**
   * One after the other for the same key. Of updates that come while a worker has the workflow, the server and the worker
   * lose some until a timeout of ten seconds.
   */
  async function inTurn(key: string, ask: () => Promise<void>): Promise<void> {
    const mine = (turns.get(key) ?? Promise.resolve()).then(ask);
    const over = mine.catch(() => {});
    turns.set(key, over);
    try {
      await mine;
    } finally {
      if (turns.get(key) === over) turns.delete(key);
    }
  }

  const asking = new Client({ connection: probe, namespace }).workflow;

  /** What the workflow wrote for people. Only a worker knows it. */
  async function detailsOf(workflowId: string): Promise<string | null> {
    const ask = () => asking.getHandle(workflowId).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    const answer = await asking.withDeadline(Date.now() + DETAILS_MS, ask).catch(() => null);
    return answer?.currentDetails || null;
  }

  async function describe(workflowId: string) {
    const described = { workflowId, namespace, details: null };
    try {
      const ask = () => asking.getHandle(workflowId).describe();
      const { status } = await asking.withDeadline(Date.now() + HEALTH_MS, ask);
      if (status.name !== 'RUNNING') return { ...described, status: 'ended' as const };
      return { ...described, status: 'running' as const, details: await detailsOf(workflowId) };
    } catch (error) {
      const isMissing = error instanceof WorkflowNotFoundError;
      return { ...described, status: isMissing ? ('missing' as const) : ('unreachable' as const) };
    }
  }

  return {
    client,

    /** Where the wait of a chain stands, of a Temporal that may be away and a worker that may be, too. */
    describeChain: (chainId: string) => describe(renewalWorkflowId(chainId)),

    /** As `describeChain`, of the workflow of a cancellation request. */
    describeRequest: (requestId: string) => describe(requestWorkflowId(requestId)),

    /**
     * Has the workflow of a request decide a command, and returns once it has; the verdict is in the command's row. An
     * update, because whoever asks waits for the answer; its id is the command's, so that a repeat is the same. Where no
     * workflow runs it is started, and finds in the rows what there is to do. Throws when no answer came in time.
     */
    async decide({ requestId, act, commandId, patienceMs }: Decision): Promise<void> {
      const { type, workflowId, staticSummary } = WORKFLOWS.request_changed;
      const giveUpAt = Date.now() + patienceMs;
      const ask = () => {
        const startWorkflowOperation = new WithStartWorkflowOperation(type, {
          workflowId: workflowId(requestId),
          taskQueue,
          args: [requestId],
          staticSummary,
          workflowIdConflictPolicy: 'USE_EXISTING',
        });
        return asking.executeUpdateWithStart(act, {
          args: [{ commandId }],
          updateId: commandId,
          startWorkflowOperation,
        });
      };
      await inTurn(requestId, async () => {
        for (;;) {
          try {
            await asking.withDeadline(giveUpAt, ask);
            return;
          } catch (error) {
            if (!isPassing(error) || Date.now() + AGAIN_MS > giveUpAt) throw error;
            await delay(AGAIN_MS);
          }
        }
      });
    },

    /** Whether Temporal answers, and which namespace was asked for. */
    async health(): Promise<{ reachable: boolean; detail: string }> {
      try {
        await probe.withDeadline(Date.now() + HEALTH_MS, () => probe.workflowService.describeNamespace({ namespace }));
        return { reachable: true, detail: `namespace ${namespace}` };
      } catch (error) {
        return { reachable: false, detail: error instanceof Error ? error.message : String(error) };
      }
    },

    /**
     * Moves a customer's test clock to `to` together with the skipped time of their workflows, stopping at every wait
     * on the way, so that what happens there happens on its own date. Throws `clock_backwards` (422).
     */
    async moveClock(database: Database, customerId: string, to: Date): Promise<void> {
      for (;;) {
        const { now, waits } = await waitsOfCustomer(database, customerId);
        if (to < now) throw new Refusal(422, 'clock_backwards', { now: now.toISOString() });
        // Each has its timer from now on, so that it is the timer that wakes it and not a message.
        await Promise.all(
          waits.map(async (wait) => {
            await tellWorkflow(client.workflow, taskQueue, wait);
            await untilIdle(workflowIdOf(wait));
          }),
        );
        const ahead = waits.flatMap(({ until }) => (until === null ? [] : [until.getTime() + MARGIN_MS]));
        const target = new Date(Math.min(to.getTime(), ...ahead));
        const step = target.getTime() - now.getTime();
        if (step > 0) {
          await setCustomerClock(database, customerId, target);
          await Promise.all(waits.map((wait) => fastForward(workflowIdOf(wait), step)));
        }
        await untilNothingIsDue(database, customerId);
        if (target.getTime() === to.getTime()) return;
      }
    },

    async close(): Promise<void> {
      await Promise.all([connection.close(), probe.close()]);
    },
  };
}

/** Of gRPC: NOT_FOUND, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const PASSING = [5, 8, 14];

/**
 * Whether the server itself did not take the update, or gave it back, for a reason that passes: too many are under way for that
 * workflow (ten, unless its operators allow more), the run that was to take it ended or lost its worker just then, or a worker
 * busy with others overlooked it. What never reached the server is wrapped by the client.
 */
function isPassing(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError) {
    return error.cause instanceof ApplicationFailure && error.cause.type === 'UnprocessedUpdate';
  }
  return isGrpcServiceError(error) && PASSING.includes(error.code);
}

export type Gateway = ReturnType<typeof openGateway>;

async function untilNothingIsDue(database: Database, customerId: string): Promise<void> {
  const giveUpAt = Date.now() + CATCH_UP_MS;
  for (;;) {
    const { now, waits } = await waitsOfCustomer(database, customerId);
    if (waits.every(({ until }) => until === null || until > now)) return;
    if (Date.now() > giveUpAt) throw new Refusal(409, 'clock_not_followed', { customerId });
    await delay(POLL_MS);
  }
}
