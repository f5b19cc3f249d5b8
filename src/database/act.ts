import type { Clock } from '../clock.ts';
import type { Database, Tx } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { ActorKind, Channel } from './generated/enums.ts';

/** Who acts, and through which door. */
export interface Actor {
  kind: ActorKind;
  /** The user or customer; null for the system. */
  id: string | null;
  name: string;
  channel: Channel;
  /** Ties the trace to the log line of the request. */
  requestId?: string;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Tacit', channel: 'system' };

/** One change under way: its transaction, who makes it, and the clock it is judged by. */
export interface Act {
  tx: Tx;
  actor: Actor;
  clock: Clock;
  /** The cancellation request in whose analysis it happens: the history of the request shows it (003). */
  within?: string;
}

/** Something Tacit knows how to refuse. `code` is stable and documented; `details` fill the sentence. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: 403 | 404 | 409 | 410 | 412 | 422 | 503;
  readonly details: Record<string, unknown>;

  constructor(
    status: Refusal['status'],
    code: string,
    details: Record<string, unknown> = {},
    options: { cause?: unknown } = {},
  ) {
    super(code, options);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

const ATTEMPTS = 5;

/**
 * Runs `change` in one transaction: all of it happens, with its trace, or none. Deadlocks and write conflicts are
 * tried again, so a change must have no effect outside its transaction.
 */
export async function act<T>(
  database: Database,
  context: { actor: Actor; clock: Clock },
  change: (act: Act) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.$transaction((tx) => change({ tx, ...context }));
    } catch (error) {
      if (attempt === ATTEMPTS || !isWriteConflict(error)) throw error;
    }
  }
}

/** A conflict shows as Prisma's P2034 or, from the driver, as TransactionWriteConflict. */
function isWriteConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034') return true;
  const cause = (error as { cause?: { kind?: string; originalCode?: string } } | null)?.cause;
  return (
    cause?.kind === 'TransactionWriteConflict' || cause?.originalCode === '40P01' || cause?.originalCode === '40001'
  );
}
