import type { LocalDate } from '../../domain/dates.ts';
import type { Act } from '../act.ts';
import { trace } from '../audit.ts';
import type { CancellationRequest, Prisma } from '../generated/client.ts';
import { toColumn } from '../local-date.ts';
import type { Chain } from '../multipacks/chain.ts';
import { tellRequest } from '../outbox.ts';

/** Adds the audit event of a request. */
export async function traceRequest(
  act: Act,
  { id, customerId, branchId }: Pick<CancellationRequest, 'id' | 'customerId' | 'branchId'>,
  verb: string,
  at: Date,
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await trace(act, {
    action: `cancellation_request.${verb}`,
    entity: 'cancellation_request',
    entityId: id,
    at,
    customerId,
    branchId,
    details,
  });
}

/** A withdrawal leaves nothing to decide: an open request of the chain is concluded by it, as cancelled (001, 003). */
export const concludeByWithdrawal = (act: Act, chain: Chain, lastDay: LocalDate): Promise<void> =>
  conclude(act, chain, { multipack: { chainId: chain.id } }, { lastDay, because: 'withdrawn' });

/** As `concludeByWithdrawal`, of a renewed multipack that is taken back. */
export const concludeOfRemoved = (act: Act, chain: Chain, multipackId: string): Promise<void> =>
  conclude(act, chain, { multipackId }, { lastDay: null, because: 'removed' });

async function conclude(
  act: Act,
  { now }: Chain,
  where: Prisma.CancellationRequestWhereInput,
  { lastDay, because }: { lastDay: LocalDate | null; because: 'withdrawn' | 'removed' },
): Promise<void> {
  const open = await act.tx.cancellationRequest.findMany({ where: { ...where, concludedAt: null } });
  for (const { id } of open) {
    // A command that is being decided has the row; afterwards there may be nothing left to conclude.
    const { count } = await act.tx.cancellationRequest.updateMany({
      where: { id, concludedAt: null },
      data: {
        state: 'cancelled',
        concludedAt: now,
        concludedBy: act.actor.kind === 'user' ? act.actor.id : null,
        lastDay: lastDay && toColumn(lastDay),
        version: { increment: 1 },
      },
    });
    if (count === 0) continue;
    const request = await act.tx.cancellationRequest.findUniqueOrThrow({ where: { id } });
    await traceRequest(act, request, 'cancelled', now, { because, lastDay });
    await tellRequest(act.tx, id);
  }
}
