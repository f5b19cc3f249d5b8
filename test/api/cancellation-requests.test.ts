import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/dates.ts';
import { LANGUAGES } from '../../src/schemas/languages.ts';
import { codeOf, type Desk, openDesk, REQUESTS, today } from './desk-support.ts';
import { eventually } from '../support/chains.ts';
import { portalOf } from './portal-support.ts';
import { addBranch, type Caller, callerWith, fields, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';

let desk: Desk;
let reasonId: string;
let classificationId: string;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('opening', () => {
  test('needs a profile, the plan’s or the default one, and a reason: each refusal says which', async () => {
    const { id: customerId } = await desk.customer();
    const multipackId = await desk.sold(customerId);
    const request = { multipackId, title: 'Leaving', reasonId: NOBODY };
    const eligibility = async () =>
      (await desk.api.admin.get(`${REQUESTS}/eligibility?multipackId=${multipackId}`)).body;
    expect(codeOf(await desk.api.admin.post(REQUESTS, request))).toEqual([409, 'profile_missing']);
    expect(await eligibility()).toMatchObject({
      allowed: false,
      reason: 'profile_missing',
      detail: expect.any(String),
    });
    const profileId = (
      await desk.add('/api/cancellation-profiles', { title: 'Ten days', unit: 'day', period: 10, isDefault: true })
    ).id;
    expect(codeOf(await desk.api.admin.post(REQUESTS, request))).toEqual([409, 'reason_missing']);
    expect(await eligibility()).toMatchObject({ allowed: false, reason: 'reason_missing' });
    reasonId = (await desk.add('/api/cancellation-reasons', { title: 'Moving' })).id;
    classificationId = (await desk.add('/api/reversal-classifications', { title: 'Discount' })).id;
    Object.assign(desk.settings, { profileId, reasonId, classificationId });
    expect(codeOf(await desk.api.admin.post(REQUESTS, request))).toEqual([422, 'reason_unknown']);
    expect(codeOf(await desk.api.admin.post(REQUESTS, { ...request, reasonId, profileId: NOBODY }))).toEqual([
      422,
      'profile_unknown',
    ]);

    expect(await eligibility()).toMatchObject({
      allowed: true,
      reason: null,
      profile: { id: profileId, days: 10 },
      holdsRenewal: true,
    });
    const own = await desk.add('/api/cancellation-profiles', { title: 'Two weeks', unit: 'week', period: 2 });
    const { planId } = (await desk.api.admin.get(`/api/multipacks/${multipackId}`)).body;
    await desk.api.admin.patch(`/api/plans/${planId}`, 1, { cancellationProfileId: own.id });
    const suggested = await eligibility();
    expect(suggested).toMatchObject({ profile: { id: own.id, days: 14 } });
    const byAnother = (id: string) =>
      desk.api.admin.get(`${REQUESTS}/eligibility?multipackId=${multipackId}&profileId=${id}`);
    const { body: told } = await byAnother(profileId);
    expect(told).toMatchObject({ allowed: true, profile: { id: profileId, days: 10 } });
    const sooner = Date.parse(suggested.limitAt) - Date.parse(told.limitAt);
    // Four days, or an hour more or less where the clocks change among them.
    expect(Math.round(sooner / 86_400_000)).toBe(4);
    expect(codeOf(await byAnother(NOBODY))).toEqual([422, 'profile_unknown']);
    const retired = await desk.add('/api/cancellation-profiles', { title: 'Of old', unit: 'month', period: 1 });
    await desk.api.admin.patch(`/api/cancellation-profiles/${retired.id}`, 1, { retired: true });
    expect(codeOf(await byAnother(retired.id))).toEqual([409, 'profile_retired']);

    const made = await desk.api.admin.post(REQUESTS, {
      ...request,
      reasonId,
      details: 'To Rome',
      title: 'Moves to Rome',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      code: expect.stringMatching(/^CR-\d+$/),
      state: 'pending',
      sla: 'on_track',
      title: 'Moves to Rome',
      details: 'To Rome',
      profile: { id: own.id, days: 14 },
      reason: { id: reasonId },
      creator: { kind: 'user' },
      ticket: null,
      holdsRenewal: true,
      ended: { id: multipackId, renewalState: 'held' },
      allowed: { analyse: true, assign: true, release: false, conclude: false, comment: true },
    });
    expect(codeOf(await desk.api.admin.post(REQUESTS, { ...request, reasonId }))).toEqual([409, 'request_in_progress']);
    expect(await eligibility()).toMatchObject({
      allowed: false,
      reason: 'request_in_progress',
      requestId: made.body.id,
    });
  });

  test('from a ticket: it names a multipack and is open', async () => {
    const { id: customerId } = await desk.customer();
    const multipackId = await desk.sold(customerId);
    const ticket = (more: object) =>
      desk.add('/api/tickets', { customerId, via: 'phone', subject: 'Wants to leave', ...more });
    const from = (ticketId: string) => desk.api.admin.post(REQUESTS, { ticketId, title: 'Leaving', reasonId });
    const without = await ticket({});
    expect(codeOf(await from(without.id))).toEqual([409, 'multipack_required']);
    const closed = await ticket({ multipackId });
    await desk.api.admin.post(`/api/tickets/${closed.id}/close`);
    expect(codeOf(await from(closed.id))).toEqual([409, 'ticket_closed']);
    expect(codeOf(await from(NOBODY))).toEqual([422, 'ticket_unknown']);
    for (const [id, reason] of [
      [without.id, 'multipack_required'],
      [closed.id, 'ticket_closed'],
    ]) {
      expect((await desk.api.admin.get(`${REQUESTS}/eligibility?ticketId=${id}`)).body).toMatchObject({
        allowed: false,
        reason,
      });
    }
    const { id: ticketId } = await ticket({ multipackId });
    const request = await from(ticketId);
    expect(request.body).toMatchObject({ ticket: { id: ticketId, protocol: expect.stringMatching(/^T-/) } });
    expect((await desk.api.admin.get(`/api/tickets/${ticketId}`)).body.requests).toEqual([
      { id: request.body.id, code: request.body.code, title: 'Leaving', state: 'pending' },
    ]);
  });

  test('of what is neither active nor suspended, or of nobody’s, is refused; a blocked one may be', async () => {
    const { id: customerId } = await desk.customer();
    const upcoming = await desk.sold(customerId, {}, addDays(today, 5));
    const body = (multipackId: string) => ({ multipackId, title: 'Leaving', reasonId });
    expect(codeOf(await desk.api.admin.post(REQUESTS, body(upcoming)))).toEqual([409, 'multipack_not_active']);
    expect(codeOf(await desk.api.admin.post(REQUESTS, body(NOBODY)))).toEqual([422, 'multipack_unknown']);
    const blocked = await desk.sold(customerId);
    await desk.api.admin.post(`/api/multipacks/${blocked}/block`, { reason: 'arrears' });
    expect((await desk.api.admin.post(REQUESTS, body(blocked))).status).toBe(201);
  });

  test('of what is withdrawn ahead, or cancelled ahead by an earlier request, is refused with its last day in every language', async () => {
    const lastDay = addDays(today, 5);
    const { id: taskTypeId } = await desk.add('/api/task-types', {
      name: desk.title('Baja'),
      classification: 'withdrawal',
    });
    const { id: customerId } = await desk.customer();
    const withdrawn = await desk.sold(customerId, { paymentMethod: 'sepa' });
    const withdrawal = { taskTypeId, lastDay, multipackIds: [withdrawn] };
    expect((await desk.api.admin.post(`/api/customers/${customerId}/withdraw`, withdrawal)).status).toBe(200);
    const { id, multipackId: cancelled } = await desk.opened();
    await desk.act(id, 'analyse');
    expect((await desk.act(id, 'cancel', { lastDay })).body).toMatchObject({ state: 'cancelled', lastDay });

    for (const multipackId of [withdrawn, cancelled]) {
      expect((await desk.api.admin.get(`/api/multipacks/${multipackId}`)).body).toMatchObject({ state: 'active' });
      const body = { multipackId, title: 'Leaving', reasonId };
      const refused = await desk.api.admin.post(REQUESTS, body);
      expect(codeOf(refused)).toEqual([409, 'end_decided']);
      expect(refused.body.details).toMatchObject({ lastDay });
      const ticketId = (
        await desk.add('/api/tickets', { customerId, via: 'phone', subject: 'Leaves', multipackId: withdrawn })
      ).id;
      for (const query of multipackId === withdrawn
        ? [`ticketId=${ticketId}`, `multipackId=${multipackId}`]
        : [`multipackId=${multipackId}`]) {
        const { body: told } = await desk.api.admin.get(`${REQUESTS}/eligibility?${query}`);
        expect(told).toMatchObject({ allowed: false, reason: 'end_decided', requestId: null, holdsRenewal: false });
        expect(told.detail).toBe(refused.body.detail);
      }
      const details = await Promise.all(
        LANGUAGES.map(
          async (language) => (await desk.api.admin.post(REQUESTS, body, { 'Accept-Language': language })).body.detail,
        ),
      );
      expect(new Set(details).size).toBe(LANGUAGES.length);
    }
  });

  test('names a ticket or a multipack, one of them, and what was retired is not chosen', async () => {
    const { id: customerId } = await desk.customer();
    const multipackId = await desk.sold(customerId);
    expect(fields(await desk.api.admin.post(REQUESTS, { title: 'Leaving', reasonId }))).toEqual([
      422,
      ['ticketId one_origin'],
    ]);
    expect(fields(await desk.api.admin.post(REQUESTS, { multipackId, ticketId: NOBODY, title: '', reasonId }))).toEqual(
      [422, expect.arrayContaining(['title too_small'])],
    );
    const reason = await desk.add<{ id: string; version: number }>('/api/cancellation-reasons', {
      title: desk.title('Old'),
    });
    await desk.api.admin.patch(`/api/cancellation-reasons/${reason.id}`, reason.version, { retired: true });
    const profile = await desk.add<{ id: string; version: number }>('/api/cancellation-profiles', {
      title: desk.title('Old'),
      unit: 'day',
      period: 1,
    });
    await desk.api.admin.patch(`/api/cancellation-profiles/${profile.id}`, profile.version, { retired: true });
    const body = { multipackId, title: 'Leaving', reasonId };
    expect(codeOf(await desk.api.admin.post(REQUESTS, { ...body, reasonId: reason.id }))).toEqual([
      409,
      'reason_retired',
    ]);
    expect(codeOf(await desk.api.admin.post(REQUESTS, { ...body, profileId: profile.id }))).toEqual([
      409,
      'profile_retired',
    ]);
  });

  test('twice at once makes one', async () => {
    const { id: customerId } = await desk.customer();
    const multipackId = await desk.sold(customerId);
    const body = { multipackId, title: 'Leaving', reasonId };
    const answers = await Promise.all([1, 2, 3].map(() => desk.api.admin.post(REQUESTS, body)));
    expect(statuses(answers)).toEqual([201, 409, 409]);
  });
});

describe('the desk', () => {
  test('lists each column, what runs out first on top, by operator, reason, standing and text', async () => {
    const short = await desk.add('/api/cancellation-profiles', { title: desk.title('Short'), unit: 'day', period: 1 });
    const slow = await desk.opened({ title: 'Quince jam' });
    const quick = await desk.opened({ title: 'Quince tart', profileId: short.id });
    const ids = async (query: string) =>
      ((await desk.api.admin.get(`${REQUESTS}?search=quince&${query}`)).body as { items: { id: string }[] }).items.map(
        ({ id }) => id,
      );
    expect(await ids('column=pending')).toEqual([quick.id, slow.id]);
    expect(await ids('column=pending&limit=1')).toEqual([quick.id]);
    const { nextCursor } = (await desk.api.admin.get(`${REQUESTS}?search=quince&column=pending&limit=1`)).body;
    expect(await ids(`column=pending&limit=1&cursor=${nextCursor}`)).toEqual([slow.id]);
    await desk.act(slow.id, 'analyse');
    expect(await ids('column=in_analysis')).toEqual([slow.id]);
    expect(await ids(`operatorId=${desk.ana.id}`)).toEqual([slow.id]);
    expect(await ids(`reasonId=${reasonId}&sla=on_track`)).toEqual([quick.id, slow.id]);
    expect(await ids('sla=breached')).toEqual([]);
    await desk.act(slow.id, 'revert', { title: 'Stays', classificationId });
    expect(await ids('column=analysed')).toEqual([slow.id]);
    expect(await ids('sla=met')).toEqual([slow.id]);
    const found = await desk.api.admin.get(`${REQUESTS}?search=${slow.code}`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([slow.id]);
    expect(found.body.items[0]).toMatchObject({ sla: 'met', elapsedSeconds: expect.any(Number) });
  });

  test('counts what waits, what is analysed and what the reader has', async () => {
    const before = (await desk.ana.as.get(`${REQUESTS}/counts`)).body;
    const { id } = await desk.opened();
    await desk.opened();
    await desk.act(id, 'analyse');
    const after = (await desk.ana.as.get(`${REQUESTS}/counts`)).body;
    expect(after).toEqual({
      ...before,
      pending: before.pending + 1,
      inAnalysis: before.inAnalysis + 1,
      mine: before.mine + 1,
    });
  });

  test('reports requests by the day of their opening: in time, how long, reasons, classifications, operators', async () => {
    const reason = await desk.add('/api/cancellation-reasons', { title: desk.title('Price') });
    const before = (await desk.api.admin.get(`/api/reports/cancellation-requests?from=${today}&to=${today}`)).body;
    const [kept, left] = [await desk.opened({ reasonId: reason.id }), await desk.opened({ reasonId: reason.id })];
    await desk.opened({ reasonId: reason.id });
    for (const { id } of [kept, left]) await desk.act(id, 'analyse');
    await desk.act(kept.id, 'revert', { title: 'Stays', classificationId });
    await desk.act(left.id, 'cancel', { lastDay: today });
    const { body: report } = await desk.api.admin.get(`/api/reports/cancellation-requests?from=${today}&to=${today}`);
    expect(report).toMatchObject({
      opened: before.opened + 3,
      open: before.open + 1,
      cancelled: before.cancelled + 1,
      reverted: before.reverted + 1,
      met: before.met + 2,
      breached: 0,
      secondsToConclusion: { mean: expect.any(Number), median: expect.any(Number) },
    });
    expect(report.reasons).toContainEqual({
      id: reason.id,
      title: expect.any(String),
      count: 3,
      cancelled: 1,
      reverted: 1,
    });
    expect(report.classifications).toEqual([{ id: classificationId, title: 'Discount', count: before.reverted + 1 }]);
    expect(report.operators.find(({ id }: { id: string }) => id === desk.ana.id)).toMatchObject({
      met: expect.any(Number),
    });
    expect(fields(await desk.api.admin.get(`/api/reports/cancellation-requests?from=${today}&to=2020-01-01`))).toEqual([
      422,
      ['query.to range_reversed'],
    ]);
    const ahead = await desk.api.admin.get('/api/reports/cancellation-requests?from=2100-01-01&to=2100-01-02');
    expect(ahead.body).toMatchObject({ opened: 0, secondsToConclusion: null, reasons: [], operators: [] });
  });

  test('shows who else has a request open, and forgets who left', async () => {
    const { id } = await desk.opened();
    expect((await desk.act(id, 'presence')).body).toEqual({ viewers: [] });
    const seen = await desk.act(id, 'presence', {}, desk.api.admin);
    expect(seen.body.viewers).toMatchObject([{ id: desk.ana.id }]);
    // On the board, of every request at once: whoever else has one open.
    const onBoard = async (as: Caller) => (await as.get(`${REQUESTS}/presence`)).body.viewers;
    expect(await onBoard(desk.api.admin)).toMatchObject([
      { id: desk.ana.id, requestId: id, seenAt: expect.any(String) },
    ]);
    expect(await onBoard(desk.ana.as)).toMatchObject([{ requestId: id }]);
    const far = await addBranch(desk.api, desk.title('Far'));
    expect(await onBoard((await desk.api.userOf({ accessLevel: 2, branchId: far.id })).as)).toEqual([]);
    await desk.api.admin.delete(`${REQUESTS}/${id}/presence`);
    expect(await onBoard(desk.ana.as)).toEqual([]);
    // Who says nothing for half a minute has left.
    await desk.api.database.$executeRaw`
      UPDATE request_presence SET seen_at = seen_at - interval '31 seconds' WHERE request_id = ${id}::uuid`;
    expect(await onBoard(desk.api.admin)).toEqual([]);
    expect((await desk.act(id, 'presence')).body).toEqual({ viewers: [] });
    expect((await desk.ana.as.delete(`${REQUESTS}/${id}/presence`)).status).toBe(204);
    expect((await desk.act(id, 'presence', {}, desk.api.admin)).body).toEqual({ viewers: [] });
  });

  test('leads to the page of its workflow: running until the conclusion, ended after it', async () => {
    const { id } = await desk.opened();
    await desk.act(id, 'analyse');
    const workflow = async () => (await desk.api.admin.get(`${REQUESTS}/${id}/workflow`)).body;
    const named = {
      workflowId: `cancellation-request-${id}`,
      url: expect.stringContaining(`cancellation-request-${id}`),
    };
    expect(await workflow()).toMatchObject({ ...named, status: 'running' });
    await eventually('what it waits for', async () =>
      (await workflow()).details?.startsWith(`**In analysis** by ${desk.ana.id}`),
    );
    await desk.act(id, 'revert', { title: 'Stays', classificationId });
    await eventually('the end', async () => (await workflow()).status === 'ended');
    expect(await workflow()).toMatchObject({ ...named, details: null });
  });
});

test('of another branch nothing exists, and nothing without a session', async () => {
  const { id, multipackId, customerId } = await desk.opened();
  const far = await addBranch(desk.api, desk.title('Far'));
  const { as } = await desk.api.userOf({ accessLevel: 2, branchId: far.id });
  for (const answer of await Promise.all([
    as.get(`${REQUESTS}/${id}`),
    as.get(`${REQUESTS}/${id}/workflow`),
    desk.act(id, 'analyse', {}, as),
    desk.act(id, 'release', {}, as),
    desk.act(id, 'assign', { assigneeId: NOBODY }, as),
    desk.act(id, 'comments', { text: 'Hello' }, as),
    desk.act(id, 'cancel', { lastDay: today }, as),
    desk.act(id, 'cancel/preview', {}, as),
    desk.act(id, 'revert', { title: 'Stays', classificationId }, as),
    desk.act(id, 'presence', {}, as),
    as.delete(`${REQUESTS}/${id}/presence`),
  ])) {
    expect(codeOf(answer)).toEqual([404, 'request_not_found']);
  }
  expect(codeOf(await as.post(REQUESTS, { multipackId, title: 'Leaving', reasonId }))).toEqual([
    422,
    'multipack_unknown',
  ]);
  expect(codeOf(await as.get(`${REQUESTS}/eligibility?multipackId=${multipackId}`))).toEqual([
    422,
    'multipack_unknown',
  ]);
  expect((await as.get(REQUESTS)).body.items).toEqual([]);
  const { body } = await desk.api.admin.get('/api/branches');
  const home = body.items.find(({ name }: { name: string }) => name === 'Madrid').id;
  for (const query of [REQUESTS, `${REQUESTS}/counts`]) {
    expect(codeOf(await as.get(`${query}?branchId=${home}`))).toEqual([422, 'branch_unknown']);
  }
  const report = `/api/reports/cancellation-requests?from=${today}&to=${today}`;
  expect(codeOf(await as.get(`${report}&branchId=${home}`))).toEqual([422, 'branch_unknown']);
  expect((await as.get(report)).body).toMatchObject({ opened: 0 });

  // A token reaches what its owner does, and nothing once it is revoked.
  const { body: token } = await as.post('/api/api-tokens', { name: 'Board' });
  const { body: own } = await desk.ana.as.post('/api/api-tokens', { name: 'Board' });
  const by = (secret: string, method: 'get' | 'post', to: string) =>
    desk.api.stranger()[method](`${REQUESTS}${to}`).set('Authorization', `Bearer ${secret}`);
  expect((await by(token.secret, 'get', '/presence')).body).toEqual({ viewers: [] });
  for (const [method, to] of [
    ['get', `/${id}/workflow`],
    ['post', `/${id}/presence`],
    ['post', `/${id}/analyse`],
  ] as const) {
    expect(codeOf(await by(token.secret, method, to))).toEqual([404, 'request_not_found']);
    expect((await by(own.secret, method, to)).status).toBe(200);
  }
  await desk.ana.as.post(`/api/api-tokens/${own.id}/revoke`);
  expect((await by(own.secret, 'get', `/${id}/workflow`)).status).toBe(401);

  // Nor does a customer, or nobody at all.
  const { email } = (await desk.api.admin.get(`/api/customers/${customerId}`)).body;
  const customer = await portalOf(desk.api).signedIn(email);
  for (const each of [customer, callerWith(desk.api.server, '')]) {
    for (const to of ['', '/counts', '/presence', `/${id}`, `/${id}/workflow`]) {
      expect((await each.get(`${REQUESTS}${to}`)).status).toBe(401);
    }
    for (const to of ['presence', 'analyse', 'cancel', 'revert', 'comments']) {
      expect((await each.post(`${REQUESTS}/${id}/${to}`)).status).toBe(401);
    }
    expect((await each.delete(`${REQUESTS}/${id}/presence`)).status).toBe(401);
  }
});
