import { CHANNELS, MAX_REPORT_ROWS, RESULTS } from '../../../src/domain/crm-tasks.ts';
import { dayOf, idOf, textOf } from '../address.ts';
import type { CrmTask } from '../../shared/types.ts';

/** One row of the filter: what all of its fields say. */
export interface Row {
  result?: CrmTask['result'] | undefined;
  taskTypeId?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  /** Chosen by a click on what was counted per channel. */
  channel?: CrmTask['channel'] | undefined;
}

/** Who and what was found; and how it went. */
export const PARTS = ['crm', 'time', 'notes'] as const;
export const LISTS = ['customers', 'tasks'] as const;
export const SUBJECTS = ['withdrawals', 'renewals', 'cancellations'] as const;
export const GROUPINGS = ['day', 'week', 'month', 'channel', 'branch'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Which notes are meant; days are those of each author's branch. */
export interface NoteFilter {
  customerId?: string | undefined;
  departmentId?: string | undefined;
  userId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  lastThree?: true | undefined;
  byDepartment?: true | undefined;
}

/** What the address of the reports says. */
export interface ReportsAddress {
  branchId?: string | undefined;
  part?: (typeof PARTS)[number] | undefined;
  /** Rows that were filtered by. */
  rows?: Row[] | undefined;
  /** The list of results that is open. */
  shown?: (typeof LISTS)[number] | undefined;
  /** The report of notes that was asked for. */
  notes?: NoteFilter | undefined;
  /** What is told over time, how, from when to when. */
  subject?: (typeof SUBJECTS)[number] | undefined;
  by?: Grouping | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const isEmpty = (row: Row): boolean => Object.values(row).every((value) => value === undefined);
export const isReversed = (from: string | undefined, to: string | undefined): boolean =>
  from !== undefined && to !== undefined && to < from;

function readRows(value: unknown): Row[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows = value
    .filter((row): row is Record<string, unknown> => typeof row === 'object' && row !== null)
    .map(
      (row): Row => ({
        result: RESULTS.find((result) => result === row['result']),
        taskTypeId: textOf(row['taskTypeId']),
        createdFrom: dayOf(row['createdFrom']),
        createdTo: dayOf(row['createdTo']),
        channel: CHANNELS.find((channel) => channel === row['channel']),
      }),
    )
    .filter((row) => !isEmpty(row))
    .slice(0, MAX_REPORT_ROWS);
  return rows.length === 0 ? undefined : rows;
}

function readNotes(value: unknown): NoteFilter | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Record<string, unknown>;
  const flag = (name: string) => (given[name] === true ? true : undefined);
  return {
    customerId: idOf(given['customerId']),
    departmentId: idOf(given['departmentId']),
    userId: idOf(given['userId']),
    from: dayOf(given['from']),
    to: dayOf(given['to']),
    lastThree: flag('lastThree'),
    byDepartment: flag('byDepartment'),
  };
}

export const readReportsAddress = (search: Record<string, unknown>): ReportsAddress => ({
  branchId: textOf(search['branchId']),
  part: PARTS.find((part) => part === search['part']),
  rows: readRows(search['rows']),
  shown: LISTS.find((list) => list === search['shown']),
  notes: readNotes(search['notes']),
  subject: SUBJECTS.find((subject) => subject === search['subject']),
  by: GROUPINGS.find((grouping) => grouping === search['by']),
  from: dayOf(search['from']),
  to: dayOf(search['to']),
});

const FIELDS = ['result', 'taskTypeId', 'createdFrom', 'createdTo', 'channel'] as const;

export const isSameFilter = (some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.every((row, i) => FIELDS.every((field) => row[field] === others[i]![field]));
