/**
 * Renewals per second beside a plain SQL loop that writes the same rows in one transaction each, as a nightly cron job
 * would. `--chains`, `--rounds`.
 */
import { cronRound } from './support/cron-round.ts';
import { option, printMachine, printTable, summary } from './support/figures.ts';
import { perSecond, renewalRound } from './support/rounds.ts';
import { withSystem } from './system.ts';

const chains = option('chains', 1_000);
const rounds = option('rounds', 5);

await withSystem(async (system) => {
  printMachine(system);
  const worker = await system.startWorker('renewal');
  const renewals: number[] = [];
  const cron: number[] = [];
  // Round 0 warms everything up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const renewal = perSecond(await renewalRound(system, worker, chains));
    const loop = await cronRound(system, chains);
    console.log(`round ${round}  renewal ${renewal.toFixed(1)}/s  cron ${loop.toFixed(1)}/s`);
    if (round === 0) continue;
    renewals.push(renewal);
    cron.push(loop);
  }
  printTable(
    [`${chains} due at once, ${rounds} rounds`, 'per second', 'renewal ÷ this'],
    [
      ['renewal', summary(renewals), ''],
      [
        'plain SQL loop',
        summary(cron),
        summary(
          renewals.map((rate, round) => rate / cron[round]!),
          2,
        ),
      ],
    ],
  );
});
