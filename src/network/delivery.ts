import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/client.ts';
import { secretOf } from '../database/nas.ts';
import {
  claimNetworkCommand,
  type ClaimedCommand,
  commandAnswered,
  filterOf,
  nextNetworkCommandInMs,
  type NetworkResult,
} from '../database/network-commands.ts';
import { startWaker } from '../database/waker.ts';
import { UnreadableSecret } from '../secret-box.ts';
import { ask, type Outcome } from './client.ts';
import { addressAttribute, ATTRIBUTE, type Attribute, CODE, textAttribute, timeAttribute } from './radius.ts';

export interface NetworkOptions {
  database: Database;
  databaseUrl: string;
  clock: Clock;
  /** Opens the secrets of the equipment. */
  secretKey: string | undefined;
  log: Logger;
  /** Commands under way at once. */
  concurrency?: number;
  /** How long one has a command to itself; longer than the longest talk with equipment. */
  leaseSeconds?: number;
  /** Of each transmission, see `ask`. */
  waitsMs?: readonly number[];
  sweepMs?: number;
}

const LEASE_SECONDS = 60;

/**
 * Tells the network equipment what changes left to tell, each at least once, with no transaction open meanwhile, and keeps
 * the answer. Several deliveries share the work. Nothing is tried again by itself once it was answered or nobody answered:
 * whoever looks after the connection sees that, and sends it again.
 */
export function startNetwork(options: NetworkOptions): { stop(): Promise<void> } {
  const { database, databaseUrl, clock, log, concurrency = 8, leaseSeconds = LEASE_SECONDS, sweepMs } = options;

  async function work(isStopping: () => boolean): Promise<void> {
    const one = async () => {
      while (!isStopping()) {
        const command = await claimNetworkCommand(database, leaseSeconds);
        if (!command) return;
        const result = await tell(command, options);
        log.info({ commandId: command.id, nasId: command.nasId, ...result }, 'network equipment was told');
        await commandAnswered(database, clock, command, result);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: concurrency }, one));
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  const nextInMs = () => nextNetworkCommandInMs(database);
  return startWaker({ databaseUrl, channel: 'tacit_network', log, sweepMs, work, nextInMs });
}

const RESULTS = {
  ack: 'acknowledged',
  nak: 'refused',
  no_answer: 'no_answer',
  false_answer: 'false_answer',
} as const satisfies Record<Outcome['kind'], NetworkResult['state']>;

async function tell(
  command: ClaimedCommand,
  { secretKey, waitsMs }: Pick<NetworkOptions, 'secretKey' | 'waitsMs'>,
): Promise<NetworkResult> {
  const { nas, kind } = command;
  if (secretKey === undefined) return { state: 'failed', error: 'secret_key_missing' };
  try {
    const peer = { host: nas.host, port: nas.coaPort, secret: secretOf(secretKey, nas) };
    const outcome = await ask(peer, CODE[kind], attributesOf(command), waitsMs);
    return { state: RESULTS[outcome.kind], errorCause: outcome.kind === 'nak' ? outcome.errorCause : null };
  } catch (error) {
    return { state: 'failed', error: failureOf(error) };
  }
}

/** By which the equipment finds the session and, of a change, what it is to be (RFC 5176, 3). */
function attributesOf({ kind, target, nas, connection }: ClaimedCommand): Attribute[] {
  const { username, framedIp, callingStation, sessionId } = connection;
  return [
    textAttribute(ATTRIBUTE.userName, username),
    ...(framedIp === null ? [] : [addressAttribute(ATTRIBUTE.framedIpAddress, framedIp)]),
    ...(kind === 'change' ? [textAttribute(ATTRIBUTE.filterId, filterOf(nas, target))] : []),
    ...(callingStation === null ? [] : [textAttribute(ATTRIBUTE.callingStationId, callingStation)]),
    ...(sessionId === null ? [] : [textAttribute(ATTRIBUTE.acctSessionId, sessionId)]),
    timeAttribute(ATTRIBUTE.eventTimestamp, new Date()),
  ];
}

function failureOf(error: unknown): string {
  if (error instanceof UnreadableSecret) return 'secret_unreadable';
  if (error instanceof RangeError) return 'attribute_too_long';
  const { code } = error as { code?: unknown };
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'host_unknown' : 'not_sent';
}
