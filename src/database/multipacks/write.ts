import { v7 as uuidv7 } from 'uuid';
import type { LocalDate } from '../../domain/dates.ts';
import type { TermState } from '../../domain/renewal.ts';
import { isCollectedAutomatically } from '../../domain/terms.ts';
import { note, type NoteValues } from '../../i18n/notes.ts';
import { type Act } from '../act.ts';
import { type Trace, trace } from '../audit.ts';
import type { Tx } from '../client.ts';
import type { Multipack, Prisma } from '../generated/client.ts';
import type { ActorKind, TaskResult } from '../generated/enums.ts';
import { toColumn } from '../local-date.ts';
import { columnsOfTerms } from '../terms-columns.ts';
import type { Chain, Term } from './chain.ts';

/** The built-in task types, by code; their ids are the same in every database. */
export const TASK_TYPES = {
  automatic_renewal: '00000000-0000-7000-8000-000000000001',
  suspension: '00000000-0000-7000-8000-000000000002',
  change_of_terms: '00000000-0000-7000-8000-000000000003',
  returned_debit: '00000000-0000-7000-8000-000000000020',
  mail_account_failing: '00000000-0000-7000-8000-000000000021',
  cancellation_request: '00000000-0000-7000-8000-000000000004',
} as const;

/** What a row of the chain needs besides its terms and period. */
export interface Place {
  id: string;
  chainId: string;
  previousId: string | null;
  customerId: string;
  branchId: string;
  planId: string;
  timeZone: string;
  reference?: string | null;
  soldAgainFromId?: string | null;
  createdAt: Date;
}

/** The place after a multipack, in its chain. */
export const placeAfter = (
  { id, chainId, customerId, branchId, planId, timeZone }: Multipack,
  createdAt: Date,
): Place => ({ id: uuidv7(), chainId, previousId: id, customerId, branchId, planId, timeZone, createdAt });

/** The columns of a new multipack and of its receivables. */
export function rowsOf(place: Place, { ordinal, terms, period, anchorDay, deadline, receivables }: TermState) {
  return {
    multipack: {
      ...place,
      ...columnsOfTerms(terms),
      ordinal,
      anchorDay,
      validFrom: toColumn(period.validFrom),
      validTo: toColumn(period.validTo),
      deadline: toColumn(deadline),
    } satisfies Prisma.MultipackUncheckedCreateInput,
    receivables: receivables.map(({ number, dueOn, amount }) => ({
      multipackId: place.id,
      customerId: place.customerId,
      number,
      dueOn: toColumn(dueOn),
      amount: BigInt(amount.amount),
      currency: amount.currency,
      // Nothing is owed for what costs nothing.
      state: amount.amount === 0 ? ('paid' as const) : ('open' as const),
      collected: isCollectedAutomatically(terms.paymentMethod),
      createdAt: place.createdAt,
    })) satisfies Prisma.ReceivableCreateManyInput[],
  };
}

export interface Task<Key extends keyof NoteValues> {
  /** A built-in type by its code, or one that a user chose. */
  type: keyof typeof TASK_TYPES | { id: string };
  result: TaskResult;
  note: Key;
  values: NoteValues[Key];
  /** What the user wrote makes of the sentence what is kept; left out, it is kept as it is. */
  notesFrom?: (sentence: string) => string;
  /** Of a withdrawal: its last day of validity. */
  effectiveOn?: LocalDate;
  /** In whose agenda it appears, and on which day. */
  assigneeId?: string | undefined;
  dueOn?: LocalDate | undefined;
  /** What the customer brought, already checked. */
  fileId?: string | undefined;
  commandId?: string;
}

/** Leaves the CRM task of a change on the customer's profile, and gives its id. The portal's customers are named in brackets (000). */
export async function writeTask<Key extends keyof NoteValues>(
  act: Act,
  chain: Pick<Chain, 'customer' | 'branch' | 'now'>,
  multipackId: string | null,
  task: Task<Key>,
): Promise<string> {
  const { id } = await act.tx.crmTask.create({ data: taskRow(act, chain, multipackId, task), select: { id: true } });
  return id;
}

/** The columns of that task. */
export function taskRow<Key extends keyof NoteValues>(
  { actor }: Pick<Act, 'actor'>,
  chain: Pick<Chain, 'customer' | 'branch' | 'now'>,
  multipackId: string | null,
  { notesFrom = (sentence) => sentence, ...task }: Task<Key>,
) {
  return {
    customerId: chain.customer.id,
    branchId: chain.branch.id,
    multipackId,
    taskTypeId: typeof task.type === 'string' ? TASK_TYPES[task.type] : task.type.id,
    result: task.result,
    notes: notesFrom(note(chain.branch.language, task.note, task.values)),
    authorKind: actor.kind,
    authorId: actor.id,
    authorName: authorName(actor.kind, actor.name),
    channel: actor.channel,
    commandId: task.commandId ?? null,
    ...(task.effectiveOn && { effectiveOn: toColumn(task.effectiveOn) }),
    ...(task.assigneeId && { assigneeId: task.assigneeId }),
    ...(task.dueOn && { dueOn: toColumn(task.dueOn) }),
    ...(task.fileId && { fileId: task.fileId }),
    createdAt: chain.now,
  } satisfies Prisma.CrmTaskUncheckedCreateInput;
}

function authorName(kind: ActorKind, name: string): string {
  return kind === 'customer' ? `(${name})` : name;
}

/** Adds the audit event of a change of one multipack. */
export async function traceTerm(
  act: Act,
  chain: Pick<Chain, 'customer' | 'branch' | 'now'>,
  term: Pick<Term, 'row'>,
  verb: string,
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await trace(act, termEvent(chain, term, verb, details));
}

/** That event, for whoever writes it together with other rows. */
export function termEvent(
  chain: Pick<Chain, 'customer' | 'branch' | 'now'>,
  term: Pick<Term, 'row'>,
  verb: string,
  details: Prisma.InputJsonObject = {},
): Trace {
  return {
    action: `multipack.${verb}`,
    entity: 'multipack',
    entityId: term.row.id,
    at: chain.now,
    customerId: chain.customer.id,
    branchId: chain.branch.id,
    details,
  };
}

/** A row by the names Prisma knows its columns by; those left out take the database's default. */
type Row = Record<string, unknown>;

/**
 * Inserts rows into several tables with one statement, and answers what the first table's row is given by the database.
 * Ids that Prisma would make must be there. For what is written thousands of times in a night; elsewhere Prisma reads better.
 */
export async function insertTogether<Given extends Row>(
  tx: Tx,
  returning: string,
  tables: Record<string, Row[]>,
): Promise<Given> {
  const filled = Object.entries(tables).filter(([, rows]) => rows.length > 0);
  const inserts = filled.map(([table, [row]], index) => {
    const columns = Object.keys(row!).map(columnName).join(', ');
    return `new_${table} AS (
      INSERT INTO ${table} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $${index + 1}::json)
      ${index === 0 ? `RETURNING ${returning}` : ''})`;
  });
  const [given] = await tx.$queryRawUnsafe<Given[]>(
    `WITH ${inserts.join(', ')} SELECT * FROM new_${filled[0]![0]}`,
    ...filled.map(([, rows]) => JSON.stringify(rows.map(namedByColumn), bigintAsText)),
  );
  return given!;
}

function columnName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function namedByColumn(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [columnName(field), value]));
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/**
 * Stores what somebody decided with its instant of receipt, already applied: it stands or falls with the transaction
 * of its effect. `payload` says what was asked for, never more.
 */
export async function recordCommand(
  { tx, actor }: Act,
  command: { kind: string; receivedAt: Date; payload: Prisma.InputJsonObject },
): Promise<string> {
  const { id } = await tx.command.create({
    data: {
      ...command,
      channel: actor.channel,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      state: 'applied',
      decidedAt: command.receivedAt,
    },
    select: { id: true },
  });
  return id;
}

/** Changes one term and counts its version, so that an edit of what somebody saw before is noticed. */
export async function updateTerm(
  { tx }: Act,
  term: Pick<Term, 'row'>,
  data: Prisma.MultipackUncheckedUpdateInput,
): Promise<void> {
  await tx.multipack.update({ where: { id: term.row.id }, data: { ...data, version: { increment: 1 } } });
}
