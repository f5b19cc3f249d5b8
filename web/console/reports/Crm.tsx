import { Button, CloseButton, Fieldset, Group, Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconFilter, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, MAX_REPORT_ROWS, RESULTS } from '../../../src/domain/crm-tasks.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAll } from '../../shared/queries.ts';
import type { TaskType } from '../../shared/types.ts';
import { isEmpty, isReversed, type Row } from './address.ts';
import { firstOfMonth, useReports } from './place.ts';
import { type Filter, useCounts } from './report.ts';
import { Found } from './Found.tsx';
import { SavedFilters } from './SavedFilters.tsx';

/** Which tasks are meant, how many there are and of how many customers; then who. */
export function Crm() {
  const { t } = useTranslation();
  const { rows, branchId, go } = useReports();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('reports.crm.hint')}
      </Text>
      <SavedFilters rows={rows} choose={(rows) => go({ rows })} />
      <FilterForm rows={rows} filter={(rows) => go({ rows })} />
      {rows ? <Results filter={{ rows, branchId }} /> : <Empty title={t('reports.crm.begin')} />}
    </Stack>
  );
}

/** Rows have no name of their own, so each gets a number that stays with it. */
const numbered = (rows: Row[]) => rows.map((row, id) => ({ id, row }));

function FilterForm({ rows, filter }: { rows: Row[] | undefined; filter: (rows: Row[]) => void }) {
  const { t } = useTranslation();
  const { today } = useReports();
  const usual: Row = {
    result: 'automatic_renewal_cancellation',
    createdFrom: firstOfMonth(today),
    createdTo: today,
  };
  const [draft, setDraft] = useState(() => numbered(rows ?? [usual]));
  const [isTried, setTried] = useState(false);
  // Another address, another draft; a new form would lose the focus.
  const asked = JSON.stringify(rows);
  const [seen, setSeen] = useState(asked);
  if (asked !== seen) {
    setSeen(asked);
    setTried(false);
    setDraft(numbered(rows ?? [usual]));
  }
  const types = useAll<TaskType>('/api/task-types');
  const change = (id: number, changed: Row) =>
    setDraft(draft.map((each) => (each.id === id ? { id, row: { ...each.row, ...changed } } : each)));
  const add = () => setDraft([...draft, { id: Math.max(...draft.map(({ id }) => id)) + 1, row: {} }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const all = draft.map(({ row }) => row);
    if (all.some((row) => isEmpty(row) || isReversed(row.createdFrom, row.createdTo))) return;
    filter(all);
  };
  const clear = { 'aria-label': t('reports.clear') };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {draft.map(({ id, row }, place) => (
          <Fieldset
            key={id}
            p="sm"
            legend={t('reports.crm.row', { number: place + 1 })}
            aria-describedby={isTried && isEmpty(row) ? `row-${id}-error` : undefined}
          >
            <Group align="flex-start" wrap="nowrap" gap="xs">
              <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" flex={1}>
                <Select
                  label={t('reports.crm.result')}
                  placeholder={t('common.all')}
                  clearable
                  clearButtonProps={clear}
                  data={RESULTS.map((each) => ({ value: each, label: t(`customers.crm.results.${each}`) }))}
                  value={row.result ?? null}
                  onChange={(value) => change(id, { result: value ?? undefined })}
                />
                <Select
                  label={t('reports.crm.task')}
                  placeholder={t('common.all')}
                  clearable
                  clearButtonProps={clear}
                  searchable
                  data={types.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
                  value={row.taskTypeId ?? null}
                  onChange={(value) => change(id, { taskTypeId: value ?? undefined })}
                />
                <DateField
                  label={t('reports.crm.createdFrom')}
                  clearable
                  clearButtonProps={clear}
                  value={row.createdFrom ?? null}
                  onChange={(value) => change(id, { createdFrom: value ?? undefined })}
                />
                <DateField
                  label={t('reports.crm.createdTo')}
                  clearable
                  clearButtonProps={clear}
                  value={row.createdTo ?? null}
                  error={isReversed(row.createdFrom, row.createdTo) ? t('reports.reversed') : undefined}
                  onChange={(value) => change(id, { createdTo: value ?? undefined })}
                />
                {row.channel && (
                  <Select
                    label={t('reports.time.groupings.channel')}
                    clearable
                    clearButtonProps={clear}
                    data={CHANNELS.map((each) => ({ value: each, label: t(`customers.channels.${each}`) }))}
                    value={row.channel}
                    onChange={(value) => change(id, { channel: CHANNELS.find((each) => each === value) })}
                  />
                )}
              </SimpleGrid>
              {draft.length > 1 && (
                <CloseButton
                  size="lg"
                  mt={24}
                  aria-label={t('reports.crm.removeRow', { number: place + 1 })}
                  onClick={() => setDraft(draft.filter((each) => each.id !== id))}
                />
              )}
            </Group>
            {isTried && isEmpty(row) && (
              <Text id={`row-${id}-error`} size="sm" c="var(--mantine-color-error)" role="alert" mt="xs">
                {t('reports.crm.emptyRow')}
              </Text>
            )}
          </Fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
            disabled={draft.length >= MAX_REPORT_ROWS}
          >
            {t('common.add')}
          </Button>
          <Button type="submit" leftSection={<IconFilter size={16} aria-hidden />}>
            {t('reports.crm.filter')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Results({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { shown, go } = useReports();
  const counts = useCounts(filter);
  return (
    <Answer of={counts} lines={2}>
      {({ tasks, customers }) =>
        tasks === 0 ? (
          <Empty title={t('reports.crm.none')}>{t('reports.crm.noneHint')}</Empty>
        ) : (
          <Stack gap="md">
            <Paper withBorder p="md" opacity={counts.isPlaceholderData ? 0.6 : 1} aria-live="polite">
              <Group gap="xl" align="flex-end" justify="space-between">
                <Group gap="xl">
                  <Figure label={t('reports.crm.customers')} value={format.number(customers)} />
                  <Figure label={t('reports.crm.tasks')} value={format.number(tasks)} />
                </Group>
                {shown === undefined && (
                  <Button variant="default" onClick={() => go({ shown: 'customers' })}>
                    {t('reports.crm.show')}
                  </Button>
                )}
              </Group>
            </Paper>
            {shown && <Found filter={filter} customers={customers} />}
          </Stack>
        )
      }
    </Answer>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    <Text fz={28} fw={600} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {value}
    </Text>
  </div>
);
