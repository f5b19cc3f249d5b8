import { getOptions } from '../shared/queries.ts';
import type { PortalSession, Purchase, PurchaseDetail } from '../shared/types.ts';

/** Where the customers' side of the server answers. */
export const API = {
  session: '/portal/api/session',
  link: '/portal/api/session/link',
  useLink: '/portal/api/session/link/use',
  password: '/portal/api/password',
  customer: (id: string) => `/portal/api/customers/${id}`,
  purchases: '/portal/api/multipacks',
  purchase: (id: string) => `/portal/api/multipacks/${id}`,
  cancelRenewal: (id: string) => `/portal/api/multipacks/${id}/cancel-renewal`,
  enableRenewal: (id: string) => `/portal/api/multipacks/${id}/enable-renewal`,
  renew: (id: string) => `/portal/api/multipacks/${id}/renew`,
  receivables: '/portal/api/receivables',
  credit: '/portal/api/credit',
  events: '/portal/api/events',
};

export const sessionOptions = getOptions<PortalSession>(API.session);
export const purchasesOptions = getOptions<{ items: Purchase[] }>(API.purchases);
export const purchaseOptions = (id: string) => getOptions<PurchaseDetail>(API.purchase(id));
