import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import {
  claimMail,
  type ClaimedMail,
  mailDropped,
  mailFailed,
  mailPrepared,
  mailPutOff,
  mailSent,
  nextMailInMs,
  type PreparedMail,
} from '../database/mails.ts';
import { readSettings } from '../database/settings.ts';
import { startWaker } from '../database/waker.ts';
import { openTransport } from './transport.ts';

export interface DeliveryOptions {
  database: Database;
  databaseUrl: string;
  smtpUrl: string | undefined;
  /** Where letters are written to without a server. */
  directory: string;
  /** The address all letters come from. */
  from: string;
  log: Logger;
  /** What a notice says now, before each attempt; null: it is no longer due. */
  prepare?: (mail: ClaimedMail) => Promise<PreparedMail | null>;
  /** Letters under way at once, and connections to the mail server. */
  concurrency?: number;
  /** How long one has a letter to itself; longer than the longest talk with a server. */
  leaseSeconds?: number;
  /** Of another try; by default a minute, then three times as long each time, six hours at the most. */
  pauseSeconds?: (attempts: number) => number;
  sweepMs?: number;
}

/** Three days with the pauses below. */
const ATTEMPTS = 18;
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 6 * 3600;
/** A link is worth nothing after a quarter of an hour. */
const LONGEST_PAUSE_OF_A_LINK_SECONDS = 60;
const LEASE_SECONDS = 180;

const pauseAfter = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 3 ** (attempts - 1));

/**
 * Takes letters to the mail server, each at least once: a lost answer or a delivery that was killed means another attempt,
 * with the same Message-ID. No transaction is open meanwhile. Several deliveries share the work.
 */
export function startDelivery(options: DeliveryOptions): { stop(): Promise<void> } {
  const { database, databaseUrl, log, from, concurrency = 5, leaseSeconds = LEASE_SECONDS, sweepMs } = options;
  const pauseSeconds = options.pauseSeconds ?? pauseAfter;
  const transport = openTransport({ ...options, connections: concurrency });
  const domain = from.slice(from.lastIndexOf('@') + 1);

  async function work(isStopping: () => boolean): Promise<void> {
    const { name } = await readSettings(database);
    const one = async () => {
      while (!isStopping()) {
        const mail = await claimMail(database, { leaseSeconds, domain });
        if (!mail) return;
        await deliver(mail, name);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: concurrency }, one));
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async function deliver(mail: ClaimedMail, company: string): Promise<void> {
    const facts = { mailId: mail.id, kind: mail.kind, attempts: mail.attempts };
    if (mail.expiresAt && mail.expiresAt <= new Date()) return mailFailed(database, mail, 'expired before it went out');
    const prepared = mail.kind === 'notice' && options.prepare ? await options.prepare(mail) : mail;
    if (!prepared) return mailDropped(database, mail);
    if (prepared !== mail) await mailPrepared(database, mail, prepared);
    try {
      const sender = { name: company, address: from };
      const answer = await transport.send({ ...mail, ...prepared, from: sender, date: new Date() });
      await mailSent(database, mail, answer);
      log.debug(facts, 'a letter went out');
    } catch (error) {
      const said = wordsOf(error);
      if (isFinal(error) || mail.attempts >= ATTEMPTS) {
        log.warn({ ...facts, said }, 'a letter cannot be delivered and is given up');
        await mailFailed(database, mail, said);
      } else {
        log.warn({ ...facts, said }, 'a letter could not be delivered; it is tried again');
        const longest = mail.expiresAt ? LONGEST_PAUSE_OF_A_LINK_SECONDS : Number.POSITIVE_INFINITY;
        await mailPutOff(database, mail, { error: said, seconds: Math.min(longest, pauseSeconds(mail.attempts)) });
      }
    }
  }

  const nextInMs = () => nextMailInMs(database);
  const waker = startWaker({ databaseUrl, channel: 'tacit_mail', log, sweepMs, work, nextInMs });
  return {
    async stop() {
      await waker.stop();
      transport.close();
    },
  };
}

interface SmtpError {
  code?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
}

/** Of nodemailer, for a letter or an address; other codes are of the connection or of signing in to the server. */
const OF_THE_LETTER: unknown[] = ['EENVELOPE', 'EMESSAGE'];
/** A server that wants whoever sends to sign in first: SMTP_URL is wrong, not the letter. */
const SIGN_IN_FIRST = 530;

/** Whether trying again is in vain: the letter was refused for good (5xx), or no server can take such an address. */
function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as SmtpError;
  if (!OF_THE_LETTER.includes(code)) return false;
  return typeof responseCode !== 'number' || (responseCode >= 500 && responseCode !== SIGN_IN_FIRST);
}

/** What the server said, else what happened on the way to it. No part of the letter. */
function wordsOf(error: unknown): string {
  const { code, response, message } = error as SmtpError;
  if (typeof response === 'string') return response;
  return [code, message].filter((part) => typeof part === 'string').join(': ') || 'unknown';
}
