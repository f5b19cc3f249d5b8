import { z } from 'zod';
import { Host, Port } from './connections.ts';
import { Email, Instant, orNull, text } from './common.ts';

/** Encryption of the talk with the server: from the first byte, by STARTTLS which is then demanded, or none. */
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;

/** `unchecked` sends nothing until a test has passed; `failing` is tried again by itself. */
export const MAIL_ACCOUNT_STATES = ['none', 'unchecked', 'checked', 'failing'] as const;
export const MailAccountState = z.enum(MAIL_ACCOUNT_STATES);

/** Ports on which mail is taken from whoever sends it; MAIL_PORTS names more (0022). */
export const MAIL_PORTS: readonly number[] = [25, 465, 587, 2525];

/** What keeps an account from sending. */
export const ACCOUNT_FAILURES = [
  'account_missing',
  'account_unchecked',
  'secret_unreadable',
  'host_unknown',
  'connection_refused',
  'no_answer',
  'connection_lost',
  'not_encrypted',
  'not_mail_server',
  'sign_in_refused',
  'sender_refused',
  'limit_reached',
  'server_busy',
] as const;
export type AccountFailure = (typeof ACCOUNT_FAILURES)[number];

const oneLine = (max: number) => text(max).refine((value) => !/\p{Cc}/u.test(value), { params: { code: 'one_line' } });

const fields = {
  fromName: oneLine(120).nullable().meta({ description: 'Null: the address alone' }),
  address: Email.meta({ description: 'Letters come from here, and answers go here' }),
  host: Host.meta({ description: 'Name or address of the mail server' }),
  port: Port.meta({ description: '25, 465, 587, 2525, or one that the operator allows' }),
  security: z.enum(MAIL_SECURITIES),
  username: oneLine(254).nullable().meta({ description: 'Null: the server wants nobody to sign in' }),
  perMinute: z.int().min(1).max(6000).default(30).meta({ description: 'Letters a minute at the most' }),
};

export const MailAccountEdit = z
  .strictObject({
    ...fields,
    password: z.string().min(1).max(500).optional().meta({
      description: 'Never given back. Left out: the one before, unless host, port, security or user name are others',
    }),
  })
  .meta({ id: 'MailAccountEdit' });

export const MailAccount = z
  .strictObject({
    state: MailAccountState,
    account: orNull(
      z.strictObject({
        ...fields,
        address: z.string(),
        perMinute: z.int(),
        hasPassword: z.boolean(),
        checkedAt: Instant.nullable(),
      }),
    ),
    failure: orNull(
      z.strictObject({
        code: z.enum(ACCOUNT_FAILURES),
        words: z.string().meta({ description: 'The same in words, with what to do, in the language of the reader' }),
        said: z.string().nullable().meta({ description: 'In the words of the mail server' }),
        since: Instant,
        retryAt: Instant.nullable(),
      }),
    ),
    waiting: z.int().meta({ description: 'Letters that wait to go out through it' }),
  })
  .meta({ id: 'MailAccount' });

export const MailAccountTest = z
  .strictObject({
    ok: z.boolean(),
    to: z.string().meta({ description: 'Where the letter of the test went: the address of the user who asked' }),
    code: z
      .enum([...ACCOUNT_FAILURES, 'letter_refused'])
      .nullable()
      .meta({ description: 'What went wrong' }),
    words: z.string().nullable().meta({ description: 'The same in words, with what to do' }),
    said: z.string().nullable().meta({ description: 'The last words of the mail server, if it is one' }),
  })
  .meta({ id: 'MailAccountTest' });
