import { Anchor, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { AuditEvent, FileLink as File } from '../../shared/types.ts';

/** What was brought with a decision, to be downloaded. */
export function FileLink({ file: { id, name, size } }: { file: Pick<File, 'id' | 'name'> & Partial<File> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Anchor
      href={`/api/files/${id}/content`}
      download={name}
      size="sm"
      underline="always"
      display="block"
      title={t('files.download')}
    >
      <IconPaperclip size={14} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
      <span style={{ overflowWrap: 'anywhere' }}>{name}</span>{' '}
      {size !== undefined && (
        <Text span size="xs" c="dimmed">
          {format.bytes(size)}
        </Text>
      )}
    </Anchor>
  );
}

/** What was brought with an act, as its trace kept it; nothing for one that had none. */
export function TracedFile({ details: { file } }: Pick<AuditEvent, 'details'>) {
  return file === undefined ? null : <FileLink file={file as Pick<File, 'id' | 'name'>} />;
}
