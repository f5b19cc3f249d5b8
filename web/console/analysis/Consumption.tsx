import { Group, Paper, SegmentedControl, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
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
import { Answer } from '../../shared/components/States.tsx';
import { addDays, useFormat } from '../../shared/format.ts';
import { useGet } from '../../shared/queries.ts';
import type { Connection, Usage } from '../../shared/types.ts';

const SPANS = [7, 30, 90] as const;
/** Received is filled, sent in outline: shape and colour. */
const COLOUR = 'var(--mantine-color-teal-filled)';
const TEXT = { fill: 'var(--mantine-color-dimmed)', fontSize: 12 };

type Day = Usage['days'][number];

/** What went through a connection, day by day (003). Whoever does not see the bars has the same figures as a table. */
export default function Consumption({
  connection: { id, username },
  today,
}: {
  connection: Connection;
  today: string;
}) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<number>(30);
  const usage = useGet<Usage>(`/api/connections/${id}/usage`, { from: addDays(today, 1 - span), to: today });
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t('analysis.usage.span')}
        data={SPANS.map((days) => ({ value: String(days), label: t('spans.day', { count: days }) }))}
        value={String(span)}
        onChange={(days) => setSpan(Number(days))}
        style={{ alignSelf: 'flex-start' }}
      />
      <Answer of={usage} lines={5}>
        {(found) =>
          found.days.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('analysis.usage.none')}
            </Text>
          ) : (
            <Bars usage={found} name={username} />
          )
        }
      </Answer>
    </Stack>
  );
}

/** `120 MB`, `4.8 GB`: a thousand megabytes are a gigabyte, as networks count. */
function useBytes(): (bytes: number) => string {
  const { language } = useTranslation().i18n;
  return (bytes) => {
    const [value, unit] = bytes < 1e9 ? [bytes / 1e6, 'megabyte'] : [bytes / 1e9, 'gigabyte'];
    return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
  };
}

function Bars({ usage, name }: { usage: Usage; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bytes = useBytes();
  const days = withoutGaps(usage);
  return (
    <div>
      <Group gap="md" mb={6}>
        <Text size="sm">
          <Sign filled /> {t('analysis.usage.received', { amount: bytes(usage.total.bytesIn) })}
        </Text>
        <Text size="sm">
          <Sign /> {t('analysis.usage.sent', { amount: bytes(usage.total.bytesOut) })}
        </Text>
      </Group>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={200}>
          <BarChart data={days} accessibilityLayer={false} margin={{ top: 4, right: 4, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
            <XAxis
              dataKey="day"
              tickFormatter={format.dayShort}
              tick={TEXT}
              tickLine={false}
              minTickGap={16}
              stroke="var(--mantine-color-default-border)"
            />
            <YAxis width={64} tickFormatter={bytes} tick={TEXT} tickLine={false} axisLine={false} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--mantine-color-default-hover)' }}
              content={<Hint bytes={bytes} />}
            />
            <Bar dataKey="bytesIn" stackId="day" fill={COLOUR} stroke={COLOUR} isAnimationActive={false} />
            <Bar
              dataKey="bytesOut"
              stackId="day"
              fill="var(--mantine-color-body)"
              stroke={COLOUR}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden>
        <Table>
          <Table.Caption>{t('analysis.usage.caption', { name })}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('common.date')}</Table.Th>
              <Table.Th scope="col">{t('analysis.usage.in')}</Table.Th>
              <Table.Th scope="col">{t('analysis.usage.out')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {usage.days.map(({ day, bytesIn, bytesOut }) => (
              <Table.Tr key={day}>
                <Table.Th scope="row">{format.day(day)}</Table.Th>
                <Table.Td>{bytes(bytesIn)}</Table.Td>
                <Table.Td>{bytes(bytesOut)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </div>
  );
}

const Sign = ({ filled = false }: { filled?: boolean }) => (
  <span
    aria-hidden
    style={{
      display: 'inline-block',
      width: 10,
      height: 10,
      border: `2px solid ${COLOUR}`,
      background: filled ? COLOUR : 'transparent',
    }}
  />
);

/** A day without figures has its place, too. */
function withoutGaps({ from, to, days }: Usage): Day[] {
  const found = new Map(days.map((day) => [day.day, day]));
  const all: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) all.push(found.get(day) ?? { day, bytesIn: 0, bytesOut: 0 });
  return all;
}

/** What the chart fills in besides `bytes`. */
function Hint({ active, payload, bytes }: Partial<TooltipContentProps> & { bytes: (bytes: number) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = payload?.[0]?.payload as Day | undefined;
  if (!active || !shown) return null;
  return (
    <Paper withBorder shadow="sm" px="sm" py={6}>
      <Text size="sm" fw={600}>
        {format.day(shown.day)}
      </Text>
      <Text size="sm">{t('analysis.usage.received', { amount: bytes(shown.bytesIn) })}</Text>
      <Text size="sm">{t('analysis.usage.sent', { amount: bytes(shown.bytesOut) })}</Text>
    </Paper>
  );
}
