import { Refusal } from '../../database/act.ts';
import type { Tx } from '../../database/client.ts';
import type { Customer } from '../../database/generated/client.ts';
import { mapPage } from '../../database/pages.ts';
import {
  addServiceOrder,
  concludeServiceOrder,
  detailsForPrint,
  editServiceOrder,
  findServiceOrder,
  listServiceOrders,
  scheduleServiceOrder,
  type ShownServiceOrder,
} from '../../database/service-orders.ts';
import { readSettings } from '../../database/settings.ts';
import { withinRequest } from '../../database/within-request.ts';
import { customerCode, multipackCode, serviceOrderCode } from '../../schemas/codes.ts';
import {
  ConcludeServiceOrder,
  NewServiceOrder,
  ScheduleServiceOrder,
  ServiceOrder,
  ServiceOrderEdit,
  ServiceOrderPage,
  ServiceOrderQuery,
} from '../../schemas/service-orders.ts';
import type { SignedIn } from '../access/user.ts';
import { visibleCustomers, visibleServiceOrders, visibleUsers } from '../access/visibility.ts';
import { Download, route } from '../route.ts';

const tag = 'service-orders';
const path = '/api/service-orders';

export const toServiceOrder = (order: ShownServiceOrder) => ({
  id: order.id,
  code: serviceOrderCode(order.code),
  customer: { id: order.customer.id, code: customerCode(order.customer.code), name: order.customer.name },
  multipack: order.multipack && { ...order.multipack, code: multipackCode(order.multipack.code) },
  branchId: order.branchId,
  timeZone: order.branch.timeZone,
  kind: order.kind,
  description: order.description,
  state: order.state,
  scheduled: order.scheduledFrom && {
    from: order.scheduledFrom.toISOString(),
    to: order.scheduledTo!.toISOString(),
  },
  assignee: order.assignee,
  closedAt: order.closedAt && order.closedAt.toISOString(),
  conclusion: order.conclusion,
  author: { kind: order.authorKind, id: order.authorId, name: order.authorName },
  channel: order.channel,
  version: order.version,
  createdAt: order.createdAt.toISOString(),
});

/** A customer named in a body. Throws `customer_unknown` (422) for one that the user does not see. */
export async function demandCustomer(tx: Tx, user: SignedIn, id: string): Promise<Customer> {
  const customer = await tx.customer.findFirst({ where: { AND: [{ id }, visibleCustomers(user)] } });
  if (!customer) throw new Refusal(422, 'customer_unknown');
  return customer;
}

const appointmentOf = ({ from, to }: { from: string; to: string }) => ({ from: new Date(from), to: new Date(to) });

const conclusion = (verb: 'done' | 'cancel', state: 'done' | 'cancelled', summary: string) =>
  route({
    method: 'post',
    path: `${path}/{id}/${verb}`,
    tag,
    summary,
    body: ConcludeServiceOrder,
    answers: { 200: ServiceOrder },
    refusals: ['service_order_closed', 'request_unknown'],
    handle: async ({ act, user, params, body }) => {
      const order = await findServiceOrder(act.tx, visibleServiceOrders(user), params.id);
      const within = await withinRequest(act, order.customerId, body.requestId);
      return toServiceOrder(await concludeServiceOrder(within, order, state, body.conclusion));
    },
  });

export const serviceOrderRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Service orders, the newest first',
    query: ServiceOrderQuery,
    answers: { 200: ServiceOrderPage },
    handle: async ({ database, user, query: { limit, cursor, ...filters } }) => {
      const where = { AND: [visibleServiceOrders(user), filters] };
      return mapPage(await listServiceOrders(database, where, { limit, cursor }), toServiceOrder);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One service order',
    answers: { 200: ServiceOrder },
    handle: async ({ database, user, params }) =>
      toServiceOrder(await findServiceOrder(database, visibleServiceOrders(user), params.id)),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/print`,
    tag,
    summary: 'The order on paper, in the language of the reader',
    media: 'application/pdf',
    answers: { 200: null },
    handle: async ({ database, user, language, params, deps: { clock } }) => {
      const order = await findServiceOrder(database, visibleServiceOrders(user), params.id);
      const { name: company } = await readSettings(database);
      const customer = { ...order.customer, ...(await detailsForPrint(database, order.customerId)) };
      const printedAt = clock.nowOf(order.customer);
      // Loaded by the first who prints: with its fonts it is heavier than all routes together.
      const { printServiceOrder } = await import('../../print/service-order.ts');
      const pdf = await printServiceOrder(language, { ...order, company, customer, printedAt });
      return new Download(`${serviceOrderCode(order.code)}.pdf`, (send) => send(pdf));
    },
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Create a service order, with an appointment or without',
    body: NewServiceOrder,
    answers: { 201: ServiceOrder },
    refusals: [
      'customer_unknown',
      'multipack_unknown',
      'user_unknown',
      'user_inactive',
      'schedule_in_past',
      'request_unknown',
    ],
    handle: async ({ act, user, body: { customerId, requestId, scheduled, ...fields } }) => {
      const customer = await demandCustomer(act.tx, user, customerId);
      const order = { ...fields, scheduled: scheduled && appointmentOf(scheduled) };
      const within = await withinRequest(act, customerId, requestId);
      return toServiceOrder(await addServiceOrder(within, customer, order, visibleUsers(user)));
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit a service order that is not concluded',
    body: ServiceOrderEdit,
    answers: { 200: ServiceOrder },
    refusals: ['service_order_closed', 'multipack_unknown', 'user_unknown', 'user_inactive', 'request_unknown'],
    handle: async ({ act, user, params, version, body: { requestId, ...edit } }) => {
      const before = await findServiceOrder(act.tx, visibleServiceOrders(user), params.id);
      const within = await withinRequest(act, before.customerId, requestId);
      return toServiceOrder(await editServiceOrder(within, before, version, edit, visibleUsers(user)));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/schedule`,
    tag,
    summary: 'Give a service order its appointment, or another one',
    body: ScheduleServiceOrder,
    answers: { 200: ServiceOrder },
    refusals: ['service_order_closed', 'schedule_in_past', 'user_unknown', 'user_inactive', 'request_unknown'],
    handle: async ({ act, user, params, body: { requestId, assigneeId, ...body } }) => {
      const order = await findServiceOrder(act.tx, visibleServiceOrders(user), params.id);
      const within = await withinRequest(act, order.customerId, requestId);
      const appointment = { ...appointmentOf(body), assigneeId };
      return toServiceOrder(await scheduleServiceOrder(within, order, appointment, visibleUsers(user)));
    },
  }),
  conclusion('done', 'done', 'Note that the work is done'),
  conclusion('cancel', 'cancelled', 'Call a service order off'),
];
