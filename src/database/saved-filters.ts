import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { Prisma } from './generated/client.ts';
import type { FilterKind, FilterSharing } from './generated/enums.ts';
import { type Page, page, type PageRequest } from './pages.ts';

const SHOWN = { owner: { select: { id: true, name: true } } } as const;

/** A filter with the name of whose it is. */
export type ShownFilter = Prisma.SavedFilterGetPayload<{ include: typeof SHOWN }>;

/** By name, as they are chosen. */
export const listSavedFilters = (
  database: Database,
  where: Prisma.SavedFilterWhereInput,
  { kind, ...request }: PageRequest & { kind?: FilterKind | undefined },
): Promise<Page<ShownFilter>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) =>
    database.savedFilter.findMany({
      ...query,
      where: { AND: [where, query.where, kind ? { kind } : {}] },
      include: SHOWN,
    }),
  );

/** Throws `not_found` (404). */
export async function findSavedFilter(tx: Tx, where: Prisma.SavedFilterWhereInput, id: string): Promise<ShownFilter> {
  const filter = await tx.savedFilter.findFirst({ where: { AND: [{ id }, where] }, include: SHOWN });
  if (!filter) throw new Refusal(404, 'not_found');
  return filter;
}

export interface FilterFields {
  name: string;
  kind: FilterKind;
  rows: Prisma.InputJsonValue;
  sharedWith: FilterSharing;
}

/** Throws `name_taken` (409) where the owner has one of that name already. */
export async function addSavedFilter(act: Act, ownerId: string, fields: FilterFields): Promise<ShownFilter> {
  const filter = await act.tx.savedFilter.create({
    data: { ...fields, ownerId, createdAt: act.clock.now() },
    include: SHOWN,
  });
  await traceFilter(act, filter, 'added', { after: { ...fields } });
  return filter;
}

/** Throws `saved_filter_of_another` (403), `version_conflict` (412), `name_taken` (409). */
export async function editSavedFilter(
  act: Act,
  userId: string,
  before: ShownFilter,
  version: number,
  edit: { [Field in 'name' | 'rows' | 'sharedWith']?: FilterFields[Field] | undefined },
): Promise<ShownFilter> {
  if (before.ownerId !== userId) throw new Refusal(403, 'saved_filter_of_another', { name: before.owner.name });
  const { count } = await act.tx.savedFilter.updateMany({
    where: { id: before.id, version },
    data: { ...edit, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findSavedFilter(act.tx, {}, before.id);
  await traceFilter(act, after, 'edited', changesOf(before, after, ['name', 'rows', 'sharedWith']));
  return after;
}

/** Own ones; at level 1 also what others share. Throws `saved_filter_of_another` (403). */
export async function deleteSavedFilter(
  act: Act,
  user: { id: string; accessLevel: number },
  filter: ShownFilter,
): Promise<void> {
  if (filter.ownerId !== user.id && user.accessLevel > 1) {
    throw new Refusal(403, 'saved_filter_of_another', { name: filter.owner.name });
  }
  await act.tx.savedFilter.delete({ where: { id: filter.id } });
  await traceFilter(act, filter, 'deleted', { before: { name: filter.name } });
}

const traceFilter = (act: Act, { id }: ShownFilter, verb: string, details: Prisma.InputJsonObject) =>
  trace(act, {
    action: `saved_filter.${verb}`,
    entity: 'saved_filter',
    entityId: id,
    at: act.clock.now(),
    details,
  });
