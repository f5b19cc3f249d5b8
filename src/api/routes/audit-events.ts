import { type AuditEvent as AuditEventRow, listAuditEvents } from '../../database/audit-events.ts';
import { mapPage } from '../../database/pages.ts';
import { AuditEventPage, AuditEventQuery } from '../../schemas/audit-events.ts';
import { route } from '../route.ts';
import { reachOf } from './multipacks.ts';

export const toAuditEvent = ({ id, at, actorKind, actorId, actorName, details, ...event }: AuditEventRow) => ({
  ...event,
  id: String(id),
  at: at.toISOString(),
  actor: { kind: actorKind, id: actorId, name: actorName },
  details: details as Record<string, unknown>,
});

export const auditEventRoutes = [
  route({
    method: 'get',
    path: '/api/audit-events',
    tag: 'audit-events',
    summary: 'Who changed what, the newest first',
    access: { level: 2 },
    query: AuditEventQuery,
    answers: { 200: AuditEventPage },
    handle: async ({ database, user, query: { limit, cursor, ...filter } }) => {
      const reach = { ...filter, branchId: reachOf(user, undefined) };
      return mapPage(await listAuditEvents(database, reach, { limit, cursor }), toAuditEvent);
    },
  }),
];
