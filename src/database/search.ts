import { customerNumber, multipackNumber } from '../schemas/codes.ts';
import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

const { sql, join } = Prisma;

// Matches are gathered in MATERIALIZED parts. Planned by themselves they come from the trigram indexes, while a LIMIT around
// them would tempt the planner into walking whole tables, which for a rare word takes a hundred times as long; and they still
// stop as soon as enough have come.

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** Whether the column has the text within, or, where its letters are too few for the index, where a word begins. */
function has(column: Prisma.Sql, text: string): Prisma.Sql {
  const part = escaped(text);
  const like = (pattern: string) => sql`folded(${column}) LIKE folded(${pattern})`;
  const isShort = /[\p{Letter}\p{Number}]/u.test(text) && !/[\p{Letter}\p{Number}]{3}/u.test(text);
  return isShort ? sql`(${like(`${part}%`)} OR ${like(`% ${part}%`)})` : like(`%${part}%`);
}

const is = (column: Prisma.Sql, text: string) => sql`folded(${column}) LIKE folded(${escaped(text)})`;
const begins = (column: Prisma.Sql, text: string) => sql`folded(${column}) LIKE folded(${`${escaped(text)}%`})`;

/** Whether the column has all words of the text, wherever they stand, without accents and case. */
export const hasWords = (column: Prisma.Sql, text: string) =>
  sql`(${join(
    text.split(/\s+/).map((word) => has(column, word)),
    ' AND ',
  )})`;

/** No number of ours where the text is no code. */
const orNone = (code: number | null) => sql`${code}::integer`;

/** Customers, as `id`, `name` and `branch_id`, by all words of their name, a part of their address or phone, or a code. */
export const matchingCustomers = (text: string) => sql`
  SELECT c.id, c.name, c.branch_id FROM customer c
  WHERE ${hasWords(sql`c.name`, text)} OR ${has(sql`c.email`, text)} OR ${has(sql`c.phone`, text)}
    OR c.code = ${orNone(customerNumber(text))}
  UNION
  SELECT c.id, c.name, c.branch_id FROM multipack m JOIN customer c ON c.id = m.customer_id
  WHERE ${is(sql`m.reference`, text)} OR m.code = ${orNone(multipackNumber(text))}`;

/** Ids of multipacks, some twice, by all words of their name or of their customer's, a part of their reference, or their code. */
const matchingMultipacks = (text: string) => sql`
  WITH matching AS MATERIALIZED (
    SELECT m.id FROM multipack m
    WHERE ${hasWords(sql`m.name`, text)} OR ${has(sql`m.reference`, text)} OR m.code = ${orNone(multipackNumber(text))}),
  named AS MATERIALIZED (SELECT c.id FROM customer c WHERE ${hasWords(sql`c.name`, text)})
  SELECT id FROM matching
  UNION ALL
  SELECT theirs.id FROM named, LATERAL (SELECT m.id FROM multipack m WHERE m.customer_id = named.id OFFSET 0) theirs`;

/** Above this many a list finds its next rows sooner by looking at each in its order. */
const COMMON = 2_000;

/** The condition that a multipack `m` of a customer `c` matches; it costs little whether few do or most. */
export async function multipackMatches(tx: Tx, text: string): Promise<Prisma.Sql> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    ${matchingMultipacks(text)} LIMIT ${COMMON + 1}`;
  if (found.length <= COMMON) return sql`m.id = ANY(${found.map(({ id }) => id)}::uuid[])`;
  return sql`(${hasWords(sql`m.name`, text)} OR ${has(sql`m.reference`, text)} OR ${hasWords(sql`c.name`, text)}
    OR m.code = ${orNone(multipackNumber(text))})`;
}

export interface FoundCustomer {
  id: string;
  code: number;
  name: string;
  email: string | null;
}

export interface FoundMultipack {
  id: string;
  code: number;
  name: string;
  customerId: string;
  customerName: string;
}

/**
 * The best of each kind for who types: what has exactly this code or reference, then names that begin so, then the rest.
 * Which of many equally good ones come is left to the index. `branchId`: of the customer; null: the whole company.
 */
export async function search(
  tx: Tx,
  text: string,
  { branchId, limit }: { branchId: string | null; limit: number },
): Promise<{ customers: FoundCustomer[]; multipacks: FoundMultipack[] }> {
  const seen = branchId === null ? sql`true` : sql`c.branch_id = ${branchId}::uuid`;
  // As a subquery for each row, which a join of all customers would not be.
  const sold = branchId === null ? seen : sql`(SELECT ${seen} FROM customer c WHERE c.id = m.customer_id)`;
  const customers = tx.$queryRaw<FoundCustomer[]>`
    WITH exact AS (
      SELECT c.* FROM customer c WHERE c.code = ${orNone(customerNumber(text))} AND ${seen}
      UNION
      SELECT c.* FROM multipack m JOIN customer c ON c.id = m.customer_id
      WHERE (m.code = ${orNone(multipackNumber(text))} OR ${is(sql`m.reference`, text)}) AND ${seen}),
    beginning AS MATERIALIZED (SELECT c.* FROM customer c WHERE ${begins(sql`c.name`, text)} AND ${seen}),
    matching AS MATERIALIZED (
      SELECT c.* FROM customer c
      WHERE (${hasWords(sql`c.name`, text)} OR ${has(sql`c.email`, text)} OR ${has(sql`c.phone`, text)}) AND ${seen})
    SELECT id, code, name, email FROM (
      (SELECT 0 AS rank, * FROM exact LIMIT ${limit})
      UNION ALL (SELECT 1, * FROM beginning LIMIT ${limit})
      UNION ALL (SELECT 2, * FROM matching LIMIT ${2 * limit})) found
    ORDER BY rank, name, id`;
  const multipacks = tx.$queryRaw<FoundMultipack[]>`
    WITH exact AS MATERIALIZED (
      SELECT m.* FROM multipack m
      WHERE (m.code = ${orNone(multipackNumber(text))} OR ${is(sql`m.reference`, text)}) AND ${sold}),
    beginning AS MATERIALIZED (SELECT m.* FROM multipack m WHERE ${begins(sql`m.name`, text)} AND ${sold}),
    matching AS MATERIALIZED (
      SELECT m.* FROM multipack m WHERE (${hasWords(sql`m.name`, text)} OR ${has(sql`m.reference`, text)}) AND ${sold}),
    named AS MATERIALIZED (SELECT c.id FROM customer c WHERE ${hasWords(sql`c.name`, text)} AND ${seen}),
    theirs AS (
      SELECT newest.* FROM named,
        LATERAL (SELECT m.* FROM multipack m WHERE m.customer_id = named.id ORDER BY m.id DESC LIMIT ${limit}) newest)
    SELECT found.id, found.code, found.name, c.id AS "customerId", c.name AS "customerName" FROM (
      (SELECT 0 AS rank, * FROM exact LIMIT ${limit})
      UNION ALL (SELECT 1, * FROM beginning LIMIT ${limit})
      UNION ALL (SELECT 2, * FROM matching LIMIT ${2 * limit})
      UNION ALL (SELECT 2, * FROM theirs LIMIT ${limit})) found
    JOIN customer c ON c.id = found.customer_id
    ORDER BY found.rank, found.name, found.id`;
  const [people, contracts] = await Promise.all([customers, multipacks]);
  return { customers: best(people, limit), multipacks: best(contracts, limit) };
}

/** The first of each id. */
const best = <Row extends { id: string }>(rows: Row[], limit: number): Row[] =>
  rows.filter(({ id }, i) => rows.findIndex((row) => row.id === id) === i).slice(0, limit);
