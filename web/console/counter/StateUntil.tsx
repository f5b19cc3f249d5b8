import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../shared/components/StateBadge.tsx';
import { useFormat } from '../../shared/format.ts';
import type { Multipack } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';

/** The state, and of one that is withdrawn until when it still lasts. */
export function StateUntil({
  multipack: { state, withdrawnOn, removedAt },
  today,
}: {
  multipack: Pick<Multipack, 'state' | 'withdrawnOn' | 'removedAt'>;
  today: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const until = removedAt === null && withdrawnOn !== null && withdrawnOn >= today ? withdrawnOn : null;
  return (
    <>
      {(until === null || state !== 'active') && <StateBadge state={state} />}
      {until !== null && <Mark color="grape">{t('counter.standing.until', { date: format.inWords(until) })}</Mark>}
    </>
  );
}
