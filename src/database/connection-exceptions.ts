import { type Act, Refusal } from './act.ts';
import type { Database } from './client.ts';
import { liftBlock, runningException, type ShownConnection, traceConnection } from './connections.ts';
import type { ConnectionException, Prisma } from './generated/client.ts';
import { tellException } from './outbox.ts';
import { type Page, page, type PageRequest } from './pages.ts';

/** The newest first. */
export const listExceptions = (
  database: Database,
  connectionId: string,
  request: PageRequest,
): Promise<Page<ConnectionException>> =>
  page({ field: 'createdAt', kind: 'instant', direction: 'desc' }, request, (query) =>
    database.connectionException.findMany({ ...query, where: { AND: [{ connectionId }, query.where] } }),
  );

/**
 * Excepts a connection, which the caller has locked, from blocking until an instant (003); one that is blocked is unblocked.
 * Throws `exception_past` (422), `exception_running` (409).
 */
export async function addException(
  act: Act,
  connection: ShownConnection,
  { until, reason }: { until: Date; reason: string },
): Promise<void> {
  const { tx, actor, clock } = act;
  const { id: connectionId, username } = connection;
  const createdAt = clock.nowOf(connection.customer);
  demandAhead(until, createdAt);
  const running = runningException(connection, createdAt);
  if (running) throw new Refusal(409, 'exception_running', { username, until: running.until.toISOString() });
  // Over, but its workflow has not come to say so.
  for (const over of connection.exceptions) await end(act, connection, over, over.until, 'exception_expired');
  const exception = await tx.connectionException.create({
    data: {
      connectionId,
      until,
      reason,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      createdAt,
    },
  });
  await tellException(tx, exception.id);
  await traceConnection(act, connection, 'exception_added', { until: until.toISOString(), reason });
  await liftBlock(act, connection);
}

/** Throws `not_found` (404), `exception_ended` (409), `exception_past` (422), `version_conflict` (412). */
export async function editException(
  act: Act,
  connection: ShownConnection,
  id: string,
  version: number,
  { until, reason }: { until?: Date | undefined; reason?: string | undefined },
): Promise<void> {
  const { tx, clock } = act;
  const now = clock.nowOf(connection.customer);
  const before = await demandRunning(act, connection, id, now);
  if (until) demandAhead(until, now);
  const { count } = await tx.connectionException.updateMany({
    where: { id, version },
    data: { ...(until && { until }), ...(reason !== undefined && { reason }), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  await tellException(tx, id);
  await traceConnection(act, connection, 'exception_edited', {
    before: { until: before.until.toISOString(), reason: before.reason },
    after: { until: (until ?? before.until).toISOString(), reason: reason ?? before.reason },
  });
}

/** Ends it before its time. Throws `not_found` (404), `exception_ended` (409). */
export async function endException(act: Act, connection: ShownConnection, id: string): Promise<void> {
  const now = act.clock.nowOf(connection.customer);
  const exception = await demandRunning(act, connection, id, now);
  await end(act, connection, exception, now, 'exception_ended');
  await tellException(act.tx, id);
}

export interface ExceptionWait {
  /** Null: it has ended, there is nothing to wait for. */
  until: Date | null;
  now: Date;
  connectionId: string;
  customerId: string;
  branchId: string;
}

/** Writes down that the end has come, if it has, and says what to wait for; null for an exception that there is not. */
export async function advanceException(act: Act, id: string): Promise<ExceptionWait | null> {
  const { tx, clock } = act;
  const exception = await tx.connectionException.findUnique({
    where: { id },
    include: { connection: { include: { customer: true } } },
  });
  if (!exception) return null;
  const { connection } = exception;
  // The order of all changes of a connection: its row first.
  await tx.$queryRaw`SELECT id FROM connection WHERE id = ${connection.id}::uuid FOR UPDATE`;
  const { until, endedAt } = await tx.connectionException.findUniqueOrThrow({ where: { id } });
  const now = clock.nowOf(connection.customer);
  if (endedAt === null && until <= now) await end(act, connection, exception, until, 'exception_expired');
  return {
    until: endedAt === null && until > now ? until : null,
    now,
    connectionId: connection.id,
    customerId: connection.customerId,
    branchId: connection.customer.branchId,
  };
}

async function end(
  act: Act,
  connection: Parameters<typeof traceConnection>[1],
  { id, until, reason }: ConnectionException,
  endedAt: Date,
  verb: 'exception_ended' | 'exception_expired',
): Promise<void> {
  await act.tx.connectionException.update({ where: { id }, data: { endedAt, version: { increment: 1 } } });
  const details: Prisma.InputJsonObject = { until: until.toISOString(), reason };
  await traceConnection(act, connection, verb, details);
}

async function demandRunning(
  { tx }: Act,
  connection: ShownConnection,
  id: string,
  now: Date,
): Promise<ConnectionException> {
  const exception = await tx.connectionException.findFirst({ where: { id, connectionId: connection.id } });
  if (!exception) throw new Refusal(404, 'not_found');
  if (exception.endedAt !== null || exception.until <= now) throw new Refusal(409, 'exception_ended');
  return exception;
}

function demandAhead(until: Date, now: Date): void {
  if (until <= now) throw new Refusal(422, 'exception_past', { now: now.toISOString() });
}
