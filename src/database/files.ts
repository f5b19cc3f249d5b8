import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import type { Customer, Prisma } from './generated/client.ts';
import type { FilePlace } from './generated/enums.ts';

const FACTS = {
  id: true,
  customerId: true,
  name: true,
  contentType: true,
  size: true,
  sha256: true,
  place: true,
  key: true,
  createdAt: true,
  createdBy: true,
} as const;

/** What is known of a file, without its bytes. */
export type FileFacts = Prisma.StoredFileGetPayload<{ select: typeof FACTS }>;

/** What a record shows of a file that it refers to. */
export const LINKED_FILE = { select: { id: true, name: true, contentType: true, size: true } } as const;

/** As the history tells of it. */
export type NamedFile = Pick<FileFacts, 'id' | 'name'>;

/** Notes where the bytes of a file are going to be; until `fileArrived` nobody finds it. */
export const expectFile = (database: Database, file: Prisma.StoredFileUncheckedCreateInput): Promise<FileFacts> =>
  database.storedFile.create({ data: file, select: FACTS });

/** From now on it is a file of the customer. */
export async function fileArrived(
  act: Act,
  customer: Pick<Customer, 'id' | 'branchId' | 'clockAheadMs'>,
  { id }: Pick<FileFacts, 'id'>,
): Promise<FileFacts> {
  const file = await act.tx.storedFile.update({ where: { id }, data: { storedAt: act.clock.now() }, select: FACTS });
  const { name, contentType, size, sha256 } = file;
  await trace(act, {
    action: 'file.stored',
    entity: 'file',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: act.clock.nowOf(customer),
    details: { name, contentType, size, sha256 },
  });
  return file;
}

/** Throws `not_found` (404). */
export async function findFile(database: Tx, customers: Prisma.CustomerWhereInput, id: string): Promise<FileFacts> {
  const where = { id, storedAt: { not: null }, customer: customers };
  const file = await database.storedFile.findFirst({ where, select: FACTS });
  if (!file) throw new Refusal(404, 'not_found');
  return file;
}

/**
 * A file that an act is going to refer to, kept from being removed meanwhile.
 * Throws `file_unknown` (422) for one that is not that customer's.
 */
export async function demandFile(tx: Tx, customerId: string, id: string): Promise<NamedFile> {
  const [file] = await tx.$queryRaw<NamedFile[]>`
    SELECT id, name FROM stored_file
    WHERE id = ${id}::uuid AND customer_id = ${customerId}::uuid AND stored_at IS NOT NULL FOR SHARE`;
  if (!file) throw new Refusal(422, 'file_unknown', { fileId: id });
  return file;
}

/**
 * Takes files back that no record has referred to since `before`, and those that never arrived: from now on nobody finds
 * them. They are to be removed from their place, one of `places`, and then forgotten. At most `limit`.
 */
export function takeBackFiles(
  database: Database,
  { before, places, limit }: { before: Date; places: readonly FilePlace[]; limit: number },
): Promise<Pick<FileFacts, 'id' | 'place' | 'key'>[]> {
  return database.$transaction(async (tx) => {
    const candidates = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM stored_file f
      WHERE created_at < ${before} AND place::text = ANY(${places}) AND NOT EXISTS (SELECT FROM crm_task WHERE file_id = f.id)
      ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
    // Asked once more now that they are locked: one may have been referred to in between.
    return tx.$queryRaw<Pick<FileFacts, 'id' | 'place' | 'key'>[]>`
      UPDATE stored_file f SET stored_at = NULL
      WHERE id = ANY(${candidates.map(({ id }) => id)}::uuid[])
        AND NOT EXISTS (SELECT FROM crm_task WHERE file_id = f.id)
      RETURNING id, place::text, key`;
  });
}

export async function forgetFile(database: Database, id: string): Promise<void> {
  await database.storedFile.deleteMany({ where: { id, storedAt: null } });
}
