/**
 * Ten thousand renewals due at once: whether the last tenth goes as fast as the first, whether a workflow task timed out,
 * and what the worker's memory does. `--chains`.
 */
import { option, printMachine, printTable } from './support/figures.ts';
import { perSecond, renewalRound } from './support/rounds.ts';
import { withSystem } from './system.ts';

const chains = option('chains', 10_000);
const TENTHS = 10;

await withSystem(async (system) => {
  printMachine(system);
  const worker = await system.startWorker('renewal');
  // The code is compiled and the connections are open before it counts.
  await renewalRound(system, worker, Math.ceil(chains / 50));
  const armedFrom = worker.rss.length;
  const measured = await renewalRound(system, worker, chains);
  const { doneAt, dueAt, mishaps } = measured;

  // From the first one done, not from the due instant, so that the start-up does not flatter the ratio.
  const edge = (tenth: number) => doneAt[Math.round((tenth / TENTHS) * (chains - 1))]!;
  const rates = Array.from(
    { length: TENTHS },
    (_, tenth) => ((chains / TENTHS) * 1_000) / (edge(tenth + 1) - edge(tenth)),
  );
  printTable(
    ['', ''],
    [
      ['renewals per second, all', perSecond(measured).toFixed(1)],
      ['per second, each tenth', rates.map((rate) => rate.toFixed(0)).join(' ')],
      ['last tenth ÷ first tenth', (rates.at(-1)! / rates[0]!).toFixed(2)],
      ['first done after the due instant', `${doneAt[0]! - dueAt} ms`],
      ['workflow tasks timed out / failed', `${mishaps.timedOut} / ${mishaps.failed}`],
      ['workflow tasks not taken in time by the worker that has them cached', String(mishaps.notTaken)],
      ['activities that left their workflow task', String(mishaps.notLocal)],
      ['worker memory, MB, tenths of the time from arming to the end', tenthsOf(worker.rss.slice(armedFrom)).join(' ')],
    ],
  );
});

function tenthsOf(samples: number[]): number[] {
  return Array.from(
    { length: TENTHS + 1 },
    (_, tenth) => samples[Math.round((tenth / TENTHS) * (samples.length - 1))] ?? 0,
  );
}
