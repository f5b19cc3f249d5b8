import type { Database } from '../database/client.ts';

export interface ChainDescription {
  workflowId: string;
  namespace: string;
  status: 'running' | 'ended' | 'missing' | 'unreachable';
  /** In the workflow's own words, in English; null where no worker could be asked. */
  details: string | null;
}

/** What the API asks of the engine directly. Everything else reaches it through rows and the outbox. */
export interface EnginePort {
  /** Where the wait of a chain stands; never throws, and answers within seconds whatever Temporal does. */
  describeChain(chainId: string): Promise<ChainDescription>;
  /** Whether Temporal answers; never throws. `detail` is for people. */
  health(): Promise<{ reachable: boolean; detail: string }>;
  /**
   * Moves a customer's clock to a later instant together with the skipped time of their workflows. Only with the test
   * clock. Throws `clock_backwards`, `clock_not_followed`.
   */
  moveClock?: (database: Database, customerId: string, to: Date) => Promise<void>;
}
