import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../shared/api.ts';
import type { RequestPresence } from '../../shared/types.ts';

/** The server forgets who has not said for thirty seconds that they are there. */
const BEAT_MS = 10_000;

/** Says that the reader has a request open, for as long as the page is seen, and hears who else has. */
export function usePresence(requestId: string, isOpen: boolean): string[] {
  const path = `/api/cancellation-requests/${requestId}/presence`;
  const { data } = useQuery({
    queryKey: ['presence', { requestId }],
    queryFn: ({ signal }) => api<RequestPresence>('POST', path, { body: {}, signal }),
    enabled: isOpen,
    refetchInterval: BEAT_MS,
    retry: false,
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => void api('DELETE', path).catch(() => undefined);
  }, [path, isOpen]);
  return isOpen ? (data?.viewers.map(({ name }) => name) ?? []) : [];
}
