import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, Refusal } from '../database/act.ts';
import { type ActFields, kindOfAct, refuseConcluded } from '../database/cancellation-requests/decide.ts';
import type { ShownRequest } from '../database/cancellation-requests/list.ts';
import { findCommand, idOf, queueCommand, withdrawCommand } from '../database/commands.ts';
import type { Command } from '../database/generated/client.ts';
import type { RequestAct } from '../domain/cancellation-request.ts';
import { isProblemCode, PROBLEMS } from '../schemas/problems.ts';
import type { Deps } from './deps.ts';
import { Answered } from './problems.ts';

/** How long an answer of the engine is waited for where nothing else is configured. */
export const PATIENCE_MS = 5_000;
const RETRY_AFTER = { 'Retry-After': '5' };

export interface Submission<A extends RequestAct> {
  request: ShownRequest;
  act: A;
  fields: ActFields[A];
  actor: Actor;
  /** The Idempotency-Key: repeated with the same one, what took effect does so once. */
  key: string | undefined;
}

/**
 * Has an act on a request decided: a command with its instant of receipt, then the request's workflow, which is waited for.
 * Without an answer in time the command is withdrawn, and never takes effect. Returns whether it had been applied before.
 * Throws what it is refused with, `idempotency_key_reused` (422), and `engine_away` (503) when nothing was decided.
 */
export async function submit<A extends RequestAct>(
  { database, clock, engine, config, log }: Deps,
  { request, act, fields, actor, key }: Submission<A>,
): Promise<{ isReplay: boolean }> {
  const receivedAt = clock.nowOf(request.customer);
  const payload = JSON.parse(JSON.stringify({ act, requestId: request.id, fields })) as object;
  const { id, isReplay } = await commandIdFor(payload);
  if (isReplay) return { isReplay };
  refuseConcluded(request);
  await queueCommand(database, { id, kind: kindOfAct(act), actor, receivedAt, payload });
  const patienceMs = config.commandPatienceMs ?? PATIENCE_MS;
  await engine.decide({ requestId: request.id, act, commandId: id, patienceMs }).catch((error: unknown) => {
    log.warn({ err: error, requestId: request.id, act }, 'no answer of the engine');
  });
  // Whatever the engine said: what counts is the row, and one that still waits must not take effect later.
  demandApplied(await withdrawCommand(database, id));
  return { isReplay: false };

  /** What was refused or withdrawn is judged anew, as by any route. */
  async function commandIdFor(asked: object): Promise<{ id: string; isReplay: boolean }> {
    if (key === undefined) return { id: uuidv7(), isReplay: false };
    for (let attempt = 0; ; attempt += 1) {
      const told = `${actor.id} ${key} ${attempt}`;
      const id = idOf(createHmac('sha256', config.secretKey).update(told).digest('hex'));
      const found = await findCommand(database, id);
      if (found && !isDeepStrictEqual(found.payload, asked)) throw new Refusal(422, 'idempotency_key_reused');
      if (!found || found.state === 'pending') return { id, isReplay: false };
      if (found.state === 'applied') return { id, isReplay: true };
    }
  }
}

function demandApplied({ state, refusal, refusalDetails }: Command): void {
  if (state === 'applied') return;
  if (state !== 'refused' || refusal === null || !isProblemCode(refusal))
    throw new Answered('engine_away', {}, RETRY_AFTER);
  const details = (refusalDetails ?? {}) as Record<string, unknown>;
  throw new Refusal(PROBLEMS[refusal] as Refusal['status'], refusal, details);
}
