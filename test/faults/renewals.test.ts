import { randomInt } from 'node:crypto';
import { cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Home } from '../../src/engine/embedded/home.ts';
import { removeHome } from '../support/run-directory.ts';
import { privateHome } from '../support/system.ts';
import { MonthlyCalendar, NIGHT_MS } from './support/calendar.ts';
import { type Chain, setClocks } from './support/clocks.ts';
import { PersistentClient } from './support/customer.ts';
import { keepJournal } from './support/journal.ts';
import { judge } from './support/judge.ts';
import { Parts } from './support/parts.ts';
import { eventually } from './support/patience.ts';
import { PatientDatabase } from './support/patient-database.ts';
import { planRound } from './support/plan.ts';
import { untilQuiet } from './support/quiet.ts';
import { report } from './support/report.ts';
import { runRound } from './support/round.ts';
import { sell } from './support/sales.ts';
import { SupervisedSystem } from './support/supervised-system.ts';
import { readWaits } from './support/waits.ts';

const numberFrom = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const SEED = numberFrom('TACIT_FAULT_SEED', randomInt(2 ** 31));
const KILLS = numberFrom('TACIT_FAULT_KILLS', 4);
const MULTIPACKS = numberFrom('TACIT_FAULT_MULTIPACKS', KILLS < 20 ? 60 : 300);
const CANCELLATIONS = Math.round(MULTIPACKS * 0.3);
const QUIET_LIMIT_MS = 180_000;

/** The home goes with the test; what its parts said is worth keeping when something went wrong. */
function keepLogs(): void {
  const kept = join(tmpdir(), `tacit-faults-${SEED}`);
  cpSync(join(home.path, 'logs'), kept, { recursive: true });
  process.stdout.write(`  the logs are in ${kept}\n`);
}

let home: Home;
beforeAll(async () => {
  home = await privateHome();
});
afterAll(() => removeHome(home.path), 120_000);

test('a cancellation received in time while Temporal is down is honoured', async () => {
  const parts = await Parts.start(home);
  const database = new PatientDatabase(parts.databaseUrl);
  try {
    const calendar = new MonthlyCalendar(new Date());
    const chains = await sell(parts.databaseUrl, calendar, 2);
    const [cancelled, kept] = chains as [Chain, Chain];
    const setClock = (instant: number) =>
      setClocks(
        database,
        chains.map((chain) => ({ chain, aheadMs: instant - Date.now() })),
      );
    const { deadlineEnds } = calendar.term(0);
    await setClock(deadlineEnds - 3_600_000);
    expect((await readWaits(parts.temporalAddress, chains, 2)).running).toHaveLength(2);
    const client = new PersistentClient(parts.url);
    await client.signIn();

    await parts.killTemporal();
    const answer = await client.post(`/api/multipacks/${cancelled.id}/cancel-renewal`, {});
    expect(answer).toMatchObject({ status: 200, repeated: [] });
    await parts.killPart('worker');
    await setClock(deadlineEnds + NIGHT_MS + 1_000);
    await parts.startTemporal();
    await parts.startPart('worker');

    const successorsOf = async ({ id }: Chain) =>
      (await database.query('SELECT 1 FROM multipack WHERE chain_id = $1 AND ordinal > 0', [id])).length;
    await eventually('the other one to be renewed', async () => (await successorsOf(kept)) || undefined);
    const { running, broken } = await readWaits(parts.temporalAddress, chains, 1);
    expect(running).toEqual([kept.id]);
    expect(broken).toBe(0);
    expect(await successorsOf(cancelled)).toBe(0);
    expect(await successorsOf(kept)).toBe(1);
  } finally {
    await database.close();
    await parts.stop();
  }
}, 300_000);

test('withdrawals happen once each, though the application is killed in the middle of them', async () => {
  const parts = await Parts.start(home);
  const database = new PatientDatabase(parts.databaseUrl);
  const holder = new pg.Client({ connectionString: parts.databaseUrl });
  try {
    const calendar = new MonthlyCalendar(new Date());
    const chains = await sell(parts.databaseUrl, calendar, 12);
    expect((await readWaits(parts.temporalAddress, chains, 12)).running).toHaveLength(12);
    const client = new PersistentClient(parts.url);
    await client.signIn();
    const type = { name: `Withdrawal ${SEED}`, classification: 'withdrawal', visibleInAgenda: false };
    const { id: taskTypeId } = (await client.post('/api/task-types', type)).body;
    const lastDay = calendar.term(0).validFrom;
    const withdraw = ({ id, customerId }: Chain, breakAfterMs?: number) =>
      client.post(`/api/customers/${customerId}/withdraw`, { taskTypeId, lastDay, multipackIds: [id] }, breakAfterMs);

    // Three have their chain and wait for its receivables, some are done and not answered, the others under way.
    const held = chains.slice(0, 3).map(({ id }) => id);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM receivable WHERE multipack_id = ANY($1::uuid[]) FOR UPDATE', [held]);
    const asked = chains.map((chain, i) => withdraw(chain, i % 3 === 2 ? 30 : undefined));
    const isInTheMiddle = async () => {
      const [row] = await database.query<{ waiting: number; done: number }>(
        `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
           AS waiting, (SELECT count(*)::int FROM command WHERE kind = 'withdraw') AS done`,
      );
      return row!.waiting >= held.length && row!.done > 0 ? row : undefined;
    };
    await eventually('withdrawals under way', isInTheMiddle, { everyMs: 5 });
    await Promise.all([parts.killPart('api'), parts.killPart('worker')]);
    const kept = `SELECT 1 FROM multipack WHERE id = ANY($1::uuid[]) AND withdrawn_on IS NOT NULL`;
    expect(await database.query(kept, [held])).toEqual([]);
    await holder.query('ROLLBACK');
    await Promise.all([parts.startPart('api'), parts.startPart('worker')]);

    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(chains.map(() => 200));
    expect(answers.filter(({ repeated }) => repeated.length > 0).length).toBeGreaterThanOrEqual(held.length);
    const ofEach = await database.query<{ once: boolean }>(
      `SELECT withdrawn_on = $2::date
          AND (SELECT count(*) FROM command WHERE payload->>'multipackId' = m.id::text AND kind = 'withdraw') = 1
          AND (SELECT count(*) FROM crm_task WHERE multipack_id = m.id AND result = 'withdrawal') = 1
          AND (SELECT count(*) FROM audit_event WHERE entity_id = m.id::text AND action = 'multipack.withdrawn') = 1 AS once
        FROM multipack m WHERE chain_id = ANY($1::uuid[])`,
      [chains.map(({ id }) => id), lastDay],
    );
    expect(ofEach).toEqual(chains.map(() => ({ once: true })));
    // What the killed worker was about to tell is told by the sweep.
    const waits = async () => readWaits(parts.temporalAddress, chains, 0);
    await eventually('every wait to end', async () => (await waits()).running.length === 0 || undefined);
    expect(await waits()).toEqual({ running: [], broken: 0 });
  } finally {
    await holder.end();
    await database.close();
    await parts.stop();
  }
}, 300_000);

test(
  `every renewal happens exactly once and every cancellation is honoured while parts are killed (TACIT_FAULT_SEED=${SEED})`,
  async () => {
    process.stdout.write(`TACIT_FAULT_SEED=${SEED} TACIT_FAULT_KILLS=${KILLS}\n`);
    const began = Date.now();
    const system = await SupervisedSystem.start(home);
    const { databaseUrl, url, temporalAddress } = system.whereabouts;
    const database = new PatientDatabase(databaseUrl);
    let hasPassed = false;
    try {
      const calendar = new MonthlyCalendar(new Date());
      const client = new PersistentClient(url);
      await client.signIn();
      await keepJournal(databaseUrl);
      const chains = await sell(databaseUrl, calendar, MULTIPACKS);
      const ready = Date.now();

      const plan = planRound({ seed: SEED, kills: KILLS, chains: MULTIPACKS, cancellations: CANCELLATIONS });
      const record = await runRound({ system, database, client, calendar, chains, plan });
      const quiet = await untilQuiet(system, database, QUIET_LIMIT_MS);
      const verdict = await judge(home, database, record, calendar);

      const waiting = chains.filter((_, chain) =>
        record.answered.every((each) => each.chain !== chain || each.answer.status >= 300),
      );
      const waits = await readWaits(temporalAddress, chains, waiting.length);
      report({ record, system, verdict, quiet, preparationMs: ready - began });

      expect(quiet.remained).toBeUndefined();
      expect(verdict.violations).toEqual([]);
      expect(verdict.attempts.committed).toBe(verdict.renewals.made);
      expect(waits.running.sort()).toEqual(waiting.map(({ id }) => id).sort());
      expect(waits.broken).toBe(0);
      expect(system.outages.filter(({ part, isOwnEnd }) => part === 'api' && isOwnEnd)).toEqual([]);
      hasPassed = true;
    } finally {
      await database.close();
      await system.stop();
      if (!hasPassed || process.env.TACIT_FAULT_LOGS === '1') keepLogs();
    }
  },
  // Generous: a machine that is busy with something else is no fault.
  QUIET_LIMIT_MS + 600_000 + KILLS * 20_000,
);
