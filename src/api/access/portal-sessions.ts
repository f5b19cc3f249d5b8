import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Request } from 'express';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/client.ts';
import { customersAt, type OwnCustomer, useSignInLink } from '../../database/portal.ts';
import { type Language, languageOf } from '../../i18n/languages.ts';
import type { ApiConfig } from '../deps.ts';
import { authOptions, found, headersOf, opened } from './auth.ts';

const SESSION_SECONDS = 30 * 24 * 3600;
/** How long after signing in by a link somebody may choose a password without the one they forgot. */
const FRESH_MS = 3_600_000;

/** Who is signed in to the portal, and whom the address reaches; read anew for every request. */
export interface PortalCaller {
  id: string;
  email: string;
  sessionId: string;
  hasPassword: boolean;
  /** Whether a new password needs the present one: there is one, and the session was not just opened by a link. */
  needsPassword: boolean;
  /** At least one; in the order of their codes. */
  customers: OwnCustomer[];
  language: Language;
}

export interface PortalSessions {
  /** Who the request comes from, or null; `cookies` renew the session and go into the answer. */
  identify(request: Request, options?: { renew: boolean }): Promise<{ caller: PortalCaller; cookies: string[] } | null>;
  /** Null for a wrong address or password and for an address that reaches nobody, alike and after the same time. */
  signIn(credentials: { email: string; password: string }, request: Request): Promise<SignedInToPortal | null>;
  /** Uses the link up. Null for one that was used, has expired, was made up, or whose address reaches nobody any more. */
  signInByLink(token: string, request: Request): Promise<SignedInToPortal | null>;
  signOut(request: Request): Promise<string[]>;
}

export interface SignedInToPortal {
  caller: PortalCaller;
  cookies: string[];
}

/** Opens a session for whoever used a link. Nobody can call it but this process: better-auth's routes are not served. */
const byLink = {
  id: 'by-link',
  endpoints: {
    openSession: createAuthEndpoint(
      '/open-session',
      { method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.userId);
        const session = user && (await internalAdapter.createSession(user.id));
        if (!user || !session) throw new APIError('UNAUTHORIZED');
        await setSessionCookie(ctx, { session, user });
        return { sessionId: session.id };
      },
    ),
  },
} as const;

/**
 * Sessions of customers, apart from those of staff: own tables, own cookie below /portal, own key. An account that reaches
 * no customer has no access, whatever the browser still holds.
 */
export function createPortalSessions(database: Database, clock: Clock, config: ApiConfig): PortalSessions {
  const shared = authOptions(database, config);
  const auth = betterAuth({
    ...shared,
    secret: createHmac('sha256', config.secretKey).update('sessions of the portal').digest('base64url'),
    user: { modelName: 'portalUser' },
    account: { modelName: 'portalAccount' },
    verification: { modelName: 'portalVerification' },
    session: { ...shared.session, modelName: 'portalSession', expiresIn: SESSION_SECONDS },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const user = await database.portalUser.findUnique({ where: { id: userId }, select: { email: true } });
            return user !== null && (await customersAt(database, clock, user.email)).length > 0;
          },
        },
      },
    },
    plugins: [byLink],
    advanced: {
      ...shared.advanced,
      cookiePrefix: 'tacit-portal',
      defaultCookieAttributes: { path: '/portal' },
    },
  });

  async function callerOf(where: { id: string } | { token: string }): Promise<PortalCaller | null> {
    const session = await database.portalSession.findUnique({
      where: where as { id: string },
      include: { user: { include: { accounts: { where: { providerId: 'credential' }, select: { password: true } } } } },
    });
    if (!session) return null;
    const { user } = session;
    const customers = await customersAt(database, clock, user.email);
    const [first] = customers;
    if (!first) return null;
    const hasPassword = user.accounts.some(({ password }) => password !== null);
    const isFresh = session.byLink && Date.now() - session.createdAt.getTime() < FRESH_MS;
    return {
      id: user.id,
      email: user.email,
      sessionId: session.id,
      hasPassword,
      needsPassword: hasPassword && !isFresh,
      customers,
      language: languageOf(first.language),
    };
  }

  return {
    async identify(request, { renew } = { renew: true }) {
      if (!request.headers.cookie?.includes('tacit-portal.session_token=')) return null;
      const query = { disableRefresh: !renew };
      const { headers, response } = await found(
        auth.api.getSession({ headers: headersOf(request), query, returnHeaders: true }),
      );
      const caller = response && (await callerOf({ id: response.session.id }));
      return caller && { caller, cookies: headers.getSetCookie() };
    },

    async signIn(credentials, request) {
      const headers = headersOf(request, { withCookies: false });
      const session = await opened(auth.api.signInEmail({ body: credentials, headers, returnHeaders: true }));
      const caller = session && (await callerOf({ token: session.response.token }));
      return caller && { caller, cookies: session.headers.getSetCookie() };
    },

    async signInByLink(token, request) {
      const email = await useSignInLink(database, token);
      const user = email === null ? null : await database.portalUser.findUnique({ where: { email } });
      if (!user || (await customersAt(database, clock, user.email)).length === 0) return null;
      const { headers, response } = await auth.api.openSession({
        body: { userId: user.id },
        headers: headersOf(request, { withCookies: false }),
        returnHeaders: true,
      });
      await database.portalSession.update({ where: { id: response.sessionId }, data: { byLink: true } });
      const caller = await callerOf({ id: response.sessionId });
      return caller && { caller, cookies: headers.getSetCookie() };
    },

    async signOut(request) {
      const { headers } = await auth.api.signOut({ headers: headersOf(request), returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}
