import { Random } from './random.ts';
import { type Part, PARTS } from './supervised-system.ts';

/** One kill and the work around it. Instants within it are milliseconds from its beginning. */
export const STEP_MS = 2_000;
/** How long before a kill the renewals that it should meet fall due. */
export const HERD_MS = 400;

/**
 * What a step waits for before it begins: that all parts work, or the one to be killed, or, now and then, only that this
 * one has a process, which may still be starting.
 */
export type Readiness = 'all' | 'working' | 'starting';

/** Puts the clock of a chain's customer near the end of a term's deadline. */
export interface Move {
  chain: number;
  step: number;
  at: number;
  term: number;
  /** The deadline ends so many milliseconds after the move; before it, if negative. */
  deadlineIn: number;
}

/**
 * `early`: asked long before, and the deadline ends as soon as there is an answer. `race`: within a fraction of a second of
 * that end. `late`: after it. Where a part is away the answer comes later than planned; what counts is the customer's clock.
 */
export type Timing = 'early' | 'race' | 'late';

export interface Cancellation {
  chain: number;
  step: number;
  at: number;
  term: number;
  timing: Timing;
  /** Where the customer's own connection breaks, so that a change may be committed and its answer lost. */
  breakAfterMs: number | undefined;
}

export interface Kill {
  step: number;
  at: number;
  part: Part;
  readiness: Readiness;
  /** Strikes when the next renewal has begun, before it is committed, rather than at its instant. */
  isWithinRenewal: boolean;
}

export interface Plan {
  seed: number;
  moves: Move[];
  cancellations: Cancellation[];
  kills: Kill[];
  /** The last term of each chain whose deadline ends in the round. */
  lastTerms: number[];
}

const TERMS = 3;
/** Of the chains without a cancellation, how many have all their terms fall due at once. */
const LEAPS = 0.2;

/** What happens in a round, and when: all of it from the seed. The machine adds its own chance to it. */
export function planRound(options: { seed: number; kills: number; chains: number; cancellations: number }): Plan {
  const { seed } = options;
  const plan: Plan = { seed, moves: [], cancellations: [], kills: planKills(seed, options.kills), lastTerms: [] };
  const random = new Random(seed, 'chains');
  const cancelled = new Set(
    random.shuffled(Array.from({ length: options.chains }, (_, chain) => chain)).slice(0, options.cancellations),
  );
  for (let chain = 0; chain < options.chains; chain++) {
    const isCancelled = cancelled.has(chain);
    const leaps = !isCancelled && random.next() < LEAPS;
    const moves: Move[] = [];
    for (let term = leaps ? TERMS - 1 : 0; term < TERMS; term++) {
      const place = (leaps ? random.next() : (term + random.next()) / TERMS) * options.kills;
      const step = Math.floor(place);
      moves.push({
        chain,
        step,
        // Half of them shortly before the kill, so that it meets renewals under way.
        at:
          random.next() < 0.5 ? Math.max(0, plan.kills[step]!.at - random.between(20, HERD_MS)) : (place % 1) * STEP_MS,
        term,
        deadlineIn: deadlineIn(random, term, isCancelled),
      });
    }
    plan.lastTerms.push(TERMS - 1);
    if (isCancelled) plan.cancellations.push(planCancellation(random, moves, plan.kills));
    plan.moves.push(...moves);
  }
  return plan;
}

/**
 * The last one lies at the end of its night: due at once or in seconds, by a timer. No message comes after it that could
 * make good for one that was lost.
 */
function deadlineIn(random: Random, term: number, isCancelled: boolean): number {
  if (term === TERMS - 1) return random.between(-62_000, -50_000);
  return isCancelled ? random.between(200, 1_500) : random.between(-60_000, 3_000);
}

function planCancellation(random: Random, moves: Move[], kills: Kill[]): Cancellation {
  const timing = random.pick(['early', 'early', 'early', 'race', 'race', 'late'] as const);
  const { chain, step, term, at, deadlineIn } = random.pick(moves.slice(0, 2));
  const breakAfterMs = random.next() < 0.4 ? Math.round(random.between(2, 60)) : undefined;
  if (timing === 'early') {
    // At the worst moment: what is committed just before a kill is not always answered.
    const kill = random.pick(kills.filter(({ part }) => part === 'api' || part === 'postgres'));
    return { chain, term: 0, timing, step: kill.step, at: Math.max(0, kill.at - random.between(0, 80)), breakAfterMs };
  }
  const lateness = timing === 'race' ? random.between(-300, 300) : random.between(300, 4_000);
  return { chain, term, timing, step, at: Math.max(0, at + deadlineIn + lateness), breakAfterMs };
}

/** Each part as often as the others, in an order of its own each time. */
function planKills(seed: number, count: number): Kill[] {
  const random = new Random(seed, 'kills');
  const parts: Part[] = [];
  while (parts.length < count) parts.push(...random.shuffled(PARTS));
  return parts.slice(0, count).map((part, step) => {
    const readiness = random.pick(['all', 'all', 'all', 'working', 'starting'] as const);
    const isWithinRenewal = readiness === 'all' && part !== 'api' && random.next() < 0.7;
    return { step, at: random.between(100, STEP_MS), part, readiness, isWithinRenewal };
  });
}
