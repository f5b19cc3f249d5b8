import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { Multipack } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';

/** Beside the state of one that is withdrawn with a last day that is not over yet. */
export function ActiveUntil({
  multipack,
  today,
}: {
  multipack: Pick<Multipack, 'withdrawnOn' | 'removedAt'>;
  today: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { withdrawnOn, removedAt } = multipack;
  if (withdrawnOn === null || removedAt !== null || withdrawnOn < today) return null;
  return <Mark color="grape">{t('counter.standing.until', { date: format.inWords(withdrawnOn) })}</Mark>;
}
