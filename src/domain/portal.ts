import type { LocalDate } from './dates.ts';
import { deadlineStanding, type MultipackFacts, multipackState, renewalState } from './multipack-state.ts';
import { isThroughDeadline } from './notice.ts';
import { isFrozenOn } from './suspension.ts';

/** What customers may do themselves with a multipack: what its terms allow and what has happened to it (000, 002). */
export interface PortalTerms {
  readonly automaticRenewal: boolean;
  readonly portalCancellation: boolean;
  readonly portalRenewal: boolean;
  /** Whether the plan is still sold; a renewal by hand is a sale. */
  readonly isPlanSold: boolean;
}

/** The moment of the question: the instant now on the customer's clock, its local day, and the multipack's zone. */
export interface PortalMoment {
  readonly now: Date;
  readonly today: LocalDate;
  readonly zone: string;
}

export type CancelRefusal =
  | 'portal_cancellation_not_allowed'
  | 'renewal_already_cancelled'
  | 'not_renewing'
  | 'notice_deadline_passed';

/** Why the customer may not cancel the renewal now; null where they may. Throws `invalid_instant`, `unknown_time_zone`. */
export const refusalToCancel = (
  facts: MultipackFacts,
  { portalCancellation }: PortalTerms,
  moment: PortalMoment,
): CancelRefusal | null => {
  if (!portalCancellation) return 'portal_cancellation_not_allowed';
  const state = renewalState(facts);
  if (state === 'cancelled') return 'renewal_already_cancelled';
  if (state === 'none') return 'not_renewing';
  return isInTime(facts, moment) ? null : 'notice_deadline_passed';
};

export type EnableRefusal =
  | 'portal_cancellation_not_allowed'
  | 'renewal_ended'
  | 'renewal_not_cancelled'
  | 'notice_deadline_passed';

/** Why the customer may not switch the renewal on again now; null where they may. Throws as `refusalToCancel`. */
export const refusalToEnable = (
  facts: MultipackFacts,
  { portalCancellation }: PortalTerms,
  moment: PortalMoment,
): EnableRefusal | null => {
  if (!portalCancellation) return 'portal_cancellation_not_allowed';
  if (hasEnded(facts)) return 'renewal_ended';
  if (renewalState(facts) !== 'cancelled') return 'renewal_not_cancelled';
  return isInTime(facts, moment) ? null : 'notice_deadline_passed';
};

export type RenewRefusal =
  | 'portal_renewal_not_allowed'
  | 'renewal_ended'
  | 'next_period_bought'
  | 'already_frozen'
  | 'not_begun'
  | 'plan_retired';

/**
 * Why the customer may not buy the next period by hand; null where they may. Only of what does not renew by itself, once,
 * and not while its last day is unknown. One that is over may still be renewed: the new period then starts that day (002).
 */
export const refusalToRenew = (
  facts: MultipackFacts,
  { automaticRenewal, portalRenewal, isPlanSold }: PortalTerms,
  { today }: Pick<PortalMoment, 'today'>,
): RenewRefusal | null => {
  if (!portalRenewal || automaticRenewal) return 'portal_renewal_not_allowed';
  if (hasEnded(facts)) return 'renewal_ended';
  if (facts.successorId !== null) return 'next_period_bought';
  if (facts.freezeFrom !== null && isFrozenOn({ from: facts.freezeFrom, until: facts.freezeUntil }, today)) {
    return 'already_frozen';
  }
  if (multipackState(facts, today) === 'upcoming') return 'not_begun';
  return isPlanSold ? null : 'plan_retired';
};

const isInTime = (facts: MultipackFacts, { now, today, zone }: PortalMoment): boolean =>
  isThroughDeadline(deadlineStanding(facts, today), zone, now);

const hasEnded = ({ removedAt, withdrawnOn, cancelledOn, successorRemoved }: MultipackFacts): boolean =>
  removedAt !== null || withdrawnOn !== null || cancelledOn !== null || successorRemoved;
