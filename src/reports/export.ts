import type { Database, Tx } from '../database/client.ts';
import type { FoundNote } from '../database/notes.ts';
import { type Language, resultName, taskName } from '../i18n/index.ts';
import { customerCode, multipackCode } from '../schemas/codes.ts';
import { type CrmFilter, everyCustomer, everyTask } from './crm.ts';
import { type Cell, type Column, type Format, type Table, writeCsv, writeXlsx } from './files.ts';
import { HEADINGS } from './headings.ts';
import { type DepartmentNotes, everyNote, type NoteFilter } from './notes.ts';
import type { Grouping, PeriodSum } from './periods.ts';

/** How a file is written, and for whom. */
export interface FileOptions {
  format: Format;
  /** Of CSV. */
  separator: ',' | ';';
  language: Language;
  /** IANA; of the reader’s branch, as on the screen. */
  timeZone: string;
}

type Send = (part: string | Buffer) => Promise<void>;

/** Half an hour: as long as a slow line may take for a large file, in milliseconds. */
const TIMEOUT = 30 * 60_000;

/** Files written at once; each holds one of the database's connections for as long as it is read. */
const AT_ONCE = 5;
let free = AT_ONCE;
const waiting: (() => void)[] = [];

/** Runs one of a few; the others wait their turn. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((wake) => void waiting.push(wake));
  try {
    await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/** Writes all that a report found, as it was when the first row was read, a part at a time. */
export async function exportCrm(
  database: Database,
  filter: CrmFilter,
  { of, ...options }: FileOptions & { of: 'customers' | 'tasks' },
  send: Send,
): Promise<void> {
  const table = of === 'customers' ? customers : tasks;
  await inTurn(() =>
    database.$transaction((tx) => write(table(options, tx, filter), options, send), { timeout: TIMEOUT }),
  );
}

/** Writes what happened per period, channel or branch, with a column of money for each currency. */
export async function exportPeriods(
  by: Grouping,
  sums: readonly PeriodSum[],
  of: 'withdrawals' | 'renewals' | 'cancellations',
  options: FileOptions,
  send: Send,
): Promise<void> {
  await write(periods(by, sums, HEADINGS[options.language].files[of], options), options, send);
}

/** Writes all notes that a report found to Excel, a part at a time; `departments`: in groups of these, null: in one. */
export async function exportNotes(
  database: Database,
  filter: NoteFilter,
  options: NoteFileOptions,
  send: Send,
): Promise<void> {
  await inTurn(() =>
    database.$transaction(
      (tx) => writeXlsx(notes(options, everyNote(tx, filter, options.departments !== null)), send),
      {
        timeout: TIMEOUT,
      },
    ),
  );
}

const write = (table: Table, { format, separator }: FileOptions, send: Send) =>
  format === 'csv' ? writeCsv(table, separator, send) : writeXlsx(table, send);

const text = (heading: string, width: number): Column => ({ heading, width, kind: 'text' });
const minute = (heading: string): Column => ({ heading, width: 17, kind: 'minute' });

function customers({ language, timeZone }: FileOptions, tx: Tx, filter: CrmFilter): Table {
  const names = HEADINGS[language];
  async function* parts(): AsyncGenerator<Cell[][]> {
    for await (const found of everyCustomer(tx, filter)) {
      yield found.map((row) => [
        customerCode(row.code),
        row.name,
        row.tasks,
        taskName(language, row.typeCode) ?? row.typeName,
        resultName(language, row.result, row.channel),
        localMinute(row.lastAt, timeZone),
      ]);
    }
  }
  return {
    name: names.files.customers,
    columns: [
      text(names.code, 12),
      text(names.customer, 32),
      { heading: names.tasks, width: 10, kind: 'number' },
      text(names.lastTask, 28),
      text(names.lastResult, 34),
      minute(names.lastAt),
    ],
    parts: parts(),
  };
}

function tasks({ language, timeZone }: FileOptions, tx: Tx, filter: CrmFilter): Table {
  const names = HEADINGS[language];
  async function* parts(): AsyncGenerator<Cell[][]> {
    for await (const found of everyTask(tx, filter)) {
      yield found.map((task) => [
        localMinute(task.createdAt, timeZone),
        customerCode(task.customerCode),
        task.customerName,
        taskName(language, task.typeCode) ?? task.typeName,
        resultName(language, task.result, task.channel),
        task.notes,
        task.multipackCode === null ? null : multipackCode(task.multipackCode),
        task.multipackName,
        task.authorName,
        task.assigneeName,
        task.dueOn,
        task.doneAt && localMinute(task.doneAt, timeZone),
      ]);
    }
  }
  return {
    name: names.files.tasks,
    columns: [
      minute(names.createdAt),
      text(names.code, 12),
      text(names.customer, 32),
      text(names.task, 28),
      text(names.result, 34),
      text(names.notes, 60),
      text(names.multipackCode, 12),
      text(names.multipack, 28),
      text(names.author, 24),
      text(names.assignee, 24),
      { heading: names.dueOn, width: 12, kind: 'day' },
      minute(names.doneAt),
    ],
    parts: parts(),
  };
}

interface NoteFileOptions extends Pick<FileOptions, 'language' | 'timeZone'> {
  departments: readonly DepartmentNotes[] | null;
}

function notes({ language, timeZone, departments }: NoteFileOptions, found: AsyncIterable<FoundNote[]>): Table {
  const names = HEADINGS[language];
  const title = ({ departmentId, departmentName }: FoundNote) =>
    `${departmentName ?? names.noDepartment} (${departments?.find(({ id }) => id === departmentId)?.notes})`;
  async function* parts(): AsyncGenerator<Cell[][]> {
    let before: FoundNote | undefined;
    for await (const part of found) {
      const rows: Cell[][] = [];
      for (const note of part) {
        if (departments && (!before || before.departmentId !== note.departmentId)) rows.push([title(note)]);
        rows.push([
          localMinute(note.createdAt, timeZone),
          note.customerCode,
          note.customerName,
          note.text,
          note.location,
          note.treatment,
          note.authorName,
          note.departmentName,
          note.branchName,
        ]);
        before = note;
      }
      yield rows;
    }
  }
  return {
    name: names.files.notes,
    columns: [
      { heading: `${names.createdAt} (${timeZone})`, width: 28, kind: 'minute' },
      { heading: names.code, width: 12, kind: 'customer' },
      text(names.customer, 32),
      text(names.note, 60),
      text(names.location, 24),
      text(names.treatment, 40),
      text(names.author, 24),
      text(names.department, 24),
      text(names.branch, 24),
    ],
    parts: parts(),
    isGrouped: departments !== null,
  };
}

function periods(by: Grouping, sums: readonly PeriodSum[], name: string, { language }: FileOptions): Table {
  const names = HEADINGS[language];
  const currencies = [...new Set(sums.flatMap(({ currency }) => currency ?? []))].toSorted();
  const rows = new Map<string, { count: number; amounts: Map<string, number> }>();
  for (const { key, name: branch, currency, count, amount } of sums) {
    const label = by === 'channel' ? names.channels[key as keyof typeof names.channels] : (branch ?? key);
    const row = rows.get(label) ?? { count: 0, amounts: new Map<string, number>() };
    rows.set(label, row);
    row.count += count;
    if (currency !== null) row.amounts.set(currency, (row.amounts.get(currency) ?? 0) + Number(amount));
  }
  const kind = by === 'channel' || by === 'branch' ? 'text' : by === 'month' ? 'month' : 'day';
  return {
    name,
    columns: [
      { heading: names[by], width: kind === 'text' ? 28 : 14, kind },
      { heading: names.count, width: 10, kind: 'number' },
      ...currencies.map((currency) => ({ heading: `${names.price} (${currency})`, width: 16, kind: { currency } })),
    ],
    parts: [
      [...rows].map(([label, { count, amounts }]) => [
        label,
        count,
        ...currencies.map((each) => amounts.get(each) ?? 0),
      ]),
    ],
  };
}

/** `2026-09-30 18:05`, as it is written in Sweden. */
function localMinute(at: Date, timeZone: string): string {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone });
  formats.set(timeZone, format);
  return format.format(at);
}
const formats = new Map<string, Intl.DateTimeFormat>();
