import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { type Page, page, type PageRequest } from './pages.ts';

export type AuditEvent = Prisma.AuditEventGetPayload<object>;

/** History, newest first. */
export function listAuditEvents(
  database: Database,
  where: Prisma.AuditEventWhereInput,
  request: PageRequest,
): Promise<Page<AuditEvent>> {
  return page({ direction: 'desc', id: 'bigint' }, request, (query) =>
    database.auditEvent.findMany({ ...query, where: { AND: [where, query.where] } }),
  );
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
