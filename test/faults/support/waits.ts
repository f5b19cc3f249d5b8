import { Client, Connection } from '@temporalio/client';
import { eventually } from './patience.ts';
import type { Chain } from './clocks.ts';

export interface Waits {
  /** Ids of the chains whose workflow runs. */
  running: string[];
  /** Workflows that ended in another way than by having nothing to wait for. */
  broken: number;
}

const PREFIX = 'multipack-renewal-';

/** What Temporal's own list says of these chains, once it has as many as expected, or else after a while. */
export async function readWaits(address: string, chains: readonly Chain[], expected: number): Promise<Waits> {
  const ids = new Set(chains.map(({ id }) => id));
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection, namespace: 'tacit' });
  const read = async (): Promise<Waits> => {
    const running: string[] = [];
    for await (const { workflowId } of workflow.list({ query: `ExecutionStatus = 'Running'` })) {
      const id = workflowId.slice(PREFIX.length);
      if (ids.has(id)) running.push(id);
    }
    const query = `ExecutionStatus IN ('Failed', 'Terminated', 'Canceled', 'TimedOut')`;
    return { running, broken: (await workflow.count(query)).count };
  };
  let waits = await read();
  try {
    // The list follows the histories after a moment.
    await eventually(
      'the list of workflows',
      async () => {
        waits = await read();
        return waits.running.length === expected ? true : undefined;
      },
      { limitMs: 15_000, everyMs: 500 },
    );
  } catch {
    // The caller compares.
  } finally {
    await connection.close();
  }
  return waits;
}
