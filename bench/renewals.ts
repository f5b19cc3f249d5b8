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
  const figures = new Map(variants.map(([name]) => [name, { rates: [] as number[], cpu: [] as number[] }]));
  // Round 0 warms everything up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, measure] of variants) {
      const measured = await measure();
      const [rate, cpu] = [perSecond(measured), measured.cpuMs ?? Number.NaN];
      console.log(
        `round ${round}  ${name.padEnd(14)}${rate.toFixed(1).padStart(7)}/s  ${cpu.toFixed(1)} ms  ${JSON.stringify(measured.mishaps)}`,
      );
      if (round === 0) continue;
      figures.get(name)!.rates.push(rate);
      figures.get(name)!.cpu.push(cpu);
    }
  }
  const renewals = figures.get('renewal')!;
  printTable(
    [`${chains} due at once, ${rounds} rounds`, 'per second', 'renewal ÷ this', 'processor ms each', 'this ÷ renewal'],
    [...figures].map(([name, { rates, cpu }]) => [
      name,
      summary(rates),
      summary(
        rates.map((rate, round) => renewals.rates[round]! / rate),
        2,
      ),
      summary(cpu),
      summary(
        cpu.map((milliseconds, round) => milliseconds / renewals.cpu[round]!),
        2,
      ),
    ]),
  );
});
