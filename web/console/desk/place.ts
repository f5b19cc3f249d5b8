import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DeskAddress } from './address.ts';

/** What the desk shows, as the address says, and how to show something else. */
export function useDesk() {
  const { column, ...filters }: DeskAddress = useSearch({ from: '/shell/desk' });
  const navigate = useNavigate();
  const go = (to: DeskAddress) =>
    void navigate({ to: '/desk', search: (before) => ({ ...before, ...to }), replace: true, resetScroll: false });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const clear = () => void navigate({ to: '/desk', search: { column }, resetScroll: false });
  return { filters, column: column ?? ('pending' as const), isFiltered, go, clear };
}
