import type { Contact as ContactRow } from '../../database/generated/client.ts';
import {
  addContact,
  addCustomer,
  birthDateOf,
  type CustomerInBranch,
  editContact,
  editCustomer,
  findContact,
  findCustomer,
  isInCareNow,
  listContacts,
  listCustomers,
  listDependants,
  removeContact,
  todayOf,
  traceClock,
} from '../../database/customers.ts';
import type { Clock } from '../../clock.ts';
import { agentsOf } from '../../database/customer-agents.ts';
import { setCustomerClock } from '../../database/customer-clock.ts';
import { Refusal } from '../../database/act.ts';
import { mapPage } from '../../database/pages.ts';
import { languageOf } from '../../i18n/index.ts';
import { customerCode } from '../../schemas/codes.ts';
import { PageQuery } from '../../schemas/common.ts';
import {
  Contact,
  ContactEdit,
  ContactPage,
  Customer,
  CustomerEdit,
  CustomerPage,
  CustomerProfile,
  CustomerQuery,
  Dependants,
  NewContact,
  NewCustomer,
  TestClock,
} from '../../schemas/customers.ts';
import type { SignedIn } from '../access/user.ts';
import { visibleCustomers } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'customers';
const path = '/api/customers';

const toNamed = ({ id, code, name, branchId }: Pick<CustomerInBranch, 'id' | 'code' | 'name' | 'branchId'>) => ({
  id,
  code: customerCode(code),
  name,
  branchId,
});

const toCustomer = (clock: Clock) => (customer: CustomerInBranch) => {
  const { email, phone, taxId, address, payerId, payer, guardianId, guardian, version } = customer;
  return {
    ...toNamed(customer),
    email,
    phone,
    taxId,
    birthDate: birthDateOf(customer),
    address,
    payerId,
    payer: payer && toNamed(payer),
    guardianId,
    guardian: guardian && toNamed(guardian),
    inCare: isInCareNow(clock, customer),
    language: languageOf(customer.language),
    now: clock.nowOf(customer).toISOString(),
    today: todayOf(clock, customer),
    version,
    createdAt: customer.createdAt.toISOString(),
  };
};

/** Below level 1 nobody gives a customer to a branch that they do not see. */
function demandOwnBranch(user: SignedIn, branchId: string | undefined): void {
  if (user.accessLevel > 1 && branchId !== undefined && branchId !== user.branchId)
    throw new Refusal(422, 'branch_unknown');
}

const REFUSED = [
  'branch_unknown',
  'branch_retired',
  'payer_unknown',
  'payer_is_self',
  'payer_has_payer',
  'pays_for_others',
  'guardian_unknown',
  'guardian_is_self',
  'guardian_minor',
] as const;

export const customerRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Customers, by name',
    query: CustomerQuery,
    answers: { 200: CustomerPage },
    handle: async ({ database, user, query, deps }) =>
      mapPage(
        await listCustomers(database, user.accessLevel === 1 ? null : user.branchId, query),
        toCustomer(deps.clock),
      ),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One customer',
    answers: { 200: CustomerProfile },
    handle: async ({ database, user, params, deps }) => {
      const customer = await findCustomer(database, visibleCustomers(user), params.id);
      return { ...toCustomer(deps.clock)(customer), agents: await agentsOf(database, customer.id) };
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}/dependants`,
    tag,
    summary: 'Those whom a customer pays for or answers for, by name',
    answers: { 200: Dependants },
    handle: async ({ database, user, params, deps }) => {
      const { id } = await findCustomer(database, visibleCustomers(user), params.id);
      const found = await listDependants(database, deps.clock, visibleCustomers(user), id);
      return { items: found.map(({ customer, ...dependant }) => ({ ...toNamed(customer), ...dependant })) };
    },
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a customer',
    body: NewCustomer,
    answers: { 201: Customer },
    refusals: REFUSED,
    handle: async ({ act, user, body }) => {
      demandOwnBranch(user, body.branchId);
      const fields = { ...body, branchId: body.branchId ?? user.branchId };
      return toCustomer(act.clock)(await addCustomer(act, fields, visibleCustomers(user)));
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit a customer',
    body: CustomerEdit,
    answers: { 200: Customer },
    refusals: REFUSED,
    handle: async ({ act, user, params, version, body }) => {
      const before = await findCustomer(act.tx, visibleCustomers(user), params.id);
      demandOwnBranch(user, body.branchId);
      return toCustomer(act.clock)(await editCustomer(act, before, version, body, visibleCustomers(user)));
    },
  }),
];

const toContact = ({ createdAt, ...contact }: ContactRow) => ({ ...contact, createdAt: createdAt.toISOString() });

export const contactRoutes = [
  route({
    method: 'get',
    path: `${path}/{id}/contacts`,
    tag,
    summary: 'Contacts of a customer',
    query: PageQuery,
    answers: { 200: ContactPage },
    handle: async ({ database, user, params, query }) => {
      const { id } = await findCustomer(database, visibleCustomers(user), params.id);
      return mapPage(await listContacts(database, id, query), toContact);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}/contacts/{contactId}`,
    tag,
    summary: 'One contact',
    answers: { 200: Contact },
    handle: async ({ database, user, params }) => {
      const { id } = await findCustomer(database, visibleCustomers(user), params.id);
      return toContact(await findContact(database, id, params.contactId));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/contacts`,
    tag,
    summary: 'Add a contact',
    body: NewContact,
    answers: { 201: Contact },
    handle: async ({ act, user, params, body }) =>
      toContact(await addContact(act, await findCustomer(act.tx, visibleCustomers(user), params.id), body)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}/contacts/{contactId}`,
    tag,
    summary: 'Edit a contact',
    body: ContactEdit,
    answers: { 200: Contact },
    handle: async ({ act, user, params, version, body }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      const before = await findContact(act.tx, customer.id, params.contactId);
      return toContact(await editContact(act, customer, before, version, body));
    },
  }),
  route({
    method: 'delete',
    path: `${path}/{id}/contacts/{contactId}`,
    tag,
    summary: 'Remove a contact',
    answers: { 204: null },
    handle: async ({ act, user, params }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      await removeContact(act, customer, await findContact(act.tx, customer.id, params.contactId));
    },
  }),
];

/** Only where the test clock is on; elsewhere the address does not exist. */
export const testClockRoutes = [
  route({
    method: 'put',
    path: `${path}/{id}/test-clock`,
    tag,
    summary: 'Move a customer’s clock forward',
    description: 'The workflows of the customer skip the same time. Only with TACIT_TEST_CLOCK=1.',
    body: TestClock,
    // The engine walks from wait to wait, and the worker changes rows of the same customer meanwhile.
    transaction: false,
    answers: { 200: Customer },
    refusals: ['clock_backwards', 'clock_not_followed'],
    handle: async ({ database, actor, user, params, body, deps: { clock, engine } }) => {
      const customer = await findCustomer(database, visibleCustomers(user), params.id);
      const from = clock.nowOf(customer);
      const to = new Date(body.now);
      if (to < from) throw new Refusal(422, 'clock_backwards', { now: from.toISOString() });
      await (engine.moveClock ?? setCustomerClock)(database, customer.id, to);
      await traceClock({ tx: database, actor, clock }, customer, from, to);
      return toCustomer(clock)(await findCustomer(database, {}, customer.id));
    },
  }),
];
