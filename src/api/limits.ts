import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { identityOf, portalCallerOf } from './access/identity.ts';
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
      if (user) return `${user.channel}:${user.id}`;
      const caller = portalCallerOf(request);
      return caller ? `portal:${caller.id}` : addressOf(request);
    },
    handler: refuseWith('too_many_requests'),
  });
}

/**
 * Whose password or mailbox it is: whoever the request names, else who is signed in. In this order, or somebody with an
 * account of their own could try at others without being counted there.
 */
function emailOf(request: Request): string {
  const { email: named } = (request.body ?? {}) as { email?: unknown };
  const email = typeof named === 'string' ? named : (identityOf(request) ?? portalCallerOf(request))?.email;
  return (email ?? '').toLowerCase().slice(0, 254);
}

/** Guessing passwords: failed attempts at one e-mail address from one address, from one at any, at one from any. */
export function limitSignIns({ limits }: ApiConfig, failure = 401): RequestHandler[] {
  const options = {
    windowMs: 15 * MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request: Request, response: Response) => response.statusCode !== failure,
    handler: refuseWith('too_many_sign_ins'),
  } as const;
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
    // Addresses are easily had by the thousand.
    rateLimit({
      ...options,
      limit: limits?.signInsPerAccount ?? DEFAULT_LIMITS.signInsPerAccount,
      keyGenerator: emailOf,
    }),
  ];
}

/** Filling a mailbox with sign-in links: counted alike for addresses that are known and for those that are not. */
export function limitLinks({ limits }: ApiConfig): RequestHandler[] {
  const options = {
    windowMs: 15 * MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: refuseWith('too_many_sign_ins'),
  } as const;
  return [
    rateLimit({
      ...options,
      limit: limits?.linksPerAddress ?? DEFAULT_LIMITS.linksPerAddress,
      keyGenerator: addressOf,
    }),
    rateLimit({ ...options, limit: limits?.linksPerQuarter ?? DEFAULT_LIMITS.linksPerQuarter, keyGenerator: emailOf }),
  ];
}

/**
 * Having the server call at addresses that somebody entered (0022), or write letters through the account of a colleague, who
 * may send only so many.
 */
export function limitMailTests({ limits }: ApiConfig): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: limits?.mailTestsPerMinute ?? DEFAULT_LIMITS.mailTestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => identityOf(request)?.id ?? addressOf(request),
    handler: refuseWith('too_many_requests'),
  });
}
