/** What the address of the agenda says. */
export interface AgendaAddress {
  /** A week, unless it says a day. */
  view?: 'day' | undefined;
  /** A day of the week, or the day. */
  on?: string | undefined;
  /** Whose; without it the own, or the team's. */
  userId?: string | undefined;
  /** Everybody's that one sees. */
  team?: true | undefined;
  /** Another branch than the own, for level 1. */
  branchId?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const readAgendaAddress = (search: Record<string, unknown>): AgendaAddress => {
  const on = text(search['on']);
  return {
    view: search['view'] === 'day' ? 'day' : undefined,
    on: on && /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on)) ? on : undefined,
    userId: text(search['userId']),
    team: search['team'] === true ? true : undefined,
    branchId: text(search['branchId']),
  };
};
