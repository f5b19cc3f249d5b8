import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MultipackState, RenewalState } from '../types.ts';

type Colour = 'teal' | 'gray' | 'red' | 'orange' | 'blue' | 'grape';

const STATES: Record<MultipackState, Colour> = {
  upcoming: 'blue',
  active: 'teal',
  suspended: 'orange',
  expired: 'gray',
  withdrawn: 'grape',
  cancelled: 'red',
  removed: 'gray',
};

const RENEWALS: Record<RenewalState, [Colour, mark: string]> = {
  will_renew: ['teal', '↻'],
  held: ['orange', '‖'],
  cancelled: ['red', '●'],
  renewed: ['gray', '✓'],
  none: ['gray', '–'],
};

/** Outlined rather than filled: the words in the text's own colour reach AA contrast in both themes. */
const style = { label: { color: 'var(--mantine-color-text)', textTransform: 'none' as const, fontWeight: 500 } };

export function StateBadge({ state }: { state: MultipackState }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" color={STATES[state]} styles={style}>
      {t(`states.${state}`)}
    </Badge>
  );
}

/** Colour and mark and words: never colour alone. */
export function RenewalBadge({ state }: { state: RenewalState }) {
  const { t } = useTranslation();
  const [color, mark] = RENEWALS[state];
  return (
    <Badge variant="light" color={color} leftSection={<span aria-hidden>{mark}</span>} styles={style}>
      {t(`renewal.${state}`)}
    </Badge>
  );
}
