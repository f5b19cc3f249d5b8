import { ticketNumber } from '../schemas/codes.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { AuditEvent } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { Customer, Prisma } from './generated/client.ts';
import type { TicketChannel, TicketState } from './generated/enums.ts';
import { type Page, page, type PageRequest } from './pages.ts';

const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true, clockAheadMs: true } },
  multipack: { select: { id: true, code: true, name: true } },
  closer: { select: { id: true, name: true } },
} as const;

/** A ticket with the names it is shown with. */
export type ShownTicket = Prisma.TicketGetPayload<{ include: typeof SHOWN }>;

/** The newest first. */
export function listTickets(
  database: Database,
  where: Prisma.TicketWhereInput,
  {
    customerId,
    state,
    search,
    ...request
  }: PageRequest & {
    customerId?: string | undefined;
    state?: TicketState | undefined;
    search?: string | undefined;
  },
): Promise<Page<ShownTicket>> {
  const filters = { ...(customerId && { customerId }), ...(state && { state }) };
  return page({ direction: 'desc' }, request, (query) =>
    database.ticket.findMany({
      ...query,
      where: { AND: [where, query.where, filters, search === undefined ? {} : matching(search)] },
      include: SHOWN,
    }),
  );
}

function matching(search: string): Prisma.TicketWhereInput {
  const contains = { contains: search, mode: 'insensitive' } as const;
  const protocol = ticketNumber(search);
  return {
    OR: [{ subject: contains }, { customer: { name: contains } }, ...(protocol === null ? [] : [{ protocol }])],
  };
}

/** Throws `not_found` (404). */
export async function findTicket(tx: Tx, where: Prisma.TicketWhereInput, id: string): Promise<ShownTicket> {
  const ticket = await tx.ticket.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!ticket) throw new Refusal(404, 'not_found');
  return ticket;
}

/** The requests opened from a ticket and what happened to it, both the oldest first. */
export async function followUpOf(tx: Tx, ticketId: string) {
  const requests = await tx.cancellationRequest.findMany({ where: { ticketId }, orderBy: { id: 'asc' } });
  const history: AuditEvent[] = await tx.auditEvent.findMany({
    where: { entity: 'ticket', entityId: ticketId },
    orderBy: { id: 'asc' },
  });
  return { requests, history };
}

export interface NewTicket {
  multipackId?: string | undefined;
  via: TicketChannel;
  subject: string;
  description: string;
}

/** Throws `multipack_unknown` (422) for one that is not the customer's. */
export async function openTicket(
  act: Act,
  customer: Customer,
  { multipackId, ...fields }: NewTicket,
): Promise<ShownTicket> {
  const { tx, actor, clock } = act;
  const { id: customerId, branchId } = customer;
  if (multipackId !== undefined && !(await tx.multipack.findFirst({ where: { id: multipackId, customerId } }))) {
    throw new Refusal(422, 'multipack_unknown');
  }
  const ticket = await tx.ticket.create({
    data: {
      customerId,
      branchId,
      multipackId: multipackId ?? null,
      ...fields,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      createdAt: clock.nowOf(customer),
    },
    include: SHOWN,
  });
  await traceTicket(act, ticket, 'opened', { multipackId: ticket.multipackId, via: fields.via });
  return ticket;
}

/** Throws `ticket_closed` (409). */
export async function closeTicket(act: Act, { id, customer }: ShownTicket): Promise<ShownTicket> {
  const { count } = await act.tx.ticket.updateMany({
    where: { id, state: 'open' },
    data: {
      state: 'closed',
      closedAt: act.clock.nowOf(customer),
      closedBy: act.actor.id,
      version: { increment: 1 },
    },
  });
  if (count === 0) throw new Refusal(409, 'ticket_closed');
  const closed = await findTicket(act.tx, {}, id);
  await traceTicket(act, closed, 'closed');
  return closed;
}

const traceTicket = (act: Act, { id, customer }: ShownTicket, verb: string, details: Prisma.InputJsonObject = {}) =>
  trace(act, {
    action: `ticket.${verb}`,
    entity: 'ticket',
    entityId: id,
    at: act.clock.nowOf(customer),
    customerId: customer.id,
    branchId: customer.branchId,
    details,
  });
