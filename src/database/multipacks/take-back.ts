import { type Act, Refusal } from '../act.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Terms } from '../../domain/terms.ts';
import type { Receivable } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { columnsOfSoldTerms, termsOfMultipack } from '../terms-columns.ts';
import { lockMultipack } from './chain.ts';
import type { PlanChanged } from './change-plan.ts';
import { demandChangeable, demandInForce, differencesOf } from './change-terms.ts';
import type { DueDayChanged } from './due-day.ts';
import { lockReceivables } from './ending.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/**
 * Takes back the change of the due day or of the plan that was the last thing to happen to a multipack: all is as it was
 * before (003). Throws `multipack_not_found` (404), `terms_not_changeable`, `already_renewed` and `nothing_to_take_back`
 * (409), the last also where something else happened since, to the multipack or to what is owed.
 */
export async function takeBackChange(act: Act, multipackId: string): Promise<void> {
  const { tx } = act;
  const { chain, term } = await lockMultipack(act, multipackId);
  await lockReceivables(tx, [chain]);
  demandInForce(chain, term);
  const { row } = term;
  const last = await tx.auditEvent.findFirst({
    where: { entity: 'multipack', entityId: multipackId },
    orderBy: { id: 'desc' },
  });
  const receivables = await tx.receivable.findMany({ where: { multipackId } });
  const nothing = new Refusal(409, 'nothing_to_take_back', { name: row.name });
  /** The open receivables that a change touched, each with how it was before. */
  const touched = <T>(of: Record<string, { before: T; after: T }>, isSo: (row: Receivable, after: T) => boolean) =>
    Object.entries(of).map(([id, { before, after }]) => {
      const found = receivables.find((each) => each.id === id);
      if (!found || found.state === 'void' || found.atBankAt || !isSo(found, after)) throw nothing;
      return { found, before };
    });
  const command = (kind: string) =>
    recordCommand(act, { kind, receivedAt: chain.now, payload: { multipackId, of: String(last?.id) } });

  if (last?.action === 'multipack.due_day_changed') {
    const details = last.details as unknown as DueDayChanged;
    const moves = touched<LocalDate>(
      details.receivables,
      ({ dueOn, state }, after) => state === 'open' && fromColumn(dueOn) === after,
    );
    // What would be overdue at once stays where it was agreed on.
    if (moves.some(({ before }) => before < chain.today)) throw nothing;
    const commandId = await command('take_back_due_day');
    for (const { found, before } of moves) {
      const data = { dueOn: toColumn(before), version: { increment: 1 } };
      await tx.receivable.update({ where: { id: found.id }, data });
    }
    const values = { name: row.name };
    await writeTask(act, chain, row.id, {
      ...{ type: 'change_of_terms', result: 'terms_changed', note: 'due_day_restored', values, commandId },
    });
    await traceTerm(act, chain, term, 'due_day_restored', { commandId });
    return;
  }

  if (last?.action !== 'multipack.plan_changed') throw nothing;
  demandChangeable(chain, term);
  const details = last.details as unknown as PlanChanged;
  const now = termsOfMultipack(row);
  if (differencesOf(now, { ...now, ...details.after }).length > 0) throw nothing;
  const before: Terms = { ...now, ...details.before };
  const amounts = touched<number>(details.receivables, ({ amount }, after) => amount === BigInt(after));
  if (amounts.some(({ found, before: amount }) => BigInt(amount) < found.paidAmount)) throw nothing;
  const commandId = await command('take_back_plan');
  await updateTerm(act, term, {
    ...columnsOfSoldTerms(before, details.planBefore.renewalPlanId ?? undefined),
    planId: details.planBefore.planId,
  });
  for (const { found, before: amount } of amounts) {
    const state = BigInt(amount) === found.paidAmount ? 'paid' : 'open';
    await tx.receivable.update({
      where: { id: found.id },
      data: { amount: BigInt(amount), state, version: { increment: 1 } },
    });
  }
  const values = { name: before.name, plan: details.plan };
  await writeTask(act, chain, row.id, {
    ...{ type: 'change_of_terms', result: 'terms_changed', note: 'plan_restored', values, commandId },
  });
  await traceTerm(act, chain, term, 'plan_restored', { commandId, plan: details.plan });
  await tellChain(tx, chain.id);
}
