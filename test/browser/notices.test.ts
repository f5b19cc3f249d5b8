import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/chains.ts';
import { set } from '../support/notices.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

/** Twelve instalments of €83.34 or €83.33 by SEPA. */
const TENNIS = 'Tennis in instalments';
/** The same by bank transfer. */
const PADEL = 'Padel in instalments';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let person: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  person = await tacit.addPerson('Elena Cuotas', { now: '2027-02-20T09:00:00Z' });
  const { id: _, ...tennis } = await tacit.house.database.plan.findFirstOrThrow({ where: { name: TENNIS } });
  await tacit.house.database.plan.create({ data: { ...tennis, name: PADEL, paymentMethod: 'transfer' } });
  await tacit.sell(person, PADEL, '2027-03-10');
  await tacit.sell(person, TENNIS, '2027-04-20');
  const contact = { name: 'Oficina de pagos', email: 'pagos@example.com', createdAt: new Date() };
  await tacit.house.database.contact.create({ data: { customerId: person.id, ...contact } });
  screen = await openScreen(browser, {
    url: tacit.url,
    language: 'es',
    staff: { email: ADMIN, password: PASSWORD },
  });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});

type Within = Pick<Locator, 'getByRole' | 'getByText'>;
const button = (name: string, within: Within = screen.page) => within.getByRole('button', { name, exact: true });
const box = (name: string) => screen.page.getByRole('checkbox', { name, exact: true });
const field = (name: string) => screen.page.getByRole('textbox', { name, exact: true });
const shows = (text: string, within: Within = screen.page) => within.getByText(text).first().waitFor();
const tab = (name = 'notices') => screen.open(`/customers/${person.id}?tab=${name}`);
const choose = async (label: string, option: string | RegExp) => {
  await screen.page.getByRole('combobox', { name: label, exact: true }).click();
  await screen.page.getByRole('option', { name: option }).click();
};
const preview = () => screen.page.getByRole('region', { name: 'Vista previa' });
const upcoming = () => screen.page.getByRole('region', { name: 'Próximos avisos' });
const sent = () => screen.page.getByRole('region', { name: 'Avisos mandados' });
const setting = () => tacit.house.database.noticeSetting.findUnique({ where: { customerId: person.id } });

test('Avisos de vencimiento: two come built in, others are added by description, days and type, changed, retired and deleted (004)', async () => {
  const { page, say } = screen;
  await screen.open('/settings/notice-concepts');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  for (const [name, type] of [
    ['7 días antes del vencimiento', 'Preventivo de vencimiento'],
    ['7 días después del vencimiento', 'Posterior a vencimiento'],
  ] as const) {
    await row(name).getByRole('cell', { name: type }).waitFor();
    expect(await row(name).getByRole('button').count()).toBe(0);
  }
  const add = async (description: string, type: string, days: string) => {
    await button('Añadir concepto').click();
    const side = page.getByRole('dialog');
    await side.getByRole('textbox', { name: 'Descripción' }).fill(description);
    await side.getByRole('radio', { name: type }).check();
    await side.getByRole('textbox', { name: 'Tiempo en días para envío' }).fill(days);
    await button(say('common.save'), side).click();
    await row(description).getByRole('cell', { name: type }).waitFor();
  };
  await add('Pronto', 'Preventivo de vencimiento', '3');
  await add('Sobra', 'Posterior a vencimiento', '20');
  await row('Pronto').getByRole('button').click();
  await row('Pronto').getByText(say('settings.retired')).waitFor();
  await button(say('common.undo')).click();
  await row('Pronto').getByText(say('settings.retired')).waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Sobra' }).click();
  await button(say('notices.concepts.delete')).click();
  await button(say('notices.concepts.delete'), page.getByRole('group')).click();
  await row('Sobra').waitFor({ state: 'detached' });

  // Nobody named the built-in one: its name follows the days.
  await page.getByRole('link', { name: '7 días después del vencimiento' }).click();
  const side = page.getByRole('dialog');
  await side.getByRole('textbox', { name: 'Tiempo en días para envío' }).fill('5');
  await button(say('common.save'), side).click();
  await row('5 días después del vencimiento').waitFor();
});

test('Pestaña Avisos: all fields of the manual beside what they bring; Aplicar saves and mails nothing; Restablecer clears (004)', async () => {
  const { page, say } = screen;
  await tab();
  await shows('No está activo: no se manda nada.', preview());
  await box('Activo').check();
  await shows('3 mar 2027, 8:00', preview());
  await shows('Padel in instalments, vence el 10/03/2027, pendiente 83,34 €', preview());
  await page.getByRole('combobox', { name: 'Recordatorio', exact: true }).click();
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    expect.stringContaining('7 días antes del vencimiento'),
    expect.stringContaining('Pronto'),
  ]);
  await page.getByRole('option', { name: /^Pronto/ }).click();
  await shows('7 mar 2027, 8:00', preview());
  expect(await page.getByRole('combobox', { name: 'Aviso del vencimiento' }).isDisabled()).toBe(true);
  await box('Aviso después del vencimiento').check();

  await field('Asunto').fill(' pendiente');
  await field('Asunto').press('Home');
  await page.keyboard.type('Cuota de ');
  await button('Importe pendiente', page.getByRole('group', { name: 'Insertar en: Asunto' })).click();
  expect(await field('Asunto').inputValue()).toBe('Cuota de {{amount}} pendiente');
  await shows('Cuota de €83.34 pendiente', preview());
  screen.expectRefusal(422, '/notice-settings/preview');
  await field('Cuerpo del correo de avisos').fill('Vencido: {{precio}}');
  await shows('Contiene un marcador que no existe');
  await field('Cuerpo del correo de avisos').fill('Vencido: {{multipack}}');
  await preview().getByText('Aviso del vencimiento').click();
  await shows(`Vencido: ${PADEL}`, preview());
  await shows('15 mar 2027, 8:00', preview());

  const mailed = tacit.post.taken.length;
  await button('Aplicar').click();
  await shows('Guardado');
  await screen.settle();
  expect(await setting()).toMatchObject({ active: true, afterDue: true, subject: 'Cuota de {{amount}} pendiente' });
  expect(tacit.post.taken.length).toBe(mailed);
  await upcoming()
    .getByRole('listitem')
    .filter({ hasText: TENNIS })
    .getByText('no se manda: cobro automático')
    .waitFor();

  await button('Restablecer').click();
  expect(await field('Asunto').inputValue()).toBe('');
  expect(await box('Activo').isChecked()).toBe(false);
  await button(say('common.undo')).click();
  expect(await field('Asunto').inputValue()).toBe('Cuota de {{amount}} pendiente');

  // What is on needs its words: refused at the field, and nothing is stored.
  screen.expectRefusal(422, '/notice-settings');
  await field('Cuerpo del correo de recordatorio').fill('');
  await button('Enviar').click();
  await shows('Necesario mientras los avisos estén activos');
  expect(await setting()).toMatchObject({ version: 1 });
  await field('Cuerpo del correo de recordatorio').fill('Recuerde: {{due_date}}');
  await button('Enviar').click();
  await page.getByRole('tab', { name: 'Adquirido', selected: true }).waitFor();
  expect(await setting()).toMatchObject({ version: 2, reminderBody: 'Recuerde: {{due_date}}' });
});

test('two who change the same do not overwrite each other: who comes second is told, and goes on from what is stored', async () => {
  const { say } = screen;
  const says = (subject: string) => eventually(subject, async () => (await field('Asunto').inputValue()) === subject);
  await tab();
  await field('Asunto').fill('Otro asunto');
  await set(tacit.house, person.id, { subject: 'De otra mano' });
  screen.expectRefusal(412, '/notice-settings');
  await button('Aplicar').click();
  await button(say('common.reread')).click();
  await says('De otra mano');
  await set(tacit.house, person.id, { subject: 'Cuota de {{amount}} pendiente' });
  await says('Cuota de {{amount}} pendiente');
});

test('a plan lets notices of what is collected go out, and contacts are chosen in their tab (004)', async () => {
  const { page, say } = screen;
  const { id: planId } = await tacit.house.database.plan.findFirstOrThrow({ where: { name: TENNIS } });
  await screen.open(`/settings/plans?id=${planId}`);
  await page.getByRole('switch', { name: 'Avisos también de lo que se cobra automáticamente' }).check();
  await button(say('common.save')).click();
  await shows('Guardado');

  await tab('contacts');
  await box('Oficina de pagos recibe avisos').check();
  await shows('Oficina de pagos recibe avisos desde ahora');
  await tab();
  await box('Mandar correos a contactos').check();
  await shows('Oficina de pagos <pagos@example.com>', preview());
  await button('Aplicar').click();
  await shows('7 mar 2027, 8:00 · Pronto', upcoming());
  const tennis = upcoming().getByRole('listitem').filter({ hasText: TENNIS });
  await shows(`a ${person.email} y pagos@example.com`, tennis);
});

test('a test goes to oneself; the real ones go on their mornings and are read later with the server’s answer; who declines reminders gets no more', async () => {
  const { page, say } = screen;
  await button('Mandármelo a mí').click();
  const letter = page.getByRole('dialog');
  await shows('Prueba de un aviso', letter);
  await letter.getByText(say('mail.states.sent'), { exact: true }).waitFor();
  await eventually('the test', async () => tacit.post.taken.find(({ to }) => to.includes(ADMIN)));
  await page.keyboard.press('Escape');

  const { gateway, database } = tacit.house;
  await gateway.moveClock(database, person.id, new Date('2027-03-16T09:00:00Z'));
  const reminder = await eventually('the reminder', async () =>
    tacit.post.taken.find(
      ({ to, email }) => to.includes(person.email) && email.text?.includes('Recuerde: 10 March 2027'),
    ),
  );
  expect(reminder.email.subject).toBe('Cuota de €83.34 pendiente');
  await tab();
  await sent().getByRole('listitem').nth(3).waitFor();
  expect(await sent().getByRole('listitem').count()).toBe(4);
  const told = sent().getByRole('listitem').filter({ hasText: person.email });
  await shows('7 mar 2027, 8:00 · Pronto', told.last());
  await shows('15 mar 2027, 8:00 · 5 días después del vencimiento', told.first());
  await shows('250', told.last());
  await told.last().getByRole('link', { name: 'Cuota de €83.34 pendiente' }).click();
  await shows('Recuerde: 10 March 2027', letter);
  await page.keyboard.press('Escape');

  const link = /http\S+\/unsubscribe\/\S+/.exec(reminder.email.text!)![0];
  const reader = await browser.newPage();
  await reader.goto(link);
  await reader.getByRole('button').click();
  await eventually('that no more are wanted', async () => (await setting())?.remindersDeclinedAt);
  await reader.close();
  await shows('No se desean recordatorios desde el');
  await button('Mandar recordatorios de nuevo').click();
  await shows('Los recordatorios se mandan de nuevo');
  expect(await setting()).toMatchObject({ remindersDeclinedAt: null });
  expect(screen.faults()).toEqual([]);
});

test('many customers get the same in one go: counted, confirmed with what it means, and not those whose notices were set', async () => {
  const { page, say } = screen;
  const { database } = tacit.house;
  const other = await tacit.addPerson('Otra Socia', { now: '2027-03-01T09:00:00Z' });
  const { branchId } = await database.customer.findUniqueOrThrow({ where: { id: other.id } });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: say('shell.paletteHint') }).waitFor();
  await page.keyboard.type('para muchos');
  await page.getByText(say('notices.many.title')).click();
  await page.getByRole('heading', { level: 1, name: 'Avisos para muchos clientes' }).waitFor();
  await choose(say('customers.branch'), 'Madrid Norte');
  await page.getByRole('status').filter({ hasText: '1 cliente' }).waitFor();
  await button('Configurar para 1 cliente…').click();
  const dialog = page.getByRole('dialog', { name: '¿Configurar los avisos de 1 cliente?' });
  await shows('el recordatorio se manda 7 días antes del vencimiento', dialog);
  await tacit.addPerson('Alguien Más', { now: '2027-03-01T09:00:00Z' });
  screen.expectRefusal(409, '/api/notice-settings');
  await button('Sí, configurar', dialog).click();
  await dialog.getByRole('alert').waitFor();
  await page.getByRole('dialog', { name: '¿Configurar los avisos de 2 clientes?' }).waitFor();
  await button('Sí, configurar').click();
  await shows('Los avisos de 2 clientes están configurados');
  expect(await database.noticeSetting.count({ where: { customer: { branchId }, active: true } })).toBe(3);
  expect(await setting()).toMatchObject({ subject: 'Cuota de {{amount}} pendiente' });
  await shows('Ningún cliente');
  expect(screen.faults()).toEqual([]);
});
