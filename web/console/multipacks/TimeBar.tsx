import { Group, Text } from '@mantine/core';
import { type ReactNode, type SVGProps, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, daysBetween, useFormat } from '../../shared/format.ts';
import type { Receivable } from '../../shared/types.ts';

export interface TimeBarProps {
  /** What is drawn, as a name; the text alternative goes on from it. */
  label: string;
  /** First and last day of the axis. */
  from: string;
  to: string;
  validFrom: string;
  validTo: string;
  /** The last day on which the renewal may be cancelled; null where none is awaited. */
  deadline: string | null;
  today: string;
  /** The period that the renewal would make, or has made. */
  next?: { from: string; to: string } | null | undefined;
  /** Days of the validity that a withdrawal or cancellation took away. */
  dropped?: { from: string; to: string } | null | undefined;
  /** Last frozen day; null: until it is reactivated. */
  freeze?: { from: string; until: string | null } | null | undefined;
  receivables?: readonly Pick<Receivable, 'dueOn' | 'state'>[] | undefined;
  /** In grey: it is over. */
  muted?: boolean | undefined;
  /** With the months written beneath, and twice as high. */
  scale?: boolean | undefined;
}

/** At least 3 to 1 against the page in both themes, as graphics need. */
const COLOURS = {
  valid: 'light-dark(var(--mantine-color-teal-8), var(--mantine-color-teal-6))',
  muted: 'light-dark(var(--mantine-color-gray-6), var(--mantine-color-gray-6))',
  deadline: 'light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-5))',
  paid: 'light-dark(var(--mantine-color-teal-8), var(--mantine-color-teal-6))',
  open: 'light-dark(var(--mantine-color-blue-7), var(--mantine-color-blue-4))',
  void: 'var(--mantine-color-dimmed)',
  text: 'var(--mantine-color-text)',
  page: 'var(--mantine-color-body)',
  line: 'var(--mantine-color-dimmed)',
};

/** Paid is a full disc, open a hollow diamond, void a cross: shape and colour. Drawn around 0,0. */
export function ReceivableMark({ state }: { state: Receivable['state'] }) {
  if (state === 'paid') return <circle r={4} fill={COLOURS.paid} />;
  if (state === 'open') return <path d="M0-5 5 0 0 5-5 0z" fill={COLOURS.page} stroke={COLOURS.open} strokeWidth={2} />;
  return <path d="M-4-4 4 4M4-4-4 4" stroke={COLOURS.void} strokeWidth={2} />;
}

/**
 * A multipack on a line of time: its validity, filled up to today; the deadline as a tick with a flag; frozen days hatched;
 * the next period in outline; what is due as marks beneath. It takes the width it is given.
 */
export function TimeBar({ label, scale = false, muted = false, receivables = [], ...bar }: TimeBarProps) {
  const { from, to, validFrom, validTo, deadline, today, next, dropped, freeze } = bar;
  const id = useId();
  const describe = useBarText();
  const days = daysBetween(from, to) + 1;
  /** Where a day begins, in percent of the width. */
  const at = (date: string) => (Math.min(days, Math.max(0, daysBetween(from, date))) / days) * 100;
  const span = (first: string, last: string) => {
    const x = at(first);
    return { x: `${x}%`, width: `${Math.max(0, at(addDays(last, 1)) - x)}%` };
  };
  const shown = (date: string) => date >= from && date <= to;
  const top = 9;
  const height = scale ? 22 : 12;
  const marks = top + height + 11;
  const bottom = top + height + (receivables.length > 0 ? 20 : 5);
  const colour = muted ? COLOURS.muted : COLOURS.valid;
  const start = at(validFrom);
  // To the middle of today, where its mark stands.
  const elapsed = today > validTo ? at(addDays(validTo, 1)) - start : at(today) + 50 / days - start;
  const frozenTo = freeze && (freeze.until ?? (today > freeze.from ? today : freeze.from));
  return (
    <svg
      role="img"
      aria-label={describe({ label, receivables, ...bar })}
      width="100%"
      height={bottom + (scale ? 18 : 0)}
      style={{ display: 'block', overflow: 'visible', forcedColorAdjust: 'none' }}
    >
      <Hatch id={id} />
      <line x1="0" x2="100%" y1={top + height / 2} y2={top + height / 2} stroke={COLOURS.line} strokeOpacity={0.4} />
      {next && (
        <rect
          {...span(next.from, next.to)}
          y={top + 0.5}
          height={height - 1}
          rx={2}
          fill={COLOURS.page}
          stroke={COLOURS.line}
          strokeDasharray="4 3"
        />
      )}
      {dropped && (
        <rect
          {...span(dropped.from, dropped.to)}
          y={top + 0.5}
          height={height - 1}
          rx={2}
          fill={COLOURS.page}
          stroke={COLOURS.line}
          strokeDasharray="1 3"
        />
      )}
      <rect {...span(validFrom, validTo)} y={top} height={height} rx={2} fill={COLOURS.page} />
      <rect {...span(validFrom, validTo)} y={top} height={height} rx={2} fill={colour} fillOpacity={0.25} />
      {today >= validFrom && (
        <rect x={`${start}%`} width={`${elapsed}%`} y={top} height={height} rx={2} fill={colour} />
      )}
      {freeze && frozenTo && (
        <rect {...span(freeze.from, frozenTo)} y={top} height={height} fill={`url(#${id})`} stroke={COLOURS.text} />
      )}
      <rect
        {...span(validFrom, validTo)}
        y={top}
        height={height}
        rx={2}
        fill="none"
        stroke={colour}
        strokeWidth={1.5}
      />
      {shown(today) && <Tick at={at(today)} days={days} y1={2} y2={top + height + 5} colour={COLOURS.text} />}
      {deadline !== null && shown(deadline) && (
        <svg x={`${at(addDays(deadline, 1))}%`} y={0} overflow="visible">
          <line y1={0} y2={top + height + 4} stroke={COLOURS.page} strokeWidth={5} />
          <line y1={0} y2={top + height + 4} stroke={COLOURS.deadline} strokeWidth={2} />
          <path d="M0 0h-8l3 3.5-3 3.5h8z" fill={COLOURS.deadline} />
        </svg>
      )}
      {receivables.map(
        ({ dueOn, state }, index) =>
          shown(dueOn) && (
            <svg key={index} x={`${at(dueOn)}%`} y={marks} overflow="visible">
              <ReceivableMark state={state} />
            </svg>
          ),
      )}
      {scale && <Scale from={from} to={to} at={at} y={bottom} />}
    </svg>
  );
}

const Hatch = ({ id }: { id: string }) => (
  <defs>
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill={COLOURS.page} />
      <line x1="1" y1="0" x2="1" y2="6" stroke={COLOURS.text} strokeWidth="2" />
    </pattern>
  </defs>
);

/** Today, in the middle of its day. */
function Tick({ at, days, y1, y2, colour }: { at: number; days: number; y1: number; y2: number; colour: string }) {
  return (
    <svg x={`${at + 50 / days}%`} overflow="visible">
      <line y1={y1} y2={y2} stroke={COLOURS.page} strokeWidth={5} />
      <line y1={y1} y2={y2} stroke={colour} strokeWidth={2} strokeDasharray="3 2" />
    </svg>
  );
}

const firstOfMonth = (date: string, months: number): string => {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
};

/** At most this many words fit beneath the bar on the narrowest screen. */
const MOST_WORDS = 5;

/** First days of months, or every so many days where there are few. */
function daysOfScale(from: string, to: string): { days: string[]; byMonth: boolean } {
  const length = daysBetween(from, to) + 1;
  const byMonth = length > 75;
  const days: string[] = [];
  if (byMonth) {
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((months) => length / (months * 30.4) <= MOST_WORDS) ?? 600;
    // From a January, so that steps fall on the same months whatever is shown.
    const january = `${from.slice(0, 4)}-01-01`;
    for (let i = 0, day = january; day <= to; i += step, day = firstOfMonth(january, i)) {
      if (day >= from) days.push(day);
    }
  } else {
    for (let day = from; day <= to; day = addDays(day, Math.ceil(length / MOST_WORDS))) days.push(day);
  }
  return { days, byMonth };
}

function Scale({ from, to, at, y }: { from: string; to: string; at: (date: string) => number; y: number }) {
  const format = useFormat();
  const { days, byMonth } = daysOfScale(from, to);
  return (
    <g aria-hidden>
      {days.map((day) => {
        const x = at(day);
        return (
          <svg key={day} x={`${x}%`} overflow="visible">
            <line y1={y - 3} y2={y + 3} stroke={COLOURS.line} />
            {x < 90 && (
              <text x={3} y={y + 13} fontSize="12" fill={COLOURS.line}>
                {byMonth ? format.monthShort(day) : format.dayShort(day)}
              </text>
            )}
          </svg>
        );
      })}
    </g>
  );
}

/** What the drawing says, in sentences. */
function useBarText(): (bar: Omit<TimeBarProps, 'scale' | 'muted'>) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ label, validFrom, validTo, deadline, today, next, dropped, freeze, receivables = [] }) => {
    const period = (from: string, to: string) => ({ from: format.inWords(from), to: format.inWords(to) });
    const count = (state: Receivable['state']) => receivables.filter((each) => each.state === state).length;
    const said = [
      t('multipacks.bar.valid', { name: label, ...period(validFrom, validTo) }),
      t('multipacks.bar.today', { date: format.inWords(today) }),
      deadline && t('multipacks.bar.deadline', { date: format.inWords(deadline) }),
      freeze &&
        (freeze.until
          ? t('multipacks.bar.frozen', period(freeze.from, freeze.until))
          : t('multipacks.bar.frozenOpen', { from: format.inWords(freeze.from) })),
      dropped && t('multipacks.bar.dropped', period(dropped.from, dropped.to)),
      next && t('multipacks.bar.next', period(next.from, next.to)),
      receivables.length > 0 &&
        t('multipacks.bar.receivables', { open: count('open'), paid: count('paid'), void: count('void') }),
    ];
    return said.filter(Boolean).join(' ');
  };
}

export interface Legended {
  today: boolean;
  deadline: boolean;
  next: boolean;
  dropped?: boolean;
  freeze: boolean;
  receivables: readonly Receivable['state'][];
}

/** A piece of the bar, for the legend. */
const Box = (props: SVGProps<SVGRectElement>) => <rect x={-7} y={-5} width={14} height={10} {...props} />;

/** What the marks of the bar above mean; of those that are there. */
export function Legend({ shown, caption }: { shown: Legended; caption: string }) {
  const { t } = useTranslation();
  const id = useId();
  const marks: [name: string, mark: ReactNode][] = [];
  if (shown.today) {
    marks.push([
      t('multipacks.bar.marks.today'),
      <line key="today" y1={-8} y2={8} stroke={COLOURS.text} strokeWidth={2} strokeDasharray="3 2" />,
    ]);
  }
  if (shown.deadline) {
    marks.push([
      t('multipacks.bar.marks.deadline'),
      <path key="deadline" d="M4-7h-8l3 3.5-3 3.5h7V8h1z" fill={COLOURS.deadline} />,
    ]);
  }
  if (shown.next) {
    marks.push([
      t('multipacks.bar.marks.next'),
      <Box key="next" rx={2} fill="none" stroke={COLOURS.line} strokeDasharray="4 3" />,
    ]);
  }
  if (shown.dropped) {
    marks.push([
      t('multipacks.bar.marks.dropped'),
      <Box key="dropped" rx={2} fill="none" stroke={COLOURS.line} strokeDasharray="1 3" />,
    ]);
  }
  if (shown.freeze) {
    marks.push([
      t('multipacks.bar.marks.frozen'),
      <g key="frozen">
        <Hatch id={id} />
        <Box fill={`url(#${id})`} stroke={COLOURS.text} />
      </g>,
    ]);
  }
  for (const state of new Set(shown.receivables)) {
    marks.push([t(`multipacks.bar.marks.${state}`), <ReceivableMark key={state} state={state} />]);
  }
  return (
    <Group component="figcaption" gap="4px 16px" aria-label={caption}>
      {marks.map(([name, mark]) => (
        <Group key={name} gap={6} wrap="nowrap">
          <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden style={{ forcedColorAdjust: 'none' }}>
            {mark}
          </svg>
          <Text size="xs" c="dimmed" span>
            {name}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
