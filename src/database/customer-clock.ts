import type { Clock } from '../clock.ts';
import { clock as clockOf } from '../clock.ts';
import type { Database } from './client.ts';
import { Refusal } from './act.ts';
import { waitOfRequest } from './cancellation-requests/sla.ts';
import { waitOfChain } from './multipacks/renew.ts';
import { waitOfNotices } from './notices/advance.ts';
import type { MessageKind } from './outbox.ts';

// Only systems with the test clock have these; the routes that lead here do not exist without it.
const TEST_CLOCK: Clock = clockOf({ testClock: true });

/** What one workflow waits for; `until` is null where only a message ends the wait. */
export interface CustomerWait {
  kind: MessageKind;
  key: string;
  until: Date | null;
}

/** The instant now on the customer's test clock, and what each of their workflows waits for. Throws `customer_not_found` (404). */
export async function waitsOfCustomer(
  database: Database,
  customerId: string,
): Promise<{ now: Date; waits: CustomerWait[] }> {
  const customer = await database.customer.findUnique({ where: { id: customerId }, select: { clockAheadMs: true } });
  if (!customer) throw new Refusal(404, 'customer_not_found', { customerId });
  const chains = await database.multipack.findMany({ where: { customerId, ordinal: 0 }, select: { chainId: true } });
  const now = TEST_CLOCK.nowOf(customer);
  const waits: CustomerWait[] = [];
  for (const { chainId } of chains) {
    const wait = await waitOfChain({ tx: database, clock: TEST_CLOCK }, chainId);
    if (wait) waits.push({ kind: 'chain_changed', key: chainId, until: wait.until });
  }
  for (const request of await database.cancellationRequest.findMany({ where: { customerId, concludedAt: null } })) {
    waits.push({ kind: 'request_changed', key: request.id, until: waitOfRequest(request)?.until ?? null });
  }
  const exceptions = await database.connectionException.findMany({
    where: { connection: { customerId }, endedAt: null },
  });
  for (const { id, until } of exceptions) waits.push({ kind: 'exception_changed', key: id, until });
  const notices = await waitOfNotices({ tx: database, clock: TEST_CLOCK }, customerId);
  if (notices) waits.push({ kind: 'notices_changed', key: customerId, until: notices.until });
  return { now, waits };
}

/** Sets how far the customer's clock is ahead, so that it shows `to` now. */
export async function setCustomerClock(database: Database, customerId: string, to: Date): Promise<void> {
  await database.customer.update({
    where: { id: customerId },
    data: { clockAheadMs: BigInt(to.getTime() - TEST_CLOCK.now().getTime()) },
  });
}
