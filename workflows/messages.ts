import { defineSignal } from '@temporalio/workflow';

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
