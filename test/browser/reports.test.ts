import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Browser, Locator } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { launchBrowser } from '../support/browser.ts';
import { decide } from '../support/chains.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let desk: Person;
let portal: Person;
let option2: Person;
let stopType: { id: string; name: string };

/** Three cancellations of a renewal: from the multipack (option 1), by the customer, and under a name of the branch (option 2). */
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  const { database } = tacit.house;
  const now = new Date().toISOString();
  desk = await tacit.addPerson('Ana Desk', { now });
  portal = await tacit.addPerson('Bea Portal', { now });
  option2 = await tacit.addPerson('Eva Option', { now });
  const startOn = now.slice(0, 10);
  const cancelled = await tacit.sell(desk, 'Gym Plus 12 months', startOn);
  await decide(tacit.house, (change) => cancelRenewal(change, cancelled.id));
  const asCustomer = await tacit.sell(portal, 'Gym Plus 12 months', startOn);
  await decide(tacit.house, (change) =>
    cancelRenewal(
      { ...change, actor: { kind: 'customer', id: portal.id, name: portal.name, channel: 'portal' } },
      asCustomer.id,
    ),
  );
  const type = (name: string, classification: 'automatic_renewal_cancellation' | 'generic') =>
    database.taskType.create({ data: { name, classification, createdAt: new Date() } });
  stopType = await type('Baja pedida en recepción', 'automatic_renewal_cancellation');
  await type('Call back', 'generic');
  const { branchId } = await database.customer.findUniqueOrThrow({ where: { id: option2.id } });
  await database.crmTask.create({
    data: {
      customerId: option2.id,
      branchId,
      taskTypeId: stopType.id,
      result: 'automatic_renewal_cancellation',
      notes: '=HYPERLINK("http://x") <b>bold</b>',
      authorKind: 'user',
      authorName: 'Desk',
      channel: 'console',
      createdAt: new Date(),
    },
  });
  screen = await openScreen(browser, { url: tacit.url, staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});
afterEach(() => expect(screen.faults()).toEqual([]));

const press = (word: string) => screen.page.getByRole('button', { name: screen.say(word), exact: true }).click();
const row = (number: number): Locator =>
  screen.page.getByRole('group', { name: screen.say('reports.crm.row', { number }), exact: true });

async function choose(within: Locator, field: string, option: string): Promise<void> {
  await within.getByRole('combobox', { name: screen.say(field), exact: true }).click();
  await screen.page.getByRole('option', { name: option, exact: true }).click();
}

/** The names of those people in the list that is shown, which has settled. */
async function shown(): Promise<string[]> {
  await screen.settle();
  const links = screen.page.getByRole('region', { name: screen.say('reports.crm.customers') }).getByRole('link');
  const names = await links.allInnerTexts();
  return [desk, portal, option2].map(({ name }) => name).filter((name) => names.includes(name));
}

async function downloaded(word: string): Promise<Buffer> {
  const [file] = await Promise.all([screen.page.waitForEvent('download'), press(word)]);
  return readFileSync(await file.path());
}

test('option 1: by result and creation date, Filter tells how many, Show results who, those of the portal too (000)', async () => {
  const { page, say } = screen;
  await screen.open('/reports');
  await choose(row(1), 'reports.crm.result', say('customers.crm.results.automatic_renewal_cancellation'));
  await press('reports.crm.filter');
  await page.getByText(say('reports.crm.show')).waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
  await press('reports.crm.show');
  expect(await shown()).toEqual([desk.name, portal.name, option2.name]);
});

test('option 2: by task name without those of the portal, who come back with a row added by result (000)', async () => {
  const { page, say } = screen;
  await screen.open('/reports');
  await row(1)
    .getByRole('button', { name: say('reports.clear') })
    .first()
    .click();
  await choose(row(1), 'reports.crm.task', stopType.name);
  await press('reports.crm.filter');
  await press('reports.crm.show');
  expect(await shown()).toEqual([option2.name]);
  await press('common.add');
  await choose(row(2), 'reports.crm.result', say('customers.crm.results.automatic_renewal_cancellation'));
  await press('reports.crm.filter');
  await page.getByRole('link', { name: portal.name }).waitFor();
  expect(await shown()).toEqual([desk.name, portal.name, option2.name]);
});

test('what is shown is taken away as a spreadsheet and as CSV, notes as the text they are', async () => {
  const { page, say } = screen;
  const rows = JSON.stringify([{ taskTypeId: stopType.id }]);
  await screen.open(`/reports?rows=${encodeURIComponent(rows)}&shown=tasks`);
  expect(await page.getByRole('cell', { name: '=HYPERLINK("http://x") <b>bold</b>' }).count()).toBe(1);
  const [sheet] = await readSheets(await downloaded('reports.file.xlsx'));
  await page.getByText(say('reports.file.done')).first().waitFor();
  expect(sheet!.data).toHaveLength(2);
  expect(sheet!.data[1]![0]).toBeInstanceOf(Date);
  expect(sheet!.data[1]!.slice(2, 6)).toEqual([
    option2.name,
    stopType.name,
    say('customers.crm.results.automatic_renewal_cancellation'),
    '=HYPERLINK("http://x") <b>bold</b>',
  ]);
  const lines = parse(await downloaded('reports.file.csv'), { bom: true });
  expect(lines[1]![5]).toBe('\'=HYPERLINK("http://x") <b>bold</b>');
});

test('a filter is saved, chosen again and deleted, and comes back with Undo', async () => {
  const { page, say } = screen;
  const rows = JSON.stringify([{ taskTypeId: stopType.id }]);
  await screen.open(`/reports?rows=${encodeURIComponent(rows)}`);
  await press('reports.saved.save');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('common.name') }).fill('Leavers');
  await dialog.getByRole('button', { name: say('common.save') }).click();
  await page.getByRole('button', { name: say('reports.saved.delete') }).waitFor();
  await screen.open('/reports');
  await choose(page.locator('main'), 'reports.saved.choose', 'Leavers');
  await page.getByText(say('reports.crm.show')).waitFor();
  expect(decodeURIComponent(page.url())).toContain(stopType.id);
  await press('reports.saved.delete');
  await press('common.undo');
  await page.getByRole('button', { name: say('reports.saved.delete') }).waitFor();
});

test('from what happened per channel to those it is about, a task for them, and to a profile', async () => {
  const { page, say } = screen;
  await screen.open('/reports?part=time&by=channel');
  const channel = say('reports.time.who', { group: say('customers.channels.portal') });
  await page.getByRole('link', { name: channel, exact: true }).click();
  expect(await shown()).toEqual([portal.name]);
  await page.getByRole('checkbox', { name: say('reports.bulk.select', { name: portal.name }) }).check();
  await press('reports.bulk.title');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say('reports.bulk.hint', { count: 1 })).waitFor();
  const type = dialog.getByRole('combobox', { name: say('customers.crm.task') });
  if ((await type.inputValue()) !== 'Call back') await choose(dialog, 'customers.crm.task', 'Call back');
  await dialog.getByRole('button', { name: say('reports.bulk.give', { count: 1 }) }).click();
  await page.getByText(say('reports.bulk.done', { count: 1 })).waitFor();
  const given = await tacit.house.database.crmTask.findMany({ where: { taskType: { name: 'Call back' } } });
  expect(given.map(({ customerId }) => customerId)).toEqual([portal.id]);
  await page.getByRole('link', { name: portal.name }).click();
  await page.waitForURL(`**/customers/${portal.id}`);
});
