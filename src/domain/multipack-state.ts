import { addDays, daysBetween, type LocalDate, localDateOf } from './dates.ts';
import { type NightWindow, renewalInstant } from './night.ts';
import { isFrozenOn } from './suspension.ts';

export type MultipackState = 'upcoming' | 'active' | 'suspended' | 'expired' | 'withdrawn' | 'cancelled' | 'removed';
export type RenewalState = 'will_renew' | 'held' | 'cancelled' | 'renewed' | 'none';

/** When something happened, as a `Date` or RFC 3339; only that it did matters here. Null: it did not. */
export type Occurrence = Date | string | null;

/** What is stored of a multipack; its states are read from this, not written by a timer (002). */
export interface MultipackFacts {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate;
  readonly deadline: LocalDate;
  readonly automaticRenewal: boolean;
  /**
   * First frozen day; null when not frozen. A successor made before an open-ended freeze carries the same freeze: it may
   * not begin while the one before it stands still.
   */
  readonly freezeFrom: LocalDate | null;
  /** Last frozen day; null with a `freezeFrom`: until it is reactivated. */
  readonly freezeUntil: LocalDate | null;
  /** Blocked for arrears. */
  readonly blockedAt: Occurrence;
  /** Last day of validity of a withdrawal (001). */
  readonly withdrawnOn: LocalDate | null;
  /** Last day of validity of a cancellation from the desk (003). */
  readonly cancelledOn: LocalDate | null;
  readonly removedAt: Occurrence;
  readonly renewalCancelledAt: Occurrence;
  /** Held by a cancellation request opened in time (003). */
  readonly renewalHeldAt: Occurrence;
  readonly successorId: string | null;
  /** The successor was removed by a cancellation forced after the deadline (002). */
  readonly successorRemoved: boolean;
}

const isFrozen = ({ freezeFrom, freezeUntil }: MultipackFacts, today: LocalDate): boolean =>
  freezeFrom !== null && isFrozenOn({ from: freezeFrom, until: freezeUntil }, today);

/**
 * What becomes of the renewal (000, 002). A withdrawal or a cancellation ends it at once, even for a day ahead. A
 * multipack has one successor for ever: removed, it is not made again. The same on any day; `today` is there so that the
 * two states are asked for alike.
 */
export const renewalState = (facts: MultipackFacts, _today?: LocalDate): RenewalState => {
  if (facts.removedAt !== null) return 'none';
  const hasSuccessor = facts.successorId !== null;
  if (!facts.automaticRenewal && !hasSuccessor && !facts.successorRemoved) return 'none';
  if (facts.withdrawnOn !== null || facts.cancelledOn !== null || facts.successorRemoved) return 'cancelled';
  if (hasSuccessor) return 'renewed';
  if (facts.renewalCancelledAt !== null) return 'cancelled';
  return facts.renewalHeldAt !== null ? 'held' : 'will_renew';
};

/**
 * The deadline as it stands on `today`: an open-ended freeze that is running moves it by a day each day, as its
 * reactivation then makes true, so that a right does not lapse while the multipack stands still (002).
 */
export const deadlineStanding = (
  { deadline, freezeFrom, freezeUntil }: Pick<MultipackFacts, 'deadline' | 'freezeFrom' | 'freezeUntil'>,
  today: LocalDate,
): LocalDate =>
  freezeFrom !== null && freezeUntil === null && freezeFrom <= today
    ? addDays(deadline, daysBetween(freezeFrom, today))
    : deadline;

/** The last day of validity: that of a withdrawal or of a cancellation from the desk, also while it lies ahead (001, 003). */
export const lastDayOf = ({ validTo, withdrawnOn, cancelledOn }: MultipackFacts): LocalDate =>
  [withdrawnOn, cancelledOn].reduce<LocalDate>((last, day) => (day !== null && day < last ? day : last), validTo);

/**
 * The last day on which the customer is let in, were there no suspension. With no notice the renewal runs in the night
 * after the last day of validity, and who will be renewed in it is not locked out of it (002).
 */
const lastDayOfAccess = (facts: MultipackFacts, today: LocalDate): LocalDate => {
  const renewsInTheNight = facts.deadline === facts.validTo && renewalState(facts, today) === 'will_renew';
  return renewsInTheNight ? addDays(facts.validTo, 1) : facts.validTo;
};

/** The state on the local day `today` of the multipack's zone (001, 002, 003). */
export const multipackState = (facts: MultipackFacts, today: LocalDate): MultipackState => {
  const { withdrawnOn, cancelledOn } = facts;
  if (facts.removedAt !== null) return 'removed';
  // Of both, the one that ended it first.
  const withdrawn = withdrawnOn !== null && today > withdrawnOn;
  const cancelled = cancelledOn !== null && today > cancelledOn;
  if (withdrawn && !(cancelled && cancelledOn < withdrawnOn)) return 'withdrawn';
  if (cancelled) return 'cancelled';
  if (today < facts.validFrom) return 'upcoming';
  if (isFrozen(facts, today)) return 'suspended';
  if (today > lastDayOfAccess(facts, today)) return 'expired';
  return facts.blockedAt !== null ? 'suspended' : 'active';
};

/**
 * Whether the renewal is to be made at the instant `now`: it is neither cancelled nor held, the multipack is not frozen
 * that day, and its instant of the renewal night has come, however long ago (002). A blocked one renews. `key` is the
 * multipack's id. Throws `invalid_instant`, `unknown_time_zone`, `invalid_night_window`.
 */
export const isRenewalDue = (
  facts: MultipackFacts,
  zone: string,
  window: NightWindow | undefined,
  key: string,
  now: Date,
): boolean => {
  const today = localDateOf(now, zone);
  if (renewalState(facts, today) !== 'will_renew' || isFrozen(facts, today)) return false;
  return now >= renewalInstant(facts.deadline, zone, window, key);
};
