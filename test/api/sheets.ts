import readSheets from 'read-excel-file/node';
import type { Caller } from './support.ts';

/** Sheets count in fractions of days. */
const toMinute = (at: Date) => new Date(Math.round(at.getTime() / 60_000) * 60_000);

/** Cells of the first sheet, read by another library than the one that wrote it. */
export async function sheet(answer: { body: Buffer }) {
  const [first] = await readSheets(answer.body);
  return first!.data.map((row) => row.map((cell) => (cell instanceof Date ? toMinute(cell) : cell)));
}
/** The answer as bytes. */
export const binary = (asked: ReturnType<Caller['post']>) =>
  asked.buffer(true).parse((response, done) => {
    const parts: Uint8Array[] = [];
    response.on('data', (part: Uint8Array) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });
