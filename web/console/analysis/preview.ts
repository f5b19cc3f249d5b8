import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../shared/api.ts';
import type { CancellationRequestDetail, CancelPreviewed, WithdrawalEffect } from '../../shared/types.ts';

/**
 * What a cancellation with that last day would do; without one, with the first that may be chosen. It is asked again when
 * the request was, and never by itself: of one that is concluded meanwhile there is no answer.
 */
export const useCancelPreview = ({ id, now }: CancellationRequestDetail, lastDay?: string) => {
  const path = `/api/cancellation-requests/${id}/cancel/preview`;
  return useQuery({
    queryKey: [path, { lastDay: lastDay ?? null, now }],
    queryFn: ({ signal }) =>
      api<CancelPreviewed>('POST', path, { body: lastDay === undefined ? {} : { lastDay }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 'static',
  });
};

const RENEWING = new Set(['will_renew', 'held']);

/** As the pages of a withdrawal show it, which does the same to what is owed. */
export const effectOf = (seen: CancelPreviewed): WithdrawalEffect => ({
  ...seen,
  reason: null,
  renewalStops: RENEWING.has(seen.multipack.renewalState),
});
