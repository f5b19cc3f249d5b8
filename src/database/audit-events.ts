import type { Database } from './client.ts';
import { Prisma } from './generated/client.ts';
import { type Page, pageAfter, type PageRequest } from './pages.ts';

const { sql } = Prisma;

export type AuditEvent = Prisma.AuditEventGetPayload<object>;

export interface AuditEventFilter {
  /** What concerns a customer goes by the branch they belong to now, the rest by its own; null: the whole company. */
  branchId: string | null;
  entity?: string | undefined;
  entityId?: string | undefined;
  customerId?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  /** This instant excluded. */
  to?: string | undefined;
}

/** History, newest first. */
export function listAuditEvents(
  database: Database,
  { branchId, entity, entityId, customerId, action, from, to }: AuditEventFilter,
  request: PageRequest,
): Promise<Page<AuditEvent>> {
  return pageAfter({ direction: 'desc', id: 'bigint' }, request, async (place, take) => {
    const where = [
      ...(entity === undefined ? [] : [sql`e.entity = ${entity}`]),
      ...(entityId === undefined ? [] : [sql`e.entity_id = ${entityId}`]),
      ...(customerId === undefined ? [] : [sql`e.customer_id = ${customerId}::uuid`]),
      ...(action === undefined ? [] : [sql`e.action = ${action}`]),
      ...(from === undefined ? [] : [sql`e.at >= ${from}::timestamptz`]),
      ...(to === undefined ? [] : [sql`e.at < ${to}::timestamptz`]),
      ...(place === null ? [] : [sql`e.id < ${place.id}::bigint`]),
      branchId === null
        ? sql`true`
        : sql`coalesce((SELECT c.branch_id FROM customer c WHERE c.id = e.customer_id), e.branch_id) = ${branchId}::uuid`,
    ];
    const found = await database.$queryRaw<{ id: bigint }[]>`
      SELECT e.id FROM audit_event e WHERE ${Prisma.join(where, ' AND ')} ORDER BY e.id DESC LIMIT ${take}`;
    return database.auditEvent.findMany({
      where: { id: { in: found.map(({ id }) => id) } },
      orderBy: { id: 'desc' },
    });
  });
}

/** What an edit changed, for its trace: each field that differs, before and after, as plain values. */
export function changesOf<Row extends object>(
  before: Row,
  after: Row,
  fields: readonly (keyof Row & string)[],
): Prisma.InputJsonObject {
  const changed = fields.filter(
    (field) => JSON.stringify(plain(before[field])) !== JSON.stringify(plain(after[field])),
  );
  const pick = (row: Row) => Object.fromEntries(changed.map((field) => [field, plain(row[field])]));
  return { before: pick(before), after: pick(after) } as Prisma.InputJsonObject;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Date ? value.toISOString() : value;
}
