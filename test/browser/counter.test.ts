import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { fromColumn } from '../../src/database/local-date.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { launchBrowser } from '../support/browser.ts';
import { decide, eventually } from '../support/chains.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
beforeAll(async () => {
  [browser, tacit] = await Promise.all([launchBrowser(), openTacit()]);
  screen = await openScreen(browser, { url: tacit.url, staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});
afterEach(() => expect(screen.faults()).toEqual([]));

/** Twelve months at once by card; fifteen days of notice: 1 October 2026 to 30 September 2027. */
const GYM_PLUS = 'Gym Plus 12 months';
/** Month to month by SEPA. */
const MONTHLY = 'Gym monthly';
/** Twelve instalments by SEPA, due on the first of each month; a month of notice. */
const TENNIS = 'Tennis in instalments';

const button = (name: string, within: Pick<Locator, 'getByRole'> = screen.page) =>
  within.getByRole('button', { name: screen.say(name), exact: true });
const shows = (text: string | RegExp) => screen.page.getByText(text).first().waitFor();
const heading = (name: string) => screen.page.getByRole('heading', { level: 1, name: screen.say(name) }).waitFor();
const multipackBox = (name: string) => screen.page.getByRole('checkbox', { name });

const tasksOf = (person: Person) =>
  tacit.house.database.crmTask.findMany({
    where: { customerId: person.id },
    include: { taskType: true },
    orderBy: { notes: 'asc' },
  });
const multipackOf = ({ id }: { id: string }) => tacit.house.database.multipack.findUniqueOrThrow({ where: { id } });
const receivablesOf = ({ id: multipackId }: { id: string }) =>
  tacit.house.database.receivable.findMany({ where: { multipackId }, orderBy: { number: 'asc' } });

/** No type of the company’s own is in use. */
const retireTypes = () =>
  tacit.house.database.taskType.updateMany({ where: { code: null }, data: { retiredAt: new Date() } });

let types = 0;
/** Made without the settings, where they are not what is looked at: the only one in use, so that it is chosen. */
async function onlyType(classification: 'automatic_renewal_cancellation' | 'withdrawal'): Promise<{ id: string }> {
  await retireTypes();
  types += 1;
  return tacit.house.database.taskType.create({
    data: { name: `Type ${types}`, classification, createdAt: new Date() },
  });
}

/** Settings → CRM task types → Add, from where the counter says that there is none. */
async function addType(name: string, classification: string, inAgenda = false): Promise<void> {
  const { page, say } = screen;
  await page.getByRole('link', { name: say('counter.noTypesAdd') }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: say('common.name') }).fill(name);
  await form.getByRole('combobox', { name: say('settings.taskTypes.classification') }).click();
  await page.getByRole('option', { name: say(`settings.classifications.${classification}`), exact: true }).click();
  if (inAgenda)
    await form.getByRole('switch', { name: say('settings.taskTypes.visibleInAgenda') }).click({ force: true });
  await button('common.save', form).click();
  await form.waitFor({ state: 'detached' });
}

/** Whom Reports → Marketing → CRM finds, whenever it was. */
const report = (filter: object) => `/reports?rows=${encodeURIComponent(JSON.stringify([filter]))}&shown=customers`;

async function choose(field: string, option: string): Promise<void> {
  await screen.page.getByRole('combobox', { name: screen.say(field), exact: true }).click();
  await screen.page.getByRole('option', { name: option, exact: true }).click();
}

async function typeDate(field: string, date: string): Promise<void> {
  const input = screen.page.getByRole('textbox', { name: screen.say(field) });
  await input.fill(date);
  await input.press('Tab');
}

/** A row of the profile’s CRM section. */
const row = (text: string) => screen.page.getByRole('row').filter({ hasText: text });

describe('option 2 of a renewal cancellation (000)', () => {
  const dayOf = { now: '2027-09-01T10:00:00Z' };

  test('from a task type of one’s own over the shortcut to the CRM section and the report: name, date and time, user, result, notes after the sentence', async () => {
    const { page, say } = screen;
    await retireTypes();
    const person = await tacit.addPerson('Pilar Dos', dayOf);
    const gym = await tacit.sell(person, GYM_PLUS, '2026-10-01');
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');

    await screen.open(`/customers/${person.id}`);
    await page.getByRole('link', { name: say('customers.shortcuts.cancel') }).click();
    await addType('Cancelación del abono', 'automatic_renewal_cancellation');

    await screen.follow(`/customers/${person.id}`);
    await page.getByRole('link', { name: say('customers.shortcuts.cancel') }).click();
    const date = page.getByRole('textbox', { name: say('counter.cancel.date') });
    expect([await date.inputValue(), await date.isEditable()]).toEqual(['1 September 2027', false]);
    await page.getByRole('textbox', { name: say('counter.notes') }).fill('Moves to Vigo');
    await multipackBox(GYM_PLUS).check();
    await multipackBox(TENNIS).check();
    await button('common.next').click();

    await heading('counter.cancel.check');
    await shows(say('counter.cancel.stays', { date: '30 September 2027' }));
    await shows(say('counter.cancel.owed', { amount: '€1,000.00' }));
    expect((await multipackOf(gym)).renewalCancelledAt).toBeNull();
    await page.getByRole('button', { name: say('counter.cancel.yes', { count: 2 }) }).click();

    await row('30/09/2027').waitFor();
    const told = await row('30/09/2027').innerText();
    expect(told).toMatch(/^Cancelación del abono[^]*1 Sept? 2027, 12:0\d/);
    expect(told).toContain('Administrator');
    expect(told).toContain(say('customers.crm.results.automatic_renewal_cancellation'));
    expect(told).toMatch(/cancellation of the renewal of 30\/09\/2027: Moves to Vigo/);
    expect(await tasksOf(person)).toMatchObject([
      { result: 'automatic_renewal_cancellation', multipackId: gym.id },
      { result: 'automatic_renewal_cancellation', multipackId: tennis.id },
    ]);
    expect((await multipackOf(tennis)).renewalCancelledAt).not.toBeNull();
    expect((await receivablesOf(gym)).map(({ state }) => state)).toEqual(['open']);

    await page.getByRole('link', { name: say('shell.reports') }).click();
    await page
      .getByRole('button', { name: say('reports.clear') })
      .first()
      .click();
    await choose('reports.crm.task', 'Cancelación del abono');
    await typeDate('reports.crm.createdTo', '01/09/2027');
    await typeDate('reports.crm.createdFrom', '01/09/2027');
    await button('reports.crm.filter').click();
    await button('reports.crm.show').click();
    await page.getByRole('link', { name: 'Pilar Dos' }).waitFor();
  });

  test('notes left blank leave the sentence alone, and Undo switches every renewal on again', async () => {
    const { page, say } = screen;
    await onlyType('automatic_renewal_cancellation');
    const person = await tacit.addPerson('Undo Dos', dayOf);
    const gym = await tacit.sell(person, GYM_PLUS, '2026-10-01');
    await screen.open(`/customers/${person.id}/cancel-renewals`);
    await multipackBox(GYM_PLUS).check();
    await button('common.next').click();
    await page.getByRole('button', { name: say('counter.cancel.yes', { count: 1 }) }).click();
    await shows(say('counter.cancel.done', { count: 1, names: GYM_PLUS }));
    expect(await tasksOf(person)).toMatchObject([{ notes: 'cancellation of the renewal of 30/09/2027' }]);
    await button('common.undo').click();
    await shows(say('counter.cancel.undone', { count: 1, names: GYM_PLUS }));
    expect((await multipackOf(gym)).renewalCancelledAt).toBeNull();
  });

  test('what cannot be chosen says why, with the deadline', async () => {
    const { say } = screen;
    await onlyType('automatic_renewal_cancellation');
    const person = await tacit.addPerson('Tarde Dos', { now: '2027-09-20T10:00:00Z' });
    const gym = await tacit.sell(person, GYM_PLUS, '2026-10-01');
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
    await decide(tacit.house, (change) => cancelRenewal(change, tennis.id));
    await screen.open(`/customers/${person.id}/cancel-renewals`);
    await shows(say('multipacks.hindrances.deadlinePassed', { date: '15 September 2027' }));
    await shows(say('multipacks.hindrances.alreadyCancelled'));
    expect(await multipackBox(TENNIS).isDisabled()).toBe(true);
    expect((await multipackOf(gym)).renewalCancelledAt).toBeNull();
  });

  test('a refusal stands at the multipack it names, and what was typed is kept', async () => {
    const { page, say } = screen;
    await onlyType('automatic_renewal_cancellation');
    const person = await tacit.addPerson('Otra Mano', dayOf);
    const gym = await tacit.sell(person, GYM_PLUS, '2026-10-01');
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
    await screen.open(`/customers/${person.id}/cancel-renewals`);
    screen.expectRefusal(409, '/cancel-renewals');
    const notes = page.getByRole('textbox', { name: say('counter.notes') });
    await notes.fill('Injured');
    await multipackBox(GYM_PLUS).check();
    await multipackBox(TENNIS).check();
    await button('common.next').click();
    await heading('counter.cancel.check');
    await decide(tacit.house, (change) => cancelRenewal(change, tennis.id));
    await page.getByRole('button', { name: say('counter.cancel.yes', { count: 2 }) }).click();
    await heading('counter.cancel.title');
    expect(await page.getByRole('alert').innerText()).toContain(TENNIS);
    expect(await notes.inputValue()).toBe('Injured');
    expect(await multipackBox(GYM_PLUS).isChecked()).toBe(true);
    expect((await multipackOf(gym)).renewalCancelledAt).toBeNull();
  });
});

describe('a withdrawal (001)', () => {
  /** On the day of an instalment. */
  const dayOf = { now: '2027-03-01T10:00:00Z' };

  /** From the form to the last Yes. */
  async function confirm(person: Person): Promise<void> {
    const { page, say } = screen;
    await button('common.next').click();
    await heading('counter.withdraw.check');
    await button('counter.withdraw.yes').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(person.name, { exact: true }).waitFor();
    await dialog.getByText(say('counter.withdraw.final')).waitFor();
    await dialog.getByRole('button', { name: say('counter.withdraw.yesFor', { customer: person.name }) }).click();
  }

  test('from a task type visible in the agenda over the shortcut, before and after, and two confirmations to tasks, agenda, letter and report; what is due on the very day stays', async () => {
    const { page, say } = screen;
    await retireTypes();
    const person = await tacit.addPerson('Lucía Recesso', dayOf);
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');

    await screen.open(`/customers/${person.id}`);
    await page.getByRole('link', { name: say('counter.shortcut') }).click();
    await addType('Recesso', 'withdrawal', true);

    await screen.follow(`/customers/${person.id}/withdraw`);
    await shows(say('counter.withdraw.lastDayHint', { date: '1 March 2027', next: '2 March 2027' }));
    await multipackBox(TENNIS).check();
    await choose('customers.crm.assignee', 'Administrator');
    await typeDate('customers.crm.dueOn', '02/03/2027');
    await button('common.next').click();
    await heading('counter.withdraw.check');
    await page
      .getByRole('img', { name: new RegExp(`^${say('counter.withdraw.after')} · ${TENNIS}: .*1 March 2027`) })
      .waitFor();
    const fates = page.getByRole('table');
    await fates.getByText(say('counter.withdraw.fates.removed'), { exact: true }).first().waitFor();
    expect(await fates.getByText(say('counter.withdraw.fates.removed'), { exact: true }).count()).toBe(9);
    expect(await fates.getByRole('row').filter({ hasText: '01/03/2027' }).innerText()).toContain(
      say('counter.withdraw.fates.debt', { rest: '€83.34' }),
    );
    await shows(say('counter.withdraw.stops'));
    await shows(say('counter.withdraw.collection'));
    await page.goBack();
    expect((await multipackOf(tennis)).withdrawnOn).toBeNull();
    expect(await multipackBox(TENNIS).isChecked()).toBe(true);

    await confirm(person);
    await heading('counter.withdraw.doneTitle');
    expect(await page.getByText(say('counter.withdraw.changed')).count()).toBe(0);
    await shows(
      say('counter.withdraw.taskForDay', { name: 'Recesso', assignee: 'Administrator', date: '2 March 2027' }),
    );
    await shows(say('counter.withdraw.letter', { email: person.email }));

    const { withdrawnOn } = await multipackOf(tennis);
    expect(withdrawnOn && fromColumn(withdrawnOn)).toBe('2027-03-01');
    const receivables = await receivablesOf(tennis);
    expect(receivables.map(({ state }) => state)).toEqual([...Array(3).fill('open'), ...Array(9).fill('void')]);
    expect(receivables.some(({ collected }) => collected)).toBe(false);
    const [task] = await tasksOf(person);
    expect(task).toMatchObject({
      taskType: { name: 'Recesso' },
      result: 'withdrawal',
      multipackId: tennis.id,
      notes: 'withdrawal, last day of validity 01/03/2027',
    });
    expect([task!.effectiveOn, task!.dueOn].map((date) => date && fromColumn(date))).toEqual([
      '2027-03-01',
      '2027-03-02',
    ]);
    await eventually('the letter', async () => tacit.post.taken.find(({ to }) => to[0] === person.email));

    await page.getByRole('link', { name: say('counter.withdraw.toTasks') }).click();
    const told = await row('01/03/2027').innerText();
    expect(told).toMatch(/^Recesso[^]*1 Mar 2027, 11:0\d[^]*Administrator[^]*withdrawal/);
    await screen.follow('/agenda?on=2027-03-02');
    await page.getByRole('link', { name: 'Lucía Recesso' }).waitFor();
    await screen.follow(report({ result: 'withdrawal' }));
    await page.getByRole('link', { name: 'Lucía Recesso' }).waitFor();
  });

  test('ahead: it stays active until then; sold again the two are linked', async () => {
    const { page, say } = screen;
    await onlyType('withdrawal');
    const person = await tacit.addPerson('Ana Futuro', dayOf);
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
    await screen.open(`/multipacks/${tennis.id}`);
    await button('multipacks.actions.title').click();
    await page.getByRole('menuitem', { name: new RegExp(`^${say('multipacks.actions.withdraw')}`) }).click();
    await typeDate('counter.withdraw.lastDay', '15/05/2027');
    await page.getByRole('textbox', { name: say('counter.notes') }).fill('Tennis, moves away');
    await confirm(person);
    await page.getByText(say('counter.standing.until', { date: '15 May 2027' })).waitFor();
    expect((await receivablesOf(tennis)).map(({ state }) => state)).toEqual([
      ...Array(5).fill('open'),
      ...Array(7).fill('void'),
    ]);
    expect(await tasksOf(person)).toMatchObject([{ notes: 'Tennis, moves away' }]);

    await page.getByRole('link', { name: say('counter.withdraw.sellAgainOne', { name: TENNIS }) }).click();
    await shows(say('counter.again.hint', { name: TENNIS, date: '15 May 2027' }));
    const start = page.getByRole('textbox', { name: say('multipacks.selling.startOn') });
    expect(await start.inputValue()).toBe('16/05/2027');
    await button('multipacks.selling.sell').click();
    await page.getByText(/^Sold after the withdrawal of/).waitFor();
    const again = await tacit.house.database.multipack.findFirstOrThrow({ where: { soldAgainFromId: tennis.id } });
    expect(fromColumn(again.validFrom)).toBe('2027-05-16');
    await screen.follow(`/multipacks/${tennis.id}`);
    await page.getByText(/Sold again as/).waitFor();
  });

  test('of what is paid otherwise is not offered; for illness it is, with a document', async () => {
    const { page, say } = screen;
    await onlyType('withdrawal');
    const person = await tacit.addPerson('Eva Enferma', dayOf);
    const gym = await tacit.sell(person, GYM_PLUS, '2026-10-01');
    await screen.open(`/customers/${person.id}/withdraw`);
    expect(await multipackBox(GYM_PLUS).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: say('counter.withdraw.extraordinary') }).check();
    await page.getByRole('radio', { name: say('counter.withdraw.reasons.illness') }).check();
    await multipackBox(GYM_PLUS).check();
    await button('common.next').click();
    await shows(say('counter.withdraw.proofMissing'));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
    await page
      .getByText(/certificate\.pdf/)
      .first()
      .waitFor();
    await screen.settle();
    await confirm(person);
    await heading('counter.withdraw.doneTitle');
    expect(await multipackOf(gym)).toMatchObject({ withdrawalReason: 'illness' });
    const [task] = await tasksOf(person);
    const file = await tacit.house.database.storedFile.findFirst({ where: { customerId: person.id } });
    expect([task!.fileId, file?.name]).toEqual([file?.id, 'certificate.pdf']);
  });

  test('of a renewed multipack takes the renewal with it; a day outside the validity is refused in words', async () => {
    const { say } = screen;
    await onlyType('withdrawal');
    const person = await tacit.addPerson('Mes Renovado', { now: '2027-03-28T10:00:00Z' });
    // Its deadline has passed, so that the sale renews it at once.
    const monthly = await tacit.sell(person, MONTHLY, '2027-03-01');
    await screen.open(`/customers/${person.id}/withdraw`);
    await multipackBox('01/03/2027').check();
    await typeDate('counter.withdraw.lastDay', '15/04/2027');
    await shows(say('counter.withdraw.lastDayRange', { from: '1 March 2027', to: '31 March 2027' }));
    await button('common.next').click();
    await heading('counter.withdraw.title');
    await typeDate('counter.withdraw.lastDay', '31/03/2027');
    await confirm(person);
    await shows(/The renewed multipack M-\d+, valid from 1 April 2027 to 30 April 2027, is withdrawn with it/);
    await heading('counter.withdraw.doneTitle');
    const next = await tacit.house.database.multipack.findFirstOrThrow({ where: { previousId: monthly.id } });
    expect(next.removedAt).not.toBeNull();
  });

  describe('and somebody else in between', () => {
    let release = () => {};
    afterEach(() => screen.page.unroute('**/withdraw/preview'));

    /** From now on, until `release`, the screen does not learn what a withdrawal would do. */
    const holdPreviews = () => {
      const held = new Promise<void>((resolve) => (release = resolve));
      return screen.page.route('**/withdraw/preview', async (route) => {
        await held;
        // Those that the page has given up are gone.
        await route.continue().catch(() => undefined);
      });
    };
    const elsewhere = async (path: string, data: object) => {
      const answer = await screen.context.request.post(path, { data, headers: { Origin: tacit.url } });
      expect(answer.status()).toBe(200);
    };
    const fates = (name: string) => screen.page.getByRole('table').getByText(screen.say(name), { exact: true });
    const yesFor = ({ name }: Person) =>
      screen.page
        .getByRole('dialog')
        .getByRole('button', { name: screen.say('counter.withdraw.yesFor', { customer: name }) });

    test('the second question does not stand once a payment has changed what it was about; news that come late are told with what was done', async () => {
      const { say } = screen;
      await onlyType('withdrawal');
      const person = await tacit.addPerson('Paga Ahora', dayOf);
      const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
      const receivables = await receivablesOf(tennis);
      const pay = (number: number) =>
        elsewhere(`/api/receivables/${receivables[number - 1]!.id}/pay`, { method: 'cash' });
      await screen.open(`/customers/${person.id}/withdraw?multipackId=${tennis.id}`);
      await button('common.next').click();
      await button('counter.withdraw.yes').click();
      await yesFor(person).waitFor();
      await pay(6);
      await shows(say('counter.withdraw.changedMeanwhile'));
      await yesFor(person).waitFor({ state: 'detached' });
      expect(await fates('counter.withdraw.fates.paid_after').count()).toBe(1);

      await button('counter.withdraw.yes').click();
      await yesFor(person).waitFor();
      await holdPreviews();
      await pay(7);
      await yesFor(person).click();
      await heading('counter.withdraw.doneTitle');
      release();
      await shows(say('counter.withdraw.changed'));
      expect(await fates('counter.withdraw.fates.paid_after').count()).toBe(2);
    });

    test('a refusal stands at the multipack, as it is now, and nothing that was typed is lost', async () => {
      const { page, say } = screen;
      const type = await onlyType('withdrawal');
      const person = await tacit.addPerson('Dos Manos', dayOf);
      const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
      await screen.open(`/customers/${person.id}/withdraw?multipackId=${tennis.id}`);
      screen.expectRefusal(409, '/withdraw');
      const notes = page.getByRole('textbox', { name: say('counter.notes') });
      await notes.fill('Twice');
      await button('common.next').click();
      await button('counter.withdraw.yes').click();
      await yesFor(person).waitFor();
      await holdPreviews();
      await elsewhere(`/api/customers/${person.id}/withdraw`, {
        taskTypeId: type.id,
        lastDay: '2027-02-28',
        multipackIds: [tennis.id],
      });
      await yesFor(person).click();
      const refusal = page.getByRole('alert').filter({ hasText: `${TENNIS} is withdrawn already` });
      await refusal.waitFor();
      release();
      await page.getByRole('button', { name: say('counter.withdraw.yes'), disabled: true }).waitFor();
      await refusal.waitFor();
      await button('common.back').click();
      expect(await notes.inputValue()).toBe('Twice');
      await shows(`${TENNIS} is withdrawn already`);
      await page.getByRole('checkbox', { name: TENNIS, checked: false, disabled: true }).waitFor();
      expect(await tasksOf(person)).toHaveLength(1);
    });
  });

  test('the keyboard alone does it', async () => {
    const { page, say } = screen;
    const { keyboard } = page;
    await onlyType('withdrawal');
    const person = await tacit.addPerson('Quima Teclas', dayOf);
    const tennis = await tacit.sell(person, TENNIS, '2027-01-01');
    await screen.open(`/customers/${person.id}`);
    await tabTo(page.getByRole('link', { name: say('counter.shortcut') }));
    await keyboard.press('Enter');
    await heading('counter.withdraw.title');
    await tabTo(multipackBox(TENNIS));
    await keyboard.press('Space');
    await tabTo(button('common.next'));
    await keyboard.press('Enter');
    await tabTo(button('counter.withdraw.yes'));
    await keyboard.press('Enter');
    await tabTo(
      page.getByRole('dialog').getByRole('button', { name: say('counter.withdraw.yesFor', { customer: person.name }) }),
    );
    await keyboard.press('Enter');
    await heading('counter.withdraw.doneTitle');
    expect((await multipackOf(tennis)).withdrawnOn).not.toBeNull();
  });
});

/** The least that is one. */
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Presses Tab until the control has the focus. */
async function tabTo(control: Locator): Promise<void> {
  await control.waitFor();
  await screen.settle();
  for (let presses = 0; (await control.and(screen.page.locator(':focus')).count()) === 0; presses += 1) {
    if (presses === 80) throw new Error(`Tab does not reach ${String(control)}`);
    await screen.page.keyboard.press('Tab');
  }
}
