import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/client.ts';
import { toColumn } from '../../src/database/local-date.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { instantInNight, type NightWindow, renewalNight } from '../../src/domain/night.ts';
import { deadlineOf } from '../../src/domain/notice.ts';

const NOTICE = { amount: 5, unit: 'day' } as const;
const MINUTE_MS = 60_000;
const PRICE = 4_990n;

export interface Round {
  /** Found again by it: every chain of the round is of this branch. */
  branchId: string;
  chainIds: string[];
  /** Milliseconds since the epoch: from then on the first are due, and within `spreadMs` all of them. */
  dueAt: number;
}

/** A zone of a fixed offset in which it is early morning at that instant, for renewals run in the night. */
function zoneOfNight(instant: number): string {
  const hoursAhead = 5 - new Date(instant).getUTCHours();
  const offset = hoursAhead < -12 ? hoursAhead + 24 : hoursAhead;
  // The names count westwards.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/**
 * Stores chains sold about a month ago, each of a customer of its own, whose renewals all fall due within `spreadMs` from
 * `dueAt`: the night's window is one minute, and their ids are picked so that their instants lie where they should.
 */
export async function storeChains(
  database: Database,
  { count, dueAt, spreadMs = 250 }: { count: number; dueAt: number; spreadMs?: number },
): Promise<Round> {
  const timeZone = zoneOfNight(dueAt);
  const window = windowAround(dueAt, timeZone);
  await database.company.update({ where: { id: 1 }, data: { nightFrom: window.from, nightTo: window.to } });

  const deadline = addDays(localDateOf(new Date(dueAt), timeZone), -1);
  const validTo = addDays(deadline, NOTICE.amount);
  if (deadlineOf(validTo, NOTICE) !== deadline) throw new Error('the notice is not as long as it was taken to be');
  const validFrom = addDays(validTo, -29);
  const night = renewalNight(deadline, timeZone, window);
  const chainIds: string[] = [];
  while (chainIds.length < count) {
    const id = randomUUID();
    const late = instantInNight(night, id).getTime() - dueAt;
    if (late >= 0 && late < spreadMs) chainIds.push(id);
  }

  const createdAt = new Date();
  const name = `bench ${dueAt}`;
  const branch = await database.branch.create({
    data: { name, timeZone, country: 'ES', language: 'es', currency: 'EUR', createdAt },
  });
  const terms = {
    name: 'Gym, month by month',
    currency: 'EUR',
    price: PRICE,
    durationAmount: 1,
    durationUnit: 'month',
    payment: 'rolling',
    paymentMethod: 'sepa',
    automaticRenewal: true,
    noticeAmount: NOTICE.amount,
    noticeUnit: NOTICE.unit,
  } as const;
  const plan = await database.plan.create({ data: { ...terms, name, createdAt } });
  const customers = chainIds.map((_, index) => ({
    id: randomUUID(),
    branchId: branch.id,
    name: `Customer ${index}`,
    language: 'es',
    createdAt,
  }));
  for (let from = 0; from < count; from += 1_000) {
    const part = customers.slice(from, from + 1_000);
    await database.customer.createMany({ data: part });
    await database.multipack.createMany({
      data: part.map(({ id: customerId }, index) => {
        const id = chainIds[from + index]!;
        return {
          ...terms,
          id,
          chainId: id,
          customerId,
          branchId: branch.id,
          planId: plan.id,
          timeZone,
          validFrom: toColumn(validFrom),
          validTo: toColumn(validTo),
          anchorDay: Number(validFrom.slice(8)),
          deadline: toColumn(deadline),
          createdAt,
        };
      }),
    });
  }
  await database.$executeRaw`ANALYZE`;
  return { branchId: branch.id, chainIds, dueAt };
}

/** The minute that holds the instant. */
function windowAround(instant: number, timeZone: string): NightWindow {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return { from: format.format(instant), to: format.format(instant + MINUTE_MS) };
}

/** The first instant from `earliest` on after which most of its minute is left. */
export function roomyInstant(earliest: number): number {
  const second = (earliest % MINUTE_MS) / 1_000;
  return second < 50 ? Math.ceil(earliest) : Math.ceil(earliest / MINUTE_MS) * MINUTE_MS;
}
