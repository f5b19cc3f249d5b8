import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mail } from '../../shared/types.ts';

const LOOKS: Record<Mail['state'], [colour: string, mark: string]> = {
  queued: ['blue', '…'],
  sent: ['teal', '✓'],
  failed: ['red', '!'],
  dropped: ['gray', '×'],
};

/** Colour and mark and words: never colour alone. */
export function MailState({ state }: { state: Mail['state'] }) {
  const { t } = useTranslation();
  const [color, mark] = LOOKS[state];
  return (
    <Badge
      variant="light"
      color={color}
      miw="max-content"
      leftSection={<span aria-hidden>{mark}</span>}
      styles={{
        section: { color: 'var(--mantine-color-text)' },
        label: { color: 'var(--mantine-color-text)', textTransform: 'none', fontWeight: 500 },
      }}
    >
      {t(`mail.states.${state}`)}
    </Badge>
  );
}
