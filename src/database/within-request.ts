import { type Act, Refusal } from './act.ts';

/**
 * The same change as a part of the analysis of a cancellation request of the customer, whose history then shows it (003).
 * Throws `request_unknown` (422) for one that is not the customer's or is concluded.
 */
export async function withinRequest(act: Act, customerId: string, requestId: string | undefined): Promise<Act> {
  if (requestId === undefined) return act;
  const request = await act.tx.cancellationRequest.findFirst({
    where: { id: requestId, customerId, concludedAt: null },
    select: { id: true },
  });
  if (!request) throw new Refusal(422, 'request_unknown');
  return { ...act, within: request.id };
}
