import { createHmac } from 'node:crypto';
import { once as onceEmitted } from 'node:events';
import type { Express, NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { type Act, act, type Actor } from '../database/act.ts';
import type { Database } from '../database/client.ts';
import type { Prisma } from '../database/generated/client.ts';
import { once } from '../database/idempotency.ts';
import type { Language } from '../i18n/index.ts';
import { InvalidInput } from '../schemas/invalid-input.ts';
import { isProblemCode, type ProblemCode } from '../schemas/problems.ts';
import { identityOf, portalCallerOf } from './access/identity.ts';
import type { PortalCaller } from './access/portal-sessions.ts';
import { demandOwnOrigin } from './access/sessions.ts';
import { demand, demandLevel, type Level, type Permission, type SignedIn } from './access/user.ts';
import { DEFAULT_LIMITS, type Deps } from './deps.ts';
import { languageOfRequest } from './language.ts';
import { requestIdOf } from './log.ts';
import { Answered, inputIssues, known, parseOptions, sendProblem } from './problems.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may: anybody, a customer in the portal, all staff signed in (left out), or those of a level or with a permission. */
export type Access = 'public' | 'customer' | { level: Level } | { permission: Permission };

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [Key in Name]: string } & ParamsOf<Rest>
  : unknown;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Success statuses and what they carry; null where there is no body. */
type Answers = Record<number, z.ZodType | null>;
type BodyOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : void;
type Given<A extends Answers> = BodyOf<A[keyof A]> | Reply<A>;

/** Sends a part of a file; done when there is room for the next. */
export type Send = (part: string | Buffer) => Promise<void>;

/**
 * An answer that is a file, written as it is read. What fails before its first part is answered as any failure; afterwards
 * the connection is broken off, so that nobody takes a part for the whole.
 */
export class Download {
  readonly name: string;
  readonly write: (send: Send) => Promise<void>;
  /** Instead of those that every file gets. */
  readonly headers: Record<string, string>;

  constructor(name: string, write: (send: Send) => Promise<void>, headers: Record<string, string> = {}) {
    this.name = name;
    this.write = write;
    this.headers = headers;
  }
}

interface Ask<Path extends string, Query, Body, Who> {
  /** Ids named in the path, each known to be a UUID. */
  params: ParamsOf<Path>;
  query: Parsed<Query>;
  body: Parsed<Body>;
  /** What was sent to a route that takes a file; empty elsewhere. */
  file: Uint8Array;
  user: Who extends 'public' ? SignedIn | undefined : Who extends 'customer' ? undefined : SignedIn;
  /** The portal account that asks, with the customers it reaches. */
  caller: Who extends 'customer' ? PortalCaller : undefined;
  /** Of the reader. */
  language: Language;
  deps: Deps;
  /** For cookies; everything else is in the fields above. */
  http: { request: Request; response: Response };
}

interface Reading {
  /** The Idempotency-Key, of routes that are `keyed`. */
  key: string | undefined;
  /** Outside any transaction. */
  database: Database;
  /** For the trace of what happens outside a transaction. */
  actor: Actor;
}

interface Changing {
  /** One open transaction: what happens in it stands or falls with the answer. It may be run again after a deadlock. */
  act: Act;
  /** Of PATCH: the version that the reader saw (If-Match). */
  version: number;
  /** Runs once the change is committed; what it throws is answered, though the change stands. */
  afterCommit: (work: () => Promise<void>) => void;
}

type AskOf<M, T, Path extends string, Query, Body, Who> = Ask<Path, Query, Body, Who> &
  (M extends 'get' ? Reading : T extends false ? Reading : Changing);

interface Declared<M, Path extends string, Query, Body, A extends Answers, Who, T> {
  method: M;
  /** As OpenAPI writes it: `/api/customers/{id}`. A name in braces is a UUID; what is none answers 404. */
  path: Path;
  tag: string;
  summary: string;
  description?: string;
  access?: Who;
  query?: Query;
  body?: Body;
  /** Takes a file of at most so many bytes as its body, whatever the Content-Type says. */
  fileLimit?: number;
  answers: A;
  /** Of successes that are no JSON; then the handler answers a `Download`. Of several it says which. */
  media?: string | readonly string[];
  /** Besides those that every route has: what this one refuses. A test fails on a refusal that is not named. */
  refusals?: readonly ProblemCode[];
  /** False for what must not hold a transaction open, as signing in; then there is no Idempotency-Key either. */
  transaction?: T;
  /** Of a POST without a transaction that sees to its Idempotency-Key itself. */
  keyed?: boolean;
  /** What of the answer a repeat with the same Idempotency-Key may see; by default all of it. */
  stored?: (body: BodyOf<A[keyof A]>) => BodyOf<A[keyof A]>;
  handle: (ask: AskOf<M, T, Path, Query, Body, Who>) => Promise<Given<A> | Download>;
}

export interface Route {
  method: Method;
  path: string;
  tag: string;
  summary: string;
  description?: string | undefined;
  access: Access | undefined;
  query: z.ZodObject | undefined;
  body: z.ZodType | undefined;
  fileLimit: number | undefined;
  answers: Answers;
  media: string | readonly string[] | undefined;
  refusals: readonly ProblemCode[];
  isTransaction: boolean;
  isKeyed: boolean;
  stored: ((body: never) => unknown) | undefined;
  handle: (ask: never) => Promise<unknown>;
}

/** An answer with a status of its own, for a route that has several. */
export class Reply<A extends Answers = Answers> {
  readonly status: keyof A & number;
  readonly body: BodyOf<A[keyof A]>;

  constructor(status: keyof A & number, body: BodyOf<A[keyof A]>) {
    this.status = status;
    this.body = body;
  }
}

/** Declares one route: what it takes, who may, what it answers. The same declaration serves it and documents it. */
export function route<
  const M extends Method,
  const Path extends string,
  const A extends Answers,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  const Who extends Access | undefined = undefined,
  const T extends boolean = true,
>(declared: Declared<M, Path, Query, Body, A, Who, T>): Route {
  return {
    method: declared.method,
    path: declared.path,
    tag: declared.tag,
    summary: declared.summary,
    description: declared.description,
    access: declared.access,
    query: declared.query,
    body: declared.body,
    fileLimit: declared.fileLimit,
    answers: declared.answers,
    media: declared.media,
    refusals: declared.refusals ?? [],
    isTransaction: declared.method !== 'get' && declared.transaction !== false,
    isKeyed: declared.keyed ?? false,
    stored: declared.stored,
    handle: declared.handle,
  };
}

export const isIdempotent = (route: Route): boolean =>
  route.method === 'post' && (route.isTransaction || route.isKeyed);

/** Codes a route can answer without naming them. */
export function commonRefusals(route: Route): ProblemCode[] {
  const isChange = route.method !== 'get';
  return [
    ...(route.access === 'public' ? [] : (['sign_in_required'] as const)),
    ...(typeof route.access === 'object' && 'level' in route.access ? (['level_required'] as const) : []),
    ...(typeof route.access === 'object' && 'permission' in route.access ? (['permission_required'] as const) : []),
    ...(isChange ? (['csrf_refused'] as const) : []),
    ...(route.path.includes('{') ? (['not_found'] as const) : []),
    ...(route.query || route.body || isIdempotent(route) ? (['invalid_input'] as const) : []),
    ...(route.body ? (['bad_json', 'body_too_large', 'unsupported_media_type'] as const) : []),
    ...(route.fileLimit ? (['file_too_large', 'unsupported_media_type'] as const) : []),
    ...(isIdempotent(route) ? (['idempotency_key_taken', 'idempotency_key_reused'] as const) : []),
    ...(route.method === 'patch' ? (['precondition_required', 'version_conflict'] as const) : []),
    ...(isChange && route.isTransaction ? (['conflict'] as const) : []),
    'too_many_requests',
    'internal_error',
    'unavailable',
  ];
}

const isTest = process.env['NODE_ENV'] === 'test';

/** Serves the routes; a known address with another method answers 405. */
export function mount(app: Express, routes: readonly Route[], deps: Deps): void {
  const methods = new Map<string, string[]>();
  for (const each of routes) {
    const address = each.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(address, [...(methods.get(address) ?? []), each.method.toUpperCase()]);
    app[each.method](address, (request: Request, response: Response) => serve(each, deps, request, response));
  }
  for (const [address, allowed] of methods) {
    app.route(address).all((_request: Request, _response: Response, next: NextFunction) => {
      const list = allowed.join(', ');
      next(new Answered('method_not_allowed', { allowed: list }, { Allow: list }));
    });
  }
}

interface Outcome {
  status: number;
  body: unknown;
  isReplay?: boolean;
}

async function serve(route: Route, deps: Deps, request: Request, response: Response): Promise<void> {
  response.locals['route'] = route.path;
  try {
    const outcome = await answer(route, deps, request, response);
    if (outcome.body instanceof Download) await sendFile(route, deps, response, outcome.status, outcome.body);
    else send(route, request, response, outcome);
  } catch (error) {
    if (isTest) checkRefusal(route, error);
    sendProblem(request, response, error);
  }
}

async function answer(route: Route, deps: Deps, request: Request, response: Response): Promise<Outcome> {
  const user = identityOf(request);
  const caller = portalCallerOf(request);
  authorise(route, deps, request, { user, caller });
  const language = languageOfRequest(request);
  const ask = {
    params: paramsOf(request),
    query: parsed(route.query, request.query, 'query', language),
    body: route.fileLimit ? undefined : parsed(route.body, bodyOf(route, request), 'body', language),
    file: new Uint8Array(Buffer.isBuffer(request.body) ? request.body : []),
    user,
    caller,
    language,
    deps,
    http: { request, response },
  };
  const actor = actorOf(request, { user, caller });
  const key = isIdempotent(route) ? keyOf(request) : undefined;
  if (!route.isTransaction)
    return outcomeOf(route, await route.handle({ ...ask, database: deps.database, actor, key } as never));

  const version = route.method === 'patch' ? versionOf(request) : 0;
  let afterwards: (() => Promise<void>)[] = [];
  const outcome = await act(deps.database, { actor, clock: deps.clock }, async (change): Promise<Outcome> => {
    afterwards = [];
    const effect = async () => {
      const afterCommit = (work: () => Promise<void>) => void afterwards.push(work);
      return outcomeOf(route, await route.handle({ ...ask, act: change, version, afterCommit } as never));
    };
    if (key === undefined) return effect();
    const keyed = {
      key,
      actor: caller ? `portal:${caller.id}` : `user:${actor.id}`,
      request: `${request.method} ${request.path}`,
      hash: requestHash(deps, request),
      at: deps.clock.now(),
    };
    return once(change.tx, keyed, async () => {
      const { status, body } = await effect();
      const json = (body ?? null) as Prisma.InputJsonValue | null;
      return {
        status,
        body: json,
        toStore: route.stored ? (route.stored(body as never) as Prisma.InputJsonValue) : json,
      };
    });
  });
  for (const work of afterwards) await work();
  return outcome;
}

interface Asker {
  user: SignedIn | undefined;
  caller: PortalCaller | undefined;
}

function authorise({ access, method }: Route, { config }: Deps, request: Request, { user, caller }: Asker): void {
  if (access === 'customer') {
    if (!caller) throw new Answered('sign_in_required');
  } else if (access !== 'public' && !user) {
    throw new Answered('sign_in_required', {}, { 'WWW-Authenticate': 'Bearer realm="tacit"' });
  }
  if (method !== 'get' && user?.channel !== 'api') {
    demandOwnOrigin(request, config, { hasCookie: user !== undefined || caller !== undefined });
  }
  if (!user || access === undefined || typeof access === 'string') return;
  if ('level' in access) demandLevel(user, access.level);
  else demand(user, access.permission);
}

/** Which of an account's customers acts is said by the record: see `onBehalfOf`. */
const actorOf = (request: Request, { user, caller }: Asker): Actor =>
  caller
    ? { kind: 'customer', id: null, name: caller.email, channel: 'portal', requestId: requestIdOf(request) }
    : {
        kind: 'user',
        id: user?.id ?? null,
        name: user?.name ?? '',
        channel: user?.channel ?? 'console',
        requestId: requestIdOf(request),
      };

/** The same change, made by the customer whose record it is. */
export const onBehalfOf = (act: Act, { id, name }: { id: string; name: string }): Act => ({
  ...act,
  actor: { ...act.actor, kind: 'customer', id, name, channel: 'portal' },
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function paramsOf(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.params).map(([name, value]) => {
      if (typeof value !== 'string' || !UUID.test(value)) throw new Answered('not_found');
      return [name, value.toLowerCase()];
    }),
  );
}

/** A route without a body takes none, or an empty object as some clients send. */
function bodyOf(route: Route, request: Request): unknown {
  const isEmpty = request.body === undefined;
  if (!isEmpty || !route.body) return request.body;
  const hasBody =
    Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
  if (hasBody) throw new Answered('unsupported_media_type');
  return undefined;
}

function parsed(schema: z.ZodType | undefined, value: unknown, source: 'body' | 'query', language: Language): unknown {
  const result = (schema ?? z.strictObject({}).optional()).safeParse(value, parseOptions(language));
  if (!result.success) throw new InvalidInput(inputIssues(result.error, source));
  return schema ? result.data : undefined;
}

/** Throws `precondition_required` (428), and `version_conflict` (412) for what no version of ours looks like. */
function versionOf(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new Answered('precondition_required');
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw new Answered('version_conflict');
  return Number(version);
}

function keyOf(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new InvalidInput([{ path: 'header.idempotency-key', code: 'invalid_idempotency_key' }]);
}

function requestHash({ config }: Deps, request: Request): string {
  const told = JSON.stringify([request.method, request.originalUrl, sorted(request.body ?? null)]);
  return createHmac('sha256', config.secretKey).update(told).digest('hex');
}

/** The same fields in another order are the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

function outcomeOf(route: Route, given: unknown): Outcome {
  const outcome =
    given instanceof Reply
      ? { status: given.status, body: given.body }
      : { status: Number(Object.keys(route.answers)[0]), body: given };
  if (isTest) checkAnswer(route, outcome);
  return outcome;
}

function send(route: Route, request: Request, response: Response, { status, body, isReplay }: Outcome): void {
  response.status(status).set('Cache-Control', 'no-store');
  if (isReplay) response.set('Idempotency-Replayed', 'true');
  const { id, version } = (body ?? {}) as { id?: unknown; version?: unknown };
  if (typeof version === 'number') response.set('ETag', `"${version}"`);
  if (status === 201 && typeof id === 'string') response.location(`${request.path}/${id}`);
  // Not `json()`: it would answer 304 to a version whose states depend on the day.
  if (body === undefined || body === null) response.end();
  else response.type('json').end(JSON.stringify(body));
}

async function sendFile(
  route: Route,
  { config: { limits } }: Deps,
  response: Response,
  status: number,
  download: Download,
): Promise<void> {
  const { name, write, headers } = download;
  const left = new AbortController();
  response.once('close', () => left.abort());
  // A file may hold a transaction open for as long as it is taken. The socket counts only time in which nothing moved.
  response.once('timeout', () => response.destroy());
  response.attachment(name);
  response.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': [route.media!].flat()[0]!, ...headers });
  try {
    await write(async (part) => {
      left.signal.throwIfAborted();
      if (response.write(part)) return;
      response.setTimeout(limits?.stalledMs ?? DEFAULT_LIMITS.stalledMs);
      await onceEmitted(response, 'drain', { signal: left.signal });
      response.setTimeout(0);
    });
  } catch (error) {
    // Whoever asked went away; nothing failed here.
    if (left.signal.aborted) return;
    for (const header of ['Content-Disposition', ...Object.keys(headers)]) response.removeHeader(header);
    throw error;
  }
  response.end();
}

/** In tests an answer that its schema does not describe is an error, so that the document never says less or more. */
function checkAnswer(route: Route, { status, body }: Outcome): void {
  const schema = route.answers[status];
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} answers ${status}, which it does not declare`);
  if (schema && !(body instanceof Download)) schema.parse(JSON.parse(JSON.stringify(body)));
}

function checkRefusal(route: Route, error: unknown): void {
  const code = known(error)?.code;
  if (code === undefined || commonRefusals(route).some((common) => common === code)) return;
  if (!isProblemCode(code) || !route.refusals.includes(code)) {
    throw new Error(`${route.method} ${route.path} refuses with ${code}, which it does not declare`);
  }
}
