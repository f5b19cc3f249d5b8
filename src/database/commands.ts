import type { Actor } from './act.ts';
import type { Database } from './client.ts';
import type { Command, Prisma } from './generated/client.ts';

/**
 * Stores what somebody decided with its instant of receipt, for a workflow to decide. The same id again leaves the first
 * one as it is. Returns the row as it stands.
 */
export async function queueCommand(
  database: Database,
  {
    id,
    actor,
    ...command
  }: { id: string; kind: string; actor: Actor; receivedAt: Date; payload: Prisma.InputJsonObject },
): Promise<Command> {
  const by = { channel: actor.channel, actorKind: actor.kind, actorId: actor.id, actorName: actor.name };
  await database.command.createMany({ data: [{ id, ...by, ...command }], skipDuplicates: true });
  return database.command.findUniqueOrThrow({ where: { id } });
}

export const findCommand = (database: Database, id: string): Promise<Command | null> =>
  database.command.findUnique({ where: { id } });

/**
 * Gives up waiting: the command will never take effect, unless it did so before. Returns it as it stands then; one that is
 * being decided at that moment is waited for.
 */
export async function withdrawCommand(database: Database, id: string): Promise<Command> {
  await database.command.updateMany({
    where: { id, state: 'pending' },
    data: { state: 'withdrawn', decidedAt: new Date() },
  });
  return database.command.findUniqueOrThrow({ where: { id } });
}

/** An id made of a hash in hexadecimal, so that the same thing asked for twice is one command. */
export const idOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
