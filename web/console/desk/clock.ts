import { useSyncExternalStore } from 'react';
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

/** How it stands this second: an open one turns at risk and breached on the screen without being told to. */
export const useSla = (request: CancellationRequest): CancellationRequest['sla'] =>
  // Of all seconds only those in which it turns change what is shown.
  useSyncExternalStore(listen, () => {
    if (request.concludedAt !== null) return request.sla;
    const at = now + aheadOf(request);
    if (at >= Date.parse(request.limitAt)) return 'breached';
    return at >= Date.parse(request.riskAt) ? 'at_risk' : 'on_track';
  });

/** Milliseconds to the limit of an open request; below zero past it. */
export const useTimeLeft = (request: CancellationRequest): number =>
  Date.parse(request.limitAt) - useNow() - aheadOf(request);
