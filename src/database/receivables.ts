import { instantAt, type LocalDate, localDateOf } from '../domain/dates.ts';
import { formatMoney, type Money, money } from '../domain/money.ts';
import { afterReturn } from '../domain/returned-debit.ts';
import { languageOf } from '../i18n/languages.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import type { Payment, Prisma, Receivable } from './generated/client.ts';
import type { PaymentMeans, PaymentMethod } from './generated/enums.ts';
import { fromColumn, toColumn } from './local-date.ts';
import { lockMultipack } from './multipacks/chain.ts';
import { writeTask } from './multipacks/write.ts';
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

const conditionsOf = ({
  customerId,
  multipackId,
  state,
  dueFrom,
  dueTo,
}: ReceivableFilters): Prisma.ReceivableWhereInput => ({
  ...(customerId && { customerId }),
  ...(multipackId && { multipackId }),
  ...(state && { state }),
  dueOn: { ...(dueFrom && { gte: toColumn(dueFrom) }), ...(dueTo && { lte: toColumn(dueTo) }) },
});

const BY_DUE_DATE = { field: 'dueOn', kind: 'instant', direction: 'asc' } as const;

/** By due date, the earliest first. */
export const listReceivables = (
  database: Database,
  where: Prisma.ReceivableWhereInput,
  { limit, cursor, ...filters }: ReceivableFilters & PageRequest,
): Promise<Page<Receivable>> =>
  page(BY_DUE_DATE, { limit, cursor }, (query) =>
    database.receivable.findMany({ ...query, where: { AND: [where, query.where, conditionsOf(filters)] } }),
  );

const OF_MEMBER = {
  customer: { select: { name: true } },
  multipack: { select: { name: true } },
} as const satisfies Prisma.ReceivableInclude;
/** A receivable with whose it is and what it is for. */
export type MemberReceivable = Prisma.ReceivableGetPayload<{ include: typeof OF_MEMBER }>;

/** As `listReceivables`, of those whom a customer pays for. */
export const listPaidForReceivables = (
  database: Database,
  where: Prisma.ReceivableWhereInput,
  payerId: string,
  { limit, cursor, ...filters }: ReceivableFilters & PageRequest,
): Promise<Page<MemberReceivable>> =>
  page(BY_DUE_DATE, { limit, cursor }, (query) =>
    database.receivable.findMany({
      ...query,
      where: { AND: [where, query.where, conditionsOf(filters), { customer: { payerId } }] },
      include: OF_MEMBER,
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

/** What was paid and not given back, in minor units. */
export const refundableOf = ({ paidAmount, givenBackAmount }: Receivable): number =>
  Number(paidAmount - givenBackAmount);

export const dueOnOf = (receivable: Receivable): LocalDate => fromColumn(receivable.dueOn);

// ---------------------------------------------------------------- what happens to one

/** One receivable, locked until the transaction ends, with the instant and the day it is judged by. */
interface Locked {
  row: Prisma.ReceivableGetPayload<{ include: { customer: true; payments: { include: { returnedBy: true } } } }>;
  now: Date;
  today: LocalDate;
  timeZone: string;
}

/** Throws `not_found` (404). */
async function lock({ tx, clock }: Act, where: Prisma.ReceivableWhereInput, id: string): Promise<Locked> {
  await tx.$queryRaw`SELECT id FROM receivable WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await tx.receivable.findFirst({
    where: { AND: [{ id }, where] },
    include: {
      customer: true,
      multipack: { select: { timeZone: true } },
      payments: { orderBy: { id: 'asc' }, include: { returnedBy: true } },
    },
  });
  if (!found) throw new Refusal(404, 'not_found');
  const { multipack, ...row } = found;
  const now = clock.nowOf(row.customer);
  return { row, now, today: localDateOf(now, multipack.timeZone), timeZone: multipack.timeZone };
}

/** Changes a locked one, with the money that moved and the trace. */
async function record(
  act: Act,
  { row, now }: Locked,
  {
    verb,
    change,
    entry,
    details = {},
  }: {
    verb: string;
    change: Prisma.ReceivableUpdateInput;
    entry?: Pick<Prisma.PaymentUncheckedCreateInput, 'kind' | 'amount' | 'method' | 'paidAt' | 'returnsId'>;
    details?: Prisma.InputJsonObject;
  },
): Promise<ReceivableWithPayments> {
  const { tx, actor } = act;
  const { id, customer } = row;
  if (entry) {
    await tx.payment.create({
      data: { ...entry, receivableId: id, recordedBy: actor.kind === 'user' ? actor.id : null },
    });
  }
  await tx.receivable.update({ where: { id }, data: { ...change, version: { increment: 1 } } });
  await trace(act, {
    action: `receivable.${verb}`,
    entity: 'receivable',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: now,
    details,
  });
  return findReceivable(tx, {}, id);
}

/** Throws `receivable_void`, `receivable_paid` (409). */
function demandOpen({ state }: Receivable): void {
  if (state === 'void') throw new Refusal(409, 'receivable_void');
  if (state === 'paid') throw new Refusal(409, 'receivable_paid');
}

/** Throws `currency_mismatch` (422). */
function demandCurrency({ currency }: Receivable, amount: Money | undefined): void {
  if (amount && amount.currency !== currency) throw new Refusal(422, 'currency_mismatch', { currency });
}

/**
 * The instant of what was done on a day, today where there is none. Of an earlier day only the day is known; noon is on that
 * day for whoever reads it nearby. Throws `paid_in_future` (422).
 */
function instantOn({ now, today, timeZone }: Locked, day: LocalDate | undefined): Date {
  if (day === undefined || day === today) return now;
  if (day > today) throw new Refusal(422, 'paid_in_future', { today });
  return instantAt(day, '12:00', timeZone);
}

/**
 * Records that a receivable was paid, wholly or in part. Without an amount all that is owed; without a day today, on the
 * customer's clock and in the zone of the multipack. By credit it uses up what the customer has.
 * Throws `not_found` (404), `receivable_void`, `receivable_paid`, `over_payment`, `credit_insufficient` (409),
 * `currency_mismatch`, `paid_in_future` (422).
 */
export async function payReceivable(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
  { amount, method, paidOn }: { amount?: Money | undefined; method: PaymentMeans; paidOn?: LocalDate | undefined },
): Promise<ReceivableWithPayments> {
  const locked = await lock(act, where, id);
  const { row } = locked;
  demandOpen(row);
  demandCurrency(row, amount);
  const { currency } = row;
  const owed = outstandingOf(row);
  const paid = amount?.amount ?? owed;
  if (paid > owed) throw new Refusal(409, 'over_payment', { outstanding: money(owed, currency) });
  const paidAt = instantOn(locked, paidOn);
  if (method === 'credit') await demandCredit(act.tx, row, paid);
  return record(act, locked, {
    verb: 'paid',
    entry: { kind: 'payment', amount: BigInt(paid), method, paidAt },
    change: {
      paidAmount: { increment: BigInt(paid) },
      state: paid === owed ? 'paid' : 'open',
      ...(paid === owed && { atBankAt: null }),
    },
    details: {
      amount: { amount: paid, currency },
      method,
      paidAt: paidAt.toISOString(),
      before: { outstanding: owed },
      after: { outstanding: owed - paid },
    },
  });
}

/** Two clerks who spend the same credit wait for each other. Throws `credit_insufficient` (409). */
async function demandCredit(tx: Tx, { customerId, currency }: Receivable, amount: number): Promise<void> {
  const [row] = await tx.$queryRaw<{ balance: bigint }[]>`
    SELECT balance FROM credit WHERE customer_id = ${customerId}::uuid AND currency = ${currency} FOR UPDATE`;
  const balance = Number(row?.balance ?? 0n);
  if (balance < amount) throw new Refusal(409, 'credit_insufficient', { balance: money(balance, currency) });
}

/**
 * Records that an open receivable which is collected automatically was handed to the bank (001). Throws `not_found` (404),
 * `receivable_void`, `receivable_paid`, `not_collected`, `already_at_bank` (409).
 */
export async function handToBank(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
): Promise<ReceivableWithPayments> {
  const locked = await lock(act, where, id);
  const { row } = locked;
  demandOpen(row);
  if (row.atBankAt) throw new Refusal(409, 'already_at_bank', { atBankAt: row.atBankAt.toISOString() });
  if (!row.collected) throw new Refusal(409, 'not_collected');
  const outstanding = { amount: outstandingOf(row), currency: row.currency };
  return record(act, locked, {
    verb: 'handed_to_bank',
    change: { atBankAt: locked.now },
    details: { amount: outstanding },
  });
}

/**
 * Records that a debit came back from the bank, and leaves a task for it, due today and assigned to `assigneeId` (001). One
 * at the bank is no longer there; one paid by SEPA or recurring card loses its last such payment and is owed again, unless
 * its multipack has ended meanwhile (`afterReturn`).
 * Throws `not_found` (404), `nothing_to_return`, `debit_given_back` (409).
 */
export async function returnDebit(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
  { reason = '', assigneeId }: { reason?: string | undefined; assigneeId?: string | undefined },
): Promise<ReceivableWithPayments> {
  const found = await findReceivable(act.tx, where, id);
  // The chain before the receivable, as a withdrawal does: it either finds what is open again, or is seen here.
  const { chain, term } = await lockMultipack(act, found.multipackId);
  const locked = await lock(act, where, id);
  const { row, now } = locked;
  const { currency } = row;
  const debit = row.atBankAt
    ? null
    : row.payments.findLast(
        ({ kind, method, returnedBy }) =>
          kind === 'payment' && (method === 'sepa' || method === 'recurring_card') && returnedBy === null,
      );
  if (debit === undefined) throw new Refusal(409, 'nothing_to_return');
  const taken = debit?.amount ?? 0n;
  if (taken > row.paidAmount - row.givenBackAmount) {
    throw new Refusal(409, 'debit_given_back', { givenBack: money(Number(row.givenBackAmount), currency) });
  }
  const dueOn = dueOnOf(row);
  const { isOwed, isCollected } = afterReturn(dueOn, term.facts, term.row.paymentMethod);
  const state = row.state === 'void' || !isOwed ? ('void' as const) : ('open' as const);
  const amount = debit ? Number(debit.amount) : outstandingOf(row);
  const after = await record(act, locked, {
    verb: 'returned',
    ...(debit && {
      entry: { kind: 'returned', amount: debit.amount, method: debit.method, paidAt: now, returnsId: debit.id },
    }),
    change: {
      paidAmount: { decrement: taken },
      state,
      collected: state === 'open' && isCollected,
      atBankAt: null,
    },
    details: {
      amount: { amount, currency },
      reason,
      state,
      before: { outstanding: outstandingOf(row) },
      after: { outstanding: state === 'void' ? 0 : Number(row.amount - row.paidAmount + taken) },
    },
  });
  await writeTask(act, chain, row.multipackId, {
    type: 'returned_debit',
    result: 'returned_debit',
    note: reason === '' ? 'debit_returned' : 'debit_returned_because',
    values: {
      name: term.row.name,
      on: dueOn,
      amount: formatMoney({ amount, currency }, languageOf(chain.branch.language)),
      reason,
    },
    assigneeId,
    dueOn: chain.today,
  });
  return after;
}

/**
 * Records that money was given back of what was paid; without an amount all of it. The receivable stays as it is: nothing is
 * owed again (001). Throws `not_found` (404), `nothing_to_give_back`, `over_refund` (409), `currency_mismatch`,
 * `paid_in_future` (422).
 */
export async function refundReceivable(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
  asked: { amount?: Money | undefined; method: PaymentMethod; refundedOn?: LocalDate | undefined },
): Promise<ReceivableWithPayments> {
  const locked = await lock(act, where, id);
  const { amount, of } = demandGivable(locked, asked.amount);
  const paidAt = instantOn(locked, asked.refundedOn);
  return record(act, locked, {
    verb: 'refunded',
    entry: { kind: 'refund', amount: BigInt(amount), method: asked.method, paidAt },
    change: { givenBackAmount: { increment: BigInt(amount) } },
    details: { amount: of, method: asked.method, refundedAt: paidAt.toISOString() },
  });
}

/** As `refundReceivable`, as credit of the customer, with which they pay something else. */
export async function creditReceivable(
  act: Act,
  where: Prisma.ReceivableWhereInput,
  id: string,
  asked: { amount?: Money | undefined },
): Promise<ReceivableWithPayments> {
  const locked = await lock(act, where, id);
  const { amount, of } = demandGivable(locked, asked.amount);
  return record(act, locked, {
    verb: 'credited',
    entry: { kind: 'credited', amount: BigInt(amount), method: 'credit', paidAt: locked.now },
    change: { givenBackAmount: { increment: BigInt(amount) } },
    details: { amount: of },
  });
}

function demandGivable(
  { row }: Locked,
  asked: Money | undefined,
): { amount: number; of: { amount: number; currency: string } } {
  demandCurrency(row, asked);
  const { currency } = row;
  const left = refundableOf(row);
  if (left === 0) throw new Refusal(409, 'nothing_to_give_back');
  const amount = asked?.amount ?? left;
  if (amount > left) throw new Refusal(409, 'over_refund', { refundable: money(left, currency) });
  return { amount, of: { amount, currency } };
}

// ---------------------------------------------------------------- credit

const CREDIT_PARTS = {
  receivable: {
    select: { multipackId: true, dueOn: true, currency: true, multipack: { select: { name: true } } },
  },
} as const satisfies Prisma.PaymentInclude;
export type CreditEntry = Prisma.PaymentGetPayload<{ include: typeof CREDIT_PARTS }>;

/** What customers have in credit, per currency, but for nothing. */
export const creditOf = (
  tx: Tx,
  customerIds: string[],
): Promise<{ customerId: string; currency: string; balance: bigint }[]> =>
  tx.credit.findMany({
    where: { customerId: { in: customerIds }, balance: { gt: 0n } },
    orderBy: [{ customerId: 'asc' }, { currency: 'asc' }],
  });

/** What made and used up the credit of a customer, the newest first. */
export const listCreditEntries = (
  database: Database,
  customerId: string,
  request: PageRequest,
): Promise<Page<CreditEntry>> =>
  page({ direction: 'desc' }, request, (query) =>
    database.payment.findMany({
      ...query,
      where: { AND: [query.where, { method: 'credit', receivable: { customerId } }] },
      include: CREDIT_PARTS,
    }),
  );
