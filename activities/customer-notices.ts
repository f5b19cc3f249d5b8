import { ApplicationFailure } from '@temporalio/activity';
import type { Clock } from '../src/clock.ts';
import { act, SYSTEM } from '../src/database/act.ts';
import type { Database } from '../src/database/client.ts';
import { advanceNotices, type NoticesAdvance } from '../src/database/notices/advance.ts';
import { errorCode } from '../src/error-code.ts';
import { momentIn } from './moment.ts';

/** What the workflow of a customer's notices does next, in values that a history may keep: ids and dates. */
export interface NoticeStep {
  isOn: boolean;
  /** Milliseconds to wait; 0 when there is more to do at once, null for as long as nobody says anything. */
  waitMs: number | null;
  /** The timer's name in the Temporal UI. */
  summary: string;
  /** The workflow's current details, Markdown. */
  details: string;
  customerId: string;
  branchId: string;
}

export type NoticeActivities = ReturnType<typeof createNoticeActivities>;

export function createNoticeActivities({ database, clock }: { database: Database; clock: Clock }) {
  return {
    /** Queues the notices that are due and says how long to wait for the next. Once, however often it is called. */
    async advanceNotices({ customerId }: { customerId: string }): Promise<NoticeStep> {
      try {
        const advanced = await act(database, { actor: SYSTEM, clock }, (change) => advanceNotices(change, customerId));
        return advanced ? stepOf(advanced) : switchedOff(customerId);
      } catch (error) {
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },
  };
}

function stepOf({ until, next, queued, now, timeZone, customerId, branchId }: NoticesAdvance): NoticeStep {
  const kind = next && `${next.days} days ${next.type === 'preventive' ? 'before' : 'after'} the due date`;
  const waits = until ? `Next notice at **${momentIn(until, timeZone)}**: ${kind}` : 'No notice is to come';
  return {
    isOn: true,
    waitMs: until && Math.max(0, until.getTime() - now.getTime()),
    summary: until ? `notice ${kind}` : '',
    details: `${waits}.\n\nTime zone ${timeZone}${queued === 0 ? '' : `\n\nQueued just now: ${queued}`}`,
    customerId,
    branchId,
  };
}

/** Also of a customer that the database does not know, as after a restore of an older copy. */
const switchedOff = (customerId: string): NoticeStep => ({
  isOn: false,
  waitMs: null,
  summary: '',
  details: `Notices of customer ${customerId} are off.`,
  customerId,
  branchId: '',
});
