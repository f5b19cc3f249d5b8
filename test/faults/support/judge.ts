import type { Home } from '../../../src/engine/embedded/home.ts';
import type { MonthlyCalendar } from './calendar.ts';
import type { Chain, ClockSetting } from './clocks.ts';
import { type Attempt, type Journal, readJournal } from './journal.ts';
import type { PatientDatabase } from './patient-database.ts';
import type { AnsweredCancellation, RoundRecord } from './round.ts';
import { PRICE, PRICE_WITH_FEE } from './sales.ts';

export interface Verdict {
  /** One sentence each; empty when everything happened exactly once. */
  violations: string[];
  renewals: { due: number; made: number; lost: number; duplicate: number };
  /** Every attempt at a renewal in PostgreSQL's own log, and what became of it. */
  attempts: { made: number; committed: number; rolledBack: number; renewalsTriedTwice: number; notedAsFailed: number };
  /** Answers, by what was promised; `repeats` are requests sent again with their key, `replays` those answered from it. */
  cancellations: { taken: number; refused: number; lost: number; duplicate: number; repeats: number; replays: number };
  /** Errors that PostgreSQL answered Tacit, by text; Temporal's own tables lie in the same server. */
  databaseErrors: Map<string, number>;
}

interface Rows {
  multipacks: {
    id: string;
    chain_id: string;
    ordinal: number;
    previous_id: string | null;
    valid_from: string;
    valid_to: string;
    deadline: string;
    renewal_cancelled_at: Date | null;
    removed_at: Date | null;
  }[];
  receivables: { id: string; multipack_id: string; number: number; due_on: string; amount: string; state: string }[];
  tasks: { id: string; multipack_id: string; result: string; command_id: string | null }[];
  commands: { id: string; multipack_id: string; received_at: Date; state: string }[];
  events: { action: string; entity_id: string }[];
  attempts: { multipack_id: string; successor_id: string | null; outcome: string }[];
}

/** Machine and database read the same clock, but not at the same moment. */
const TOLERANCE_MS = 100;

/** Holds every row, every answer and every attempt of a round against what the manuals promise. */
export async function judge(
  home: Home,
  database: PatientDatabase,
  record: RoundRecord,
  calendar: MonthlyCalendar,
): Promise<Verdict> {
  const rows = await readRows(database, record.chains);
  const journal = readJournal(home);
  const verdict: Verdict = {
    violations: [],
    renewals: { due: 0, made: 0, lost: 0, duplicate: 0 },
    attempts: { made: 0, committed: 0, rolledBack: 0, renewalsTriedTwice: 0, notedAsFailed: 0 },
    cancellations: { taken: 0, refused: 0, lost: 0, duplicate: 0, repeats: 0, replays: 0 },
    databaseErrors: await ownErrors(journal, database),
  };
  new Judge(verdict, record, calendar, rows, journal).judge();
  return verdict;
}

class Judge {
  readonly #verdict: Verdict;
  readonly #record: RoundRecord;
  readonly #calendar: MonthlyCalendar;
  readonly #rows: Rows;
  readonly #journal: Journal;

  constructor(verdict: Verdict, record: RoundRecord, calendar: MonthlyCalendar, rows: Rows, journal: Journal) {
    this.#verdict = verdict;
    this.#record = record;
    this.#calendar = calendar;
    this.#rows = rows;
    this.#journal = journal;
  }

  judge(): void {
    for (const cancellation of this.#record.answered) this.#judgeAnswer(cancellation);
    this.#record.chains.forEach((_, chain) => this.#judgeChain(chain));
    this.#judgeTotals();
    this.#judgeJournal();
  }

  #fail(sentence: string): void {
    this.#verdict.violations.push(sentence);
  }

  #expect(found: unknown, expected: unknown, what: string): void {
    if (found !== expected) this.#fail(`${what}: expected ${String(expected)}, found ${String(found)}`);
  }

  #judgeAnswer(cancellation: AnsweredCancellation): void {
    const { answer, multipackId, chain, term, timing } = cancellation;
    const { cancellations } = this.#verdict;
    const what = `${timing} cancellation of term ${term} of chain ${chain} (key ${answer.key}, ${answer.repeated.length} repeats)`;
    const { deadline, deadlineEnds } = this.#calendar.term(term);
    const commands = this.#rows.commands.filter(({ multipack_id }) => multipack_id === multipackId);
    const tasks = this.#rows.tasks.filter(
      ({ multipack_id, result }) => multipack_id === multipackId && result === 'automatic_renewal_cancellation',
    );
    const events = this.#rows.events.filter(
      ({ action, entity_id }) => action === 'multipack.renewal_cancelled' && entity_id === multipackId,
    );
    const row = this.#rows.multipacks.find(({ id }) => id === multipackId);
    cancellations.repeats += answer.repeated.length;
    if (answer.isReplay) cancellations.replays += 1;
    const broken = answer.repeated.filter((reason) => reason.startsWith('500'));
    if (broken.length > 0) this.#fail(`${what}: ${broken.length} times 500 where only something was away (503)`);

    if (answer.status >= 200 && answer.status < 300) {
      cancellations.taken += 1;
      if (commands.length === 0 || !row?.renewal_cancelled_at) cancellations.lost += 1;
      if (commands.length > 1 || tasks.length > 1) cancellations.duplicate += 1;
      this.#expect(commands.length, 1, `${what}: commands`);
      this.#expect(tasks.length, 1, `${what}: CRM tasks`);
      this.#expect(events.length, 1, `${what}: audit events`);
      this.#expect(tasks[0]?.command_id, commands[0]?.id, `${what}: the task's command`);
      this.#expect(commands[0]?.state, 'applied', `${what}: state of the command`);
      this.#expect(row?.renewal_cancelled_at !== null, true, `${what}: the renewal is switched off`);
      const receivedAt = commands[0]?.received_at.getTime() ?? Number.NaN;
      if (!(receivedAt < deadlineEnds)) this.#fail(`${what}: taken, though it was received after the deadline`);
      const earliest = this.#clockOf(chain, answer.firstSentAt, 'doneAt') - TOLERANCE_MS;
      const latest = this.#clockOf(chain, answer.answeredAt, 'startedAt') + TOLERANCE_MS;
      if (!(receivedAt >= earliest && receivedAt <= latest)) {
        this.#fail(`${what}: its instant of receipt lies outside the time in which it was asked`);
      }
    } else if (answer.status === 409 && answer.body['code'] === 'notice_deadline_passed') {
      cancellations.refused += 1;
      const details = answer.body['details'] as { deadline?: unknown } | undefined;
      this.#expect(details?.deadline, deadline, `${what}: deadline in the refusal`);
      this.#expect(commands.length, 0, `${what}: commands of what was refused`);
      this.#expect(tasks.length, 0, `${what}: CRM tasks of what was refused`);
      this.#expect(row?.renewal_cancelled_at, null, `${what}: cancellation of what was refused`);
      if (timing === 'early' || this.#clockOf(chain, answer.answeredAt, 'startedAt') + TOLERANCE_MS < deadlineEnds) {
        this.#fail(`${what}: refused as too late, though the deadline was not over`);
      }
    } else {
      this.#fail(`${what}: answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }

  /** The latest setting of the customer's clock that counted by then: for certain (`doneAt`) or perhaps (`startedAt`). */
  #clockOf(chain: number, instant: number, certainty: keyof ClockSetting): number {
    const settings = this.#record.clocks[chain]!.filter((setting) => setting[certainty] <= instant);
    return instant + Math.max(0, ...settings.map(({ aheadMs }) => aheadMs));
  }

  /** Every deadline that passed has one renewal, or the last one its cancellation; never both, and nothing after it. */
  #judgeChain(chain: number): void {
    const { renewals } = this.#verdict;
    const { id } = this.#record.chains[chain]!;
    const terms = this.#rows.multipacks.filter(({ chain_id }) => chain_id === id);
    const cancelled = this.#record.answered.find((each) => each.chain === chain && each.answer.status < 300);
    const lastTerm = this.#record.plan.lastTerms[chain]!;
    const due = cancelled === undefined ? lastTerm + 1 : cancelled.term;
    const made = terms.length - 1;
    renewals.due += due;
    renewals.made += made;
    renewals.lost += Math.max(0, due - made);
    renewals.duplicate += Math.max(0, made - due);
    this.#expect(made, due, `renewals of chain ${chain}${cancelled ? ', cancelled' : ''}`);
    for (const term of terms) {
      const what = `term ${term.ordinal} of chain ${chain}`;
      const { validFrom, validTo, deadline } = this.#calendar.term(term.ordinal);
      this.#expect(
        `${term.valid_from} to ${term.valid_to}, ${term.deadline}`,
        `${validFrom} to ${validTo}, ${deadline}`,
        `${what}: dates`,
      );
      this.#expect(term.removed_at, null, `${what}: removed`);
      const isCancelled = cancelled !== undefined && cancelled.term === term.ordinal;
      this.#expect(term.renewal_cancelled_at !== null, isCancelled, `${what}: renewal cancelled`);
      const receivables = this.#rows.receivables.filter(({ multipack_id }) => multipack_id === term.id);
      this.#expect(
        receivables.map(({ number, due_on, amount, state }) => [number, due_on, amount, state].join(' ')).join(', '),
        `1 ${validFrom} ${term.ordinal === 0 ? PRICE_WITH_FEE : PRICE} open`,
        `${what}: receivables`,
      );
      if (term.previous_id !== null) this.#judgeRenewal(what, term.id, term.previous_id);
    }
  }

  #judgeRenewal(what: string, id: string, previousId: string): void {
    const { tasks, events, attempts } = this.#rows;
    const tasksOf = tasks.filter(({ multipack_id, result }) => multipack_id === id && result === 'automatic_renewal');
    const renewed = events.filter(
      ({ action, entity_id }) => action === 'multipack.renewed' && entity_id === previousId,
    );
    const noted = attempts.filter(({ multipack_id, outcome }) => multipack_id === previousId && outcome === 'renewed');
    this.#expect(tasksOf.length, 1, `${what}: CRM tasks of the renewal`);
    this.#expect(renewed.length, 1, `${what}: audit events of the renewal`);
    this.#expect(noted.map(({ successor_id }) => successor_id).join(), id, `${what}: journal of the renewal`);
  }

  /** Nothing beside what was looked at one by one. */
  #judgeTotals(): void {
    const { renewals, cancellations } = this.#verdict;
    const { tasks, commands, receivables, attempts } = this.#rows;
    this.#expect(this.#record.answered.length, this.#record.plan.cancellations.length, 'cancellations answered');
    this.#expect(tasks.length, renewals.made + cancellations.taken, 'CRM tasks in all');
    this.#expect(commands.length, cancellations.taken, 'commands in all');
    this.#expect(receivables.length, this.#record.chains.length + renewals.made, 'receivables in all');
    this.#expect(
      attempts.filter(({ outcome }) => outcome === 'renewed').length,
      renewals.made,
      'renewals noted in all',
    );
  }

  /** The log has a line for each row there is, and of all attempts at one renewal one was committed at the most. */
  #judgeJournal(): void {
    const { multipacks, receivables, tasks, commands, attempts } = this.#rows;
    const lines = (table: Attempt['table']) => this.#journal.attempts.filter((attempt) => attempt.table === table);
    const tables = { multipack: multipacks, receivable: receivables, crm_task: tasks, command: commands };
    for (const [table, stored] of Object.entries(tables) as [Attempt['table'], { id: string }[]][]) {
      const logged = new Set(lines(table).map(({ id }) => id));
      this.#expect(stored.filter(({ id }) => !logged.has(id)).length, 0, `rows of ${table} without a line in the log`);
    }
    const stored = new Set(multipacks.map(({ id }) => id));
    const tries = lines('multipack').filter(({ previousId }) => previousId !== null && stored.has(previousId));
    const committed = tries.filter(({ id }) => stored.has(id));
    const triesOf = new Map<string | null, number>();
    for (const { previousId } of tries) triesOf.set(previousId, (triesOf.get(previousId) ?? 0) + 1);
    this.#verdict.attempts = {
      made: tries.length,
      committed: committed.length,
      rolledBack: tries.length - committed.length,
      renewalsTriedTwice: [...triesOf.values()].filter((count) => count > 1).length,
      notedAsFailed: attempts.filter(({ outcome }) => outcome === 'failed').length,
    };
    this.#expect(committed.length, this.#verdict.renewals.made, 'committed attempts in the log');
    this.#expect(
      new Set(committed.map(({ previousId }) => previousId)).size,
      committed.length,
      'multipacks renewed once',
    );
    for (const [text, count] of this.#verdict.databaseErrors) {
      if (/duplicate key|exclusion constraint/.test(text)) {
        this.#fail(`only the database prevented a duplicate, ${count} times: ${text}`);
      }
    }
  }
}

/** The log does not say in which database an error was; the names of its guards do. */
async function ownErrors({ errors }: Journal, database: PatientDatabase): Promise<Map<string, number>> {
  const rows = await database.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint UNION SELECT indexrelid::regclass::text FROM pg_index`,
  );
  const names = new Set(rows.map(({ name }) => name));
  const isForeign = (text: string) => {
    const name = /constraint "(\w+)"/.exec(text)?.[1];
    return name !== undefined && !names.has(name);
  };
  return new Map([...errors].filter(([text]) => !isForeign(text)));
}

/** Of the chains of the round alone: the supervisor's first start has sold its demonstration, too. */
async function readRows(database: PatientDatabase, chains: readonly Chain[]): Promise<Rows> {
  const customers = chains.map(({ customerId }) => customerId);
  const read = (sql: string) => database.query(sql, [customers]) as Promise<unknown> as Promise<never>;
  const ours = 'customer_id = ANY($1::uuid[])';
  const [multipacks, receivables, tasks, commands, events, attempts] = await Promise.all([
    read(`SELECT id, chain_id, ordinal, previous_id, valid_from::text, valid_to::text, deadline::text,
            renewal_cancelled_at, removed_at FROM multipack WHERE ${ours} ORDER BY chain_id, ordinal`),
    read(`SELECT id, multipack_id, number, due_on::text, amount::text, state::text FROM receivable WHERE ${ours}`),
    read(`SELECT id, multipack_id, result::text, command_id FROM crm_task WHERE ${ours}`),
    read(`SELECT c.id, c.payload->>'multipackId' AS multipack_id, c.received_at, c.state::text
          FROM command c JOIN multipack m ON m.id::text = c.payload->>'multipackId' WHERE m.${ours}`),
    read(`SELECT action, entity_id FROM audit_event WHERE entity = 'multipack' AND ${ours}`),
    read(`SELECT a.multipack_id, a.successor_id, a.outcome::text
          FROM renewal_attempt a JOIN multipack m ON m.id = a.multipack_id WHERE m.${ours}`),
  ]);
  return { multipacks, receivables, tasks, commands, events, attempts };
}
