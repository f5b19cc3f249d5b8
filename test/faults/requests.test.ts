import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import type { RequestAct } from '../../src/domain/cancellation-request.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import type { Home } from '../../src/engine/embedded/home.ts';
import { requestWorkflowId } from '../../src/engine/ids.ts';
import { removeHome } from '../support/run-directory.ts';
import { privateHome } from '../support/system.ts';
import { PersistentClient } from './support/customer.ts';
import { type MutedLine, openMutedLine } from './support/muted-line.ts';
import { Parts } from './support/parts.ts';
import { eventually } from './support/patience.ts';
import { PatientDatabase } from './support/patient-database.ts';

const TODAY = localDateOf(new Date(), 'Europe/Madrid');
const ACTS = ['analyse', 'cancel', 'revert'] as const satisfies readonly RequestAct[];

let home: Home;
let parts: Parts;
let line: MutedLine;
let database: PatientDatabase;
let client: PersistentClient;
let temporal: Connection;
let token: string;
let settings: { reasonId: string; classificationId: string; planId: string };

beforeAll(async () => {
  home = await privateHome();
  parts = await Parts.start(home);
  line = await openMutedLine(parts.temporalAddress);
  database = new PatientDatabase(parts.databaseUrl);
  temporal = await Connection.connect({ address: parts.temporalAddress });
  client = new PersistentClient(parts.url);
  await client.signIn();
  await parts.killPart('worker');
  await startWorker();
  token = await added('/api/api-tokens', { name: 'Faults' }, 'secret');
  await added('/api/cancellation-profiles', { title: 'Ten days', unit: 'day', period: 10, isDefault: true });
  settings = {
    reasonId: await added('/api/cancellation-reasons', { title: 'Moving' }),
    classificationId: await added('/api/reversal-classifications', { title: 'Discount' }),
    planId: await added('/api/plans', {
      name: 'Fibre',
      price: { amount: 9_000, currency: 'EUR' },
      duration: { amount: 30, unit: 'day' },
      payment: { kind: 'instalments', count: 3, every: { amount: 10, unit: 'day' } },
      paymentMethod: 'cash',
      automaticRenewal: true,
      notice: { amount: 3, unit: 'day' },
    }),
  };
}, 300_000);

afterAll(async () => {
  await temporal?.close();
  await database?.close();
  await line?.close();
  await parts?.stop();
  await removeHome(home.path);
}, 120_000);

const startWorker = () => parts.startPart('worker', { TEMPORAL_ADDRESS: line.address });

async function added(path: string, body: object, field = 'id'): Promise<string> {
  const answer = await client.post(path, body);
  expect([path, answer.status]).toEqual([path, 201]);
  return answer.body[field] as string;
}

interface Request {
  act: (typeof ACTS)[number];
  id: string;
  multipackId: string;
}

/** One request for each act; all but the one to be claimed are in analysis. Their workflows run and wait. */
async function requests(): Promise<Request[]> {
  const { planId, reasonId } = settings;
  const opened: Request[] = [];
  for (const act of ACTS) {
    const customerId = await added('/api/customers', { name: `Rosa ${act}`, email: `rosa-${act}@example.com` });
    const multipackId = await added('/api/multipacks', { customerId, planId, startOn: addDays(TODAY, -10) });
    const id = await added('/api/cancellation-requests', { multipackId, title: 'Leaving', reasonId });
    const before =
      act === 'analyse' ? client.post(path(id, 'comments'), { text: 'Called' }) : client.post(path(id, 'analyse'), {});
    expect((await before).status).toBe(200);
    opened.push({ act, id, multipackId });
  }
  return opened;
}

const path = (id: string, name: string) => `/api/cancellation-requests/${id}/${name}`;

const bodyOf = (act: RequestAct): object =>
  ({
    cancel: { lastDay: TODAY, details: 'Moves away' },
    revert: { title: 'Stays', classificationId: settings.classificationId },
  })[act as string] ?? {};

/** Asks once and takes what comes. */
async function ask({ act, id }: Request) {
  const response = await fetch(`${parts.url}${path(id, act)}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(bodyOf(act)),
  });
  const { code, state } = (await response.json()) as { code: string; state?: string };
  return { status: response.status, says: state ?? code, retryAfter: response.headers.get('retry-after') };
}

/** What is in the rows of one act: how often it was decided, and each of its effects. */
async function effectsOf({ act, id, multipackId }: Request) {
  const [row] = await database.query<Record<string, unknown>>(
    `SELECT r.state,
        (SELECT array_agg(c.state::text ORDER BY c.received_at) FROM command c
          WHERE c.kind = $2 || '_request' AND c.payload->>'requestId' = r.id::text) AS commands,
        (SELECT count(*)::int FROM audit_event e WHERE e.entity_id = r.id::text
          AND e.action IN ('cancellation_request.claimed', 'cancellation_request.cancelled', 'cancellation_request.reverted')) AS traces,
        (SELECT count(*)::int FROM audit_event e WHERE e.entity_id = r.multipack_id::text
          AND e.action IN ('multipack.cancelled', 'multipack.renewal_released')) AS ends,
        (SELECT count(*)::int FROM crm_task t WHERE t.multipack_id = r.multipack_id
          AND t.result <> 'cancellation_request_opened') AS tasks,
        (SELECT count(*)::int FROM mail m WHERE m.customer_id = r.customer_id) AS letters,
        (SELECT array_agg(o.state::text ORDER BY o.number) FROM receivable o WHERE o.multipack_id = r.multipack_id) AS receivables,
        (SELECT m.cancelled_on IS NOT NULL FROM multipack m WHERE m.id = r.multipack_id) AS is_cancelled
      FROM cancellation_request r WHERE r.id = $1 AND r.multipack_id = $3`,
    [id, act, multipackId],
  );
  return row;
}

const OWED = ['open', 'open', 'open'];
/** Before the act, and after it took effect once. A request in analysis was claimed once before. */
const UNTOUCHED = {
  analyse: { state: 'pending', traces: 0, ends: 0, tasks: 0, letters: 0, receivables: OWED, is_cancelled: false },
  cancel: { state: 'in_analysis', traces: 1, ends: 0, tasks: 0, letters: 0, receivables: OWED, is_cancelled: false },
  revert: { state: 'in_analysis', traces: 1, ends: 0, tasks: 0, letters: 0, receivables: OWED, is_cancelled: false },
};
const ONCE = {
  analyse: { ...UNTOUCHED.analyse, state: 'in_analysis', traces: 1 },
  cancel: {
    ...{ state: 'cancelled', traces: 2, ends: 1, tasks: 1, letters: 1, is_cancelled: true },
    receivables: ['open', 'open', 'void'],
  },
  revert: { ...UNTOUCHED.revert, state: 'reverted', traces: 2, ends: 1, tasks: 1 },
};

async function commandIdsOf({ id }: Request): Promise<string[]> {
  const rows = await database.query<{ id: string }>(`SELECT id FROM command WHERE payload->>'requestId' = $1`, [id]);
  return rows.map((row) => row.id);
}

/** Returns when the workflow has accepted every command on the request; its status is that after it was told to look. */
async function untilTold(request: Request): Promise<string> {
  const handle = new Client({ connection: temporal, namespace: 'tacit' }).workflow.getHandle(
    requestWorkflowId(request.id),
  );
  await eventually(`the workflow to hear of each command to ${request.act}`, async () => {
    const { events } = await handle.fetchHistory();
    const told = events!.flatMap(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.protocolInstanceId ?? [],
    );
    return (await commandIdsOf(request)).every((id) => told.includes(id)) || undefined;
  });
  const { status } = await handle.describe();
  return status.name;
}

test('a worker killed after a decision’s commit and before Temporal knows: whoever waits is answered, and it happened once', async () => {
  const all = await requests();
  line.mute();
  const asked = Promise.all(all.map(ask));
  await eventually(
    'the commits',
    async () => {
      const sql = `SELECT 1 FROM command WHERE payload->>'requestId' = ANY($1) AND payload->>'act' = ANY($2) AND state = 'applied'
      AND received_at > now() - interval '1 minute'`;
      const acts = all.map(({ act, id }) => database.query(sql, [[id], [act]]));
      return (await Promise.all(acts)).every((rows) => rows.length === 1) || undefined;
    },
    { everyMs: 10 },
  );
  await parts.killPart('worker');
  line.unmute();
  // Nothing of it is in Temporal; the rows alone can say it.
  expect(await asked).toEqual(all.map(({ act }) => ({ status: 200, says: ONCE[act].state, retryAfter: null })));
  for (const request of all) expect(await effectsOf(request)).toEqual({ commands: ['applied'], ...ONCE[request.act] });

  await startWorker();
  for (const request of all) {
    await untilTold(request);
    expect([request.act, await effectsOf(request)]).toEqual([
      request.act,
      { commands: ['applied'], ...ONCE[request.act] },
    ]);
  }
  await eventually('the two concluded to end', async () => {
    const states = await Promise.all(all.map(untilTold));
    return states.join() === 'RUNNING,COMPLETED,COMPLETED' || undefined;
  });
}, 300_000);

test('a worker killed before the commit: 503 with Retry-After, and it never takes effect, though the update arrives when the worker is back', async () => {
  const all = await requests();
  const holder = new pg.Client({ connectionString: parts.databaseUrl });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM cancellation_request WHERE id = ANY($1::uuid[]) FOR UPDATE', [
      all.map(({ id }) => id),
    ]);
    const asked = Promise.all(all.map(ask));
    await eventually(
      'decisions under way',
      async () => {
        const [row] = await database.query<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%cancellation_request%FOR UPDATE%'`,
        );
        return row!.waiting >= all.length || undefined;
      },
      { everyMs: 10 },
    );
    await parts.killPart('worker');
    await holder.query('ROLLBACK');
    expect(await asked).toEqual(all.map(() => ({ status: 503, says: 'engine_away', retryAfter: '5' })));
  } finally {
    await holder.end();
  }
  const untouched = async () => {
    for (const request of all)
      expect([request.act, await effectsOf(request)]).toEqual([
        request.act,
        { commands: ['withdrawn'], ...UNTOUCHED[request.act] },
      ]);
  };
  await untouched();
  await startWorker();
  expect(await Promise.all(all.map(untilTold))).toEqual(all.map(() => 'RUNNING'));
  await untouched();

  // Asked again it is done, once.
  for (const request of all) {
    expect((await client.post(path(request.id, request.act), bodyOf(request.act))).status).toBe(200);
    expect(await effectsOf(request)).toEqual({ commands: ['withdrawn', 'applied'], ...ONCE[request.act] });
  }
}, 300_000);
