import { createHmac, randomUUID } from 'node:crypto';
import { Fault } from '../../fault.ts';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  body: Body;
}

export interface Money {
  amount: number;
  currency: string;
}

export interface Multipack {
  id: string;
  code: string;
  ordinal: number;
  validFrom: string;
  validTo: string;
  deadline: string;
  state: string;
  renewalState: string;
  price: Money;
}

export interface Receivable {
  multipackId: string;
  dueOn: string;
  amount: Money;
  state: string;
}

export interface CrmTask {
  multipack: { id: string } | null;
  name: string;
  result: string;
  notes: string;
  author: { name: string };
  createdAt: string;
}

interface SessionInfo {
  testClock: boolean;
  user: { name: string };
}

interface Customer {
  id: string;
  code: string;
  now: string;
  today: string;
}

/** A refusal, as RFC 9457 and Tacit word it. */
export interface Problem {
  code: string;
  title: string;
  detail?: string;
  details?: { deadline?: string };
}

const RETRIES = 3;

/** A program that uses Tacit as anybody could: over HTTP, with a session. */
export class Api {
  readonly #url: string;
  readonly #signal: AbortSignal;
  #cookie = '';
  #user = '';

  constructor(url: string, signal: AbortSignal) {
    this.#url = url.replace(/\/+$/, '');
    this.#signal = signal;
  }

  /** Throws a Fault where nobody answers, the password is wrong, or there is no test clock. */
  async signIn(email: string, password: string): Promise<void> {
    const credentials = { email, password };
    const { status, body } = await this.ask<SessionInfo & Problem>('POST', '/api/session', credentials);
    if (status !== 200) {
      const remedy = 'Give the address, --email and --password of an administrator.';
      throw new Fault('demo-sign-in', `${this.#url} does not let ${email} in: ${body.title}.`, remedy);
    }
    if (!body.testClock) {
      const remedy = 'Start one with TACIT_TEST_CLOCK=1, or leave --url out: the demo then starts its own.';
      throw new Fault('demo-test-clock', `${this.#url} has no test clock, and months cannot be waited for.`, remedy);
    }
    this.#user = body.user.name;
  }

  /** The same as somebody else. */
  async as(email: string, password: string): Promise<Api> {
    const other = new Api(this.#url, this.#signal);
    await other.signIn(email, password);
    return other;
  }

  /** Name of whoever signed in. */
  get user(): string {
    return this.#user;
  }

  async addBranch(branch: object): Promise<string> {
    return (await this.make<{ id: string }>('/api/branches', branch)).id;
  }

  async addCustomer(customer: object): Promise<Customer> {
    return this.make('/api/customers', customer);
  }

  async addPlan(plan: object): Promise<string> {
    return (await this.make<{ id: string }>('/api/plans', plan)).id;
  }

  async sell(sale: { customerId: string; planId: string; startOn: string }): Promise<Multipack> {
    return this.make('/api/multipacks', sale);
  }

  async moveClock(customerId: string, now: string): Promise<void> {
    await this.#must('PUT', `/api/customers/${customerId}/test-clock`, { now });
  }

  cancelRenewal(multipackId: string): Promise<Answer<Problem>> {
    return this.ask('POST', `/api/multipacks/${multipackId}/cancel-renewal`, {});
  }

  /** First term first. */
  async multipacksOf(customerId: string): Promise<Multipack[]> {
    const items = await this.#all<Multipack>(`/api/customers/${customerId}/multipacks`);
    return items.toSorted((one, other) => one.ordinal - other.ordinal);
  }

  /** First due first. */
  async receivablesOf(customerId: string): Promise<Receivable[]> {
    const items = await this.#all<Receivable>(`/api/customers/${customerId}/receivables`);
    return items.toSorted((one, other) => one.dueOn.localeCompare(other.dueOn));
  }

  async tasksOf(customerId: string): Promise<CrmTask[]> {
    return this.#all(`/api/customers/${customerId}/crm-tasks`);
  }

  /** `version`: of PATCH, what was read. */
  async ask<Body>(method: string, path: string, body?: object, version?: number): Promise<Answer<Body>> {
    const key = randomUUID();
    for (let attempt = 1; ; attempt++) {
      let response: Response;
      try {
        response = await fetch(`${this.#url}${path}`, {
          method,
          headers: {
            Origin: new URL(this.#url).origin,
            'Accept-Language': 'en',
            ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }),
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(method === 'POST' ? { 'Idempotency-Key': key } : {}),
            ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: this.#signal,
        });
      } catch (error) {
        if (this.#signal.aborted || attempt < RETRIES) this.#signal.throwIfAborted();
        else throw unreachable(this.#url, error);
        continue;
      }
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
      if (cookies.length > 0) this.#cookie = cookies.join('; ');
      const text = await response.text();
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
    }
  }

  /** What a POST answers; throws unless it succeeds. */
  async make<Body>(path: string, body: object): Promise<Body> {
    return this.#must('POST', path, body);
  }

  /** As `make`, of a PATCH. */
  async change<Body>(path: string, version: number, body: object): Promise<Body> {
    return this.#must('PATCH', path, body, version);
  }

  /** As `make`, of a GET. */
  async read<Body>(path: string): Promise<Body> {
    return this.#must('GET', path);
  }

  /** Hands in a conversation as a bot does, signed with the secret that both know. */
  async converse(secret: string, conversation: object): Promise<void> {
    const body = JSON.stringify(conversation);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const response = await fetch(`${this.#url}/api/bot-conversations`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Tacit-Timestamp': timestamp,
        'X-Tacit-Signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
      },
      body,
      signal: this.#signal,
    });
    if (!response.ok) throw new Error(`the conversation was answered ${response.status}: ${await response.text()}`);
  }

  async #must<Body>(method: string, path: string, body?: object, version?: number): Promise<Body> {
    const answer = await this.ask<Body>(method, path, body, version);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  async #all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    let cursor = '';
    do {
      const page = await this.#must<{ items: Item[]; nextCursor: string | null }>('GET', `${path}?limit=200${cursor}`);
      items.push(...page.items);
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    return items;
  }
}

function unreachable(url: string, cause: unknown): Fault {
  return new Fault('demo-unreachable', `Nobody answers at ${url}.`, 'Correct --url, or start Tacit there.', { cause });
}
