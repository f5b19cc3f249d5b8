import type { Database } from '../database/client.ts';
import type { RequestAct } from '../domain/cancellation-request.ts';

export interface WorkflowDescription {
  workflowId: string;
  namespace: string;
  status: 'running' | 'ended' | 'missing' | 'unreachable';
  /** In the workflow's own words, in English; null where no worker could be asked. */
  details: string | null;
}

/** What the API asks of the engine directly. Everything else reaches it through rows and the outbox. */
export interface EnginePort {
  /** Where the wait of a chain stands; never throws, and answers within seconds whatever Temporal does. */
  describeChain(chainId: string): Promise<WorkflowDescription>;
  /** As `describeChain`, of the workflow of a cancellation request. */
  describeRequest(requestId: string): Promise<WorkflowDescription>;
  /**
   * Has the workflow of a request decide a command whose row is stored, and returns once it has. Throws when no answer came
   * in time: then the command may still be decided, unless it is withdrawn.
   */
  decide(decision: { requestId: string; act: RequestAct; commandId: string; patienceMs: number }): Promise<void>;
  /** Whether Temporal answers; never throws. `detail` is for people. */
  health(): Promise<{ reachable: boolean; detail: string }>;
  /**
   * Moves a customer's clock to a later instant together with the skipped time of their workflows. Only with the test
   * clock. Throws `clock_backwards`, `clock_not_followed`.
   */
  moveClock?: (database: Database, customerId: string, to: Date) => Promise<void>;
}
