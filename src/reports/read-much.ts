import type { Database, Tx } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';

/**
 * For the rest of a transaction: room to group a hundred thousand customers in memory instead of on disk, and a random page
 * as cheap as it is on today's disks and in memory, without which whole tables are read where a narrow index holds it all.
 */
export const ROOM = Prisma.sql`SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`;

/** The rows of a query over many tasks, planned with `ROOM`. */
export async function readMuch<Row>(database: Database, select: Prisma.Sql): Promise<Row[]> {
  const [, rows] = await database.$transaction([database.$queryRaw(ROOM), database.$queryRaw<Row[]>(select)]);
  return rows;
}

const FETCHED = 1_000;

/** The rows of a query through a cursor of the transaction, so that memory does not grow with their number. */
export async function* fetched<Row>(tx: Tx, select: Prisma.Sql): AsyncGenerator<Row[]> {
  // All rows are wanted; PostgreSQL otherwise plans for the first tenth and looks up the rest one by one.
  await tx.$executeRaw`SET LOCAL cursor_tuple_fraction = 1`;
  await tx.$queryRaw(ROOM);
  await tx.$executeRaw`DECLARE report NO SCROLL CURSOR FOR ${select}`;
  for (;;) {
    const rows = await tx.$queryRawUnsafe<Row[]>(`FETCH ${FETCHED} FROM report`);
    if (rows.length > 0) yield rows;
    if (rows.length < FETCHED) return;
  }
}
