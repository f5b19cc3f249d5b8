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

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown): string | undefined => {
  const given = text(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
};

export const readDeskAddress = (search: Record<string, unknown>): DeskAddress => ({
  branchId: text(search['branchId']),
  operatorId: text(search['operatorId']),
  reasonId: text(search['reasonId']),
  sla: SLA_STATES.find((sla) => sla === search['sla']),
  search: text(search['search']),
  column: DESK_COLUMNS.find((column) => column === search['column']),
});

export const readDeskReportAddress = (search: Record<string, unknown>): DeskReportAddress => ({
  branchId: text(search['branchId']),
  from: day(search['from']),
  to: day(search['to']),
});
