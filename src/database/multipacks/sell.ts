import { v7 as uuidv7 } from 'uuid';
import { type LocalDate, localDateOf } from '../../domain/dates.ts';
import { isThroughDeadline } from '../../domain/notice.ts';
import { firstTerm } from '../../domain/renewal.ts';
import { type Act, Refusal, SYSTEM } from '../act.ts';
import type { Tx } from '../client.ts';
import type { Multipack } from '../generated/client.ts';
import { fromColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { readSettings } from '../settings.ts';
import { termsOfPlan } from '../terms-columns.ts';
import { factsOf } from './chain.ts';
import { renewTerm } from './renew.ts';
import { rowsOf, traceTerm } from './write.ts';

export interface Sale {
  customerId: string;
  planId: string;
  /** First day of validity, in the zone of the customer's branch. */
  startOn: LocalDate;
  /** The number the contract had elsewhere; each is sold once. */
  reference?: string | undefined;
  /** The withdrawn multipack of the same customer that this one follows (001). */
  soldAgainFrom?: string | undefined;
}

export interface Sold {
  multipack: Multipack;
  /** Terms made at once, because their predecessor's deadline had passed already. */
  renewals: Multipack[];
  /** The validity was over already: it was entered as expired and will not renew. */
  expired: boolean;
}

/**
 * Sells a multipack: copies the plan's terms, makes the receivables, and starts the chain's wait (002). Only here and at
 * import a deadline in the past renews at once, and so on until one lies ahead; a validity that is over does not renew.
 * Throws `customer_not_found`, `plan_not_found` (404), `multipack_unknown` (422), `plan_retired`, `not_withdrawn` (409). A
 * reference in use breaks its unique constraint.
 */
export async function sellMultipack(act: Act, sale: Sale): Promise<Sold> {
  const { tx, clock } = act;
  const customer = await tx.customer.findUnique({ where: { id: sale.customerId }, include: { branch: true } });
  if (!customer) throw new Refusal(404, 'customer_not_found', { customerId: sale.customerId });
  const plan = await tx.plan.findUnique({ where: { id: sale.planId } });
  if (!plan) throw new Refusal(404, 'plan_not_found', { planId: sale.planId });
  if (plan.retiredAt) throw new Refusal(409, 'plan_retired', { plan: plan.name });
  if (sale.soldAgainFrom !== undefined) await demandWithdrawn(tx, customer.id, sale.soldAgainFrom);

  const { branch } = customer;
  const at = { customer, branch, now: clock.nowOf(customer) };
  const today = localDateOf(at.now, branch.timeZone);
  const sold = firstTerm(termsOfPlan(plan, (await readSettings(tx)).defaultNotice), sale.startOn);
  const expired = sold.period.validTo < today;
  // Whatever is stored as renewing renews, however late; so what is over already is stored as not renewing.
  const first = expired
    ? { ...sold, terms: { ...sold.terms, automaticRenewal: false, portalCancellation: false } }
    : sold;

  const id = uuidv7();
  const rows = rowsOf(
    {
      id,
      chainId: id,
      previousId: null,
      customerId: customer.id,
      branchId: branch.id,
      planId: plan.id,
      timeZone: branch.timeZone,
      reference: sale.reference ?? null,
      soldAgainFromId: sale.soldAgainFrom ?? null,
      createdAt: at.now,
    },
    first,
  );
  const multipack = await tx.multipack.create({ data: rows.multipack });
  await tx.receivable.createMany({ data: rows.receivables });
  await traceTerm(act, at, { row: multipack }, 'sold', {
    plan: plan.name,
    validFrom: first.period.validFrom,
    validTo: first.period.validTo,
    expired,
    ...(sale.soldAgainFrom !== undefined && { soldAgainFrom: sale.soldAgainFrom }),
  });

  // Whoever sells, a renewal is the system's.
  const system = { ...act, actor: { ...SYSTEM, requestId: act.actor.requestId } };
  const renewals: Multipack[] = [];
  for (let last = multipack; last.automaticRenewal && isPast(last, at.now); ) {
    last = await renewTerm(system, at, { row: last, facts: factsOf(last, null) });
    renewals.push(last);
  }
  if (multipack.automaticRenewal) await tellChain(tx, id);
  return { multipack, renewals, expired };
}

/** A withdrawal stands for good, so that what is found here stays as it is. */
async function demandWithdrawn(tx: Tx, customerId: string, id: string): Promise<void> {
  const former = await tx.multipack.findFirst({ where: { id, customerId } });
  if (!former) throw new Refusal(422, 'multipack_unknown', { multipackId: id });
  if (former.withdrawnOn === null) throw new Refusal(409, 'not_withdrawn', { multipackId: id, name: former.name });
}

function isPast(row: Multipack, now: Date): boolean {
  return !isThroughDeadline(fromColumn(row.deadline), row.timeZone, now);
}
