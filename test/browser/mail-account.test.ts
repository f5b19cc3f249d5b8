import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { smtpServer, type TestServer } from '../mail/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { axeViolations, openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Tacit } from './support/tacit.ts';

const ACCOUNT = { username: 'cobranza@club.example', password: 'palabra de aplicación' };

let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let server: TestServer;
beforeAll(async () => {
  [browser, server] = [await launchBrowser(), await smtpServer(() => null, { account: ACCOUNT })];
  tacit = await openTacit({ mailPorts: [new URL(server.url).port] });
  screen = await openScreen(browser, { url: tacit.url, language: 'es', staff: { email: ADMIN, password: PASSWORD } });
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
  await server?.stop();
});

test('Mi cuenta: an account sends nothing until its test has arrived; a wrong password is told in words and never shown again (004)', async () => {
  const { page, say } = screen;
  const section = page.getByRole('region', { name: say('mailAccount.title') });
  const button = (name: string) => page.getByRole('button', { name: say(`mailAccount.${name}`), exact: true });
  const field = (name: string) =>
    section.getByLabel(new RegExp(`^${say(`mailAccount.${name}`).replace(/[()]/g, '.')}`)).and(page.locator('input'));
  const fill = async (values: Record<string, string>) => {
    for (const [name, value] of Object.entries(values)) {
      await field(name).fill(value);
    }
  };
  const save = async () => {
    await section.getByRole('button', { name: say('common.save') }).click();
    await button('test').waitFor();
  };
  await screen.open('/settings/account');
  await page.getByText(say('mailAccount.states.none')).waitFor();
  await field('security').click();
  await page.getByRole('option', { name: say('mailAccount.securities.none') }).click();
  await fill({
    address: 'cobranza@club.example',
    host: '127.0.0.1',
    port: new URL(server.url).port,
    username: ACCOUNT.username,
    password: 'otra',
  });
  await save();
  await page.getByText(say('mailAccount.states.unchecked')).waitFor();
  await button('test').click();
  await page.getByText(say('mailAccount.failed')).waitFor();
  await page.getByText('535 Authentication credentials invalid').waitFor();
  expect(server.taken).toEqual([]);
  expect(await field('password').inputValue()).toBe('');

  await fill({ password: ACCOUNT.password });
  await save();
  await button('test').click();
  await page.getByText(say('mailAccount.passed', { email: ADMIN })).waitFor();
  await page.getByText(say('mailAccount.states.checked')).waitFor();
  expect(server.taken).toMatchObject([{ from: 'cobranza@club.example', to: [ADMIN], user: ACCOUNT.username }]);
  const stored = await tacit.house.database.mailAccount.findFirstOrThrow();
  expect(stored.password).not.toContain(ACCOUNT.password);

  await button('remove').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say('mailAccount.removeHint')).waitFor();
  expect(await axeViolations(screen)).toEqual([]);
  await dialog.getByRole('button', { name: say('mailAccount.remove') }).click();
  await page.getByText(say('mailAccount.states.none')).waitFor();
  expect(await tacit.house.database.mailAccount.count()).toBe(0);
  expect(screen.faults()).toEqual([]);
});
