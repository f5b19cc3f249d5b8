import { dayOf, textOf } from '../address.ts';

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

export const readAgendaAddress = (search: Record<string, unknown>): AgendaAddress => ({
  view: search['view'] === 'day' ? 'day' : undefined,
  on: dayOf(search['on']),
  userId: textOf(search['userId']),
  team: search['team'] === true ? true : undefined,
  branchId: textOf(search['branchId']),
});
