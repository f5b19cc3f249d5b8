import { Refusal } from '../database/act.ts';
import { FILE_TYPES, type FileType } from '../schemas/files.ts';

const LONGEST_NAME = 120;

const startsWith = (bytes: Uint8Array, signs: string, at = 0): boolean =>
  Buffer.from(signs, 'latin1').every((byte, i) => bytes[at + i] === byte);

const SIGNS: Record<FileType, (bytes: Uint8Array) => boolean> = {
  'application/pdf': (bytes) => startsWith(bytes, '%PDF-'),
  'image/png': (bytes) => startsWith(bytes, '\x89PNG\r\n\x1a\n'),
  'image/jpeg': (bytes) => startsWith(bytes, '\xff\xd8\xff'),
  'image/webp': (bytes) => startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8),
};

/** What the content is, whatever its sender says. Throws `file_empty`, `file_type` (422). */
export function typeOf(bytes: Uint8Array): FileType {
  if (bytes.length === 0) throw new Refusal(422, 'file_empty');
  const type = (Object.keys(SIGNS) as FileType[]).find((each) => SIGNS[each](bytes));
  if (!type) throw new Refusal(422, 'file_type');
  return type;
}

/**
 * The name without a path, in one line and without signs that nobody sees, at most 120 characters long, with an ending that
 * says what the content is: `C:\scan\letter.pdf` of a PNG becomes `letter.png`.
 */
export function nameOf(given: string, type: FileType): string {
  const seen = given
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '');
  const last = seen.split(/[/\\]/).at(-1)!.replaceAll(/\s+/g, ' ').trim();
  const [, stem = '', ending = ''] = /^(.*?)(?:\.([^.]*))?$/.exec(last)!;
  const own: readonly string[] = FILE_TYPES[type];
  const isOwn = own.includes(ending.toLowerCase());
  const isOther = Object.values(FILE_TYPES).some((endings: readonly string[]) =>
    endings.includes(ending.toLowerCase()),
  );
  const base = (isOwn || isOther ? stem : last).replace(/^[. ]+|[. ]+$/g, '') || 'file';
  const shown = isOwn ? ending : own[0]!;
  return `${Array.from(base)
    .slice(0, LONGEST_NAME - shown.length - 1)
    .join('')
    .trimEnd()}.${shown}`;
}
