import type { Imported } from '../../shared/types.ts';
import type { ImportFile, Line } from './file.ts';

type Sold = Imported['sold'][number];
type Refused = Imported['errors'][number];

/** What is known of one line of the file. `foundAgain`: sold since the check, by a request whose answer was lost. */
export type Result =
  | (Omit<Sold, 'line' | 'multipackId'> & { state: 'ready' | 'sold'; multipackId: string | null })
  | { state: 'foundAgain'; reference: string | null }
  | ({ state: 'refused' } & Omit<Refused, 'line'>);

/** By the line's number in the file. */
export type Results = ReadonlyMap<number, Result>;

/** What one request carries: few enough lines for the count to move and for a stop to be soon. */
export function chunksOf(lines: readonly Line[], size: number): Line[][] {
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, i) => lines.slice(i * size, (i + 1) * size));
}

export const csvOf = ({ header }: ImportFile, lines: readonly Line[]): string =>
  [header, ...lines].map(({ text }) => text).join('\n');

/**
 * The results with the answer to `lines` added. In a sale a reference that is taken was free when it was checked, so its line
 * is sold: by a request whose answer was lost, which browsers even send again by themselves. References that repeat across
 * requests are found here, as the server finds those within one.
 */
export function withAnswer(results: Results, lines: readonly Line[], answer: Imported): Results {
  const next = new Map(results);
  // The server counts the header of what was sent as line 1.
  const numberOf = (sent: number) => lines[sent - 2]!.number;
  for (const { line, ...sold } of answer.sold) {
    next.set(numberOf(line), { state: answer.dryRun ? 'ready' : 'sold', ...sold });
  }
  for (const { line, ...refused } of answer.errors) {
    const number = numberOf(line);
    const isSoldSince = refused.code === 'reference_taken' && !answer.dryRun;
    next.set(
      number,
      isSoldSince ? { state: 'foundAgain', reference: refused.reference } : { state: 'refused', ...refused },
    );
  }
  if (answer.dryRun) refuseRepeated(next, results, lines);
  return next;
}

function refuseRepeated(next: Map<number, Result>, before: Results, lines: readonly Line[]): void {
  const known = new Set([...before.values()].map(({ reference }) => reference));
  for (const { number } of lines) {
    const found = next.get(number);
    if (found?.state !== 'ready' || !known.has(found.reference)) continue;
    next.set(number, {
      state: 'refused',
      code: 'reference_repeated',
      message: '',
      field: 'reference',
      reference: found.reference,
    });
  }
}

export interface Counts {
  checked: number;
  ready: number;
  sold: number;
  /** Terms made at once, of what is ready or sold. */
  renewals: number;
  expired: number;
  refused: number;
}

export function countsOf(results: Results): Counts {
  const counts: Counts = { checked: results.size, ready: 0, sold: 0, renewals: 0, expired: 0, refused: 0 };
  for (const result of results.values()) {
    if (result.state === 'refused') counts.refused += 1;
    else if (result.state === 'ready') counts.ready += 1;
    else counts.sold += 1;
    if (result.state === 'ready' || result.state === 'sold') {
      counts.renewals += result.renewals;
      if (result.expired) counts.expired += 1;
    }
  }
  return counts;
}
