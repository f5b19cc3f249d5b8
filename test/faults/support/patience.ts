import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is neither an error nor undefined. Throws the last error, or what was waited for, at the limit. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { limitMs = 120_000, everyMs = 100 } = {},
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    let obstacle: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      obstacle = error;
    }
    if (Date.now() > giveUpAt) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`, { cause: obstacle });
    await delay(everyMs);
  }
}
