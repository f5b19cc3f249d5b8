import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Clock } from '../clock.ts';
import { act, type Actor, Refusal } from '../database/act.ts';
import type { Database } from '../database/client.ts';
import { expectFile, fileArrived, type FileFacts, forgetFile, takeBackFiles } from '../database/files.ts';
import type { Customer } from '../database/generated/client.ts';
import type { FilePlace } from '../database/generated/enums.ts';
import { nameOf, typeOf } from './inspect.ts';
import { databaseStore, type FileStore } from './store.ts';

const DAY_MS = 24 * 3_600_000;
const BATCH = 100;

export type Files = ReturnType<typeof openFiles>;

/** The files of customers: new ones go to the object store where there is one, else into the database. */
export function openFiles(database: Database, s3?: FileStore) {
  const place: FilePlace = s3 ? 's3' : 'database';
  const stores = { database: databaseStore(database), s3 };

  /** Throws `file_store_away` (503) for what lies in a store that is not set any more. */
  function storeOf(file: Pick<FileFacts, 'place'>): FileStore {
    const store = stores[file.place];
    if (!store) throw new Refusal(503, 'file_store_away');
    return store;
  }

  return {
    /**
     * Stores a file of a customer. The row comes first and the bytes follow with no transaction open: whatever breaks on the
     * way, a row knows what is to be removed. Throws `file_empty`, `file_type` (422), `file_store_away` (503).
     */
    async add(
      context: { actor: Actor; clock: Clock },
      customer: Customer,
      { name, bytes }: { name: string; bytes: Uint8Array },
    ): Promise<FileFacts> {
      const contentType = typeOf(bytes);
      const id = uuid();
      const file = await expectFile(database, {
        id,
        customerId: customer.id,
        name: nameOf(name, contentType),
        contentType,
        size: bytes.length,
        sha256: sha256Of(bytes),
        place,
        key: place === 's3' ? `files/${id}` : null,
        createdAt: context.clock.now(),
        createdBy: context.actor.id,
      });
      try {
        await storeOf(file).put(keyOf(file), bytes, contentType);
      } catch (error) {
        // Part of it may have arrived; what cannot be removed now is removed later.
        await remove(file).catch(() => {});
        throw error;
      }
      return act(database, context, (change) => fileArrived(change, customer, file));
    },

    /** Throws `file_lost` (410) where the store has something else or nothing, `file_store_away` (503). */
    async read(file: FileFacts): Promise<Uint8Array> {
      const bytes = await storeOf(file).get(keyOf(file));
      if (!bytes || sha256Of(bytes) !== file.sha256) throw new Refusal(410, 'file_lost', { name: file.name });
      return bytes;
    },

    /** Removes what no record has referred to for a day, and what never arrived whole. Gives how many. */
    async tidy(now: Date): Promise<number> {
      const before = new Date(now.getTime() - DAY_MS);
      const places = s3 ? (['database', 's3'] as const) : (['database'] as const);
      let removed = 0;
      for (;;) {
        const batch = await takeBackFiles(database, { before, places, limit: BATCH });
        for (const file of batch) await remove(file);
        removed += batch.length;
        if (batch.length < BATCH) return removed;
      }
    },
  };

  async function remove(file: Pick<FileFacts, 'id' | 'place' | 'key'>): Promise<void> {
    await storeOf(file).remove(keyOf(file));
    await forgetFile(database, file.id);
  }
}

const keyOf = ({ id, key }: Pick<FileFacts, 'id' | 'key'>): string => key ?? id;
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
