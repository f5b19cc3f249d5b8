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

/** Adds one line to the append-only history, in the transaction of the change it tells of. */
export async function trace({ tx, actor }: Act, { details = {}, ...event }: Trace): Promise<void> {
  await tx.auditEvent.create({
    data: {
      ...event,
      details,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      channel: actor.channel,
      requestId: actor.requestId ?? null,
    },
  });
}
