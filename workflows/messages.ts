import { defineSignal, defineUpdate } from '@temporalio/workflow';
import { REQUEST_ACTS, type RequestAct } from '../src/domain/cancellation-request.ts';

/** Something about the chain changed in the database: read it again. Carries nothing, so nothing reaches a history. */
export const multipackChanged = defineSignal('multipackChanged');

/** What a person at the Temporal UI or CLI gives with `cancelRenewal`. */
export interface CancelRenewalSignal {
  /** Id of the member of staff who decides; checked before anything happens. */
  operatorId: string;
}

/** Cancels the renewal of the chain's term in course, on the word of somebody at the Temporal UI or CLI (000). */
export const cancelRenewal = defineSignal<[CancelRenewalSignal]>('cancelRenewal');

/** What a person there gives with `withdraw`. */
export interface WithdrawSignal extends CancelRenewalSignal {
  /** One of the chain. */
  multipackId: string;
  /** Of the classification `withdrawal`. */
  taskTypeId: string;
  /** The last day of validity, YYYY-MM-DD in the zone of the multipack. */
  lastDay: string;
  /** Left out, a sentence that names the last day. */
  notes?: string;
}

/** Withdraws one multipack of the chain, irreversibly, where the company allows it so (001). */
export const withdraw = defineSignal<[WithdrawSignal]>('withdraw');
/** As `multipackChanged`, of a cancellation request. */
export const requestChanged = defineSignal('requestChanged');

/** As `multipackChanged`, of an exception to blocking a connection. */
export const exceptionChanged = defineSignal('exceptionChanged');

/** As `multipackChanged`, of the notices of a customer: a receivable, the setting, whom it goes to. */
export const noticesChanged = defineSignal('noticesChanged');

/** What a person at the Temporal UI or CLI gives with the name of an act: who decides, and the text's fields. */
export interface RequestSignal {
  act: RequestAct;
  /** Counted from 1 among the signals of that name of the run. */
  ordinal: number;
  /** As it came: checked before anything happens. */
  input: unknown;
}

const forEachAct = <T>(make: (act: RequestAct) => T) =>
  Object.fromEntries(REQUEST_ACTS.map((act) => [act, make(act)])) as Record<RequestAct, T>;

/** Names the command to decide; texts and names stay in its row (003). */
export const updateOf = forEachAct((act) => defineUpdate<void, [{ commandId: string }]>(act));

/** The same acts on the word of somebody at the Temporal UI or CLI. */
export const signalOf = forEachAct((act) => defineSignal<[unknown]>(act));
