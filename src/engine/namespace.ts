import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { Fault } from '../fault.ts';

/** Days for which Temporal keeps the history of a workflow that ended. */
export const RETENTION_DAYS = 30;

/** What both the client's and the worker's connection offer. */
export type EngineConnection = Pick<Connection, 'workflowService' | 'operatorService'>;

const { INDEXED_VALUE_TYPE_DATETIME: DATETIME, INDEXED_VALUE_TYPE_KEYWORD: KEYWORD } =
  proto.temporal.api.enums.v1.IndexedValueType;

/** What a workflow can be found by. Ids, states and dates only: no name of a person. */
export const SEARCH_ATTRIBUTES = {
  SlaDueAt: DATETIME,
  NoticeDeadline: DATETIME,
  SlaState: KEYWORD,
  RequestState: KEYWORD,
  RenewalState: KEYWORD,
  BranchId: KEYWORD,
  CustomerId: KEYWORD,
  MultipackId: KEYWORD,
} as const;

/**
 * Opens a connection with `connect`, lets `work` use it, and closes it. Throws the Fault `temporal-unreachable` where it
 * cannot be opened, or the cluster refuses a request as such.
 */
export async function withTemporal<C extends EngineConnection & { close(): Promise<void> }, T>(
  address: string,
  connect: () => Promise<C>,
  work: (connection: C) => Promise<T>,
): Promise<T> {
  const unreachable = (error: unknown): Fault =>
    new Fault(
      'temporal-unreachable',
      `Temporal cannot be reached at ${address}: ${(error as Error).message.replace(/\.$/, '')}.`,
      'Start it, or correct TEMPORAL_ADDRESS and the TEMPORAL_TLS and TEMPORAL_API_KEY that belong to it.',
      { cause: error },
    );
  const connection = await connect().catch((error: unknown) => {
    throw unreachable(error);
  });
  try {
    return await work(connection);
  } catch (error) {
    throw BARRED.has(statusOf(error) ?? -1) ? unreachable(error) : error;
  } finally {
    await connection.close();
  }
}

/** The namespace with its search attributes, made where something is missing. Throws Faults with what to do. */
export async function prepareNamespace(connection: EngineConnection, namespace: string): Promise<void> {
  await ensureNamespace(connection, { namespace, retentionDays: RETENTION_DAYS });
  await ensureSearchAttributes(connection, namespace);
}

const USABLE_LIMIT_MS = 30_000;
const POLL_MS = 100;
/** gRPC status codes. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
/** Of a cluster that does not answer, or not to this client. */
const BARRED = new Set([
  /* DEADLINE_EXCEEDED */ 4, /* PERMISSION_DENIED */ 7, /* UNAVAILABLE */ 14, /* UNAUTHENTICATED */ 16,
]);
const REFUSALS = new Set([/* PERMISSION_DENIED */ 7, /* UNIMPLEMENTED */ 12]);

/**
 * Registers the namespace unless it exists, whose retention is then left as it is.
 * Returns when the server's other services know it, too (up to 2 s after a registration).
 */
export async function ensureNamespace(
  connection: EngineConnection,
  { namespace, retentionDays }: { namespace: string; retentionDays: number },
): Promise<void> {
  const { workflowService } = connection;
  if (await namespaceExists(connection, namespace)) return;
  await registerNamespace(connection, namespace, retentionDays);
  await retryFor(USABLE_LIMIT_MS, () => workflowService.countWorkflowExecutions({ namespace }));
}

/** Whether the cluster has a namespace of that name. */
export async function namespaceExists({ workflowService }: EngineConnection, namespace: string): Promise<boolean> {
  try {
    await workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (statusOf(error) === NOT_FOUND) return false;
    throw error;
  }
}

async function registerNamespace(
  { workflowService }: EngineConnection,
  namespace: string,
  retentionDays: number,
): Promise<void> {
  try {
    await workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`),
    });
  } catch (error) {
    if (statusOf(error) === ALREADY_EXISTS) return;
    if (!isRefusal(error)) throw error;
    throw new Fault(
      'namespace-missing',
      `The Temporal cluster has no namespace ${namespace} and does not let Tacit create it.`,
      'Create it there, or set TEMPORAL_NAMESPACE to one that exists.',
      { cause: error },
    );
  }
}

/**
 * Registers what is missing and returns when a query may name all of them (1 to 3 s after a registration).
 * The server takes a second registration with another type without a word, so the types are compared here.
 */
export async function ensureSearchAttributes(connection: EngineConnection, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (Object.keys(missing).length > 0) {
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    } catch (error) {
      // Another process that starts at the same time may have been faster.
      if (statusOf(error) !== ALREADY_EXISTS) throw refusedRegistration(error, Object.keys(missing));
    }
  }
  const names = Object.keys(SEARCH_ATTRIBUTES);
  const query = names.map((name) => `${name} IS NOT NULL`).join(' OR ');
  try {
    await retryFor(USABLE_LIMIT_MS, () => connection.workflowService.countWorkflowExecutions({ namespace, query }));
  } catch (error) {
    throw refusedRegistration(error, names);
  }
}

/** Those the namespace lacks, with their types. Throws a Fault where one has another type than ours. */
export async function missingSearchAttributes(
  { operatorService }: EngineConnection,
  namespace: string,
): Promise<Record<string, number>> {
  const wanted = Object.entries(SEARCH_ATTRIBUTES);
  let there: Record<string, unknown>;
  try {
    there = (await operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  } catch (error) {
    // Clusters that others run may not answer this; whether queries work is seen anyway.
    if (isRefusal(error)) return {};
    throw error;
  }
  const mistyped = wanted.filter(([name, type]) => there[name] !== undefined && there[name] !== type);
  if (mistyped.length > 0) {
    throw new Fault(
      'search-attribute-type',
      `The namespace ${namespace} has search attributes of another type than Tacit's: ` +
        `${mistyped.map(([name, type]) => `${name} should be ${typeName(type)}`).join(', ')}.`,
      'Give Tacit a namespace of its own with TEMPORAL_NAMESPACE, or remove them there.',
    );
  }
  return Object.fromEntries(wanted.filter(([name]) => there[name] === undefined));
}

function refusedRegistration(error: unknown, names: string[]): Fault {
  return new Fault(
    'search-attributes',
    `The Temporal cluster does not offer the search attributes ${names.join(', ')}: ${(error as Error).message}.`,
    'Create them there with the types in docs/operations.md, then start again.',
    { cause: error },
  );
}

function typeName(type: (typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES]): string {
  return type === DATETIME ? 'Datetime' : 'Keyword';
}

function statusOf(error: unknown): number | undefined {
  return (error as { code?: number }).code;
}

function isRefusal(error: unknown): boolean {
  return REFUSALS.has(statusOf(error) ?? -1);
}

async function retryFor(milliseconds: number, attempt: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + milliseconds;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await delay(POLL_MS);
  }
}
