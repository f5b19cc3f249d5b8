import { Button, Group, Progress, Text } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { Query } from '../../shared/api.ts';
import { useToast } from '../../shared/toast.tsx';
import { FORMATS, type Format, type Progress as Come, takeAway } from './file.ts';

const ICONS = { xlsx: IconFileSpreadsheet, csv: IconDownload };

/** All that is shown as a file: how far it has come, and a way to leave it. */
export function TakeAway(asked: { path: string; query?: Query; body?: unknown; isExcelOnly?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const leaving = useRef<AbortController>(undefined);
  const [come, setCome] = useState<Come>();
  useEffect(() => () => leaving.current?.abort(), []);
  const take = async (into: Format) => {
    const { signal } = (leaving.current = new AbortController());
    setCome({ rows: 0, total: null });
    try {
      await takeAway(asked, into, signal, setCome);
      toast.done(t('reports.file.done'));
    } catch (error) {
      if (!signal.aborted) toast.failed(error);
    } finally {
      setCome(undefined);
    }
  };
  if (!come)
    return (
      <Group gap="xs">
        {FORMATS.filter((each) => each === 'xlsx' || !asked.isExcelOnly).map((each) => {
          const Icon = ICONS[each];
          return (
            <Button
              key={each}
              variant="default"
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => void take(each)}
            >
              {t(`reports.file.${each}`)}
            </Button>
          );
        })}
      </Group>
    );
  const { rows, total } = come;
  const told =
    total === null
      ? t('reports.file.begins')
      : t('reports.file.rows', { rows: format.number(rows), total: format.number(total) });
  return (
    <Group gap="sm" role="status" aria-live="off">
      <Progress.Root w={140} size="lg">
        <Progress.Section
          value={total ? (100 * rows) / total : 0}
          color="teal"
          aria-label={t('reports.file.progress')}
          aria-valuetext={told}
        />
      </Progress.Root>
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {told}
      </Text>
      <Button variant="default" onClick={() => leaving.current?.abort()}>
        {t('common.cancel')}
      </Button>
    </Group>
  );
}
