import type { Clock } from '../clock.ts';
import { type LocalDate, localDateOf } from '../domain/dates.ts';
import { isInCare, isMinor } from '../domain/guardian.ts';
import { languageOf } from '../i18n/languages.ts';
import type { Language } from '../schemas/languages.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import { type Contact, type Customer, Prisma } from './generated/client.ts';
import { fromColumn, toColumn } from './local-date.ts';
import { tellNoticesAround } from './notices/tell.ts';
import { demandBranch } from './organisation.ts';
import { type Page, page, pageAfter, type PageRequest } from './pages.ts';
import { matchingCustomers } from './search.ts';

const NAMED = { select: { id: true, code: true, name: true, branchId: true } } as const;
const WITH_BRANCH = { branch: { select: { timeZone: true } }, payer: NAMED, guardian: NAMED } as const;
/** A customer with the zone that their days are in, who pays for them and who answers for them. */
export type CustomerInBranch = Prisma.CustomerGetPayload<{ include: typeof WITH_BRANCH }>;

export interface CustomerFields {
  name: string;
  branchId: string;
  email: string | null;
  phone: string | null;
  taxId: string | null;
  birthDate: LocalDate | null;
  address: string | null;
  payerId: string | null;
  guardianId: string | null;
  language: Language;
}

/** The day now at a customer's branch, on the customer's clock. */
export const todayOf = (clock: Clock, customer: Customer & { branch: { timeZone: string } }): LocalDate =>
  localDateOf(clock.nowOf(customer), customer.branch.timeZone);

/** Whether a guardian answers for the customer today: for a minor, and while the birth date is not known. */
export const isInCareNow = (clock: Clock, customer: Customer & { branch: { timeZone: string } }): boolean =>
  isInCare(birthDateOf(customer), todayOf(clock, customer));

/** The customer, if it is within `where`. Throws `not_found` (404). */
export async function findCustomer(
  database: Tx,
  where: Prisma.CustomerWhereInput,
  id: string,
): Promise<CustomerInBranch> {
  const customer = await database.customer.findFirst({ where: { AND: [{ id }, where] }, include: WITH_BRANCH });
  if (!customer) throw new Refusal(404, 'not_found');
  return customer;
}

/** `within`: the branch of the customers that the reader sees; null: the whole company. */
export async function listCustomers(
  database: Database,
  within: string | null,
  { search, branchId, ...request }: PageRequest & { search?: string | undefined; branchId?: string | undefined },
): Promise<Page<CustomerInBranch>> {
  const branches = [within, branchId].filter((id) => typeof id === 'string');
  const byName = { field: 'name', direction: 'asc' } as const;
  if (search === undefined) {
    const where = { AND: branches.map((id) => ({ branchId: id })) };
    return page(byName, request, (query) =>
      database.customer.findMany({ ...query, where: { AND: [where, query.where] }, include: WITH_BRANCH }),
    );
  }
  return pageAfter(byName, request, async (place, take) => {
    const found = await database.$queryRaw<{ id: string }[]>`
      WITH matching AS MATERIALIZED (${matchingCustomers(search)})
      SELECT id FROM matching
      WHERE ${Prisma.join([Prisma.sql`true`, ...branches.map((id) => Prisma.sql`branch_id = ${id}::uuid`)], ' AND ')}
        AND (${place === null} OR (name, id) > (${place?.value ?? ''}, ${place?.id ?? null}::uuid))
      ORDER BY name, id LIMIT ${take}`;
    const ids = found.map(({ id }) => id);
    const rows = await database.customer.findMany({ where: { id: { in: ids } }, include: WITH_BRANCH });
    return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  });
}

const FIELDS = [
  'name',
  'branchId',
  'email',
  'phone',
  'taxId',
  'birthDate',
  'address',
  'payerId',
  'guardianId',
  'language',
] as const;

const columns = <Fields extends Partial<CustomerFields>>({ birthDate, ...fields }: Fields) => ({
  ...fields,
  ...(birthDate === undefined ? {} : { birthDate: birthDate === null ? null : toColumn(birthDate) }),
});

/**
 * Without a language the branch's is taken. Payer and guardian are customers within `reach`.
 * Throws `branch_unknown`, `payer_unknown`, `payer_is_self`, `guardian_unknown`, `guardian_is_self` (422), `branch_retired`,
 * `payer_has_payer`, `pays_for_others`, `guardian_minor` (409).
 */
export async function addCustomer(
  act: Act,
  fields: Partial<CustomerFields> & Pick<CustomerFields, 'name' | 'branchId'>,
  reach: Prisma.CustomerWhereInput = {},
): Promise<CustomerInBranch> {
  const branch = await demandBranch(act.tx, fields.branchId);
  await demandPersons(act, null, fields, reach);
  const customer = await act.tx.customer.create({
    data: { language: branch.language, ...columns(fields), createdAt: act.clock.now() },
    include: WITH_BRANCH,
  });
  await traceCustomer(act, customer, 'added', { after: { ...fields } });
  return customer;
}

/** Throws `version_conflict` (412), and as `addCustomer`. */
export async function editCustomer(
  act: Act,
  before: CustomerInBranch,
  version: number,
  edit: Partial<CustomerFields>,
  reach: Prisma.CustomerWhereInput = {},
): Promise<CustomerInBranch> {
  const { tx } = act;
  if (edit.branchId !== undefined && edit.branchId !== before.branchId) await demandBranch(tx, edit.branchId);
  await demandPersons(act, before, edit, reach);
  const { count } = await tx.customer.updateMany({
    where: { id: before.id, version },
    data: { ...columns(edit), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await tx.customer.findUniqueOrThrow({ where: { id: before.id }, include: WITH_BRANCH });
  await traceCustomer(act, after, 'edited', changesOf(before, after, FIELDS));
  await tellNoticesAround(tx, before.id);
  return after;
}

/** What payer, guardian and birth date must be to be taken; those that stay as they are were judged before. Throws as `addCustomer`. */
async function demandPersons(
  { tx, clock }: Act,
  before: CustomerInBranch | null,
  edit: Partial<CustomerFields>,
  reach: Prisma.CustomerWhereInput,
): Promise<void> {
  const payerId = edit.payerId !== before?.payerId ? edit.payerId : undefined;
  const guardianId = edit.guardianId !== before?.guardianId ? edit.guardianId : undefined;
  const birthDate = before && edit.birthDate;
  if (!payerId && !guardianId && !birthDate) return;
  if (before && payerId === before.id) throw new Refusal(422, 'payer_is_self');
  if (before && guardianId === before.id) throw new Refusal(422, 'guardian_is_self');
  // Two changes that together would make a row of payers, or a minor a guardian, wait for each other.
  const ids = [before?.id, payerId, guardianId].filter((id) => typeof id === 'string');
  await tx.$queryRaw`SELECT id FROM customer WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const find = (id: string) => tx.customer.findFirst({ where: { AND: [{ id }, reach] }, include: WITH_BRANCH });
  if (payerId) {
    const payer = await find(payerId);
    if (!payer) throw new Refusal(422, 'payer_unknown');
    if (payer.payerId !== null) throw new Refusal(409, 'payer_has_payer', { name: payer.name });
    if (before && (await tx.customer.count({ where: { payerId: before.id } })) > 0) {
      throw new Refusal(409, 'pays_for_others', { name: before.name });
    }
  }
  if (guardianId) {
    const guardian = await find(guardianId);
    if (!guardian) throw new Refusal(422, 'guardian_unknown');
    const born = birthDateOf(guardian);
    if (born !== null && isMinor(born, todayOf(clock, guardian))) {
      throw new Refusal(409, 'guardian_minor', { name: guardian.name });
    }
  }
  if (birthDate && isMinor(birthDate, todayOf(clock, before))) {
    const isGuardian = (await tx.customer.count({ where: { guardianId: before.id } })) > 0;
    if (isGuardian) throw new Refusal(409, 'guardian_minor', { name: before.name });
  }
}

/** Those whom a customer pays for, and those in their care today, by name. */
export async function listDependants(
  database: Database,
  clock: Clock,
  where: Prisma.CustomerWhereInput,
  customerId: string,
): Promise<{ customer: CustomerInBranch; isPaidFor: boolean; isInCare: boolean }[]> {
  const found = await database.customer.findMany({
    where: { AND: [where, { OR: [{ payerId: customerId }, { guardianId: customerId }] }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: WITH_BRANCH,
  });
  return found
    .map((customer) => ({
      customer,
      isPaidFor: customer.payerId === customerId,
      isInCare: customer.guardianId === customerId && isInCareNow(clock, customer),
    }))
    .filter((dependant) => dependant.isPaidFor || dependant.isInCare);
}

/**
 * Who is written to in the matters of a customer: the guardian of one in care, else the customer; null where there is no
 * e-mail address to write to.
 */
export async function addresseeOf(
  { tx, clock }: Pick<Act, 'tx' | 'clock'>,
  customer: Customer,
): Promise<{ id: string; name: string; email: string; language: Language } | null> {
  const guardian = customer.guardianId === null ? null : await guardianNow(tx, clock, customer.id);
  const { id, name, email, language } = guardian?.email ? guardian : customer;
  return email === null ? null : { id, name, email, language: languageOf(language) };
}

async function guardianNow(tx: Tx, clock: Clock, id: string): Promise<Customer | null> {
  const include = { branch: { select: { timeZone: true } }, guardian: true } as const;
  const customer = await tx.customer.findUniqueOrThrow({ where: { id }, include });
  return isInCareNow(clock, customer) ? customer.guardian : null;
}

/** Leaves the trace of a clock that was moved forward. */
export const traceClock = (act: Act, customer: Customer, from: Date, to: Date): Promise<void> =>
  traceCustomer(act, customer, 'clock_moved', { from: from.toISOString(), to: to.toISOString() });

async function traceCustomer(
  act: Act,
  { id, branchId }: Customer,
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await trace(act, {
    action: `customer.${verb}`,
    entity: 'customer',
    entityId: id,
    customerId: id,
    branchId,
    at: act.clock.now(),
    details,
  });
}

// ---------------------------------------------------------------- contacts

export interface ContactFields {
  name: string;
  role: string | null;
  email: string | null;
  phone: string | null;
  receivesNotices: boolean;
}

export const listContacts = (database: Database, customerId: string, request: PageRequest): Promise<Page<Contact>> =>
  page({ direction: 'asc' }, request, (query) =>
    database.contact.findMany({ ...query, where: { AND: [{ customerId }, query.where] } }),
  );

/** Throws `not_found` (404). */
export async function findContact(tx: Tx, customerId: string, id: string): Promise<Contact> {
  const contact = await tx.contact.findFirst({ where: { id, customerId } });
  if (!contact) throw new Refusal(404, 'not_found');
  return contact;
}

export async function addContact(
  act: Act,
  customer: Customer,
  fields: Partial<ContactFields> & Pick<ContactFields, 'name'>,
): Promise<Contact> {
  const data = { ...fields, customerId: customer.id, createdAt: act.clock.now() };
  const contact = await act.tx.contact.create({ data });
  await traceCustomer(act, customer, 'contact_added', { contactId: contact.id, after: { ...fields } });
  await tellNoticesAround(act.tx, customer.id);
  return contact;
}

/** Throws `version_conflict` (412). */
export async function editContact(
  act: Act,
  customer: Customer,
  before: Contact,
  version: number,
  edit: Partial<ContactFields>,
): Promise<Contact> {
  const { id } = before;
  const { count } = await act.tx.contact.updateMany({
    where: { id, version },
    data: { ...edit, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await act.tx.contact.findUniqueOrThrow({ where: { id } });
  const details = { contactId: id, ...changesOf(before, after, ['name', 'role', 'email', 'phone', 'receivesNotices']) };
  await traceCustomer(act, customer, 'contact_edited', details);
  await tellNoticesAround(act.tx, customer.id);
  return after;
}

export async function removeContact(act: Act, customer: Customer, contact: Contact): Promise<void> {
  await act.tx.contact.delete({ where: { id: contact.id } });
  await traceCustomer(act, customer, 'contact_removed', { contactId: contact.id, before: { name: contact.name } });
  await tellNoticesAround(act.tx, customer.id);
}

export const birthDateOf = (customer: Customer): LocalDate | null =>
  customer.birthDate && fromColumn(customer.birthDate);
