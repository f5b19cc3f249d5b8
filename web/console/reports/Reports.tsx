import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import type { Branch } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { Crm } from './Crm.tsx';
import { OverTime } from './OverTime.tsx';
import { useReports } from './place.ts';

/** Who cancelled, withdrew, renewed: how many, who they are, and how it went over time (000, 001, 002). */
export function Reports() {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <Stack gap="xl">
      <Group justify="space-between" align="flex-end">
        <Stack gap={0}>
          <Title order={1}>{t('reports.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('reports.hint')}
          </Text>
        </Stack>
        {user.accessLevel === 1 && <BranchFilter />}
      </Group>
      <Crm />
      <OverTime />
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
