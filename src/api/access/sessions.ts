import { createHash, randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import type { Request } from 'express';
import { Refusal } from '../../database/act.ts';
import type { Database } from '../../database/client.ts';
import { languageOf } from '../../i18n/languages.ts';
import type { ApiConfig } from '../deps.ts';
import { authOptions, found, headersOf, opened } from './auth.ts';
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
  const shared = authOptions(database, config);
  const auth = betterAuth({
    ...shared,
    secret: config.secretKey,
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
    session: { ...shared.session, expiresIn: SESSION_SECONDS },
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
    advanced: { ...shared.advanced, cookiePrefix: 'tacit' },
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

  const sessionOf = (request: Request, { renew }: { renew: boolean }) =>
    found(auth.api.getSession({ headers: headersOf(request), query: { disableRefresh: !renew }, returnHeaders: true }));

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
      const headers = headersOf(request, { withCookies: false });
      const session = await opened(auth.api.signInEmail({ body: credentials, headers, returnHeaders: true }));
      return session && { userId: session.response.user.id, cookies: session.headers.getSetCookie() };
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
