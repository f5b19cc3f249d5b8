import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import type { NetworkCommand } from '../../shared/types.ts';

/** What the equipment was told last, and what it answered. */
export function LastWord({ command, timeZone }: { command: NetworkCommand; timeZone: string }) {
  const { t } = useTranslation();
  const { kind, target, state, errorCause, answeredAt, createdAt } = command;
  const told =
    kind === 'disconnect'
      ? t('analysis.connections.told.disconnect')
      : t('analysis.connections.told.change', { state: t(`analysis.connections.states.${target}`) });
  const cause = errorCause ? (errorCause.name ?? String(errorCause.code)) : '–';
  return (
    <Text size="sm" component="div">
      {told} <b>{t(`analysis.connections.answer.${state}`, { cause })}</b>{' '}
      <Text span size="xs" c="dimmed">
        <Moment at={answeredAt ?? createdAt} timeZone={timeZone} />
      </Text>
    </Text>
  );
}
