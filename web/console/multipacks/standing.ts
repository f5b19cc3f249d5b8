import { daysBetween } from '../../../src/domain/dates.ts';
import { deadlineStanding, type MultipackState } from '../../../src/domain/multipack-state.ts';
import { addDays } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { Customer, Multipack, MultipackDetail } from '../../shared/types.ts';

/** A freeze in force or ahead. */
export const standingFreeze = ({ freeze }: Pick<Multipack, 'freeze'>, today: string): Multipack['freeze'] =>
  freeze && (freeze.until === null || freeze.until >= today) ? freeze : null;

/** The last day for a cancellation as it stands today: a freeze with an open end moves it day by day. */
export const deadlineOn = ({ deadline, freeze }: Pick<Multipack, 'deadline' | 'freeze'>, today: string): string =>
  deadlineStanding({ deadline, freezeFrom: freeze?.from ?? null, freezeUntil: freeze?.until ?? null }, today);

const IN_FORCE: readonly MultipackState[] = ['upcoming', 'active', 'suspended'];

/** Running or to begin, and not ended by a decision. */
export const isInForce = ({ state, withdrawnOn, cancelledOn }: Multipack): boolean =>
  IN_FORCE.includes(state) && withdrawnOn === null && cancelledOn === null;

/** The renewed multipack and those renewed from it in turn, without removed ones. */
export const successorsOf = ({ chain, ordinal }: MultipackDetail): MultipackDetail['chain'] =>
  chain.filter((term) => term.ordinal > ordinal && term.removedAt === null);

/** Its renewed multipack was taken back, so that it never renews again. */
export const isSuccessorRemoved = ({ chain, successorId }: MultipackDetail): boolean =>
  chain.some((term) => term.id === successorId && term.removedAt !== null);

/** The period that the renewal has made or will make; null where none will come as things stand. */
export function nextOf(multipack: MultipackDetail): { from: string; to: string } | null {
  const { nextPeriod, freeze, today } = multipack;
  const [made] = successorsOf(multipack);
  // Stands still with an open end: nothing is known of the days after it.
  const standsStill = freeze !== null && freeze.until === null && freeze.from <= today;
  const period = made ?? (standsStill ? null : nextPeriod);
  return period ? { from: period.validFrom, to: period.validTo } : null;
}

/** An axis with a little air at both ends. */
export function axisOf(from: string, to: string): { from: string; to: string } {
  const air = Math.ceil(daysBetween(from, to) * 0.02);
  return { from: addDays(from, -air), to: addDays(to, air) };
}

/** The renewal was due in a night that is over on the customer's clock, and is not made. */
export function useIsWaiting({ customerId, renewalState, night }: MultipackDetail): boolean {
  const isPossible = renewalState === 'will_renew' && night !== null;
  const { data: customer } = useGet<Customer>(`/api/customers/${customerId}`, {}, { enabled: isPossible });
  return isPossible && customer !== undefined && customer.now >= night.closes;
}
