/**
 * Ten thousand cancellation requests in progress: how fast their waits begin and what each takes of memory, how fast the desk
 * shows them, how long a claim over the API waits for its answer beside a bare Temporal update on the same server at the same
 * time, and how fast all limits that pass at one instant are noticed and told. `--requests`, `--claims`, `--operators`
 * (claims and updates under way at once), `--arming-ms` (for one wait to begin: more on a slow machine).
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { openGateway } from '../src/engine/gateway.ts';
import { tellWorkflow } from '../src/engine/tell.ts';
import { WORKER_TUNING } from '../src/engine/worker.ts';
import { option, printMachine, printTable } from './support/figures.ts';
import { storeChains } from './support/chains.ts';
import { eachOf, untilCount } from './support/rounds.ts';
import { percentile, percentiles, serve, type Served } from './support/served.ts';
import { type BenchWorker, NAMESPACE, type System, withSystem } from './system.ts';

const count = option('requests', 10_000);
const claims = Math.min(count, option('claims', 1_000));
const operators = option('operators', 10);
const armingMs = option('arming-ms', 60);
const PAGES = 100;
const DAY_MS = 86_400_000;
const PATH = '/api/cancellation-requests';
/** What the desk asks for when it is opened. */
const DESK = [
  ...['pending', 'in_analysis', 'analysed'].map((column) => `${PATH}?column=${column}&limit=50`),
  `${PATH}/counts`,
  `${PATH}/presence`,
];

await withSystem(async (system) => {
  printMachine(system);
  console.log(`load average before ${loadavg()[0]!.toFixed(1)}`);
  const [worker, bareWorker] = [await system.startWorker('renewal'), await system.startWorker('single')];
  const gateway = openGateway({
    connection: { address: system.temporalAddress },
    namespace: NAMESPACE,
    taskQueue: worker.taskQueue,
  });
  const served = await serve(system.databaseUrl, gateway);
  try {
    await measure(system, { worker, bareWorker, served });
  } finally {
    await served.stop();
    await gateway.close();
  }
});

async function measure(
  system: System,
  { worker, bareWorker, served }: { worker: BenchWorker; bareWorker: BenchWorker; served: Served },
): Promise<void> {
  const limitAt = Date.now() + count * armingMs + claims * 2 * armingMs + 60_000;
  const requests = await storeRequests(system, limitAt);
  const [, temporalPid] = system.pids;
  const before = { worker: residentKb(worker.pid), temporal: residentKb(temporalPid!) };

  const armingFrom = Date.now();
  await eachOf(requests.ids, (key) =>
    tellWorkflow(system.client.workflow, worker.taskQueue, { kind: 'request_changed', key }),
  );
  await untilCount(system, `BranchId = "${requests.branchId}" AND RequestState = "pending"`, count);
  const arming = Date.now() - armingFrom;
  const held = {
    worker: (residentKb(worker.pid) - before.worker) / Math.min(count, WORKER_TUNING.maxCachedWorkflows),
    temporal: (residentKb(temporalPid!) - before.temporal) / count,
  };

  const bareId = `bare-${randomUUID()}`;
  await eachOf(
    Array.from({ length: operators }, (_, index) => index),
    async (index) => {
      await system.client.workflow.start('bareUpdate', {
        workflowId: `${bareId}-${index}`,
        taskQueue: bareWorker.taskQueue,
      });
    },
  );
  const claimed: number[] = [];
  const updated: number[] = [];
  const from = Date.now();
  // Side by side, so that both meet the same machine.
  await eachOf(
    requests.ids.slice(0, claims),
    async (id, index) => {
      claimed.push(await served.time(`${PATH}/${id}/analyse`, {}));
      const began = performance.now();
      await system.client.workflow.getHandle(`${bareId}-${index % operators}`).executeUpdate('bare');
      updated.push(performance.now() - began);
    },
    operators,
  );
  const took = Date.now() - from;

  await system.database.$executeRaw`ANALYZE`;
  const shown: number[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const began = performance.now();
    await Promise.all(DESK.map((path) => served.time(path)));
    shown.push(performance.now() - began);
  }
  const [claim, update] = [percentile(claimed, 0.95), percentile(updated, 0.95)];
  printTable(
    ['', ''],
    [
      ['requests in progress', String(count)],
      ['waits begun per second', ((count / arming) * 1_000).toFixed(1)],
      [
        'memory of a wait, kB: of one the worker keeps; in the Temporal server',
        `${held.worker.toFixed(0)}; ${held.temporal.toFixed(1)}`,
      ],
      ['worker memory, MB, the most', String(Math.max(...worker.rss))],
      [`the desk, p50 / p95 ms, all ${DESK.length} requests of it at once`, percentiles(shown)],
      [`claim to answer over the API, p50 / p95 ms, ${operators} at once`, percentiles(claimed)],
      [`a bare update, p50 / p95 ms, in turns with them`, percentiles(updated)],
      ['claim ÷ bare update, p95', (claim / update).toFixed(2)],
      ['claims decided per second, beside as many bare updates', ((claims / took) * 1_000).toFixed(1)],
    ],
  );
  console.log(`load average then ${loadavg()[0]!.toFixed(1)}`);
  if (Date.now() > limitAt) throw new Error('the limits passed meanwhile, so they are not measured: more --arming-ms');

  await delay(limitAt - Date.now());
  const marked = () => system.database.cancellationRequest.count({ where: { breachedAt: { not: null } } });
  while ((await marked()) < count) await delay(250);
  const [{ last }] = await system.database.$queryRaw<[{ last: Date }]>`
    SELECT max(breached_at) AS last FROM cancellation_request`;
  const breaching = last.getTime() - limitAt;
  const alerts = await system.database.mail.count({ where: { kind: 'request_breached' } });
  if (alerts !== count) throw new Error(`${alerts} alerts of ${count} limits`);

  printTable(
    ['', ''],
    [['limits noticed and told per second, all at one instant', ((count / breaching) * 1_000).toFixed(1)]],
  );
  console.log(`load average after ${loadavg()[0]!.toFixed(1)}`);
}

/** Resident memory of a process, where the system says it. */
function residentKb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
  } catch {
    return NaN;
  }
}

/** Requests that are at risk already and whose limits pass within a moment of each other. */
async function storeRequests({ database }: System, limitAt: number) {
  const { branchId, chainIds } = await storeChains(database, { count, dueAt: limitAt + 30 * DAY_MS });
  const createdAt = new Date(limitAt - 10 * DAY_MS);
  const operator = await database.user.create({
    data: { name: 'Operator', email: 'operator@bench.localhost', branchId, accessLevel: 2, language: 'en', createdAt },
  });
  const reason = await database.cancellationReason.create({ data: { title: 'Moving', createdAt } });
  const profile = await database.cancellationProfile.create({
    data: { title: 'Ten days', unit: 'day', period: 10, days: 10, isDefault: true, createdAt },
  });
  const multipacks = await database.multipack.findMany({
    where: { id: { in: chainIds } },
    select: { id: true, customerId: true },
  });
  const riskAt = new Date(limitAt - 2 * DAY_MS);
  const rows = multipacks.map(({ id: multipackId, customerId }) => ({
    id: randomUUID(),
    customerId,
    multipackId,
    branchId,
    reasonId: reason.id,
    profileId: profile.id,
    profileDays: 10,
    title: 'Leaving',
    ...{ createdAt, riskAt, atRiskAt: riskAt, limitAt: new Date(limitAt) },
    heldRenewal: false,
    ...{ authorKind: 'user' as const, authorId: operator.id, authorName: operator.name, channel: 'console' as const },
  }));
  for (let from = 0; from < count; from += 1_000) {
    await database.cancellationRequest.createMany({ data: rows.slice(from, from + 1_000) });
  }
  await database.$executeRaw`ANALYZE`;
  return { branchId, operator, ids: rows.map(({ id }) => id) };
}
