import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../shared/types.ts';

/** What a note says; beneath, where it was and what comes next. */
export function NoteText({ note: { text, location, treatment } }: { note: Note }) {
  const { t } = useTranslation();
  const lines: [string, string | null][] = [
    [t('notes.location'), location],
    [t('notes.treatment'), treatment],
  ];
  return (
    <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
      {lines.map(
        ([label, value]) =>
          value !== null && (
            <Text size="sm" key={label} mt={4}>
              <Text span size="xs" c="dimmed" display="block">
                {label}
              </Text>
              {value}
            </Text>
          ),
      )}
    </div>
  );
}
