import type { Database } from '../database/client.ts';

/** Where the bytes of files are. All of it can be repeated. Throws `file_store_away` (503) where it does not answer. */
export interface FileStore {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Null for what is not there. */
  get(key: string): Promise<Uint8Array | null>;
  remove(key: string): Promise<void>;
}

/** In the row of the file, whose id is the key. */
export function databaseStore({ storedFile }: Database): FileStore {
  return {
    async put(id, bytes) {
      await storedFile.update({ where: { id }, data: { bytes: new Uint8Array(bytes) }, select: { id: true } });
    },
    async get(id) {
      const row = await storedFile.findUnique({ where: { id }, select: { bytes: true } });
      return row?.bytes ?? null;
    },
    async remove(id) {
      await storedFile.updateMany({ where: { id }, data: { bytes: null } });
    },
  };
}
