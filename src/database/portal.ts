import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Language } from '../schemas/languages.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import { isInCareNow } from './customers.ts';
import type { Prisma } from './generated/client.ts';
import { queueMail } from './mails.ts';
import { MULTIPACK_PARTS } from './multipacks/list.ts';
import { type Page, page, type PageRequest } from './pages.ts';
import { readSettings } from './settings.ts';

// A portal account is an e-mail address. Whom it reaches is never stored: it is every customer who has that address now, and
// whoever is in the care of one of them today.

export const LINK_MINUTES = 15;

const OWN = { branch: { select: { name: true, timeZone: true } } } as const;
export type OwnCustomer = Prisma.CustomerGetPayload<{ include: typeof OWN }>;

/** Every customer whose e-mail address it is now, then those in their care, each in the order of their codes. */
export async function customersAt(tx: Tx, clock: Clock, email: string): Promise<OwnCustomer[]> {
  // Not Prisma's insensitive comparison: it is a pattern, in which _ stands for any character.
  const found = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM customer WHERE lower(email) = lower(${email})`;
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const reached = await tx.customer.findMany({
    where: { OR: [{ id: { in: ids } }, { guardianId: { in: ids } }] },
    orderBy: { code: 'asc' },
    include: OWN,
  });
  const [own, others] = [true, false].map((isOwn) => reached.filter(({ id }) => ids.includes(id) === isOwn));
  return [...own!, ...others!.filter((customer) => isInCareNow(clock, customer))];
}

// ---------------------------------------------------------------- sign-in links

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Mails a link that signs in once, within a quarter of an hour; of the token only the hash is kept, and the letter's body
 * until it went out. `customers` are those at the address; where there are none nothing is sent.
 */
export async function sendSignInLink(
  { tx }: Pick<Act, 'tx'>,
  customers: readonly Pick<OwnCustomer, 'id' | 'name'>[],
  { email, language, publicUrl }: { email: string; language: Language; publicUrl: string },
): Promise<void> {
  const customer = customers[0];
  if (!customer) return;
  const address = email.toLowerCase();
  const now = new Date();
  const account = { email: address, name: customer.name, createdAt: now };
  await tx.portalUser.createMany({ data: [account], skipDuplicates: true });
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LINK_MINUTES * 60_000);
  const link = await tx.portalVerification.create({ data: { identifier: hashOf(token), value: address, expiresAt } });
  const { name: company } = await readSettings(tx);
  await queueMail(tx, {
    kind: 'portal_link',
    customerId: customer.id,
    to: address,
    language,
    values: { company, url: `${publicUrl}/portal/sign-in#token=${token}`, minutes: LINK_MINUTES },
    uniqueKey: `portal_link:${link.id}`,
    expiresAt,
  });
}

/** Uses a link up, one caller of any number: the address it signs in, or null for one used, expired or made up. */
export async function useSignInLink(database: Database, token: string): Promise<string | null> {
  const [used] = await database.$queryRaw<{ value: string }[]>`
    DELETE FROM portal_verification WHERE identifier = ${hashOf(token)} AND expires_at > now() RETURNING value`;
  return used?.value ?? null;
}

// ---------------------------------------------------------------- password

export const readPassword = (tx: Tx, userId: string): Promise<string | null> =>
  tx.portalAccount
    .findFirst({ where: { userId, providerId: 'credential' }, select: { password: true } })
    .then((account) => account?.password ?? null);

/** Gives a portal account a password and ends its other sessions. */
export async function setPortalPassword(
  act: Act,
  { id: userId, sessionId, customers }: { id: string; sessionId: string; customers: readonly OwnCustomer[] },
  password: string,
): Promise<void> {
  const { tx } = act;
  const where = { userId_providerId: { userId, providerId: 'credential' } };
  const create = { userId, accountId: userId, providerId: 'credential', password };
  await tx.portalAccount.upsert({ where, create, update: { password } });
  await tx.portalSession.deleteMany({ where: { userId, id: { not: sessionId } } });
  await tracePortal(act, { id: userId, customers }, 'password_set');
}

/** What somebody did with their portal account itself, on the trail of each customer it reaches. */
export async function tracePortal(
  act: Act,
  { id, customers }: { id: string; customers: readonly OwnCustomer[] },
  verb: 'signed_in' | 'signed_out' | 'password_set',
): Promise<void> {
  for (const customer of customers) {
    await trace(act, {
      action: `portal_user.${verb}`,
      entity: 'portal_user',
      entityId: id,
      customerId: customer.id,
      branchId: customer.branchId,
      at: act.clock.nowOf(customer),
    });
  }
}

// ---------------------------------------------------------------- purchases

const PURCHASE_PARTS = {
  ...MULTIPACK_PARTS,
  plan: { select: { retiredAt: true } },
  successor: true,
} as const satisfies Prisma.MultipackInclude;
export type PurchaseRow = Prisma.MultipackGetPayload<{ include: typeof PURCHASE_PARTS }>;

const PAYMENTS = { orderBy: { id: 'asc' } } as const satisfies Prisma.Receivable$paymentsArgs;
/** What is not owed any more is told only where something of it was paid. */
const TOLD: Prisma.ReceivableWhereInput = { OR: [{ state: { not: 'void' } }, { paidAmount: { gt: 0 } }] };

const WITH_RECEIVABLES = {
  ...PURCHASE_PARTS,
  receivables: { where: TOLD, orderBy: { number: 'asc' }, include: { payments: PAYMENTS } },
} as const satisfies Prisma.MultipackInclude;

/** All that these customers bought, but for what was removed. */
export const listPurchases = (database: Database, customerIds: string[]): Promise<PurchaseRow[]> =>
  database.multipack.findMany({
    where: { customerId: { in: customerIds }, removedAt: null },
    include: PURCHASE_PARTS,
  });

/** Throws `multipack_not_found` (404) for what is none of theirs or was removed. */
export async function findPurchase(tx: Tx, customerIds: string[], id: string) {
  const where = { id, customerId: { in: customerIds }, removedAt: null };
  const purchase = await tx.multipack.findFirst({ where, include: WITH_RECEIVABLES });
  if (!purchase) throw new Refusal(404, 'multipack_not_found');
  return purchase;
}

const WITH_NAMES = {
  multipack: { select: { name: true } },
  customer: { select: { name: true } },
  payments: PAYMENTS,
} as const satisfies Prisma.ReceivableInclude;
export type OwnReceivable = Prisma.ReceivableGetPayload<{ include: typeof WITH_NAMES }>;

/** What is owed, the earliest first; or with what was paid too, the latest first. Void ones are left out unless paid in part. */
export const listOwnReceivables = (
  database: Database,
  customerIds: string[],
  { state, ...request }: PageRequest & { state?: 'open' | 'paid' | undefined },
): Promise<Page<OwnReceivable>> =>
  page({ field: 'dueOn', kind: 'instant', direction: state === 'open' ? 'asc' : 'desc' }, request, (query) =>
    database.receivable.findMany({
      ...query,
      where: {
        AND: [query.where, { customerId: { in: customerIds } }, state ? { state } : TOLD],
      },
      include: WITH_NAMES,
    }),
  );

/** Forgets links and sessions that are out of date. */
export async function forgetPortalAccess(database: Database, before: Date): Promise<void> {
  await database.portalVerification.deleteMany({ where: { expiresAt: { lt: before } } });
  await database.portalSession.deleteMany({ where: { expiresAt: { lt: before } } });
}
