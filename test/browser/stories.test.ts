import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { fromColumn } from '../../src/database/local-date.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { renewalWorkflowId } from '../../src/engine/ids.ts';
import { launchBrowser } from '../support/browser.ts';
import { currentDetails, decide, eventually, isRunning } from '../support/chains.ts';
import { openScreen, PHONE, type Screen, type ScreenOptions } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});

const STAFF = { email: ADMIN, password: PASSWORD };
let screens: Screen[] = [];
async function open(options: Omit<ScreenOptions, 'url'> = {}): Promise<Screen> {
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

/** Gym Plus of the manual, twelve months with fifteen days of notice: 1 October 2026 to 30 September 2027 (002). */
const GYM_PLUS = 'Gym Plus 12 months';
const soldGymPlus = (person: Person) => tacit.sell(person, GYM_PLUS, '2026-10-01');

const tasksOf = (person: Person) =>
  tacit.house.database.crmTask.findMany({ where: { customerId: person.id }, orderBy: { createdAt: 'asc' } });

const workflowOf = ({ id }: { id: string }) => tacit.house.client.workflow.getHandle(renewalWorkflowId(id));

/** Multipacks of a customer, oldest first: `2026-10-01 to 2027-09-30`. */
async function periodsOf({ id: customerId }: Person): Promise<string[]> {
  const all = await tacit.house.database.multipack.findMany({ where: { customerId }, orderBy: { validFrom: 'asc' } });
  return all.map(({ validFrom, validTo }) => `${fromColumn(validFrom)} to ${fromColumn(validTo)}`);
}

/** Waits until such a text stands somewhere on the page. */
const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

describe('at the counter', () => {
  let screen: Screen;
  beforeEach(async () => {
    screen = await open({ staff: STAFF });
  });

  /** From a multipack's page: opens its actions and takes one. */
  async function choose(action: string): Promise<Locator> {
    const { page, say } = screen;
    await page.getByRole('button', { name: say('multipacks.actions.title'), exact: true }).click();
    await page.getByRole('menuitem', { name: say(`multipacks.actions.${action}`) }).click();
    return page.getByRole('dialog');
  }

  test('the multipack’s actions cancel the renewal: task, author, result and notes are on the profile, and nothing waits in Temporal (000)', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Pilar Soto', { now: '2027-09-01T10:00:00Z' });
    const workflow = workflowOf(await soldGymPlus(person));
    await eventually('the wait', () => isRunning(workflow));

    await screen.open(`/customers/${person.id}`);
    await page.getByRole('link', { name: GYM_PLUS }).click();
    const dialog = await choose('cancel');
    await dialog.getByRole('button', { name: say('multipacks.cancel.yes') }).click();
    await shows(page, say('multipacks.cancel.done', { name: GYM_PLUS, date: '30 September 2027' }));

    await screen.open(`/customers/${person.id}?tab=crm`);
    const row = page.getByRole('row').filter({ hasText: say('customers.crm.results.automatic_renewal_cancellation') });
    const told = await row.innerText();
    expect(told).toMatch(/^automatic renewal\s+1 Sept? 2027, 12:0\d/);
    expect(told).toContain('Administrator · console');
    expect(told).toContain(
      'cancellation of the automatic renewal of Gym Plus 12 months valid from 01/10/2026 to 30/09/2027',
    );
    await eventually('the workflow to hear of it', async () =>
      (await currentDetails(workflow)).includes('Nothing waits: the renewal is **cancelled**'),
    );
  });

  test('Undo switches a renewal on again that was just cancelled, with a task of its own', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Irene Undo', { now: '2027-09-01T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    await screen.open(`/multipacks/${multipack.id}`);
    const dialog = await choose('cancel');
    await dialog.getByRole('button', { name: say('multipacks.cancel.yes') }).click();
    await page.getByRole('button', { name: say('common.undo') }).click();
    await page.getByText(say('renewal.will_renew'), { exact: true }).first().waitFor();
    expect((await tasksOf(person)).map(({ result }) => result)).toEqual([
      'automatic_renewal_cancellation',
      'automatic_renewal_enabled',
    ]);
  });

  test('a sale shows its deadline and its night before, and past the deadline the renewal is on the profile (002)', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Teresa Soler', { now: '2026-10-01T08:00:00Z' });
    await screen.open(`/customers/${person.id}/sell`);
    await page.getByRole('combobox', { name: say('multipacks.plan') }).click();
    await page.getByRole('option', { name: GYM_PLUS }).click();
    const preview = page.getByRole('region', { name: say('multipacks.selling.preview') });
    await preview.getByText('15/09/2027').first().waitFor();
    expect(await preview.innerText()).toMatch(/16 Sept? 2027, 00:00.*04:00/);
    await page.getByRole('button', { name: say('multipacks.selling.sell'), exact: true }).click();
    await shows(page, say('multipacks.selling.done', { name: GYM_PLUS }));
    expect(await periodsOf(person)).toEqual(['2026-10-01 to 2027-09-30']);

    await screen.open(`/customers/${person.id}`);
    await page.getByRole('button', { name: say('customers.clock.move') }).click();
    const clock = page.getByRole('dialog');
    await clock.getByRole('button', { name: GYM_PLUS }).click();
    await clock.getByRole('button', { name: say('customers.clock.move') }).click();
    await page.getByText(say('customers.purchased.renewalNumber', { number: 1 })).waitFor();
    expect(await periodsOf(person)).toEqual(['2026-10-01 to 2027-09-30', '2027-10-01 to 2028-09-30']);
    const [task] = await tasksOf(person);
    expect(task).toMatchObject({ result: 'automatic_renewal', authorName: 'Tacit' });
  });

  test('a freeze moves the end by its days, and reactivating gives back those that are not used (002)', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Julia Frost', { now: '2027-03-01T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    await screen.open(`/multipacks/${multipack.id}`);
    const freezing = await choose('freeze');
    const until = freezing.getByRole('textbox', { name: say('multipacks.freezing.until') });
    await until.fill('10/03/2027');
    await until.press('Tab');
    await freezing.getByText(say('multipacks.freezing.days', { count: 10 })).waitFor();
    await freezing.getByRole('button', { name: say('multipacks.freezing.yes'), exact: true }).click();
    await shows(page, say('multipacks.freezing.done', { name: GYM_PLUS }));
    expect(await periodsOf(person)).toEqual(['2026-10-01 to 2027-10-10']);

    const reactivating = await choose('reactivate');
    await reactivating.getByRole('button', { name: say('multipacks.reactivating.yes'), exact: true }).click();
    await shows(page, say('multipacks.reactivating.done', { name: GYM_PLUS, date: '1 March 2027' }));
    expect(await periodsOf(person)).toEqual(['2026-10-01 to 2027-09-30']);
  });

  test('an import says what is wrong with which line, and sells the good ones once somebody agrees', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Isabel Marín', { now: '2027-03-01T10:00:00Z' });
    const lines = [
      'reference,customer,plan,start_on,end_on',
      `A-1,${person.email},${GYM_PLUS},2027-01-01,`,
      `A-2,${person.email},No such plan,2027-01-01,`,
      `A-3,${person.email},${GYM_PLUS},2027-02-30,`,
    ];
    await screen.open('/import');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'contracts.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
    const row = (line: number) =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('cell', { name: say('importing.lineNumber', { number: line }) }) });
    await row(3).getByText(say('importing.errors.plan_not_found')).waitFor();
    await row(4).getByText(say('importing.errors.invalid_date')).waitFor();
    expect(await periodsOf(person)).toEqual([]);
    await page.getByRole('button', { name: say('importing.sell', { count: 1 }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('importing.sell', { count: 1 }) })
      .click();
    await shows(page, say('importing.doneWithErrors'));
    expect(await periodsOf(person)).toEqual(['2027-01-01 to 2027-12-31']);
    await row(2).getByRole('link', { name: 'A-1' }).click();
    await page.getByRole('heading', { level: 1, name: GYM_PLUS }).waitFor();
  });

  test('a plan made in the settings can be sold', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Nora Nueva', { now: '2027-03-01T10:00:00Z' });
    await screen.open('/settings/plans');
    await page.getByRole('button', { name: say('settings.plans.add') }).click();
    await page.getByRole('textbox', { name: say('common.name') }).fill('Yoga 3 months');
    await page.getByRole('textbox', { name: say('settings.plans.price'), exact: true }).fill('120');
    await page.getByRole('textbox', { name: say('settings.plans.duration'), exact: true }).fill('3');
    await page.getByRole('button', { name: say('common.save') }).click();
    await page.getByRole('heading', { level: 1, name: 'Yoga 3 months' }).waitFor();

    await screen.open(`/customers/${person.id}/sell`);
    await page.getByRole('combobox', { name: say('multipacks.plan') }).fill('Yoga');
    await page.getByRole('option', { name: 'Yoga 3 months' }).click();
    await page.getByRole('button', { name: say('multipacks.selling.sell'), exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Yoga 3 months' }).waitFor();
    expect(await periodsOf(person)).toEqual(['2027-03-01 to 2027-05-31']);
  });

  test('what one browser does, another shows without being reloaded', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Olga Dos', { now: '2027-09-01T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    const other = await open({ staff: STAFF });
    await other.open(`/customers/${person.id}`);
    await other.page.getByText(say('renewal.will_renew'), { exact: true }).waitFor();
    await screen.open(`/multipacks/${multipack.id}`);
    const dialog = await choose('cancel');
    await dialog.getByRole('button', { name: say('multipacks.cancel.yes') }).click();
    await page.getByText(say('renewal.cancelled'), { exact: true }).first().waitFor();
    await other.page.getByText(say('renewal.cancelled'), { exact: true }).waitFor();
  });

  test('a lost connection is told, and when it is back so is what happened meanwhile', async () => {
    const { page, say } = screen;
    const person = await tacit.addPerson('Lola Lejos', { now: '2027-09-01T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    await screen.open(`/customers/${person.id}`);
    await page.getByText(say('renewal.will_renew'), { exact: true }).waitFor();
    await tacit.stopApi();
    await shows(page, say('common.reconnecting'));
    await decide(tacit.house, (change) => cancelRenewal(change, multipack.id));
    await tacit.startApi();
    await page.getByText(say('renewal.cancelled'), { exact: true }).waitFor();
    await page.getByText(say('common.reconnecting')).waitFor({ state: 'detached' });
    // That nobody answered for a while is what was to be seen.
    screen.faults();
  });
});

const hasFocus = async (control: Locator): Promise<boolean> =>
  (await control.and(control.page().locator(':focus')).count()) === 1;

/** Presses the key until the control has the focus. */
async function pressUntilAt(control: Locator, key: string): Promise<void> {
  await control.waitFor();
  for (let presses = 0; !(await hasFocus(control)); presses += 1) {
    if (presses === 80) throw new Error(`${key} does not reach ${String(control)} on ${control.page().url()}`);
    await control.page().keyboard.press(key);
  }
}

test('the keyboard alone signs in, finds a customer, opens the multipack and cancels its renewal', async () => {
  const screen = await open();
  const { page, say } = screen;
  const { keyboard } = page;
  screen.expectRefusal(401, '/api/session');
  const person = await tacit.addPerson('Quima Teclas', { now: '2027-09-01T10:00:00Z' });
  await soldGymPlus(person);
  await screen.open('/');
  await keyboard.type(ADMIN);
  await keyboard.press('Tab');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: say('customers.title') }).waitFor();
  await screen.settle();
  await keyboard.press('/');
  await keyboard.type('Quima');
  await page.getByRole('link', { name: 'Quima Teclas' }).waitFor();
  await page.getByRole('link', { name: 'Pilar Ortega' }).waitFor({ state: 'detached' });
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await pressUntilAt(page.getByRole('link', { name: GYM_PLUS }), 'Tab');
  await keyboard.press('Enter');
  await pressUntilAt(page.getByRole('button', { name: say('multipacks.actions.title'), exact: true }), 'Tab');
  await keyboard.press('Enter');
  await pressUntilAt(page.getByRole('menuitem', { name: say('multipacks.actions.cancel') }), 'ArrowDown');
  await keyboard.press('Enter');
  await pressUntilAt(page.getByRole('button', { name: say('multipacks.cancel.yes') }), 'Tab');
  await keyboard.press('Enter');
  await page.getByText(say('renewal.cancelled'), { exact: true }).first().waitFor();
  expect((await tasksOf(person)).map(({ result }) => result)).toEqual(['automatic_renewal_cancellation']);
});

describe('in the portal', () => {
  const portal = ({ email }: Person) => open({ viewport: PHONE, customer: { email, password: PASSWORD } });

  test('the red button cancels the renewal: red label, task with the customer in brackets, confirmation with date and time (000)', async () => {
    const person = await tacit.addPerson('Carmen Vidal', { now: '2027-09-01T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    const screen = await portal(person);
    const { page, say } = screen;
    await screen.open('/portal');
    await page.getByRole('button', { name: say('purchases.cancel.buttonFor', { name: GYM_PLUS }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('purchases.cancel.button') })
      .click();
    await page.getByText(say('purchases.cancelled'), { exact: true }).waitFor();

    const [task] = await tasksOf(person);
    expect(task).toMatchObject({
      result: 'automatic_renewal_cancellation',
      authorName: '(Carmen Vidal)',
      notes: 'cancellation of the automatic renewal of Gym Plus 12 months valid from 01/10/2026 to 30/09/2027',
    });
    await eventually('the workflow to hear of it', async () =>
      (await currentDetails(workflowOf(multipack))).includes('the renewal is **cancelled**'),
    );
    const letter = await eventually('the letter', async () =>
      tacit.post.taken.find(({ to }) => to[0] === person.email),
    );
    expect(letter.email.text).toMatch(/1 September 2027 at 12:0\d \(Europe\/Madrid\)/);

    const counter = await open({ staff: STAFF });
    await counter.open(`/mails?customerId=${person.id}`);
    await counter.page.getByRole('link', { name: letter.email.subject! }).click();
    await shows(counter.page, /1 September 2027 at 12:0\d \(Europe\/Madrid\)/);
    await counter.open(`/customers/${person.id}?tab=crm`);
    const row = counter.page.getByRole('row').filter({ hasText: '(Carmen Vidal) · portal' });
    expect(await row.innerText()).toMatch(/^automatic renewal\s+1 Sept? 2027, 12:0\d[^]*automatic renewal cancelled/);
  });

  test('whoever is too late reads through when it could be cancelled and what follows, and finds no button', async () => {
    const person = await tacit.addPerson('Tarda Mucho', { now: '2027-09-15T10:00:00Z' });
    const multipack = await soldGymPlus(person);
    const screen = await portal(person);
    const { page, say } = screen;
    await screen.open(`/portal/multipacks/${multipack.id}`);
    const button = page.getByRole('button', { name: say('purchases.cancel.buttonFor', { name: GYM_PLUS }) });
    await button.waitFor();
    await tacit.house.gateway.moveClock(tacit.house.database, person.id, new Date('2027-09-16T10:00:00Z'));
    await screen.open(`/portal/multipacks/${multipack.id}`);
    await shows(page, say('purchases.next.tooLate', { deadline: '15 September 2027' }));
    expect(await button.count()).toBe(0);
  });

  test('a link signs in once', async () => {
    const person = await tacit.addPerson('Enlace Uno', { now: '2027-09-01T10:00:00Z' });
    const screen = await open({ viewport: PHONE });
    const { page, say } = screen;
    screen.expectRefusal(401, '/portal/api/session');
    await screen.open('/portal');
    await page.getByRole('button', { name: say('portal.signIn.withLink') }).click();
    await page.getByRole('textbox', { name: say('common.email') }).fill(person.email);
    await page.getByRole('button', { name: say('portal.signIn.sendLink') }).click();
    await shows(page, say('portal.signIn.lookTitle'));
    const letter = await eventually('the letter', async () =>
      tacit.post.taken.find(({ to }) => to[0] === person.email),
    );
    const [link] = /http\S+#token=[\w-]+/.exec(letter.email.text!)!;
    await screen.open(link);
    await page.getByRole('button', { name: say('portal.signIn.use') }).click();
    await page.getByRole('heading', { level: 1, name: say('purchases.title') }).waitFor();

    const again = await open({ viewport: PHONE });
    again.expectRefusal(401, '/session/link/use');
    again.expectRefusal(401, '/portal/api/session');
    await again.open(link);
    await again.page.getByRole('button', { name: say('portal.signIn.use') }).click();
    await shows(again.page, say('portal.signIn.linkOver'));
  });
});
