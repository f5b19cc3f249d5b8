import type { Clock } from '../clock.ts';
import { clock as clockOf } from '../clock.ts';
import type { Database } from './client.ts';
import { Refusal } from './act.ts';
import { waitOfChain, type Wait } from './multipacks/renew.ts';

// Only systems with the test clock have these; the routes that lead here do not exist without it.
const TEST_CLOCK: Clock = clockOf({ testClock: true });

/** The instant now on the customer's test clock, and what each of their chains waits for. Throws `customer_not_found` (404). */
export async function waitsOfCustomer(
  database: Database,
  customerId: string,
): Promise<{ now: Date; waits: (Wait & { chainId: string })[] }> {
  const customer = await database.customer.findUnique({ where: { id: customerId }, select: { clockAheadMs: true } });
  if (!customer) throw new Refusal(404, 'customer_not_found', { customerId });
  const chains = await database.multipack.findMany({ where: { customerId, ordinal: 0 }, select: { chainId: true } });
  const now = TEST_CLOCK.nowOf(customer);
  const waits = [];
  for (const { chainId } of chains) {
    const wait = await waitOfChain({ tx: database, clock: TEST_CLOCK }, chainId);
    if (wait) waits.push({ ...wait, chainId });
  }
  return { now, waits };
}

/** Sets how far the customer's clock is ahead, so that it shows `to` now. */
export async function setCustomerClock(database: Database, customerId: string, to: Date): Promise<void> {
  await database.customer.update({
    where: { id: customerId },
    data: { clockAheadMs: BigInt(to.getTime() - TEST_CLOCK.now().getTime()) },
  });
}
