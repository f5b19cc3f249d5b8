import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';

export const HISTORIES = fileURLToPath(new URL('histories', import.meta.url));

const { History: HistoryType } = proto.temporal.api.history.v1;

/** Plain values: enums by name, 64-bit numbers as text, bytes in base64. */
export const toJson = (history: History): object =>
  HistoryType.toObject(HistoryType.fromObject(history), { enums: String, longs: String, bytes: String });

/** What `record.ts` stored, by name. */
export function storedHistories(): [name: string, history: History][] {
  return readdirSync(HISTORIES)
    .sort()
    .map((file) => [
      file.replace(/\.json$/, ''),
      HistoryType.fromObject(JSON.parse(readFileSync(`${HISTORIES}/${file}`, 'utf8'))),
    ]);
}
