import type { Act } from './act.ts';
import type { Prisma } from './generated/client.ts';

export interface Trace {
  /** entity.verb, such as `multipack.renewed`. */
  action: string;
  entity: string;
  entityId: string;
  at: Date;
  customerId?: string | null;
  branchId?: string | null;
  /** What changed, as plain values; never secrets. */
  details?: Prisma.InputJsonObject;
}

/** The row of one line of the history. */
export function traceRow({ actor, within }: Pick<Act, 'actor' | 'within'>, { details = {}, ...event }: Trace) {
  return {
    ...event,
    details: within === undefined ? details : { ...details, requestId: within },
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    channel: actor.channel,
    requestId: actor.requestId ?? null,
  } satisfies Prisma.AuditEventUncheckedCreateInput;
}

/** Adds one line to the append-only history, in the transaction of the change it tells of. */
export async function trace(act: Act, event: Trace): Promise<void> {
  await act.tx.auditEvent.create({ data: traceRow(act, event) });
}
