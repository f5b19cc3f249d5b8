import { useGet } from '../../shared/queries.ts';
import type { RequestsPresence } from '../../shared/types.ts';

/** As often as who has a request open says so. */
const BEAT_MS = 10_000;

/** The names of who else has which request open, by the request. */
export function useAllPresence(): ReadonlyMap<string, string[]> {
  const { data } = useGet<RequestsPresence>('/api/cancellation-requests/presence', {}, { refetchInterval: BEAT_MS });
  const names = new Map<string, string[]>();
  for (const { requestId, name } of data?.viewers ?? []) names.set(requestId, [...(names.get(requestId) ?? []), name]);
  return names;
}
