import {
  ActionIcon,
  Anchor,
  Button,
  Checkbox,
  Group,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Day } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, firstDayOfWeek, todayIn, useFormat } from '../../shared/format.ts';
import { useAct, useAll, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Agenda as AgendaOfUser, CrmTask, User } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';
import { useSession } from '../shell/session.ts';
import type { AgendaAddress } from './address.ts';

/** The tasks assigned to somebody, by the day they are due (001): tick them off, see what is late. */
export function Agenda() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { branch, user } = useSession();
  const { view, on, userId }: AgendaAddress = useSearch({ from: '/shell/agenda' });
  const navigate = useNavigate();
  const go = (to: AgendaAddress) =>
    void navigate({ to: '/agenda', search: (before) => ({ ...before, ...to }), resetScroll: false });
  const today = todayIn(branch.timeZone);
  const day = on ?? today;
  const length = view === 'day' ? 1 : 7;
  const from = view === 'day' ? day : weekOf(day, firstDayOfWeek(i18n.language));
  const to = addDays(from, length - 1);
  const agenda = useGet<AgendaOfUser>('/api/agenda', { from, to, userId });
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end">
        <Stack gap={0}>
          <Title order={1}>{t('agenda.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('agenda.hint')}
          </Text>
        </Stack>
        {user.accessLevel <= 3 && <UserSelect value={userId} onChange={(userId) => go({ userId })} />}
      </Group>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('agenda.view')}
          data={[
            { value: 'day', label: t('agenda.day') },
            { value: 'week', label: t('agenda.week') },
          ]}
          value={view ?? 'week'}
          onChange={(value) => go({ view: value === 'day' ? 'day' : undefined })}
        />
        <Group gap="xs">
          {(today < from || today > to) && (
            <Button variant="default" onClick={() => go({ on: undefined })}>
              {t('agenda.today')}
            </Button>
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t(view === 'day' ? 'agenda.dayBefore' : 'agenda.weekBefore')}
            onClick={() => go({ on: addDays(day, -length) })}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Text fw={600} ta="center" aria-live="polite">
            {view === 'day' ? format.day(day) : format.range(from, to)}
          </Text>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t(view === 'day' ? 'agenda.dayAfter' : 'agenda.weekAfter')}
            onClick={() => go({ on: addDays(day, length) })}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <Answer of={agenda} lines={6}>
        {({ days, late }) =>
          days.length + late.length === 0 ? (
            <Empty title={t('agenda.none')}>{t('agenda.noneHint')}</Empty>
          ) : (
            <Stack gap="lg" opacity={agenda.isPlaceholderData ? 0.6 : 1}>
              {late.length > 0 && (
                <Tasks title={t('agenda.late', { date: format.dateLong(from) })} tasks={late} today={today} hasDays />
              )}
              {days.map(({ day, tasks }) => (
                <Tasks
                  key={day}
                  title={day === today ? t('agenda.isToday', { day: format.day(day) }) : format.day(day)}
                  tasks={tasks}
                  today={today}
                />
              ))}
            </Stack>
          )
        }
      </Answer>
    </Stack>
  );
}

function weekOf(date: string, firstDay: 0 | 1): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return addDays(date, -((weekday - firstDay + 7) % 7));
}

function UserSelect({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const users = useAll<User>('/api/users').data ?? [];
  const isReached = (other: User) =>
    user.accessLevel < 3 || (user.departmentId !== null && other.departmentId === user.departmentId);
  return (
    <Select
      label={t('agenda.whose')}
      allowDeselect={false}
      searchable
      data={users
        .filter(
          (other) => other.id === user.id || other.id === (value ?? user.id) || (other.active && isReached(other)),
        )
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? user.id}
      onChange={(id) => onChange(id === null || id === user.id ? undefined : id)}
    />
  );
}

interface TasksProps {
  title: string;
  tasks: CrmTask[];
  today: string;
  /** Whether each says its own day. */
  hasDays?: boolean;
}

function Tasks({ title, tasks, today, hasDays = false }: TasksProps) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {tasks.map((task) => (
          <Paper key={task.id} component="li" withBorder p="sm">
            <Task task={task} today={today} hasDay={hasDays} />
          </Paper>
        ))}
      </Stack>
    </section>
  );
}

function Task({ task, today, hasDay }: { task: CrmTask; today: string; hasDay: boolean }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<CrmTask, { done: boolean }>();
  const tick = async ({ id, name, version }: CrmTask, done: boolean): Promise<void> => {
    try {
      const after = await act.mutateAsync({ method: 'PATCH', path: `/api/crm-tasks/${id}`, body: { done }, version });
      toast.done(t(done ? 'customers.crm.ticked' : 'customers.crm.unticked', { name }), () => tick(after, !done));
    } catch (error) {
      toast.failed(error);
    }
  };
  const isDone = task.doneAt !== null;
  const isLate = !isDone && task.dueOn !== null && task.dueOn < today;
  return (
    <Group align="flex-start" wrap="nowrap" gap="sm">
      <Checkbox
        mt={2}
        checked={isDone}
        disabled={act.isPending}
        aria-label={t('agenda.done', { task: task.name, customer: task.customer.name })}
        onChange={({ currentTarget }) => void tick(task, currentTarget.checked)}
      />
      <Stack gap={2} flex={1} miw={0}>
        <Group gap="xs">
          <Text size="sm" fw={500} td={isDone ? 'line-through' : undefined} style={{ overflowWrap: 'anywhere' }}>
            {task.name}
          </Text>
          {isDone && <Mark color="teal">{t('customers.crm.done')}</Mark>}
          {isLate && <Mark color="red">{t('customers.crm.late')}</Mark>}
          {hasDay && task.dueOn && (
            <Text size="xs" component="span">
              <Day date={task.dueOn} />
            </Text>
          )}
        </Group>
        <Text size="sm" component="div">
          <Anchor component={Link} to={`/customers/${task.customer.id}`} size="sm">
            {task.customer.name}
          </Anchor>
          {task.multipack && (
            <>
              {' · '}
              <Anchor component={Link} to={`/multipacks/${task.multipack.id}`} size="sm">
                {task.multipack.name}
              </Anchor>
            </>
          )}
        </Text>
        {task.notes !== '' && (
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {task.notes}
          </Text>
        )}
      </Stack>
    </Group>
  );
}
