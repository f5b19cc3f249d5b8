import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Clock } from '../src/clock.ts';
import { act, type Act, type Actor, Refusal, SYSTEM } from '../src/database/act.ts';
import type { Database } from '../src/database/client.ts';
import { type Advance, advanceChain, recordFailure } from '../src/database/multipacks/renew.ts';
import { cancelRenewal, termInCourse } from '../src/database/multipacks/renewal-cancellation.ts';
import { withdrawOne } from '../src/database/multipacks/withdrawal.ts';
import { findOperator } from '../src/database/operators.ts';
import { readSettings } from '../src/database/settings.ts';
import { addDays } from '../src/domain/dates.ts';
import { deadlineEnds } from '../src/domain/notice.ts';
import { errorCode } from '../src/error-code.ts';
import { WithdrawSignal } from '../src/schemas/counter.ts';

/** What the workflow of a chain does next, in values that a history may keep: ids, states, dates. */
export interface ChainStep {
  waitsFor: 'renewal' | 'freeze_end' | 'reactivation' | null;
  /** Milliseconds to wait; 0 when there is more to do at once, null for as long as nobody says anything. */
  waitMs: number | null;
  /** The timer's name in the Temporal UI. */
  summary: string;
  /** The workflow's current details, Markdown. */
  details: string;
  state: string;
  multipackId: string;
  customerId: string;
  branchId: string;
  /** First instant no longer in time, milliseconds since the epoch. */
  deadlineEndsAt: number | null;
}

/**
 * The real instant at which the server received the `ordinal`-th signal of that name of a run, counted from 1: a worker
 * that was away handles it later.
 */
export type SignalReceipts = (
  execution: { workflowId: string; runId: string },
  signalName: string,
  ordinal: number,
) => Promise<Date>;

export type RenewalActivities = ReturnType<typeof createRenewalActivities>;

export function createRenewalActivities({
  database,
  clock,
  signalReceivedAt,
}: {
  database: Database;
  clock: Clock;
  signalReceivedAt: SignalReceipts;
}) {
  return {
    /** Renews the chain if that is due and says what it waits for next. Once, however often it is called. */
    async advanceChain({ chainId }: { chainId: string }): Promise<ChainStep> {
      try {
        return stepOf(await act(database, { actor: SYSTEM, clock }, (change) => advanceChain(change, chainId)));
      } catch (error) {
        if (error instanceof Refusal && error.code === 'chain_not_found') return nothingThere(chainId);
        const { info } = Context.current();
        // Once for each wait that goes wrong: a night's report wants to know that it failed, not how often.
        if (!info.isLocal && info.attempt === 1) await recordFailure(database, clock, chainId, error).catch(() => {});
        throw ApplicationFailure.retryable(errorCode(error));
      }
    },

    /**
     * Cancels the renewal of the term that was in course when the signal was received, for a member of staff; answers the
     * refusal's code, or null. Counted from 1, it is the `ordinal`-th such signal of this run.
     */
    async cancelRenewalBySignal({ chainId, operatorId, ordinal }: Signalled): Promise<string | null> {
      return decide('cancelRenewal', ordinal, async (change, receipt) => {
        const { multipackId, receivedAt } = await termInCourse(change, chainId, receipt);
        const actor = await operatorOf(change, operatorId, multipackId);
        await cancelRenewal({ ...change, actor }, multipackId, receivedAt);
      });
    },

    /**
     * Withdraws a multipack of the chain for a member of staff, if the company allows it by a signal; answers the refusal's
     * code, or null. Whatever the signal holds is checked here. Counted from 1, it is the `ordinal`-th such signal of this run.
     */
    async withdrawBySignal({ chainId, operatorId, ordinal, ...given }: Signalled): Promise<string | null> {
      return decide('withdraw', ordinal, async (change, receipt) => {
        const { allowWithdrawSignal } = await readSettings(change.tx);
        if (!allowWithdrawSignal) throw new Refusal(403, 'withdraw_signal_not_allowed');
        const actor = await operatorOf(change, operatorId, chainId);
        const { success, data } = WithdrawSignal.safeParse(given);
        if (!success) throw new Refusal(422, 'invalid_input');
        const { multipackId, ...asked } = data;
        await withdrawOne({ ...change, actor }, chainId, multipackId, { ...asked, received: receipt });
      });
    },
  };

  /** What a signal asks for, in one transaction; answers the refusal's code, or null. `receipt`: when the server got it. */
  async function decide(
    signalName: string,
    ordinal: number,
    work: (change: Act, receipt: Date) => Promise<void>,
  ): Promise<string | null> {
    try {
      const receipt = await signalReceivedAt(Context.current().info.workflowExecution!, signalName, ordinal);
      await act(database, { actor: SYSTEM, clock }, (change) => work(change, receipt));
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw ApplicationFailure.retryable(errorCode(error));
    }
  }
}

/** A signal as it came: only its place is known to be right. */
interface Signalled {
  chainId: string;
  ordinal: number;
  operatorId: unknown;
}

async function operatorOf({ tx }: Act, operatorId: unknown, multipackId: string): Promise<Actor> {
  const { id, name } = await findOperator(tx, operatorId, multipackId);
  return { kind: 'user', id, name, channel: 'temporal' };
}

function stepOf({ wait, renewed, now, timeZone, ...ids }: Advance): ChainStep {
  const last = renewed === null ? '' : `\n\nRenewed: ${renewed.multipackId} → ${renewed.successorId}`;
  if (wait === null) {
    return {
      ...ids,
      waitsFor: null,
      waitMs: null,
      summary: '',
      details: `Nothing waits: the renewal is **${ids.state.replace('_', ' ')}**.${last}`,
      deadlineEndsAt: null,
    };
  }
  const { sentence, summary } = wordsOf(wait);
  return {
    ...ids,
    waitsFor: wait.for,
    waitMs: wait.until === null ? null : Math.max(0, wait.until.getTime() - now.getTime()),
    summary,
    details: `${sentence}\n\nTime zone ${timeZone}${last}`,
    deadlineEndsAt: deadlineEnds(wait.deadline, timeZone).getTime(),
  };
}

/** What a person reads in the Temporal UI. */
function wordsOf(wait: NonNullable<Advance['wait']>): { sentence: string; summary: string } {
  switch (wait.for) {
    case 'renewal':
      return {
        sentence: `Renews in the **night of ${wait.deadline} to ${addDays(wait.deadline, 1)}**; can be cancelled through ${wait.deadline}; valid to ${wait.validTo}.`,
        summary: `renewal in the night of ${wait.deadline} to ${addDays(wait.deadline, 1)}`,
      };
    case 'freeze_end':
      return {
        sentence: `**Frozen**; nothing renews until the freeze ends at ${wait.until?.toISOString()}. Then through ${wait.deadline} it can be cancelled.`,
        summary: 'planned end of the freeze',
      };
    case 'reactivation':
      return { sentence: '**Frozen** until it is reactivated; nothing renews meanwhile.', summary: '' };
  }
}

/** A chain that the database does not know, as after a restore of an older copy: there is nothing to wait for. */
function nothingThere(chainId: string): ChainStep {
  return {
    waitsFor: null,
    waitMs: null,
    summary: '',
    details: `No multipack ${chainId} is stored.`,
    state: 'none',
    multipackId: chainId,
    customerId: '',
    branchId: '',
    deadlineEndsAt: null,
  };
}
