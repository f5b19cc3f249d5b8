import type { LocalDate } from './dates.ts';
import type { MultipackFacts, MultipackState } from './multipack-state.ts';

/** What an operator may do with a request, as the messages of its workflow are named (003). */
export const REQUEST_ACTS = ['analyse', 'release', 'cancel', 'revert', 'comment'] as const;
export type RequestAct = (typeof REQUEST_ACTS)[number];

export const REQUEST_STATES = ['pending', 'in_analysis', 'cancelled', 'reverted'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Why no request may be opened for a contract; null for one that is active or suspended and whose end is not decided (003). */
export const refusalToRequest = ({
  state,
  withdrawnOn,
  cancelledOn,
}: { readonly state: MultipackState } & Pick<MultipackFacts, 'withdrawnOn' | 'cancelledOn'>):
  | 'multipack_not_active'
  | 'end_decided'
  | null => {
  if (state !== 'active' && state !== 'suspended') return 'multipack_not_active';
  return withdrawnOn === null && cancelledOn === null ? null : 'end_decided';
};

export const isRequestable = (multipack: Parameters<typeof refusalToRequest>[0]): boolean =>
  refusalToRequest(multipack) === null;

/** The days that may be chosen as the last: from today through the end; of one that ended while it waited, that end. */
export const lastDaysOf = (
  { validTo }: { readonly validTo: LocalDate },
  today: LocalDate,
): { earliest: LocalDate; latest: LocalDate } => ({ earliest: today < validTo ? today : validTo, latest: validTo });

export type LastDayRefusal = 'last_day_past' | 'last_day_after_end';

/** Why a multipack cannot be cancelled with that last day; null where it can (003). */
export const refusalOfLastDay = (
  period: { readonly validFrom: LocalDate; readonly validTo: LocalDate },
  lastDay: LocalDate,
  today: LocalDate,
): LastDayRefusal | null => {
  const { earliest, latest } = lastDaysOf(period, today);
  if (lastDay < earliest) return 'last_day_past';
  return lastDay > latest ? 'last_day_after_end' : null;
};

/** Who concludes or releases a request in analysis: whoever claimed it, and levels 1 and 2 (003). */
export const mayDecide = (
  { id, accessLevel }: { readonly id: string; readonly accessLevel: number },
  claimedBy: string | null,
): boolean => accessLevel <= 2 || claimedBy === id;
