import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { identityOf } from './access/identity.ts';
import { DEFAULT_LIMITS, type ApiConfig } from './deps.ts';
import { Answered } from './problems.ts';
import type { ProblemCode } from '../schemas/problems.ts';

const MINUTE_MS = 60_000;

const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? '');

/** Says how long to wait, in whole seconds, and lets the one error table word it. */
const refuseWith =
  (code: ProblemCode): Options['handler'] =>
  (request, _response, next) => {
    const { resetTime } = (request as Request & { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
    const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? Date.now() + MINUTE_MS) - Date.now()) / 1000));
    next(new Answered(code, { seconds }, { 'Retry-After': String(seconds) }));
  };

/** Keeps one caller from taking the server from the others. Counted in this process; generous for people. */
export function limitRequests({ limits }: ApiConfig): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: limits?.requestsPerMinute ?? DEFAULT_LIMITS.requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => {
      const user = identityOf(request);
      return user ? `${user.channel}:${user.id}` : addressOf(request);
    },
    handler: refuseWith('too_many_requests'),
  });
}

/** Guessing passwords: failed attempts at one e-mail address from one address, and from one address at any. */
export function limitSignIns({ limits }: ApiConfig): RequestHandler[] {
  const options = {
    windowMs: 15 * MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request: Request, response: Response) => response.statusCode !== 401,
    handler: refuseWith('too_many_sign_ins'),
  } as const;
  const emailOf = ({ body }: Request) =>
    String((body as { email?: unknown } | undefined)?.email)
      .toLowerCase()
      .slice(0, 254);
  return [
    rateLimit({
      ...options,
      limit: limits?.signInsPerAddress ?? DEFAULT_LIMITS.signInsPerAddress,
      keyGenerator: addressOf,
    }),
    rateLimit({
      ...options,
      limit: limits?.signInsPerQuarter ?? DEFAULT_LIMITS.signInsPerQuarter,
      keyGenerator: (request) => `${addressOf(request)} ${emailOf(request)}`,
    }),
  ];
}
