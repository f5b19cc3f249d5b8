/**
 * Renewals per second from due timer to armed next timer, beside two yardsticks of the same server in the same run: the
 * same workflow with an activity that does nothing, and a workflow of one activity that ends. `--chains`, `--rounds`.
 */
import { option, printMachine, printTable, summary } from './support/figures.ts';
import { type Measured, noopRound, perSecond, renewalRound, singleRound } from './support/rounds.ts';
import { withSystem } from './system.ts';

const chains = option('chains', 1_000);
const rounds = option('rounds', 5);

await withSystem(async (system) => {
  printMachine(system);
  const [renewal, noop, single] = [
    await system.startWorker('renewal'),
    await system.startWorker('noop'),
    await system.startWorker('single'),
  ];
  const variants: [string, () => Promise<Measured>][] = [
    ['renewal', () => renewalRound(system, renewal, chains)],
    ['loop, no-op', () => noopRound(system, noop, chains)],
    ['one activity', () => singleRound(system, single, chains)],
  ];
  const rates = new Map(variants.map(([name]) => [name, [] as number[]]));
  // Round 0 warms everything up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, measure] of variants) {
      const measured = await measure();
      const rate = perSecond(measured);
      console.log(
        `round ${round}  ${name.padEnd(14)}${rate.toFixed(1).padStart(7)}/s  ${JSON.stringify(measured.mishaps)}`,
      );
      if (round > 0) rates.get(name)!.push(rate);
    }
  }
  const renewals = rates.get('renewal')!;
  printTable(
    [`${chains} due at once, ${rounds} rounds`, 'per second', 'renewal ÷ this'],
    [...rates].map(([name, values]) => [
      name,
      summary(values),
      name === 'renewal'
        ? ''
        : summary(
            renewals.map((rate, round) => rate / values[round]!),
            2,
          ),
    ]),
  );
});
