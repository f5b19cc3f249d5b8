import type { Clock } from '../clock.ts';
import { type Act, SYSTEM } from './act.ts';
import { traceRow } from './audit.ts';
import type { Database, Tx } from './client.ts';
import { type Connection, type NetworkCommand, Prisma } from './generated/client.ts';
import type { ConnectionState, NetworkCommandKind, NetworkCommandState } from './generated/enums.ts';
import { type Page, page, type PageRequest } from './pages.ts';

/** Equipment that can be told something: one that is retired is like none. */
export const isConfigured = (nas: { retiredAt: Date | null } | null): boolean => nas !== null && nas.retiredAt === null;

/**
 * Leaves, in the transaction of the change, what the equipment must be told; it is told after the commit, at least once. A
 * change of state that nobody was told yet is superseded by a later one. Nothing without equipment.
 */
export async function tellEquipment(
  { tx, actor }: Act,
  connection: Pick<Connection, 'id' | 'nasId' | 'state'> & { nas: { retiredAt: Date | null } | null },
  kind: NetworkCommandKind,
  at: Date,
): Promise<void> {
  if (!isConfigured(connection.nas)) return;
  const { id: connectionId, state: target } = connection;
  if (kind === 'change')
    await tx.networkCommand.updateMany({
      where: { connectionId, kind, state: 'pending', claimedUntil: null },
      data: { state: 'superseded', answeredAt: at },
    });
  await tx.networkCommand.create({
    data: {
      connectionId,
      nasId: connection.nasId!,
      kind,
      target,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      channel: actor.channel,
      createdAt: at,
    },
  });
}

/** The newest first. */
export const listNetworkCommands = (
  database: Database,
  connectionId: string,
  request: PageRequest,
): Promise<Page<NetworkCommand>> =>
  page({ direction: 'desc' }, request, (query) =>
    database.networkCommand.findMany({ ...query, where: { AND: [{ connectionId }, query.where] } }),
  );

// ---------------------------------------------------------------- delivery

/** Nothing told before to the same connection is still under way. */
const isFirst = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM network_command e WHERE e.connection_id = c.connection_id AND e.state = 'pending' AND e.id < c.id)`;

/**
 * Takes the command that waits longest, so that no other delivery takes it meanwhile; one that died gives it back when the
 * lease runs out. The commands of one connection are carried out one after the other, in their order.
 */
export async function claimNetworkCommand(database: Database, leaseSeconds: number): Promise<ClaimedCommand | null> {
  const [claimed] = await database.$queryRaw<{ id: string }[]>`
    UPDATE network_command SET claimed_until = now() + make_interval(secs => ${leaseSeconds}::float8), attempts = attempts + 1
    WHERE id = (
      SELECT c.id FROM network_command c
      WHERE c.state = 'pending' AND (c.claimed_until IS NULL OR c.claimed_until < now())
        AND ${isFirst}
      ORDER BY c.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return claimed ? readCommand(database, claimed.id) : null;
}

const readCommand = (tx: Tx, id: string) =>
  tx.networkCommand.findUniqueOrThrow({
    where: { id },
    include: { nas: true, connection: { include: { customer: { select: { clockAheadMs: true, branchId: true } } } } },
  });

export type ClaimedCommand = Awaited<ReturnType<typeof readCommand>>;

export interface NetworkResult {
  state: Exclude<NetworkCommandState, 'pending' | 'superseded'>;
  errorCause?: number | null;
  /** Stable code of what failed here. */
  error?: string;
}

/** Keeps what came of it, once, with its line in the history of the connection. */
export async function commandAnswered(
  database: Database,
  clock: Clock,
  { id, kind, target, connection }: ClaimedCommand,
  { state, errorCause = null, error }: NetworkResult,
): Promise<void> {
  const at = clock.nowOf(connection.customer);
  await database.$transaction(async (tx) => {
    const { count } = await tx.networkCommand.updateMany({
      where: { id, state: 'pending' },
      data: { state, errorCause, error: error ?? null, answeredAt: at, claimedUntil: null },
    });
    // Two that told the equipment, because the lease of one ran out, leave one trace.
    if (count === 0) return;
    const details = {
      commandId: id,
      kind,
      target,
      ...(errorCause !== null && { errorCause }),
      ...(error && { error }),
    };
    await tx.auditEvent.create({
      data: traceRow(
        { actor: SYSTEM },
        {
          action: `connection.network_${state}`,
          entity: 'connection',
          entityId: connection.id,
          customerId: connection.customerId,
          branchId: connection.customer.branchId,
          at,
          details,
        },
      ),
    });
  });
}

/** Milliseconds until the next command may be taken; null if none waits. */
export async function nextNetworkCommandInMs(database: Database): Promise<number | null> {
  const [row] = await database.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(greatest(coalesce(claimed_until, now()), now())) - now()) * 1000)::float8 AS ms
    FROM network_command c WHERE state = 'pending' AND ${isFirst}`;
  return row?.ms ?? null;
}

/** What equipment knows a state by. */
export const filterOf = (nas: ClaimedCommand['nas'], state: ConnectionState): string =>
  ({ normal: nas.normalFilter, reduced: nas.reducedFilter, blocked: nas.blockedFilter })[state];
