import { Alert, Button, Group, Modal, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { download, toCsv } from './download.ts';
import { Results } from './Results.tsx';
import { type Counts, countsOf, csvOf } from './run.ts';
import type { Importing } from './useImport.ts';
import { useOutcome } from './words.ts';

/** One file on its way: checked, then sold; what stopped in between is continued. */
export function Run({ importing }: { importing: Importing }) {
  const { t } = useTranslation();
  const outcome = useOutcome();
  const [isAsking, ask] = useDisclosure();
  const { file, results, running, hasBegun, error } = importing;
  if (!file) return null;
  const counts = countsOf(results);
  const isChecked = counts.checked === file.lines.length;
  const isDone = hasBegun && counts.ready === 0;
  const step = isChecked ? 'sale' : 'check';
  const stem = file.name.replace(/\.[^.]*$/, '');

  const downloadReport = () => {
    const rows = file.lines.map(({ number }) => {
      const result = results.get(number);
      if (!result) return [number];
      const hasPeriod = result.state === 'ready' || result.state === 'sold';
      const period = hasPeriod ? [result.validFrom, result.validTo, result.renewals] : ['', '', ''];
      const address = hasPeriod && result.multipackId ? `${location.origin}/multipacks/${result.multipackId}` : '';
      return [number, result.reference ?? '', outcome(result).text, ...period, address];
    });
    const names = ['line', 'reference', 'result', 'validFrom', 'validTo', 'renewals', 'multipack'] as const;
    download(
      `${stem}-${t('importing.reportName')}.csv`,
      toCsv([names.map((name) => t(`importing.report.${name}`)), ...rows]),
    );
  };
  const downloadRefused = () => {
    // As they came, formulas and all: this file is made to be sent again.
    const refused = file.lines.filter(({ number }) => results.get(number)?.state === 'refused');
    download(`${stem}-${t('importing.refusedName')}.csv`, `${csvOf(file, refused)}\n`);
  };

  return (
    <>
      <Group justify="space-between">
        <Text style={{ overflowWrap: 'anywhere' }}>
          <b>{file.name}</b> · {t('importing.lines', { count: file.lines.length })}
        </Text>
        {running === null && (
          <Button variant="default" onClick={importing.reset}>
            {t('importing.another')}
          </Button>
        )}
      </Group>

      {running !== null && <Running importing={importing} counts={counts} total={file.lines.length} />}
      {running === null && error !== null && <Problem error={error} />}
      {running === null && !isDone && (!isChecked || (hasBegun && counts.ready > 0)) && (
        <Alert color="orange" variant="light" role="status" title={t('importing.interrupted')} styles={PLAIN_TITLE}>
          <Stack align="flex-start" gap="xs">
            <Text size="sm">{hasBegun ? t('importing.interruptedSale') : t('importing.interruptedCheck')}</Text>
            <Button onClick={() => void importing.proceed(step)}>{t('importing.proceed')}</Button>
          </Stack>
        </Alert>
      )}

      {running === null && isChecked && !hasBegun && (
        <Alert color="blue" variant="light" role="status" title={t('importing.nothingSold')} styles={PLAIN_TITLE}>
          <Text size="sm">{counts.ready > 0 ? t('importing.nothingSoldHint') : t('importing.nothingToSell')}</Text>
        </Alert>
      )}
      {isDone && running === null && (
        <Alert color="teal" variant="light" role="status" title={t('importing.done')} styles={PLAIN_TITLE}>
          <Text size="sm">{counts.refused > 0 ? t('importing.doneWithErrors') : t('importing.doneHint')}</Text>
        </Alert>
      )}

      <Stack gap="xs">
        <Title order={2} size="h3">
          {hasBegun ? t('importing.result') : t('importing.preview')}
        </Title>
        <Summary counts={counts} hasBegun={hasBegun} />
      </Stack>

      {running === null && counts.checked > 0 && (
        <Group>
          {isChecked && !hasBegun && counts.ready > 0 && (
            <Button onClick={ask.open}>{t('importing.sell', { count: counts.ready })}</Button>
          )}
          {hasBegun && (
            <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={downloadReport}>
              {t('importing.downloadReport')}
            </Button>
          )}
          {counts.refused > 0 && (
            <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={downloadRefused}>
              {t('importing.downloadRefused', { count: counts.refused })}
            </Button>
          )}
        </Group>
      )}

      <Results file={file} results={results} />

      <Modal
        opened={isAsking}
        onClose={ask.close}
        title={t('importing.sell', { count: counts.ready })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Text size="sm">{t('importing.confirm.sold', { count: counts.ready })}</Text>
          {counts.renewals > 0 && <Text size="sm">{t('importing.confirm.renewals', { count: counts.renewals })}</Text>}
          {counts.expired > 0 && <Text size="sm">{t('importing.confirm.expired', { count: counts.expired })}</Text>}
          {counts.refused > 0 && <Text size="sm">{t('importing.confirm.refused', { count: counts.refused })}</Text>}
          <Text size="sm">{t('importing.confirm.final')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={ask.close}>
              {t('common.cancel')}
            </Button>
            <Button
              data-autofocus
              onClick={() => {
                ask.close();
                void importing.proceed('sale');
              }}
            >
              {t('importing.sell', { count: counts.ready })}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

const PLAIN_TITLE = { title: { color: 'var(--mantine-color-text)' } };

function Running({ importing, counts, total }: { importing: Importing; counts: Counts; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSale = importing.running === 'sale';
  // A line that the sale refused counts as done, too.
  const done = isSale ? total - counts.ready : counts.checked;
  const label = t(isSale ? 'importing.selling' : 'importing.checking', {
    done: format.number(done),
    total: format.number(total),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text className="figures" role="status">
          {label}
        </Text>
        <Button variant="default" size="xs" onClick={importing.stop}>
          {t('importing.stop')}
        </Button>
      </Group>
      <Progress value={(100 * done) / total} aria-label={label} />
    </Stack>
  );
}

function Summary({ counts, hasBegun }: { counts: Counts; hasBegun: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = [
    ...(hasBegun ? (['sold'] as const) : []),
    ...(hasBegun && counts.ready === 0 ? [] : (['ready'] as const)),
    'renewals',
    'expired',
    'refused',
  ] as const;
  return (
    <Group component="dl" m={0} gap="sm">
      {shown.map((name) => (
        <Paper key={name} withBorder px="md" py="xs" miw={130}>
          <Text component="dt" size="sm" c="dimmed">
            {t(`importing.counts.${name}`)}
          </Text>
          <Text component="dd" m={0} size="xl" fw={600} className="figures">
            {format.number(counts[name])}
          </Text>
        </Paper>
      ))}
    </Group>
  );
}
