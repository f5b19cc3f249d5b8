import type { Config } from '../config.ts';
import { describeEngine, findEngine } from '../engine/embedded/engine.ts';

const INTERRUPTED = 130;

/** `tacit engine`: gets the Temporal server ready beforehand, so that no start and no test waits for it. */
export async function run(config: Config): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const engine = await findEngine({ address: config.temporal.address, log: console.log, signal: stop.signal });
    console.log(`Temporal: ${describeEngine(engine)}`);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return INTERRUPTED;
    throw error;
  }
}
