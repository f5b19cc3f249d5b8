import { Text, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, daysBetween, firstDayOfWeek, useFormat } from '../../shared/format.ts';
import type { Month, Sum } from './Calendar.tsx';
import { addMonths, firstOf, lastOf } from './place.ts';
import style from './renewals.module.css';

interface MonthGridProps {
  /** `YYYY-MM` */
  month: string;
  today: string;
  nights: Month;
  /** While the nights are asked for; the days are there already, so that the focus has a place. */
  isBusy: boolean;
  onOpen: (day: string) => void;
  onMonth: (month: string) => void;
}

const countOf = (sums: Sum[] = []) => sums.reduce((all, { count }) => all + count, 0);

/**
 * One month as a grid of days: one of them is in the order of Tab, the arrow keys move to the others, also into the month
 * before and after; Home and End go to the ends of the week, Page Up and Page Down a month back and on, Enter opens.
 */
export function MonthGrid({ month, today, nights, isBusy, onOpen, onMonth }: MonthGridProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState(today);
  /** Set by a key, so that the focus follows into another month. */
  const isMoving = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const [first, last] = [firstOf(month), lastOf(month)];
  const active = chosen >= first && chosen <= last ? chosen : today >= first && today <= last ? today : first;
  useEffect(() => {
    if (!isMoving.current || chosen !== active) return;
    isMoving.current = false;
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const placeInWeek = (day: string) =>
    (new Date(`${day}T12:00:00Z`).getUTCDay() - firstDayOfWeek(i18n.language) + 7) % 7;
  const start = addDays(first, -placeInWeek(first));
  const weeks = Array.from({ length: Math.ceil((daysBetween(start, last) + 1) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)),
  );
  const most = Math.max(1, ...[...nights.made.values(), ...nights.expected.values()].map(countOf));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const inMonth = (count: number) => {
      const other = addMonths(month, count);
      const day = other + active.slice(7);
      return day <= lastOf(other) ? day : lastOf(other);
    };
    const moves: Record<string, () => string> = {
      ArrowLeft: () => addDays(active, -1),
      ArrowRight: () => addDays(active, 1),
      ArrowUp: () => addDays(active, -7),
      ArrowDown: () => addDays(active, 7),
      Home: () => addDays(active, -placeInWeek(active)),
      End: () => addDays(active, 6 - placeInWeek(active)),
      PageUp: () => inMonth(-1),
      PageDown: () => inMonth(1),
    };
    const target = moves[event.key]?.();
    if (target === undefined) return;
    event.preventDefault();
    isMoving.current = true;
    setChosen(target);
    if (target.slice(0, 7) !== month) onMonth(target.slice(0, 7));
  };

  const said = (sums: Sum[]) => sums.map(({ amount }) => format.money(amount)).join(' + ');
  const labelOf = (day: string, made: Sum[], expected: Sum[]) =>
    [
      format.day(day),
      ...(day === today ? [t('renewals.today')] : []),
      ...(made.length > 0 ? [t('renewals.madeSum', { count: countOf(made), money: said(made) })] : []),
      ...(expected.length > 0 ? [t('renewals.expectedSum', { count: countOf(expected), money: said(expected) })] : []),
      ...(made.length + expected.length === 0 ? [t('renewals.noRenewals')] : []),
    ].join(', ');

  return (
    <table
      ref={grid}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- A table with keys is a grid.
      role="grid"
      className={style['month']}
      aria-label={format.month(first)}
      aria-busy={isBusy}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {weeks[0]!.map((day) => (
            <th key={day} scope="col">
              {format.weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              if (day < first || day > last) return <td key={day} aria-hidden />;
              const made = nights.made.get(day) ?? [];
              const expected = nights.expected.get(day) ?? [];
              const share = (100 * (countOf(made) + countOf(expected))) / most;
              return (
                <td key={day} aria-current={day === today ? 'date' : undefined}>
                  <button
                    type="button"
                    tabIndex={day === active ? 0 : -1}
                    className={style['day']}
                    data-today={day === today || undefined}
                    style={{ '--share': `${Math.min(share, 100) * 0.22}%` } as React.CSSProperties}
                    onClick={() => {
                      setChosen(day);
                      onOpen(day);
                    }}
                  >
                    <VisuallyHidden>{labelOf(day, made, expected)}</VisuallyHidden>
                    <span className={style['date']} aria-hidden>
                      {Number(day.slice(8))}
                    </span>
                    <Sums sums={made} isMade />
                    <Sums sums={expected} isMade={false} />
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is made has a tick; what is expected stands plain. */
function Sums({ sums, isMade }: { sums: Sum[]; isMade: boolean }) {
  const format = useFormat();
  if (sums.length === 0) return null;
  return (
    <>
      <Text span size="sm" fw={600} className={style['figure']} aria-hidden>
        {isMade && <IconCheck size={13} aria-hidden />}
        {format.number(countOf(sums))}
      </Text>
      {sums.map(({ amount }) => (
        <Text span key={amount.currency} c="dimmed" className={style['money']} aria-hidden>
          {format.moneyShort(amount)}
        </Text>
      ))}
    </>
  );
}
