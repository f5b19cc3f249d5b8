import { Paper, Text } from '@mantine/core';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { BAR, BASE, LINE, SIDE, TOOLTIP } from '../../shared/chart.ts';
import { useFormat } from '../../shared/format.ts';
import type { PeriodReport } from '../../shared/types.ts';
import type { Grouping } from './address.ts';
import { nextOf, startOf } from './periods.ts';

type Group = Pick<PeriodReport['groups'][number], 'key' | 'name' | 'count'>;

interface ChartProps {
  by: Grouping;
  from: string;
  to: string;
  groups: Group[];
  nameOf: (group: Group) => string;
  /** Shows whom a bar is about. */
  open: (key: string) => void;
}

/** More bars than these nobody can tell apart; then only those that are not zero are drawn. */
const MAX_BARS = 800;

/** The counts as bars. Whoever does not see it reads the same figures in the table below. */
export default function Chart({ by, from, to, groups, nameOf, open }: ChartProps) {
  const format = useFormat();
  const bars = withoutGaps(by, from, to, groups);
  const short = (key: string): string => {
    if (by === 'month') return format.monthShort(key);
    if (by === 'day' || by === 'week') return format.dayShort(key);
    return nameOf(bars.find((bar) => bar.key === key) ?? { key, name: null, count: 0 });
  };
  return (
    <div aria-hidden>
      <ResponsiveContainer width="100%" height={220}>
        <BarChart data={bars} accessibilityLayer={false} margin={{ top: 4, right: 4, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke={LINE} />
          <XAxis dataKey="key" tickFormatter={short} minTickGap={16} {...BASE} />
          <YAxis width={48} tickFormatter={format.number} allowDecimals={false} {...SIDE} />
          <Tooltip {...TOOLTIP} content={<Hint nameOf={nameOf} />} />
          <Bar
            dataKey="count"
            fill={BAR}
            maxBarSize={56}
            isAnimationActive={false}
            cursor="pointer"
            onClick={({ payload }) => open((payload as Group).key)}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** A day on which nothing happened has its place, too. */
function withoutGaps(by: Grouping, from: string, to: string, groups: Group[]): Group[] {
  if (by === 'channel' || by === 'branch') return groups;
  const found = new Map(groups.map((group) => [group.key, group]));
  const all: Group[] = [];
  for (let key = startOf(by, from); key <= to; key = nextOf(by, key)) {
    if (all.length === MAX_BARS) return groups;
    all.push(found.get(key) ?? { key, name: null, count: 0 });
  }
  return all;
}

/** What the chart fills in besides `nameOf`. */
function Hint({ active, payload, nameOf }: Partial<TooltipContentProps> & Pick<ChartProps, 'nameOf'>) {
  const format = useFormat();
  const shown = payload?.[0]?.payload as Group | undefined;
  if (!active || !shown) return null;
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>
        {nameOf(shown)}
      </Text>
      <Text size="sm">{format.number(shown.count)}</Text>
    </Paper>
  );
}
