import type { WorkflowClient } from '@temporalio/client';
import type { Database } from '../database/client.ts';
import { type MessageKind, WAITING } from '../database/outbox.ts';
import { tellWorkflow } from './tell.ts';

const PAGE = 500;

/**
 * Recreates every wait from the rows alone: whatever waits for something is told to read its rows again, which
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
  for (const [kind, waiting] of Object.entries(WAITING) as [MessageKind, (typeof WAITING)[MessageKind]][]) {
    for (let page = await waiting(database, null, PAGE); page.length > 0; ) {
      const queue = [...page];
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          for (let key = queue.shift(); key; key = queue.shift()) {
            await tellWorkflow(workflows, taskQueue, { kind, key });
          }
        }),
      );
      told += page.length;
      progress?.(told);
      page = await waiting(database, page.at(-1)!, PAGE);
    }
  }
  return told;
}
