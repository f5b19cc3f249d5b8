/**
 * A second opinion on dates and zones that shares nothing with `src/domain`: the calendar is a table made by stepping from
 * day to day, and zones are asked of `Intl.DateTimeFormat`.
 */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly text: string;
}

const DAY_IN_MS = 86_400_000;
const FIRST = 1900;
const LAST = 2200;

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
const february = (year: number): number => (year % 400 === 0 ? 29 : year % 100 === 0 ? 28 : year % 4 === 0 ? 29 : 28);

export const lengthOfMonth = (year: number, month: number): number =>
  month === 2 ? february(year) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** Every day from 1900-01-01 to 2200-12-31, in order. */
export const calendar: readonly Day[] = (() => {
  const days: Day[] = [];
  for (let year = FIRST; year <= LAST; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= lengthOfMonth(year, month); day++) {
        days.push({ year, month, day, text: `${year}-${two(month)}-${two(day)}` });
      }
    }
  }
  return days;
})();

const indexByText = new Map(calendar.map((day, index) => [day.text, index]));

export const indexOf = (text: string): number => {
  const index = indexByText.get(text);
  if (index === undefined) throw new Error(`The calendar has no ${text}`);
  return index;
};

export const dayAt = (index: number): Day => {
  const day = calendar[index];
  if (!day) throw new Error(`The calendar has no day ${index}`);
  return day;
};

/** `anchor` in the month `months` after that of `from`, or the last day of that month. */
export const inMonth = (from: Day, months: number, anchor: number): string => {
  let { year, month } = from;
  for (let i = 0; i < months; i++) {
    month += 1;
    if (month === 13) {
      month = 1;
      year += 1;
    }
  }
  for (let i = 0; i > months; i--) {
    month -= 1;
    if (month === 0) {
      month = 12;
      year -= 1;
    }
  }
  const length = lengthOfMonth(year, month);
  return `${year}-${two(month)}-${two(anchor < length ? anchor : length)}`;
};

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (zone: string): Intl.DateTimeFormat => {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, found);
  }
  return found;
};

export interface Wall {
  readonly date: string;
  /** `HH:MM`. */
  readonly time: string;
  /** What the wall shows, read as if it were UTC. */
  readonly ms: number;
}

/** What the clock on the wall shows at an instant, to the second. */
export const wallAt = (instant: number, zone: string): Wall => {
  // 03/29/2026, 01:30:00
  const text = format(zone).format(instant);
  const date = `${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)}`;
  const time = text.slice(12, 17);
  return { date, time, ms: Date.parse(`${date}T${time}:${text.slice(18, 20)}Z`) };
};

const offsetAt = (instant: number, zone: string): number =>
  wallAt(instant, zone).ms - Math.floor(instant / 1000) * 1000;

const starts = new Map<string, number>();

/** The first instant whose local date is `date` or later, found by halving; zones since 1972 change at whole minutes. */
export const startOfLocalDay = (date: string, zone: string): number => {
  const key = `${zone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const midnight = Date.parse(`${date}T00:00Z`) / 60_000;
  let before = midnight - 40 * 60;
  let after = midnight + 40 * 60;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(middle * 60_000, zone).date >= date) after = middle;
    else before = middle;
  }
  starts.set(key, after * 60_000);
  return after * 60_000;
};

/** The instants at which the wall shows `time` on `date`: none, one or two, in order. */
export const instantsOf = (date: string, time: string, zone: string): number[] => {
  const wall = Date.parse(`${date}T${time}Z`);
  const offsets = new Set([-36, 36].map((hours) => offsetAt(wall + hours * 3_600_000, zone)));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => wallAt(instant, zone).ms === wall)
    .sort((a, b) => a - b);
};

/** Whether clocks in `zone` are changed between the noon before and the noon after the start of `date`. */
export const changesAround = (date: string, zone: string): boolean => {
  const start = startOfLocalDay(date, zone);
  return offsetAt(start - DAY_IN_MS / 2, zone) !== offsetAt(start + DAY_IN_MS / 2, zone);
};
