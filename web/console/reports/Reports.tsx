import { Group, Select, Stack, Tabs, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import type { Branch } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { PARTS } from './address.ts';
import { Crm } from './Crm.tsx';
import { Notes } from './Notes.tsx';
import { OverTime } from './OverTime.tsx';
import { useReports } from './place.ts';

/** Who cancelled, withdrew, renewed: how many, who they are, and how it went over time (000, 001, 002). */
export function Reports() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { part = 'crm', go } = useReports();
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Stack gap={0}>
          <Title order={1} size="h2">
            {t('reports.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('reports.hint')}
          </Text>
        </Stack>
        {user.accessLevel === 1 && <BranchFilter />}
      </Group>
      <Tabs value={part} onChange={(value) => go({ part: PARTS.find((each) => each === value) })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="crm">{t('reports.crm.title')}</Tabs.Tab>
          <Tabs.Tab value="time">{t('reports.time.title')}</Tabs.Tab>
          <Tabs.Tab value="notes">{t('notes.report.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="crm" pt="md">
          <Crm />
        </Tabs.Panel>
        <Tabs.Panel value="time" pt="md">
          <OverTime />
        </Tabs.Panel>
        <Tabs.Panel value="notes" pt="md">
          <Notes />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function BranchFilter() {
  const { t } = useTranslation();
  const { branchId, go } = useReports();
  const branches = useAll<Branch>('/api/branches');
  return (
    <Select
      label={t('reports.branch')}
      placeholder={t('reports.allBranches')}
      data={branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      value={branchId ?? null}
      onChange={(id) => go({ branchId: id ?? undefined })}
      clearable
      clearButtonProps={{ 'aria-label': t('reports.allBranches') }}
      searchable
    />
  );
}
