import { ActionIcon, Box, Button, Group, Menu, Stack, Switch, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRequestable } from '../../../src/domain/cancellation-request.ts';
import { Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge, StateBadge } from '../../shared/components/StateBadge.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, daysBetween, useFormat } from '../../shared/format.ts';
import type { Customer, Multipack } from '../../shared/types.ts';
import { CancelRenewal } from '../multipacks/actions/CancelRenewal.tsx';
import { isCancellable } from '../multipacks/actions/hindrances.ts';
import { standingFreeze } from '../multipacks/standing.ts';
import { TimeBar } from '../multipacks/TimeBar.tsx';
import { OpenRequest } from '../tickets/OpenRequest.tsx';
import styles from './customers.module.css';
import { moveInList } from './parts.tsx';
import { isAwaited, isOver, standsStill, useFate, useMultipacks } from './renewals.ts';

const STEP = 50;

/** What was bought, a line each on one axis of time. */
export function Purchased({ customer }: { customer: Customer }) {
  const multipacks = useMultipacks(customer.id);
  return (
    <Answer of={multipacks} lines={6}>
      {(all) => <Lines customer={customer} all={all} />}
    </Answer>
  );
}

function Lines({ customer, all }: { customer: Customer; all: Multipack[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const { past = false } = useSearch({ from: '/shell/customers/$customerId' });
  const [count, setCount] = useState(STEP);
  const [cancelled, setCancelled] = useState<Multipack | null>(null);
  const [requested, setRequested] = useState<Multipack | null>(null);
  const { today } = customer;
  const shown = useMemo(() => inOrder(past ? all : all.filter((multipack) => !isOver(multipack))), [all, past]);
  const axis = useMemo(() => axisOf(shown, today), [shown, today]);
  const over = all.filter(isOver).length;

  if (all.length === 0)
    return (
      <Empty title={t('customers.purchased.none')}>
        {t('customers.purchased.noneHint')}
        <Box mt="sm">
          <Button component={Link} to={`/customers/${customer.id}/sell`}>
            {t('customers.shortcuts.sell')}
          </Button>
        </Box>
      </Empty>
    );
  return (
    <Stack gap="xs">
      {over > 0 && (
        <Switch
          label={t('customers.purchased.past', { count: over })}
          checked={past}
          onChange={({ currentTarget: { checked } }) =>
            void navigate({
              search: (before) => ({ ...before, past: checked || undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      )}
      {shown.length === 0 ? (
        <Empty title={t('customers.purchased.allOver')}>{t('customers.purchased.allOverHint')}</Empty>
      ) : (
        <Box onKeyDown={(event) => moveInList(event)}>
          <Axis {...axis} />
          <Stack component="ul" gap={0} m={0} p={0} className={styles['list']}>
            {shown.slice(0, count).map((multipack) => (
              <Line
                key={multipack.id}
                multipack={multipack}
                today={today}
                {...axis}
                cancel={setCancelled}
                request={setRequested}
              />
            ))}
          </Stack>
        </Box>
      )}
      {shown.length > count && (
        <Group>
          <Button variant="default" onClick={() => setCount(count + STEP)}>
            {t('common.more')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('customers.purchased.shown', { shown: format.number(count), all: format.number(shown.length) })}
          </Text>
        </Group>
      )}
      {cancelled && <CancelRenewal multipack={cancelled} close={() => setCancelled(null)} />}
      {requested && <OpenRequest origin={{ multipackId: requested.id }} close={() => setRequested(null)} />}
    </Stack>
  );
}

/** What is in force first, then what is over; in both the terms that begin last stand on top, in a chain its newest. */
const inOrder = (multipacks: Multipack[]): Multipack[] =>
  multipacks.toSorted(
    (a, b) => Number(isOver(a)) - Number(isOver(b)) || b.validFrom.localeCompare(a.validFrom) || b.ordinal - a.ordinal,
  );

/** So far from today a bar is cut off, or one of ten years would leave a month no room. Past ones are shown whole. */
const REACH_DAYS = 400;

function axisOf(shown: Multipack[], today: string): { from: string; to: string } {
  const begins = shown.map(({ validFrom }) => validFrom);
  const ends = shown.map(({ validTo, nextPeriod }) => nextPeriod?.validTo ?? validTo);
  const least = (dates: string[]) => dates.reduce((a, b) => (a < b ? a : b), today);
  const most = (dates: string[]) => dates.reduce((a, b) => (a > b ? a : b), today);
  const limit = addDays(today, -REACH_DAYS);
  const hasPast = shown.some(isOver);
  const from = least(begins);
  return {
    from: addDays(!hasPast && from < limit ? limit : from, -3),
    to: addDays([most(ends), addDays(today, REACH_DAYS)].toSorted()[0]!, 3),
  };
}

/** As many as fit in Portuguese, the longest. */
const MONTHS_SHOWN = 4;
/** In percent: further right its name would stand out of a telephone. */
const LAST_MONTH_AT = 76;

/** The months above the bars; the bars say their dates themselves. */
function Axis({ from, to }: { from: string; to: string }) {
  const format = useFormat();
  const days = daysBetween(from, to) + 1;
  const step = Math.max(1, Math.ceil(days / 30.4 / MONTHS_SHOWN));
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7));
  const months: string[] = [];
  for (let month = first; months.length <= MONTHS_SHOWN; month += step) {
    const date = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
    if (date > to) break;
    months.push(date);
  }
  return (
    <div className={`${styles['line']} ${styles['axis']}`} aria-hidden>
      <div className={styles['months']}>
        {months.map((date) => {
          const left = (daysBetween(from, date) / days) * 100;
          return (
            left < LAST_MONTH_AT && (
              <span key={date} className={styles['month']} style={{ left: `${left}%` }}>
                {format.monthShort(date)}
              </span>
            )
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  multipack: Multipack;
  today: string;
  from: string;
  to: string;
  cancel: (multipack: Multipack) => void;
  /** Opens a cancellation request. */
  request: (multipack: Multipack) => void;
}

const Line = memo(function Line({ multipack, today, from, to, cancel, request }: LineProps) {
  const { t } = useTranslation();
  const fate = useFate();
  const { id, name, planName, code, ordinal, validFrom, validTo, deadline, nextPeriod } = multipack;
  const isRunning = !isOver(multipack) && !standsStill(multipack, today);
  return (
    <li className={`${styles['line']} ${styles['row']}`}>
      <div className={styles['name']}>
        <Link to="/multipacks/$multipackId" params={{ multipackId: id }} data-row className={styles['open']}>
          <Text span fw={500}>
            {name}
          </Text>
        </Link>
      </div>
      <div className={styles['bar']}>
        <TimeBar
          label={name}
          from={from}
          to={to}
          validFrom={validFrom}
          validTo={validTo}
          deadline={isRunning && isAwaited(multipack) ? deadline : null}
          today={today}
          next={isRunning && nextPeriod ? { from: nextPeriod.validFrom, to: nextPeriod.validTo } : null}
          freeze={standingFreeze(multipack, today)}
          muted={isOver(multipack)}
        />
      </div>
      <Text component="div" size="sm" className={styles['days']}>
        <Period from={validFrom} to={validTo} />
      </Text>
      <Group gap={6} className={styles['badges']}>
        <StateBadge state={multipack.state} />
        {!isOver(multipack) && <RenewalBadge state={multipack.renewalState} />}
      </Group>
      <Text size="sm" c="dimmed" className={styles['fate']}>
        {[
          code,
          planName !== name && planName,
          ordinal > 0 && t('customers.purchased.renewalNumber', { number: ordinal }),
          fate(multipack, today),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <div className={`${styles['menu']} ${styles['above']}`}>
        <LineMenu multipack={multipack} cancel={cancel} request={request} />
      </div>
    </li>
  );
});

function LineMenu({ multipack, cancel, request }: Pick<LineProps, 'multipack' | 'cancel' | 'request'>) {
  const { t } = useTranslation();
  const { id, name, customerId, planId, withdrawnOn } = multipack;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('customers.purchased.menu', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`/multipacks/${id}`}>
          {t('customers.purchased.open')}
        </Menu.Item>
        {!isOver(multipack) && isCancellable(multipack) && (
          <Menu.Item onClick={() => cancel(multipack)}>{t('customers.shortcuts.cancel')}</Menu.Item>
        )}
        {isRequestable(multipack) && (
          <Menu.Item onClick={() => request(multipack)}>{t('requesting.shortcut')}</Menu.Item>
        )}
        <Menu.Item
          renderRoot={(props) => (
            <Link
              to="/customers/$customerId/sell"
              params={{ customerId }}
              search={withdrawnOn === null ? { planId } : { soldAgainFrom: id }}
              {...props}
            />
          )}
        >
          {t('customers.purchased.sellAgain')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
