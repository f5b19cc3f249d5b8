import { Anchor, Group, Select, SimpleGrid, Skeleton, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS } from '../../../src/domain/crm-tasks.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Amount } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { PeriodReport } from '../../shared/types.ts';
import { GROUPINGS, type Grouping, isReversed, type ReportsAddress, type Row, SUBJECTS } from './address.ts';
import { firstOfMonth, useReports } from './place.ts';
import { nextOf } from './periods.ts';
import { TakeAway } from './TakeAway.tsx';

const Chart = lazy(() => import('./Chart.tsx'));

type Group = PeriodReport['groups'][number];

const RESULTS = {
  withdrawals: 'withdrawal',
  renewals: 'automatic_renewal',
  cancellations: 'automatic_renewal_cancellation',
} as const;

/** How many withdrew, renewed or cancelled: per day, week or month, or through which channel, in which branch. */
export function OverTime() {
  const { t } = useTranslation();
  const format = useFormat();
  const { today, branchId, subject = 'cancellations', by = 'day', go, ...asked } = useReports();
  const from = asked.from ?? firstOfMonth(today);
  const to = asked.to ?? today;
  const reversed = isReversed(from, to);
  const report = useGet<PeriodReport>(`/api/reports/${subject}`, { from, to, by, branchId }, { enabled: !reversed });
  const nameOf = useGroupName();
  /** The customers behind one of the groups. */
  const whoIn = (by: Grouping, key: string): ReportsAddress => {
    const row: Row = { result: RESULTS[subject], createdFrom: from, createdTo: to };
    if (by === 'channel') row.channel = CHANNELS.find((channel) => channel === key);
    if (by === 'day' || by === 'week' || by === 'month') {
      const last = addDays(nextOf(by, key), -1);
      if (key > from) row.createdFrom = key;
      if (last < to) row.createdTo = last;
    }
    return {
      ...asked,
      subject,
      by,
      branchId: by === 'branch' ? key : branchId,
      part: 'crm',
      rows: [row],
      shown: 'customers',
    };
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('reports.time.hint')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <Select
          label={t('reports.time.subject')}
          allowDeselect={false}
          data={SUBJECTS.map((each) => ({ value: each, label: t(`reports.time.subjects.${each}`) }))}
          value={subject}
          onChange={(value) => go({ subject: SUBJECTS.find((each) => each === value) })}
        />
        <DateField label={t('common.from')} value={from} onChange={(value) => value && go({ from: value })} />
        <DateField
          label={t('common.to')}
          value={to}
          error={reversed ? t('reports.reversed') : undefined}
          onChange={(value) => value && go({ to: value })}
        />
        <Select
          label={t('reports.time.by')}
          allowDeselect={false}
          data={GROUPINGS.map((each) => ({ value: each, label: t(`reports.time.groupings.${each}`) }))}
          value={by}
          onChange={(value) => go({ by: GROUPINGS.find((each) => each === value) })}
        />
      </SimpleGrid>
      {!reversed && (
        <Answer of={report} lines={6}>
          {({ by, groups, total }) =>
            groups.length === 0 ? (
              <Empty title={t(`reports.time.none.${subject}`)}>{t('reports.time.noneHint')}</Empty>
            ) : (
              <Stack gap="sm" opacity={report.isPlaceholderData ? 0.6 : 1}>
                <Group justify="space-between">
                  <Group gap="md" aria-live="polite">
                    <Text fw={600}>{t(`reports.time.counts.${subject}`, { count: total.count })}</Text>
                    {total.amounts.map((money) => (
                      <Amount key={money.currency} money={money} />
                    ))}
                  </Group>
                  <TakeAway path={`/api/reports/${subject}/export`} query={{ from, to, by, branchId }} />
                </Group>
                <Suspense fallback={<Skeleton height={220} />}>
                  <Chart
                    by={by}
                    from={from}
                    to={to}
                    groups={groups}
                    nameOf={(group) => nameOf(by, group)}
                    open={(key) => go(whoIn(by, key))}
                  />
                </Suspense>
                <Sums
                  by={by}
                  groups={groups}
                  label={t(`reports.time.subjects.${subject}`)}
                  count={format.number}
                  whoIn={(key) => whoIn(by, key)}
                />
              </Stack>
            )
          }
        </Answer>
      )}
    </Stack>
  );
}

/** A day, week or month, a channel or a branch, as people say it. */
export function useGroupName() {
  const { t } = useTranslation();
  const format = useFormat();
  return (by: Grouping, { key, name }: Pick<Group, 'key' | 'name'>): string => {
    if (by === 'branch') return name ?? key;
    if (by === 'month') return format.month(key);
    if (by === 'week') return t('reports.time.weekOf', { date: format.dateLong(key) });
    if (by === 'day') return format.dateLong(key);
    return t(`customers.channels.${key as 'console'}`);
  };
}

interface SumsProps {
  by: Grouping;
  groups: Group[];
  label: string;
  count: (count: number) => string;
  whoIn: (key: string) => ReportsAddress;
}

function Sums({ by, groups, label, count, whoIn }: SumsProps) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const hasMoney = groups.some(({ amounts }) => amounts.length > 0);
  return (
    <Table maw={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t(`reports.time.groupings.${by}`)}</Table.Th>
          <Table.Th scope="col" ta="right">
            {label}
          </Table.Th>
          {hasMoney && (
            <Table.Th scope="col" ta="right">
              {t('reports.time.money')}
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.map((group) => (
          <Table.Tr key={group.key}>
            <Table.Th scope="row" fw={400}>
              <Anchor
                size="sm"
                aria-label={t('reports.time.who', { group: nameOf(by, group) })}
                renderRoot={(props) => <Link to="/reports" search={whoIn(group.key)} {...props} />}
              >
                {nameOf(by, group)}
              </Anchor>
            </Table.Th>
            <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
              {count(group.count)}
            </Table.Td>
            {hasMoney && (
              <Table.Td ta="right">
                {group.amounts.map((money) => (
                  <div key={money.currency}>
                    <Amount money={money} />
                  </div>
                ))}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
