import { useMemo, useSyncExternalStore } from 'react';
import type { CancellationRequest } from '../../shared/types.ts';

const SECOND = 1000;
/** A clock that differs by less is the same: the answer was some time on its way, and is in whole seconds. */
const NEGLIGIBLE_MS = 2 * SECOND;

let now = Date.now();
let ticking: number | undefined;
const listeners = new Set<() => void>();

/** One interval for all countdowns, so that they change together. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (ticking === undefined) {
    now = Date.now();
    ticking = window.setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, SECOND);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** Milliseconds of the epoch, to the second. */
export const useNow = (): number => useSyncExternalStore(listen, () => now);

/** By how much the server's clock, which for this customer may be a test clock, is ahead of the browser's; per answer. */
const ahead = new WeakMap<object, number>();

function aheadOf(request: CancellationRequest): number {
  const known = ahead.get(request);
  if (known !== undefined) return known;
  const skew = Date.parse(request.createdAt) + request.elapsedSeconds * SECOND - Date.now();
  const counted = request.concludedAt !== null || Math.abs(skew) < NEGLIGIBLE_MS ? 0 : skew;
  ahead.set(request, counted);
  return counted;
}

export interface Standing {
  sla: CancellationRequest['sla'];
  /** To the limit; below zero past it. Of what is concluded, what it took. */
  milliseconds: number;
}

/** How an open request stands this second: it turns at risk and breached on the screen without being told to. */
export function useStanding(request: CancellationRequest): Standing {
  const clock = useNow();
  const skew = useMemo(() => aheadOf(request), [request]);
  if (request.concludedAt !== null) return { sla: request.sla, milliseconds: request.elapsedSeconds * SECOND };
  const at = clock + skew;
  const limit = Date.parse(request.limitAt);
  const isAtRisk = at >= Date.parse(request.riskAt);
  return { sla: at >= limit ? 'breached' : isAtRisk ? 'at_risk' : 'on_track', milliseconds: limit - at };
}
