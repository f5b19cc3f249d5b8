import { Group, Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { BAR, BASE, LABEL, LINE, SIDE, TOOLTIP } from '../../shared/chart.ts';
import { addDays, toUnits, useFormat } from '../../shared/format.ts';
import type { Month, Sum } from './Calendar.tsx';
import style from './renewals.module.css';

export interface ChartProps {
  from: string;
  to: string;
  today: string;
  nights: Month;
  measure: 'count' | 'money';
  onOpen: (day: string) => void;
}

interface Bars {
  /** Null where all currencies are counted together. */
  currency: string | null;
  days: { day: string; made: number; expected: number }[];
}

/**
 * The nights of a month as bars: filled is made, hollow is expected. Money has a chart per currency, for there is no sum of
 * them. Whoever does not see it has the same figures as a table; by keyboard the days are opened in the calendar.
 */
export default function Chart({ from, to, today, nights, measure, onOpen }: ChartProps) {
  const { t } = useTranslation();
  const charts =
    measure === 'count'
      ? [barsOf(from, to, nights, null)]
      : currenciesOf(nights).map((currency) => barsOf(from, to, nights, currency));
  return (
    <Stack gap="md">
      <Group gap="md" aria-hidden>
        <Text size="sm" span>
          <span className={style['legend']} data-made /> {t('renewals.made')}
        </Text>
        <Text size="sm" span>
          <span className={style['legend']} /> {t('renewals.expected')}
        </Text>
      </Group>
      {charts.map((bars) => (
        <OneChart key={bars.currency ?? ''} bars={bars} today={today} onOpen={onOpen} />
      ))}
    </Stack>
  );
}

const currenciesOf = ({ made, expected }: Month): string[] =>
  [...new Set([...made.values(), ...expected.values()].flat().map(({ amount }) => amount.currency))].sort();

function barsOf(from: string, to: string, { made, expected }: Month, currency: string | null): Bars {
  const valueOf = (sums: Sum[] = []) =>
    sums
      .filter(({ amount }) => currency === null || amount.currency === currency)
      .reduce((all, { count, amount }) => all + (currency === null ? count : amount.amount), 0);
  const days: Bars['days'] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push({ day, made: valueOf(made.get(day)), expected: valueOf(expected.get(day)) });
  }
  return { currency, days };
}

function OneChart({ bars, today, onOpen }: { bars: Bars; today: string; onOpen: (day: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency, days } = bars;
  const whole = (value: number) =>
    currency === null ? format.number(value) : format.money({ amount: value, currency });
  const short = (value: number) =>
    currency === null ? format.number(value) : format.moneyShort({ amount: value, currency });
  const title = currency === null ? t('renewals.countPerDay') : t('renewals.moneyPerDay', { currency });
  const open = ({ payload }: { payload?: { day: string } }) => payload && onOpen(payload.day);
  // Of half a cent there is no tick.
  const hasDecimals = currency !== null && toUnits({ amount: 1, currency }) < 1;
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {title}
      </Text>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={180}>
          <BarChart data={days} accessibilityLayer={false} margin={{ top: 4, right: 4, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke={LINE} />
            <XAxis dataKey="day" tickFormatter={(day: string) => String(Number(day.slice(8)))} {...BASE} />
            <YAxis width={64} tickFormatter={short} allowDecimals={hasDecimals} {...SIDE} />
            <Tooltip {...TOOLTIP} content={<Hint write={whole} />} />
            <ReferenceLine
              x={today}
              stroke="var(--mantine-color-dimmed)"
              strokeDasharray="3 3"
              label={{ value: t('renewals.today'), position: 'insideTopLeft', ...LABEL }}
            />
            <Bar
              dataKey="made"
              stackId="nights"
              fill={BAR}
              stroke={BAR}
              isAnimationActive={false}
              cursor="pointer"
              onClick={open}
            />
            <Bar
              dataKey="expected"
              stackId="nights"
              fill="var(--mantine-color-body)"
              stroke={BAR}
              strokeWidth={2}
              isAnimationActive={false}
              cursor="pointer"
              onClick={open}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden>
        <Table>
          <Table.Caption>{title}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('common.date')}</Table.Th>
              <Table.Th scope="col">{t('renewals.made')}</Table.Th>
              <Table.Th scope="col">{t('renewals.expected')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days
              .filter(({ made, expected }) => made + expected > 0)
              .map(({ day, made, expected }) => (
                <Table.Tr key={day}>
                  <Table.Th scope="row">{format.day(day)}</Table.Th>
                  <Table.Td>{whole(made)}</Table.Td>
                  <Table.Td>{whole(expected)}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </div>
  );
}

/** What the chart fills in besides `write`. */
function Hint({ active, payload, write }: Partial<TooltipContentProps> & { write: (value: number) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = payload?.[0]?.payload as Bars['days'][number] | undefined;
  if (!active || !shown) return null;
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>
        {format.day(shown.day)}
      </Text>
      {shown.made > 0 && (
        <Text size="sm">
          {t('renewals.made')}: {write(shown.made)}
        </Text>
      )}
      {(shown.expected > 0 || shown.made === 0) && (
        <Text size="sm">
          {t('renewals.expected')}: {write(shown.expected)}
        </Text>
      )}
    </Paper>
  );
}
