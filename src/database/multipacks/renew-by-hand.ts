import { refusalToRenew } from '../../domain/portal.ts';
import { nextTermByHand } from '../../domain/renewal.ts';
import { type Act, Refusal } from '../act.ts';
import type { Multipack } from '../generated/client.ts';
import { lockMultipack, successorsOf } from './chain.ts';
import { carriedSuspension, termStateOf } from './renew.ts';
import { placeAfter, recordCommand, rowsOf, traceTerm } from './write.ts';

/**
 * Sells the period after this one, which does not renew by itself, on its own terms (002): from the day after its last, or
 * from today if that is later. Once per multipack, for it is the next of its chain. Throws `multipack_not_found` (404),
 * `portal_renewal_not_allowed`, `renewal_ended`, `next_period_bought`, `already_frozen`, `not_begun`, `plan_retired` (409).
 */
export async function renewByHand(act: Act, multipackId: string): Promise<Multipack> {
  const { tx } = act;
  const { chain, term } = await lockMultipack(act, multipackId);
  const { row, facts } = term;
  const plan = await tx.plan.findUniqueOrThrow({ where: { id: row.planId } });
  const { today } = chain;
  const refusal = refusalToRenew(facts, { ...row, isPlanSold: plan.retiredAt === null }, { today });
  if (refusal) {
    const validFrom = refusal === 'not_begun' ? facts.validFrom : successorsOf(chain, term)[0]?.facts.validFrom;
    throw new Refusal(409, refusal, { name: row.name, plan: plan.name, ...(validFrom && { validFrom }) });
  }
  const commandId = await recordCommand(act, { kind: 'renew', receivedAt: chain.now, payload: { multipackId } });
  const state = nextTermByHand(termStateOf(row), today);
  const rows = rowsOf(placeAfter(row, chain.now), state);
  const bought = await tx.multipack.create({ data: { ...rows.multipack, ...carriedSuspension(row, facts, today) } });
  await tx.receivable.createMany({ data: rows.receivables });
  const { validFrom, validTo } = state.period;
  await traceTerm(act, chain, { row: bought }, 'sold', {
    commandId,
    plan: plan.name,
    validFrom,
    validTo,
    renewalOf: row.id,
  });
  return bought;
}
