import { ActionIcon, Button, Group, Kbd, Menu, Modal, Select, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, errorsOf } from '../../shared/api.ts';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Day, Moment } from '../../shared/components/Moment.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct, useAll } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CrmTask, TaskType } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { useDraft } from './form.ts';
import { Mark, useColleagues } from './parts.tsx';

/** What of a task is changed: never what happened, only who does what is left, by when, and whether it is done. */
interface TaskEdit {
  assigneeId?: string | null;
  dueOn?: string | null;
  done?: boolean;
}

/** Levels 1 and 2 see whatever the branch has, whoever has it. */
const SEES_BRANCH = 2;

/** Changes a task and says so, with the way back. */
export function useTaskEdit() {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const { user } = useSession();
  const act = useAct<CrmTask, TaskEdit>();
  const told = ({ name, assignee, dueOn }: CrmTask, edit: TaskEdit): string => {
    if (edit.done !== undefined) return t(edit.done ? 'customers.crm.ticked' : 'customers.crm.unticked', { name });
    if (edit.assigneeId !== undefined)
      return assignee ? t('agenda.task.given', { name, who: assignee.name }) : t('agenda.task.free', { name });
    return dueOn ? t('agenda.task.moved', { name, date: format.day(dueOn) }) : t('agenda.task.undated', { name });
  };
  /** Whether it is still seen, so that it can be taken back. */
  const staysInReach = ({ author, assignee }: CrmTask) =>
    user.accessLevel <= SEES_BRANCH || author.id === user.id || assignee?.id === user.id;
  /** Throws what the server refuses. */
  const edit = async (task: CrmTask, change: TaskEdit): Promise<void> => {
    const path = `/api/crm-tasks/${task.id}`;
    const after = await act.mutateAsync({ method: 'PATCH', path, body: change, version: task.version });
    const back: TaskEdit = {
      ...(change.done === undefined ? {} : { done: task.doneAt !== null }),
      ...(change.assigneeId === undefined ? {} : { assigneeId: task.assignee?.id ?? null }),
      ...(change.dueOn === undefined ? {} : { dueOn: task.dueOn }),
    };
    toast.done(told(after, change), staysInReach(after) ? () => editOrTell(after, back) : undefined);
  };
  const editOrTell = (task: CrmTask, change: TaskEdit): Promise<void> =>
    edit(task, change).catch((error: unknown) => toast.failed(error));
  return { edit, editOrTell, isBusy: act.isPending, error: act.error, reset: act.reset };
}

interface MenuProps {
  task: CrmTask;
  /** In the zone of whoever's day it is. */
  today: string;
  /** Opens the dialog for assignee and day. */
  edit: (task: CrmTask) => void;
  /** Away from the customer's profile: the way there. */
  hasProfile?: boolean;
}

interface Choice {
  key: string;
  words: string;
  act: () => unknown;
}

/** What can be done with a task, each by its key as well while the menu's button has the focus. */
export function TaskMenu({ task, today, edit, hasProfile = false }: MenuProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { editOrTell, isBusy } = useTaskEdit();
  const { dueOn, assignee, doneAt } = task;
  const isDone = doneAt !== null;
  const to = (day: string) => () => editOrTell(task, { dueOn: day });
  const waits = !isDone && (dueOn !== null || assignee !== null);
  const choices: Choice[] = [
    {
      key: 'D',
      words: t(isDone ? 'customers.crm.markOpen' : 'customers.crm.markDone'),
      act: () => editOrTell(task, { done: !isDone }),
    },
    { key: 'E', words: t('customers.crm.assign'), act: () => edit(task) },
    ...(!isDone && assignee?.id !== user.id
      ? [{ key: 'A', words: t('agenda.task.take'), act: () => editOrTell(task, { assigneeId: user.id }) }]
      : []),
    ...(waits && dueOn !== today ? [{ key: 'T', words: t('agenda.task.toToday'), act: to(today) }] : []),
    ...(waits && dueOn !== null
      ? [
          { key: '←', words: t('agenda.task.dayEarlier'), act: to(addDays(dueOn, -1)) },
          { key: '→', words: t('agenda.task.dayLater'), act: to(addDays(dueOn, 1)) },
          { key: 'W', words: t('agenda.task.weekLater'), act: to(addDays(dueOn, 7)) },
        ]
      : []),
  ];
  const byKey = async (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy) return;
    const pressed = ARROWS[event.key] ?? event.key.toUpperCase();
    const choice = choices.find(({ key }) => key === pressed);
    if (!choice) return;
    event.preventDefault();
    await choice.act();
    // In the place it moved to it is another button.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>(`[data-row="${task.id}"]`)?.focus();
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          data-row={task.id}
          aria-label={t('customers.crm.menu', { name: task.name })}
          aria-keyshortcuts={choices.map(({ key }) => ARROW_NAMES[key] ?? key).join(' ')}
          onKeyDown={(event) => void byKey(event)}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ key, words, act }) => (
          <Menu.Item key={key} rightSection={<Kbd size="xs">{key}</Kbd>} onClick={() => void act()}>
            {words}
          </Menu.Item>
        ))}
        {hasProfile && (
          <>
            <Menu.Divider />
            <Menu.Item
              renderRoot={(props) => (
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: task.customer.id }}
                  search={{ tab: 'crm' }}
                  {...props}
                />
              )}
            >
              {t('agenda.task.profile')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const ARROWS: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→' };
const ARROW_NAMES: Record<string, string> = { '←': 'ArrowLeft', '→': 'ArrowRight' };

/** Who does it, and by when. */
export function EditTask({ task, close }: { task: CrmTask | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={task !== null}
      onClose={close}
      title={t('customers.crm.assignTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {task && <EditForm key={task.id} task={task} close={close} />}
    </Modal>
  );
}

function EditForm({ task, close }: { task: CrmTask; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { base, rebase, edits, values, set } = useDraft({
    task,
    assigneeId: task.assignee?.id ?? null,
    dueOn: task.dueOn,
  });
  const { edit, isBusy, error, reset } = useTaskEdit();
  const types = useAll<TaskType>('/api/task-types');
  const isHidden = types.data?.find(({ id }) => id === task.taskTypeId)?.visibleInAgenda === false;
  const reread = async () => {
    try {
      const now = await api<CrmTask>('GET', `/api/crm-tasks/${task.id}`);
      rebase({ task: now, assigneeId: now.assignee?.id ?? null, dueOn: now.dueOn });
      reset();
    } catch (refusal) {
      toast.failed(refusal);
    }
  };
  const errors = errorsOf(error);
  return (
    // What was refused is said below.
    <form onSubmit={sending(() => edit(base.task, edits).then(close, () => {}))} noValidate>
      <Stack gap="sm">
        <Text size="sm">
          <Text span fw={500}>
            {task.name}
          </Text>{' '}
          · {task.customer.name}
        </Text>
        <AssigneeSelect
          value={values.assigneeId}
          holder={base.task.assignee}
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
        {isHidden && <NotInAgenda />}
        <FormEnd
          error={error}
          fields={['assigneeId', 'dueOn']}
          isBusy={isBusy}
          isDisabled={Object.keys(edits).length === 0}
          close={close}
          reread={() => void reread()}
        />
      </Stack>
    </form>
  );
}

export function NotInAgenda() {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('agenda.task.hidden')}
    </Text>
  );
}

interface AssigneeProps {
  value: string | null;
  /** Who has it now, though they may have left or be out of sight. */
  holder?: CrmTask['assignee'];
  onChange: (id: string | null) => void;
  error: string | undefined;
}

/** Active colleagues; whoever has it already stays named. */
export function AssigneeSelect({ value, holder = null, onChange, error }: AssigneeProps) {
  const { t } = useTranslation();
  const { users } = useColleagues();
  const choices = users.filter(({ id, active }) => active || id === holder?.id);
  return (
    <Select
      label={t('customers.crm.assignee')}
      placeholder={t('customers.crm.nobody')}
      clearable
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      searchable
      data={[...(holder && !choices.some(({ id }) => id === holder.id) ? [holder] : []), ...choices].map(
        ({ id, name }) => ({ value: id, label: name }),
      )}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

/** Longer ones are folded to so many lines. */
const FOLD = { signs: 160, lines: 3 };

/** As they were typed: nothing in them is markup. */
export function Notes({ notes }: Pick<CrmTask, 'notes'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (notes === '') return null;
  const isLong = notes.length > FOLD.signs || notes.split('\n').length > FOLD.lines;
  return (
    <>
      <Text
        size="sm"
        lineClamp={isLong && !isOpen ? FOLD.lines : undefined}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {notes}
      </Text>
      {isLong && (
        <Button variant="subtle" size="compact-xs" px={0} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'agenda.task.fold' : 'agenda.task.unfold')}
        </Button>
      )}
    </>
  );
}

export const isLate = ({ doneAt, dueOn }: CrmTask, today: string): boolean =>
  doneAt === null && dueOn !== null && dueOn < today;

/** Whom it waits for and until when, or when it was done; a mere trace waits for nobody. */
export function Standing({ task, today }: { task: CrmTask; today: string }) {
  const { t } = useTranslation();
  const { assignee, dueOn, doneAt } = task;
  if (!assignee && !dueOn && !doneAt) return null;
  const late = isLate(task, today);
  return (
    <>
      <Group gap={6} mt={4}>
        {doneAt ? (
          <Mark color="teal">{t('customers.crm.done')}</Mark>
        ) : (
          <Mark color={late ? 'red' : 'blue'}>{t(late ? 'customers.crm.late' : 'customers.crm.toDo')}</Mark>
        )}
        <Text size="xs" span>
          {doneAt ? <Moment at={doneAt} /> : dueOn && <Day date={dueOn} />}
        </Text>
      </Group>
      {assignee && <Text size="xs">{assignee.name}</Text>}
    </>
  );
}

/** One that holds the dialog of the task being edited. */
export function useEditedTask() {
  const [edited, edit] = useState<CrmTask | null>(null);
  return { edit, dialog: <EditTask task={edited} close={() => edit(null)} /> };
}
