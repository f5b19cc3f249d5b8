import type { LocalDate } from './dates.ts';
import { deadlineStanding, type MultipackFacts, renewalState } from './multipack-state.ts';
import { isThroughDeadline } from './notice.ts';

/** The instant of the receipt on the customer's clock, the local day now, and the multipack's zone. */
export interface CancelMoment {
  readonly now: Date;
  readonly today: LocalDate;
  readonly zone: string;
}

export type CancelRenewalRefusal = 'renewal_already_cancelled' | 'not_renewing' | 'notice_deadline_passed';

/** Why the renewal may not be cancelled (000); null where it may. Throws `invalid_instant`, `unknown_time_zone`. */
export const refusalToCancelRenewal = (facts: MultipackFacts, moment: CancelMoment): CancelRenewalRefusal | null => {
  const state = renewalState(facts);
  if (state === 'cancelled') return 'renewal_already_cancelled';
  if (state === 'none') return 'not_renewing';
  return isInTime(facts, moment) ? null : 'notice_deadline_passed';
};

/** Whether that was through the deadline as it stands. Throws as `refusalToCancelRenewal`. */
export const isInTime = (facts: MultipackFacts, { now, today, zone }: CancelMoment): boolean =>
  isThroughDeadline(deadlineStanding(facts, today), zone, now);
