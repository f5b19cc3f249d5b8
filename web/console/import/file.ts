/** As much as the server takes of one file (src/database/multipacks/import.ts); larger ones are split. */
export const FILE_BYTES = 5_000_000;
export const FILE_LINES = 10_000;
/** No line of a list of contracts is as long; what has one is something else. */
const LINE_LENGTH = 10_000;

export interface Line {
  /** As an editor counts, from 1. */
  number: number;
  text: string;
}

/** A file as it was read: its first line names the columns. */
export interface ImportFile {
  name: string;
  header: Line;
  lines: Line[];
}

export type FileFault = 'empty' | 'tooLarge' | 'tooManyLines' | 'workbook' | 'notText';

export class FileProblem extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.name = 'FileProblem';
    this.fault = fault;
  }
}

/** What is needed of a browser's File. */
interface Readable {
  name: string;
  size: number;
  arrayBuffer: () => Promise<ArrayBuffer>;
}

/** Reads and splits a file. Throws FileProblem for what cannot be a list of contracts. */
export async function readImportFile(file: Readable): Promise<ImportFile> {
  if (file.size > FILE_BYTES) throw new FileProblem('tooLarge');
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  // Lines as the server splits them: no field has a line break in it, so an open quote spoils one line and not the rest.
  const [header, ...lines] = text
    .split(/\r\n|\n|\r/)
    .map((text, i) => ({ number: i + 1, text }))
    .filter(({ text }) => text.trim() !== '');
  if (!header || lines.length === 0) throw new FileProblem('empty');
  if (lines.length > FILE_LINES) throw new FileProblem('tooManyLines');
  if ([header, ...lines].some(({ text }) => text.length > LINE_LENGTH)) throw new FileProblem('notText');
  return { name: file.name, header, lines };
}

/** UTF-8, UTF-16 where it says so, and otherwise what spreadsheets of Western Europe write. */
function decode(bytes: Uint8Array): string {
  // Workbooks are zip archives.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) throw new FileProblem('workbook');
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff && 'utf-16be';
  const text = mark ? new TextDecoder(mark).decode(bytes) : decodeBytes(bytes);
  if (text.includes('\u0000')) throw new FileProblem('notText');
  return text;
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
