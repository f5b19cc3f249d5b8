import { Refusal } from './act.ts';
import type { Tx } from './client.ts';
import type { User } from './generated/client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The member of staff that a message through Temporal names, if they may act on this multipack: active, and of the branch that
 * its customer belongs to now unless of level 1. Throws `operator_unknown`, `operator_not_entitled` (403).
 */
export async function findOperator(tx: Tx, operatorId: unknown, multipackId: string): Promise<User> {
  const user = await activeUser(tx, operatorId);
  const { customer } = await tx.multipack.findUniqueOrThrow({
    where: { id: multipackId },
    select: { customer: { select: { branchId: true } } },
  });
  return entitled(user, customer.branchId);
}

/** As `findOperator`, for what belongs to a branch. */
export const demandOperator = async (tx: Tx, operatorId: unknown, branchId: string): Promise<User> =>
  entitled(await activeUser(tx, operatorId), branchId);

async function activeUser(tx: Tx, id: unknown): Promise<User> {
  const user = typeof id === 'string' && UUID.test(id) ? await tx.user.findUnique({ where: { id } }) : null;
  if (!user?.active) throw new Refusal(403, 'operator_unknown');
  return user;
}

function entitled(user: User, branchId: string): User {
  if (user.accessLevel > 1 && user.branchId !== branchId) throw new Refusal(403, 'operator_not_entitled');
  return user;
}
