import { Refusal } from '../../database/act.ts';
import type { Tx } from '../../database/client.ts';
import { mapPage } from '../../database/pages.ts';
import {
  closeTicket,
  findTicket,
  followUpOf,
  listTickets,
  openTicket,
  type ShownTicket,
} from '../../database/tickets.ts';
import { customerCode, multipackCode, requestCode, ticketProtocol } from '../../schemas/codes.ts';
import { NewTicket, TicketDetail, TicketPage, TicketQuery } from '../../schemas/tickets.ts';
import { visibleCustomers, visibleTickets } from '../access/visibility.ts';
import { route } from '../route.ts';
import { toAuditEvent } from './audit-events.ts';

const tag = 'tickets';
const path = '/api/tickets';

const toTicket = (ticket: ShownTicket) => {
  const { id, customer, multipack, branchId, via, subject, description, state, channel, version } = ticket;
  return {
    id,
    protocol: ticketProtocol(ticket.protocol),
    customer: { id: customer.id, code: customerCode(customer.code), name: customer.name },
    multipack: multipack && { ...multipack, code: multipackCode(multipack.code) },
    branchId,
    via,
    subject,
    description,
    state,
    closedAt: ticket.closedAt?.toISOString() ?? null,
    closedBy: ticket.closer,
    author: { kind: ticket.authorKind, id: ticket.authorId, name: ticket.authorName },
    channel,
    version,
    createdAt: ticket.createdAt.toISOString(),
  };
};

async function detailOf(tx: Tx, ticket: ShownTicket) {
  const { requests, history } = await followUpOf(tx, ticket.id);
  return {
    ...toTicket(ticket),
    requests: requests.map(({ id, code, title, state }) => ({ id, code: requestCode(code), title, state })),
    history: history.map(toAuditEvent),
  };
}

/** What customers come with; a cancellation request may be opened from one (003). */
export const ticketRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Tickets, the newest first',
    query: TicketQuery,
    answers: { 200: TicketPage },
    handle: async ({ database, user, query }) =>
      mapPage(await listTickets(database, visibleTickets(user), query), toTicket),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Open a ticket',
    body: NewTicket,
    answers: { 201: TicketDetail },
    refusals: ['customer_unknown', 'multipack_unknown'],
    handle: async ({ act, user, body: { customerId, ...fields } }) => {
      const where = { AND: [{ id: customerId }, visibleCustomers(user)] };
      const customer = await act.tx.customer.findFirst({ where });
      if (!customer) throw new Refusal(422, 'customer_unknown');
      return detailOf(act.tx, await openTicket(act, customer, fields));
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One ticket, with its requests and its history',
    answers: { 200: TicketDetail },
    handle: async ({ database, user, params }) =>
      detailOf(database, await findTicket(database, visibleTickets(user), params.id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/close`,
    tag,
    summary: 'Close a ticket',
    answers: { 200: TicketDetail },
    refusals: ['ticket_closed'],
    handle: async ({ act, user, params }) =>
      detailOf(act.tx, await closeTicket(act, await findTicket(act.tx, visibleTickets(user), params.id))),
  }),
];
