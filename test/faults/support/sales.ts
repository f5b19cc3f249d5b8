import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { act, type Actor } from '../../../src/database/act.ts';
import { openDatabase } from '../../../src/database/client.ts';
import { sellMultipack } from '../../../src/database/multipacks/sell.ts';
import { type MonthlyCalendar, NIGHT, ZONE } from './calendar.ts';
import type { Chain } from './clocks.ts';

export const PRICE = 4_990;
const FEE = 2_000;
export const PRICE_WITH_FEE = PRICE + FEE;

const AT_ONCE = 50;

/** Sells a monthly multipack to so many customers, each with a clock of their own that shows the real time so far. */
export async function sell(databaseUrl: string, calendar: MonthlyCalendar, count: number): Promise<Chain[]> {
  const database = openDatabase(databaseUrl, 2);
  const ticking = clock({ testClock: true });
  const now = ticking.now();
  const actor: Actor = { kind: 'system', id: null, name: 'fault test', channel: 'import' };
  try {
    await database.company.update({ where: { id: 1 }, data: { nightFrom: NIGHT.from, nightTo: NIGHT.to } });
    const name = `Fault ${randomUUID()}`;
    const branch = await database.branch.create({
      data: { name, timeZone: ZONE, country: 'IS', language: 'en', currency: 'EUR', createdAt: now },
    });
    const plan = await database.plan.create({
      data: {
        name,
        currency: 'EUR',
        price: BigInt(PRICE),
        oneOffFee: BigInt(FEE),
        durationAmount: 1,
        durationUnit: 'month',
        payment: 'rolling',
        paymentMethod: 'sepa',
        automaticRenewal: true,
        noticeAmount: 5,
        noticeUnit: 'day',
        createdAt: now,
      },
    });
    const chains: Chain[] = [];
    while (chains.length < count) {
      const customers = Array.from({ length: Math.min(AT_ONCE, count - chains.length) }, () => randomUUID());
      await database.customer.createMany({
        data: customers.map((id) => ({
          id,
          branchId: branch.id,
          name: `Customer ${id}`,
          language: 'en',
          createdAt: now,
        })),
      });
      const sold = await act(database, { actor, clock: ticking }, async (change) => {
        const ids: Chain[] = [];
        for (const customerId of customers) {
          const sale = { customerId, planId: plan.id, startOn: calendar.term(0).validFrom };
          ids.push({ id: (await sellMultipack(change, sale)).multipack.id, customerId });
        }
        return ids;
      });
      chains.push(...sold);
    }
    return chains;
  } finally {
    await database.$disconnect();
  }
}
