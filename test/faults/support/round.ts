import { setTimeout as delay } from 'node:timers/promises';
import type { MonthlyCalendar } from './calendar.ts';
import { type Chain, ClockMover, type ClockSetting } from './clocks.ts';
import type { Answer, PersistentClient } from './customer.ts';
import { nextRenewalBegun } from './journal.ts';
import { eventually } from './patience.ts';
import type { PatientDatabase } from './patient-database.ts';
import { type Cancellation, HERD_MS, type Move, type Plan, STEP_MS } from './plan.ts';
import type { SupervisedSystem } from './supervised-system.ts';

export interface AnsweredCancellation extends Cancellation {
  multipackId: string;
  answer: Answer;
}

export interface RoundRecord {
  chains: Chain[];
  plan: Plan;
  /** Of each chain's customer. */
  clocks: ClockSetting[][];
  answered: AnsweredCancellation[];
  startedAt: number;
  endedAt: number;
}

/** A renewal that is not made for so long never will be. */
const TERM_LIMIT_MS = 600_000;

/** Lets the plan happen: clocks move, customers cancel, parts are killed. Returns when every customer has an answer. */
export async function runRound(options: {
  system: SupervisedSystem;
  database: PatientDatabase;
  client: PersistentClient;
  calendar: MonthlyCalendar;
  chains: Chain[];
  plan: Plan;
}): Promise<RoundRecord> {
  const { system, database, client, calendar, chains, plan } = options;
  const startedAt = Date.now();
  const answered: AnsweredCancellation[] = [];
  const clocks = new ClockMover(database, chains);

  const early = new Map(
    plan.cancellations.flatMap((each) => (each.timing === 'early' ? [[`${each.chain} ${each.term}`, deferred()]] : [])),
  );
  const move = async ({ chain, term, deadlineIn }: Move): Promise<void> => {
    for (let before = 0; before <= term; before++) await early.get(`${chain} ${before}`)?.promise;
    clocks.set(chain, calendar.term(term).deadlineEnds - (Date.now() + deadlineIn));
  };
  const cancel = async (cancellation: Cancellation): Promise<void> => {
    const { chain, term, breakAfterMs } = cancellation;
    const multipackId = await termId(database, chains[chain]!.id, term);
    const answer = await client.post(`/api/multipacks/${multipackId}/cancel-renewal`, {}, breakAfterMs);
    answered.push({ ...cancellation, multipackId, answer });
    early.get(`${chain} ${term}`)?.resolve();
  };

  const underWay: Promise<unknown>[] = [];
  const later = (at: number, work: () => unknown): void => void underWay.push(delay(at).then(work));
  for (const { step, at, part, readiness, isWithinRenewal } of plan.kills) {
    await system.untilReady(part, readiness);
    const begin = Date.now();
    for (const each of plan.moves) if (each.step === step) later(each.at, () => move(each));
    for (const each of plan.cancellations) if (each.step === step) later(each.at, () => cancel(each));
    await delay(isWithinRenewal ? Math.max(0, at - HERD_MS) : at);
    if (isWithinRenewal) await nextRenewalBegun(system.home, STEP_MS);
    await system.kill(part);
    await delay(Math.max(0, begin + STEP_MS - Date.now()));
  }
  await Promise.all(underWay);
  await clocks.stop();
  return { chains, plan, clocks: clocks.settings, answered, startedAt, endedAt: Date.now() };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A later term is looked up: its id is known when it has been made. */
async function termId(database: PatientDatabase, chainId: string, ordinal: number): Promise<string> {
  if (ordinal === 0) return chainId;
  const sql = 'SELECT id FROM multipack WHERE chain_id = $1 AND ordinal = $2';
  const look = async () => (await database.query<{ id: string }>(sql, [chainId, ordinal]))[0]?.id;
  return eventually(`term ${ordinal} of ${chainId}`, look, { limitMs: TERM_LIMIT_MS, everyMs: 250 });
}
