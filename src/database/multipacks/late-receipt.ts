import { endOfDay, type LocalDate } from '../../domain/dates.ts';
import { type Act, Refusal } from '../act.ts';
import { lockMultipack } from './chain.ts';
import { cancelRenewal, type RenewalCancelled } from './renewal-cancellation.ts';
import { traceTerm } from './write.ts';

/**
 * Cancels the renewal by a letter that came earlier and is recorded only now: it counts as received at the end of its local
 * day, and if that was in time the renewal made since is taken back (000). Whoever calls it has checked the permission.
 * Throws as `cancelRenewal`, and `receipt_in_the_future` (422).
 */
export async function cancelRenewalReceivedOn(
  act: Act,
  multipackId: string,
  { receivedOn, reason }: { receivedOn: LocalDate; reason: string },
): Promise<RenewalCancelled> {
  const { chain, term } = await lockMultipack(act, multipackId);
  if (receivedOn > chain.today) throw new Refusal(422, 'receipt_in_the_future', { receivedOn, today: chain.today });
  const endOfThatDay = endOfDay(receivedOn, term.row.timeZone).getTime() - 1;
  const receivedAt = new Date(Math.min(endOfThatDay, chain.now.getTime()));
  const cancelled = await cancelRenewal(act, multipackId, receivedAt, receivedOn);
  await traceTerm(act, chain, term, 'receipt_recorded_late', { receivedOn, reason });
  return cancelled;
}
