import type { Request, Response } from 'express';
import type { z } from 'zod';
import { Refusal } from '../database/act.ts';
import { DomainError } from '../domain/errors.ts';
import { issueText, type Language, problemText, zodMessages } from '../i18n/index.ts';
import { type InputIssue, InvalidInput } from '../schemas/invalid-input.ts';
import { isProblemCode, type Problem, type ProblemCode, PROBLEMS } from '../schemas/problems.ts';
import { languageOfRequest } from './language.ts';
import { requestIdOf } from './log.ts';

/** A refusal of the API itself, with the headers it needs. */
export class Answered extends Error {
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, details: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    super(code);
    this.name = 'Answered';
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** What an error answers. `code` is not in the table only for a refusal that nobody has worded yet. */
export interface Known {
  status: number;
  code: string;
  details?: Readonly<Record<string, unknown>> | undefined;
  issues?: readonly InputIssue[] | undefined;
  headers?: Record<string, string>;
}

const refused = (code: ProblemCode, rest: Omit<Known, 'status' | 'code'> = {}): Known => ({
  status: PROBLEMS[code],
  code,
  ...rest,
});

/** The one table from error to answer; null for what nobody expected. */
export function known(error: unknown): Known | null {
  if (error instanceof Answered) return refused(error.code, error);
  if (error instanceof Refusal) return { status: error.status, code: error.code, details: error.details };
  if (error instanceof InvalidInput) return refused('invalid_input', { issues: error.issues });
  if (error instanceof DomainError) {
    return refused('invalid_input', { issues: [{ path: '', code: error.code, message: error.message }] });
  }
  return fromBodyParser(error) ?? fromDatabase(error);
}

const BODY_PARSER: Record<string, ProblemCode> = {
  'entity.too.large': 'body_too_large',
  'entity.parse.failed': 'bad_json',
  'request.size.invalid': 'bad_json',
  'request.aborted': 'bad_json',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
};

function fromBodyParser(error: unknown): Known | null {
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  if (typeof type === 'string' && BODY_PARSER[type]) return refused(BODY_PARSER[type]);
  // Express itself refuses an address with a broken escape, such as %E0.
  return error instanceof URIError || (error instanceof Error && status === 400) ? refused('bad_json') : null;
}

/** Unique names and addresses, by the index that guards them. */
const UNIQUE: Record<string, ProblemCode> = {
  user_email_key: 'email_taken',
  branch_name_key: 'name_taken',
  department_name_key: 'name_taken',
  plan_name_key: 'name_taken',
  task_type_name_key: 'name_taken',
  saved_filter_owner_id_kind_name_key: 'name_taken',
  nas_name_key: 'name_taken',
  connection_branch_id_username_key: 'username_taken',
  cancellation_profile_title_key: 'name_taken',
  cancellation_reason_title_key: 'name_taken',
  reversal_classification_title_key: 'name_taken',
  cancellation_request_in_progress: 'request_in_progress',
  notice_concept_described_once: 'name_taken',
  // Two who open the settings of a customer for the first time.
  notice_setting_pkey: 'version_conflict',
};

/** The ways of Prisma, its driver, PostgreSQL and gRPC to say that a server is away or every connection is taken. */
const AWAY = [
  ...['P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'TooManyConnections', 'SocketTimeout'],
  ...['3D000', '53300', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET'],
  ...['grpc 4', 'grpc 14'],
];

/** The driver's words, without any code, where a connection breaks between two statements of a transaction. */
const BROKEN =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed) and is not queryable)/;

/** Guards of the database that the code before them should have known: foreign keys, checks, exclusions, triggers. */
const GUARDS = ['P2003', 'P2034', '23503', '23514', '23P01', '23001', '40001', '40P01'];

function fromDatabase(error: unknown): Known | null {
  const { facts, signs } = signsOf(error);
  const has = (...these: string[]) => these.some((sign) => signs.includes(sign));
  if (has(...AWAY) || (error instanceof Error && BROKEN.test(error.message))) {
    return refused('unavailable', { headers: { 'Retry-After': '5' } });
  }
  if (has('P2025')) return refused('not_found');
  if (has('P2002', '23505')) {
    const index = Object.keys(UNIQUE).find((name) => facts.includes(name));
    return refused(index ? UNIQUE[index]! : 'conflict');
  }
  return has(...GUARDS) ? refused('conflict') : null;
}

/** An error from below carries its codes in several places, depending on which layer noticed it. */
function signsOf(error: unknown): { facts: string; signs: string[] } {
  const { code, meta, cause } = (error ?? {}) as { code?: unknown; meta?: unknown; cause?: unknown };
  const facts = JSON.stringify([meta ?? null, cause ?? null]);
  const below = [...facts.matchAll(/"(?:originalCode|kind|code)":"(\w+)"/g)].map(([, sign]) => sign!);
  return { facts, signs: [typeof code === 'number' ? `grpc ${code}` : String(code), ...below] };
}

/** The issues of a schema, in the reader's language. `source` is where the value came from; the body has no prefix. */
export function inputIssues(error: z.core.$ZodError, source: 'body' | 'query' | 'header'): InputIssue[] {
  return issuesAt(error.issues, source === 'body' ? [] : [source]);
}

function issuesAt(issues: readonly z.core.$ZodIssue[], base: readonly string[]): InputIssue[] {
  return issues.flatMap((issue): InputIssue[] => {
    const at = [...base, ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...at, key].join('.'), code: 'unknown_field' }));
    }
    // Of "this or null", what is wrong with this.
    const meant = issue.code === 'invalid_union' ? issue.errors.filter((option) => !isOfAnotherType(option)) : [];
    if (meant.length === 1) return issuesAt(meant[0]!, at);
    const own = issue.code === 'custom' ? issue.params?.['code'] : undefined;
    return [{ path: at.join('.'), code: typeof own === 'string' ? own : issue.code, message: issue.message }];
  });
}

const isOfAnotherType = (issues: readonly z.core.$ZodIssue[]): boolean =>
  issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);

export const parseOptions = (language: Language) => ({ error: zodMessages(language) });

/** Writes the answer to an error. The reader learns nothing of what broke here; the log does. */
export function sendProblem(request: Request, response: Response, error: unknown): void {
  const found = known(error);
  const log = request.log as { error?: (facts: object, text: string) => void } | undefined;
  if (!found || found.status >= 500) log?.error?.({ err: error }, 'request failed');
  else if (found.code === 'conflict' && !(error instanceof Refusal))
    log?.error?.({ err: error }, 'a guard of the database held');
  const { status, code, details, issues, headers } = found ?? refused('internal_error');
  if (response.headersSent) return void response.destroy();
  const language = languageOfRequest(request);
  const worded = isProblemCode(code)
    ? code
    : status === 404
      ? 'not_found'
      : status === 403
        ? 'permission_required'
        : 'conflict';
  const body: z.input<typeof Problem> = {
    type: `/problems/${code}`,
    ...problemText(language, worded, details),
    status,
    instance: requestIdOf(request),
    code,
    ...(details && Object.keys(details).length > 0 ? { details } : {}),
    ...(issues
      ? {
          errors: issues.map(({ path, code, message }) => ({
            path,
            code,
            message: issueText(language, code) ?? message ?? code,
          })),
        }
      : {}),
  };
  response.status(status).set({
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': language,
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}
