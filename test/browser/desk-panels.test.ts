import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Case, openCase } from './support/case.ts';

let at: Case;
beforeAll(async () => {
  at = await openCase();
  await at.screen.open(`/requests/${at.requestId}`);
});
afterAll(() => at?.close());

test('Ações gerais: another plan at once, taken back, and other terms; the story of the request and the multipack tell of each (003)', async () => {
  const { tacit, screen, requestId, button, dialog, choose, story } = at;
  const { page, say } = screen;
  const told = (action: string) =>
    story()
      .getByText(say(`customers.history.actions.multipack.${action}`))
      .waitFor();
  const { multipackId } = await tacit.house.database.cancellationRequest.findUniqueOrThrow({
    where: { id: requestId },
  });
  const dates = async () => {
    const owed = await tacit.house.database.receivable.findMany({ where: { multipackId }, orderBy: { number: 'asc' } });
    return owed.map(({ dueOn, amount }) => `${dueOn.toISOString().slice(0, 10)} ${amount}`);
  };
  const before = await dates();

  await button(say('multipacks.actions.dueDay')).click();
  await dialog()
    .getByRole('textbox', { name: say('multipacks.dueDay.day') })
    .fill('5');
  await button(say('common.save'), dialog()).click();
  await told('due_day_changed');
  expect(await dates()).not.toEqual(before);
  await button(say('common.undo')).click();
  await told('due_day_restored');
  expect(await dates()).toEqual(before);

  await button(say('multipacks.actions.plan')).click();
  await choose(say('multipacks.planChange.to'), /^Gym Plus 12 months$/);
  await dialog()
    .getByRole('radio', { name: say('multipacks.planChange.now') })
    .check();
  await dialog().getByRole('table').nth(1).waitFor();
  await button(say('multipacks.planChange.yes'), dialog()).click();
  await told('plan_changed');
  expect(await dates()).not.toEqual(before);
  await button(say('common.undo')).last().click();
  await told('plan_restored');
  expect(await dates()).toEqual(before);

  await button(say('multipacks.actions.terms')).click();
  await dialog()
    .getByRole('switch', { name: say('multipacks.fields.portalCancellation') })
    .click();
  await button(say('common.save'), dialog()).click();
  await told('terms_changed');

  await page.goto(`/multipacks/${multipackId}`);
  await page.getByText(say('multipacks.events.due_day_restored')).waitFor();
  expect(screen.faults()).toEqual([]);
});

test('Ordens de Serviço: edited and concluded; Atendimentos: listed and viewed; each is in the story (003)', async () => {
  const { screen, requestId, button, dialog, story, panel } = at;
  const { page, say } = screen;
  await screen.open(`/requests/${requestId}`);
  const orders = await panel(say('analysis.panels.orders'));
  await button(say('analysis.orders.new'), orders).click();
  await dialog()
    .getByRole('textbox', { name: say('analysis.orders.kind') })
    .fill('Visita');
  await dialog()
    .getByRole('textbox', { name: say('analysis.orders.description') })
    .fill('Medir o sinal');
  await button(say('analysis.orders.create'), dialog()).click();
  const order = page.getByRole('dialog', { name: say('analysis.orders.one'), exact: true });
  await button(say('common.edit'), order).click();
  await order.getByRole('textbox', { name: say('analysis.orders.kind') }).fill('Visita técnica');
  await button(say('common.save'), order).click();
  await button(say('analysis.orders.done'), order).click();
  await order.getByRole('textbox', { name: say('analysis.orders.conclusion.done') }).fill('Sinal bom');
  await button(say('analysis.orders.done'), order).click();
  await order.getByText('Sinal bom').waitFor();
  await button(say('common.close'), order).click();
  await orders.getByRole('button', { name: /Visita técnica/ }).waitFor();
  await orders.getByText(say('analysis.orders.states.done'), { exact: true }).waitFor();
  await story().getByText(say('customers.history.actions.service_order.done')).waitFor();

  const tickets = await panel(say('analysis.panels.tickets'));
  await tickets.getByRole('button', { name: /Quer cancelar/ }).click();
  await dialog()
    .getByText(/CR-\d+/)
    .waitFor();
  await button(say('common.close'), dialog()).click();
  expect(screen.faults()).toEqual([]);
});

test('Conexões: added, edited and disconnected here, an exception ended before its day; Conversas: listed and viewed (003)', async () => {
  const { screen, button, dialog, story, panel } = at;
  const { page, say } = screen;
  const told = (action: string) =>
    story()
      .getByText(say(`customers.history.actions.connection.${action}`))
      .waitFor();
  const connections = await panel(say('analysis.panels.connections'));
  await button(say('analysis.connections.new'), connections).click();
  await dialog()
    .getByRole('textbox', { name: say('analysis.connections.username') })
    .fill('ana.loja');
  await dialog()
    .getByRole('textbox', { name: say('analysis.connections.service') })
    .fill('Fibra 100M');
  await button(say('common.save'), dialog()).click();
  const added = connections.getByRole('listitem').filter({ hasText: 'ana.loja' });
  await added.waitFor();
  await told('added');

  await button(say('analysis.connections.more'), added).click();
  await page.getByRole('menuitem', { name: say('analysis.connections.edit') }).click();
  await dialog()
    .getByRole('textbox', { name: say('analysis.connections.service') })
    .fill('Fibra 200M');
  await button(say('common.save'), dialog()).click();
  await added.getByText('Fibra 200M', { exact: false }).waitFor();

  await button(say('analysis.connections.disconnect'), added).click();
  await button(say('analysis.connections.disconnect'), dialog()).click();
  await told('disconnected');

  await button(say('analysis.connections.exceptions'), added).click();
  await dialog()
    .getByRole('textbox', { name: say('analysis.connections.until') })
    .fill('31/03/2027');
  await dialog()
    .getByRole('textbox', { name: say('multipacks.reason') })
    .fill('Em negociação');
  await button(say('analysis.connections.addException'), dialog()).click();
  await button(say('analysis.connections.endException'), dialog()).click();
  await told('exception_ended');
  await button(say('common.close'), dialog()).click();

  const conversations = await panel(say('analysis.panels.conversations'));
  await conversations.getByRole('button', { name: 'Internet lenta' }).click();
  await dialog().getByText('Quero cancelar').waitFor();
  await button(say('common.close'), dialog()).click();
  expect(screen.faults()).toEqual([]);
});
