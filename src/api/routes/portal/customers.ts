import { Refusal } from '../../../database/act.ts';
import { editCustomer, findCustomer } from '../../../database/customers.ts';
import type { OwnCustomer } from '../../../database/portal.ts';
import { languageOf } from '../../../i18n/index.ts';
import { customerCode } from '../../../schemas/codes.ts';
import { PortalCustomer, PortalCustomerEdit, PortalCustomers } from '../../../schemas/portal.ts';
import type { PortalCaller } from '../../access/portal-sessions.ts';
import { onBehalfOf, route } from '../../route.ts';

const tag = 'portal';
const path = '/portal/api/customers';

export const toPortalCustomer = ({
  id,
  code,
  name,
  email,
  phone,
  address,
  language,
  branch,
  version,
}: OwnCustomer) => ({
  id,
  code: customerCode(code),
  name,
  email: email ?? '',
  phone,
  address,
  language: languageOf(language),
  branch: { name: branch.name, timeZone: branch.timeZone },
  version,
});

/** Throws `not_found` (404) for a customer that the account does not reach. */
export function ownCustomer({ customers }: PortalCaller, id: string): OwnCustomer {
  const own = customers.find((customer) => customer.id === id);
  if (!own) throw new Refusal(404, 'not_found');
  return own;
}

export const portalCustomerRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'The customers whose e-mail address is the account’s',
    access: 'customer',
    answers: { 200: PortalCustomers },
    handle: async ({ caller }) => ({ items: caller.customers.map(toPortalCustomer) }),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Change one’s phone, address or language',
    access: 'customer',
    body: PortalCustomerEdit,
    answers: { 200: PortalCustomer },
    handle: async ({ act, caller, params, version, body }) => {
      const own = ownCustomer(caller, params.id);
      const before = await findCustomer(act.tx, {}, own.id);
      const after = await editCustomer(onBehalfOf(act, own), before, version, body);
      return toPortalCustomer({ ...after, branch: own.branch });
    },
  }),
];
