import { addressOf, ApiError, type Problem, type Query } from '../../shared/api.ts';
import { currentLanguage } from '../../shared/i18n.ts';
import { save, separatorHere } from '../import/download.ts';

export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** How far a file has come. */
export interface Progress {
  rows: number;
  /** Null where nobody counted them before. */
  total: number | null;
}

interface Asked {
  path: string;
  query?: Query;
  /** Whether there is no other format than Excel, so that none is asked for. */
  isExcelOnly?: boolean;
  /** Sent as POST. */
  body?: unknown;
}

/** Fetches a file as it is written, telling how many rows have come, and hands it to the browser. Throws an ApiError. */
export async function takeAway(
  { path, query, body, isExcelOnly }: Asked,
  format: Format,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<void> {
  const separator = separatorHere() === ';' ? 'semicolon' : 'comma';
  // Given up by whoever asked, or broken off on the way: a part is not the whole.
  const lost = (error: unknown) => {
    throw signal.aborted ? error : new ApiError(0);
  };
  const response = await fetch(addressOf(path, isExcelOnly ? query : { ...query, format, separator }), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': currentLanguage() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  }).catch(lost);
  if (!response.ok || !response.body) {
    throw new ApiError(response.status, (await response.json().catch(() => undefined)) as Problem | undefined);
  }
  const counted = response.headers.get('X-Total-Count');
  const total = counted === null ? null : Number(counted);
  const count = (format === 'csv' ? linesOfCsv : rowsOfSheet)((rows) =>
    tell({ rows: Math.min(rows, total ?? rows), total }),
  );
  tell({ rows: 0, total });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(lost);
    if (done) break;
    parts.push(value);
    count(value);
  }
  const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  save(name ?? `report.${format}`, new Blob(parts, { type: response.headers.get('Content-Type') ?? '' }));
}

type Tell = (rows: number) => void;

const QUOTE = 34;
const LINE_FEED = 10;

/** Lines without the head; one within quotes belongs to a note. */
function linesOfCsv(tell: Tell): (part: Uint8Array) => void {
  let lines = -1;
  let isQuoted = false;
  return (part) => {
    for (const byte of part) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) lines += 1;
    }
    tell(Math.max(0, lines));
  };
}

const ENTRY = 0x04034b50;
const ENTRY_BYTES = 30;
const END_OF_ROW = '</row>';

/** Rows without the head: the sheet is the first entry of the zip, and is inflated on the way to look at it. */
function rowsOfSheet(tell: Tell): (part: Uint8Array<ArrayBuffer>) => void {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  const giveUp = () => {};
  const look = async () => {
    let rows = -1;
    let rest = '';
    const reader = inflating.readable.pipeThrough(new TextDecoderStream('latin1')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const pieces = (rest + value).split(END_OF_ROW);
      rows += pieces.length - 1;
      rest = pieces.at(-1)!.slice(1 - END_OF_ROW.length);
      tell(Math.max(0, rows));
    }
  };
  // What comes after the sheet is no part of it, and ends the looking.
  look().catch(giveUp);
  let head: Uint8Array<ArrayBuffer> | null = new Uint8Array();
  return (part) => {
    let body = part;
    if (head !== null) {
      const joined: Uint8Array<ArrayBuffer> = new Uint8Array(head.length + part.length);
      joined.set(head);
      joined.set(part, head.length);
      head = joined;
      if (joined.length < ENTRY_BYTES) return;
      const fields = new DataView(joined.buffer);
      const begins = ENTRY_BYTES + fields.getUint16(26, true) + fields.getUint16(28, true);
      if (fields.getUint32(0, true) !== ENTRY || joined.length < begins) return;
      body = joined.subarray(begins);
      head = null;
    }
    writer.write(body).catch(giveUp);
  };
}
