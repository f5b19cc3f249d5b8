import { useNavigate, useSearch } from '@tanstack/react-router';
import { todayIn } from '../../shared/format.ts';
import { useSession } from '../shell/session.ts';
import type { ReportsAddress } from './address.ts';

/** What the page shows, as the address says, and how to show something else. Today is in the zone of the own branch. */
export function useReports() {
  const { branch } = useSession();
  const search: ReportsAddress = useSearch({ from: '/shell/reports' });
  const navigate = useNavigate();
  const go = (to: ReportsAddress) =>
    void navigate({ to: '/reports', search: (before) => ({ ...before, ...to }), resetScroll: false });
  return { ...search, today: todayIn(branch.timeZone), go };
}

export const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;
