import type { Database } from '../database/client.ts';
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
