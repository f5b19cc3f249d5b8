import { addDays, type LocalDate } from '../domain/dates.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { Connection, ConnectionUsage, Customer, Prisma } from './generated/client.ts';
import type { ConnectionState } from './generated/enums.ts';
import { fromColumn, toColumn } from './local-date.ts';
import { demandNas } from './nas.ts';
import { isConfigured, tellEquipment } from './network-commands.ts';
import { type Page, page, type PageRequest } from './pages.ts';
import { demandOwnMultipack } from './service-orders.ts';

const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true, clockAheadMs: true } },
  multipack: { select: { id: true, code: true, name: true } },
  branch: { select: { timeZone: true } },
  nas: { select: { id: true, name: true, retiredAt: true } },
  exceptions: { where: { endedAt: null } },
  commands: { orderBy: { id: 'desc' }, take: 1 },
} as const;

/** A connection with the names it is shown with, its open exception and the last word with the equipment. */
export type ShownConnection = Prisma.ConnectionGetPayload<{ include: typeof SHOWN }>;

/** By user name. */
export const listConnections = (
  database: Database,
  where: Prisma.ConnectionWhereInput,
  request: PageRequest,
): Promise<Page<ShownConnection>> =>
  page({ field: 'username', direction: 'asc' }, request, (query) =>
    database.connection.findMany({ ...query, where: { AND: [where, query.where] }, include: SHOWN }),
  );

/** Throws `not_found` (404). */
export async function findConnection(tx: Tx, where: Prisma.ConnectionWhereInput, id: string): Promise<ShownConnection> {
  const connection = await tx.connection.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!connection) throw new Refusal(404, 'not_found');
  return connection;
}

/** As `findConnection`, locked until the transaction ends: of two changes at once the second sees the first. */
export async function lockConnection(tx: Tx, where: Prisma.ConnectionWhereInput, id: string): Promise<ShownConnection> {
  await tx.$queryRaw`SELECT id FROM connection WHERE id = ${id}::uuid FOR UPDATE`;
  return findConnection(tx, where, id);
}

export interface ConnectionFields {
  username: string;
  service: string;
  multipackId: string | null;
  nasId: string | null;
  framedIp: string | null;
  sessionId: string | null;
  callingStation: string | null;
}

const FIELDS = [
  'username',
  'service',
  'multipackId',
  'nasId',
  'framedIp',
  'sessionId',
  'callingStation',
] as const satisfies readonly (keyof Connection)[];

/** Throws `multipack_unknown`, `nas_unknown` (422), `nas_retired` (409). */
export async function addConnection(
  act: Act,
  customer: Customer,
  fields: Partial<ConnectionFields> & Pick<ConnectionFields, 'username' | 'service'>,
): Promise<ShownConnection> {
  const { tx, clock } = act;
  await demandParts(tx, customer, fields);
  const at = clock.nowOf(customer);
  const { id } = await tx.connection.create({
    data: { ...fields, customerId: customer.id, branchId: customer.branchId, stateSince: at, createdAt: at },
  });
  const connection = await findConnection(tx, {}, id);
  await traceConnection(act, connection, 'added', changesOf({} as ShownConnection, connection, FIELDS));
  return connection;
}

/** Tells nobody: the equipment learns of it with the next change. Throws as `addConnection`, `version_conflict` (412). */
export async function editConnection(
  act: Act,
  before: ShownConnection,
  version: number,
  edit: Partial<ConnectionFields>,
): Promise<ShownConnection> {
  const { tx } = act;
  const changed = Object.fromEntries(
    Object.entries(edit).filter(([field, value]) => value !== before[field as keyof ConnectionFields]),
  );
  await demandParts(tx, { id: before.customerId, branchId: before.branchId }, changed);
  const { count } = await tx.connection.updateMany({
    where: { id: before.id, version },
    data: { ...edit, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findConnection(tx, {}, before.id);
  await traceConnection(act, after, 'edited', changesOf(before, after, FIELDS));
  return after;
}

async function demandParts(
  tx: Tx,
  customer: Pick<Customer, 'id' | 'branchId'>,
  { multipackId, nasId }: Partial<ConnectionFields>,
): Promise<void> {
  if (multipackId) await demandOwnMultipack(tx, customer.id, multipackId);
  if (nasId) await demandNas(tx, customer.branchId, nasId);
}

// ---------------------------------------------------------------- its state

/** Throws `connection_already_reduced`, `connection_blocked` (409). */
export function reduceConnection(act: Act, connection: ShownConnection, reason: string): Promise<ShownConnection> {
  if (connection.state === 'reduced') throw refused(connection, 'connection_already_reduced');
  if (connection.state === 'blocked') throw refused(connection, 'connection_blocked');
  return changeState(act, connection, 'reduced', { verb: 'reduced', reason });
}

/** Throws `connection_not_reduced` (409). */
export function removeReduction(act: Act, connection: ShownConnection): Promise<ShownConnection> {
  if (connection.state !== 'reduced') throw refused(connection, 'connection_not_reduced');
  return changeState(act, connection, 'normal', { verb: 'reduction_removed' });
}

/** Throws `connection_blocked` and, while an exception runs, `connection_excepted` (409). */
export function blockConnection(act: Act, connection: ShownConnection, reason: string): Promise<ShownConnection> {
  if (connection.state === 'blocked') throw refused(connection, 'connection_blocked');
  const exception = runningException(connection, act.clock.nowOf(connection.customer));
  if (exception) throw refused(connection, 'connection_excepted', { until: exception.until.toISOString() });
  return changeState(act, connection, 'blocked', { verb: 'blocked', reason });
}

/** Throws `connection_not_blocked` (409). */
export function unblockConnection(act: Act, connection: ShownConnection): Promise<ShownConnection> {
  if (connection.state !== 'blocked') throw refused(connection, 'connection_not_blocked');
  return changeState(act, connection, 'normal', { verb: 'unblocked' });
}

/** Ends the session of the customer; the state stays, and whoever is let in dials in again. */
export async function disconnectConnection(act: Act, connection: ShownConnection): Promise<ShownConnection> {
  const at = act.clock.nowOf(connection.customer);
  await tellEquipment(act, connection, 'disconnect', at);
  await traceConnection(act, connection, 'disconnected', { isConfigured: isConfigured(connection.nas) });
  return findConnection(act.tx, {}, connection.id);
}

/** Tells the equipment the present state once more. Throws `no_equipment` (409). */
export async function tellAgain(act: Act, connection: ShownConnection): Promise<ShownConnection> {
  if (!isConfigured(connection.nas)) throw refused(connection, 'no_equipment');
  await tellEquipment(act, connection, 'change', act.clock.nowOf(connection.customer));
  await traceConnection(act, connection, 'told_again', { state: connection.state });
  return findConnection(act.tx, {}, connection.id);
}

async function changeState(
  act: Act,
  connection: ShownConnection,
  state: ConnectionState,
  { verb, reason = null }: { verb: string; reason?: string | null },
): Promise<ShownConnection> {
  const at = act.clock.nowOf(connection.customer);
  const data = { state, reason, stateSince: at, version: { increment: 1 } };
  await act.tx.connection.update({ where: { id: connection.id }, data });
  await tellEquipment(act, { ...connection, state }, 'change', at);
  await traceConnection(act, connection, verb, {
    before: connection.state,
    after: state,
    reason,
    isConfigured: isConfigured(connection.nas),
  });
  return findConnection(act.tx, {}, connection.id);
}

const refused = ({ username }: ShownConnection, code: string, details: Record<string, unknown> = {}) =>
  new Refusal(409, code, { username, ...details });

/** The exception that prevents blocking at that instant; one whose end has come prevents nothing, written down or not. */
export const runningException = ({ exceptions }: ShownConnection, now: Date) =>
  exceptions.find(({ until }) => until > now) ?? null;

/** What an exception does to a connection that is blocked: it was made so that the customer gets on. */
export const liftBlock = (act: Act, connection: ShownConnection): Promise<ShownConnection> =>
  connection.state === 'blocked'
    ? changeState(act, connection, 'normal', { verb: 'unblocked' })
    : Promise.resolve(connection);

export async function traceConnection(
  act: Act,
  {
    id,
    customer,
    username,
  }: Pick<ShownConnection, 'id' | 'username'> & {
    customer: Pick<Customer, 'id' | 'branchId' | 'clockAheadMs'>;
  },
  verb: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await trace(act, {
    action: `connection.${verb}`,
    entity: 'connection',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: act.clock.nowOf(customer),
    details: { username, ...details },
  });
}

// ---------------------------------------------------------------- consumption

export interface UsageDay {
  day: LocalDate;
  /** Bytes received and sent by the customer. */
  bytesIn: number;
  bytesOut: number;
}

/**
 * Stores the consumption of days, in place of what was known of them; the last of a day that is named twice. Without a
 * trace: it is measured again and again, and nobody's decision. Returns how many days.
 */
export async function storeUsage(tx: Tx, connectionId: string, days: UsageDay[]): Promise<number> {
  const byDay = [...new Map(days.map((each) => [each.day, each])).values()].toSorted((a, b) =>
    a.day < b.day ? -1 : 1,
  );
  return tx.$executeRaw`
    INSERT INTO connection_usage (connection_id, day, bytes_in, bytes_out)
    SELECT ${connectionId}::uuid, * FROM unnest(
      ${byDay.map(({ day }) => day)}::date[], ${byDay.map(({ bytesIn }) => bytesIn)}::bigint[],
      ${byDay.map(({ bytesOut }) => bytesOut)}::bigint[])
    ON CONFLICT (connection_id, day) DO UPDATE SET bytes_in = excluded.bytes_in, bytes_out = excluded.bytes_out`;
}

const DAYS_SHOWN = 30;
const MOST_DAYS = 1_000;

/** By day; both ends included. Left out, the last is `today` and there are thirty. */
export async function readUsage(
  database: Database,
  connectionId: string,
  { from, to, today }: { from?: LocalDate | undefined; to?: LocalDate | undefined; today: LocalDate },
): Promise<{ from: LocalDate; to: LocalDate; days: UsageDay[]; total: Omit<UsageDay, 'day'> }> {
  const last = to ?? (from !== undefined && from > today ? from : today);
  const first = from ?? addDays(last, 1 - DAYS_SHOWN);
  const rows = await database.connectionUsage.findMany({
    where: { connectionId, day: { gte: toColumn(first), lte: toColumn(last) } },
    orderBy: { day: 'asc' },
    take: MOST_DAYS,
  });
  const sum = (field: 'bytesIn' | 'bytesOut') =>
    Number(rows.reduce((total, row: ConnectionUsage) => total + row[field], 0n));
  return {
    from: first,
    to: last,
    days: rows.map(({ day, bytesIn, bytesOut }) => ({
      day: fromColumn(day),
      bytesIn: Number(bytesIn),
      bytesOut: Number(bytesOut),
    })),
    total: { bytesIn: sum('bytesIn'), bytesOut: sum('bytesOut') },
  };
}
