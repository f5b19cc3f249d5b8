import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Case, openCase, PLAN } from './support/case.ts';

let at: Case;
beforeAll(async () => {
  at = await openCase();
});
afterAll(() => at?.close());

test('Resgatar solicitação: the facts of the customer are there, and what is changed in the analysis stands in its story (003)', async () => {
  const { screen, requestId, button, dialog, choose, story } = at;
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
  const { screen, button, dialog, story, panel } = at;
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
  const { tacit, screen, requestId, button, dialog, choose } = at;
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
  const { tacit, screen, button, dialog } = at;
  const { page } = screen;
  const second = await at.openRequest();
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
