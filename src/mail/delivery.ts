import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/client.ts';
import { senderFailed, senderWorks } from '../database/mail-senders.ts';
import {
  claimMail,
  type ClaimedMail,
  mailDropped,
  mailFailed,
  mailGivenBack,
  mailPrepared,
  mailPutOff,
  mailSent,
  nextMails,
  type PreparedMail,
} from '../database/mails.ts';
import { readSettings } from '../database/settings.ts';
import { startWaker } from '../database/waker.ts';
import { AccountProblem, isFinal, isRefusalForNow, wordsOf } from './failures.ts';
import { CONNECTIONS_OF_ACCOUNT, type Line, openLines } from './senders.ts';
import { openTransport } from './transport.ts';

export interface DeliveryOptions {
  database: Database;
  databaseUrl: string;
  clock: Clock;
  /** Opens the passwords of users' accounts. */
  secretKey: string | undefined;
  /** Of the system's own sender. */
  smtpUrl: string | undefined;
  /** Where letters are written to without a server. */
  directory: string;
  /** The address from which the system's own letters come. */
  from: string;
  log: Logger;
  /** What a notice says now, before each attempt; null: it is no longer due. */
  prepare?: (mail: ClaimedMail) => Promise<PreparedMail | null>;
  /** Letters of the system's own sender under way at once, and connections to its server. */
  concurrency?: number;
  /** How long one has a letter to itself; longer than the longest talk with a server. */
  leaseSeconds?: number;
  /** Until another try, of a letter or of an account. */
  pauses?: Pauses;
  sweepMs?: number;
}

interface Pauses {
  letterSeconds: (attempts: number, isRefusalForNow: boolean) => number;
  accountSeconds: (failures: number) => number;
}

/** About three days with the pauses below. */
const ATTEMPTS = 18;
const FIRST_PAUSE_SECONDS = 60;
/** What greylisting asks for. */
const FIRST_PAUSE_OF_REFUSED_SECONDS = 300;
const LONGEST_PAUSE_SECONDS = 6 * 3600;
/** A link is worth nothing after a quarter of an hour. */
const LONGEST_PAUSE_OF_A_LINK_SECONDS = 60;
const LEASE_SECONDS = 180;

const pauseAfter = (times: number, first: number): number => Math.min(LONGEST_PAUSE_SECONDS, first * 3 ** (times - 1));
const PAUSES: Pauses = {
  letterSeconds: (attempts, isRefusal) =>
    pauseAfter(attempts, isRefusal ? FIRST_PAUSE_OF_REFUSED_SECONDS : FIRST_PAUSE_SECONDS),
  accountSeconds: (failures) => pauseAfter(failures, FIRST_PAUSE_SECONDS),
};

/**
 * Takes letters to the mail servers, each at least once: a lost answer or a delivery that was killed means another attempt,
 * with the same Message-ID. No transaction is open meanwhile. Several deliveries share the work, and each sender has lines of
 * its own, so that none waits for the server of another.
 */
export function startDelivery(options: DeliveryOptions): { stop(): Promise<void> } {
  const { database, databaseUrl, clock, log, from, concurrency = 5, leaseSeconds = LEASE_SECONDS, sweepMs } = options;
  const { letterSeconds, accountSeconds } = options.pauses ?? PAUSES;
  const system = openTransport({ ...options, connections: concurrency });
  const lines = openLines(database, options.secretKey);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  /** Talks under way, by sender; null is the system itself. */
  const busy = new Map<string | null, number>();
  const talks = new Set<Promise<void>>();
  let isStopping = () => false;

  const isFull = (senderId: string | null) =>
    (busy.get(senderId) ?? 0) >= (senderId === null ? concurrency : CONNECTIONS_OF_ACCOUNT);

  /** One more talk with the server of this sender, which goes on while there are letters. */
  function talk(senderId: string | null): void {
    if (isStopping() || isFull(senderId)) return;
    busy.set(senderId, (busy.get(senderId) ?? 0) + 1);
    const ended = lettersOf(senderId)
      .catch((error) => {
        log.warn({ err: error }, 'letters cannot be read or written down; the next sweep tries again');
        return 0;
      })
      .then((letters) => {
        busy.set(senderId, busy.get(senderId)! - 1);
        talks.delete(ended);
        if (letters > 0) waker.wake();
      });
    talks.add(ended);
  }

  /** Until none is due; how many there were. */
  async function lettersOf(senderId: string | null): Promise<number> {
    for (let letters = 0; ; letters += 1) {
      const mail = isStopping() ? null : await claimMail(database, senderId, { leaseSeconds, domain });
      if (!mail) return letters;
      talk(senderId);
      await deliver(mail);
    }
  }

  async function deliver(mail: ClaimedMail): Promise<void> {
    const facts = { mailId: mail.id, kind: mail.kind, attempts: mail.attempts, senderId: mail.senderId };
    if (mail.isUnsure) log.warn(facts, 'the last attempt of a letter never ended; it may go out twice');
    if (mail.expiresAt && mail.expiresAt <= new Date()) return mailFailed(database, mail, 'expired before it went out');
    let line: Line | undefined;
    let isTaken = false;
    try {
      const prepared = mail.kind === 'notice' && options.prepare ? await options.prepare(mail) : mail;
      if (!prepared) return await mailDropped(database, mail);
      if (isOther(prepared, mail)) await mailPrepared(database, mail, prepared);
      line = await lineOf(mail);
      const answer = await line.transport.send({ ...mail, ...prepared, from: line.from, date: new Date() });
      isTaken = true;
      await mailSent(database, mail, answer);
      log.debug(facts, 'a letter went out');
    } catch (error) {
      // What could not be written down is for the lease to judge: the server has the letter.
      if (isTaken) throw error;
      if (error instanceof AccountProblem && mail.senderId !== null) return rest(mail, mail.senderId, error);
      const said = wordsOf(error);
      if (isFinal(error) || mail.attempts >= ATTEMPTS) {
        log.warn({ ...facts, said }, 'a letter cannot be delivered and is given up');
        await mailFailed(database, mail, said);
      } else {
        log.warn({ ...facts, said }, 'a letter could not be delivered; it is tried again');
        const longest = mail.expiresAt ? LONGEST_PAUSE_OF_A_LINK_SECONDS : Number.POSITIVE_INFINITY;
        const seconds = Math.min(longest, letterSeconds(mail.attempts, isRefusalForNow(error)));
        await mailPutOff(database, mail, { error: said, seconds });
      }
    }
    if (mail.senderId !== null && line?.isFailing) await senderWorks(database, mail.senderId);
  }

  async function lineOf({ senderId }: ClaimedMail): Promise<Line> {
    if (senderId !== null) return lines.of(senderId);
    const { name } = await readSettings(database);
    return { transport: system, from: { name, address: from }, isFailing: false };
  }

  /** The account is at fault: its letters wait until it is tried again. */
  async function rest(mail: ClaimedMail, userId: string, { failure, said }: AccountProblem): Promise<void> {
    log.warn({ senderId: userId, failure, said }, 'nothing can be sent through a mail account; it is tried again');
    await senderFailed(database, clock, { userId, failure, said, pauseSeconds: accountSeconds });
    await mailGivenBack(database, mail, said ?? failure);
  }

  async function work(stops: () => boolean): Promise<void> {
    isStopping = stops;
    for (const { senderId, inMs } of await nextMails(database)) if (inMs <= 0) talk(senderId);
  }

  /** A sender whose lines are all busy looks for its next letter itself. */
  async function nextInMs(): Promise<number | null> {
    const waiting = (await nextMails(database)).filter(({ senderId }) => !isFull(senderId));
    return waiting.length === 0 ? null : Math.min(...waiting.map(({ inMs }) => inMs));
  }

  const waker = startWaker({ databaseUrl, channel: 'tacit_mail', log, sweepMs, work, nextInMs });
  return {
    async stop() {
      await waker.stop();
      await Promise.all(talks);
      system.close();
      lines.close();
    },
  };
}

/** Whether a letter says something else than what is written down. */
const isOther = (prepared: PreparedMail, mail: ClaimedMail): boolean =>
  (['to', 'subject', 'text', 'html'] as const).some((part) => prepared[part] !== mail[part]);
