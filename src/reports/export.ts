import type { Database, Tx } from '../database/client.ts';
import { type Language, resultName, taskName } from '../i18n/index.ts';
import { customerCode, multipackCode } from '../schemas/codes.ts';
import { type CrmFilter, everyCustomer, everyTask } from './crm.ts';
import { BYTE_ORDER_MARK, type Cell, csvLines } from './csv.ts';
import { HEADINGS } from './headings.ts';

export interface CrmExport {
  of: 'customers' | 'tasks';
  separator: ',' | ';';
  language: Language;
  /** IANA; of the reader’s branch, as on the screen. */
  timeZone: string;
}

/** Half an hour: as long as a slow line may take for a large file, in milliseconds. */
const TIMEOUT = 30 * 60_000;

/**
 * Writes all that a report found as CSV, as it was when the first row was read, a part at a time. Instants are
 * `YYYY-MM-DD HH:MM`, which spreadsheets take for what they are.
 */
export async function exportCrm(
  database: Database,
  filter: CrmFilter,
  { of, separator, ...reader }: CrmExport,
  send: (part: string) => Promise<void>,
): Promise<void> {
  const { head, parts } = of === 'customers' ? customers(reader) : tasks(reader);
  await database.$transaction(
    async (tx) => {
      let before = BYTE_ORDER_MARK + csvLines([head], separator);
      for await (const rows of parts(tx, filter)) {
        await send(before + csvLines(rows, separator));
        before = '';
      }
      if (before !== '') await send(before);
    },
    { timeout: TIMEOUT },
  );
}

type Reader = Pick<CrmExport, 'language' | 'timeZone'>;
interface Table {
  head: string[];
  parts: (tx: Tx, filter: CrmFilter) => AsyncGenerator<Cell[][]>;
}

function customers({ language, timeZone }: Reader): Table {
  const { code, customer, tasks, lastTask, lastResult, lastAt } = HEADINGS[language];
  return {
    head: [code, customer, tasks, lastTask, lastResult, lastAt],
    async *parts(tx, filter) {
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
    },
  };
}

function tasks({ language, timeZone }: Reader): Table {
  const names = HEADINGS[language];
  return {
    head: [
      names.createdAt,
      names.code,
      names.customer,
      names.task,
      names.result,
      names.notes,
      names.multipackCode,
      names.multipack,
      names.author,
      names.assignee,
      names.dueOn,
      names.doneAt,
    ],
    async *parts(tx, filter) {
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
    },
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
