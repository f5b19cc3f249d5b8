import { setTimeout as delay } from 'node:timers/promises';
import { createSession, type Session } from 'better-sse';
import type { Express, NextFunction, Request, Response } from 'express';
import { type Change, followChanges, READ_AT_ONCE } from '../database/changes.ts';
import type { PortalCaller } from './access/portal-sessions.ts';
import type { SignedIn } from './access/user.ts';
import type { Deps } from './deps.ts';
import { Answered, sendProblem } from './problems.ts';

/** Who listens, as of the last look. */
export interface Reader {
  /** Streams of one key count together. */
  key: string;
  sees(change: Change): boolean;
  /** Whether the change may end the reader's access or alter what they see. */
  hangsOn(change: Change): boolean;
}

/** Reads anew who a request comes from; null: nobody any more. */
export type ReadReader = (request: Request) => Promise<Reader | null>;

interface Listener {
  session: Session;
  request: Request;
  response: Response;
  read: ReadReader;
  reader: Reader;
  /** Milliseconds since the epoch. */
  readAt: number;
}

const EVERY_MS = 500;
const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 3_000;
/** How long a session that ended without a trace, such as one that ran out, may still be told. */
const READ_ANEW_MS = 60_000;
export const STREAMS_EACH = 20;
/** Above this many changes at once, kinds are told instead of records. */
const MANY = 300;
/** What a client that does not read may leave lying here. */
const UNREAD_BYTES = 1_000_000;

/**
 * Streams of changes as server-sent events. Nobody is told by the transaction that changes something: while somebody
 * listens, this process asks the audit trail twice a second.
 */
export function createEvents({ database, log, stopping }: Pick<Deps, 'database' | 'log' | 'stopping'>) {
  const listeners = new Set<Listener>();
  const opening = new Map<string, number>();
  let following: Promise<void> | undefined;
  stopping?.addEventListener('abort', () => {
    for (const { response } of listeners) response.end();
  });

  /** Returns once whatever is committed from then on is told. */
  async function begin(): Promise<void> {
    try {
      void follow(await followChanges(database));
    } catch (error) {
      following = undefined;
      throw error;
    }
  }

  async function follow(next: () => Promise<Change[]>): Promise<void> {
    let isMore = false;
    for (;;) {
      if (!isMore) await delay(EVERY_MS, undefined, { ref: false });
      if (stopping?.aborted || listeners.size + opening.size === 0) break;
      try {
        const changes = await next();
        isMore = changes.length === READ_AT_ONCE;
        await tell(changes);
      } catch (error) {
        isMore = false;
        if (!stopping?.aborted) log.warn({ err: error }, 'changes cannot be read; it is tried again');
      }
    }
    following = undefined;
  }

  async function tell(changes: Change[]): Promise<void> {
    const now = Date.now();
    const doubtful = [...listeners].filter(
      ({ reader, readAt }) => now - readAt > READ_ANEW_MS || changes.some((change) => reader.hangsOn(change)),
    );
    await Promise.all(doubtful.map((listener) => readAnew(listener)));
    for (const { session, response, reader } of listeners) {
      if (response.writableLength > UNREAD_BYTES) response.destroy();
      if (!session.isConnected || response.writableEnded || response.destroyed) continue;
      const seen = changes.filter((change) => reader.sees(change));
      for (const told of seen.length > MANY ? kindsOf(seen) : distinct(seen)) session.push(told, 'change', '');
    }
  }

  async function readAnew(listener: Listener): Promise<void> {
    // Who cannot be looked up is not told either; the browser comes back.
    const reader = await listener.read(listener.request).catch(() => null);
    if (reader === null) listener.response.end();
    else Object.assign(listener, { reader, readAt: Date.now() });
  }

  const countOf = (key: string) =>
    (opening.get(key) ?? 0) + [...listeners].filter(({ reader }) => reader.key === key).length;

  async function open(request: Request, response: Response, read: ReadReader): Promise<void> {
    if (request.method !== 'GET') throw notAllowed();
    if (stopping?.aborted) throw new Answered('unavailable', {}, { 'Retry-After': '5' });
    const reader = await read(request);
    if (!reader) throw new Answered('sign_in_required', {}, { 'WWW-Authenticate': 'Bearer realm="tacit"' });
    const { key } = reader;
    if (countOf(key) >= STREAMS_EACH) throw new Answered('too_many_requests', { seconds: 60 }, { 'Retry-After': '60' });
    opening.set(key, (opening.get(key) ?? 0) + 1);
    try {
      // What is committed once the stream is open is told.
      await (following ??= begin());
      const session = await createSession(request, response, {
        keepAlive: HEARTBEAT_MS,
        retry: RECONNECT_MS,
        trustClientEventId: false,
      });
      const listener = { session, request, response, read, reader, readAt: Date.now() };
      if (!session.isConnected) return;
      listeners.add(listener);
      session.once('disconnected', () => listeners.delete(listener));
      response.once('finish', () => listeners.delete(listener));
      if (stopping?.aborted) response.end();
    } finally {
      const left = opening.get(key)! - 1;
      if (left > 0) opening.set(key, left);
      else opening.delete(key);
    }
  }

  return {
    /** Serves a stream at `path`; `read` says for whom. */
    serve(app: Express, path: string, read: ReadReader): void {
      app.get(path, (request: Request, response: Response) => {
        Object.assign(response.locals, { route: path, isStream: true });
        return open(request, response, read).catch((error: unknown) => {
          response.locals['isStream'] = false;
          sendProblem(request, response, error);
        });
      });
      app.route(path).all((_request: Request, _response: Response, next: NextFunction) => next(notAllowed()));
    },
  };
}

const notAllowed = () => new Answered('method_not_allowed', { allowed: 'GET' }, { Allow: 'GET' });

/** A member of staff: level 1 hears everything, the others their branch and what belongs to none. */
export const staffReader = (user: SignedIn): Reader => ({
  key: `user:${user.id}`,
  sees: ({ branchId, customerBranchId }) =>
    user.accessLevel === 1 ||
    (branchId === null && customerBranchId === null) ||
    [branchId, customerBranchId].includes(user.branchId),
  hangsOn: ({ entity, entityId }) =>
    entity === 'user' ? entityId === user.id : entity === 'api_token' && user.channel === 'api',
});

/** A customer in the portal: what concerns those whom the address reaches. */
export const customerReader = ({ id, customers }: PortalCaller): Reader => {
  const own = new Set(customers.map((customer) => customer.id));
  return {
    key: `portal:${id}`,
    sees: ({ customerId }) => customerId !== null && own.has(customerId),
    // Their address may have been changed, or they were signed out.
    hangsOn: ({ entity, entityId, customerId }) =>
      entity === 'portal_user' ? entityId === id : entity === 'customer' && customerId !== null && own.has(customerId),
  };
};

type Told = Pick<Change, 'entity' | 'entityId' | 'customerId' | 'action'>;

function distinct(changes: Change[]): Iterable<Told> {
  const byFacts = new Map<string, Told>();
  for (const { entity, entityId, customerId, action } of changes)
    byFacts.set(`${action} ${entity} ${entityId} ${customerId}`, { entity, entityId, customerId, action });
  return byFacts.values();
}

const kindsOf = (changes: Change[]): Told[] =>
  [...new Set(changes.map(({ entity }) => entity))].map((entity) => ({
    entity,
    entityId: '*',
    customerId: null,
    action: '*',
  }));

/** For the document: served like no other address, but to be found where the others are. */
export const STREAMS = [
  {
    path: '/api/events',
    tag: 'events',
    summary: 'What changes, as it changes',
    description:
      'Server-sent events named `change`, whose data is a `Change`. Level 1 hears of everything, the others of their branch and of what belongs to none. A comment every 15 seconds keeps the line open; it ends with the session. Up to 20 streams each.',
    access: undefined,
  },
  {
    path: '/portal/api/events',
    tag: 'portal',
    summary: 'What changes about one’s own contracts, as it changes',
    description: 'As `/api/events`, of the customers that the address reaches.',
    access: 'customer',
  },
] as const;
