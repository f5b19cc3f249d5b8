import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api.ts';
import { Empty } from '../../shared/components/States.tsx';
import { useSession } from '../shell/session.ts';
import { Choose } from './Choose.tsx';
import { FileProblem, readImportFile } from './file.ts';
import { Run } from './Run.tsx';
import { useImport } from './useImport.ts';

/** What the server refuses a whole file for, rather than a line of it. */
const isFileRefused = (error: unknown) => error instanceof ApiError && error.code.startsWith('import_');

/** Contracts made elsewhere become multipacks: a CSV file is checked first, then its good lines are sold. */
export function Import() {
  const { t } = useTranslation();
  const importing = useImport();
  const { user } = useSession();
  const [problem, setProblem] = useState<unknown>(null);

  const read = async (file: File) => {
    setProblem(null);
    importing.reset();
    try {
      await importing.check(await readImportFile(file));
    } catch (error) {
      setProblem(error);
    }
  };

  const refused = isFileRefused(importing.error) ? importing.error : problem;
  const isChoosing = importing.file === null || refused !== null;
  if (user.accessLevel > 2) {
    return (
      <>
        <Title order={1}>{t('importing.title')}</Title>
        <Empty title={t('importing.notAllowed')}>{t('importing.notAllowedHint')}</Empty>
      </>
    );
  }
  return (
    <Stack gap="lg" maw={1100}>
      <Title order={1}>{t('importing.title')}</Title>
      {refused !== null && <FileFault error={refused} />}
      {isChoosing ? <Choose onFile={(file) => void read(file)} /> : <Run importing={importing} />}
      <StayHere isRunning={importing.running !== null} isSale={importing.running === 'sale'} />
    </Stack>
  );
}

/** Why a file as a whole cannot be imported, and what to do about it. */
function FileFault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const fault =
    error instanceof FileProblem
      ? error.fault
      : error instanceof ApiError && error.code === 'import_columns'
        ? 'columns'
        : error instanceof ApiError && error.code === 'import_empty'
          ? 'empty'
          : 'unreadable';
  const details = error instanceof ApiError ? error.problem?.details : undefined;
  const named = (key: string) => (Array.isArray(details?.[key]) ? details[key].join(', ') : '');
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      title={t(`importing.faults.${fault}.title`)}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">{t(`importing.faults.${fault}.hint`)}</Text>
      {(['missing', 'unknown', 'repeated'] as const).map(
        (key) =>
          named(key) !== '' && (
            <Text size="sm" key={key} style={{ overflowWrap: 'anywhere' }}>
              {t(`importing.columnFaults.${key}`, { columns: named(key) })}
            </Text>
          ),
      )}
    </Alert>
  );
}

/** Asks before the page is left in the middle of something; the browser asks in its own words before the tab is closed. */
function StayHere({ isRunning, isSale }: { isRunning: boolean; isSale: boolean }) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isRunning,
    enableBeforeUnload: () => isRunning,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('importing.leave.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{isSale ? t('importing.leave.sale') : t('importing.leave.check')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => proceed?.()}>
            {t('importing.leave.leave')}
          </Button>
          <Button data-autofocus onClick={() => reset?.()}>
            {t('importing.leave.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
