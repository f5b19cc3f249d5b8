import { useTranslation } from 'react-i18next';
import { offersWithdrawal } from '../../../../src/domain/withdrawal.ts';
import { useFormat } from '../../../shared/format.ts';
import type { Multipack, MultipackDetail } from '../../../shared/types.ts';
import { usePermission } from '../../shell/session.ts';
import { useEligibility } from '../../tickets/eligibility.ts';
import { deadlineOn, isInForce, isSuccessorRemoved, standingFreeze, successorsOf, useIsWaiting } from '../standing.ts';

export const ACTIONS = [
  'cancel',
  'enable',
  'withdraw',
  'sellAgain',
  'freeze',
  'reactivate',
  'block',
  'dueDay',
  'payment',
  'plan',
  'terms',
  'request',
  'retry',
] as const;
export type ActionName = (typeof ACTIONS)[number];

/** Why an action cannot succeed as things stand, in words; null where it can. The server decides in the end. */
export function useHindrances(multipack: MultipackDetail): Record<ActionName, string | null> {
  const { t } = useTranslation();
  const format = useFormat();
  const mayCancelLate = useMayCancelLate();
  const mayBackdate = usePermission('late_receipt');
  const mayExtraordinary = usePermission('extraordinary_withdrawal');
  const isWaiting = useIsWaiting(multipack);
  const eligibility = useEligibility({ multipackId: multipack.id });
  const { today, renewalState, validTo, blockedAt, removedAt, withdrawnOn, cancelledOn, receivables } = multipack;
  const deadline = deadlineOn(multipack, today);
  const [successor] = successorsOf(multipack);
  const isPast = today > deadline;
  const past = t('multipacks.hindrances.deadlinePassed', { date: format.inWords(deadline) });
  const renewed = successor ? t('multipacks.hindrances.alreadyRenewed', { code: successor.code }) : null;
  const over = isInForce(multipack) ? null : t('multipacks.hindrances.over');
  const frozen = standingFreeze(multipack, today);

  const cancel = () => {
    if (renewalState === 'none') return t('multipacks.hindrances.notRenewing');
    if (renewalState === 'cancelled') return t('multipacks.hindrances.alreadyCancelled');
    return isPast && !mayCancelLate ? past : null;
  };
  const enable = () => {
    const isEnded = removedAt !== null || withdrawnOn !== null || cancelledOn !== null;
    if (isEnded || isSuccessorRemoved(multipack)) return t('multipacks.hindrances.ended');
    if (renewalState !== 'cancelled') return t('multipacks.hindrances.notCancelled');
    return isPast ? past : null;
  };
  const withdraw = () => {
    if (withdrawnOn !== null) return t('counter.hindrances.alreadyWithdrawn', { date: format.inWords(withdrawnOn) });
    if (removedAt !== null || cancelledOn !== null) return t('multipacks.hindrances.over');
    return offersWithdrawal(multipack.terms) || mayExtraordinary ? null : t('counter.hindrances.notOffered');
  };
  const freeze = () => {
    if (frozen) return t('multipacks.hindrances.alreadyFrozen');
    return over ?? (today > validTo && !mayBackdate ? t('multipacks.hindrances.over') : null);
  };
  return {
    cancel: cancel(),
    enable: enable(),
    withdraw: withdraw(),
    sellAgain: withdrawnOn === null ? t('counter.hindrances.notWithdrawn') : null,
    freeze: freeze(),
    reactivate:
      removedAt === null && (frozen !== null || blockedAt !== null) ? null : t('multipacks.hindrances.notSuspended'),
    block: over ?? (blockedAt === null ? null : t('multipacks.hindrances.alreadyBlocked')),
    dueDay:
      over ??
      (receivables.some(({ state, dueOn }) => state === 'open' && dueOn >= today)
        ? null
        : t('multipacks.hindrances.nothingUnpaid')),
    payment: over,
    plan: renewed ?? over,
    terms: renewed ?? over,
    request: eligibility.data?.detail ?? null,
    retry: isWaiting ? null : t('multipacks.hindrances.notWaiting'),
  };
}

/** Whether there is any way to cancel once the deadline has passed: a letter that came in time, or by force (002). */
function useMayCancelLate(): boolean {
  const late = usePermission('late_receipt');
  const force = usePermission('force_renewal_cancellation');
  return late || force;
}

/** Of a multipack in a list, of which less is known: whether its dialog has anything to offer. */
export const isCancellable = ({ renewalState }: Pick<Multipack, 'renewalState'>): boolean =>
  renewalState === 'will_renew' || renewalState === 'held' || renewalState === 'renewed';
