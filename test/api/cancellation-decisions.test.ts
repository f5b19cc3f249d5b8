import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addDays } from '../../src/domain/dates.ts';
import { codeOf, type Desk, EUR, openDesk, REQUESTS, today } from './desk-support.ts';
import { fields, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';

let desk: Desk;
let reasonId: string;
let classificationId: string;
beforeAll(async () => {
  desk = await openDesk();
  await desk.setUp();
  ({ reasonId, classificationId } = desk.settings);
});
afterAll(() => desk.close());

describe('analysing', () => {
  test('of two who claim at once one wins, and the other is told who', async () => {
    const { id } = await desk.opened();
    const bea = await desk.api.userOf({ accessLevel: 4 });
    const answers = await Promise.all([desk.act(id, 'analyse'), desk.act(id, 'analyse', {}, bea.as)]);
    expect(statuses(answers)).toEqual([200, 409]);
    const [won, lost] = answers[0].status === 200 ? answers : answers.toReversed();
    expect(codeOf(lost!)).toEqual([409, 'request_claimed']);
    expect(lost!.body.detail).toContain(won!.body.claimer.name);
    expect(won!.body).toMatchObject({ state: 'in_analysis', claimedAt: expect.any(String) });
  });

  test('the claimer or level 2 releases it; another of level 4 neither releases nor concludes nor assigns it', async () => {
    const { id } = await desk.opened();
    expect(codeOf(await desk.act(id, 'release'))).toEqual([409, 'request_not_claimed']);
    await desk.act(id, 'analyse');
    const [bea, boss] = [await desk.api.userOf({ accessLevel: 4 }), await desk.api.userOf({ accessLevel: 2 })];
    const [cancel, revert] = [{ lastDay: today }, { title: 'Stays', classificationId }];
    expect(codeOf(await desk.act(id, 'release', {}, bea.as))).toEqual([403, 'not_claimer']);
    expect(codeOf(await desk.act(id, 'cancel', cancel, bea.as))).toEqual([403, 'not_claimer']);
    expect(codeOf(await desk.act(id, 'revert', revert, bea.as))).toEqual([403, 'not_claimer']);
    expect(codeOf(await desk.act(id, 'assign', { assigneeId: bea.id }, bea.as))).toEqual([403, 'level_required']);
    expect((await desk.act(id, 'assign', { assigneeId: bea.id }, boss.as)).body).toMatchObject({
      claimer: { id: bea.id },
    });
    expect((await desk.act(id, 'release', {}, boss.as)).body).toMatchObject({ state: 'pending', claimer: null });
    expect(codeOf(await desk.act(id, 'assign', { assigneeId: NOBODY }, boss.as))).toEqual([422, 'user_unknown']);
    const gone = await desk.api.userOf({ accessLevel: 4 });
    await desk.api.admin.patch(`/api/users/${gone.id}`, 1, { active: false });
    expect(codeOf(await desk.act(id, 'assign', { assigneeId: gone.id }, boss.as))).toEqual([409, 'user_inactive']);
    const { history } = await desk.read(id);
    expect(history.map(({ action }: { action: string }) => action.split('.')[1])).toEqual([
      'opened',
      'renewal_held',
      'claimed',
      'assigned',
      'released',
    ]);
  });

  test('comments are inserted by whoever sees it until the conclusion, and count on the card', async () => {
    const { id } = await desk.opened();
    expect((await desk.act(id, 'comments', { text: 'Called back' })).body.commentList).toMatchObject([
      { text: 'Called back', author: { id: desk.ana.id }, channel: 'console' },
    ]);
    expect(fields(await desk.act(id, 'comments', { text: '  ' }))).toEqual([422, ['text too_small']]);
    await desk.act(id, 'analyse');
    await desk.act(id, 'revert', { title: 'Stays', classificationId });
    expect(codeOf(await desk.act(id, 'comments', { text: 'Late' }))).toEqual([409, 'request_concluded']);
    expect(await desk.read(id)).toMatchObject({ comments: 1 });
  });

  test('a repeat with the same Idempotency-Key does nothing more; with another body it is refused', async () => {
    const { id } = await desk.opened();
    const key = { 'Idempotency-Key': randomUUID() };
    const say = (text: string) => desk.ana.as.post(`${REQUESTS}/${id}/comments`, { text }, key);
    const [first, second] = [await say('Once'), await say('Once')];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(second.body.commentList).toHaveLength(1);
    expect(codeOf(await say('Twice'))).toEqual([422, 'idempotency_key_reused']);
    // What is refused is judged anew.
    const release = () =>
      desk.ana.as.post(`${REQUESTS}/${id}/release`, {}, { 'Idempotency-Key': `r-${key['Idempotency-Key']}` });
    expect(codeOf(await release())).toEqual([409, 'request_not_claimed']);
    await desk.act(id, 'analyse');
    expect((await release()).status).toBe(200);
  });
});

describe('concluding', () => {
  test('a cancellation says first what it will do, then does it: receivables, renewal, task, letter, trace', async () => {
    const { id, multipackId, customerId, code } = await desk.opened();
    expect(codeOf(await desk.act(id, 'cancel', { lastDay: today }))).toEqual([409, 'request_not_claimed']);
    await desk.act(id, 'analyse');
    const preview = (body: object = {}) => desk.act(id, 'cancel/preview', body);
    const { body: first } = await preview();
    expect(first).toMatchObject({
      lastDay: today,
      earliest: today,
      latest: addDays(today, 19),
      allowed: true,
      multipack: { id: multipackId },
      sums: { total: EUR(9000), removed: EUR(3000), staying: EUR(6000) },
    });
    expect(first.receivables.map(({ fate }: { fate: string }) => fate)).toEqual(['debt', 'debt', 'removed']);
    const [past, late] = [addDays(today, -1), addDays(today, 20)];
    expect((await preview({ lastDay: past })).body).toMatchObject({ allowed: false, reason: 'last_day_past' });
    expect((await preview({ lastDay: late })).body).toMatchObject({ allowed: false, reason: 'last_day_after_end' });
    expect(codeOf(await desk.act(id, 'cancel', { lastDay: past }))).toEqual([422, 'last_day_past']);
    expect(codeOf(await desk.act(id, 'cancel', { lastDay: late }))).toEqual([422, 'last_day_after_end']);

    const answer = await desk.act(id, 'cancel', { lastDay: today, details: 'Has moved' });
    expect(answer.body).toMatchObject({
      state: 'cancelled',
      sla: 'met',
      lastDay: today,
      concluder: { id: desk.ana.id },
      conclusionDetails: 'Has moved',
      ended: { cancelledOn: today, renewalState: 'cancelled' },
      allowed: { analyse: false, assign: false, release: false, conclude: false, comment: false },
    });
    const { receivables } = (await desk.api.admin.get(`/api/multipacks/${multipackId}`)).body;
    expect(receivables.map(({ state }: { state: string }) => state)).toEqual(['open', 'open', 'void']);
    const tasks = (await desk.api.admin.get(`/api/customers/${customerId}/crm-tasks`)).body.items;
    expect(tasks).toMatchObject([
      { name: 'solicitud de cancelación', result: 'cancellation_request_cancelled', effectiveOn: today },
      { result: 'cancellation_request_opened' },
    ]);
    expect(tasks[0].notes).toContain(code);
    expect(tasks[0].notes).toContain('Has moved');
    const mails = (await desk.api.admin.get(`/api/mails?customerId=${customerId}`)).body.items;
    expect(mails).toMatchObject([{ kind: 'contract_cancelled' }]);
    expect(answer.body.history.map(({ action }: { action: string }) => action)).toEqual([
      'cancellation_request.opened',
      'multipack.renewal_held',
      'cancellation_request.claimed',
      'multipack.cancelled',
      'cancellation_request.cancelled',
    ]);
    for (const [name, body] of [
      ['analyse', {}],
      ['cancel', { lastDay: today }],
      ['cancel/preview', {}],
    ] as const) {
      expect(codeOf(await desk.act(id, name, body))).toEqual([409, 'request_concluded']);
    }
    // Its end is decided: nothing is left to request.
    expect((await desk.api.admin.get(`${REQUESTS}/eligibility?multipackId=${multipackId}`)).body).toMatchObject({
      allowed: false,
      reason: 'end_decided',
    });
  });

  test('a reversal has a title and a classification, and the multipack goes on as before', async () => {
    const { id, multipackId, customerId } = await desk.opened();
    await desk.act(id, 'analyse');
    expect(fields(await desk.act(id, 'revert', { title: '', classificationId }))).toEqual([422, ['title too_small']]);
    const revert = (classification: string) =>
      desk.act(id, 'revert', { title: 'Stays', classificationId: classification, details: '20 % off' });
    expect(codeOf(await revert(NOBODY))).toEqual([422, 'classification_unknown']);
    const old = await desk.add<{ id: string; version: number }>('/api/reversal-classifications', {
      title: desk.title('Old'),
    });
    await desk.api.admin.patch(`/api/reversal-classifications/${old.id}`, old.version, { retired: true });
    expect(codeOf(await revert(old.id))).toEqual([409, 'classification_retired']);
    expect((await revert(classificationId)).body).toMatchObject({
      state: 'reverted',
      classification: { id: classificationId },
      conclusionTitle: 'Stays',
      conclusionDetails: '20 % off',
      ended: { id: multipackId, state: 'active', renewalState: 'will_renew' },
    });
    expect((await desk.api.admin.get(`/api/customers/${customerId}/crm-tasks`)).body.items[0]).toMatchObject({
      result: 'cancellation_request_reverted',
      notes: expect.stringContaining('20 % off'),
    });
    const again = { multipackId, title: 'Again', reasonId };
    expect((await desk.api.admin.post(REQUESTS, again)).status).toBe(201);
    for (const [to, used] of [
      ['/api/cancellation-reasons', reasonId],
      ['/api/reversal-classifications', classificationId],
    ]) {
      expect(codeOf(await desk.api.admin.delete(`${to}/${used}`))).toEqual([409, 'in_use']);
    }
  });

  test('a withdrawal of the multipack concludes its open request', async () => {
    const { id, multipackId, customerId } = await desk.opened({}, { paymentMethod: 'sepa' });
    const { id: taskTypeId } = await desk.add('/api/task-types', {
      name: desk.title('Baja'),
      classification: 'withdrawal',
    });
    const lastDay = addDays(today, 3);
    const withdrawn = await desk.api.admin.post(`/api/customers/${customerId}/withdraw`, {
      taskTypeId,
      lastDay,
      multipackIds: [multipackId],
    });
    expect(withdrawn.status).toBe(200);
    expect(await desk.read(id)).toMatchObject({ state: 'cancelled', lastDay, claimer: null, sla: 'met' });
  });
});

test('while nobody decides, an act is answered 503 within its patience and never takes effect; then all goes on', async () => {
  const { id } = await desk.opened();
  await desk.act(id, 'comments', { text: 'Its workflow runs' });
  await desk.worker.stop();
  const { config } = desk.api.parts;
  config.commandPatienceMs = 1_500;
  const began = Date.now();
  const answer = await desk.act(id, 'analyse');
  expect(codeOf(answer)).toEqual([503, 'engine_away']);
  expect(answer.headers['retry-after']).toBe('5');
  expect(Date.now() - began).toBeLessThan(15_000);
  // Opening needs no engine, nor does looking.
  const other = await desk.opened();
  expect(await desk.read(other.id)).toMatchObject({ state: 'pending' });
  // Its workflow is begun when a worker is there to tell Temporal of it, and what runs says so without its details.
  const workflowOf = async (of: string) => (await desk.api.admin.get(`${REQUESTS}/${of}/workflow`)).body;
  expect(await workflowOf(other.id)).toMatchObject({ status: 'missing', details: null });
  expect(await workflowOf(id)).toMatchObject({ status: 'running', details: null });

  config.commandPatienceMs = 60_000;
  await desk.house.startWorker();
  expect((await desk.act(id, 'comments', { text: 'Back again' })).status).toBe(200);
  expect(await desk.read(id)).toMatchObject({ state: 'pending', claimer: null });
  expect((await desk.act(id, 'analyse')).body).toMatchObject({ state: 'in_analysis' });
  const withdrawn = await desk.api.database.command.findMany({ where: { state: 'withdrawn' } });
  expect(withdrawn).toMatchObject([{ kind: 'analyse_request', actorId: desk.ana.id }]);
});
