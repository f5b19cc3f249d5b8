import {
  ActionIcon,
  Anchor,
  Box,
  Button,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCalendarShare, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, firstDayOfWeek, todayIn, useFormat } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { Agenda as AgendaOfSome, CrmTask } from '../../shared/types.ts';
import { moveInList, useBranches, useColleagues } from '../customers/parts.tsx';
import { useEditedTask } from '../customers/task.tsx';
import { useSession } from '../shell/session.ts';
import type { AgendaAddress } from './address.ts';
import styles from './agenda.module.css';
import { type RowProps, TaskCard, type TaskProps, TaskRow } from './Task.tsx';

/** The tasks assigned to somebody, by the day they are due (001): tick them off, move them, give them to others. */
export function Agenda() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const { view, on, userId, ...asked }: AgendaAddress = useSearch({ from: '/shell/agenda' });
  const branches = useBranches();
  const branch = branches.data?.find(({ id }) => id === asked.branchId) ?? session.branch;
  // Of another branch there is no agenda of one's own.
  const team = userId === undefined && (asked.team === true || branch.id !== session.branch.id);
  const isDay = view === 'day';
  const today = todayIn(branch.timeZone);
  const day = on ?? today;
  const from = isDay ? day : weekOf(day, firstDayOfWeek(i18n.language));
  const to = addDays(from, isDay ? 0 : 6);
  const branchId = team && branch.id !== session.branch.id ? branch.id : undefined;
  const agenda = useGet<AgendaOfSome>('/api/agenda', { from, to, userId, team: team || undefined, branchId });
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t('agenda.title')}</Title>
        <Whose team={team} userId={userId} branchId={branch.id} />
      </Group>
      <Bar isDay={isDay} day={day} from={from} to={to} today={today} />
      <Answer of={agenda} lines={6}>
        {(found) => (
          <Box opacity={agenda.isPlaceholderData ? 0.6 : 1} aria-busy={agenda.isPlaceholderData}>
            <Found agenda={found} isDay={isDay} from={from} hasAssignee={found.userId === null} />
          </Box>
        )}
      </Answer>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t('agenda.keys')}
        </Text>
        <Anchor component={Link} to="/settings/account" size="sm">
          <IconCalendarShare size={16} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {t('agenda.inCalendar')}
        </Anchor>
      </Group>
    </Stack>
  );
}

function weekOf(date: string, firstDay: 0 | 1): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return addDays(date, -((weekday - firstDay + 7) % 7));
}

function useGo() {
  const navigate = useNavigate();
  return (to: AgendaAddress) =>
    void navigate({ to: '/agenda', search: (before) => ({ ...before, ...to }), resetScroll: false });
}

interface BarProps {
  isDay: boolean;
  day: string;
  from: string;
  to: string;
  today: string;
}

/** Day or week, and which. */
function Bar({ isDay, day, from, to, today }: BarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const length = isDay ? 1 : 7;
  const step = (days: number, label: string, Icon: typeof IconChevronLeft) => (
    <ActionIcon variant="default" size="lg" aria-label={label} onClick={() => go({ on: addDays(day, days) })}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
  return (
    <Group justify="space-between">
      <Group gap="xs" wrap="nowrap">
        {step(-length, t(isDay ? 'agenda.dayBefore' : 'agenda.weekBefore'), IconChevronLeft)}
        {step(length, t(isDay ? 'agenda.dayAfter' : 'agenda.weekAfter'), IconChevronRight)}
        <Text fw={600} aria-live="polite" ml={4}>
          {isDay ? format.day(day) : format.range(from, to)}
        </Text>
      </Group>
      <Group gap="xs">
        {(today < from || today > to) && (
          <Button variant="default" onClick={() => go({ on: undefined })}>
            {t('agenda.today')}
          </Button>
        )}
        <SegmentedControl
          aria-label={t('agenda.view')}
          data={[
            { value: 'day', label: t('agenda.day') },
            { value: 'week', label: t('agenda.week') },
          ]}
          value={isDay ? 'day' : 'week'}
          onChange={(value) => go({ view: value === 'day' ? 'day' : undefined })}
        />
      </Group>
    </Group>
  );
}

const TEAM = 'team';

/** One's own, a colleague's or all of them; level 1 in any branch, 2 in the own, 3 in the own department. */
function Whose({ team, userId, branchId }: { team: boolean; userId: string | undefined; branchId: string }) {
  const { t } = useTranslation();
  const { user, branch } = useSession();
  const go = useGo();
  const branches = useBranches();
  const { users } = useColleagues();
  if (user.accessLevel > 3) return null;
  const isOwnBranch = branchId === branch.id;
  const isReached = (other: (typeof users)[number]) =>
    other.branchId === branchId &&
    (user.accessLevel < 3 || (user.departmentId !== null && other.departmentId === user.departmentId));
  const branchName = branches.data?.find(({ id }) => id === branchId)?.name ?? branch.name;
  const others = users.filter(
    (other) => other.id === userId || (other.id !== user.id && other.active && isReached(other)),
  );
  const hasTeam = user.accessLevel < 3 || user.departmentId !== null;
  const choose = (value: string | null) =>
    go({
      team: value === TEAM || undefined,
      userId: value === TEAM || value === null || value === user.id ? undefined : value,
    });
  return (
    <Group gap="sm" align="flex-end">
      {user.accessLevel === 1 && (branches.data?.length ?? 0) > 1 && (
        <Select
          label={t('customers.branch')}
          allowDeselect={false}
          searchable
          data={branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={branchId}
          onChange={(id) =>
            go({ branchId: id === null || id === branch.id ? undefined : id, userId: undefined, team: undefined })
          }
        />
      )}
      <Select
        label={t('agenda.whose')}
        w={260}
        maw="100%"
        allowDeselect={false}
        searchable
        data={[
          ...(isOwnBranch ? [{ value: user.id, label: user.name }] : []),
          ...(hasTeam
            ? [
                {
                  value: TEAM,
                  label: user.accessLevel < 3 ? t('agenda.everybody', { branch: branchName }) : t('agenda.department'),
                },
              ]
            : []),
          ...others.map(({ id, name, active }) => ({ value: id, label: active ? name : t('agenda.left', { name }) })),
        ]}
        value={team ? TEAM : (userId ?? user.id)}
        onChange={choose}
      />
    </Group>
  );
}

interface FoundProps {
  agenda: AgendaOfSome;
  isDay: boolean;
  from: string;
  hasAssignee: boolean;
}

/** Late ones on top, then what nobody has, then the days, then what has none. */
function Found({ agenda, isDay, from, hasAssignee }: FoundProps) {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const { edit, dialog } = useEditedTask();
  const { today, days, late, undated, unassigned, isWhole } = agenda;
  const shared = { today, edit, hasAssignee };
  const isEmpty = [days, late, undated, unassigned].every(({ length }) => length === 0);
  return (
    <Stack gap="lg" onKeyDown={(event) => moveInList(event)}>
      {late.length > 0 && (
        <Tasks title={t('agenda.late', { count: late.length })} tasks={late} hasDay isLateList {...shared} />
      )}
      {unassigned.length > 0 && (
        <Tasks title={t('agenda.unassigned', { count: unassigned.length })} tasks={unassigned} hasDay {...shared} />
      )}
      {isEmpty && <Empty title={t('agenda.none')}>{t('agenda.noneHint')}</Empty>}
      {isDay || !isWide ? <Days days={days} {...shared} /> : !isEmpty && <Week from={from} days={days} {...shared} />}
      {isDay && days.length === 0 && !isEmpty && <Text c="dimmed">{t('agenda.none')}</Text>}
      {undated.length > 0 && (
        <Tasks title={t('agenda.undatedList', { count: undated.length })} tasks={undated} {...shared} />
      )}
      {!isWhole && (
        <Text size="sm" c="dimmed">
          {t('agenda.notWhole')}
        </Text>
      )}
      {dialog}
    </Stack>
  );
}

type Shared = Omit<TaskProps, 'task'>;

function Days({ days, ...shared }: Shared & Pick<AgendaOfSome, 'days'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return days.map(({ day, tasks }) => (
    <Tasks
      key={day}
      title={day === shared.today ? t('agenda.isToday', { day: format.day(day) }) : format.day(day)}
      tasks={tasks}
      isWhole
      {...shared}
    />
  ));
}

/** Of a list that stands before others: so many at first. */
const FIRST = 5;

interface TasksProps extends Omit<RowProps, 'task'> {
  title: string;
  tasks: CrmTask[];
  /** Nothing of it is folded. */
  isWhole?: boolean;
}

function Tasks({ title, tasks, isWhole = false, ...row }: TasksProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const shown = isWhole || isOpen ? tasks : tasks.slice(0, FIRST);
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      <ul className={styles['list']}>
        {shown.map((task) => (
          <TaskRow key={task.id} task={task} {...row} />
        ))}
      </ul>
      {shown.length < tasks.length && (
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setOpen(true)}>
          {t('agenda.allOf', { count: tasks.length })}
        </Button>
      )}
    </section>
  );
}

function Week({ from, days, ...shared }: Shared & Pick<AgendaOfSome, 'days'> & { from: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles['week']}>
      {Array.from({ length: 7 }, (_, index) => addDays(from, index)).map((day) => {
        const isToday = day === shared.today;
        const name = isToday ? t('agenda.isToday', { day: format.day(day) }) : format.day(day);
        return (
          <section key={day} className={styles['column']} aria-label={name} aria-current={isToday ? 'date' : undefined}>
            <h2 style={{ margin: 0, font: 'inherit' }}>
              <Link to="/agenda" search={(before) => ({ ...before, view: 'day', on: day })} className={styles['head']}>
                {format.weekday(day)} {format.dayShort(day)}
                {isToday && <VisuallyHidden> {t('agenda.today')}</VisuallyHidden>}
              </Link>
            </h2>
            <ul className={styles['cards']}>
              {days
                .find((each) => each.day === day)
                ?.tasks.map((task) => (
                  <TaskCard key={task.id} task={task} {...shared} />
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
