import type { ChainStep, RenewalActivities } from '../../activities/renewal.ts';

const TERM_MS = 30 * 86_400_000;
const NEXT = '01900000-0000-7000-8000-000000000000';

/** Names a chain of the loop that renews nothing: the round it belongs to, when it is due, and which one it is. */
export const noopChainId = (round: string, dueAt: number, index: number): string => `${round}~${dueAt}~${index}`;

/** What Tacit's activities answer, of the same shape and size, without asking a database. */
export const noopActivities = {
  async advanceChain({ chainId }: { chainId: string }): Promise<ChainStep> {
    const [round = '', due] = chainId.split('~');
    const now = Date.now();
    const isRenewed = now >= Number(due);
    const wakeAt = isRenewed ? now + TERM_MS : Number(due);
    const days = new Date(wakeAt).toISOString().slice(0, 10);
    return {
      waitsFor: 'renewal',
      waitMs: wakeAt - now,
      summary: `renewal in the night of ${days} to ${days}`,
      details:
        `Renews in the **night of ${days} to ${days}**; can be cancelled through ${days}; valid to ${days}.` +
        `\n\nTime zone Etc/GMT${isRenewed ? `\n\nRenewed: ${NEXT} → ${NEXT}` : ''}`,
      state: 'will_renew',
      multipackId: isRenewed ? NEXT : chainId,
      customerId: NEXT,
      branchId: round,
      deadlineEndsAt: wakeAt,
    };
  },
  async nothing(): Promise<void> {},
} satisfies Pick<RenewalActivities, 'advanceChain'> & Record<string, unknown>;
