import { useNavigate, useSearch } from '@tanstack/react-router';
import { addDays, todayIn } from '../../shared/format.ts';
import type { RenewalList } from '../places.ts';
import { useSession } from '../shell/session.ts';

interface Place {
  /** The morning after the night that is looked at; never later than today. */
  night: string;
  /** `YYYY-MM` of the calendar. */
  month: string;
  list: RenewalList | undefined;
  /** What the list `day` is about. */
  day: string;
  branchId: string | undefined;
}

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** How far ahead the forecast reaches (src/database/multipacks/forecast.ts), in whole years. */
const YEARS_AHEAD = 9;

/** Where on the page somebody is, as the address says, and how to go elsewhere. Today is in the zone of the own branch. */
export function usePlace() {
  const { branch } = useSession();
  const search = useSearch({ from: '/shell/renewals' });
  const navigate = useNavigate();
  const today = todayIn(branch.timeZone);
  const lastMonth = `${Number(today.slice(0, 4)) + YEARS_AHEAD}-12`;
  const place: Place = {
    night: isDay(search.night) && search.night < today ? search.night : today,
    month: isDay(`${search.month}-01`) && search.month! <= lastMonth ? search.month! : today.slice(0, 7),
    list: search.list,
    day: isDay(search.day) ? search.day : today,
    branchId: search.branchId,
  };
  const go = (to: Partial<Record<keyof Place, string | undefined>>) =>
    void navigate({
      to: '/renewals',
      search: (before) => {
        const { night, month, list, ...rest } = { ...before, ...to };
        return {
          ...rest,
          night: night === today ? undefined : night,
          month: month === today.slice(0, 7) ? undefined : month,
          list: list as RenewalList | undefined,
        };
      },
      resetScroll: false,
    });
  return { ...place, today, lastMonth, go };
}

export const firstOf = (month: string): string => `${month}-01`;
export const lastOf = (month: string): string => addDays(firstOf(addMonths(month, 1)), -1);

export function addMonths(month: string, count: number): string {
  const at = new Date(`${month}-15T12:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + count);
  return at.toISOString().slice(0, 7);
}
