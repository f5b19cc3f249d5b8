import { File } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import { FILE_BYTES, FILE_LINES, readImportFile } from '../../web/console/import/file.ts';
import { chunksOf, countsOf, csvOf, type Results, withAnswer } from '../../web/console/import/run.ts';

const HEADER = 'reference,customer,plan,start_on';
const file = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => new File(parts, 'contracts.csv');
const bytes = (...values: number[]) => new Uint8Array(values);

const sold = (line: number, reference: string) => ({
  line,
  reference,
  multipackId: null,
  validFrom: '2026-11-01',
  validTo: '2026-11-30',
  renewals: 1,
  expired: false,
});
const refused = (line: number, code: string, reference: string) => ({
  line,
  code,
  message: code,
  field: null,
  reference,
});

describe('a file to be imported', () => {
  test('is split into lines that keep the numbers an editor shows, empty ones left out', async () => {
    const read = await readImportFile(file(`\r\n${HEADER}\r\nA,1,P,2026-01-01\r\n\r\nB,2,P,2026-01-01\r\n`));
    expect(read.header).toEqual({ number: 2, text: HEADER });
    expect(read.lines.map(({ number, text }) => [number, text[0]])).toEqual([
      [3, 'A'],
      [5, 'B'],
    ]);
    expect(csvOf(read, read.lines.slice(1))).toBe(`${HEADER}\nB,2,P,2026-01-01`);
  });

  test.each([
    ['UTF-8 with its mark', [bytes(0xef, 0xbb, 0xbf), 'reference\nAñó']],
    ['UTF-8', ['reference\nAñó']],
    ['windows-1252', ['reference\nA', bytes(0xf1, 0xf3)]],
    ['UTF-16', [bytes(0xff, 0xfe, ...Buffer.from('reference\nAñó', 'utf16le'))]],
  ])('is read in %s', async (_, parts) => {
    const { header, lines } = await readImportFile(file(...parts));
    expect([header.text, lines[0]!.text]).toEqual(['reference', 'Añó']);
  });

  test.each([
    ['an empty file', file(''), 'empty'],
    ['a header alone', file(`${HEADER}\n\n`), 'empty'],
    ['a workbook', file(bytes(0x50, 0x4b, 0x03, 0x04)), 'workbook'],
    ['a binary', file(bytes(0x89, 0, 1, 0x0a, 0, 2)), 'notText'],
    ['text without lines', file(`a\n${'x'.repeat(20_000)}`), 'notText'],
    ['one that is too large', file('x'.repeat(FILE_BYTES + 1)), 'tooLarge'],
    ['one line too many', file(`a\n${'x\n'.repeat(FILE_LINES + 1)}`), 'tooManyLines'],
  ])('refuses %s', async (_, given, fault) => {
    await expect(readImportFile(given)).rejects.toMatchObject({ fault });
  });
});

describe('the answers to the parts of a file', () => {
  const lines = [2, 3, 5, 9].map((number) => ({ number, text: `R-${number}` }));
  const [first, second] = chunksOf(lines, 2) as [typeof lines, typeof lines];
  const none: Results = new Map();

  test('stand at the lines of the file, and a reference that an earlier part has is refused', () => {
    const checked = { dryRun: true, lines: 2, errors: [] };
    const one = withAnswer(none, first, { ...checked, sold: [sold(2, 'A'), sold(3, 'B')] });
    const both = withAnswer(one, second, { ...checked, sold: [sold(2, 'B'), sold(3, 'C')] });
    expect([...both].map(([line, { state, reference }]) => [line, state, reference])).toEqual([
      [2, 'ready', 'A'],
      [3, 'ready', 'B'],
      [5, 'refused', 'B'],
      [9, 'ready', 'C'],
    ]);
    expect(both.get(5)).toMatchObject({ code: 'reference_repeated', field: 'reference' });
    expect(countsOf(both)).toEqual({ checked: 4, ready: 3, sold: 0, renewals: 3, expired: 0, refused: 1 });
  });

  test('a reference taken is an error of the check, but a sale of ours when the lines are sold', () => {
    const errors = [refused(2, 'reference_taken', 'A'), refused(3, 'plan_retired', 'B')];
    const states = (dryRun: boolean) =>
      [...withAnswer(none, first, { dryRun, lines: 2, sold: [], errors }).values()].map(({ state }) => state);
    expect(states(true)).toEqual(['refused', 'refused']);
    expect(states(false)).toEqual(['foundAgain', 'refused']);
  });
});
