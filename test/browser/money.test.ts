import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { fromColumn } from '../../src/database/local-date.ts';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  screen = await openScreen(browser, { url: tacit.url, staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});

/** Twelve instalments of €83.34 or €83.33 by SEPA, due on the first of each month. */
const TENNIS = 'Tennis in instalments';

const receivables = (person: Person) => screen.open(`/customers/${person.id}?tab=receivables`);
const row = (dueOn: string): Locator => screen.page.getByRole('row').filter({ hasText: dueOn });

/** From the menu of what is due on that day to the last button of the dialog; `fill` is what it asks for. */
async function act(dueOn: string, name: string, fill: (dialog: Locator) => Promise<void> = async () => {}) {
  const { page, say } = screen;
  const title = say(`customers.receivables.act.${name}`);
  await row(dueOn)
    .getByRole('button', { name: /^Actions/ })
    .click();

  await page.getByRole('menuitem', { name: title, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say('customers.receivables.forGood')).waitFor();
  await fill(dialog);
  await dialog.getByRole('button', { name: title, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Of a payment or a refund. */
const inCash = (label: string) => async (dialog: Locator) => {
  await dialog.getByRole('combobox', { name: screen.say(`customers.receivables.${label}`) }).click();
  await screen.page.getByRole('option', { name: screen.say('paymentMethods.cash') }).click();
};

test('a debit handed to the bank comes back with a task, is paid from credit, another is refunded; the payer sees what is still owed', async () => {
  const { page, say } = screen;
  const words = (key: string, values = {}) => say(`customers.receivables.${key}`, values);
  const { database } = tacit.house;
  const [member, payer] = [
    await tacit.addPerson('Berta Socia', { now: '2027-03-01T10:00:00Z' }),
    await tacit.addPerson('Pedro Pagador', { now: '2027-03-01T10:00:00Z' }),
  ];
  await database.customer.update({ where: { id: member.id }, data: { payerId: payer.id } });
  const { id: multipackId } = await tacit.sell(member, TENNIS, '2027-01-01');

  await receivables(member);
  await act('01/01/2027', 'toBank');
  await row('01/01/2027').getByText(words('atBank')).waitFor();
  await act('01/01/2027', 'returned', (dialog) =>
    dialog.getByRole('textbox', { name: words('bankReason') }).fill('Account closed'),
  );
  await row('01/01/2027').getByText(words('atBank')).waitFor({ state: 'detached' });
  await row('01/01/2027').getByText(words('overdue')).waitFor();
  const [task] = await database.crmTask.findMany({ where: { customerId: member.id } });
  expect(task).toMatchObject({ result: 'returned_debit', multipackId });
  expect(task!.dueOn && fromColumn(task!.dueOn)).toBe('2027-03-01');

  await act('01/02/2027', 'pay', inCash('method'));
  await act('01/02/2027', 'credit');
  await page.getByText(words('inCredit', { amount: '€83.34' })).waitFor();
  await act('01/01/2027', 'payCredit');
  await row('01/01/2027').getByText(words('states.paid'), { exact: true }).waitFor();
  await page.getByText(words('inCredit', { amount: '€0.00' })).waitFor();

  await act('01/03/2027', 'pay', inCash('method'));
  await act('01/03/2027', 'refund', inCash('refundMethod'));
  await row('01/03/2027')
    .getByText(words('givenBack', { amount: '€83.34' }))
    .waitFor();
  await row('01/03/2027').getByText(words('states.paid'), { exact: true }).waitFor();
  const stored = await database.receivable.findMany({ where: { multipackId }, orderBy: { number: 'asc' } });
  expect(
    stored.slice(0, 4).map(({ state, paidAmount, givenBackAmount }) => [state, paidAmount, givenBackAmount]),
  ).toEqual([
    ['paid', 8334n, 0n],
    ['paid', 8334n, 8334n],
    ['paid', 8334n, 8334n],
    ['open', 0n, 0n],
  ]);

  await screen.open(`/customers/${member.id}?tab=crm`);
  const told = await page.getByRole('row').filter({ hasText: 'Account closed' }).innerText();
  expect(told).toContain(say('customers.crm.results.returned_debit'));
  expect(told).toContain(say('customers.crm.toDo'));

  await page.getByRole('link', { name: 'Pedro Pagador' }).click();
  await receivables(payer);
  const paidFor = page.getByRole('region', { name: words('paidFor'), exact: true }).first();
  await paidFor.getByRole('link', { name: 'Berta Socia' }).first().waitFor();
  expect(await paidFor.getByRole('row').filter({ hasText: 'Berta Socia' }).count()).toBe(9);
  await act('01/04/2027', 'pay', inCash('method'));
  await row('01/04/2027').waitFor({ state: 'detached' });
  expect(screen.faults()).toEqual([]);
});
