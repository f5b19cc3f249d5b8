import { Random } from './random.ts';
import { type Part, PARTS } from './supervised-system.ts';

/** One kill and the work around it. Instants within it are milliseconds from its beginning. */
export const STEP_MS = 2_500;

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
}

export interface Kill {
  step: number;
  at: number;
  part: Part;
  /** Mostly a part that works; now and then one that is only being brought back. */
  when: 'working' | 'starting';
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
      moves.push({
        chain,
        step: Math.floor(place),
        at: (place % 1) * STEP_MS,
        term,
        deadlineIn: isCancelled ? random.between(200, 1_500) : random.between(-60_000, 3_000),
      });
    }
    plan.lastTerms.push(TERMS - 1);
    if (isCancelled) plan.cancellations.push(planCancellation(random, random.pick(moves.slice(0, 2))));
    plan.moves.push(...moves);
  }
  return plan;
}

function planCancellation(random: Random, move: Move): Cancellation {
  const { chain, step, term } = move;
  const end = move.at + move.deadlineIn;
  const timing = random.pick(['early', 'early', 'race', 'late'] as const);
  const at = {
    early: () => Math.max(0, move.at - random.between(100, 2_000)),
    race: () => Math.max(0, end + random.between(-300, 300)),
    late: () => end + random.between(300, 4_000),
  }[timing]();
  return { chain, step, at, term, timing };
}

/** Each part as often as the others, in an order of its own each time. */
function planKills(seed: number, count: number): Kill[] {
  const random = new Random(seed, 'kills');
  const parts: Part[] = [];
  while (parts.length < count) parts.push(...random.shuffled(PARTS));
  return parts.slice(0, count).map((part, step) => ({
    step,
    at: random.between(100, STEP_MS),
    part,
    when: random.pick(['working', 'working', 'working', 'starting'] as const),
  }));
}
