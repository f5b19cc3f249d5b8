import type { MultipackFacts } from '../../../src/domain/multipack-state.ts';

/** A multipack that renews and to which nothing has happened. */
export const untouched = (dates: Pick<MultipackFacts, 'validFrom' | 'validTo' | 'deadline'>): MultipackFacts => ({
  ...dates,
  automaticRenewal: true,
  freezeFrom: null,
  freezeUntil: null,
  blockedAt: null,
  withdrawnOn: null,
  cancelledOn: null,
  removedAt: null,
  renewalCancelledAt: null,
  renewalHeldAt: null,
  successorId: null,
  successorRemoved: false,
});
