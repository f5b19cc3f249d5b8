import { addDays } from '../../shared/format.ts';

export type Period = 'day' | 'week' | 'month';

/** First day of the period that a day is in. */
export function startOf(by: Period, date: string): string {
  if (by === 'month') return `${date.slice(0, 7)}-01`;
  if (by === 'day') return date;
  // Weeks begin on Monday, as the server counts them.
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

/** First day of the period after the one that begins on `date`. */
export function nextOf(by: Period, date: string): string {
  if (by === 'day') return addDays(date, 1);
  return by === 'week' ? addDays(date, 7) : startOf('month', addDays(date, 31));
}
