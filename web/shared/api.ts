import type { z } from 'zod';
import type { Problem as ProblemSchema } from '../../src/schemas/problems.ts';
import { currentLanguage } from './i18n.ts';

export type Problem = z.output<typeof ProblemSchema>;

/** What the server refused, in the reader's language. `status` 0: it was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  /** Seconds after which the server says it is worth another try. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem?: Problem, retryAfter?: number) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem?.code ?? (this.status === 0 ? 'offline' : 'internal_error');
  }
}

/** Refusals that are about one field, though they name none. */
const AT_FIELD: Record<string, string> = {
  name_taken: 'name',
  email_taken: 'email',
  branch_unknown: 'branchId',
  branch_retired: 'branchId',
  payer_unknown: 'payerId',
  payer_is_self: 'payerId',
  payer_has_payer: 'payerId',
  pays_for_others: 'payerId',
  guardian_unknown: 'guardianId',
  guardian_is_self: 'guardianId',
  guardian_minor: 'guardianId',
  task_type_unknown: 'taskTypeId',
  task_type_classification: 'taskTypeId',
  task_type_retired: 'taskTypeId',
  task_type_not_in_agenda: 'assigneeId',
  user_unknown: 'assigneeId',
  user_inactive: 'assigneeId',
  file_unknown: 'fileId',
};

const firstPart = (path: string): string => path.split('.')[0]!;

/** What was refused at each field, by the field's name in the form: of `amount.currency` that is `amount`, unless `toField` says otherwise. */
export function errorsOf(error: unknown, toField: (path: string) => string = firstPart): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const field = AT_FIELD[error.code];
  if (field) return { [field]: error.message };
  return Object.fromEntries((error.problem?.errors ?? []).map(({ path, message }) => [toField(path), message]));
}

/** What was refused at one field, or below it. */
export const refusalAt = (error: unknown, field: string): string | undefined =>
  errorsOf(error, (path) => (path.startsWith(`${field}.`) ? field : path))[field];

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Sent {
  query?: Query | undefined;
  /** A file is sent as it is, everything else as JSON. */
  body?: unknown;
  /** The version that was read (If-Match): every PATCH needs it. */
  version?: number | undefined;
  /** The same for every repeat of one decision, so that it happens once. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

export function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Asks the server. Throws an ApiError for every answer but a success. */
export async function api<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
  const { query, body, version, idempotencyKey, signal } = sent;
  const headers = new Headers({ 'Accept-Language': currentLanguage() });
  const isFile = body instanceof Blob;
  if (body !== undefined && !isFile) headers.set('Content-Type', 'application/json');
  if (version !== undefined) headers.set('If-Match', `"${version}"`);
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  const response = await fetch(addressOf(path, query), {
    method,
    headers,
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : new ApiError(0);
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  const answer: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
  if (!response.ok) {
    const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
    throw new ApiError(response.status, answer as Problem | undefined, retryAfter);
  }
  return answer as T;
}
