import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from './support/tacit.ts';

const PLAN = 'Tennis in instalments';
let browser: Browser;
let tacit: Tacit;
let screen: Screen;
let person: Person;
let requestId: string;

interface Made {
  id: string;
  secret: string;
}
/** Over the API, as whoever is signed in on the screen. */
async function post(path: string, data: object = {}): Promise<Made> {
  const headers = { Origin: tacit.url, 'Idempotency-Key': `${path}-${Math.random()}` };
  const answer = await screen.context.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as Made;
}

/** A multipack of the plan from 1 January 2027, for which a cancellation is requested from a ticket. */
async function openRequest(reasonId: string): Promise<{ requestId: string; multipackId: string }> {
  const multipack = await tacit.sell(person, PLAN, '2027-01-01');
  const about = { customerId: person.id, multipackId: multipack.id, via: 'phone', subject: 'Quer cancelar' };
  const ticket = await post('/api/tickets', about);
  const { id } = await post('/api/cancellation-requests', {
    ticketId: ticket.id,
    title: 'Mudou-se',
    reasonId,
    details: 'Para Recife',
  });
  return { requestId: id, multipackId: multipack.id };
}

let reasonId: string;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  person = await tacit.addPerson('Ana Souza', { now: '2027-03-10T10:00:00Z' });
  screen = await openScreen(browser, {
    url: tacit.url,
    language: 'pt-BR',
    staff: { email: ADMIN, password: PASSWORD },
  });
  await post('/api/cancellation-profiles', { title: 'Residencial', unit: 'day', period: 2, isDefault: true });
  await post('/api/reversal-classifications', { title: 'Plano menor' });
  reasonId = (await post('/api/cancellation-reasons', { title: 'Mudança de endereço' })).id;
  const { multipackId, ...opened } = await openRequest(reasonId);
  requestId = opened.requestId;

  const access = { customerId: person.id, multipackId, username: 'ana.souza', service: 'Fibra 500M' };
  const connection = await post('/api/connections', access);
  await post(`/api/connections/${connection.id}/reduce`, { reason: 'Franquia esgotada' });
  await post(`/api/connections/${connection.id}/usage`, {
    days: [{ day: '2027-03-09', bytesIn: 4_200_000_000, bytesOut: 300_000_000 }],
  });

  const { secret } = await post('/api/settings/bot-secret');
  const at = '2027-03-09T19:00:00Z';
  const body = JSON.stringify({
    ...{ source: 'mkbot', externalId: 'c-1', channel: 'whatsapp', customerId: person.id, startedAt: at },
    subject: 'Internet lenta',
    messages: [{ externalId: 'm-1', at, sender: 'customer', text: 'Quero cancelar' }],
  });
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  const taken = await fetch(`${tacit.url}/api/bot-conversations`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Tacit-Timestamp': stamp,
      'X-Tacit-Signature': `sha256=${signature}`,
    },
    body,
  });
  if (!taken.ok) throw new Error(await taken.text());
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await tacit?.close();
});

const button = (name: string, within: Locator | Screen['page'] = screen.page) =>
  within.getByRole('button', { name, exact: true });
const dialog = () => screen.page.getByRole('dialog');
const choose = async (label: string, option: string | RegExp) => {
  await dialog().getByRole('combobox', { name: label }).click();
  await screen.page.getByRole('option', { name: option }).click();
};
const story = () => screen.page.getByRole('region', { name: 'Histórico' });
/** Opens a panel; which are open is remembered from one page to the next. */
const panel = async (name: string): Promise<Locator> => {
  const control = button(name);
  if ((await control.getAttribute('aria-expanded')) === 'false') await control.click();
  return screen.page.getByRole('region', { name, exact: true });
};

test('Resgatar solicitação: the facts of the customer are there, and what is changed in the analysis stands in its story (003)', async () => {
  const { page, say } = screen;
  await screen.open(`/requests/${requestId}`);
  await page.getByRole('heading', { name: 'Mudou-se', level: 1 }).waitFor();
  await page.getByText('Para Recife').waitFor();
  await page.getByText('Resgate a solicitação para analisá-la e concluí-la.').waitFor();
  await button('Resgatar solicitação', page.getByRole('region', { name: 'Concluir a solicitação' })).click();
  await story().getByText(say('customers.history.actions.cancellation_request.claimed')).waitFor();

  await button('Alterar regra de vencimento').click();
  await dialog().getByRole('textbox', { name: 'Dia do mês' }).fill('20');
  await dialog()
    .getByText(/^Mudam \d+ parcelas$/)
    .waitFor();
  await button('Salvar', dialog()).click();
  await story().getByText(say('customers.history.actions.multipack.due_day_changed')).waitFor();

  await button('Alterar profile de pagamento').click();
  await choose('Forma de pagamento', 'dinheiro');
  await dialog().getByText('deixa de ser cobrado automaticamente', { exact: false }).waitFor();
  await button('Salvar', dialog()).click();
  await story().getByText(say('customers.history.actions.multipack.payment_profile_changed')).waitFor();

  await button('Alterar plano de conta').click();
  await choose('Novo produto', /^Gym Plus 12 months$/);
  await dialog().getByText('Na renovação: Gym Plus 12 months', { exact: false }).waitFor();
  await button('Alterar o plano', dialog()).click();
  await story().getByText(say('customers.history.actions.multipack.plan_changed')).waitFor();
  expect(screen.faults()).toEqual([]);
});

test('Ordens de Serviço: criada, agendada no calendário, impressa; Conexões: a redução removida, exceção, consumo; MKBot: a conversa (003)', async () => {
  const { page } = screen;
  const orders = await panel('Ordens de serviço');
  await button('Nova ordem de serviço', orders).click();
  await dialog().getByRole('textbox', { name: 'O que deve ser feito' }).fill('Troca de roteador');
  await dialog().getByRole('textbox', { name: 'Descrição' }).fill('Medir o sinal');
  await button('Criar', dialog()).click();
  const order = page.getByRole('dialog', { name: 'Ordem de serviço', exact: true });
  await button('Agendar', order).click();
  await order.getByRole('button', { name: /^15 março 2027$/ }).click();
  await button('Agendar', order).click();
  await order.getByText('15 de mar. de 2027', { exact: false }).waitFor();
  const printed = page.waitForEvent('download');
  await button('Imprimir (PDF)', order).click();
  expect((await printed).suggestedFilename()).toMatch(/^SO-\d+\.pdf$/);
  await button('Fechar', order).click();
  await story()
    .getByRole('button', { name: /Troca de roteador/ })
    .waitFor();

  const connections = await panel('Conexões');
  await connections.getByText('Nenhum equipamento está configurado para ela', { exact: false }).waitFor();
  await button('Remover redução de velocidade', connections).click();
  await connections.getByText('normal', { exact: true }).waitFor();
  await button('Exceções de bloqueio', connections).click();
  await dialog().getByRole('textbox', { name: 'Último dia da exceção' }).fill('31/03/2027');
  await dialog().getByRole('textbox', { name: 'Motivo' }).fill('Em negociação');
  await button('Adicionar exceção', dialog()).click();
  await button('Encerrar agora', dialog()).waitFor();
  await button('Fechar', dialog()).click();
  await connections.getByText('Não pode ser bloqueada: Em negociação', { exact: false }).waitFor();
  await button('Consumo', connections).click();
  await connections.getByText('Recebido: 4,2 GB').first().waitFor();

  await story().locator('label').filter({ hasText: 'Conversas' }).click();
  await story().getByRole('button', { name: 'Internet lenta' }).click();
  await dialog().getByText('Quero cancelar').waitFor();
  await button('Fechar', dialog()).click();
  await story().locator('label').filter({ hasText: 'Todos' }).click();
  expect(screen.faults()).toEqual([]);
});

test('Reverter cancelamento: título, classificação, detalhes e a confirmação; the contract goes on (003)', async () => {
  const { page } = screen;
  await button('Reverter cancelamento').click();
  await dialog().getByText(`${PLAN} M-`, { exact: false }).first().waitFor();
  await dialog().getByRole('textbox', { name: 'Título' }).fill('Plano menor aceito');
  await choose('Classificação de reversão de cancelamento', 'Plano menor');
  await button('Finalizar', dialog()).click();
  await dialog().getByText(screen.say('desk.tick')).waitFor();
  await dialog().getByRole('checkbox', { name: 'Tem certeza que deseja gravar este registro?' }).check();
  await button('Finalizar', dialog()).click();
  await page.getByText(`Revertido: ${PLAN} continua`).waitFor();
  const { state } = await tacit.house.database.cancellationRequest.findUniqueOrThrow({ where: { id: requestId } });
  expect(state).toBe('reverted');
  expect(screen.faults()).toEqual([]);
});

test('Registrar cancelamento: before and after with every receivable, then a second question with the customer’s name (003)', async () => {
  const { page } = screen;
  const second = await openRequest(reasonId);
  await screen.open(`/requests/${second.requestId}`);
  await button('Resgatar solicitação', page.getByRole('region', { name: 'Concluir a solicitação' })).click();
  await button('Registrar cancelamento').click();
  await page.getByRole('textbox', { name: 'Último dia de validade' }).fill('31/03/2027');
  await page.getByText('Termina em 31 de março de 2027 em vez de 31 de dezembro de 2027.').waitFor();
  await button('Registrar cancelamento…').click();
  await dialog().getByText('Ana Souza', { exact: true }).waitFor();
  await button('Sim, cancelar para Ana Souza', dialog()).click();
  await page.getByText(`Cancelado: ${PLAN}, último dia de validade em 31 de março de 2027`).waitFor();
  const multipack = await tacit.house.database.multipack.findUniqueOrThrow({ where: { id: second.multipackId } });
  expect(multipack.cancelledOn?.toISOString().slice(0, 10)).toBe('2027-03-31');
  expect(await button('Registrar cancelamento').count()).toBe(0);
  expect(screen.faults()).toEqual([]);
});
