import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forecast, forecastDay } from '../../src/database/multipacks/forecast.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { addDays, type LocalDate, localDateOf } from '../../src/domain/dates.ts';
import { SYSTEM, type World, world, YEARLY } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
});
afterAll(() => w.close());

const ALL = { branchId: null };
const foretold = (from: LocalDate, to: LocalDate, reach: { branchId: string | null } = ALL) =>
  w.database.$transaction((tx) => forecast(tx, { from, to, now: w.clock.now(), reach }));

describe('the forecast', () => {
  test('is what then happens: every renewal on its day, for its price, through terms that were not there yet', async () => {
    const sold = [
      await w.sold('2026-09-01'),
      await w.sold('2026-08-31', { notice: { amount: 0, unit: 'day' } }),
      await w.sold('2026-08-20', { notice: { amount: 2, unit: 'month' } }),
      await w.sold('2026-08-25', {
        payment: { kind: 'single' },
        duration: { amount: 10, unit: 'day' },
        notice: { amount: 2, unit: 'day' },
        renewalTerms: { price: { amount: 1000, currency: 'EUR' }, duration: { amount: 3, unit: 'week' } },
      }),
      await w.sold('2025-10-01', YEARLY),
      await w.sold('2026-08-15', { price: { amount: 5, currency: 'CHF' } }),
    ];
    const cancelled = await w.sold('2026-09-01');
    await w.change((act) => cancelRenewal(act, cancelled.id));
    await w.sold('2026-09-01', { automaticRenewal: false, portalCancellation: false });
    const frozen = await w.sold('2026-09-01');
    await w.change((act) => freezeMultipack(act, frozen.id, { from: '2026-09-05' }));
    const planned = await w.sold('2026-09-01');
    await w.change((act) => freezeMultipack(act, planned.id, { from: '2026-09-20', until: '2026-10-20' }));
    const chains = [...sold, planned].map(({ chainId }) => chainId);

    const [from, to] = ['2026-09-02', '2027-01-31'];
    const days = await foretold(from, to);
    const half = await foretold('2026-10-01', '2026-10-31');
    expect(half).toEqual(days.filter(({ day }) => day >= '2026-10-01' && day <= '2026-10-31'));
    const listed = await forecastDay(w.database, {
      day: days[3]!.day,
      now: w.clock.now(),
      reach: ALL,
      after: null,
      limit: 100,
    });
    const ofDay = days.filter(({ day }) => day === days[3]!.day);
    expect(listed.items).toHaveLength(ofDay.reduce((sum, { count }) => sum + count, 0));

    // Now it happens, night after night.
    for (let day = from; day <= to; day = addDays(day, 1)) {
      w.clock.set(`${day}T09:00:00Z`);
      for (const chainId of chains) {
        while ((await w.change((act) => advanceChain(act, chainId), SYSTEM)).renewed);
      }
    }
    const made = new Map<string, { count: number; amount: bigint }>();
    for (const { at, successorId } of await w.database.renewalAttempt.findMany()) {
      const { price, currency, timeZone, chainId } = await w.database.multipack.findUniqueOrThrow({
        where: { id: successorId! },
      });
      const day = localDateOf(at, timeZone);
      if (day < from || day > to || !chains.includes(chainId)) continue;
      const key = `${day} ${currency}`;
      const { count, amount } = made.get(key) ?? { count: 0, amount: 0n };
      made.set(key, { count: count + 1, amount: amount + price });
    }
    expect(days.map(({ day, currency, count, amount }) => [`${day} ${currency}`, { count, amount }])).toEqual(
      [...made].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(made.size).toBeGreaterThan(15);
  }, 180_000);

  test('counts today what is late, and nothing of another branch', async () => {
    w.clock.set('2026-09-01T09:00:00Z');
    const { id } = await w.sold('2026-09-01', { price: { amount: 7, currency: 'JPY' } });
    w.clock.set('2026-11-05T09:00:00Z');
    const yen = (await foretold('2026-11-05', '2026-11-30')).filter(({ currency }) => currency === 'JPY');
    // Two terms are overdue; the third is due on the sixteenth.
    expect(yen).toEqual([
      { day: '2026-11-05', currency: 'JPY', count: 2, amount: 14n },
      { day: '2026-11-16', currency: 'JPY', count: 1, amount: 7n },
    ]);
    const { items } = await forecastDay(w.database, {
      day: '2026-11-05',
      now: w.clock.now(),
      reach: { branchId: w.branch.id },
      after: null,
      limit: 500,
    });
    expect(items.filter(({ multipackId }) => multipackId === id).map(({ ahead }) => ahead)).toEqual([1, 2]);
    const elsewhere = { branchId: '00000000-0000-7000-8000-000000000000' };
    expect(await foretold('2026-11-05', '2026-12-31', elsewhere)).toEqual([]);
  });

  test('lists a day page by page', async () => {
    w.clock.set('2027-03-01T09:00:00Z');
    for (let i = 0; i < 5; i += 1) await w.sold('2027-03-01', { price: { amount: 11, currency: 'GBP' } });
    const ids = new Set<string>();
    const day = '2027-03-17';
    let after: string | null = null;
    for (let pages = 0; pages === 0 || after; pages += 1) {
      const page = await forecastDay(w.database, { day, now: w.clock.now(), reach: ALL, after, limit: 2 });
      for (const { multipackId, currency } of page.items) if (currency === 'GBP') ids.add(multipackId);
      after = page.nextCursor;
      expect(pages).toBeLessThan(20);
    }
    expect(ids.size).toBe(5);
  });
});
