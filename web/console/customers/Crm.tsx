import {
  Anchor,
  Box,
  Button,
  Group,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RESULTS } from '../../../src/domain/crm-tasks.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Day, Moment } from '../../shared/components/Moment.tsx';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { useAll, usePages } from '../../shared/queries.ts';
import type { CrmTask, Customer, TaskType } from '../../shared/types.ts';
import { FileLink } from '../files/FileLink.tsx';
import { type ProfileAddress, TASK_STATES } from './address.ts';
import { More, moveInList } from './parts.tsx';
import { Notes, Standing, TaskMenu, useEditedTask } from './task.tsx';

/** What was done with and for the customer, the newest first (000, 001, 002). */
export function Crm({ customer, addTask }: { customer: Customer; addTask: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { result, taskTypeId, todo, from, to } = useSearch({ from: '/shell/customers/$customerId' });
  const { edit, dialog } = useEditedTask();
  const types = useAll<TaskType>('/api/task-types');
  const known = RESULTS.find((each) => each === result);
  const tasks = usePages<CrmTask>(`/api/customers/${customer.id}/crm-tasks`, {
    result: known,
    taskTypeId,
    state: todo,
    createdFrom: from,
    createdTo: to,
  });
  const filter = (changed: ProfileAddress) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const isFiltered = [known, taskTypeId, todo, from, to].some((value) => value !== undefined);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Select
          label={t('customers.crm.result')}
          placeholder={t('common.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          data={RESULTS.map((each) => ({ value: each, label: t(`customers.crm.results.${each}`) }))}
          value={known ?? null}
          onChange={(value) => filter({ result: value ?? undefined })}
        />
        <Select
          label={t('customers.crm.task')}
          placeholder={t('common.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          searchable
          data={types.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={taskTypeId ?? null}
          onChange={(value) => filter({ taskTypeId: value ?? undefined })}
        />
        <Select
          label={t('customers.crm.state')}
          placeholder={t('common.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          data={TASK_STATES.map((each) => ({ value: each, label: t(`customers.crm.states.${each}`) }))}
          value={todo ?? null}
          onChange={(value) => filter({ todo: TASK_STATES.find((each) => each === value) })}
        />
        <DateField
          label={t('customers.crm.createdFrom')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          value={from ?? null}
          onChange={(value) => filter({ from: value ?? undefined })}
        />
        <DateField
          label={t('customers.crm.createdTo')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          value={to ?? null}
          onChange={(value) => filter({ to: value ?? undefined })}
        />
      </SimpleGrid>
      {tasks.isError && tasks.items.length === 0 ? (
        <Problem error={tasks.error} retry={tasks.refetch} />
      ) : tasks.isPending ? (
        <Loading lines={6} />
      ) : tasks.items.length === 0 ? (
        <Empty title={isFiltered ? t('customers.crm.noneFound') : t('customers.crm.none')}>
          {isFiltered ? (
            <Button
              variant="default"
              mt="xs"
              onClick={() =>
                filter({ result: undefined, taskTypeId: undefined, todo: undefined, from: undefined, to: undefined })
              }
            >
              {t('customers.crm.clearFilters')}
            </Button>
          ) : (
            <>
              {t('customers.crm.noneHint')}
              <Box mt="sm">
                <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={addTask}>
                  {t('customers.shortcuts.task')}
                </Button>
              </Box>
            </>
          )}
        </Empty>
      ) : (
        <Tasks items={tasks.items} today={customer.today} edit={edit} />
      )}
      <Box>
        <More of={tasks} />
      </Box>
      {dialog}
    </Stack>
  );
}

interface TasksProps {
  items: CrmTask[];
  today: string;
  edit: (task: CrmTask) => void;
}

function Tasks({ items, today, edit }: TasksProps) {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const menu = (task: CrmTask) => <TaskMenu task={task} today={today} edit={edit} />;
  if (!isWide)
    return (
      <Stack gap="xs" onKeyDown={(event) => moveInList(event)}>
        {items.map((task) => (
          <Paper key={task.id} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text fw={500} size="sm">
                {task.name}
              </Text>
              {menu(task)}
            </Group>
            <Text size="sm" c="dimmed" component="div">
              <Moment at={task.createdAt} /> · <Author task={task} />
            </Text>
            {task.result !== 'none' && <Text size="sm">{task.resultName}</Text>}
            <Notes notes={task.notes} />
            <About task={task} />
            <Standing task={task} today={today} />
          </Paper>
        ))}
      </Stack>
    );
  return (
    <Table aria-label={t('customers.tabs.crm')} style={{ tableLayout: 'fixed' }}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" w="27%">
            {t('customers.crm.task')}
          </Table.Th>
          <Table.Th scope="col" w="21%">
            {t('customers.crm.when')}
          </Table.Th>
          <Table.Th scope="col" w="17%">
            {t('customers.crm.result')}
          </Table.Th>
          <Table.Th scope="col">{t('customers.crm.notes')}</Table.Th>
          <Table.Th scope="col" w={54}>
            <VisuallyHidden>{t('customers.receivables.acts')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody onKeyDown={(event) => moveInList(event)}>
        {items.map((task) => (
          <Table.Tr key={task.id} style={{ verticalAlign: 'top' }}>
            <Table.Td>
              <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
                {task.name}
              </Text>
              <Standing task={task} today={today} />
            </Table.Td>
            <Table.Td>
              <Moment at={task.createdAt} />
              <Text size="xs" c="dimmed">
                <Author task={task} />
              </Text>
            </Table.Td>
            <Table.Td>{task.resultName}</Table.Td>
            <Table.Td>
              <Notes notes={task.notes} />
              <About task={task} />
            </Table.Td>
            <Table.Td>{menu(task)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Author({ task: { author, channel } }: { task: CrmTask }) {
  const { t } = useTranslation();
  return (
    <>
      {author.name} · {t(`customers.channels.${channel}`)}
    </>
  );
}

/** The multipack, and of a withdrawal its last day, whatever the notes say (001). */
function About({ task: { multipack, effectiveOn, file } }: { task: CrmTask }) {
  const { t } = useTranslation();
  return (
    <>
      {multipack && (
        <Anchor component={Link} to={`/multipacks/${multipack.id}`} size="xs">
          {multipack.name} · {multipack.code}
        </Anchor>
      )}
      {effectiveOn && (
        <Text size="xs" component="div">
          {t('customers.crm.lastDay')} <Day date={effectiveOn} />
        </Text>
      )}
      {file && <FileLink file={file} />}
    </>
  );
}
