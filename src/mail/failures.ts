import type { AccountFailure } from '../schemas/mail-accounts.ts';

/** Of the way to a server or of whoever signs in there; no letter is to blame. */
export class AccountProblem extends Error {
  readonly failure: AccountFailure;
  readonly said: string | null;

  constructor(failure: AccountFailure, said: string | null = null) {
    super(failure);
    this.name = 'AccountProblem';
    this.failure = failure;
    this.said = said;
  }
}

interface SmtpError {
  /** Of nodemailer; of the system in `originalCode`. */
  code?: unknown;
  originalCode?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
}

/** The most of a server's answer that is kept. */
const LONGEST_ANSWER = 500;

/** What the server said, as far as it speaks SMTP: whatever else listens at an address somebody entered is not quoted. */
export function answerOf(error: unknown): string | null {
  const { response } = error as SmtpError;
  return typeof response === 'string' && /^[2-5]\d\d[ -]/.test(response) ? response.slice(0, LONGEST_ANSWER) : null;
}

/** What the server said, else what happened on the way to it. No part of the letter. */
export function wordsOf(error: unknown): string {
  const { code, message } = error as SmtpError;
  const happened = [code, message].filter((part) => typeof part === 'string').join(': ');
  return (answerOf(error) ?? happened).slice(0, LONGEST_ANSWER) || 'unknown';
}

/** Of nodemailer, for a letter or an address; other codes are of the connection or of signing in to the server. */
const OF_THE_LETTER: unknown[] = ['EENVELOPE', 'EMESSAGE'];
/** A server that wants whoever sends to sign in first: the account is wrong, not the letter. */
const SIGN_IN_FIRST = 530;
/** The session was not where it should be; another connection may do. */
const BAD_SEQUENCE = 503;

/** Whether trying again is in vain: the letter was refused for good (5xx), or no server can take such an address. */
export function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as SmtpError;
  if (!OF_THE_LETTER.includes(code)) return false;
  if (typeof responseCode !== 'number') return true;
  return responseCode >= 500 && responseCode !== SIGN_IN_FIRST && responseCode !== BAD_SEQUENCE;
}

/** Refused for now: of greylisting, which wants to be asked again some minutes later. */
export function isRefusalForNow(error: unknown): boolean {
  const { responseCode } = error as SmtpError;
  return typeof responseCode === 'number' && responseCode >= 400 && responseCode < 500;
}

/**
 * What is wrong with the account, if it is the account and not the letter. `hadBegun`: the server had let us in and was given
 * the letter; a line that is lost then is the letter's, or one that no server survives would hold up all others.
 */
export function accountFailureOf(error: unknown, hadBegun: boolean): AccountFailure | null {
  const { code, originalCode, responseCode, response, command } = error as SmtpError;
  if (OF_THE_LETTER.includes(code)) {
    return typeof responseCode === 'number' ? ofAnswer(responseCode, String(response), command) : null;
  }
  if (hadBegun) return null;
  if (isRefusalForNow(error)) return 'server_busy';
  switch (code) {
    case 'EDNS':
      return 'host_unknown';
    case 'EAUTH':
    case 'ENOAUTH':
      return 'sign_in_refused';
    case 'ETLS':
      return 'not_encrypted';
    case 'EPROTOCOL':
      return 'not_mail_server';
    case 'ETIMEDOUT':
      return 'no_answer';
    case 'ESOCKET':
      return ofSocket(originalCode);
    default:
      return 'connection_lost';
  }
}

/** Extended codes that big providers give for an account, whatever the letter (RFC 3463). */
const LIMIT_REACHED = /^5\d\d[ -]5\.4\.5\b/;
const NOT_ALLOWED_TO_SEND = /^5\d\d[ -]5\.7\.(57|60)\b/;

function ofAnswer(code: number, answer: string, command: unknown): AccountFailure | null {
  if (code === SIGN_IN_FIRST) return 'sign_in_refused';
  if (LIMIT_REACHED.test(answer)) return 'limit_reached';
  if (NOT_ALLOWED_TO_SEND.test(answer)) return 'sender_refused';
  if (command === 'RCPT TO') return code >= 500 && /\brelay/i.test(answer) ? 'sender_refused' : null;
  // Of the sender, but for the size, which is told with it.
  if (command === 'MAIL FROM' && code !== 552) return code >= 500 ? 'sender_refused' : 'server_busy';
  return null;
}

function ofSocket(code: unknown): AccountFailure {
  const text = String(code);
  if (/CERT|SIGNATURE|^ERR_(TLS|SSL)|^EPROTO$|SELF_SIGNED/.test(text)) return 'not_encrypted';
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(text)) return 'host_unknown';
  if (['ECONNRESET', 'EPIPE'].includes(text)) return 'connection_lost';
  return text === 'ETIMEDOUT' ? 'no_answer' : 'connection_refused';
}
