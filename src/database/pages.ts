import { InvalidInput } from '../schemas/invalid-input.ts';

export interface PageRequest {
  /** 1 to 200. */
  limit: number;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
}

export interface Page<Row> {
  items: Row[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** The order of a list: by `field`, which is never null, then by id, so that every row has one place. */
export interface Keyset {
  /** A text or null that comes before the field. */
  group?: string;
  field?: string;
  kind?: 'text' | 'instant';
  direction: 'asc' | 'desc';
  id?: 'uuid' | 'bigint';
}

interface Query {
  where: Record<string, unknown>;
  orderBy: Record<string, 'asc' | 'desc'>[];
  take: number;
}

/**
 * One page of a list. It goes on after the last row seen instead of counting rows, so that rows added meanwhile neither
 * repeat nor hide others. `find` runs the query it is given, with its own conditions besides.
 * Throws InvalidInput for a cursor that is not of this list.
 */
export function page<Row extends { id: string | bigint }>(
  keyset: Keyset,
  request: PageRequest,
  find: (query: Query) => Promise<Row[]>,
): Promise<Page<Row>> {
  const { field, direction } = keyset;
  const orderBy = [...(field ? [{ [field]: direction }] : []), { id: direction }];
  return pageAfter(keyset, request, (place, take) =>
    find({ where: place === null ? {} : after(keyset, place), orderBy, take }),
  );
}

/** The last row of the page before: its values of what the list is ordered by, and its id. */
export interface Place {
  value: unknown;
  id: unknown;
  group: string | null;
}

/** As `page`, for a query in SQL: `find` gives up to `take` rows after the place, in the order of the keyset. */
export async function pageAfter<Row extends { id: string | bigint }>(
  keyset: Keyset,
  { limit, cursor }: PageRequest,
  find: (place: Place | null, take: number) => Promise<Row[]>,
): Promise<Page<Row>> {
  const rows = await find(cursor === undefined ? null : read(keyset, cursor), limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? write(keyset, last) : null };
}

export const mapPage = <From, To>({ items, nextCursor }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  nextCursor,
});

function after({ field, direction }: Keyset, { value, id }: Place) {
  const beyond = direction === 'asc' ? 'gt' : 'lt';
  if (!field) return { id: { [beyond]: id } };
  return {
    // Says nothing new, but lets PostgreSQL start in the index where the page starts.
    [field]: { [`${beyond}e`]: value },
    OR: [{ [field]: { [beyond]: value } }, { id: { [beyond]: id } }],
  };
}

function write({ field, group }: Keyset, row: { id: string | bigint }): string {
  const of = (name: string | undefined) => (name === undefined ? null : (row as Record<string, unknown>)[name]);
  const place = [of(field), String(row.id), ...(group === undefined ? [] : [of(group)])];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function read({ group: hasGroup, field, kind, id: idKind = 'uuid' }: Keyset, cursor: string): Place {
  const invalid = new InvalidInput([{ path: 'query.cursor', code: 'invalid_cursor' }]);
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw invalid;
  }
  const [value, id, group = null] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  if (typeof id !== 'string' || !(idKind === 'uuid' ? UUID : /^\d{1,18}$/).test(id)) throw invalid;
  if (field !== undefined && (typeof value !== 'string' || value.includes('\u0000'))) throw invalid;
  if (kind === 'instant' && !isInstant(value as string)) throw invalid;
  if (group !== null && (hasGroup === undefined || typeof group !== 'string' || group.includes('\u0000')))
    throw invalid;
  return {
    value: kind === 'instant' ? new Date(value as string) : value,
    id: idKind === 'bigint' ? BigInt(id) : id,
    group,
  };
}

/** Within the years that an instant of ours and a column of PostgreSQL share. */
function isInstant(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** Of a list that may be limited to what is retired, or is not. */
export const retiredOr = (retired: boolean | undefined) =>
  retired === undefined ? {} : { retiredAt: retired ? { not: null } : null };
