import { dayOf, textOf } from '../address.ts';

/** Columns of the desk, as the server names them (003). */
export const DESK_COLUMNS = ['pending', 'in_analysis', 'analysed'] as const;
export type DeskColumn = (typeof DESK_COLUMNS)[number];

export const SLA_STATES = ['on_track', 'at_risk', 'breached', 'met'] as const;

/** What the address of the desk says. */
export interface DeskAddress {
  branchId?: string | undefined;
  /** Who claimed them. */
  operatorId?: string | undefined;
  reasonId?: string | undefined;
  sla?: (typeof SLA_STATES)[number] | undefined;
  search?: string | undefined;
  /** The one column that a narrow screen shows. */
  column?: DeskColumn | undefined;
}

/** What the address of its report says; the days are those of the opening. */
export interface DeskReportAddress {
  branchId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const readDeskAddress = (search: Record<string, unknown>): DeskAddress => ({
  branchId: textOf(search['branchId']),
  operatorId: textOf(search['operatorId']),
  reasonId: textOf(search['reasonId']),
  sla: SLA_STATES.find((sla) => sla === search['sla']),
  search: textOf(search['search']),
  column: DESK_COLUMNS.find((column) => column === search['column']),
});

export const readDeskReportAddress = (search: Record<string, unknown>): DeskReportAddress => ({
  branchId: textOf(search['branchId']),
  from: dayOf(search['from']),
  to: dayOf(search['to']),
});
