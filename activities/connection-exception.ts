import { ApplicationFailure } from '@temporalio/activity';
import type { Clock } from '../src/clock.ts';
import { act, SYSTEM } from '../src/database/act.ts';
import type { Database } from '../src/database/client.ts';
import { advanceException } from '../src/database/connection-exceptions.ts';
import { errorCode } from '../src/error-code.ts';

/** What the workflow of an exception does next, in values that a history may keep: ids and dates. */
export interface ExceptionStep {
  /** Milliseconds to wait; null once it has ended. */
  waitMs: number | null;
  /** The workflow's current details, Markdown. */
  details: string;
  customerId: string;
  branchId: string;
}

export type ExceptionActivities = ReturnType<typeof createExceptionActivities>;

export function createExceptionActivities({ database, clock }: { database: Database; clock: Clock }) {
  return {
    /** Writes down that the exception is over if it is, and says how long to wait. Once, however often it is called. */
    async advanceException({ exceptionId }: { exceptionId: string }): Promise<ExceptionStep> {
      try {
        const wait = await act(database, { actor: SYSTEM, clock }, (change) => advanceException(change, exceptionId));
        if (wait === null) {
          const details = `No exception ${exceptionId} is stored.`;
          return { waitMs: null, details, customerId: '', branchId: '' };
        }
        const { until, now, connectionId, customerId, branchId } = wait;
        const details = `${until ? `Runs until **${until.toISOString()}**` : '**Ended**'}; connection ${connectionId}.`;
        return { waitMs: until && Math.max(0, until.getTime() - now.getTime()), details, customerId, branchId };
      } catch (error) {
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },
  };
}
