import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { decide } from '../support/chains.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Tacit } from './support/tacit.ts';

/** More than a column reads at once. */
const CONCLUDED = 120;
const REVERTED = 30;
const BREACHED = 10;
const MINUTE = 60_000;

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  const { database } = tacit.house;
  const createdAt = new Date();
  const profile = { title: 'Two days', unit: 'day', period: 2, days: 2, isDefault: true } as const;
  await database.cancellationProfile.create({ data: { ...profile, createdAt } });
  await database.cancellationReason.create({ data: { title: 'Moved away', createdAt } });
  const { id: classificationId } = await database.reversalClassification.create({
    data: { title: 'Smaller plan', createdAt },
  });
  const person = await tacit.addPerson('Ana Souza', { now: createdAt.toISOString() });
  const multipack = await tacit.sell(person, 'Gym Plus 12 months', createdAt.toISOString().slice(0, 10));
  const { id } = await decide(tacit.house, async (change) => {
    const { id: reasonId } = await change.tx.cancellationReason.findFirstOrThrow();
    return openRequest(change, {}, { multipackId: multipack.id, title: 'Open', reasonId, details: 'x' });
  });
  const { id: _, code: __, ...opened } = await database.cancellationRequest.findUniqueOrThrow({ where: { id } });
  const admin = await database.user.findFirstOrThrow({ where: { email: ADMIN } });
  const at = (minutes: number) => new Date(createdAt.getTime() - minutes * MINUTE);
  await database.cancellationRequest.createMany({
    data: Array.from({ length: CONCLUDED }, (each, index) => ({
      ...opened,
      title: `Concluded ${String(index + 1).padStart(3, '0')}`,
      heldRenewal: false,
      claimedBy: admin.id,
      claimedAt: at(CONCLUDED - index),
      createdAt: at(CONCLUDED - index + 10),
      riskAt: at(index < BREACHED ? CONCLUDED - index + 1 : -2000),
      limitAt: at(index < BREACHED ? CONCLUDED - index : -2880),
      concludedAt: at(CONCLUDED - index - 1),
      concludedBy: admin.id,
      ...(index < REVERTED
        ? {
            state: 'reverted' as const,
            reversalClassificationId: classificationId,
            conclusionTitle: 'Stays',
          }
        : { state: 'cancelled' as const, lastDay: opened.createdAt }),
    })),
  });
  screen = await openScreen(browser, { url: tacit.url, staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});

test('what was analysed stands newest first, more of it on demand, and any of it is found by its title (003)', async () => {
  const { page, say } = screen;
  await screen.open('/desk');
  const column = page.locator('[data-column=analysed]');
  const cards = column.getByRole('article');
  const titles = async () => (await cards.allInnerTexts()).map((text) => text.match(/Concluded \d+/)?.[0]);
  const read = await cards.count();
  expect(read).toBeLessThan(CONCLUDED);
  expect((await titles())[0]).toBe('Concluded 120');
  await column.getByRole('button', { name: say('common.more') }).click();
  await screen.settle();
  const more = await titles();
  expect(more.length).toBeGreaterThan(read);
  const numbers = more.map((title) => Number(title?.slice(-3)));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));

  await page.getByRole('searchbox', { name: say('common.search') }).fill('Concluded 007');
  await page.waitForURL('**search=Concluded*');
  await screen.settle();
  expect(await titles()).toEqual(['Concluded 007']);
  expect(screen.faults()).toEqual([]);
});

test('the report counts limits, reasons and reversals, as charts and as tables (003)', async () => {
  const { page, say } = screen;
  await screen.open('/desk/report');
  const cells = async (title: string) => {
    const table = page.getByRole('region', { name: say(`desk.report.${title}`) });
    return (await table.getByRole('row').allInnerTexts()).map((row) => row.split(/\s*\t\s*/));
  };
  expect(await cells('slaTitle')).toEqual(
    expect.arrayContaining([
      expect.arrayContaining([say('desk.report.met'), '110']),
      expect.arrayContaining([say('desk.report.breached'), '10']),
    ]),
  );
  expect(await cells('reasonsTitle')).toContainEqual(['Moved away', '121', '90', '30', '1']);
  expect(await cells('classificationsTitle')).toContainEqual(['Smaller plan', '30', '25%']);
  expect(await cells('operatorsTitle')).toContainEqual(['Administrator', '90', '30', '25%']);
  expect(await page.locator('svg.recharts-surface').count()).toBe(5);
  expect(screen.faults()).toEqual([]);
});
