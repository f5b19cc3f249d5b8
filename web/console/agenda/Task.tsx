import { Anchor, Checkbox, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Day } from '../../shared/components/Moment.tsx';
import type { CrmTask } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';
import { isLate, Notes, TaskMenu, useTaskEdit } from '../customers/task.tsx';
import styles from './agenda.module.css';

export interface TaskProps {
  task: CrmTask;
  today: string;
  edit: (task: CrmTask) => void;
  /** Of several people's: whose it is. */
  hasAssignee?: boolean;
}

function Tick({ task, mt }: { task: CrmTask; mt: number }) {
  const { t } = useTranslation();
  const { editOrTell, isBusy } = useTaskEdit();
  return (
    <Checkbox
      mt={mt}
      size="sm"
      checked={task.doneAt !== null}
      disabled={isBusy}
      aria-label={t('agenda.done', { task: task.name, customer: task.customer.name })}
      onChange={({ currentTarget }) => void editOrTell(task, { done: currentTarget.checked })}
    />
  );
}

const Name = ({ task }: { task: CrmTask }) => (
  <Text size="sm" fw={500} span td={task.doneAt ? 'line-through' : undefined}>
    {task.name}
  </Text>
);

const CustomerLink = ({ task: { customer } }: { task: CrmTask }) => (
  <Anchor component={Link} to={`/customers/${customer.id}`} size="sm">
    {customer.name}
  </Anchor>
);

/** Done or late in words beside the colour; what is merely to do says nothing. */
function State({ task, today }: Pick<TaskProps, 'task' | 'today'>) {
  const { t } = useTranslation();
  if (task.doneAt) return <Mark color="teal">{t('customers.crm.done')}</Mark>;
  return isLate(task, today) ? <Mark color="red">{t('customers.crm.late')}</Mark> : null;
}

export interface RowProps extends TaskProps {
  /** Whether it says its own day. */
  hasDay?: boolean;
  /** Whether its heading says already that it is late. */
  isLateList?: boolean;
}

/** On a line of its own: all there is to know before it is done. */
export function TaskRow({ task, today, edit, hasAssignee = false, hasDay = false, isLateList = false }: RowProps) {
  const { multipack, dueOn, assignee } = task;
  return (
    <li className={styles['row']}>
      <Tick task={task} mt={8} />
      <div style={{ paddingBlock: 6 }}>
        <Name task={task} />
        {' · '}
        <CustomerLink task={task} />
        {multipack && (
          <>
            {' · '}
            <Anchor component={Link} to={`/multipacks/${multipack.id}`} size="sm">
              {multipack.name}
            </Anchor>
          </>
        )}
        <Notes notes={task.notes} />
      </div>
      <div className={styles['standing']}>
        {hasAssignee && assignee && (
          <Text span fz="inherit">
            {assignee.name}
          </Text>
        )}
        {hasDay && dueOn && <Day date={dueOn} />}
        {!isLateList && <State task={task} today={today} />}
      </div>
      <TaskMenu task={task} today={today} edit={edit} hasProfile />
    </li>
  );
}

/** In a column of the week, where there is little room: what, for whom and whose. */
export function TaskCard({ task, today, edit, hasAssignee = false }: TaskProps) {
  return (
    <li className={styles['card']}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Tick task={task} mt={2} />
        <Name task={task} />
      </Group>
      <Group gap={0} wrap="nowrap" align="flex-end" justify="space-between">
        <div>
          <CustomerLink task={task} />
          {hasAssignee && task.assignee && (
            <Text size="xs" c="dimmed">
              {task.assignee.name}
            </Text>
          )}
          <State task={task} today={today} />
        </div>
        <TaskMenu task={task} today={today} edit={edit} hasProfile />
      </Group>
    </li>
  );
}
