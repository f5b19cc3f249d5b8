import type { Config } from '../config.ts';
import { Fault } from '../fault.ts';
import { Api } from './demo/api.ts';
import { Book } from './demo/book.ts';
import { DESK } from './demo/desk.ts';
import { NOTES } from './demo/notes.ts';
import { STORIES, type Years } from './demo/stories.ts';
import { type ThrowawaySystem, withThrowawaySystem } from './demo/system.ts';

interface DemoOptions {
  url?: string;
  email?: string;
  password?: string;
}

const INTERRUPTED = 130;

/**
 * `tacit demo`: the manuals' examples, lived through in seconds over the API, each date held against the manuals. In a
 * system of its own that is removed at the end, or in the one at `url`. Answers 0 only if every date is right.
 */
export async function run(config: Config, options: DemoOptions): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const book = new Book(process.stdout);
  const start = Date.now();
  try {
    if (options.url !== undefined) {
      const { email = config.adminEmail, password = config.adminPassword } = options;
      if (password === undefined) throw new Fault('demo-password', 'No password is given.', 'Add --password.');
      await tellAll({ url: options.url, email, password }, { book, signal: stop.signal, stamp: ` ${now()}` });
    } else {
      book.chapter('A system of its own, with a clock that can be moved');
      await withThrowawaySystem({ signal: stop.signal, say: (line) => book.progress(`  ${line}`) }, (system) =>
        tellAll(system, { book, signal: stop.signal, stamp: ' (demo)' }),
      );
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    book.progress(options.url === undefined ? '\nInterrupted; nothing of it is left.' : '\nInterrupted.');
    return INTERRUPTED;
  }
  book.table();
  book.progress(`${((Date.now() - start) / 1000).toFixed(1)} s`);
  return book.isRight ? 0 : 1;
}

async function tellAll(
  { url, email, password }: ThrowawaySystem,
  { book, signal, stamp }: { book: Book; signal: AbortSignal; stamp: string },
): Promise<void> {
  const api = new Api(url, signal);
  await api.signIn(email, password);
  const branchId = await api.addBranch({
    name: `Madrid, demo ${now()}`,
    timeZone: 'Europe/Madrid',
    country: 'ES',
    language: 'en',
    currency: 'EUR',
  });
  const years = yearsFrom(new Date());
  const plans = new Map<string, string>();
  const stories = [...STORIES, DESK, NOTES];
  for (const [index, { title, tell }] of stories.entries()) {
    book.chapter(`${index + 1} of ${stories.length}  ${title}`);
    await tell({ api, book, branchId, stamp, plans, years });
  }
}

const now = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ');

/** Around the next leap year that has not begun, for clocks move only forward and February should be seen both ways. */
function yearsFrom(today: Date): Years {
  let leap = today.getUTCFullYear() + 1;
  while (new Date(Date.UTC(leap, 1, 29)).getUTCMonth() !== 1) leap += 1;
  return { before: leap - 1, leap, after: leap + 1, later: leap + 2 };
}
