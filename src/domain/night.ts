import { addDays, instantAt, type LocalDate, minutesOfTime } from './dates.ts';
import { DomainError } from './errors.ts';
import { deadlineEnds } from './notice.ts';

/** Local times `HH:MM` of one night, `to` excluded. */
export interface NightWindow {
  readonly from: string;
  readonly to: string;
}

export const DEFAULT_NIGHT_WINDOW: NightWindow = { from: '00:00', to: '04:00' };

const NOON = 12 * 60;
const MINUTE_IN_MS = 60_000;

const windowMinutes = (window: NightWindow): number => {
  const from = minutesOfTime(window.from);
  const to = minutesOfTime(window.to);
  if (from === null || to === null || from >= to || to > NOON) {
    throw new DomainError(
      'invalid_night_window',
      `A night lies between 00:00 and 12:00: ${window.from} to ${window.to}`,
      {
        window,
      },
    );
  }
  return to - from;
};

/** The window itself, once it is known to lie within 00:00 to 12:00 and to have a length. Throws `invalid_night_window`. */
export const checkNightWindow = (window: NightWindow): NightWindow => {
  windowMinutes(window);
  return window;
};

/**
 * The night in which the renewal runs, `closes` excluded: the window on the local day after the deadline (002). Valid to
 * 30 September with 15 days of notice: the night of 16 September. Where clocks change within it the night is as much longer
 * or shorter; a window that the change swallows keeps its length, right after the gap. Never before the deadline is over.
 * Throws `invalid_night_window`, `invalid_date`, `unknown_time_zone`.
 */
export const renewalNight = (
  deadline: LocalDate,
  zone: string,
  window: NightWindow = DEFAULT_NIGHT_WINDOW,
): { opens: Date; closes: Date } => {
  const length = windowMinutes(window) * MINUTE_IN_MS;
  const day = addDays(deadline, 1);
  const opens = new Date(Math.max(instantAt(day, window.from, zone).getTime(), deadlineEnds(deadline, zone).getTime()));
  const closes = instantAt(day, window.to, zone, 'later');
  return { opens, closes: closes > opens ? closes : new Date(opens.getTime() + length) };
};

/** A number in [0, 1) that depends on nothing but the text and is spread evenly: FNV-1a, finished as in MurmurHash3. */
export const spread = (key: string): number => {
  const { imul } = Math;
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    hash = imul(hash ^ (unit & 0xff), 0x01000193);
    hash = imul(hash ^ (unit >>> 8), 0x01000193);
  }
  // FNV leaves the last characters in the low bits; ids that count upwards would otherwise share one minute.
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};

/**
 * The millisecond of a night that belongs to one multipack. The key, its id, picks it for good, so that thousands of
 * deadlines on one day do not fall due at once and each keeps its place when it is computed again.
 */
export const instantInNight = ({ opens, closes }: { opens: Date; closes: Date }, key: string): Date =>
  new Date(opens.getTime() + Math.floor(spread(key) * (closes.getTime() - opens.getTime())));

/** The instant at which the multipack `key` is renewed: `instantInNight` of its `renewalNight`. Throws as that. */
export const renewalInstant = (
  deadline: LocalDate,
  zone: string,
  window: NightWindow = DEFAULT_NIGHT_WINDOW,
  key: string,
): Date => instantInNight(renewalNight(deadline, zone, window), key);
