import { Alert, Stack, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { useFormat } from '../../shared/format.ts';
import type { CancellationRequestDetail } from '../../shared/types.ts';
import style from './analysis.module.css';

/** What came of it, by whom and when. */
export function Conclusion({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, concludedAt, concluder, lastDay, timeZone, classification } = request;
  const isCancelled = state === 'cancelled';
  return (
    <Alert
      color={isCancelled ? 'red' : 'teal'}
      variant="light"
      title={
        isCancelled
          ? lastDay === null
            ? t('analysis.conclusion.removed')
            : t('analysis.conclusion.cancelled', { name: request.ended.name, date: format.inWords(lastDay) })
          : t('analysis.conclusion.reverted', { name: request.multipack.name })
      }
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap={4}>
        {classification && (
          <Text size="sm">
            {request.conclusionTitle} · {t('analysis.classification')}: {classification.title}
          </Text>
        )}
        {request.conclusionDetails && (
          <Text size="sm" className={style['prose']}>
            {request.conclusionDetails}
          </Text>
        )}
        {concludedAt !== null && (
          <Text size="sm" component="div">
            <Trans
              i18nKey={concluder ? 'analysis.conclusion.by' : 'analysis.conclusion.byItself'}
              values={{ name: concluder?.name ?? '' }}
              components={{ at: <Moment at={concludedAt} timeZone={timeZone} /> }}
            />
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
