import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import type { Browser } from 'playwright-core';
import { hashPassword } from '../../src/database/users.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { launchBrowser } from '../support/browser.ts';
import { decide, eventually } from '../support/chains.ts';
import { openScreen, PHONE, type Screen, type ScreenOptions } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let consultant: { id: string; name: string; email: string };
let withdrawal: { id: string; name: string };
let callBack: { id: string; name: string };
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  await tacit.addPerson('Ana García', { now: new Date().toISOString() });
  const { database } = tacit.house;
  const branch = await database.branch.findFirstOrThrow({ where: { name: 'Madrid Norte' } });
  const createdAt = new Date();
  consultant = await database.user.create({
    data: {
      ...{ name: 'Carla Consultora', email: 'carla@example.com', language: 'en', accessLevel: 4, createdAt },
      branchId: branch.id,
    },
  });
  const password = await hashPassword(PASSWORD, { memoryCost: 1024, timeCost: 1 });
  await database.account.create({
    data: { userId: consultant.id, accountId: consultant.id, providerId: 'credential', password },
  });
  const type = (name: string, classification: 'withdrawal' | 'generic') =>
    database.taskType.create({ data: { name, classification, visibleInAgenda: true, createdAt } });
  withdrawal = await type('Contract notice', 'withdrawal');
  callBack = await type('Call back', 'generic');
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});

let screens: Screen[] = [];
async function open(options: Omit<ScreenOptions, 'url'>): Promise<Screen> {
  const screen = await openScreen(browser, { url: tacit.url, ...options });
  screens.push(screen);
  return screen;
}
afterEach(async () => {
  const faults = screens.flatMap((screen) => screen.faults());
  await Promise.all(screens.map((screen) => screen.close()));
  screens = [];
  expect(faults).toEqual([]);
});

const asAdministrator = () => open({ staff: { email: ADMIN, password: PASSWORD } });
const asConsultant = (options: Partial<ScreenOptions> = {}) =>
  open({ staff: { email: consultant.email, password: PASSWORD }, ...options });

const today = () => localDateOf(new Date(), 'Europe/Madrid');
const taskOf = ({ id: customerId }: Person) =>
  tacit.house.database.crmTask.findFirstOrThrow({ where: { customerId }, orderBy: { createdAt: 'desc' } });

test('a withdrawal’s task given to a consultant is on their agenda by day and by week, and done there it is done on the profile (001)', async () => {
  const person = await tacit.addPerson('Rosa Prieto', { now: new Date().toISOString() });
  const multipack = await tacit.sell(person, 'Gym monthly', today());
  const lastDay = addDays(today(), 10);
  await decide(tacit.house, (change) =>
    withdrawMultipacks(
      change,
      person.id,
      { taskTypeId: withdrawal.id, lastDay, multipackIds: [multipack.id], notes: '' },
      {},
    ),
  );
  const agenda = await asConsultant();
  await agenda.open('/agenda');
  await agenda.page.getByText(agenda.say('agenda.none')).waitFor();

  // By keyboard from the row, at the customer's profile.
  const counter = await asAdministrator();
  const { page, say } = counter;
  await counter.open(`/customers/${person.id}?tab=crm&todo=open`);
  await page.getByText(say('customers.crm.noneFound')).waitFor();
  await page.getByRole('button', { name: say('customers.crm.clearFilters') }).click();
  const row = page.getByRole('row').filter({ hasText: withdrawal.name });
  await row.getByText(say('customers.crm.lastDay')).waitFor();
  await row.getByRole('button', { name: say('customers.crm.menu', { name: withdrawal.name }) }).focus();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: say('customers.crm.assignee') }).fill('Carla');
  await page.getByRole('option', { name: consultant.name }).click();
  const [year, month, day] = today().split('-');
  const dueOn = dialog.getByRole('textbox', { name: say('customers.crm.dueOn') });
  await dueOn.fill(`${day}/${month}/${year}`);
  await dueOn.press('Tab');
  await dialog.getByRole('button', { name: say('common.save') }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.getByText(say('customers.crm.toDo')).waitFor();

  // Nothing is loaded anew there: the change is told.
  const name = agenda.say('agenda.done', { task: withdrawal.name, customer: person.name });
  const tick = agenda.page.getByRole('checkbox', { name });
  await tick.waitFor();
  await agenda.page.getByText(agenda.say('agenda.day'), { exact: true }).click();
  await agenda.page.getByRole('heading', { level: 2, name: /, today$/ }).waitFor();
  await tick.click();
  await agenda.page.getByText(agenda.say('customers.crm.ticked', { name: withdrawal.name })).waitFor();
  expect((await taskOf(person)).doneAt).not.toBeNull();
  await row.getByText(say('customers.crm.done'), { exact: true }).waitFor();

  // And back again.
  await agenda.page.getByRole('button', { name: agenda.say('common.undo') }).click();
  await row.getByText(say('customers.crm.toDo')).waitFor();
  expect((await taskOf(person)).doneAt).toBeNull();
});

test('what nobody has is given out by whoever sees the branch, and moved from day to day by key', async () => {
  const person = await tacit.addPerson('Tomás Libre', { now: new Date().toISOString() });
  const { branchId } = await tacit.house.database.customer.findUniqueOrThrow({ where: { id: person.id } });
  const { page, say, open: show } = await asAdministrator();
  const call = (path: string, data: object) =>
    page.context().request.post(path, { data, headers: { Origin: tacit.url } });
  const dueOn = addDays(today(), -1);
  await call('/api/crm-tasks', { customerId: person.id, taskTypeId: callBack.id, notes: '<b>bold</b> =1+1', dueOn });
  await show(`/agenda?view=day&branchId=${branchId}`);
  const region = page.locator('section').filter({ hasText: say('agenda.unassigned', { count: 1 }) });
  await region.getByText('<b>bold</b> =1+1').waitFor();
  const menu = page.getByRole('button', { name: say('customers.crm.menu', { name: callBack.name }) });
  await menu.focus();
  await page.keyboard.press('t');
  // The line was moved, and the focus with it.
  const date = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'Europe/Madrid',
  }).format(new Date());
  await page.getByText(say('agenda.task.moved', { name: callBack.name, date })).waitFor();
  expect((await taskOf(person)).dueOn?.toISOString()).toMatch(new RegExp(`^${today()}`));
  await page.locator('[data-row]:focus').waitFor();
  await page.keyboard.press('e');
  await page
    .getByRole('dialog')
    .getByRole('combobox', { name: say('customers.crm.assignee') })
    .fill('Carla');
  await page.getByRole('option', { name: consultant.name }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('common.save') })
    .click();
  await page.getByText(say('agenda.task.given', { name: callBack.name, who: consultant.name })).waitFor();
  await region.waitFor({ state: 'detached' });

  const phone = await asConsultant({ viewport: PHONE });
  await phone.open('/agenda');
  await phone.page.getByText('Tomás Libre').waitFor();
  await phone.page.getByRole('button', { name: phone.say('customers.crm.menu', { name: callBack.name }) }).click();
  await phone.page.getByRole('menuitem', { name: phone.say('agenda.task.weekLater') }).click();
  await eventually('a week later', async () =>
    (await taskOf(person)).dueOn?.toISOString().startsWith(addDays(today(), 7)),
  );
});

test('notes that are too long are refused at their field, in words, and nothing typed is lost', async () => {
  const person = await tacit.addPerson('Larga Nota', { now: new Date().toISOString() });
  const screen = await asAdministrator();
  const { page, say } = screen;
  await screen.open(`/customers/${person.id}?tab=crm`);
  await page
    .getByRole('button', { name: say('customers.shortcuts.task') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: say('customers.crm.task') }).fill(callBack.name);
  await page.getByRole('option', { name: callBack.name }).click();
  const notes = dialog.getByRole('textbox', { name: say('customers.crm.notes') });
  await notes.fill('x'.repeat(10_000));
  screen.expectRefusal(422, '/api/crm-tasks');
  await dialog.getByRole('button', { name: say('customers.crm.add') }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  expect(await dialog.innerText()).toContain('4000');
  expect(await notes.inputValue()).toHaveLength(10_000);
  await notes.fill('line\n'.repeat(50));
  await dialog.getByRole('button', { name: say('customers.crm.add') }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: say('agenda.task.unfold') }).click();
  await page.getByRole('button', { name: say('agenda.task.fold') }).waitFor();
});

test('the address for one’s own calendar is shown once, read by a calendar, and revoked', async () => {
  const screen = await asConsultant();
  const { page, say } = screen;
  await screen.open('/settings/account');
  await page.getByRole('button', { name: say('agenda.feed.make') }).click();
  const url = await page.getByRole('textbox', { name: say('agenda.feed.url'), exact: true }).inputValue();
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  const events = new ICAL.Component(ICAL.parse(await answer.text())).getAllSubcomponents('vevent');
  expect(events.length).toBeGreaterThan(0);
  await screen.open('/settings/account');
  await page.getByText(say('agenda.feed.lastRead')).waitFor();
  expect(await page.content()).not.toContain(url.slice(-20));
  await page.getByRole('button', { name: say('agenda.feed.revoke') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('agenda.feed.yesRevoke') })
    .click();
  await page.getByText(say('agenda.feed.none')).waitFor();
  expect((await fetch(url)).status).toBe(404);
});
