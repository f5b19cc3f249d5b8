import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/client.ts';
import type { PasswordCost } from '../database/users.ts';
import type { Files } from '../files/files.ts';
import type { PortalSessions } from './access/portal-sessions.ts';
import type { Sessions } from './access/sessions.ts';
import type { EnginePort } from './engine-port.ts';

/** The part of the configuration that the API reads. */
export interface ApiConfig {
  databaseUrl: string;
  /** How browsers reach Tacit, without a slash at the end; decides whether cookies are Secure. */
  publicUrl?: string | undefined;
  /** Signs cookies and keeps idempotency hashes from being guessed. */
  secretKey: string;
  /** The address that the system's own letters come from. */
  mailFrom?: string | undefined;
  testClock: boolean;
  /** Address of Temporal's web pages, for links. */
  temporalUi?: string | undefined;
  temporalNamespace?: string | undefined;
  /** Besides those of mail, ports that accounts of staff may use. */
  mailPorts?: readonly number[] | undefined;
  /** Express's `trust proxy`; by default only a proxy on this machine may say who the client is. */
  trustProxy?: string | number | undefined;
  /** Directory of the built pages; by default that of this package. */
  pages?: string;
  /** How long an answer of the engine is waited for, in milliseconds. */
  commandPatienceMs?: number | undefined;
  limits?: Partial<Limits>;
  passwordCost?: PasswordCost;
}

export interface Limits {
  /** Requests a minute of one user, token or, signed out, address. */
  requestsPerMinute: number;
  /** Failed sign-ins in a quarter of an hour for one e-mail address from one address. */
  signInsPerQuarter: number;
  /** The same from one address, whatever the e-mail. */
  signInsPerAddress: number;
  /** The same for one e-mail address, from wherever. */
  signInsPerAccount: number;
  /** Sign-in links asked for in a quarter of an hour for one e-mail address, by whomever. */
  linksPerQuarter: number;
  /** The same from one address, whatever the e-mail. */
  linksPerAddress: number;
  /** Tests of a mail account a minute, of one user. */
  mailTestsPerMinute: number;
  /** How long whoever downloads may take nothing at all before the connection is broken off, in milliseconds. */
  stalledMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  requestsPerMinute: 1200,
  signInsPerQuarter: 10,
  signInsPerAddress: 100,
  signInsPerAccount: 50,
  linksPerQuarter: 5,
  linksPerAddress: 50,
  mailTestsPerMinute: 5,
  stalledMs: 60_000,
};

/** What the API is built with. */
export interface Parts {
  database: Database;
  clock: Clock;
  config: ApiConfig;
  log: Logger;
  engine: EnginePort;
  /** By default in the database. */
  files?: Files;
  /** Aborted when the server stops: what would go on for ever ends then. */
  stopping?: AbortSignal;
}

export interface Deps extends Parts {
  files: Files;
  sessions: Sessions;
  portalSessions: PortalSessions;
}
