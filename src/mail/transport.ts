import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SentMessageInfo } from 'nodemailer';
import type { MailSecurity } from '../database/generated/enums.ts';
import { accountFailureOf, AccountProblem, answerOf } from './failures.ts';

/** Who a letter is from. */
export interface Sender {
  /** Empty: the address alone. */
  name: string;
  address: string;
}

export interface Outgoing {
  from: Sender;
  to: string;
  subject: string;
  text: string;
  html: string;
  listUnsubscribe?: string;
  /** With its angle brackets; the same at every attempt. */
  messageId: string;
  date: Date;
}

export interface Transport {
  /** Hands a letter over and answers what the server said to it. Throws what nodemailer throws. */
  send(mail: Outgoing): Promise<string>;
  close(): void;
}

export interface TransportOptions {
  smtpUrl: string | undefined;
  /** Where letters are written to without a server. */
  directory: string;
  /** At once; also the connections to the server. */
  connections: number;
}

/** Long enough for a slow server, and together well below the lease of a letter. */
export const PATIENCE = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 10_000,
  socketTimeout: 30_000,
} as const;
/** Of one letter, whatever the server does: one that trickles its answers is never silent. */
export const LONGEST_TALK_MS = 120_000;
/** An idle connection is closed before the server drops it while a letter is on its way. */
const IDLE_MS = 20_000;

export const openTransport = (options: TransportOptions): Transport =>
  options.smtpUrl === undefined ? intoFiles(options.directory) : overSmtp(options.smtpUrl, options.connections);

/** No part of a letter is read from a file or fetched, whatever it says. */
const SELF_CONTAINED = { disableFileAccess: true, disableUrlAccess: true } as const;

function messageOf({ from, to, subject, text, html, listUnsubscribe, messageId, date }: Outgoing) {
  return {
    from,
    // As an object: a text would be read as a list of addresses.
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId,
    date,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(listUnsubscribe !== undefined && {
        'List-Unsubscribe': `<${listUnsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    ...SELF_CONTAINED,
  };
}

/** Speaks with the server as far as signing in, and sends nothing. Throws what nodemailer throws. */
export async function checkSmtp(url: string, patienceMs: number): Promise<void> {
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = createTransport({ url, ...patience } as never);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

function overSmtp(url: string, connections: number): Transport {
  const { username, password } = new URL(url);
  return pool({ url }, connections, credentials(decodeURIComponent(username), decodeURIComponent(password)));
}

export interface MailServer {
  host: string;
  port: number;
  security: MailSecurity;
  username: string | null;
  password: string | null;
}

/** Through somebody's account. What keeps the account from sending is thrown as an AccountProblem. */
export function openAccount({ host, port, security, username, password }: MailServer, connections: number): Transport {
  return pool(
    {
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      // A server that offers no sign-in must not be sent to without one.
      ...(username !== null && { auth: { user: username, pass: password ?? '' }, forceAuth: true }),
    },
    connections,
    credentials(username ?? '', password ?? ''),
    (error, hadBegun) => {
      const failure = accountFailureOf(error, hadBegun);
      return failure ? new AccountProblem(failure, answerOf(error)) : error;
    },
  );
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A password as it goes over the line, in each way of signing in: servers repeat a command that they do not know. */
const credentials = (username: string, password: string): string[] =>
  [password, base64(password), base64(`\0${username}\0${password}`)]
    // Shorter ones stand in any text.
    .filter((text) => password !== '' && text.length >= 4);

/** Words of a server as they may be kept and shown: without what was told to it in confidence, and as text. */
const heard = (words: string, secrets: readonly string[]): string =>
  secrets
    .reduce((text, secret) => text.replaceAll(secret, '***'), words)
    .replaceAll(/[^\P{Cc}\n]|\p{Surrogate}/gu, ' ');

/** What the library calls before it speaks of a letter, once the server has let us in. */
interface Compiled {
  message: { createReadStream: (...given: unknown[]) => unknown };
  data: object;
}

function pool(
  server: object,
  connections: number,
  secrets: readonly string[],
  judged: (error: unknown, hadBegun: boolean) => unknown = (error) => error,
): Transport {
  const transport = createTransport({
    ...server,
    pool: true,
    maxConnections: connections,
    // A line that was lost is for the lease to judge, not for the pool to repeat.
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    ...PATIENCE,
    ...SELF_CONTAINED,
  } as never);
  const begun = new WeakSet<object>();
  transport.use('stream', (mail, done) => {
    const { message, data } = mail as unknown as Compiled;
    const open = message.createReadStream.bind(message);
    message.createReadStream = (...given) => {
      begun.add((data as { letter: object }).letter);
      return open(...given);
    };
    done();
  });
  return {
    async send(mail) {
      const given = { ...messageOf(mail), letter: mail, signal: AbortSignal.timeout(LONGEST_TALK_MS) };
      try {
        const { response } = (await transport.sendMail(given)) as SentMessageInfo & { response: string };
        return heard(response, secrets);
      } catch (error) {
        const said = error as { response?: unknown; message?: unknown };
        if (typeof said.message === 'string') said.message = heard(said.message, secrets);
        if (typeof said.response === 'string') said.response = heard(said.response, secrets);
        throw judged(error, begun.has(mail));
      }
    },
    close: () => transport.close(),
  };
}

/** Only its owner reads what may hold a link that signs somebody in. */
const FOR_OWNER_ONLY = 0o600;

function intoFiles(directory: string): Transport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix', ...SELF_CONTAINED });
  return {
    async send(mail) {
      const { message } = (await transport.sendMail(messageOf(mail))) as { message: Buffer };
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const name = `${mail.date.toISOString().replaceAll(/[:.]/g, '-')}-${mail.messageId.replaceAll(/[^\w-]/g, '')}`;
      const file = join(directory, `${name.slice(0, 120)}.eml`);
      await writeFile(`${file}.part`, new Uint8Array(message), { mode: FOR_OWNER_ONLY });
      await rename(`${file}.part`, file);
      return file;
    },
    close: () => transport.close(),
  };
}
