import { z } from 'zod';
import { REQUEST_STATES } from '../domain/cancellation-request.ts';
import { AuditEvent } from './audit-events.ts';
import { Prose } from './cancellation-settings.ts';
import { ActorKind, Channel, Id, Instant, pageOf, pageQuery, text, Version } from './common.ts';

export const TICKET_CHANNELS = ['counter', 'phone', 'email', 'chat', 'portal', 'bot', 'api'] as const;
export const TICKET_STATES = ['open', 'closed'] as const;

const Named = z.strictObject({ id: Id, code: z.string(), name: z.string() });

const fields = {
  id: Id,
  protocol: z.string().meta({ example: 'T-000123' }),
  customer: Named,
  multipack: Named.nullable(),
  branchId: Id,
  via: z.enum(TICKET_CHANNELS).meta({ description: 'How the customer came' }),
  subject: z.string(),
  description: z.string(),
  state: z.enum(TICKET_STATES),
  closedAt: Instant.nullable(),
  closedBy: z.strictObject({ id: Id, name: z.string() }).nullable(),
  author: z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() }),
  channel: Channel,
  version: Version,
  createdAt: Instant,
};

export const Ticket = z.strictObject(fields).meta({ id: 'Ticket' });

export const TicketDetail = z
  .strictObject({
    ...fields,
    requests: z
      .array(z.strictObject({ id: Id, code: z.string(), title: z.string(), state: z.enum(REQUEST_STATES) }))
      .meta({ description: 'Cancellation requests opened from it' }),
    history: z.array(AuditEvent).meta({ description: 'What happened to it, the oldest first' }),
  })
  .meta({ id: 'TicketDetail' });

export const NewTicket = z
  .strictObject({
    customerId: Id,
    multipackId: Id.optional(),
    via: z.enum(TICKET_CHANNELS),
    subject: text(200),
    description: Prose.default(''),
  })
  .meta({ id: 'NewTicket' });

export const TicketPage = pageOf(Ticket);
export const TicketQuery = z.strictObject({
  customerId: Id.optional(),
  state: z.enum(TICKET_STATES).optional(),
  search: text(100).optional().meta({ description: 'Protocol, subject or customer' }),
  ...pageQuery,
});
