import { useTranslation } from 'react-i18next';
import { addDays, useFormat } from '../../shared/format.ts';
import { useAll } from '../../shared/queries.ts';
import type { Multipack } from '../../shared/types.ts';
import { standingFreeze } from '../multipacks/standing.ts';

/** All of a customer's, newest first: they are drawn on one axis. */
export const useMultipacks = (customerId: string) => useAll<Multipack>(`/api/customers/${customerId}/multipacks`);

const OVER: readonly Multipack['state'][] = ['expired', 'withdrawn', 'cancelled', 'removed'];
export const isOver = ({ state }: Multipack): boolean => OVER.includes(state);

/** Whether a renewal is awaited, so that its deadline counts. */
export const isAwaited = ({ renewalState }: Multipack): boolean =>
  renewalState === 'will_renew' || renewalState === 'held';

/** While it is frozen without an end its dates move with every day (002). */
export const standsStill = ({ freeze }: Multipack, today: string): boolean =>
  freeze !== null && freeze.until === null && freeze.from <= today;

const dayIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv', { timeZone }).format(new Date(at));

/** What becomes of a multipack, in sentences (000, 002). */
export function useFate(): (multipack: Multipack, today: string) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const day = format.inWords;

  const suspension = (multipack: Multipack, today: string): string | null => {
    const { blockedAt, state } = multipack;
    const freeze = standingFreeze(multipack, today);
    if (freeze) {
      const days = { from: day(freeze.from), until: freeze.until ? day(freeze.until) : '' };
      if (freeze.from > today)
        return freeze.until ? t('customers.fate.freezeAhead', days) : t('customers.fate.freezeAheadOpen', days);
      return freeze.until ? t('customers.fate.frozen', days) : t('customers.fate.frozenOpen', days);
    }
    return blockedAt && state === 'suspended'
      ? t('customers.fate.blocked', { date: day(dayIn(blockedAt, multipack.timeZone)) })
      : null;
  };

  const end = (multipack: Multipack, today: string): string | null => {
    const { state, renewalState, validTo, deadline, withdrawnOn, cancelledOn, removedAt } = multipack;
    if (state === 'removed')
      return t('customers.fate.removed', { date: removedAt ? day(dayIn(removedAt, multipack.timeZone)) : '' });
    if (withdrawnOn && (state === 'withdrawn' || today <= withdrawnOn))
      return t('customers.fate.withdrawn', { date: day(withdrawnOn) });
    if (cancelledOn && (state === 'cancelled' || today <= cancelledOn))
      return t('customers.fate.cancelled', { date: day(cancelledOn) });
    if (state === 'expired')
      return renewalState === 'renewed'
        ? t('customers.fate.expiredRenewed', { date: day(validTo) })
        : t('customers.fate.expired', { date: day(validTo) });
    if (standsStill(multipack, today)) return null;
    const night = { night: format.range(deadline, addDays(deadline, 1)), deadline: day(deadline) };
    if (renewalState === 'will_renew')
      return today <= deadline ? t('customers.fate.renews', night) : t('customers.fate.renewing', night);
    if (renewalState === 'held') return t('customers.fate.held', night);
    if (renewalState === 'cancelled') return t('customers.fate.ends', { date: day(validTo) });
    if (renewalState === 'renewed') return t('customers.fate.renewed', { date: day(addDays(validTo, 1)) });
    return t('customers.fate.none', { date: day(validTo) });
  };

  return (multipack, today) => {
    const begins =
      multipack.state === 'upcoming' ? t('customers.fate.upcoming', { date: day(multipack.validFrom) }) : null;
    return [begins, suspension(multipack, today), end(multipack, today)].filter(Boolean).join(' ');
  };
}
