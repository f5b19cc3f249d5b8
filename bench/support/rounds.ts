import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { renewalWorkflowId } from '../../src/engine/ids.ts';
import { tellWorkflow } from '../../src/engine/tell.ts';
import { type BenchWorker, NAMESPACE, type System } from '../system.ts';
import { roomyInstant, storeChains } from './chains.ts';
import { noopChainId } from './noop-activities.ts';
import { processorSeconds } from './processor-time.ts';

/** What the server's own histories say about one round. All instants in milliseconds since the epoch. */
export interface Measured {
  /** When the first was due. */
  dueAt: number;
  /** When each had armed its next timer or, of those that have none, was completed; ascending. */
  doneAt: number[];
  /**
   * Milliseconds of processor time of the worker, the Temporal server and PostgreSQL for each, from the due instant until
   * all were seen to be done; undefined where the system does not say.
   */
  cpuMs: number | undefined;
  /** What went wrong from the due instant on. */
  mishaps: Mishaps;
}

export interface Mishaps {
  /** Workflow tasks that nobody took from a worker's own queue in time, so that any worker may. */
  notTaken: number;
  /** Workflow tasks that were taken and not completed in time. */
  timedOut: number;
  failed: number;
  /** Renewals that had to leave their workflow task. */
  notLocal: number;
}

const { EventType, TimeoutType } = proto.temporal.api.enums.v1;
const SPREAD_MS = 250;
const POLL_MS = 500;
const SETTLE_MS = 5_000;

/** How long it takes to arm one more, as seen last; only how far ahead a round is set depends on it. */
let armingMs = 40;

export const perSecond = ({ dueAt, doneAt }: Pick<Measured, 'dueAt' | 'doneAt'>): number =>
  (doneAt.length / (doneAt.at(-1)! - dueAt)) * 1_000;

/** Arms everything, waits until it is due and until it is done. Null if it was due before all of it was armed. */
async function runRound(
  pids: number[],
  count: number,
  dueAt: number,
  steps: { arm(): Promise<void>; untilDone(): Promise<void> },
): Promise<{ cpuMs: number | undefined } | null> {
  const start = Date.now();
  await steps.arm();
  armingMs = Math.max(20, ((Date.now() - start) / count) * 1.5);
  const left = dueAt - Date.now();
  if (left > 0) await delay(left);
  const before = processorSeconds(pids);
  await steps.untilDone();
  const after = processorSeconds(pids);
  const cpuMs = before === undefined || after === undefined ? undefined : ((after - before) * 1_000) / count;
  return left > 0 ? { cpuMs } : null;
}

async function untilOnTime(count: number, round: (dueAt: number) => Promise<Measured | null>): Promise<Measured> {
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const measured = await round(roomyInstant(Date.now() + count * armingMs + SETTLE_MS));
    if (measured) return measured;
    console.error('  arming took longer than before, so the round is repeated');
  }
  throw new Error('this machine is too busy to arm a round in time');
}

/** Due timer to armed next timer of `count` renewals that fall due together. */
export function renewalRound(system: System, worker: BenchWorker, count: number): Promise<Measured> {
  return untilOnTime(count, async (dueAt) => {
    const { branchId, chainIds } = await storeChains(system.database, { count, dueAt, spreadMs: SPREAD_MS });
    const measured = await loopRound(system, worker, { round: branchId, chainIds, dueAt });
    if (measured === null) return null;
    const renewed = await system.database.multipack.count({ where: { branchId, ordinal: 1 } });
    const all = await system.database.multipack.count({ where: { branchId } });
    if (renewed !== count || all !== 2 * count) throw new Error(`${renewed} of ${count} were renewed, ${all} rows`);
    return measured;
  });
}

/** The same workflow, the same timers, details and search attributes, with an activity that does nothing. */
export function noopRound(system: System, worker: BenchWorker, count: number): Promise<Measured> {
  return untilOnTime(count, (dueAt) => {
    const round = randomUUID();
    const chainIds = Array.from({ length: count }, (_, index) =>
      noopChainId(round, dueAt + Math.floor((index / count) * SPREAD_MS), index),
    );
    return loopRound(system, worker, { round, chainIds, dueAt });
  });
}

/** A workflow of one activity that does nothing and then ends, begun by the server at the instant all others are due. */
export function singleRound(system: System, worker: BenchWorker, count: number): Promise<Measured> {
  return untilOnTime(count, async (dueAt) => {
    const round = randomUUID();
    const ids = Array.from({ length: count }, (_, index) => `${round}-${index}`);
    const ran = await runRound([...system.pids, worker.pid], count, dueAt, {
      arm: () =>
        eachOf(ids, async (workflowId, index) => {
          const startDelay = Math.max(1, dueAt + Math.floor((index / count) * SPREAD_MS) - Date.now());
          await system.client.workflow.start('oneActivity', { workflowId, taskQueue: worker.taskQueue, startDelay });
        }),
      untilDone: () => untilCount(system, `WorkflowId STARTS_WITH "${round}" AND ExecutionStatus = "Completed"`, count),
    });
    return (
      ran && { ...ran, ...(await readHistories(system, ids, dueAt, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)) }
    );
  });
}

async function loopRound(
  system: System,
  worker: BenchWorker,
  { round, chainIds, dueAt }: { round: string; chainIds: string[]; dueAt: number },
): Promise<Measured | null> {
  const count = chainIds.length;
  // The deadline of the next term lies weeks ahead; that of the one just over does not.
  const nextWeek = new Date(dueAt + 7 * 86_400_000).toISOString();
  const ran = await runRound([...system.pids, worker.pid], count, dueAt, {
    async arm() {
      await eachOf(chainIds, (chainId) =>
        tellWorkflow(system.client.workflow, worker.taskQueue, { kind: 'chain_changed', key: chainId }),
      );
      await untilCount(system, `BranchId = "${round}"`, count);
    },
    untilDone: () => untilCount(system, `BranchId = "${round}" AND NoticeDeadline > "${nextWeek}"`, count),
  });
  const ids = chainIds.map(renewalWorkflowId);
  return ran && { ...ran, ...(await readHistories(system, ids, dueAt, EventType.EVENT_TYPE_TIMER_STARTED)) };
}

export async function untilCount({ client }: System, query: string, count: number): Promise<void> {
  while ((await client.workflow.count(query)).count < count) await delay(POLL_MS);
}

async function readHistories(
  { client }: System,
  workflowIds: string[],
  dueAt: number,
  last: proto.temporal.api.enums.v1.EventType,
): Promise<Omit<Measured, 'cpuMs'>> {
  const doneAt: number[] = [];
  const mishaps: Mishaps = { notTaken: 0, timedOut: 0, failed: 0, notLocal: 0 };
  await eachOf(workflowIds, async (workflowId) => {
    const { history } = await client.workflowService.getWorkflowExecutionHistory({
      namespace: NAMESPACE,
      execution: { workflowId },
    });
    const events = history?.events ?? [];
    const final = events.findLast(({ eventType }) => eventType === last);
    const isLoop = last === EventType.EVENT_TYPE_TIMER_STARTED;
    const hasFired = events.some(({ eventType }) => eventType === EventType.EVENT_TYPE_TIMER_FIRED);
    const at = tsToMs(final?.eventTime);
    if (at < dueAt || hasFired !== isLoop) throw new Error(`${workflowId} did not do what is measured`);
    doneAt.push(at);
    for (const { eventType, eventTime, workflowTaskTimedOutEventAttributes: timeout } of events) {
      if (tsToMs(eventTime) < dueAt) continue;
      if (timeout?.timeoutType === TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) mishaps.notTaken += 1;
      else if (timeout) mishaps.timedOut += 1;
      if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) mishaps.failed += 1;
      if (isLoop && eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) mishaps.notLocal += 1;
    }
  });
  return { dueAt, doneAt: doneAt.sort((a, b) => a - b), mishaps };
}

export async function eachOf<T>(
  items: T[],
  work: (item: T, index: number) => Promise<void>,
  concurrency = 20,
): Promise<void> {
  const entries = items.entries();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const [index, item] of entries) await work(item, index);
    }),
  );
}
