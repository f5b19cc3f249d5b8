import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { packageVersion } from '../package-root.ts';
import { Change } from '../schemas/changes.ts';
import { Id } from '../schemas/common.ts';
import { Problem, type ProblemCode, PROBLEMS } from '../schemas/problems.ts';
import { STREAMS } from './events.ts';
import { commonRefusals, isIdempotent, type Route } from './route.ts';

const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({ description: 'A repeat with the same key gets the stored answer, marked `Idempotency-Replayed: true`.' });
/** Nothing is said of bytes, as OpenAPI 3.1 has it. */
const BYTES = z.any();
const IfMatch = z.string().meta({ description: 'The ETag that was read', example: '"1"' });

/** The OpenAPI 3.1 document of the routes, made from the schemas that validate. */
export function openApiDocument(routes: readonly Route[]) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'tacit.session_token',
  });
  registry.registerComponent('securitySchemes', 'portalSession', {
    type: 'apiKey',
    in: 'cookie',
    name: 'tacit-portal.session_token',
    description: 'Of a customer; it opens nothing outside /portal',
  });
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token, `tct_…`',
  });
  for (const each of routes) register(registry, each);
  // No answer refers to it, for 3.1 has no word for the data of an event.
  registry.registerComponent('schemas', 'Change', z.toJSONSchema(Change) as object);
  for (const each of STREAMS) registerStream(registry, each);
  registerCalendar(registry);
  registerUnsubscribe(registry);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tacit',
      version: packageVersion,
      description:
        'Renewals and cancellations of a membership business. Errors are RFC 9457 problem details; branch on `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set([...routes, ...STREAMS].map(({ tag }) => tag))].map((name) => ({ name })),
  });
}

function register(registry: OpenAPIRegistry, route: Route): void {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const headers = {
    ...(isIdempotent(route) ? { 'Idempotency-Key': IdempotencyKey } : {}),
    ...(route.method === 'patch' ? { 'If-Match': IfMatch } : {}),
  };
  registry.registerPath({
    method: route.method,
    path: route.path,
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    security: securityOf(route),
    request: {
      ...(names.length > 0 ? { params: z.object(Object.fromEntries(names.map((name) => [name, Id]))) } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
      ...(route.fileLimit ? { body: { required: true, content: { '*/*': { schema: BYTES } } } } : {}),
    },
    responses: { ...successes(route), ...refusals(route) },
  });
}

function registerStream(registry: OpenAPIRegistry, { path, access, tag, ...told }: (typeof STREAMS)[number]): void {
  const codes = ['sign_in_required', 'too_many_requests', 'internal_error', 'unavailable'] as const;
  registry.registerPath({
    method: 'get',
    path,
    operationId: operationId({ method: 'get', path }),
    ...told,
    tags: [tag],
    security: securityOf({ access }),
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...refusalsWith(codes),
    },
  });
}

/** It lies outside /api, for calendars ask it: no session, no token, the address is the key. */
function registerCalendar(registry: OpenAPIRegistry): void {
  registry.registerPath({
    method: 'get',
    path: '/calendar/{file}',
    operationId: 'getCalendar',
    summary: 'The agenda of whoever made the secret address, for calendars to subscribe to',
    tags: ['session'],
    security: [],
    request: { params: z.object({ file: z.string().meta({ description: 'The secret and `.ics`' }) }) },
    responses: {
      200: { description: 'The calendar', content: { 'text/calendar': { schema: z.string() } } },
      304: { description: 'Nothing has changed' },
      ...refusalsWith(['not_found', 'too_many_requests', 'internal_error', 'unavailable']),
    },
  });
}

/** As the calendar: the links of letters lead there, the token is the key (RFC 8058). */
function registerUnsubscribe(registry: OpenAPIRegistry): void {
  for (const [method, summary] of [
    ['get', 'A page that asks whether somebody wants no more notices'],
    ['post', 'No more notices to the address that the letter went to'],
  ] as const) {
    registry.registerPath({
      method,
      path: '/unsubscribe/{token}',
      operationId: `${method}Unsubscribe`,
      summary,
      tags: ['notices'],
      security: [],
      request: {
        params: z.object({ token: z.string().meta({ description: 'Of one letter to one address, signed' }) }),
      },
      responses: {
        200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
        ...refusalsWith(['not_found', 'too_many_requests', 'internal_error', 'unavailable']),
      },
    });
  }
}

function securityOf({ access }: Pick<Route, 'access'>): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'customer' ? [{ portalSession: [] }] : [{ session: [] }, { token: [] }];
}

/** `getApiCustomersById`: stable as long as the address is. */
function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const words = path.split(/[/{}.-]+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

const STATUS_TEXT: Record<string, string> = { 200: 'Done', 201: 'Created', 202: 'Accepted', 204: 'Done' };

function successes({ answers, media = 'application/json' }: Route) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: STATUS_TEXT[status] ?? 'Done',
        ...(schema ? { content: Object.fromEntries([media].flat().map((type) => [type, { schema }])) } : {}),
      },
    ]),
  );
}

const refusals = (route: Route) => refusalsWith([...commonRefusals(route), ...route.refusals]);

function refusalsWith(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    byStatus.set(PROBLEMS[code], [...(byStatus.get(PROBLEMS[code]) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
