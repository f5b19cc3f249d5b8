import { instantAt, type LocalDate, localDateOf } from '../domain/dates.ts';
import type { Money } from '../domain/money.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import type { Payment, Prisma, Receivable } from './generated/client.ts';
import type { PaymentMethod } from './generated/enums.ts';
import { fromColumn, toColumn } from './local-date.ts';
import { type Page, page, type PageRequest } from './pages.ts';

export type ReceivableWithPayments = Receivable & { payments: Payment[] };

export interface ReceivableFilters {
  customerId?: string | undefined;
  multipackId?: string | undefined;
  state?: Receivable['state'] | undefined;
  dueFrom?: LocalDate | undefined;
  /** This day included. */
  dueTo?: LocalDate | undefined;
}

/** By due date, the earliest first. */
export const listReceivables = (
  database: Database,
  where: Prisma.ReceivableWhereInput,
  { customerId, multipackId, state, dueFrom, dueTo, ...request }: ReceivableFilters & PageRequest,
): Promise<Page<Receivable>> =>
  page({ field: 'dueOn', kind: 'instant', direction: 'asc' }, request, (query) =>
    database.receivable.findMany({
      ...query,
      where: {
        AND: [
          where,
          query.where,
          {
            ...(customerId && { customerId }),
            ...(multipackId && { multipackId }),
            ...(state && { state }),
            dueOn: { ...(dueFrom && { gte: toColumn(dueFrom) }), ...(dueTo && { lte: toColumn(dueTo) }) },
          },
        ],
      },
    }),
  );

/** Throws `not_found` (404). */
export async function findReceivable(
  tx: Tx,
  where: Prisma.ReceivableWhereInput,
  id: string,
): Promise<ReceivableWithPayments> {
  const receivable = await tx.receivable.findFirst({
    where: { AND: [{ id }, where] },
    include: { payments: { orderBy: { id: 'asc' } } },
  });
  if (!receivable) throw new Refusal(404, 'not_found');
  return receivable;
}

/** What is still owed, in minor units; nothing of a void one. */
export const outstandingOf = ({ state, amount, paidAmount }: Receivable): number =>
  state === 'void' ? 0 : Number(amount - paidAmount);

/**
 * Records that a receivable was paid, wholly or in part. Without an amount all that is owed; without a day today, on the
 * customer's clock and in the zone of the multipack. Throws `not_found` (404), `receivable_void`, `receivable_paid`,
 * `over_payment` (409), `currency_mismatch`, `paid_in_future` (422).
 */
export async function payReceivable(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
  { amount, method, paidOn }: { amount?: Money | undefined; method: PaymentMethod; paidOn?: LocalDate | undefined },
): Promise<ReceivableWithPayments> {
  const { tx, actor, clock } = act;
  await tx.$queryRaw`SELECT id FROM receivable WHERE id = ${id}::uuid FOR UPDATE`;
  const receivable = await tx.receivable.findFirst({
    where: { AND: [{ id }, where] },
    include: { customer: true, multipack: { select: { timeZone: true } } },
  });
  if (!receivable) throw new Refusal(404, 'not_found');
  const { state, currency, customer, multipack } = receivable;
  if (state === 'void') throw new Refusal(409, 'receivable_void');
  if (state === 'paid') throw new Refusal(409, 'receivable_paid');
  if (amount && amount.currency !== currency) throw new Refusal(422, 'currency_mismatch', { currency });
  const owed = outstandingOf(receivable);
  const paid = amount?.amount ?? owed;
  if (paid > owed) throw new Refusal(409, 'over_payment', { outstanding: { amount: owed, currency } });

  const now = clock.nowOf(customer);
  const today = localDateOf(now, multipack.timeZone);
  if (paidOn !== undefined && paidOn > today) throw new Refusal(422, 'paid_in_future', { today });
  // Of an earlier day only the day is known; noon is on that day for whoever reads it nearby.
  const paidAt = paidOn === undefined || paidOn === today ? now : instantAt(paidOn, '12:00', multipack.timeZone);

  await tx.payment.create({
    data: {
      receivableId: id,
      amount: BigInt(paid),
      method,
      paidAt,
      recordedBy: actor.kind === 'user' ? actor.id : null,
    },
  });
  await tx.receivable.update({
    where: { id },
    data: {
      paidAmount: { increment: BigInt(paid) },
      state: paid === owed ? 'paid' : 'open',
      ...(paid === owed && { atBankAt: null }),
      version: { increment: 1 },
    },
  });
  await trace(act, {
    action: 'receivable.paid',
    entity: 'receivable',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: now,
    details: {
      amount: { amount: paid, currency },
      method,
      paidAt: paidAt.toISOString(),
      before: { outstanding: owed },
      after: { outstanding: owed - paid },
    },
  });
  return findReceivable(tx, {}, id);
}

export const dueOnOf = (receivable: Receivable): LocalDate => fromColumn(receivable.dueOn);
