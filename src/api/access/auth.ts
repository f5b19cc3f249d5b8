import { verify } from '@node-rs/argon2';
import type { BetterAuthOptions } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { fromNodeHeaders } from 'better-auth/node';
import type { Request } from 'express';
import type { Database } from '../../database/client.ts';
import { hashPassword } from '../../database/users.ts';
import type { ApiConfig } from '../deps.ts';

/** What holds for the sessions of staff and of customers alike. */
export const authOptions = (database: Database, config: ApiConfig) =>
  ({
    appName: 'Tacit',
    baseURL: config.publicUrl ?? 'http://localhost',
    database: prismaAdapter(database, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: {
        hash: (password: string) => hashPassword(password, config.passwordCost),
        verify: ({ hash, password }: { hash: string; password: string }) => verify(hash, password),
      },
    },
    session: { updateAge: 24 * 3600, cookieCache: { enabled: false } },
    advanced: {
      useSecureCookies: config.publicUrl?.startsWith('https:') ?? false,
      database: { generateId: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  }) satisfies BetterAuthOptions;

/** A session could not be looked up. Told as what it is: the code that drivers use. */
export class DatabaseAway extends Error {
  readonly code = 'ECONNREFUSED';
}

/** A session as better-auth finds it. All that can fail there is the query, and better-auth keeps to itself how. */
export async function found<T>(session: Promise<T>): Promise<T> {
  try {
    return await session;
  } catch (error) {
    throw error instanceof APIError && error.statusCode >= 500 ? new DatabaseAway() : error;
  }
}

/** A session as better-auth opens it; null where it refuses to. */
export async function opened<T>(session: Promise<T>): Promise<T | null> {
  try {
    return await session;
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return null;
    throw error;
  }
}

/** better-auth reads the client's address from a header; only what Express trusts may stand there. */
export function headersOf(request: Request, { withCookies } = { withCookies: true }): Headers {
  const headers = fromNodeHeaders(withCookies ? request.headers : { 'user-agent': request.headers['user-agent'] });
  headers.set('x-forwarded-for', request.ip ?? '');
  return headers;
}
