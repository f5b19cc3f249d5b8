import type { WorkflowClient } from '@temporalio/client';
import type { Message, MessageKind } from '../database/outbox.ts';
import { exceptionWorkflowId, noticesWorkflowId, renewalWorkflowId, requestWorkflowId } from './ids.ts';

/** The workflow of a message: its type, its one id for ever, the signal that makes it read again, and what people read. */
export const WORKFLOWS: Record<
  MessageKind,
  { type: string; workflowId: (key: string) => string; signal: string; staticSummary: string }
> = {
  chain_changed: {
    type: 'multipackRenewal',
    workflowId: renewalWorkflowId,
    signal: 'multipackChanged',
    staticSummary: 'automatic renewal of a multipack',
  },
  request_changed: {
    type: 'cancellationRequest',
    workflowId: requestWorkflowId,
    signal: 'requestChanged',
    staticSummary: 'cancellation request',
  },
  exception_changed: {
    type: 'connectionException',
    workflowId: exceptionWorkflowId,
    signal: 'exceptionChanged',
    staticSummary: 'exception to blocking a connection',
  },
  notices_changed: {
    type: 'customerNotices',
    workflowId: noticesWorkflowId,
    signal: 'noticesChanged',
    staticSummary: 'notices to a customer',
  },
};

/**
 * Makes a workflow read its rows again, starting it if none runs. Safe to repeat: the message carries nothing and a
 * workflow that finds nothing to wait for ends.
 */
export async function tellWorkflow(
  client: WorkflowClient,
  taskQueue: string,
  { kind, key }: Pick<Message, 'kind' | 'key'>,
): Promise<void> {
  const { type, workflowId, signal, staticSummary } = WORKFLOWS[kind];
  await client.signalWithStart(type, {
    workflowId: workflowId(key),
    taskQueue,
    args: [key],
    signal,
    signalArgs: [],
    staticSummary,
  });
}
