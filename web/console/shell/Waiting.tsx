import { Badge, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../shared/queries.ts';
import type { RequestCounts } from '../../shared/types.ts';

/** How many cancellation requests nobody has claimed yet. */
export function Waiting() {
  const { t } = useTranslation();
  const { data } = useGet<RequestCounts>('/api/cancellation-requests/counts');
  if (!data || data.pending === 0) return null;
  return (
    <Badge variant="default" size="sm">
      <span aria-hidden>{data.pending}</span>
      <VisuallyHidden>{t('shell.deskWaits', { count: data.pending })}</VisuallyHidden>
    </Badge>
  );
}
