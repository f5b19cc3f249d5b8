import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let ana: Person;
let bea: Person;
let admin: { id: string; name: string; branchId: string };
let leaver: { id: string; name: string };

beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  const { database } = tacit.house;
  const now = new Date().toISOString();
  ana = await tacit.addPerson('Ana García', { now });
  bea = await tacit.addPerson('Bea Ruiz', { now });
  admin = await database.user.findUniqueOrThrow({ where: { email: ADMIN } });
  await database.user.update({ where: { id: admin.id }, data: { departmentId: null } });
  const { branchId } = admin;
  const user = { branchId, accessLevel: 4, language: 'en', createdAt: new Date() };
  leaver = await database.user.create({
    data: { ...user, name: 'Elena Prieto', email: 'elena@example.com', active: false },
  });
  await database.user.create({ data: { ...user, name: 'Hugo Ortiz', email: 'hugo@example.com' } });
  await database.customerAgents.createMany({
    data: [ana, bea].map(({ id }) => ({ customerId: id, preferredAgentId: leaver.id })),
  });
  screen = await openScreen(browser, { url: tacit.url, staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});
afterEach(() => expect(screen.faults()).toEqual([]));

const tab = ({ id }: Person) => `/customers/${id}?tab=notes`;
const press = (word: string, within: Locator | Screen['page'] = screen.page) =>
  within.getByRole('button', { name: screen.say(word), exact: true }).click();
const panel = () => screen.page.getByRole('tabpanel');
const field = (word: string) => panel().getByRole('textbox', { name: screen.say(word) });
/** The texts of the notes that are listed, which have settled. */
async function listed(): Promise<string[]> {
  await screen.settle();
  const items = await panel().getByRole('listitem').allInnerTexts();
  return items.map((text) => text.split('\n')[0]!);
}
const department = async (name: string) => {
  const { database } = tacit.house;
  const { id } = await database.department.create({ data: { name, createdAt: new Date() } });
  await database.user.update({ where: { id: admin.id }, data: { departmentId: id } });
  return id;
};

test('who has no department is told that an administrator gives one, and cannot register notes (004)', async () => {
  await screen.open(tab(ana));
  await panel().getByText(screen.say('notes.needsDepartment')).waitFor();
  expect(await field('notes.text').count()).toBe(0);
});

test('a note is registered with what was done, where and what the treatment will be: Agregar (004)', async () => {
  await department('Ventas');
  await screen.open(tab(ana));
  await press('notes.add');
  await panel().getByText(screen.say('common.required')).waitFor();
  await field('notes.text').fill('Called about the quote');
  await field('notes.location').fill('In the office');
  await field('notes.treatment').fill('Send the quote again and call in 2 months');
  await press('notes.add');
  await screen.page.getByText(screen.say('notes.added')).waitFor();
  await panel().getByText('In the office').waitFor();
  await panel().getByText('Ventas').first().waitFor();
  expect(await field('notes.text').inputValue()).toBe('');

  // The same from the shortcuts, whatever tab is open.
  await screen.open(`/customers/${ana.id}`);
  await press('customers.shortcuts.note');
  const dialog = screen.page.getByRole('dialog', { name: screen.say('notes.new') });
  await dialog.getByRole('textbox', { name: screen.say('notes.text') }).fill('Came by');
  await press('notes.add', dialog);
  await panel().getByText('Came by').waitFor();
  expect(await listed()).toEqual(['Came by', 'Called about the quote']);
  await panel().getByRole('searchbox').fill('QUOTE two');
  await panel()
    .getByText(screen.say('notes.noneFound', { search: 'QUOTE two' }))
    .waitFor();
  await panel().getByRole('searchbox').fill('quóte');
  await panel().getByText('Called about the quote').waitFor();
  expect(await listed()).toEqual(['Called about the quote']);
});

test('the report has each customer’s last three records, by department, and as an Excel file (004)', async () => {
  const { page, say } = screen;
  for (const each of ['1', '2', '3', '4']) {
    const createdAt = new Date(Date.UTC(2026, 0, Number(each)));
    await tacit.house.database.note.create({
      data: { customerId: bea.id, authorId: admin.id, text: `bea ${each}`, createdAt },
    });
  }
  await screen.open('/reports');
  await page.getByRole('tab', { name: say('notes.report.title') }).click();
  await page.getByText(say('notes.report.begin')).waitFor();
  await press('notes.report.see');
  await page.getByText(say('notes.report.count', { count: 6 })).waitFor();
  await page.getByRole('switch', { name: say('notes.report.lastThree') }).check();
  await page.getByRole('switch', { name: say('notes.report.byDepartment') }).check();
  await press('notes.report.see');
  await page.getByText(say('notes.report.count', { count: 5 })).waitFor();
  await page.getByRole('rowheader', { name: 'Ventas (5)' }).waitFor();
  await page.getByRole('combobox', { name: say('notes.report.customer') }).fill('bea');
  await page.getByRole('option', { name: /^Bea Ruiz/ }).click();
  await press('notes.report.see');
  await page.getByText(say('notes.report.count', { count: 3 })).waitFor();
  await screen.settle();
  expect(await page.getByRole('table').getByRole('link').allInnerTexts()).toEqual([bea.name, bea.name, bea.name]);
  const [file] = await Promise.all([page.waitForEvent('download'), press('reports.file.xlsx')]);
  const [sheet] = await readSheets(readFileSync(await file.path()));
  expect(sheet!.data.slice(1).map((row) => row[3] ?? row[0])).toEqual(['Ventas (3)', 'bea 4', 'bea 3', 'bea 2']);
  await page.getByText(say('reports.file.done')).waitFor();
});

test('only level 1 deletes a note, after being asked: it is gone, and the history says whose it was (004)', async () => {
  const { page, say } = screen;
  await screen.open(tab(ana));
  const remove = say('notes.deleteOf', { author: admin.name, when: '' }).trim();
  await panel().getByRole('button', { name: remove }).first().click();
  const dialog = page.getByRole('dialog', { name: say('notes.deleteTitle') });
  await dialog.getByText('Came by').waitFor();
  await press('notes.delete', dialog);
  await page.getByText(say('notes.deleted')).waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(await listed()).toEqual(['Called about the quote']);
  await screen.follow(`/customers/${ana.id}?tab=history`);
  await panel().getByText(say('customers.history.actions.note.removed')).waitFor();
});

test('the customers of an agent who left get another: Cambiar por, Actualiza agentes, Aceptar (004)', async () => {
  const { page, say } = screen;
  await screen.open('/customers');
  await page.getByRole('link', { name: say('customers.changeAgents') }).click();
  const row = page.getByRole('row', { name: leaver.name });
  expect(await row.innerText()).toMatch(new RegExp(`${say('agents.isInactive')}\\s+2`));
  const update = page.getByRole('button', { name: say('agents.many.update') });
  expect(await update.isDisabled()).toBe(true);
  await row.getByRole('combobox').click();
  expect(await page.getByRole('option', { name: leaver.name }).count()).toBe(0);
  await page.getByRole('option', { name: 'Hugo Ortiz' }).click();
  await update.click();
  const dialog = page.getByRole('dialog', { name: say('agents.many.confirmTitle') });
  await dialog.getByText(say('agents.many.line', { count: 2, from: leaver.name, to: 'Hugo Ortiz' })).waitFor();
  // Meanwhile somebody gives one of them to nobody: the numbers are told anew, and nothing is done.
  const { database } = tacit.house;
  await database.customerAgents.update({ where: { customerId: bea.id }, data: { preferredAgentId: null } });
  screen.expectRefusal(409, '/api/agents/change');
  await press('agents.many.accept', dialog);
  await dialog.getByRole('alert').waitFor();
  await dialog.getByText(say('agents.many.line', { count: 1, from: leaver.name, to: 'Hugo Ortiz' })).waitFor();
  await press('agents.many.accept', dialog);
  await page.getByText(say('agents.many.done', { count: 1 })).waitFor();
  await page.getByRole('row', { name: 'Hugo Ortiz' }).waitFor();
  expect(await page.getByRole('row', { name: leaver.name }).count()).toBe(0);
});

test('a customer’s options name the agent who sells and the one who collects; Undo puts them back (004)', async () => {
  const { page, say } = screen;
  await screen.open(`/customers/${ana.id}`);
  const facts = page.locator('dl').first();
  await facts.getByText('Hugo Ortiz').waitFor();
  await press('agents.change');
  const dialog = page.getByRole('dialog', { name: say('agents.change') });
  await dialog.getByRole('combobox', { name: say('agents.collection') }).click();
  await page.getByRole('option', { name: admin.name }).click();
  await press('common.save', dialog);
  await facts.getByText(admin.name).waitFor();
  await press('common.undo');
  await facts.getByText(admin.name).waitFor({ state: 'detached' });
  await facts.getByText('Hugo Ortiz').waitFor();
});
