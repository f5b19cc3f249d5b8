import { useGet } from '../../shared/queries.ts';
import type { RequestEligibility } from '../../shared/types.ts';

/** Where a request is opened from: a ticket, or else the customer's profile. */
export type Origin = { ticketId: string } | { multipackId: string };

/** Whether a request may be opened, by which profile and until when, as the server judges it. */
export const useEligibility = (origin: Origin, profileId?: string, options: { enabled?: boolean } = {}) =>
  useGet<RequestEligibility>('/api/cancellation-requests/eligibility', { ...origin, profileId }, options);
