import { endOfDay, type LocalDate } from '../../domain/dates.ts';
import { type Act, Refusal } from '../act.ts';
import { demandFile } from '../files.ts';
import { lockMultipack } from './chain.ts';
import { cancelRenewal, type RenewalCancelled } from './renewal-cancellation.ts';
import { traceTerm } from './write.ts';

/**
 * Cancels the renewal by a letter that came earlier and is recorded only now: it counts as received at the end of its local
 * day, and if that was in time the renewal made since is taken back (000). Whoever calls it has checked the permission.
 * The letter is on file. Throws as `cancelRenewal`, and `receipt_in_the_future`, `file_unknown` (422).
 */
export async function cancelRenewalReceivedOn(
  act: Act,
  multipackId: string,
  { receivedOn, reason, fileId }: { receivedOn: LocalDate; reason: string; fileId: string },
): Promise<RenewalCancelled> {
  const { chain, term } = await lockMultipack(act, multipackId);
  if (receivedOn > chain.today) throw new Refusal(422, 'receipt_in_the_future', { receivedOn, today: chain.today });
  const endOfThatDay = endOfDay(receivedOn, term.row.timeZone).getTime() - 1;
  const receivedAt = new Date(Math.min(endOfThatDay, chain.now.getTime()));
  const file = await demandFile(act.tx, chain.customer.id, fileId);
  const cancelled = await cancelRenewal(act, multipackId, receivedAt, { receivedOn, fileId });
  await traceTerm(act, chain, term, 'receipt_recorded_late', { receivedOn, reason, file });
  return cancelled;
}
