import { isCollectedAutomatically, type PaymentMethod } from '../../domain/terms.ts';
import { type Act, Refusal } from '../act.ts';
import { lockMultipack, successorsOf } from './chain.ts';
import { demandInForce } from './change-terms.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/**
 * Has a multipack, and what was renewed from it, paid by another method (003): what is unpaid is fetched automatically from
 * now on, or no longer; no amount and no date changes. What is at the bank stays there until the bank has answered. Throws
 * `multipack_not_found` (404), `terms_not_changeable`, `nothing_to_change` (409).
 */
export async function changePaymentProfile(act: Act, multipackId: string, paymentMethod: PaymentMethod): Promise<void> {
  const { chain, term } = await lockMultipack(act, multipackId);
  demandInForce(chain, term);
  const { name } = term.row;
  const terms = [term, ...successorsOf(chain, term)].filter(({ row }) => row.paymentMethod !== paymentMethod);
  if (terms.length === 0) throw new Refusal(409, 'nothing_to_change', { name });
  const commandId = await recordCommand(act, {
    kind: 'change_payment_profile',
    receivedAt: chain.now,
    payload: { multipackId, paymentMethod },
  });
  const collected = isCollectedAutomatically(paymentMethod);
  await act.tx.receivable.updateMany({
    where: { multipackId: { in: terms.map(({ row }) => row.id) }, state: 'open', collected: !collected },
    data: { collected, version: { increment: 1 } },
  });
  for (const each of terms) {
    await updateTerm(act, each, { paymentMethod });
    await traceTerm(act, chain, each, 'payment_profile_changed', {
      commandId,
      before: { paymentMethod: each.row.paymentMethod },
      after: { paymentMethod },
    });
  }
  await writeTask(act, chain, multipackId, {
    type: 'change_of_terms',
    result: 'terms_changed',
    note: 'payment_changed',
    values: { name },
    commandId,
  });
}
