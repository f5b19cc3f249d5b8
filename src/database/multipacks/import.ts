import { parse } from 'csv-parse/sync';
import type { Clock } from '../../clock.ts';
import { isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { DomainError } from '../../domain/errors.ts';
import { catchUpFrom, firstTerm } from '../../domain/renewal.ts';
import type { Terms } from '../../domain/terms.ts';
import { isStorable } from '../../schemas/common.ts';
import { act, type Act, type Actor, Refusal } from '../act.ts';
import type { Database } from '../client.ts';
import { type Branch, type Customer, type Plan, Prisma } from '../generated/client.ts';
import { fromColumn } from '../local-date.ts';
import { readSettings } from '../settings.ts';
import { termsOfPlan } from '../terms-columns.ts';
import { type Sale, sellMultipack, type Sold } from './sell.ts';

/** In UTF-8. */
export const IMPORT_BYTES = 5_000_000;
export const IMPORT_LINES = 10_000;

const COLUMNS = ['reference', 'customer', 'plan', 'start_on', 'end_on'] as const;
type Column = (typeof COLUMNS)[number];
const OPTIONAL: readonly Column[] = ['end_on'];

const REFERENCE_LENGTH = 100;
/** Sold at once; each has a transaction of its own. */
const AT_ONCE = 4;

/** What is wrong with a line, in English for a log; the code is stable. */
const MESSAGES = {
  broken_quotes: 'A quote is not closed, or something follows a closed one',
  wrong_column_count: 'The line has more or fewer fields than the first one',
  required: 'The field is empty',
  too_long: `At most ${REFERENCE_LENGTH} characters`,
  invalid_text: 'A character that no text may hold',
  invalid_date: 'No such date; it is written YYYY-MM-DD',
  customer_not_found: 'No customer has this code or e-mail address',
  customer_ambiguous: 'Several customers have this e-mail address; use the code',
  plan_not_found: 'No plan has this name',
  plan_retired: 'The plan is not sold any more',
  reference_taken: 'This reference was sold before',
  reference_repeated: 'An earlier line has this reference',
  end_differs: 'The plan gives another last day',
} as const;

export interface ImportError {
  /** As an editor counts, the header is line 1. */
  line: number;
  code: string;
  message: string;
  field: Column | null;
  reference: string | null;
}

export interface ImportedLine {
  line: number;
  reference: string;
  /** Null in a dry run. */
  multipackId: string | null;
  validFrom: LocalDate;
  validTo: LocalDate;
  /** Terms made at once, because the deadline had passed already. */
  renewals: number;
  /** The validity was over: entered as expired, and it will not renew. */
  expired: boolean;
}

export interface ImportReport {
  dryRun: boolean;
  lines: number;
  sold: ImportedLine[];
  errors: ImportError[];
}

/** The rows of a file that is good enough to be looked at line by line. */
interface Line {
  line: number;
  fields: Record<Column, string>;
}

type Ready = Line & {
  customer: Customer & { branch: Branch };
  plan: Plan;
  /** As a sale would copy them now. */
  terms: Terms;
  reference: string;
  startOn: LocalDate;
};

/**
 * Sells what a CSV file lists, as contracts that were made elsewhere: each good line in a transaction of its own, each bad
 * one reported, so a file may be corrected and imported again; what was sold before is refused by its `reference` (002).
 * Columns `reference`, `customer` (code or e-mail), `plan` (name), `start_on` and, to be checked, `end_on`, in any order,
 * with commas, semicolons or tabs. A dry run writes nothing and foretells the same. `branchId` limits whose customers may be
 * named. Throws Refusal (422) `import_empty`, `import_too_large`, `import_columns`.
 */
export async function importMultipacks(
  database: Database,
  context: { actor: Actor; clock: Clock },
  csv: string,
  { dryRun, branchId = null }: { dryRun: boolean; branchId?: string | null },
): Promise<ImportReport> {
  const { lines, errors } = readLines(csv);
  const report: ImportReport = { dryRun, lines: lines.length + errors.length, sold: [], errors };
  const ready = await resolve(database, lines, branchId, errors);
  const channelled = { ...context, actor: { ...context.actor, channel: 'import' as const } };
  const queue = [...ready];
  const work = async () => {
    for (let line = queue.shift(); line; line = queue.shift()) {
      try {
        report.sold.push(dryRun ? foretell(context.clock, line) : await sell(database, channelled, line));
      } catch (error) {
        // What is not the line's own fault ends the import: nobody would read ten thousand times that the database is away.
        if (!isRefused(error)) queue.length = 0;
        errors.push(refused(line, error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  report.sold.sort((a, b) => a.line - b.line);
  errors.sort((a, b) => a.line - b.line);
  return report;
}

/** Sells a multipack; throws `reference_taken` (409) where the reference was sold before, also at this very moment. */
export async function sellOnce(change: Act, sale: Sale): Promise<Sold> {
  try {
    return await sellMultipack(change, sale);
  } catch (error) {
    const isTaken =
      error instanceof Prisma.PrismaClientKnownRequestError &&
      error.code === 'P2002' &&
      JSON.stringify([error.meta, error.message]).includes('reference');
    throw isTaken ? new Refusal(409, 'reference_taken', { reference: sale.reference }) : error;
  }
}

async function sell(
  database: Database,
  context: { actor: Actor; clock: Clock },
  { line, reference, customer, plan, startOn }: Ready,
): Promise<ImportedLine> {
  const sale = { customerId: customer.id, planId: plan.id, startOn, reference };
  const { multipack, renewals, expired } = await act(database, context, (change) => sellOnce(change, sale));
  return {
    line,
    reference,
    multipackId: multipack.id,
    validFrom: fromColumn(multipack.validFrom),
    validTo: fromColumn(multipack.validTo),
    renewals: renewals.length,
    expired,
  };
}

function foretell(clock: Clock, { line, reference, customer, terms, startOn }: Ready): ImportedLine {
  const at = { now: clock.nowOf(customer), zone: customer.branch.timeZone };
  const { periods, expired } = catchUpFrom(firstTerm(terms, startOn), at);
  return { line, reference, multipackId: null, ...periods[0]!.period, renewals: periods.length - 1, expired };
}

const isRefused = (error: unknown) => error instanceof Refusal || error instanceof DomainError;

function refused({ line, reference }: Ready, error: unknown): ImportError {
  if (error instanceof Refusal) {
    const field = error.code.startsWith('plan') ? 'plan' : error.code.startsWith('reference') ? 'reference' : null;
    return { line, reference, field, code: error.code, message: messageOf(error.code) };
  }
  if (error instanceof DomainError) {
    return { line, reference, field: 'start_on', code: error.code, message: error.message };
  }
  throw error;
}

const messageOf = (code: string): string =>
  Object.hasOwn(MESSAGES, code) ? MESSAGES[code as keyof typeof MESSAGES] : code;

/**
 * Each line for itself: no field has a line break in it, and so a quote left open spoils one line and not the rest of the file.
 */
function readLines(csv: string): { lines: Line[]; errors: ImportError[] } {
  if (Buffer.byteLength(csv) > IMPORT_BYTES) throw new Refusal(422, 'import_too_large', { bytes: IMPORT_BYTES });
  const rows = csv
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((text, i) => ({ text, line: i + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const [header, ...body] = rows;
  if (!header || body.length === 0) throw new Refusal(422, 'import_empty');
  if (body.length > IMPORT_LINES) throw new Refusal(422, 'import_too_large', { lines: IMPORT_LINES });
  const delimiter = delimiterOf(header.text);
  const columns = columnsOf(fieldsOf(header.text, delimiter));

  const lines: Line[] = [];
  const errors: ImportError[] = [];
  for (const { text, line } of body) {
    const found = fieldsOf(text, delimiter);
    const code = found === null ? 'broken_quotes' : found.length === columns.length ? null : 'wrong_column_count';
    if (found === null || code !== null) {
      errors.push({ line, code: code!, message: messageOf(code!), field: null, reference: null });
    } else {
      const given = Object.fromEntries(columns.map((column, i) => [column, found[i]!]));
      lines.push({ line, fields: { end_on: '', ...given } as Record<Column, string> });
    }
  }
  return { lines, errors };
}

function delimiterOf(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function fieldsOf(text: string, delimiter: string): string[] | null {
  try {
    const [fields = []] = parse(text, { delimiter, trim: true, relax_column_count: true });
    return fields;
  } catch {
    return null;
  }
}

function columnsOf(header: string[] | null): Column[] {
  const names = (header ?? []).map((name) => name.toLowerCase());
  const unknown = names.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  const missing = COLUMNS.filter((column) => !OPTIONAL.includes(column) && !names.includes(column));
  const repeated = names.filter((name, i) => names.indexOf(name) !== i);
  if (unknown.length + missing.length + repeated.length > 0) {
    throw new Refusal(422, 'import_columns', { unknown, missing, repeated, columns: COLUMNS });
  }
  return names as Column[];
}

/** Finds what the lines name, all at once, and reports those that name nothing or say what cannot be. */
async function resolve(
  database: Database,
  lines: Line[],
  branchId: string | null,
  errors: ImportError[],
): Promise<Ready[]> {
  const isSound = ({ fields }: Line) => Object.values(fields).every(isStorable);
  const sound = lines.filter(isSound);
  const customers = await customersOf(database, sound, branchId);
  const plans = new Map((await database.plan.findMany()).map((plan) => [plan.name, plan]));
  const taken = await takenOf(database, sound);
  const { defaultNotice } = await readSettings(database);
  const seen = new Set<string>();
  return lines.flatMap((each): Ready[] => {
    const { line, fields } = each;
    const { reference } = fields;
    const refuse = (code: keyof typeof MESSAGES, field: Column): [] => {
      errors.push({ line, code, message: MESSAGES[code], field, reference: reference || null });
      return [];
    };
    if (!isSound(each)) {
      errors.push({ line, code: 'invalid_text', message: MESSAGES.invalid_text, field: null, reference: null });
      return [];
    }
    for (const column of COLUMNS) {
      if (fields[column] === '' && !OPTIONAL.includes(column)) return refuse('required', column);
    }
    if (reference.length > REFERENCE_LENGTH) return refuse('too_long', 'reference');
    if (seen.has(reference)) return refuse('reference_repeated', 'reference');
    seen.add(reference);
    const found = customers.get(customerKey(fields.customer)) ?? [];
    if (found.length !== 1) return refuse(found.length === 0 ? 'customer_not_found' : 'customer_ambiguous', 'customer');
    const plan = plans.get(fields.plan);
    if (!plan) return refuse('plan_not_found', 'plan');
    if (!isLocalDate(fields.start_on)) return refuse('invalid_date', 'start_on');
    if (fields.end_on !== '' && !isLocalDate(fields.end_on)) return refuse('invalid_date', 'end_on');
    if (taken.has(reference)) return refuse('reference_taken', 'reference');
    if (plan.retiredAt) return refuse('plan_retired', 'plan');
    const terms = termsOfPlan(plan, defaultNotice);
    if (fields.end_on !== '' && endOf(terms, fields.start_on) !== fields.end_on) {
      return refuse('end_differs', 'end_on');
    }
    return [{ line, fields, reference, customer: found[0]!, plan, terms, startOn: fields.start_on }];
  });
}

/** Null where the dates leave the calendar; the sale of the line says so. */
function endOf(terms: Terms, startOn: LocalDate): LocalDate | null {
  try {
    return firstTerm(terms, startOn).period.validTo;
  } catch {
    return null;
  }
}

const CODE = /^(?:c-)?0*(\d{1,9})$/i;

const customerKey = (text: string): string => {
  const code = CODE.exec(text)?.[1];
  return code === undefined ? text.toLowerCase() : `#${code}`;
};

type Found = Map<string, (Customer & { branch: Branch })[]>;

async function customersOf(database: Database, lines: Line[], branchId: string | null): Promise<Found> {
  const keys = [...new Set(lines.map(({ fields }) => customerKey(fields.customer)))];
  const codes = keys.filter((key) => key.startsWith('#')).map((key) => Number(key.slice(1)));
  const emails = keys.filter((key) => !key.startsWith('#'));
  const ids = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer
    WHERE (code = ANY(${codes}::integer[]) OR lower(email) = ANY(${emails}::text[]))
      AND (${branchId}::uuid IS NULL OR branch_id = ${branchId}::uuid)`;
  const found: Found = new Map();
  const add = (key: string, customer: Customer & { branch: Branch }) =>
    found.set(key, [...(found.get(key) ?? []), customer]);
  for (let from = 0; from < ids.length; from += 1_000) {
    const some = await database.customer.findMany({
      where: { id: { in: ids.slice(from, from + 1_000).map(({ id }) => id) } },
      include: { branch: true },
    });
    for (const customer of some) {
      add(`#${customer.code}`, customer);
      if (customer.email) add(customer.email.toLowerCase(), customer);
    }
  }
  return found;
}

async function takenOf(database: Database, lines: Line[]): Promise<Set<string>> {
  const references = lines.map(({ fields }) => fields.reference);
  const rows = await database.$queryRaw<{ reference: string }[]>`
    SELECT reference FROM multipack WHERE reference = ANY(${references}::text[])`;
  return new Set(rows.map(({ reference }) => reference));
}
