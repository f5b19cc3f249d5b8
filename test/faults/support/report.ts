import type { Verdict } from './judge.ts';
import type { RoundRecord } from './round.ts';
import { type Outage, PARTS, type SupervisedSystem } from './supervised-system.ts';

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function describe(reasons: string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} × ${reason}`).join(', ');
}

/** The figures of a round, for whoever reads the terminal. */
export function report({
  record,
  system,
  verdict,
  quiet,
  preparationMs,
}: {
  record: RoundRecord;
  system: SupervisedSystem;
  verdict: Verdict;
  quiet: { ms: number; remained?: string };
  preparationMs: number;
}): void {
  const { plan, answered, chains } = record;
  const { renewals, attempts, cancellations } = verdict;
  const during =
    (outage: Outage) =>
    ({ answer }: (typeof answered)[number]): boolean =>
      answer.firstSentAt <= (outage.to ?? Number.POSITIVE_INFINITY) && answer.answeredAt >= outage.from;
  const lines: [string, string][] = [
    ['seed', String(plan.seed)],
    ['multipacks', `${chains.length}, ready after ${seconds(preparationMs)}`],
    [
      'kills',
      `${[...system.kills.values()].reduce((sum, count) => sum + count, 0)} in ${seconds(record.endedAt - record.startedAt)}, quiet ${seconds(quiet.ms)} later${quiet.remained ? `: NEVER, ${quiet.remained}` : ''}`,
    ],
    ...PARTS.map((part): [string, string] => {
      const outages = system.outages.filter((outage) => outage.part === part);
      const longest = Math.max(0, ...outages.map(({ from, to = Date.now() }) => to - from));
      const asked = answered.filter((each) => outages.some((outage) => during(outage)(each)));
      return [
        `  ${part}`,
        `${system.kills.get(part) ?? 0} kills, ${outages.filter(({ isOwnEnd }) => isOwnEnd).length} ends by itself, longest outage ${seconds(longest)}, ${asked.length} cancellations asked meanwhile`,
      ];
    }),
    ['renewals', `${renewals.due} due, ${renewals.made} made, ${renewals.lost} lost, ${renewals.duplicate} duplicate`],
    [
      'attempts',
      `${attempts.made} in PostgreSQL's log: ${attempts.committed} committed, ${attempts.rolledBack} rolled back; ${attempts.renewalsTriedTwice} renewals tried more than once; ${attempts.notedAsFailed} noted as failed`,
    ],
    [
      'cancellations',
      `${answered.length} answered: ${cancellations.taken} taken, ${cancellations.refused} refused as late; ${cancellations.lost} lost, ${cancellations.duplicate} duplicate; ${cancellations.repeats} requests repeated, ${cancellations.replays} answered from the key`,
    ],
    ['repeated for', describe(answered.flatMap(({ answer }) => answer.repeated)) || 'nothing'],
    ['violations', String(verdict.violations.length)],
  ];
  process.stdout.write(`${lines.map(([label, text]) => `  ${label.padEnd(15)}${text}`).join('\n')}\n`);
  for (const [text, count] of verdict.databaseErrors)
    process.stdout.write(`    PostgreSQL refused ${count} times: ${text}\n`);
}
