import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let person: Person;
let multipack: { id: string; name: string };
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  person = await tacit.addPerson('Bruno Rocha', { now: '2027-03-01T10:00:00Z' });
  multipack = await tacit.sell(person, 'Gym Plus 12 months', '2026-10-01');
  screen = await openScreen(browser, {
    url: tacit.url,
    language: 'pt-BR',
    staff: { email: ADMIN, password: PASSWORD },
  });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});

const button = (name: string, within: Locator | Screen['page'] = screen.page) =>
  within.getByRole('button', { name, exact: true });
const choose = async (dialog: Locator, label: string, option: RegExp) => {
  await dialog.getByRole('combobox', { name: label }).click();
  await screen.page.getByRole('option', { name: option }).click();
};

/** From a settings page: adds a record and waits until it is listed. */
async function add(label: string, title: string, fill?: (side: Locator) => Promise<unknown>): Promise<void> {
  const { page, say } = screen;
  await button(label).click();
  const side = page.getByRole('dialog');
  await side.getByRole('textbox', { name: say('deskSettings.title') }).fill(title);
  await fill?.(side);
  await button(say('common.save'), side).click();
  await page.getByRole('link', { name: title }).waitFor();
}

const profileDialog = async (): Promise<Locator> => {
  const { page, say } = screen;
  await screen.open(`/customers/${person.id}`);
  await button(say('requesting.shortcut')).click();
  return page.getByRole('dialog', { name: say('requesting.new') });
};

test('without a profile and a reason no request can be opened, and the dialog says where to add them (003: pré-requisitos)', async () => {
  const { say } = screen;
  const dialog = await profileDialog();
  await dialog.getByText('Nem o produto nem as configurações indicam um perfil de cancelamento').waitFor();
  await dialog.getByRole('link', { name: say('requesting.toSettings') }).click();
  await screen.page.waitForURL('**/settings/cancellation-profiles');
});

test('Adicionar Perfil: type, period and its days; a new default takes it from the other, which then may be retired (003)', async () => {
  const { page, say } = screen;
  await screen.open('/settings/cancellation-profiles');
  await add('Adicionar perfil', 'Residencial', async (side) => {
    await choose(side, 'Tipo', /^Semana$/);
    await side.getByText('14', { exact: true }).waitFor();
    expect(await side.getByRole('switch', { name: 'Padrão' }).isChecked()).toBe(true);
  });
  await add('Adicionar perfil', 'Empresarial', async (side) => {
    await side.getByRole('textbox', { name: 'Período' }).fill('3');
    await side.getByText(say('deskSettings.profiles.isDefaultHint')).waitFor();
    await side.getByRole('switch', { name: 'Padrão' }).check();
    await side.getByText(say('deskSettings.profiles.takesFrom', { title: 'Residencial' })).waitFor();
  });
  const row = (title: string) => page.getByRole('row').filter({ hasText: title });
  await row('Empresarial').getByText('Padrão').waitFor();
  await row('Residencial').getByText('Padrão').waitFor({ state: 'detached' });
  expect(await row('Empresarial').getByRole('button').count()).toBe(0);
  await row('Residencial').getByRole('button').click();
  await row('Residencial').getByText(say('settings.retired')).waitFor();
  await button(say('common.undo')).click();
  await row('Residencial').getByText(say('settings.retired')).waitFor({ state: 'detached' });

  await screen.open('/settings/cancellation-reasons');
  await add('Adicionar motivo', 'Mudança de endereço');
  await screen.open('/settings/reversal-classifications');
  await add('Adicionar classificação', 'Plano menor');
});

test('Novo Atendimento: without a contract nothing can be added and it says why; with it the request is opened, its limit shown before (003)', async () => {
  const { page, say } = screen;
  const ticket = async (fill: (dialog: Locator) => Promise<unknown>) => {
    await button('Novo atendimento').first().click();
    const dialog = page.getByRole('dialog', { name: 'Novo atendimento' });
    await dialog.getByRole('textbox', { name: say('tickets.subject') }).fill('Quer cancelar');
    await fill(dialog);
    await button(say('tickets.open'), dialog).click();
    await page.getByRole('heading', { name: 'Quer cancelar', level: 1 }).waitFor();
    await screen.settle();
  };
  await screen.open(`/customers/${person.id}?tab=tickets`);
  await ticket(async () => undefined);
  expect(await button(say('requesting.add')).isDisabled()).toBe(true);
  await page.getByText('só é aberta de um atendimento que informe o contrato').waitFor();

  await screen.open(`/customers/${person.id}?tab=tickets`);
  await ticket((dialog) => choose(dialog, say('tickets.multipack'), /^Gym Plus 12 months/));
  await button(say('requesting.add')).click();
  const dialog = page.getByRole('dialog', { name: say('requesting.new') });
  await dialog.getByRole('textbox', { name: 'Título' }).fill('Mudou-se');
  await choose(dialog, 'Motivo de cancelamento', /^Mudança de endereço$/);
  await dialog.getByRole('textbox', { name: 'Detalhes do motivo de cancelamento' }).fill('Para Recife');
  const limit = dialog.getByRole('status');
  await limit.getByText('4 de mar. de 2027', { exact: false }).waitFor();
  await choose(dialog, 'Perfil de cancelamento', /^Residencial/);
  await limit.getByText('15 de mar. de 2027', { exact: false }).waitFor();
  expect(await limit.innerText()).toContain(say('requesting.holds'));
  await button(say('requesting.open'), dialog).click();
  const opened = page.getByRole('link', { name: /^CR-\d+$/ });
  await opened.waitFor();
  const code = await opened.innerText();

  await button(say('tickets.close')).click();
  await button(say('tickets.close'), page.getByRole('dialog')).click();
  await page.getByText(say('tickets.states.closed'), { exact: true }).first().waitFor();
  await page.getByText(say('customers.history.actions.ticket.closed')).waitFor();

  await screen.open(`/multipacks/${multipack.id}`);
  await page
    .getByText(
      `Na solicitação de cancelamento ${code}: ${say('desk.states.pending')}, renovação retida até a conclusão.`,
    )
    .waitFor();
  await button(say('multipacks.actions.title')).click();
  const action = page.getByRole('menuitem', { name: new RegExp(`^${say('multipacks.actions.request')}`) });
  expect(await action.innerText()).toContain(`A solicitação de cancelamento ${code} de Gym Plus 12 months`);
  await page
    .getByRole('navigation')
    .getByText(say('shell.deskWaits', { count: 1 }))
    .waitFor({ state: 'attached' });

  const again = await profileDialog();
  await again.getByRole('link', { name: say('requesting.toRequest') }).waitFor();
});

test('equipment and the bots’ secret are set up; secrets are shown once or never', async () => {
  const { page, say } = screen;
  await screen.open('/settings/equipment');
  await button(say('deskSettings.equipment.add')).click();
  const side = page.getByRole('dialog');
  await side.getByRole('textbox', { name: say('common.name'), exact: true }).fill('Borda 1');
  await side.getByRole('textbox', { name: say('deskSettings.equipment.host') }).fill('10.0.0.1');
  await side.getByLabel(say('deskSettings.equipment.secret')).first().fill('a shared secret');
  await button(say('common.save'), side).click();
  await page.getByRole('cell', { name: '10.0.0.1:3799' }).waitFor();

  await screen.open('/settings/bots');
  await page.getByText(say('deskSettings.bots.off')).waitFor();
  await button(say('deskSettings.bots.make')).click();
  await page.getByText(say('settings.tokens.once')).waitFor();
  await screen.open('/settings/bots');
  await button(say('deskSettings.bots.remove')).click();
  expect(await page.getByText(say('settings.tokens.once')).count()).toBe(0);
  await button(say('deskSettings.bots.remove'), page.getByRole('dialog')).click();
  await page.getByText(say('deskSettings.bots.off')).waitFor();
  expect(screen.faults()).toEqual([]);
});
