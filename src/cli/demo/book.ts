export interface Entry {
  what: string;
  /** By the manuals, written down by hand. */
  expected: string;
  found: string;
}

type Style = 'bold' | 'dim' | 'green' | 'red';
const CODES: Record<Style, number> = { bold: 1, dim: 2, green: 32, red: 31 };
const MARGIN = 2;
const LEAST_WIDTH = 24;

/** What the demo tells and what it has checked, for a terminal or a file. */
export class Book {
  readonly entries: Entry[] = [];
  readonly #write: (text: string) => void;
  readonly #isColoured: boolean;
  readonly #width: number;

  constructor(output: { write(text: string): unknown; isTTY?: boolean; columns?: number }) {
    this.#write = (text) => void output.write(text);
    this.#isColoured = output.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
    this.#width = Math.max(80, Math.min(output.columns ?? 120, 160));
  }

  get isRight(): boolean {
    return this.entries.length > 0 && this.entries.every(isRight);
  }

  progress(line: string): void {
    this.#write(`${this.#style(line, 'dim')}\n`);
  }

  chapter(title: string): void {
    this.#write(`\n${this.#style(title, 'bold')}\n`);
  }

  tell(sentence: string): void {
    this.#write(`  ${sentence}\n`);
  }

  /** Tells what was found at once, and keeps it for the table. */
  check(what: string, expected: string, found: string): void {
    const entry = { what, expected, found };
    this.entries.push(entry);
    const mark = this.#mark(entry);
    this.tell(`${mark} ${what}: ${found}${isRight(entry) ? '' : this.#style(` — expected ${expected}`, 'red')}`);
  }

  /** Everything that was checked: what, expected by the source, found. */
  table(): void {
    const columns = ['what', 'expected', 'found'] as const;
    const title = { what: 'What', expected: 'By the manuals', found: 'Found' };
    const widest = Math.floor((this.#width - 4 * MARGIN) / columns.length);
    const widths = columns.map((column) =>
      Math.max(
        title[column].length,
        Math.min(widest, Math.max(LEAST_WIDTH, ...this.entries.map((entry) => entry[column].length))),
      ),
    );
    const row = (cells: string[], mark: string): void => {
      const wrapped = cells.map((cell, column) => wrap(cell, widths[column]!));
      for (let line = 0; line < Math.max(...wrapped.map(({ length }) => length)); line++) {
        const text = wrapped.map((lines, column) => (lines[line] ?? '').padEnd(widths[column]! + MARGIN)).join('');
        this.#write(`${' '.repeat(MARGIN)}${line === 0 ? `${text}${mark}` : text.trimEnd()}\n`);
      }
    };
    this.chapter('All that was checked');
    row(
      columns.map((column) => title[column]),
      '',
    );
    row(
      widths.map((width) => '─'.repeat(width)),
      '',
    );
    for (const entry of this.entries) row([entry.what, entry.expected, entry.found], this.#mark(entry));
    const wrong = this.entries.filter((entry) => !isRight(entry)).length;
    const verdict =
      wrong === 0 ? `All ${this.entries.length} as the manuals say.` : `${wrong} of ${this.entries.length} are wrong.`;
    this.#write(`\n${this.#style(verdict, wrong === 0 ? 'green' : 'red')}\n`);
  }

  #mark(entry: Entry): string {
    return isRight(entry) ? this.#style('✓', 'green') : this.#style('✗', 'red');
  }

  #style(text: string, style: Style): string {
    return this.#isColoured ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
  }
}

const isRight = ({ expected, found }: Entry): boolean => expected === found;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
