import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Tacit } from './support/tacit.ts';

let browser: Browser;
let tacit: Tacit;
let screens: Screen[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});
afterEach(async () => {
  const faults = screens.flatMap((screen) => screen.faults());
  await Promise.all(screens.map((screen) => screen.close()));
  screens = [];
  expect(faults).toEqual([]);
});

async function openDesk(email = ADMIN): Promise<Screen> {
  const screen = await openScreen(browser, { url: tacit.url, staff: { email, password: PASSWORD } });
  screens.push(screen);
  await screen.open('/desk');
  return screen;
}

/** Sends something as who is signed in on a screen. */
const send = <T>({ page }: Screen, path: string, body: unknown): Promise<T> =>
  page.evaluate(
    async ([to, sent]) => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(sent) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as T;
    },
    [path, body] as const,
  );

interface Opened {
  id: string;
  code: string;
}

/** A request of a customer whose multipack is in course, from a ticket (003). */
async function openRequest(screen: Screen, title: string): Promise<Opened> {
  const person = await tacit.addPerson(`Customer of ${title}`, { now: '2027-08-01T10:00:00Z' });
  const { id: multipackId } = await tacit.sell(person, 'Gym Plus 12 months', '2026-10-01');
  const subject = 'Wants to leave';
  const ticket = await send<{ id: string }>(screen, '/api/tickets', {
    ...{ customerId: person.id, multipackId, via: 'phone', subject },
  });
  const { id: reasonId } = await tacit.house.database.cancellationReason.findFirstOrThrow();
  return send<Opened>(screen, '/api/cancellation-requests', { ticketId: ticket.id, title, reasonId });
}

const cardIn = ({ page }: Screen, column: string, { code }: Opened): Locator =>
  page.locator(`[data-column=${column}]`).getByRole('article', { name: code, exact: true });

/** As a hand does it: pressed, moved in several steps, let go. */
async function drag({ page }: Screen, card: Locator, column: string): Promise<void> {
  const [from, to] = await Promise.all([card.boundingBox(), page.locator(`[data-column=${column}]`).boundingBox()]);
  await page.mouse.move(from!.x + 40, from!.y + 40);
  await page.mouse.down();
  await page.mouse.move(to!.x + to!.width / 2, to!.y + 120, { steps: 12 });
  await page.locator(`[data-column=${column}][data-over]`).waitFor();
  await page.mouse.up();
}

beforeAll(async () => {
  const createdAt = new Date();
  const { cancellationProfile, cancellationReason } = tacit.house.database;
  const profile = { title: 'Two days', unit: 'day', period: 2, days: 2, isDefault: true } as const;
  await cancellationProfile.create({ data: { ...profile, createdAt } });
  await cancellationReason.create({ data: { title: 'Moved away', createdAt } });
});

test('a pending card says all that the source lists; claimed by key it opens its analysis, and Undo makes it pending again (003)', async () => {
  const screen = await openDesk();
  const { page, say } = screen;
  const request = await openRequest(screen, 'Moves to the coast');
  const card = cardIn(screen, 'pending', request);
  await card.waitFor();
  const text = await card.innerText();
  for (const part of ['Moves to the coast', 'Customer of Moves to the coast', 'Gym Plus 12 months', 'Moved away']) {
    expect(text).toContain(part);
  }
  expect(text).toMatch(/T-\d{6}/);
  expect(text).toMatch(/\d d \d\d:\d\d:\d\d on track/);
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await page.waitForURL(`**/requests/${request.id}*`);
  await page.getByRole('button', { name: say('common.undo') }).click();
  await page.getByText(say('desk.released', { code: request.code })).waitFor();
  await screen.open('/desk');
  await cardIn(screen, 'pending', request).waitFor();
});

test('dragged to the next column a request is claimed, and the card moves by itself where somebody else looks at it (003)', async () => {
  const mine = await openDesk();
  const request = await openRequest(mine, 'Too dear');
  const { branchId } = await tacit.house.database.customer.findFirstOrThrow({
    where: { name: 'Customer of Too dear' },
  });
  const email = 'rosa@tacit.localhost';
  const user = { name: 'Rosa Lima', email, password: PASSWORD, branchId, accessLevel: 3, language: 'en' };
  await send(mine, '/api/users', user);
  const theirs = await openDesk(email);
  await cardIn(theirs, 'pending', request).waitFor();
  await drag(mine, cardIn(mine, 'pending', request), 'in_analysis');
  await cardIn(mine, 'in_analysis', request).waitFor();
  await cardIn(theirs, 'in_analysis', request).waitFor();

  await cardIn(theirs, 'in_analysis', request).getByRole('link').focus();
  await mine.page.getByText(mine.say('desk.looking_one', { names: 'Rosa Lima' })).waitFor();
  await mine.open(`/requests/${request.id}`);
  await theirs.open(`/requests/${request.id}`);
  await theirs.page.getByText(theirs.say('desk.looking_one', { names: 'Administrator' })).waitFor();
});

test('with the button a request is claimed; J and K go from card to card, Enter opens the one that is reached (003)', async () => {
  const screen = await openDesk();
  const { page, say } = screen;
  const first = await openRequest(screen, 'First');
  const second = await openRequest(screen, 'Second');
  await cardIn(screen, 'pending', first).waitFor();
  await cardIn(screen, 'pending', second).waitFor();
  const reached = () => page.evaluate(() => document.activeElement?.textContent);
  const pending = await page.locator('[data-column=pending] [data-open]').allInnerTexts();
  for (const code of pending.slice(0, 2)) {
    await page.keyboard.press('j');
    expect(await reached()).toBe(code);
  }
  await page.keyboard.press('k');
  expect(await reached()).toBe(pending[0]);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/requests/*');

  await screen.open('/desk');
  await page.getByRole('button', { name: say('desk.claimOf', { code: second.code }) }).click();
  await page.waitForURL(`**/requests/${second.id}*`);
  const { state } = await tacit.house.database.cancellationRequest.findUniqueOrThrow({ where: { id: second.id } });
  expect(state).toBe('in_analysis');
});

test('a comment is saved only after “Are you sure you want to save this record?” is ticked (003)', async () => {
  const screen = await openDesk();
  const { page, say } = screen;
  const request = await openRequest(screen, 'Bad service');
  await cardIn(screen, 'pending', request).getByRole('link').focus();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Called, no answer');
  await dialog.getByRole('button', { name: say('common.finish') }).click();
  await dialog.getByText(say('desk.tick')).waitFor();
  expect(await tacit.house.database.requestComment.count()).toBe(0);
  await dialog.getByRole('checkbox', { name: say('common.sure') }).check();
  await dialog.getByRole('button', { name: say('common.finish') }).click();
  await cardIn(screen, 'pending', request)
    .getByText(say('desk.comments', { count: 1 }))
    .waitFor();
  const comments = await tacit.house.database.requestComment.findMany();
  expect(comments.map(({ text }) => text)).toEqual(['Called, no answer']);
});
