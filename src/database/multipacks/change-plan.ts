import { type OpenReceivable, priceForPeriod, renewalTermsFrom, repriced } from '../../domain/changes.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { addDays } from '../../domain/dates.ts';
import { type Money, signedMoney } from '../../domain/money.ts';
import { deadlineStanding } from '../../domain/multipack-state.ts';
import { checkTerms, renewedTerms, type Terms } from '../../domain/terms.ts';
import type { PlanTold } from '../../mail/letters.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import type { Plan, Receivable } from '../generated/client.ts';
import { fromColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { columnsOfSoldTerms, termsOfMultipack, termsOfPlan } from '../terms-columns.ts';
import { type Chain, lockMultipack, renewalOf, type Term } from './chain.ts';
import { changeDetails, demandChangeable, differencesOf } from './change-terms.ts';
import { confirmPlan } from './confirmation.ts';
import { lockReceivables } from './ending.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

export interface ChangeOfPlan {
  planId: string;
  /** `now`: its services at once, its price for what is unpaid and due from today on; `renewal`: all of it then. */
  when: 'now' | 'renewal';
}

/** What a change of plan means for a multipack. */
export interface PlanChange {
  plan: Plan;
  /** The first day on which it holds. */
  from: LocalDate;
  before: Terms;
  after: Terms;
  /** All receivables of the period, and what each will be. */
  receivables: { row: Receivable; amount: bigint }[];
  /** How much more is owed for the period; below zero: less. */
  difference: Money;
}

/** What the history keeps of it: what it changed of the terms, and of amounts in minor units by the receivable's id. */
export interface PlanChanged {
  plan: string;
  planBefore: { planId: string; renewalPlanId: string | null };
  before: Partial<Terms>;
  after: Partial<Terms>;
  receivables: Record<string, { before: number; after: number }>;
}

/**
 * What `changePlan` would do now; writes nothing. Throws as it does.
 */
export async function previewChangeOfPlan(
  tx: Tx,
  { chain, term }: { chain: Chain; term: Term },
  asked: ChangeOfPlan,
): Promise<PlanChange> {
  const { row, facts } = term;
  demandChangeable(chain, term);
  const plan = await tx.plan.findUnique({ where: { id: asked.planId } });
  if (!plan) throw new Refusal(404, 'plan_not_found', { planId: asked.planId });
  if (plan.retiredAt) throw new Refusal(409, 'plan_retired', { plan: plan.name });
  const sold = await tx.plan.findUniqueOrThrow({ where: { id: row.planId } });
  const listed = [plan, sold].find(({ hasPriceList }) => hasPriceList);
  if (listed) throw new Refusal(409, 'plan_has_price_list', { plan: listed.name });
  if (plan.currency !== row.currency) throw new Refusal(422, 'currency_mismatch', { currency: row.currency });
  const renewal = renewalOf(term);
  if (asked.when === 'renewal' && renewal !== 'will_renew' && renewal !== 'held')
    throw new Refusal(409, 'not_renewing', { name: row.name });

  const before = termsOfMultipack(row);
  const offered = termsOfPlan(plan, before.notice);
  const renewalTerms = renewalTermsFrom(renewedTerms(offered));
  const rows = await tx.receivable.findMany({ where: { multipackId: row.id }, orderBy: { number: 'asc' } });
  const amounts =
    asked.when === 'renewal'
      ? new Map<number, bigint>()
      : repriced(
          rows.map(openReceivable),
          before,
          priceForPeriod(offered, { validFrom: facts.validFrom, duration: before.duration, anchorDay: row.anchorDay }),
          {
            period: facts,
            anchorDay: row.anchorDay,
            today: chain.today,
          },
        );
  const receivables = rows.map((each) => ({ row: each, amount: amounts.get(each.number) ?? each.amount }));
  const difference = receivables.reduce((sum, { row: { amount }, amount: next }) => sum + next - amount, 0n);
  const after: Terms =
    asked.when === 'renewal'
      ? { ...before, renewalTerms }
      : {
          ...before,
          name: plan.name,
          services: offered.services,
          price: { ...before.price, amount: before.price.amount + Number(difference) },
          renewalTerms,
        };
  const planBefore = asked.when === 'renewal' ? row.renewalPlanId : row.planId;
  if (planBefore === plan.id && difference === 0n && differencesOf(before, after).length === 0)
    throw new Refusal(409, 'plan_unchanged', { name: row.name, plan: plan.name });
  const issues = checkTerms({ ...after, hasPriceList: false });
  if (issues.length > 0) throw new InvalidInput(issues);
  return {
    plan,
    from: asked.when === 'renewal' ? addDays(facts.validTo, 1) : laterOf(chain.today, facts.validFrom),
    before,
    after,
    receivables,
    difference: signedMoney(Number(difference), row.currency),
  };
}

/**
 * Gives a sold multipack another plan (003): its name, services and price, and from the renewal on its duration and payment.
 * Notice, renewal, portal and payment method stay as they were agreed. `now` reprices what is unpaid and due from today on
 * (`repriced`); the price of the period becomes the sum of its receivables less the one-off fee. The plan's own one-off fee
 * is for those who buy it. A letter to the customer. Throws `multipack_not_found`, `plan_not_found` (404), `already_renewed`, `terms_not_changeable`,
 * `plan_retired`, `plan_has_price_list`, `not_renewing`, `plan_unchanged` (409), `currency_mismatch` (422).
 */
export async function changePlan(act: Act, multipackId: string, asked: ChangeOfPlan): Promise<PlanChange> {
  const { tx } = act;
  const { chain, term } = await lockMultipack(act, multipackId);
  await lockReceivables(tx, [chain]);
  const change = await previewChangeOfPlan(tx, { chain, term }, asked);
  const { plan, from, before, after, receivables } = change;
  const commandId = await recordCommand(act, {
    kind: 'change_plan',
    receivedAt: chain.now,
    payload: { multipackId, ...asked },
  });
  await updateTerm(act, term, {
    ...columnsOfSoldTerms(after, plan.id),
    ...(asked.when === 'now' && { planId: plan.id }),
  });
  const touched = receivables.filter(({ row, amount }) => row.amount !== amount);
  for (const { row, amount } of touched) {
    const isSettled = amount === row.paidAmount;
    await tx.receivable.update({
      where: { id: row.id },
      data: { amount, ...(isSettled && { state: 'paid' }), version: { increment: 1 } },
    });
  }
  await writeTask(act, chain, multipackId, {
    type: 'change_of_terms',
    result: 'terms_changed',
    note: 'plan_changed',
    values: { name: before.name, plan: plan.name, on: from },
    commandId,
  });
  await traceTerm(act, chain, term, 'plan_changed', {
    commandId,
    when: asked.when,
    planId: plan.id,
    plan: plan.name,
    planBefore: { planId: term.row.planId, renewalPlanId: term.row.renewalPlanId },
    from,
    ...changeDetails(before, after, differencesOf(before, after)),
    receivables: Object.fromEntries(
      touched.map(({ row, amount }) => [row.id, { before: Number(row.amount), after: Number(amount) }]),
    ),
  });
  await confirmPlan(act, chain, term, { commandId, ...toldPlan(chain, term, asked, change) });
  await tellChain(tx, chain.id);
  return change;
}

/** What the customer is told of it. */
function toldPlan(
  chain: Chain,
  term: Term,
  { when }: ChangeOfPlan,
  { plan, from, after, receivables }: PlanChange,
): Omit<PlanTold, 'received'> {
  const { facts } = term;
  const renewal = renewalOf(term);
  const renews = renewal === 'will_renew' || renewal === 'held';
  const deadline = deadlineStanding(facts, chain.today);
  return {
    ...{ plan: plan.name, when, from },
    due: receivables
      .filter(({ row, amount }) => row.state === 'open' && amount > row.paidAmount)
      .map(({ row, amount }) => ({
        dueOn: fromColumn(row.dueOn),
        amount: { amount: Number(amount - row.paidAmount), currency: row.currency },
      }))
      .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn)),
    renewal: renews ? { from: addDays(facts.validTo, 1), price: renewedTerms(after).price } : null,
    deadline: renewal === 'will_renew' && chain.today <= deadline ? deadline : null,
  };
}

const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

export const openReceivable = (row: Receivable): OpenReceivable => ({
  number: row.number,
  dueOn: fromColumn(row.dueOn),
  state: row.state,
  amount: row.amount,
  paidAmount: row.paidAmount,
  atBank: row.atBankAt !== null,
});
