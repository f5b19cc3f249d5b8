import { z } from 'zod';
import { ActorKind, Channel, Id, Instant, pageOf, pageQuery, text } from './common.ts';

export const AuditEvent = z
  .strictObject({
    id: z.string(),
    at: Instant,
    actor: z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() }),
    channel: Channel,
    requestId: z.string().nullable(),
    action: z.string().meta({ example: 'customer.edited' }),
    entity: z.string(),
    entityId: z.string(),
    customerId: Id.nullable(),
    branchId: Id.nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' });

export const AuditEventPage = pageOf(AuditEvent);

export const AuditEventQuery = z.strictObject({
  entity: text(60).optional(),
  entityId: text(60).optional(),
  customerId: Id.optional(),
  action: text(60).optional(),
  from: Instant.optional(),
  to: Instant.optional().meta({ description: 'This instant excluded' }),
  ...pageQuery,
});
