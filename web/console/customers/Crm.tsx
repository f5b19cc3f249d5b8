import {
  ActionIcon,
  Anchor,
  Box,
  Button,
  Group,
  Menu,
  Modal,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Day, Moment } from '../../shared/components/Moment.tsx';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { FormEnd } from '../../shared/form.tsx';
import { useAct, useAll, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CrmTask, Customer, TaskType } from '../../shared/types.ts';
import type { ProfileAddress } from './address.ts';
import { useDraft } from './form.ts';
import { Mark, More, useColleagues } from './parts.tsx';

/** The results there are, as the server knows them; the words are beside those of the rest of the console. */
const RESULTS = [
  'automatic_renewal',
  'automatic_renewal_cancellation',
  'automatic_renewal_enabled',
  'frozen',
  'blocked',
  'reactivated',
  'terms_changed',
  'withdrawal',
  'cancellation_request_opened',
  'cancellation_request_cancelled',
  'cancellation_request_reverted',
  'none',
] as const satisfies CrmTask['result'][];

/** What was done with and for the customer, the newest first (000, 001, 002). */
export function Crm({ customer, addTask }: { customer: Customer; addTask: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { result, taskTypeId, from, to } = useSearch({ from: '/shell/customers/$customerId' });
  const [edited, edit] = useState<CrmTask | null>(null);
  const types = useAll<TaskType>('/api/task-types');
  const known = RESULTS.find((each) => each === result);
  const tasks = usePages<CrmTask>(`/api/customers/${customer.id}/crm-tasks`, {
    result: known,
    taskTypeId,
    createdFrom: from,
    createdTo: to,
  });
  const filter = (changed: ProfileAddress) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const isFiltered = [known, taskTypeId, from, to].some((value) => value !== undefined);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
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
        <DateField
          label={t('common.from')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          value={from ?? null}
          onChange={(value) => filter({ from: value ?? undefined })}
        />
        <DateField
          label={t('common.to')}
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
              onClick={() => filter({ result: undefined, taskTypeId: undefined, from: undefined, to: undefined })}
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
      <Modal
        opened={edited !== null}
        onClose={() => edit(null)}
        title={t('customers.crm.assign')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {edited && <Assign key={edited.id} task={edited} close={() => edit(null)} />}
      </Modal>
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
  const menu = (task: CrmTask) => <TaskMenu task={task} edit={edit} />;
  if (!isWide)
    return (
      <Stack gap="xs">
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
            <Notes task={task} />
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
          <Table.Th scope="col" w="21%">
            {t('customers.crm.task')}
          </Table.Th>
          <Table.Th scope="col" w="24%">
            {t('customers.crm.when')}
          </Table.Th>
          <Table.Th scope="col" w="18%">
            {t('customers.crm.result')}
          </Table.Th>
          <Table.Th scope="col">{t('customers.crm.notes')}</Table.Th>
          <Table.Th scope="col" w={54}>
            <VisuallyHidden>{t('customers.receivables.acts')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
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
              <Notes task={task} />
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

const Notes = ({ task: { notes } }: { task: CrmTask }) => (
  <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
    {notes}
  </Text>
);

const About = ({ task: { multipack } }: { task: CrmTask }) =>
  multipack && (
    <Anchor component={Link} to={`/multipacks/${multipack.id}`} size="xs">
      {multipack.name} · {multipack.code}
    </Anchor>
  );

/** Whom it waits for and until when, or when it was done; a mere trace waits for nobody. */
function Standing({ task: { assignee, dueOn, doneAt }, today }: { task: CrmTask; today: string }) {
  const { t } = useTranslation();
  if (!assignee && !dueOn && !doneAt) return null;
  const isLate = dueOn !== null && !doneAt && dueOn < today;
  return (
    <Group gap={6} mt={4}>
      {doneAt ? (
        <Mark color="teal">{t('customers.crm.done')}</Mark>
      ) : (
        <Mark color={isLate ? 'red' : 'blue'}>{isLate ? t('customers.crm.late') : t('customers.crm.toDo')}</Mark>
      )}
      <Text size="xs" component="div">
        {assignee?.name}
        {assignee && dueOn && ' · '}
        {dueOn && <Day date={dueOn} />}
        {doneAt && (
          <>
            {(assignee || dueOn) && ' · '}
            <Moment at={doneAt} />
          </>
        )}
      </Text>
    </Group>
  );
}

function TaskMenu({ task, edit }: { task: CrmTask; edit: (task: CrmTask) => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<CrmTask, { done: boolean }>();
  const tick = async ({ id, name, version }: CrmTask, done: boolean): Promise<void> => {
    try {
      const after = await act.mutateAsync({ method: 'PATCH', path: `/api/crm-tasks/${id}`, body: { done }, version });
      toast.done(done ? t('customers.crm.ticked', { name }) : t('customers.crm.unticked', { name }), () =>
        tick(after, !done),
      );
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('customers.crm.menu', { name: task.name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => edit(task)}>{t('customers.crm.assign')}</Menu.Item>
        <Menu.Item onClick={() => void tick(task, !task.doneAt)}>
          {task.doneAt ? t('customers.crm.markOpen') : t('customers.crm.markDone')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Assign({ task, close }: { task: CrmTask; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { edits, values, set } = useDraft({ assigneeId: task.assignee?.id ?? null, dueOn: task.dueOn });
  const save = useAct<CrmTask, typeof edits>(() => {
    toast.done(t('common.saved'));
    close();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ method: 'PATCH', path: `/api/crm-tasks/${task.id}`, body: edits, version: task.version });
  };
  const errors = errorsOf(save.error);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" fw={500}>
          {task.name}
        </Text>
        <AssigneeSelect
          value={values.assigneeId}
          onChange={(assigneeId) => set({ assigneeId })}
          error={errors['assigneeId']}
        />
        <DateField
          label={t('customers.crm.dueOn')}
          clearable
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
          value={values.dueOn}
          onChange={(dueOn) => set({ dueOn })}
          error={errors['dueOn']}
        />
        <FormEnd
          error={save.error}
          fields={['assigneeId', 'dueOn']}
          isBusy={save.isPending}
          isDisabled={Object.keys(edits).length === 0}
          submit={t('common.save')}
          close={close}
        />
      </Stack>
    </form>
  );
}

interface AssigneeProps {
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
}

/** Active colleagues; somebody who left stays named where they are already. */
export function AssigneeSelect({ value, onChange, error }: AssigneeProps) {
  const { t } = useTranslation();
  const { users } = useColleagues();
  return (
    <Select
      label={t('customers.crm.assignee')}
      placeholder={t('customers.crm.nobody')}
      clearable
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      searchable
      data={users
        .filter(({ id, active }) => active || id === value)
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
