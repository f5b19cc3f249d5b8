import { Refusal } from './act.ts';
import type { Database, Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

export interface KeyedRequest {
  key: string;
  /** `user:<id>`: a key belongs to whoever used it first. */
  actor: string;
  /** `POST /api/customers`, for people who look into the table. */
  request: string;
  /** Of method, address and body, keyed with a secret: bodies may hold passwords. */
  hash: string;
  at: Date;
}

export interface StoredAnswer {
  status: number;
  body: Prisma.InputJsonValue | null;
}

/**
 * Runs `effect` once per key, in the transaction it is given: the key, the effect and the answer are stored together or
 * not at all. A second request with the key waits on the unique index until the first one has ended, and then gets its
 * answer. What the effect throws undoes the key as well, so that a refusal is judged anew.
 * Throws `idempotency_key_taken` (409) and `idempotency_key_reused` (422).
 */
export async function once(
  tx: Tx,
  { key, actor, request, hash, at }: KeyedRequest,
  effect: () => Promise<StoredAnswer & { toStore?: Prisma.InputJsonValue | null }>,
): Promise<StoredAnswer & { isReplay: boolean }> {
  const inserted = await tx.$executeRaw`
    INSERT INTO idempotency_key (key, actor, request, request_hash, status, response, created_at)
    VALUES (${key}, ${actor}, ${request}, ${hash}, 0, 'null', ${at})
    ON CONFLICT (key) DO NOTHING`;
  if (inserted === 0) {
    const stored = await tx.idempotencyKey.findUniqueOrThrow({ where: { key } });
    if (stored.actor !== actor) throw new Refusal(409, 'idempotency_key_taken');
    if (stored.requestHash !== hash) throw new Refusal(422, 'idempotency_key_reused');
    return { status: stored.status, body: stored.response as Prisma.InputJsonValue | null, isReplay: true };
  }
  const { status, body, toStore = body } = await effect();
  await tx.idempotencyKey.update({ where: { key }, data: { status, response: toStore ?? Prisma.JsonNull } });
  return { status, body, isReplay: false };
}

/** Forgets answers given before an instant; a repeat after that is a new request. Returns how many. */
export async function forgetAnswers(database: Database, before: Date): Promise<number> {
  const { count } = await database.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}
