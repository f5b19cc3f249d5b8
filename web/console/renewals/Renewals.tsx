import { Group, Select, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import type { Branch } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { Calendar } from './Calendar.tsx';
import { Lists } from './Lists.tsx';
import { Night } from './Night.tsx';
import { usePlace } from './place.ts';

/** What last night did, and what the nights to come will do. */
export function Renewals() {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <Stack gap="xl">
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t('renewals.title')}</Title>
        {user.accessLevel === 1 && <BranchFilter />}
      </Group>
      <Night />
      <Calendar />
      <Lists />
    </Stack>
  );
}

function BranchFilter() {
  const { t } = useTranslation();
  const { branchId, go } = usePlace();
  const branches = useAll<Branch>('/api/branches');
  return (
    <Select
      label={t('renewals.branch')}
      placeholder={t('renewals.allBranches')}
      data={branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      value={branchId ?? null}
      onChange={(id) => go({ branchId: id ?? undefined })}
      clearable
      clearButtonProps={{ 'aria-label': t('renewals.allBranches') }}
      searchable
    />
  );
}
