import { useNavigate, useSearch } from '@tanstack/react-router';
import type { AnalysisAddress } from './address.ts';

/** What the analysis shows, as the address says, and how to show something else; the rest stays as it is. */
export function useAnalysis() {
  const address: AnalysisAddress = useSearch({ from: '/shell/requests/$requestId' });
  const navigate = useNavigate({ from: '/requests/$requestId' });
  const go = (to: AnalysisAddress, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: to.act !== undefined, ...options });
  return { address, go };
}
