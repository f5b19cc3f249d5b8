import { ActionIcon, Box, Button, Group, Paper, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { Forecast } from '../../shared/types.ts';
import { MonthGrid } from './MonthGrid.tsx';
import { addMonths, firstOf, lastOf, usePlace } from './place.ts';

const Chart = lazy(() => import('./Chart.tsx'));

export type Sum = Forecast['totals'][number];
/** What the nights of a month made and what they will make: by day, each with a line per currency. */
export interface Month {
  made: ReadonlyMap<string, Sum[]>;
  expected: ReadonlyMap<string, Sum[]>;
}

/** The nights of a month: those that are over with what they made, those to come with what they will make. */
export function Calendar() {
  const { t } = useTranslation();
  const format = useFormat();
  const { month, today, lastMonth, branchId, go } = usePlace();
  const [measure, setMeasure] = useState<'count' | 'money'>('count');
  const [from, to] = [firstOf(month), lastOf(month)];
  const hasPast = from <= today;
  const hasFuture = to >= today;
  const made = useGet<Forecast>(
    '/api/renewals/made',
    { from, to: to < today ? to : today, branchId },
    { enabled: hasPast },
  );
  const expected = useGet<Forecast>(
    '/api/renewals/forecast',
    { from: from > today ? from : today, to, branchId },
    { enabled: hasFuture },
  );
  const failed = (hasPast && made.error) || (hasFuture && expected.error);
  // What is still shown of another month while this one is asked for is not this one's.
  const known = (asked: typeof made, isAsked: boolean) =>
    isAsked && !asked.isPlaceholderData ? asked.data : undefined;
  const past = known(made, hasPast);
  const future = known(expected, hasFuture);
  const isReady = hasPast === (past !== undefined) && hasFuture === (future !== undefined);
  const nights: Month = { made: byDay(past), expected: byDay(future) };

  return (
    <Stack gap="sm" component="section">
      <Group justify="space-between">
        <Stack gap={0}>
          <Title order={2} size="h3">
            {t('renewals.calendar')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('renewals.calendarHint')}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          {month !== today.slice(0, 7) && (
            <Button variant="default" onClick={() => go({ month: undefined })}>
              {t('renewals.thisMonth')}
            </Button>
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('renewals.monthBefore')}
            onClick={() => go({ month: addMonths(month, -1) })}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Text fw={600} miw={130} ta="center" aria-live="polite">
            {format.month(from)}
          </Text>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('renewals.monthAfter')}
            disabled={month >= lastMonth}
            onClick={() => go({ month: addMonths(month, 1) })}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>

      {failed ? (
        <Problem
          error={failed}
          retry={() => Promise.all([hasPast && made.refetch(), hasFuture && expected.refetch()])}
        />
      ) : (
        <>
          <MonthGrid
            month={month}
            today={today}
            nights={nights}
            isBusy={!isReady}
            onOpen={(day) => go({ list: 'day', day })}
            onMonth={(month) => go({ month })}
          />
          <Totals made={past} expected={future} />
          {(past?.days.length ?? 0) + (future?.days.length ?? 0) > 0 && (
            <Stack gap="xs">
              <SegmentedControl
                value={measure}
                onChange={(value) => setMeasure(value === 'money' ? 'money' : 'count')}
                data={[
                  { value: 'count', label: t('renewals.count') },
                  { value: 'money', label: t('renewals.money') },
                ]}
                aria-label={t('renewals.measure')}
                style={{ alignSelf: 'flex-start' }}
              />
              <Box mih={220}>
                <Suspense fallback={<Skeleton height={220} />}>
                  <Chart
                    from={from}
                    to={to}
                    today={today}
                    nights={nights}
                    measure={measure}
                    onOpen={(day) => go({ list: 'day', day })}
                  />
                </Suspense>
              </Box>
            </Stack>
          )}
          {past?.days.length === 0 && !hasFuture && <Empty title={t('renewals.nothingMade')} />}
          {future?.days.length === 0 && (past?.days.length ?? 0) === 0 && (
            <Empty title={t('renewals.nothingExpected')}>{t('renewals.nothingExpectedHint')}</Empty>
          )}
        </>
      )}
    </Stack>
  );
}

function byDay(found: Forecast | undefined): ReadonlyMap<string, Sum[]> {
  const days = new Map<string, Sum[]>();
  for (const { day, ...sum } of found?.days ?? []) days.set(day, [...(days.get(day) ?? []), sum]);
  return days;
}

const byCurrency = (a: Sum, b: Sum) => (a.amount.currency < b.amount.currency ? -1 : 1);

/** What the month made so far and what is still to come, per currency. */
function Totals({ made, expected }: { made: Forecast | undefined; expected: Forecast | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const totals = [
    { label: t('renewals.madeInMonth'), found: made },
    { label: t('renewals.toCome'), found: expected },
  ].filter(({ found }) => found !== undefined && found.totals.length > 0);
  if (totals.length === 0) return null;
  return (
    <Group component="dl" m={0} gap="sm" align="stretch">
      {totals.map(({ label, found }) => (
        <Paper key={label} withBorder px="md" py="xs">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          {found!.totals.toSorted(byCurrency).map(({ count, amount }) => (
            <Text component="dd" m={0} key={amount.currency} className="figures">
              <b>{format.money(amount)}</b> · {t('renewals.renewalCount', { count })}
            </Text>
          ))}
        </Paper>
      ))}
    </Group>
  );
}
