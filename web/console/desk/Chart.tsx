import { Group, Paper, Text } from '@mantine/core';
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
import { BASE, LINE, SIDE, TOOLTIP } from '../../shared/chart.ts';
import style from './desk.module.css';

interface Shown {
  key: string;
  name: string;
  bars: number[];
}

interface ChartProps {
  figures: Shown[];
  legend: { name: string; colour: string }[];
  write: (value: number) => string;
}

const ROW_PX = 34;
const AXIS_PX = 34;

/** A bar for each figure, its parts one after the other. Whoever does not see it reads the table below. */
export default function Chart({ figures, legend, write }: ChartProps) {
  return (
    <div aria-hidden>
      {legend.length > 1 && (
        <Group gap="md" mb={4}>
          {legend.map(({ name, colour }) => (
            <Text key={name} size="sm" span>
              <span className={style['legend']} style={{ background: colour }} /> {name}
            </Text>
          ))}
        </Group>
      )}
      <ResponsiveContainer width="100%" height={figures.length * ROW_PX + AXIS_PX}>
        <BarChart
          layout="vertical"
          data={figures}
          accessibilityLayer={false}
          margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
        >
          <CartesianGrid horizontal={false} stroke={LINE} />
          <XAxis
            type="number"
            tickFormatter={write}
            {...BASE}
            minTickGap={24}
            tickCount={4}
            allowDecimals={figures.some(({ bars }) => bars.some((bar) => !Number.isInteger(bar)))}
          />
          <YAxis
            type="category"
            dataKey="key"
            width={150}
            {...SIDE}
            interval={0}
            tickFormatter={(key: string) => shorten(figures.find((figure) => figure.key === key)?.name ?? '')}
          />
          <Tooltip {...TOOLTIP} content={<Hint legend={legend} write={write} />} />
          {legend.map(({ name, colour }, index) => (
            <Bar
              key={name}
              dataKey={({ bars }: Shown) => bars[index] ?? 0}
              name={name}
              stackId="parts"
              fill={colour}
              maxBarSize={20}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** What has no room at the axis stands in the table whole. */
const LETTERS = 20;
const shorten = (name: string): string => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);

/** What the chart fills in besides `legend` and `write`. */
function Hint({ active, payload, legend, write }: Partial<TooltipContentProps> & Pick<ChartProps, 'legend' | 'write'>) {
  const shown = payload?.[0]?.payload as Shown | undefined;
  if (!active || !shown) return null;
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>
        {shown.name}
      </Text>
      {legend.map(({ name }, index) =>
        shown.bars[index] === 0 && legend.length > 1 ? null : (
          <Text key={name} size="sm">
            {name}: {write(shown.bars[index] ?? 0)}
          </Text>
        ),
      )}
    </Paper>
  );
}
