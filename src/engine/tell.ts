import type { WorkflowClient } from '@temporalio/client';
import type { multipackRenewal } from '../../workflows/multipack-renewal.ts';
import { renewalWorkflowId } from './ids.ts';

/**
 * Makes the chain's workflow read its rows again, starting it if none runs. Safe to repeat: the message carries nothing
 * and a workflow that finds nothing to wait for ends.
 */
export async function tellChainWorkflow(client: WorkflowClient, taskQueue: string, chainId: string): Promise<void> {
  await client.signalWithStart<typeof multipackRenewal>('multipackRenewal', {
    workflowId: renewalWorkflowId(chainId),
    taskQueue,
    args: [chainId],
    signal: 'multipackChanged',
    signalArgs: [],
    staticSummary: 'automatic renewal of a multipack',
  });
}
