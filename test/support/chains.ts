import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { NativeConnection, Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import { type Clock, clock as clockOf } from '../../src/clock.ts';
import { act, type Act, type Actor } from '../../src/database/act.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { setCustomerClock, waitsOfCustomer } from '../../src/database/customer-clock.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { bundleWorkflows } from '../../src/engine/bundle.ts';
import { writeAtomically } from '../../src/engine/embedded/home.ts';
import { type Gateway, openGateway } from '../../src/engine/gateway.ts';
import { renewalWorkflowId } from '../../src/engine/ids.ts';
import { ensureNamespace, ensureSearchAttributes } from '../../src/engine/namespace.ts';
import { startWorker } from '../../src/engine/worker.ts';
import { openLog } from '../../src/log.ts';
import { packageRoot } from '../../src/package-root.ts';
import { freshDatabase, freshNamespace, temporalAddress } from './system.ts';

Runtime.install({
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
});

export const TASK_QUEUE = 'tests';
const POLL_MS = 25;

/** Somebody at the counter. */
export const ANA: Actor = { kind: 'user', id: null, name: 'Ana', channel: 'console' };

/** A Tacit of its own: an empty database, a namespace, and workers as a test wants them. */
export interface House {
  database: Database;
  databaseUrl: string;
  clock: Clock;
  address: string;
  namespace: string;
  client: Client;
  gateway: Gateway;
  /** A worker with its relay in this process; stopped with the house unless it was before. */
  startWorker(): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

/**
 * `databaseUrl` names a migrated database on a server that the test stops, `address` a Temporal that it empties; without
 * them there are a fresh database and a fresh namespace on the shared servers.
 */
export async function openHouse(options: { databaseUrl?: string; address?: string } = {}): Promise<House> {
  const own = options.databaseUrl === undefined ? await freshDatabase() : undefined;
  const databaseUrl = options.databaseUrl ?? own!.url;
  const address = options.address ?? (await temporalAddress());
  const { namespace, client, close } = options.address ? await namespaceAt(address) : await freshNamespace();
  const database = openDatabase(databaseUrl);
  // Jest refuses what is imported between tests, and Prisma loads its compiler at the first query.
  await database.$queryRaw`SELECT 1`;
  const clock = clockOf({ testClock: true });
  const gateway = openGateway({ connection: { address }, namespace, taskQueue: TASK_QUEUE });
  const workers = new Set<{ stop(): Promise<void> }>();
  return {
    ...{ database, databaseUrl, clock, address, namespace, client, gateway },
    async startWorker() {
      const worker = await startWorker({
        connection: { address },
        namespace,
        taskQueue: TASK_QUEUE,
        database,
        databaseUrl,
        clock,
        log: openLog('silent', 'worker'),
        bundle: await todaysBundle(),
      });
      const running = {
        async stop() {
          if (workers.delete(running)) await worker.stop();
        },
      };
      workers.add(running);
      return running;
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await gateway.close();
      await close();
      await database.$disconnect();
      await own?.drop();
    },
  };
}

async function namespaceAt(address: string) {
  const namespace = 'tacit';
  const connection = await NativeConnection.connect({ address });
  await ensureNamespace(connection, { namespace, retentionDays: 1 });
  await ensureSearchAttributes(connection, namespace);
  return { namespace, client: new Client({ connection, namespace }), close: () => connection.close() };
}

/** The workflow code as it is now, bundled once for all test files of a run. */
export async function todaysBundle(): Promise<WorkflowBundleOption> {
  const folder = join(packageRoot, 'workflows');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file), 'utf8'));
  const codePath = join(process.env.TACIT_TEST_SYSTEM!, `workflows-${hash.digest('hex').slice(0, 12)}.js`);
  if (!existsSync(codePath)) writeAtomically(codePath, (await bundleWorkflows()).code);
  return { codePath };
}

export type PlanValues = Partial<Prisma.PlanUncheckedCreateInput>;

export interface SaleValues {
  /** What the customer's clock shows at the sale, RFC 3339. */
  at: string;
  /** First day of validity. */
  startOn: string;
  /** Differences from a monthly plan at 49.90 EUR with a notice of one day. */
  plan?: PlanValues;
  timeZone?: string;
  customerId?: string;
}

export interface Sold {
  chainId: string;
  customerId: string;
  branchId: string;
  handle: WorkflowHandle;
}

let counter = 0;

/** Sells one multipack to a customer whose clock shows a day of the test's choice. */
export async function sell(house: House, { at, startOn, plan = {}, timeZone, ...sale }: SaleValues): Promise<Sold> {
  const { database } = house;
  const name = `Plan ${(counter += 1)}`;
  const customerId = sale.customerId ?? (await addCustomer(house, { at, timeZone }));
  const { id: planId } = await database.plan.create({
    data: {
      name,
      currency: 'EUR',
      price: 4990n,
      durationAmount: 1,
      durationUnit: 'month',
      payment: 'single',
      paymentMethod: 'sepa',
      automaticRenewal: true,
      noticeAmount: 1,
      noticeUnit: 'day',
      createdAt: new Date(at),
      ...plan,
    },
  });
  const { multipack } = await decide(house, (change) => sellMultipack(change, { customerId, planId, startOn }));
  const handle = house.client.workflow.getHandle(renewalWorkflowId(multipack.id));
  return { chainId: multipack.id, customerId, branchId: multipack.branchId, handle };
}

export async function addCustomer(
  { database }: House,
  { at, timeZone = 'Europe/Madrid' }: { at: string; timeZone?: string | undefined },
): Promise<string> {
  const createdAt = new Date(at);
  const name = `Branch in ${timeZone}`;
  await database.branch.createMany({
    data: { name, timeZone, country: 'ES', language: 'en', currency: 'EUR', createdAt },
    skipDuplicates: true,
  });
  const branch = await database.branch.findUniqueOrThrow({ where: { name } });
  const { id } = await database.customer.create({
    data: { branchId: branch.id, name: 'Pilar', language: 'en', createdAt },
  });
  await setCustomerClock(database, id, createdAt);
  return id;
}

export async function addOperator({ database }: House, branchId: string, accessLevel = 2): Promise<string> {
  counter += 1;
  const email = `operator-${counter}@tacit.localhost`;
  const { id } = await database.user.create({
    data: { name: 'Olga', email, branchId, accessLevel, language: 'en', createdAt: new Date() },
  });
  return id;
}

/** One change by somebody at the counter. */
export function decide<T>({ database, clock }: House, change: (change: Act) => Promise<T>): Promise<T> {
  return act(database, { actor: ANA, clock }, change);
}

/** Moves the customer's clock and the time of their workflows, stopping at every wait. A worker must run. */
export function moveClock({ gateway, database }: House, { customerId }: Sold, to: string): Promise<void> {
  return gateway.moveClock(database, customerId, new Date(to));
}

/** Moves both at once and returns: what falls due on the way is late, as when no worker runs. */
export async function leap(house: House, { customerId, handle }: Sold, to: string): Promise<void> {
  const { now } = await waitsOfCustomer(house.database, customerId);
  await setCustomerClock(house.database, customerId, new Date(to));
  await skip(house, handle, new Date(to).getTime() - now.getTime());
}

/** Skips the time of a workflow alone. */
export async function skip(house: House, handle: WorkflowHandle, milliseconds: number): Promise<void> {
  await house.client.workflowService.updateWorkflowExecutionOptions({
    namespace: house.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: 100_000,
        fastForwardConfig: { id: `leap-${Date.now()}`, duration: msToTs(milliseconds) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
}

/** What the customer's clock shows. */
export async function nowOf({ database }: House, customerId: string): Promise<Date> {
  return (await waitsOfCustomer(database, customerId)).now;
}

/** The terms of a chain, oldest first. */
export function termsOf({ database }: House, chainId: string) {
  return database.multipack.findMany({
    where: { chainId },
    orderBy: { ordinal: 'asc' },
    include: { receivables: { orderBy: { number: 'asc' } }, crmTasks: { orderBy: { createdAt: 'asc' } } },
  });
}

/** `2027-03-03 to 2027-04-02` for each term that was not removed. */
export async function periodsOf(house: House, chainId: string): Promise<string[]> {
  const terms = await termsOf(house, chainId);
  return terms
    .filter(({ removedAt }) => removedAt === null)
    .map(({ validFrom, validTo }) => `${fromColumn(validFrom)} to ${fromColumn(validTo)}`);
}

/** Each renewal left one successor, one CRM task, one audit event and one line in the journal: exactly once. */
export async function countRenewals({ database }: House, chainId: string) {
  const terms = await database.multipack.findMany({ where: { chainId }, select: { id: true, previousId: true } });
  const ids = terms.map(({ id }) => id);
  return {
    successors: terms.filter(({ previousId }) => previousId !== null).length,
    tasks: await database.crmTask.count({ where: { multipackId: { in: ids }, result: 'automatic_renewal' } }),
    events: await database.auditEvent.count({ where: { entityId: { in: ids }, action: 'multipack.renewed' } }),
    journal: await database.renewalAttempt.count({ where: { multipackId: { in: ids }, outcome: 'renewed' } }),
  };
}

export const renewed = (times: number) => ({ successors: times, tasks: times, events: times, journal: times });

/** Polls until the answer is not undefined, null or false. Throws after the limit. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false>,
  limitMs = 20_000,
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain for ${what}`);
    await delay(POLL_MS);
  }
}

/** Whether the chain's workflow runs; false too before it was started. */
export async function isRunning(handle: WorkflowHandle): Promise<boolean> {
  try {
    return (await handle.describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Resolves when the workflow of the chain has carried out all it was told. */
export async function untilIdle(house: House, { handle }: Pick<Sold, 'handle'>): Promise<void> {
  await eventually(`${handle.workflowId} to be idle`, async () => {
    const queued = await house.database.outbox.count({ where: { key: handle.workflowId.slice(-36) } });
    if (queued > 0) return false;
    const { raw } = await handle.describe();
    return !raw.pendingWorkflowTask && !raw.pendingActivities?.length;
  });
}

/** What a person reads in the Temporal UI about the workflow. */
export async function currentDetails(handle: WorkflowHandle): Promise<string> {
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}
