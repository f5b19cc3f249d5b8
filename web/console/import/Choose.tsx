import { Button, Code, FileButton, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, toCsv } from './download.ts';
import { FILE_BYTES, FILE_LINES } from './file.ts';

const EXAMPLES = {
  reference: ['2024-0017', '2024-0018', '2024-0019'],
  customer: ['C-000481', 'maria@example.com', 'C-000502'],
  plan: ['Gym Plus 12', 'Gym Plus 12', 'Pool'],
  start_on: ['2026-01-01', '2026-03-15', '2026-10-31'],
  end_on: ['2026-12-31', '', ''],
} as const;
const COLUMNS = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];

const exampleFile = () =>
  toCsv([COLUMNS, ...EXAMPLES.reference.map((_, line) => COLUMNS.map((column) => EXAMPLES[column][line]!))]);

/** Takes a file, dropped or chosen, and says what is to be in it. */
export function Choose({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const forget = useRef<() => void>(null);
  return (
    <>
      <Text maw={720}>{t('importing.intro')}</Text>
      <Paper
        withBorder
        p="xl"
        style={{
          borderStyle: 'dashed',
          borderWidth: 2,
          ...(isOver ? { borderColor: 'var(--mantine-primary-color-filled)' } : {}),
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file) onFile(file);
        }}
      >
        <Stack align="center" gap="xs">
          <Text ta="center">{t('importing.drop')}</Text>
          <FileButton
            accept=".csv,.tsv,.txt,text/csv"
            resetRef={forget}
            inputProps={{ 'aria-label': t('importing.choose') }}
            onChange={(file) => {
              // So that the same file, corrected, can be chosen again.
              forget.current?.();
              if (file) onFile(file);
            }}
          >
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={16} aria-hidden />}>
                {t('importing.choose')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" ta="center">
            {t('importing.limits', { lines: FILE_LINES, megabytes: FILE_BYTES / 1_000_000 })}
          </Text>
        </Stack>
      </Paper>
      <Stack gap="xs" align="flex-start">
        <Title order={2} size="h3">
          {t('importing.columns')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('importing.columnsHint')}
        </Text>
        <Table.ScrollContainer minWidth={520} w="100%" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={t('importing.columns')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('importing.column')}</Table.Th>
                <Table.Th scope="col">{t('importing.meaning')}</Table.Th>
                <Table.Th scope="col">{t('importing.example')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {COLUMNS.map((column) => (
                <Table.Tr key={column}>
                  <Table.Th scope="row" fw={400}>
                    <Code>{column}</Code>
                  </Table.Th>
                  <Table.Td>{t(`importing.about.${column}`)}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{EXAMPLES[column][0]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download('tacit-import.csv', exampleFile())}
        >
          {t('importing.downloadExample')}
        </Button>
      </Stack>
    </>
  );
}
