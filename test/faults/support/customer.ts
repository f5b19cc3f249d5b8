import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ADMIN } from './supervised-system.ts';

const RETRY_MS = 300;
const ANSWER_LIMIT_MS = 10_000;
const GIVE_UP_MS = 120_000;

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  isReplay: boolean;
  key: string;
  firstSentAt: number;
  lastSentAt: number;
  answeredAt: number;
  /** Requests that got no answer, or one that asks to come again: by status, or the connection's error. */
  repeated: string[];
}

/** A program that asks the API and does not give up before it has an answer: it repeats with the same Idempotency-Key. */
export class PersistentClient {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async signIn(): Promise<void> {
    const answer = await this.#ask('POST', '/api/session', ADMIN, {});
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** With `breakAfterMs` the connection of the first request breaks so many milliseconds after it was sent. */
  async post(path: string, body: object, breakAfterMs?: number): Promise<Answer> {
    return this.#ask('POST', path, body, { 'Idempotency-Key': randomUUID() }, breakAfterMs);
  }

  async #ask(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
    breakAfterMs?: number,
  ): Promise<Answer> {
    const firstSentAt = Date.now();
    const repeated: string[] = [];
    for (;;) {
      const lastSentAt = Date.now();
      const limitMs = repeated.length === 0 ? (breakAfterMs ?? ANSWER_LIMIT_MS) : ANSWER_LIMIT_MS;
      const got = await this.#once(method, path, body, headers, limitMs);
      if (typeof got === 'object') {
        const key = headers['Idempotency-Key'] ?? '';
        return { ...got, key, firstSentAt, lastSentAt, answeredAt: Date.now(), repeated };
      }
      repeated.push(got);
      if (Date.now() - firstSentAt > GIVE_UP_MS)
        throw new Error(`${method} ${path}: no answer, only ${repeated.join(', ')}`);
      await delay(RETRY_MS);
    }
  }

  /** The answer, or in a word why there is none to rely on. */
  async #once(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
    limitMs: number,
  ): Promise<Pick<Answer, 'status' | 'body' | 'isReplay'> | string> {
    try {
      const response = await fetch(`${this.#url}${path}`, {
        method,
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(limitMs),
      });
      const text = await response.text();
      if (response.status >= 500 || response.status === 429) return `${response.status} ${codeOf(text)}`;
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
      if (cookies.length > 0) this.#cookie = cookies.join('; ');
      return {
        status: response.status,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        isReplay: response.headers.get('Idempotency-Replayed') === 'true',
      };
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } };
      return cause?.code ?? name;
    }
  }
}

function codeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code);
  } catch {
    return '';
  }
}
