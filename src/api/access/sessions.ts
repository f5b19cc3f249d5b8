import { createHash, randomBytes } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { fromNodeHeaders } from 'better-auth/node';
import type { Request } from 'express';
import { Refusal } from '../../database/act.ts';
import type { Database } from '../../database/client.ts';
import { hashPassword } from '../../database/users.ts';
import { languageOf } from '../../i18n/languages.ts';
import type { ApiConfig } from '../deps.ts';
import { knownPermissions, type Level, type SignedIn } from './user.ts';

const SESSION_SECONDS = 7 * 24 * 3600;
const TOKEN_PREFIX = 'tct_';
/** How stale "last used" of a token may be, so that not every request writes. */
const TOKEN_USE_MS = 60_000;

export interface Sessions {
  /**
   * Who the request comes from, or null; `cookies` renew the session and go into the answer. Where the answer has begun
   * already they could not, and the session is only looked at.
   */
  identify(request: Request, options?: { renew: boolean }): Promise<{ user: SignedIn; cookies: string[] } | null>;
  /** Null for a wrong address or password and for a user who is not active, alike and after the same time. */
  signIn(
    credentials: { email: string; password: string },
    request: Request,
  ): Promise<{ userId: string; cookies: string[] } | null>;
  signOut(request: Request): Promise<string[]>;
  /** Id of the session the request came with; null without one. */
  idOf(request: Request): Promise<string | null>;
  readUser(id: string, channel: SignedIn['channel']): Promise<SignedIn | null>;
}

/** A session could not be looked up. Told as what it is: the code that drivers use. */
export class DatabaseAway extends Error {
  readonly code = 'ECONNREFUSED';
}

/** A new secret for a program; what is kept of it is the hash alone. */
export function newToken(): { secret: string; prefix: string; hash: string } {
  const secret = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, TOKEN_PREFIX.length + 6), hash: hashToken(secret) };
}

const hashToken = (secret: string) => createHash('sha256').update(secret).digest('hex');

/**
 * Staff sessions, kept in the database by better-auth: its own routes are not served, only its functions are called.
 * A user who is not active has neither sessions nor tokens from that moment, whatever the browser still holds.
 */
export function createSessions(database: Database, config: ApiConfig): Sessions {
  const auth = betterAuth({
    appName: 'Tacit',
    baseURL: config.publicUrl ?? 'http://localhost',
    secret: config.secretKey,
    database: prismaAdapter(database, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: {
        hash: (password) => hashPassword(password, config.passwordCost),
        verify: ({ hash, password }) => verify(hash, password),
      },
    },
    user: {
      additionalFields: {
        branchId: { type: 'string', input: false },
        departmentId: { type: 'string', required: false, input: false },
        accessLevel: { type: 'number', input: false },
        permissions: { type: 'string[]', input: false },
        language: { type: 'string', input: false },
        active: { type: 'boolean', input: false },
        version: { type: 'number', input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 3600, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const user = await database.user.findUnique({ where: { id: userId }, select: { active: true } });
            return user?.active === true;
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'tacit',
      useSecureCookies: config.publicUrl?.startsWith('https:') ?? false,
      database: { generateId: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

  async function readUser(id: string, channel: SignedIn['channel']): Promise<SignedIn | null> {
    const row = await database.user.findUnique({ where: { id }, include: { branch: { select: { timeZone: true } } } });
    if (!row?.active) return null;
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      accessLevel: row.accessLevel as Level,
      permissions: knownPermissions(row.permissions),
      language: languageOf(row.language),
      branchId: row.branchId,
      departmentId: row.departmentId,
      timeZone: row.branch.timeZone,
      channel,
    };
  }

  async function byToken(secret: string): Promise<SignedIn | null> {
    const now = new Date();
    const token = await database.apiToken.findUnique({ where: { hash: hashToken(secret) } });
    if (!token || token.revokedAt || (token.expiresAt && token.expiresAt <= now)) return null;
    if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > TOKEN_USE_MS) {
      await database.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
    }
    return readUser(token.userId, 'api');
  }

  async function sessionOf(request: Request, { renew }: { renew: boolean }) {
    try {
      const query = { disableRefresh: !renew };
      return await auth.api.getSession({ headers: headersOf(request), query, returnHeaders: true });
    } catch (error) {
      // All that can fail there is the query, and better-auth keeps to itself how.
      throw error instanceof APIError && error.statusCode >= 500 ? new DatabaseAway() : error;
    }
  }

  return {
    readUser,

    async identify(request, options = { renew: true }) {
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      // Whoever names a token means it: a wrong one is not made good by a cookie that came along.
      if (request.headers.authorization !== undefined) {
        const user = bearer?.startsWith(TOKEN_PREFIX) ? await byToken(bearer) : null;
        return user && { user, cookies: [] };
      }
      if (!request.headers.cookie?.includes('tacit.session_token=')) return null;
      const { headers, response } = await sessionOf(request, options);
      const user = response && (await readUser(response.user.id, 'console'));
      return user && { user, cookies: headers.getSetCookie() };
    },

    async signIn(credentials, request) {
      try {
        const { headers, response } = await auth.api.signInEmail({
          body: credentials,
          headers: headersOf(request, { withCookies: false }),
          returnHeaders: true,
        });
        return { userId: response.user.id, cookies: headers.getSetCookie() };
      } catch (error) {
        if (error instanceof APIError && error.statusCode < 500) return null;
        throw error;
      }
    },

    async idOf(request) {
      return (await sessionOf(request, { renew: false })).response?.session.id ?? null;
    },

    async signOut(request) {
      const { headers } = await auth.api.signOut({ headers: headersOf(request), returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}

/** better-auth reads the client's address from a header; only what Express trusts may stand there. */
export function headersOf(request: Request, { withCookies } = { withCookies: true }): Headers {
  const headers = fromNodeHeaders(withCookies ? request.headers : { 'user-agent': request.headers['user-agent'] });
  headers.set('x-forwarded-for', request.ip ?? '');
  return headers;
}

/**
 * A browser sends a cookie along whoever asks it to, so a change made with one must come from our own pages.
 * Signing in as well, though it has no cookie yet: a victim could be signed into somebody else's account.
 * Throws `csrf_refused` (403).
 */
export function demandOwnOrigin(request: Request, config: ApiConfig, { hasCookie }: { hasCookie: boolean }): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const isOwn =
    origin === undefined
      ? site === 'same-origin' || (site === undefined && !hasCookie)
      : (site === undefined || site === 'same-origin') && ownOrigins(request, config).includes(origin);
  if (!isOwn) throw new Refusal(403, 'csrf_refused');
}

const ownOrigins = (request: Request, { publicUrl }: ApiConfig): string[] => [
  ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
  `${request.protocol}://${request.headers.host}`,
];
