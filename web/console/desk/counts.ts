import { useGet } from '../../shared/queries.ts';
import type { RequestCounts } from '../../shared/types.ts';
import { useDesk } from './place.ts';

/**
 * How many there are beside the search and the SLA, which are not counted by. Who analyses says nothing about what is
 * pending, at risk or past its limit.
 */
export function useCounts(): RequestCounts | undefined {
  const { filters } = useDesk();
  const { branchId, reasonId, operatorId } = filters;
  const path = '/api/cancellation-requests/counts';
  const all = useGet<RequestCounts>(path, { branchId, reasonId });
  const ofOperator = useGet<RequestCounts>(path, { branchId, reasonId, operatorId });
  if (!all.data || !ofOperator.data) return undefined;
  return { ...all.data, inAnalysis: ofOperator.data.inAnalysis };
}
