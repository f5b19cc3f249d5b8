import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { TLSConfig } from '@temporalio/client';
import { z } from 'zod';
import type { FirstBranch } from './database/users.ts';
import { isTimeZone } from './domain/dates.ts';
import { Fault } from './fault.ts';
import { packageRoot } from './package-root.ts';
import { Country, Currency, TimeZone } from './schemas/common.ts';
import { LANGUAGES } from './schemas/languages.ts';

/** What the environment says. Undefined where nothing is said and the embedded parts or a default step in. */
export interface Config {
  databaseUrl: string | undefined;
  temporal: {
    /** `host:port` */
    address: string | undefined;
    namespace: string;
    taskQueue: string;
    apiKey: string | undefined;
    tls: boolean;
    /** PEM files: the client's certificate and key, the authority of the server's certificate. */
    tlsFiles: { cert: string | undefined; key: string | undefined; ca: string | undefined };
    /** Address of Temporal's web pages, for links. */
    ui: string | undefined;
  };
  /** Where files are kept; undefined: in the database. The credentials are those that AWS's own tools find. */
  s3: { bucket: string; endpoint: string | undefined; region: string } | undefined;
  smtpUrl: string | undefined;
  /** Besides those of mail, ports that mail accounts of staff may use. */
  mailPorts: number[] | undefined;
  /** The address letters come from; undefined where neither MAIL_FROM nor the user of SMTP_URL says one. */
  mailFrom: string | undefined;
  host: string;
  port: number;
  /** Whether the operator chose the port, so that another one must not be taken instead. */
  isPortChosen: boolean;
  /** How browsers reach Tacit, without a slash at the end. */
  publicUrl: string | undefined;
  /** Express's `trust proxy`: addresses with commas between them, or the number of proxies. */
  trustProxy: string | number | undefined;
  secretKey: string | undefined;
  adminEmail: string;
  adminPassword: string | undefined;
  /** Made together with the first administrator. */
  firstBranch: FirstBranch;
  logLevel: LogLevel;
  /** Directory of the embedded parts, absolute. */
  home: string;
  testClock: boolean;
  /** How long the API waits for a request's workflow to decide, in milliseconds. */
  commandPatienceMs: number;
  /** The file of variables that was read, absolute. */
  envFile: string | undefined;
}

/** In Node since 20.12, not yet in its types. */
type WithEnvFile = NodeJS.Process & { loadEnvFile(path: string): void };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));
const file = z.string().refine((path) => existsSync(path));
const flag = z.enum(['0', '1', 'false', 'true']).transform((text) => text === '1' || text === 'true');

/** Addresses, networks, and Express's names of networks; or how many proxies stand before the API. */
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((given) => (given.length === 1 && /^[1-9]$/.test(given[0]!)) || given.every(isNetwork))
  .transform((given) => (/^\d$/.test(given[0]!) ? Number(given[0]) : given.join(',')));

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128);
}

interface Variable {
  schema: z.ZodType;
  expected: string;
  isSecret?: true;
}

const VARIABLES = {
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    expected: 'postgresql://user:password@host:5432/database',
    isSecret: true,
  },
  TEMPORAL_ADDRESS: { schema: z.string().regex(/^[^\s/]+:\d{1,5}$/), expected: 'host:port, such as 127.0.0.1:7233' },
  TEMPORAL_NAMESPACE: { schema: z.string().regex(/^[\w.-]+$/), expected: 'a name of letters, digits, . _ and -' },
  TEMPORAL_TASK_QUEUE: { schema: z.string().regex(/^[\w.-]+$/), expected: 'a name of letters, digits, . _ and -' },
  TEMPORAL_API_KEY: { schema: z.string(), expected: 'a key', isSecret: true },
  TEMPORAL_TLS: { schema: flag, expected: '1 or 0' },
  TEMPORAL_TLS_CLIENT_CERT_PATH: { schema: file, expected: 'the path of a PEM file that exists' },
  TEMPORAL_TLS_CLIENT_KEY_PATH: { schema: file, expected: 'the path of a PEM file that exists' },
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: { schema: file, expected: 'the path of a PEM file that exists' },
  TACIT_TEMPORAL_UI: { schema: url('http:', 'https:'), expected: 'http://host:port' },
  S3_BUCKET: { schema: z.string().regex(/^[\w.-]+$/), expected: 'the name of a bucket' },
  S3_ENDPOINT: { schema: url('http:', 'https:'), expected: 'https://host' },
  S3_REGION: { schema: z.string().regex(/^[\w-]+$/), expected: 'a region, such as eu-south-2' },
  SMTP_URL: { schema: url('smtp:', 'smtps:'), expected: 'smtp://user:password@host:587', isSecret: true },
  MAIL_PORTS: {
    schema: z
      .string()
      .regex(/^\d{1,5}(\s*,\s*\d{1,5})*$/)
      .transform((text) => text.split(',').map(Number))
      .refine((ports) => ports.every((port) => port >= 1 && port <= 65_535)),
    expected: 'ports with commas between them, such as 1025,2526',
  },
  MAIL_FROM: { schema: z.email(), expected: 'an e-mail address' },
  HOST: { schema: z.string().regex(/^\S+$/), expected: 'a host name or address, such as 127.0.0.1 or 0.0.0.0' },
  PORT: { schema: z.coerce.number().int().min(1).max(65_535), expected: 'a whole number from 1 to 65535' },
  PUBLIC_URL: { schema: url('http:', 'https:'), expected: 'https://host' },
  TRUST_PROXY: {
    schema: proxies,
    expected: 'the addresses or networks of the proxies with commas between them, or their number',
  },
  SECRET_KEY: { schema: z.string().min(16), expected: 'at least 16 characters', isSecret: true },
  ADMIN_EMAIL: { schema: z.email(), expected: 'an e-mail address' },
  ADMIN_PASSWORD: { schema: z.string().min(8), expected: 'at least 8 characters', isSecret: true },
  BRANCH_NAME: { schema: z.string().max(120), expected: 'at most 120 characters' },
  BRANCH_TIME_ZONE: { schema: TimeZone, expected: 'an IANA time zone, such as Europe/Madrid' },
  BRANCH_COUNTRY: { schema: Country, expected: 'a country of two capitals (ISO 3166-1), such as ES' },
  BRANCH_LANGUAGE: { schema: z.enum(LANGUAGES), expected: LANGUAGES.join(', ') },
  BRANCH_CURRENCY: { schema: Currency, expected: 'a currency of three capitals (ISO 4217), such as EUR' },
  LOG_LEVEL: { schema: z.enum(LOG_LEVELS), expected: LOG_LEVELS.join(', ') },
  TACIT_HOME: { schema: z.string(), expected: 'the path of a directory' },
  COMMAND_PATIENCE_SECONDS: {
    schema: z.coerce.number().min(1).max(60),
    expected: 'a number of seconds from 1 to 60',
  },
  TACIT_TEST_CLOCK: { schema: z.literal('1'), expected: '1, or nothing' },
} as const satisfies Record<string, Variable>;

type Values = { [Name in keyof typeof VARIABLES]?: z.output<(typeof VARIABLES)[Name]['schema']> };

/**
 * Reads the environment, after `.env` in the working directory where there is one (the environment wins).
 * Throws a Fault with one line per variable that is wrong; secrets are not repeated in it.
 */
export function loadConfig(environment?: NodeJS.ProcessEnv): Config {
  const envFile = environment === undefined && existsSync('.env') ? resolve('.env') : undefined;
  if (envFile !== undefined) (process as WithEnvFile).loadEnvFile(envFile);
  const given = environment ?? process.env;
  const values = parse(given);
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = values;
  const ca = values.TEMPORAL_TLS_SERVER_CA_CERT_PATH;
  const { timeZone: ownZone } = new Intl.DateTimeFormat().resolvedOptions();
  return {
    databaseUrl: values.DATABASE_URL,
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE ?? 'tacit',
      taskQueue: values.TEMPORAL_TASK_QUEUE ?? 'tacit',
      apiKey: values.TEMPORAL_API_KEY,
      // An API key without encryption would be readable on the way.
      tls: values.TEMPORAL_TLS ?? [values.TEMPORAL_API_KEY, cert, key, ca].some((value) => value !== undefined),
      tlsFiles: { cert, key, ca },
      ui: values.TACIT_TEMPORAL_UI?.replace(/\/+$/, ''),
    },
    s3:
      values.S3_BUCKET === undefined
        ? undefined
        : { bucket: values.S3_BUCKET, endpoint: values.S3_ENDPOINT, region: values.S3_REGION ?? 'us-east-1' },
    smtpUrl: values.SMTP_URL,
    mailPorts: values.MAIL_PORTS,
    mailFrom: values.MAIL_FROM ?? smtpUser(values.SMTP_URL),
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3000,
    isPortChosen: values.PORT !== undefined,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    trustProxy: values.TRUST_PROXY,
    secretKey: values.SECRET_KEY,
    adminEmail: values.ADMIN_EMAIL ?? 'admin@tacit.localhost',
    adminPassword: values.ADMIN_PASSWORD,
    firstBranch: {
      name: values.BRANCH_NAME ?? 'Main branch',
      timeZone: values.BRANCH_TIME_ZONE ?? (isTimeZone(ownZone) ? ownZone : 'UTC'),
      // What ISO 3166-1 sets aside for "not stated".
      country: values.BRANCH_COUNTRY ?? 'ZZ',
      language: values.BRANCH_LANGUAGE ?? 'en',
      currency: values.BRANCH_CURRENCY ?? 'EUR',
    },
    logLevel: values.LOG_LEVEL ?? 'info',
    home: resolve(values.TACIT_HOME ?? join(packageRoot, '.tacit')),
    testClock: values.TACIT_TEST_CLOCK === '1',
    commandPatienceMs: (values.COMMAND_PATIENCE_SECONDS ?? 5) * 1000,
    envFile,
  };
}

/** The user of the mail server, where it is an e-mail address, as with most providers. */
function smtpUser(smtpUrl: string | undefined): string | undefined {
  const user = smtpUrl === undefined ? '' : decodeURIComponent(new URL(smtpUrl).username);
  return z.email().safeParse(user).data;
}

/** The address letters come from; left out, nobody reads what is answered to it. */
export function senderOf({ mailFrom, publicUrl }: Config): string {
  const { hostname } = new URL(publicUrl ?? 'http://localhost');
  return mailFrom ?? `no-reply@${hostname}`;
}

/** The database, for commands that do not start one. Throws a Fault when DATABASE_URL is not set. */
export function requireDatabaseUrl({ databaseUrl }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new Fault(
    'no-database-url',
    'DATABASE_URL is not set, and this command does not start PostgreSQL by itself.',
    'Set it to postgresql://user:password@host:5432/database, or start everything with npm start.',
  );
}

/** How to connect to Temporal: what the client's and the worker's connection both take. Reads the PEM files. */
export function temporalConnectionOptions(config: Config): {
  address: string;
  apiKey?: string;
  tls: TLSConfig | boolean;
} {
  const { address, apiKey, tls, tlsFiles } = config.temporal;
  if (address === undefined) {
    throw new Fault(
      'no-temporal-address',
      'TEMPORAL_ADDRESS is not set, and this command does not start Temporal by itself.',
      'Set it to host:port of a cluster, or start everything with npm start.',
    );
  }
  const { cert, key, ca } = tlsFiles;
  const pem = (path: string) => new Uint8Array(readFileSync(path));
  return {
    address,
    ...(apiKey === undefined ? {} : { apiKey }),
    tls: tls && {
      ...(ca === undefined ? {} : { serverRootCACertificate: pem(ca) }),
      ...(cert === undefined || key === undefined ? {} : { clientCertPair: { crt: pem(cert), key: pem(key) } }),
    },
  };
}

function parse(given: NodeJS.ProcessEnv): Values {
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const [name, { schema, expected, ...rest }] of Object.entries(VARIABLES) as [string, Variable][]) {
    const text = given[name]?.trim();
    // Compose files and shells pass on what is not set as an empty text.
    if (text === undefined || text === '') continue;
    const result = schema.safeParse(text);
    if (result.success) values[name] = result.data;
    else
      complaints.push(
        `${name}: ${rest.isSecret ? '(not shown)' : JSON.stringify(text)} was given; expected ${expected}`,
      );
  }
  const [cert, key] = ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH'] as const;
  if (given[cert] && !given[key]) complaints.push(`${key}: nothing was given; expected, as ${cert} is set`);
  if (given[key] && !given[cert]) complaints.push(`${cert}: nothing was given; expected, as ${key} is set`);
  for (const name of ['S3_ENDPOINT', 'S3_REGION']) {
    if (given[name] && !given['S3_BUCKET'])
      complaints.push(`S3_BUCKET: nothing was given; expected, as ${name} is set`);
  }
  if (complaints.length === 0) return values;
  throw new Fault(
    'configuration',
    `The environment cannot be used:\n${complaints.map((line) => `  ${line}`).join('\n')}`,
    'Correct it in .env or where Tacit is started.',
  );
}
