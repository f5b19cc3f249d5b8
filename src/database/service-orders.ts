import { serviceOrderCode } from '../schemas/codes.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import { demandAssignee } from './crm-tasks.ts';
import type { Customer, Prisma } from './generated/client.ts';
import type { ServiceOrderState } from './generated/enums.ts';
import { type Page, page, type PageRequest } from './pages.ts';

const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true, clockAheadMs: true } },
  multipack: { select: { id: true, code: true, name: true } },
  branch: { select: { name: true, timeZone: true } },
  assignee: { select: { id: true, name: true } },
} as const;

/** An order with the names it is shown with. */
export type ShownServiceOrder = Prisma.ServiceOrderGetPayload<{ include: typeof SHOWN }>;

/** An appointment: two instants, the second after the first. */
export interface Appointment {
  from: Date;
  to: Date;
}

/** The newest first. */
export const listServiceOrders = (
  database: Database,
  where: Prisma.ServiceOrderWhereInput,
  request: PageRequest,
): Promise<Page<ShownServiceOrder>> =>
  page({ field: 'createdAt', kind: 'instant', direction: 'desc' }, request, (query) =>
    database.serviceOrder.findMany({ ...query, where: { AND: [where, query.where] }, include: SHOWN }),
  );

/** Throws `not_found` (404). */
export async function findServiceOrder(
  tx: Tx,
  where: Prisma.ServiceOrderWhereInput,
  id: string,
): Promise<ShownServiceOrder> {
  const order = await tx.serviceOrder.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!order) throw new Refusal(404, 'not_found');
  return order;
}

/** With the customer's address and telephone, for the paper that goes along. */
export const detailsForPrint = (tx: Tx, customerId: string) =>
  tx.customer.findUniqueOrThrow({
    where: { id: customerId },
    select: { address: true, phone: true, email: true },
  });

export interface NewServiceOrder {
  multipackId?: string | undefined;
  kind: string;
  description: string;
  scheduled?: Appointment | undefined;
  assigneeId?: string | undefined;
}

/** Throws `multipack_unknown`, `user_unknown`, `schedule_in_past` (422), `user_inactive` (409). */
export async function addServiceOrder(
  act: Act,
  customer: Customer,
  { multipackId, scheduled, assigneeId, ...fields }: NewServiceOrder,
  assignees: Prisma.UserWhereInput,
): Promise<ShownServiceOrder> {
  const { tx, actor, clock } = act;
  if (multipackId !== undefined) await demandOwnMultipack(tx, customer.id, multipackId);
  if (assigneeId !== undefined) await demandAssignee(tx, assignees, assigneeId);
  const createdAt = clock.nowOf(customer);
  if (scheduled) demandAhead(scheduled, createdAt);
  const order = await tx.serviceOrder.create({
    data: {
      ...fields,
      customerId: customer.id,
      branchId: customer.branchId,
      multipackId: multipackId ?? null,
      ...(scheduled && { state: 'scheduled', scheduledFrom: scheduled.from, scheduledTo: scheduled.to }),
      assigneeId: assigneeId ?? null,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      createdAt,
    },
    include: SHOWN,
  });
  await traceOrder(act, order, 'added', { kind: order.kind, scheduled: plainAppointment(scheduled) });
  return order;
}

export interface ServiceOrderEdit {
  kind?: string | undefined;
  description?: string | undefined;
  multipackId?: string | null | undefined;
  assigneeId?: string | null | undefined;
}

/** Throws as `addServiceOrder`, `service_order_closed` (409) and `version_conflict` (412). */
export async function editServiceOrder(
  act: Act,
  before: ShownServiceOrder,
  version: number,
  edit: ServiceOrderEdit,
  assignees: Prisma.UserWhereInput,
): Promise<ShownServiceOrder> {
  const { tx } = act;
  const { multipackId, assigneeId } = edit;
  demandOpen(before);
  if (multipackId && multipackId !== before.multipackId) await demandOwnMultipack(tx, before.customerId, multipackId);
  if (assigneeId && assigneeId !== before.assigneeId) await demandAssignee(tx, assignees, assigneeId);
  const { count } = await tx.serviceOrder.updateMany({
    where: { id: before.id, version },
    data: { ...edit, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findServiceOrder(tx, {}, before.id);
  await traceOrder(
    act,
    after,
    'edited',
    changesOf(before, after, ['kind', 'description', 'multipackId', 'assigneeId']),
  );
  return after;
}

/**
 * Gives an order that is not concluded its appointment, or another one. Throws `service_order_closed`, `user_inactive` (409),
 * `schedule_in_past`, `user_unknown` (422).
 */
export async function scheduleServiceOrder(
  act: Act,
  order: ShownServiceOrder,
  { assigneeId, ...scheduled }: Appointment & { assigneeId?: string | undefined },
  assignees: Prisma.UserWhereInput,
): Promise<ShownServiceOrder> {
  const { tx, clock } = act;
  demandAhead(scheduled, clock.nowOf(order.customer));
  if (assigneeId !== undefined) await demandAssignee(tx, assignees, assigneeId);
  const after = await change(tx, order, {
    state: 'scheduled',
    scheduledFrom: scheduled.from,
    scheduledTo: scheduled.to,
    ...(assigneeId && { assigneeId }),
  });
  await traceOrder(act, after, 'scheduled', { scheduled: plainAppointment(scheduled), assigneeId: after.assigneeId });
  return after;
}

/** Ends an order as done or called off, once. Throws `service_order_closed` (409). */
export async function concludeServiceOrder(
  act: Act,
  order: ShownServiceOrder,
  state: 'done' | 'cancelled',
  conclusion: string,
): Promise<ShownServiceOrder> {
  const after = await change(act.tx, order, { state, conclusion, closedAt: act.clock.nowOf(order.customer) });
  await traceOrder(act, after, state, { conclusion });
  return after;
}

const OPEN: ServiceOrderState[] = ['open', 'scheduled'];

/** Of two that conclude at once, one does. */
async function change(
  tx: Tx,
  order: ShownServiceOrder,
  data: Prisma.ServiceOrderUncheckedUpdateManyInput,
): Promise<ShownServiceOrder> {
  const { count } = await tx.serviceOrder.updateMany({
    where: { id: order.id, state: { in: OPEN } },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw closed(order);
  return findServiceOrder(tx, {}, order.id);
}

function demandOpen(order: ShownServiceOrder): void {
  if (!OPEN.includes(order.state)) throw closed(order);
}

const closed = ({ code }: ShownServiceOrder) =>
  new Refusal(409, 'service_order_closed', { code: serviceOrderCode(code) });

function demandAhead({ to }: Appointment, now: Date): void {
  if (to <= now) throw new Refusal(422, 'schedule_in_past', { now: now.toISOString() });
}

/** Throws `multipack_unknown` (422) for one that is not the customer's. */
export async function demandOwnMultipack(tx: Tx, customerId: string, id: string): Promise<void> {
  const found = await tx.multipack.findFirst({ where: { id, customerId }, select: { id: true } });
  if (!found) throw new Refusal(422, 'multipack_unknown', { multipackId: id });
}

const plainAppointment = (scheduled: Appointment | undefined) =>
  scheduled ? { from: scheduled.from.toISOString(), to: scheduled.to.toISOString() } : null;

async function traceOrder(
  act: Act,
  { id, code, customer }: ShownServiceOrder,
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await trace(act, {
    action: `service_order.${verb}`,
    entity: 'service_order',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: act.clock.nowOf(customer),
    details: { code: serviceOrderCode(code), ...details },
  });
}
