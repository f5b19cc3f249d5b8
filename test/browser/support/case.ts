import { createHmac } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { openScreen, type Screen } from './screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './tacit.ts';

/** A customer with what an analysis shows: a ticket, a reduced connection with its consumption, a talk with a bot (003). */
export const PLAN = 'Tennis in instalments';

interface Made {
  id: string;
  secret: string;
}

export interface Case {
  tacit: Tacit;
  screen: Screen;
  person: Person;
  requestId: string;
  /** A multipack of the plan from 1 January 2027, for which a cancellation is requested from a ticket. */
  openRequest(): Promise<{ requestId: string; multipackId: string }>;
  button(name: string, within?: Locator): Locator;
  dialog(): Locator;
  /** In the dialog. */
  choose(label: string, option: string | RegExp): Promise<void>;
  story(): Locator;
  /** Opens a panel; which are open is remembered from one page to the next. */
  panel(name: string): Promise<Locator>;
  close(): Promise<void>;
}

/** Read by an administrator in Portuguese, as the source is written. */
export async function openCase(): Promise<Case> {
  const browser = await launchBrowser();
  const tacit = await openTacit();
  const person = await tacit.addPerson('Ana Souza', { now: '2027-03-10T10:00:00Z' });
  const screen = await openScreen(browser, {
    url: tacit.url,
    language: 'pt-BR',
    staff: { email: ADMIN, password: PASSWORD },
  });
  const { page } = screen;

  /** Over the API, as whoever is signed in on the screen. */
  async function post(path: string, data: object = {}): Promise<Made> {
    const headers = { Origin: tacit.url, 'Idempotency-Key': `${path}-${Math.random()}` };
    const answer = await screen.context.request.post(path, { data, headers });
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as Made;
  }

  await post('/api/cancellation-profiles', { title: 'Residencial', unit: 'day', period: 2, isDefault: true });
  await post('/api/reversal-classifications', { title: 'Plano menor' });
  const { id: reasonId } = await post('/api/cancellation-reasons', { title: 'Mudança de endereço' });

  async function openRequest() {
    const { id: multipackId } = await tacit.sell(person, PLAN, '2027-01-01');
    const about = { customerId: person.id, multipackId, via: 'phone', subject: 'Quer cancelar' };
    const ticket = await post('/api/tickets', about);
    const asked = { ticketId: ticket.id, title: 'Mudou-se', reasonId, details: 'Para Recife' };
    const { id } = await post('/api/cancellation-requests', asked);
    return { requestId: id, multipackId };
  }

  const { requestId, multipackId } = await openRequest();
  const access = { customerId: person.id, multipackId, username: 'ana.souza', service: 'Fibra 500M' };
  const connection = await post('/api/connections', access);
  await post(`/api/connections/${connection.id}/reduce`, { reason: 'Franquia esgotada' });
  await post(`/api/connections/${connection.id}/usage`, {
    days: [{ day: '2027-03-09', bytesIn: 4_200_000_000, bytesOut: 300_000_000 }],
  });
  await tellOfTalk(tacit.url, person.id, (await post('/api/settings/bot-secret')).secret);

  const button = (name: string, within: Locator | typeof page = page) =>
    within.getByRole('button', { name, exact: true });
  return {
    ...{ tacit, screen, person, requestId, openRequest, button },
    dialog: () => page.getByRole('dialog'),
    async choose(label, option) {
      await page.getByRole('dialog').getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option }).click();
    },
    story: () => page.getByRole('region', { name: 'Histórico' }),
    async panel(name) {
      const control = button(name);
      if ((await control.getAttribute('aria-expanded')) === 'false') await control.click();
      return page.getByRole('region', { name, exact: true });
    },
    async close() {
      await screen.close();
      await browser.close();
      await tacit.close();
    },
  };
}

/** As the bot does it, signed. */
async function tellOfTalk(url: string, customerId: string, secret: string): Promise<void> {
  const at = '2027-03-09T19:00:00Z';
  const body = JSON.stringify({
    ...{ source: 'mkbot', externalId: 'c-1', channel: 'whatsapp', customerId, startedAt: at },
    subject: 'Internet lenta',
    messages: [{ externalId: 'm-1', at, sender: 'customer', text: 'Quero cancelar' }],
  });
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  const taken = await fetch(`${url}/api/bot-conversations`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Tacit-Timestamp': stamp,
      'X-Tacit-Signature': `sha256=${signature}`,
    },
    body,
  });
  if (!taken.ok) throw new Error(await taken.text());
}
