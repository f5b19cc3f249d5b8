import { Button, Group, Menu, Title } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../shared/components/States.tsx';
import { IconChartBar, IconExternalLink } from '../shell/icons.ts';
import { useSession } from '../shell/session.ts';
import style from './desk.module.css';
import { Filters } from './Filters.tsx';
import { useDesk } from './place.ts';

// With what drags its cards.
const Board = lazy(() => import('./Board.tsx'));

/** Where cancellation requests are worked against their limits (003). */
export function Desk() {
  const { t } = useTranslation();
  const { filters } = useDesk();
  return (
    <div className={style['page']}>
      <Group justify="space-between" gap="xs">
        <Title order={1} size="h2">
          {t('desk.title')}
        </Title>
        <Group gap="xs">
          <TemporalQueries />
          <Button
            renderRoot={(props) => <Link {...props} to="/desk/report" search={{ branchId: filters.branchId }} />}
            size="xs"
            variant="default"
            leftSection={<IconChartBar size={16} aria-hidden />}
          >
            {t('desk.openReport')}
          </Button>
        </Group>
      </Group>
      <Filters />
      <Suspense fallback={<Loading lines={8} />}>
        <Board />
      </Suspense>
    </div>
  );
}

/** What the workflows themselves say, in Temporal's own pages; of the branch that is filtered by. */
function TemporalQueries() {
  const { t } = useTranslation();
  const { filters } = useDesk();
  const { temporalWorkflows } = useSession();
  if (temporalWorkflows === null) return null;
  const of = [
    `WorkflowType = "cancellationRequest"`,
    `ExecutionStatus = "Running"`,
    ...(filters.branchId === undefined ? [] : [`BranchId = "${filters.branchId}"`]),
  ];
  // Of the browser's day, as all times of the desk.
  const [from, to] = [0, 1].map((later) => {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + later).toISOString();
  });
  const queries = {
    breached: [`SlaState = "breached"`],
    atRisk: [`SlaState = "atRisk"`],
    dueToday: [`SlaDueAt >= "${from}"`, `SlaDueAt < "${to}"`],
    open: [],
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t('desk.temporal')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(queries).map(([name, conditions]) => (
          <Menu.Item
            key={name}
            component="a"
            href={`${temporalWorkflows}?query=${encodeURIComponent([...of, ...conditions].join(' AND '))}`}
            target="_blank"
            rel="noreferrer"
            rightSection={<IconExternalLink size={14} aria-hidden />}
          >
            {t(`desk.queries.${name as keyof typeof queries}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
