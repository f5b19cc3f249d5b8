import { type MultipackFacts, multipackState, renewalState } from './multipack-state.ts';
import {
  type CancelMoment,
  type CancelRenewalRefusal,
  isInTime,
  refusalToCancelRenewal,
} from './renewal-cancellation.ts';
import { isFrozenOn } from './suspension.ts';

/** What customers may do themselves with a multipack: what its terms allow and what has happened to it (000, 002). */
export interface PortalTerms {
  readonly automaticRenewal: boolean;
  readonly portalCancellation: boolean;
  readonly portalRenewal: boolean;
  /** Whether the plan is still sold; a renewal by hand is a sale. */
  readonly isPlanSold: boolean;
}

export type CancelRefusal = 'portal_cancellation_not_allowed' | CancelRenewalRefusal;

/** Why the customer may not cancel the renewal now; null where they may. Throws `invalid_instant`, `unknown_time_zone`. */
export const refusalToCancel = (
  facts: MultipackFacts,
  { portalCancellation }: PortalTerms,
  moment: CancelMoment,
): CancelRefusal | null => {
  if (!portalCancellation) return 'portal_cancellation_not_allowed';
  return refusalToCancelRenewal(facts, moment);
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
  moment: CancelMoment,
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
  { today }: Pick<CancelMoment, 'today'>,
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

const hasEnded = ({ removedAt, withdrawnOn, cancelledOn, successorRemoved }: MultipackFacts): boolean =>
  removedAt !== null || withdrawnOn !== null || cancelledOn !== null || successorRemoved;
