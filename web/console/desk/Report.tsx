import { Anchor, Paper, Select, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { addDays, todayIn, useFormat } from '../../shared/format.ts';
import { useAll, useGet } from '../../shared/queries.ts';
import type { Branch, RequestReport } from '../../shared/types.ts';
import { isReversed } from '../reports/address.ts';
import { IconArrowLeft } from '../shell/icons.ts';
import { useSession } from '../shell/session.ts';
import type { DeskReportAddress } from './address.ts';
import { useDuration } from './Sla.tsx';

const Chart = lazy(() => import('./Chart.tsx'));

const DAYS = 30;

/** What the address says, and how to show something else. Today is in the zone of the own branch. */
function useReport() {
  const { branch } = useSession();
  const { branchId, ...days }: DeskReportAddress = useSearch({ from: '/shell/desk/report' });
  const navigate = useNavigate();
  const today = todayIn(branch.timeZone);
  const go = (to: DeskReportAddress) =>
    void navigate({
      to: '/desk/report',
      search: (before) => ({ ...before, ...to }),
      replace: true,
      resetScroll: false,
    });
  return { branchId, from: days.from ?? addDays(today, 1 - DAYS), to: days.to ?? today, go };
}

/** How the requests opened in a period were worked (003). */
export function Report() {
  const { t } = useTranslation();
  const { branchId, from, to } = useReport();
  const reversed = isReversed(from, to);
  const report = useGet<RequestReport>(
    '/api/reports/cancellation-requests',
    { from, to, branchId },
    { enabled: !reversed },
  );
  return (
    <Stack gap="lg">
      <Stack gap={2}>
        <Anchor renderRoot={(props) => <Link {...props} to="/desk" search={{ branchId }} />} size="sm">
          <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('desk.report.back')}
        </Anchor>
        <Title order={1}>{t('desk.report.title')}</Title>
        <Text size="sm" c="dimmed">
          {t('desk.report.hint')}
        </Text>
      </Stack>
      <Period reversed={reversed} />
      {!reversed && (
        <Answer of={report} lines={8}>
          {(found) =>
            found.opened === 0 ? (
              <Empty title={t('desk.report.none')}>{t('desk.report.noneHint')}</Empty>
            ) : (
              <Stack gap="xl" opacity={report.isPlaceholderData ? 0.6 : 1}>
                <Sums report={found} />
                <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="xl">
                  <Limits report={found} />
                  <Times report={found} />
                  <Reasons report={found} />
                  <Classifications report={found} />
                  <Operators report={found} />
                </SimpleGrid>
              </Stack>
            )
          }
        </Answer>
      )}
    </Stack>
  );
}

function Period({ reversed }: { reversed: boolean }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { branchId, from, to, go } = useReport();
  const branches = useAll<Branch>('/api/branches', {}, { enabled: user.accessLevel === 1 });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" maw={720}>
      <DateField label={t('common.from')} value={from} onChange={(value) => value && go({ from: value })} />
      <DateField
        label={t('common.to')}
        value={to}
        error={reversed ? t('reports.reversed') : undefined}
        onChange={(value) => value && go({ to: value })}
      />
      {(branches.data?.length ?? 0) > 1 && (
        <Select
          label={t('desk.branch')}
          placeholder={t('desk.allBranches')}
          data={branches.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={branchId ?? null}
          onChange={(id) => go({ branchId: id ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': t('desk.allBranches') }}
          searchable
        />
      )}
    </SimpleGrid>
  );
}

type OfReport = { report: RequestReport };

const rateOf = ({ cancelled, reverted }: { cancelled: number; reverted: number }): number | null =>
  cancelled + reverted === 0 ? null : reverted / (cancelled + reverted);

/** What is not there yet, such as a rate of nothing. */
const NOTHING = '–';

function Sums({ report }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const rate = rateOf(report);
  const { secondsToConclusion: time } = report;
  const numbers = [
    [t('desk.report.opened'), format.number(report.opened)],
    [t('desk.report.open'), format.number(report.open)],
    [t('desk.report.cancelled'), format.number(report.cancelled)],
    [t('desk.report.reverted'), format.number(report.reverted)],
    [t('desk.report.rate'), rate === null ? NOTHING : format.percent(rate)],
    [t('desk.report.mean'), time === null ? NOTHING : duration.rough(time.mean)],
    [t('desk.report.median'), time === null ? NOTHING : duration.rough(time.median)],
  ] as const;
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4, xl: 7 }} spacing="sm" m={0}>
      {numbers.map(([label, value]) => (
        <Paper key={label} withBorder px="md" py="sm">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="xl" fw={600} className="figures">
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Stack gap={0}>
        <Title order={2} size="h3">
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  );
}

interface Figure {
  key: string;
  name: string;
  /** As long as each bar, one after the other. */
  bars: number[];
  cells: string[];
}

interface FiguresProps {
  figures: Figure[];
  /** What the bars mean; as many as each figure has. */
  legend: { name: string; colour: string }[];
  /** How a length is written at the axis and beside the pointer. */
  write: (value: number) => string;
  columns: string[];
  label: string;
}

/** The figures as bars, and as the table that says the same. */
function Figures({ figures, legend, write, columns, label }: FiguresProps) {
  return (
    <>
      <Suspense fallback={<Skeleton height={160} />}>
        <Chart figures={figures} legend={legend} write={write} />
      </Suspense>
      <Table.ScrollContainer minWidth={320} tabIndex={0} role="region" aria-label={label}>
        <Table fz="sm" horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column, index) => (
                <Table.Th key={column} scope="col" ta={index === 0 ? 'start' : 'right'}>
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.map(({ key, name, cells }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={400}>
                  {name}
                </Table.Th>
                {cells.map((cell, index) => (
                  <Table.Td key={columns[index + 1]} ta="right" className="figures">
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

const GOOD = 'var(--mantine-color-teal-filled)';
const BAD = 'var(--mantine-color-red-6)';
const QUIET = 'var(--mantine-color-gray-5)';

function Limits({ report }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  const { met, breached, opened } = report;
  const figures = [
    { key: 'met', count: met, bars: [met, 0, 0] },
    { key: 'breached', count: breached, bars: [0, breached, 0] },
    { key: 'undecided', count: opened - met - breached, bars: [0, 0, opened - met - breached] },
  ] as const;
  const nameOf = (key: (typeof figures)[number]['key']) => t(`desk.report.${key}`);
  return (
    <Part title={t('desk.report.slaTitle')} hint={t('desk.report.slaHint')}>
      <Figures
        label={t('desk.report.slaTitle')}
        legend={figures.map(({ key }, index) => ({ name: nameOf(key), colour: [GOOD, BAD, QUIET][index]! }))}
        write={format.number}
        columns={[t('desk.slaFilter'), t('desk.report.count'), t('desk.report.share')]}
        figures={figures.map(({ key, count, bars }) => ({
          key,
          name: nameOf(key),
          bars: [...bars],
          cells: [format.number(count), format.percent(count / opened)],
        }))}
      />
    </Part>
  );
}

function Times({ report: { operators } }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  return (
    <Part title={t('desk.report.timeTitle')} hint={t('desk.report.timeHint')}>
      {operators.length === 0 ? (
        <Empty title={t('desk.report.noneConcluded')} />
      ) : (
        <Figures
          label={t('desk.report.timeTitle')}
          legend={[{ name: t('desk.report.meanTime'), colour: GOOD }]}
          write={duration.rough}
          columns={[t('desk.report.operator'), t('desk.report.count'), t('desk.report.met'), t('desk.report.meanTime')]}
          figures={operators.map(({ id, name, cancelled, reverted, met, meanSeconds }) => ({
            key: id,
            name,
            bars: [meanSeconds],
            cells: [format.number(cancelled + reverted), format.number(met), duration.rough(meanSeconds)],
          }))}
        />
      )}
    </Part>
  );
}

function Reasons({ report: { reasons } }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Part title={t('desk.report.reasonsTitle')} hint={t('desk.report.reasonsHint')}>
      <Figures
        label={t('desk.report.reasonsTitle')}
        legend={[
          { name: t('desk.report.cancelled'), colour: BAD },
          { name: t('desk.report.reverted'), colour: GOOD },
          { name: t('desk.report.open'), colour: QUIET },
        ]}
        write={format.number}
        columns={[
          t('desk.reason'),
          t('desk.report.count'),
          t('desk.report.cancelled'),
          t('desk.report.reverted'),
          t('desk.report.open'),
        ]}
        figures={reasons.map(({ id, title, count, cancelled, reverted }) => {
          const bars = [cancelled, reverted, count - cancelled - reverted];
          return { key: id, name: title, bars, cells: [count, ...bars].map(format.number) };
        })}
      />
    </Part>
  );
}

function Classifications({ report }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  const concluded = report.cancelled + report.reverted;
  return (
    <Part title={t('desk.report.classificationsTitle')} hint={t('desk.report.classificationsHint')}>
      {report.classifications.length === 0 ? (
        <Empty title={t('desk.report.noneReverted')} />
      ) : (
        <Figures
          label={t('desk.report.classificationsTitle')}
          legend={[{ name: t('desk.report.rate'), colour: GOOD }]}
          write={format.percent}
          columns={[t('desk.report.classification'), t('desk.report.reverted'), t('desk.report.rate')]}
          figures={report.classifications.map(({ id, title, count }) => ({
            key: id,
            name: title,
            bars: [count / concluded],
            cells: [format.number(count), format.percent(count / concluded)],
          }))}
        />
      )}
    </Part>
  );
}

function Operators({ report: { operators } }: OfReport) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Part title={t('desk.report.operatorsTitle')}>
      {operators.length === 0 ? (
        <Empty title={t('desk.report.noneConcluded')} />
      ) : (
        <Figures
          label={t('desk.report.operatorsTitle')}
          legend={[{ name: t('desk.report.rate'), colour: GOOD }]}
          write={format.percent}
          columns={[
            t('desk.report.operator'),
            t('desk.report.cancelled'),
            t('desk.report.reverted'),
            t('desk.report.rate'),
          ]}
          figures={operators.map(({ id, name, cancelled, reverted }) => {
            const rate = rateOf({ cancelled, reverted }) ?? 0;
            return {
              key: id,
              name,
              bars: [rate],
              cells: [format.number(cancelled), format.number(reverted), format.percent(rate)],
            };
          })}
        />
      )}
    </Part>
  );
}
