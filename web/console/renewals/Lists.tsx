import { Anchor, Box, Button, Drawer, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, Day, Moment, Period } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { useAct, useGet, usePages, type Page } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { ForecastItem, Multipack, Renewal, WaitingRenewal } from '../../shared/types.ts';
import { usePlace } from './place.ts';
import style from './renewals.module.css';

/** What is behind a number or a day, beside the page; which one is in the address. */
export function Lists() {
  const { t } = useTranslation();
  const format = useFormat();
  const { list, night, day, go } = usePlace();
  const nightOf = (day: string) => t('renewals.nightOf', { range: format.range(addDays(day, -1), day) });
  const about = list === 'day' ? nightOf(day) : list === 'waiting' ? t('renewals.untilNow') : nightOf(night);
  return (
    <Drawer
      opened={list !== undefined}
      onClose={() => go({ list: undefined, day: undefined })}
      position="right"
      size="lg"
      title={list && (list === 'day' ? format.day(day) : t(`renewals.numbers.${list}`))}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      styles={{ title: { fontWeight: 600 } }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {about}
        {list === 'failed' && ` · ${t('renewals.failedHint')}`}
      </Text>
      {list === 'renewed' && <Renewed day={night} />}
      {list === 'cancelled' && <Cancelled night={night} />}
      {list === 'waiting' && <Waiting />}
      {list === 'failed' && <Failed night={night} />}
      {list === 'day' && <DayList day={day} />}
    </Drawer>
  );
}

/** What a night made, of a past day; what it will make, of one to come; of today both. */
function DayList({ day }: { day: string }) {
  const { t } = useTranslation();
  const { today } = usePlace();
  if (day < today) return <Renewed day={day} />;
  if (day > today) return <Expected day={day} />;
  return (
    <Stack>
      <Title order={3} size="h5">
        {t('renewals.made')}
      </Title>
      <Renewed day={day} />
      <Title order={3} size="h5">
        {t('renewals.expected')}
      </Title>
      <Expected day={day} />
    </Stack>
  );
}

function Renewed({ day }: { day: string }) {
  const { t } = useTranslation();
  const { branchId } = usePlace();
  const found = usePages<Renewal>('/api/renewals', { from: day, to: day, outcome: 'renewed', branchId });
  return (
    <Entries found={found} none={t('renewals.none.renewed')}>
      {({ id, at, code, name, multipackId, successor, ...customer }) => (
        <Entry
          key={id}
          multipack={{ id: successor?.id ?? multipackId, name, code: successor?.code ?? code }}
          customer={customer}
          side={successor && <Amount money={successor.price} />}
        >
          {successor && <Period from={successor.validFrom} to={successor.validTo} />} · <Moment at={at} />
          {successor?.removed && <> · {t('renewals.takenBack')}</>}
        </Entry>
      )}
    </Entries>
  );
}

function Cancelled({ night }: { night: string }) {
  const { t } = useTranslation();
  const { branchId } = usePlace();
  // The night after the deadline is the one in which it would have renewed.
  const deadline = addDays(night, -1);
  const found = usePages<Multipack>('/api/multipacks', {
    renewalState: 'cancelled',
    deadlineFrom: deadline,
    deadlineTo: deadline,
    branchId,
  });
  return (
    <Entries found={found} none={t('renewals.none.cancelled')}>
      {({ id, code, name, price, validTo, renewalCancelledAt, ...customer }) => (
        <Entry key={id} multipack={{ id, name, code }} customer={customer} side={<Amount money={price} />}>
          {t('renewals.endsOn')} <Day date={validTo} />
          {renewalCancelledAt !== null && (
            <>
              {' · '}
              {t('renewals.cancelledAt')} <Moment at={renewalCancelledAt} />
            </>
          )}
        </Entry>
      )}
    </Entries>
  );
}

function Waiting() {
  const { t } = useTranslation();
  const { branchId } = usePlace();
  const found = usePages<WaitingRenewal>('/api/renewals/waiting', { branchId });
  return (
    <Entries found={found} none={t('renewals.none.waiting')}>
      {({ multipackId, code, name, deadline, amount, failures, lastFailure, ...customer }) => (
        <Entry
          key={multipackId}
          multipack={{ id: multipackId, name, code }}
          customer={customer}
          side={<Amount money={amount} />}
          action={<TryAgain multipackId={multipackId} code={code} />}
        >
          {t('renewals.deadline')} <Day date={deadline} />
          {lastFailure && (
            <>
              {' · '}
              {t('renewals.failures', { count: failures })}
              <Reason at={lastFailure.at} reason={lastFailure.reason} />
            </>
          )}
        </Entry>
      )}
    </Entries>
  );
}

/** As many of those that wait as one answer holds: only they can be tried again. */
const WAITING_KNOWN = 200;

function Failed({ night }: { night: string }) {
  const { t } = useTranslation();
  const { branchId } = usePlace();
  const found = usePages<Renewal>('/api/renewals', { from: night, to: night, outcome: 'failed', branchId });
  const waiting = useGet<Page<WaitingRenewal>>('/api/renewals/waiting', { branchId, limit: WAITING_KNOWN });
  const isComplete = waiting.data?.nextCursor === null;
  const waits = new Set(waiting.data?.items.map(({ multipackId }) => multipackId));
  const latest = new Map(found.items.toReversed().map(({ id, multipackId }) => [multipackId, id]));
  return (
    <Entries found={found} none={t('renewals.none.failed')}>
      {({ id, at, code, name, multipackId, reason, ...customer }) => {
        const mayWait = waits.has(multipackId) || (waiting.data !== undefined && !isComplete);
        return (
          <Entry
            key={id}
            multipack={{ id: multipackId, name, code }}
            customer={customer}
            action={
              mayWait && latest.get(multipackId) === id ? <TryAgain multipackId={multipackId} code={code} /> : null
            }
          >
            <Reason at={at} reason={reason} />
          </Entry>
        );
      }}
    </Entries>
  );
}

function Expected({ day }: { day: string }) {
  const { t } = useTranslation();
  const { branchId } = usePlace();
  const found = usePages<ForecastItem>('/api/renewals/forecast/day', { day, branchId });
  return (
    <Entries found={found} none={t('renewals.none.expected')}>
      {({ multipackId, code, name, ahead, validFrom, validTo, amount, ...customer }) => (
        <Entry
          key={`${multipackId} ${ahead}`}
          multipack={{ id: multipackId, name, code }}
          customer={customer}
          side={<Amount money={amount} />}
        >
          <Period from={validFrom} to={validTo} />
          {ahead > 1 && <> · {t('renewals.ahead', { count: ahead, ordinal: true })}</>}
        </Entry>
      )}
    </Entries>
  );
}

function Reason({ at, reason }: { at: string; reason: string | null }) {
  const { t } = useTranslation();
  return (
    <Box component="span" display="block" style={{ overflowWrap: 'anywhere' }}>
      <Moment at={at} /> · {t('renewals.reason', { reason: reason ?? '–' })}
    </Box>
  );
}

function TryAgain({ multipackId, code }: { multipackId: string; code: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct(() => toast.done(t('renewals.triedAgain', { code })));
  return (
    <Button
      size="xs"
      variant="default"
      loading={act.isPending}
      aria-label={t('renewals.tryAgainOf', { code })}
      onClick={() =>
        act.mutate(
          { path: `/api/multipacks/${multipackId}/retry-renewal` },
          { onError: (error) => toast.failed(error) },
        )
      }
    >
      {t('common.tryAgain')}
    </Button>
  );
}

interface EntriesProps<T> {
  found: ReturnType<typeof usePages<T>>;
  none: string;
  children: (item: T) => ReactNode;
}

function Entries<T>({ found, none, children }: EntriesProps<T>) {
  const { t } = useTranslation();
  return (
    <Answer of={found}>
      {() =>
        found.items.length === 0 ? (
          <Empty title={none} />
        ) : (
          <>
            <ul className={style['entries']}>{found.items.map((item) => children(item))}</ul>
            {found.hasNextPage && (
              <Button
                mt="sm"
                variant="default"
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {t('common.more')}
              </Button>
            )}
          </>
        )
      }
    </Answer>
  );
}

interface EntryProps {
  multipack: { id: string; name: string; code: string };
  customer: { customerId: string; customerName: string };
  side?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A multipack and its customer, each a link; beneath, what there is to say of it. */
function Entry({ multipack, customer, side, action, children }: EntryProps) {
  return (
    <li className={style['entry']}>
      <Box miw={0} flex="1 1 14rem">
        <Text size="sm" fw={600}>
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: multipack.id }} />
            )}
          >
            {multipack.name} · {multipack.code}
          </Anchor>
        </Text>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link {...props} to="/customers/$customerId" params={{ customerId: customer.customerId }} />
          )}
        >
          {customer.customerName}
        </Anchor>
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
      </Box>
      <Stack gap={4} align="flex-end">
        {side && (
          <Text size="sm" component="div">
            {side}
          </Text>
        )}
        {action}
      </Stack>
    </li>
  );
}
