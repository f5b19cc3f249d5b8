import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SentMessageInfo } from 'nodemailer';

/** Who a letter is from: the company by name, one address for all. */
export interface Sender {
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
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    // A line that was lost is for the lease to judge, not for the pool to repeat.
    maxRequeues: 0,
    ...PATIENCE,
    ...SELF_CONTAINED,
  } as never);
  return {
    async send(mail) {
      const { response } = (await transport.sendMail(messageOf(mail))) as SentMessageInfo & { response: string };
      return response;
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
