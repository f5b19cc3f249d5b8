/**
 * Ten thousand cancellation requests: how fast their waits begin, how fast operators' acts are decided and how long each of
 * them waits for the answer, and how fast all limits that pass at one instant are noticed and told. `--requests`, `--acts`,
 * `--operators` (acts under way at once).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { queueCommand } from '../src/database/commands.ts';
import { kindOfAct } from '../src/database/cancellation-requests/decide.ts';
import { openGateway } from '../src/engine/gateway.ts';
import { tellWorkflow } from '../src/engine/tell.ts';
import { option, printMachine, printTable } from './support/figures.ts';
import { storeChains } from './support/chains.ts';
import { eachOf, untilCount } from './support/rounds.ts';
import { NAMESPACE, type System, withSystem } from './system.ts';

const count = option('requests', 10_000);
const acts = option('acts', 1_000);
const operators = option('operators', 10);
const DAY_MS = 86_400_000;
const PATIENCE_MS = 60_000;
/** For one wait to begin, roughly: only how far ahead the limits are set depends on it. */
const ARMING_MS = 60;

await withSystem(async (system) => {
  printMachine(system);
  const worker = await system.startWorker('renewal');
  const limitAt = Date.now() + count * ARMING_MS + acts * ARMING_MS + 30_000;
  const requests = await storeRequests(system, limitAt);

  const armingFrom = Date.now();
  await eachOf(requests.ids, (key) =>
    tellWorkflow(system.client.workflow, worker.taskQueue, { kind: 'request_changed', key }),
  );
  await untilCount(system, `BranchId = "${requests.branchId}" AND RequestState = "pending"`, count);
  const arming = Date.now() - armingFrom;

  const { took, times } = await decideAll(system, worker.taskQueue, requests);
  if (Date.now() > limitAt) throw new Error('this machine is too slow for that many: ask for fewer');

  await delay(limitAt - Date.now());
  const marked = () => system.database.cancellationRequest.count({ where: { breachedAt: { not: null } } });
  while ((await marked()) < count) await delay(250);
  const [{ last }] = await system.database.$queryRaw<[{ last: Date }]>`
    SELECT max(breached_at) AS last FROM cancellation_request`;
  const breaching = last.getTime() - limitAt;
  const alerts = await system.database.mail.count({ where: { kind: 'request_breached' } });
  if (alerts !== count) throw new Error(`${alerts} alerts of ${count} limits`);

  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]!.toFixed(0);
  printTable(
    ['', ''],
    [
      ['requests', String(count)],
      ['waits begun per second', ((count / arming) * 1_000).toFixed(1)],
      [`acts decided per second, ${operators} at once`, ((acts / took) * 1_000).toFixed(1)],
      ['an act is answered after, ms: half, 95 %, the slowest', `${at(0.5)}, ${at(0.95)}, ${at(1)}`],
      ['limits noticed and told per second, all at one instant', ((count / breaching) * 1_000).toFixed(1)],
      ['worker memory, MB, the most', String(Math.max(...worker.rss))],
    ],
  );
});

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

/** Comments, which anybody may insert as often as they like: each the whole way of an act and its answer. */
async function decideAll(
  { database, temporalAddress }: System,
  taskQueue: string,
  { ids, operator }: Awaited<ReturnType<typeof storeRequests>>,
): Promise<{ took: number; times: number[] }> {
  const gateway = openGateway({ connection: { address: temporalAddress }, namespace: NAMESPACE, taskQueue });
  const actor = { kind: 'user', id: operator.id, name: operator.name, channel: 'console' } as const;
  const times: number[] = [];
  const from = Date.now();
  await eachOf(
    Array.from({ length: acts }, (_, index) => ids[index % ids.length]!),
    async (requestId) => {
      const began = performance.now();
      const payload = { act: 'comment', requestId, fields: { text: 'Called back' } };
      const kind = kindOfAct('comment');
      const { id } = await queueCommand(database, { id: randomUUID(), kind, actor, receivedAt: new Date(), payload });
      await gateway.decide({ requestId, act: 'comment', commandId: id, patienceMs: PATIENCE_MS });
      times.push(performance.now() - began);
    },
    operators,
  );
  const took = Date.now() - from;
  await gateway.close();
  const applied = await database.command.count({ where: { state: 'applied' } });
  if (applied !== acts) throw new Error(`${applied} of ${acts} acts were applied`);
  return { took, times: times.toSorted((a, b) => a - b) };
}
