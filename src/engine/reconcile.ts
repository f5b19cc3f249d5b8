import type { WorkflowClient } from '@temporalio/client';
import type { Database } from '../database/client.ts';
import { waitingChains } from '../database/outbox.ts';
import { tellChainWorkflow } from './tell.ts';

const PAGE = 500;

/**
 * Recreates every wait from the rows alone: each chain that waits for something is told to read its rows again, which
 * starts its workflow where there is none. Nothing happens twice, for the rows decide what is due. Returns how many.
 */
export async function reconcile(options: {
  database: Database;
  workflows: WorkflowClient;
  taskQueue: string;
  /** Messages under way at once. */
  concurrency?: number;
  progress?: (told: number) => void;
}): Promise<number> {
  const { database, workflows, taskQueue, concurrency = 20, progress } = options;
  let told = 0;
  for (let page = await waitingChains(database, null, PAGE); page.length > 0; ) {
    const queue = [...page];
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (let chainId = queue.shift(); chainId; chainId = queue.shift()) {
          await tellChainWorkflow(workflows, taskQueue, chainId);
        }
      }),
    );
    told += page.length;
    progress?.(told);
    page = await waitingChains(database, page.at(-1)!, PAGE);
  }
  return told;
}
