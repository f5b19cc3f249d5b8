import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { clock } from '../../src/clock.ts';
import { advanceException } from '../../src/database/connection-exceptions.ts';
import { act, SYSTEM } from '../../src/database/act.ts';
import { claimNetworkCommand } from '../../src/database/network-commands.ts';
import { startNetwork } from '../../src/network/delivery.ts';
import { type FreeRadius, REFUSED, SECRET, SILENT, startFreeRadius, startRelayTo } from '../support/freeradius.ts';
import { addBranch, type Api, type Caller, fields, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
let api: Api;
let server: FreeRadius;
let customer: { id: string };
let branchId: string;
let nas: { id: string; version: number };
beforeAll(async () => {
  [api, server] = await Promise.all([startApi(), startFreeRadius()]);
  customer = (await api.admin.post('/api/customers', { name: 'Maria Souza' })).body;
  branchId = (await api.database.branch.findFirstOrThrow()).id;
  const router = { name: 'Router', branchId, host: '127.0.0.1', coaPort: server.port, secret: SECRET };
  nas = (await api.admin.post('/api/nas', { ...router, blockedFilter: 'bloqueado' })).body;
});
afterAll(async () => {
  await Promise.all([api.stop(), server.stop()]);
});

let made = 0;
async function connection(more: object = {}) {
  made += 1;
  const body = { customerId: customer.id, username: `user-${made}`, service: 'Fibra 300', ...more };
  const answer = await api.admin.post('/api/connections', body);
  expect(answer.status).toBe(201);
  return answer.body as { id: string; username: string; version: number };
}
const post = (id: string, verb: string, body: object = {}, as: Caller = api.admin) =>
  as.post(`/api/connections/${id}/${verb}`, body);
const read = async (id: string) => (await api.admin.get(`/api/connections/${id}`)).body;
const actions = async (id: string) =>
  (await api.admin.get(`/api/connections/${id}/history`)).body.items.map(({ action }: { action: string }) =>
    action.replace('connection.', ''),
  );

/** Delivers all that waits, as the worker does. */
async function deliver(secretKey: string | undefined = api.parts.config.secretKey) {
  const { database, parts } = api;
  const network = startNetwork({
    ...{ database, databaseUrl: parts.config.databaseUrl, secretKey, waitsMs: [150, 150] },
    clock: clock({ testClock: false }),
    log: pino({ level: 'silent' }),
  });
  for (let i = 0; i < 400 && (await database.networkCommand.count({ where: { state: 'pending' } })) > 0; i += 1)
    await delay(25);
  await network.stop();
}

describe('a connection', () => {
  test('without equipment is reduced, blocked and set free, and the answer says that nobody was told', async () => {
    const { id } = await connection();
    const reduced = await post(id, 'reduce', { reason: 'Fair use' });
    expect(reduced.body).toMatchObject({
      ...{ state: 'reduced', reason: 'Fair use', nas: null },
      network: { isConfigured: false, last: null },
    });
    expect((await post(id, 'remove-reduction')).body).toMatchObject({ state: 'normal', reason: null });
    expect((await post(id, 'block', { reason: 'Arrears' })).body.state).toBe('blocked');
    expect((await post(id, 'unblock')).body.state).toBe('normal');
    expect((await post(id, 'disconnect')).body.network).toEqual({ isConfigured: false, last: null });
    expect(await actions(id)).toEqual([
      'disconnected',
      'unblocked',
      'blocked',
      'reduction_removed',
      'reduced',
      'added',
    ]);
    expect(await api.database.networkCommand.count({ where: { connectionId: id } })).toBe(0);
  });

  test('refuses what does not fit its state, and of two blocks at once one counts', async () => {
    const { id } = await connection();
    const cases: [string, object, string][] = [
      ['remove-reduction', {}, 'connection_not_reduced'],
      ['unblock', {}, 'connection_not_blocked'],
      ['tell-again', {}, 'no_equipment'],
    ];
    for (const [verb, body, code] of cases) {
      const answer = await post(id, verb, body);
      expect([answer.status, answer.body.code]).toEqual([409, code]);
    }
    await post(id, 'reduce', { reason: 'x' });
    expect((await post(id, 'reduce', { reason: 'x' })).body.code).toBe('connection_already_reduced');
    const blocks = await Promise.all([post(id, 'block', { reason: 'a' }), post(id, 'block', { reason: 'b' })]);
    expect(statuses(blocks)).toEqual([200, 409]);
    expect((await post(id, 'reduce', { reason: 'x' })).body.code).toBe('connection_blocked');
    expect(fields(await post(id, 'block'))).toEqual([422, ['reason invalid_type']]);
    expect((await post(id, 'disconnect', { requestId: NOBODY })).body.code).toBe('request_unknown');
  });

  test('is added and edited with parts of its own customer and branch only', async () => {
    const far = await addBranch(api, 'Far');
    const theirs = await api.admin.post('/api/nas', {
      name: 'Far router',
      branchId: far.id,
      host: 'far.example',
      secret: 's',
    });
    const first = await connection();
    const add = (more: object) =>
      api.admin.post('/api/connections', { customerId: customer.id, username: 'somebody', service: 'x', ...more });
    const cases: [object, number, string][] = [
      [{ customerId: NOBODY }, 422, 'customer_unknown'],
      [{ multipackId: NOBODY }, 422, 'multipack_unknown'],
      [{ nasId: theirs.body.id }, 422, 'nas_unknown'],
      [{ username: first.username }, 409, 'username_taken'],
    ];
    for (const [more, status, code] of cases) {
      const answer = await add(more);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect(fields(await add({ framedIp: '10.0.0.256' }))[0]).toBe(422);
    const edit = { framedIp: '10.0.0.7', nasId: nas.id, sessionId: '42' };
    expect((await api.admin.patch(`/api/connections/${first.id}`, 1, edit)).body).toMatchObject({
      ...{ framedIp: '10.0.0.7', sessionId: '42', version: 2 },
      nas: { id: nas.id, name: 'Router', retired: false },
    });
    expect((await api.admin.patch(`/api/connections/${first.id}`, 1, edit)).status).toBe(412);
    const { items } = (await api.admin.get(`/api/connections?customerId=${customer.id}&username=${first.username}`))
      .body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([first.id]);
  });

  test('of another branch does not exist for its neighbours', async () => {
    const far = await addBranch(api, 'Farther');
    const them = (await api.admin.post('/api/customers', { name: 'Far', branchId: far.id })).body;
    const { id } = await connection({ customerId: them.id });
    const { as } = await api.userOf({ accessLevel: 2 });
    for (const path of ['', '/exceptions', '/commands', '/history', '/usage']) {
      expect((await as.get(`/api/connections/${id}${path}`)).status).toBe(404);
    }
    for (const verb of ['remove-reduction', 'unblock', 'disconnect', 'tell-again']) {
      expect((await post(id, verb, {}, as)).status).toBe(404);
    }
    for (const verb of ['reduce', 'block']) expect((await post(id, verb, { reason: 'x' }, as)).status).toBe(404);
    expect((await as.patch(`/api/connections/${id}`, 1, { service: 'y' })).status).toBe(404);
    expect((await post(id, 'exceptions', { until: TOMORROW, reason: 'x' }, as)).status).toBe(404);
    expect((await post(id, 'usage', { days: [{ day: '2026-01-01', bytesIn: 1, bytesOut: 1 }] }, as)).status).toBe(404);
    expect((await as.get(`/api/connections?customerId=${them.id}`)).body.items).toEqual([]);
    expect((await api.stranger().get(`/api/connections/${id}`)).status).toBe(401);
  });
});

describe('equipment', () => {
  test('is told each change in its order, and the connection keeps what it answered', async () => {
    const { id } = await connection({ nasId: nas.id, framedIp: '10.9.8.7', sessionId: 's-1', callingStation: 'AA:BB' });
    const blocked = await post(id, 'block', { reason: 'Arrears' });
    expect(blocked.body.network).toMatchObject({
      isConfigured: true,
      last: { kind: 'change', target: 'blocked', state: 'pending', answeredAt: null },
    });
    await post(id, 'disconnect');
    await deliver();
    const { items } = (await api.admin.get(`/api/connections/${id}/commands`)).body;
    expect(items.map(({ kind, state }: { kind: string; state: string }) => [kind, state])).toEqual([
      ['disconnect', 'acknowledged'],
      ['change', 'acknowledged'],
    ]);
    expect(server.log()).toContain('Filter-Id = "bloqueado"');
    expect(await actions(id)).toEqual([
      ...['network_acknowledged', 'network_acknowledged', 'disconnected', 'blocked', 'added'],
    ]);
    expect((await read(id)).network.last).toMatchObject({ kind: 'disconnect', state: 'acknowledged' });
  });

  test('that refuses, is silent, lies, cannot be found or has a secret nobody can read each has its own result', async () => {
    const liar = await startRelayTo(server.port, {
      answer: (datagram) => [datagram.map((byte, index) => (index === 9 ? byte ^ 1 : byte))],
    });
    const at = async (name: string, more: object) =>
      (await api.admin.post('/api/nas', { name, branchId, host: '127.0.0.1', secret: SECRET, ...more })).body.id;
    const lying = await at('Liar', { coaPort: liar.port });
    const strange = await at('Wrong secret', { coaPort: server.port, secret: 'another' });
    const lost = await at('Lost', { host: 'no-such-router.invalid' });
    const sealed = await at('Sealed', { coaPort: server.port });
    await api.database.nas.update({ where: { id: sealed }, data: { secret: 'v1.00.00.00' } });
    const cases: [string, object, object][] = [
      [REFUSED, { nasId: nas.id }, { state: 'refused', errorCause: { code: 503, name: 'Session-Context-Not-Found' } }],
      [SILENT, { nasId: nas.id }, { state: 'no_answer', errorCause: null }],
      ['lied-to', { nasId: lying }, { state: 'false_answer' }],
      ['wrong-secret', { nasId: strange }, { state: 'no_answer' }],
      ['lost', { nasId: lost }, { state: 'failed', error: 'host_unknown' }],
      ['sealed', { nasId: sealed }, { state: 'failed', error: 'secret_unreadable' }],
      ['ã'.repeat(120), { nasId: nas.id, callingStation: 'ã'.repeat(120) }, { state: 'acknowledged' }],
    ];
    const told = [];
    for (const [username, more, expected] of cases) {
      const { id } = await connection({ username, ...more });
      await post(id, 'reduce', { reason: 'Fair use' });
      told.push({ id, expected });
    }
    await deliver();
    liar.stop();
    for (const { id, expected } of told) {
      const { network, state } = await read(id);
      expect([state, network.last]).toMatchObject(['reduced', expected]);
      const [newest] = (await api.admin.get(`/api/connections/${id}/history`)).body.items;
      expect(newest).toMatchObject({ action: `connection.network_${network.last.state}`, actor: { kind: 'system' } });
    }
  });

  test('is told again on demand, and what nobody was told yet is superseded by the later change', async () => {
    const { id } = await connection({ nasId: nas.id });
    await post(id, 'reduce', { reason: 'a' });
    await post(id, 'remove-reduction');
    expect((await post(id, 'tell-again')).status).toBe(200);
    await deliver();
    const { items } = (await api.admin.get(`/api/connections/${id}/commands`)).body;
    expect(items.map(({ target, state }: { target: string; state: string }) => [target, state])).toEqual([
      ['normal', 'acknowledged'],
      ['normal', 'superseded'],
      ['reduced', 'superseded'],
    ]);
  });

  test('a delivery that dies between sending and writing down gives its command back, and the result is kept once', async () => {
    const { id } = await connection({ nasId: nas.id });
    await post(id, 'block', { reason: 'Arrears' });
    // Taken by somebody who is then no more; a second of lease is over at once.
    expect(await claimNetworkCommand(api.database, 0)).toMatchObject({ connectionId: id, state: 'pending' });
    await post(id, 'unblock');
    expect(await api.database.networkCommand.count({ where: { connectionId: id, state: 'superseded' } })).toBe(0);
    await Promise.all([deliver(), deliver()]);
    expect((await actions(id)).filter((action: string) => action === 'network_acknowledged')).toHaveLength(2);
    expect((await read(id)).network.last).toMatchObject({ target: 'normal', state: 'acknowledged' });
  });

  test('whose key the worker was not given is not told, and that is said', async () => {
    const { id } = await connection({ nasId: nas.id });
    await post(id, 'reduce', { reason: 'x' });
    const network = startNetwork({
      ...{ database: api.database, databaseUrl: api.parts.config.databaseUrl, secretKey: undefined },
      ...{ clock: clock({ testClock: false }), log: pino({ level: 'silent' }) },
    });
    for (let i = 0; i < 200 && (await read(id)).network.last.state === 'pending'; i += 1) await delay(25);
    await network.stop();
    expect((await read(id)).network.last).toMatchObject({ state: 'failed', error: 'secret_key_missing' });
  });

  test('is configured by administrators; its secret is encrypted and never shown; retired, it is like none', async () => {
    const router = { name: 'Edge', branchId, host: 'edge.example', secret: 'shown to nobody' };
    const added = await api.admin.post('/api/nas', router);
    expect(added.body).toMatchObject({ name: 'Edge', coaPort: 3799, normalFilter: 'normal', retired: false });
    const { id } = added.body;
    const edited = await api.admin.patch(`/api/nas/${id}`, 1, { secret: 'another one', coaPort: 1700 });
    expect(edited.body).toMatchObject({ coaPort: 1700, version: 2 });
    const row = await api.database.nas.findUniqueOrThrow({ where: { id } });
    const traces = await api.database.auditEvent.findMany({ where: { entity: 'nas', entityId: id } });
    const seen = JSON.stringify([
      added.body,
      edited.body,
      (await api.admin.get('/api/nas')).body,
      row,
      traces.map((t) => t.details),
    ]);
    expect(seen).not.toMatch(/shown to nobody|another one/);
    expect(traces.map(({ action }) => action)).toEqual(['nas.added', 'nas.edited']);

    const { id: told } = await connection({ nasId: id });
    expect((await api.admin.patch(`/api/nas/${id}`, 2, { retired: true })).body.retired).toBe(true);
    expect((await post(told, 'reduce', { reason: 'x' })).body.network).toEqual({ isConfigured: false, last: null });
    const refused = await api.admin.post('/api/connections', {
      customerId: customer.id,
      username: 'r',
      service: 'x',
      nasId: id,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'nas_retired']);

    expect((await api.admin.post('/api/nas', router)).body.code).toBe('name_taken');
    expect((await api.admin.post('/api/nas', { ...router, name: 'x', branchId: NOBODY })).body.code).toBe(
      'branch_unknown',
    );
    expect(fields(await api.admin.post('/api/nas', { ...router, host: 'not a host' }))[0]).toBe(422);
    expect((await api.admin.patch(`/api/nas/${id}`, 1, { name: 'Old' })).status).toBe(412);
    const { as } = await api.userOf({ accessLevel: 2 });
    expect((await as.post('/api/nas', router)).body.code).toBe('level_required');
    expect((await as.get(`/api/nas/${id}`)).status).toBe(200);
    const far = await addBranch(api, 'Farthest');
    const { as: stranger } = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect((await stranger.get(`/api/nas/${id}`)).status).toBe(404);
    expect((await stranger.get('/api/nas')).body.items).toEqual([]);
  });
});

describe('an exception', () => {
  test('unblocks, prevents blocking until it ends, and is moved and ended', async () => {
    const { id } = await connection();
    await post(id, 'block', { reason: 'Arrears' });
    const excepted = (await post(id, 'exceptions', { until: TOMORROW, reason: 'Promised to pay' })).body;
    expect(excepted).toMatchObject({ state: 'normal', exception: { until: TOMORROW, reason: 'Promised to pay' } });
    const refused = await post(id, 'block', { reason: 'Arrears' });
    expect([refused.status, refused.body.code, refused.body.details.until]).toEqual([
      409,
      'connection_excepted',
      TOMORROW,
    ]);
    expect((await post(id, 'reduce', { reason: 'Fair use' })).status).toBe(200);
    expect((await post(id, 'exceptions', { until: TOMORROW, reason: 'x' })).body.code).toBe('exception_running');

    const { id: exceptionId, version } = excepted.exception;
    const address = `/api/connections/${id}/exceptions/${exceptionId}`;
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect((await api.admin.patch(address, version, { until: later })).body.exception.until).toBe(later);
    expect((await api.admin.patch(address, version, { until: later })).status).toBe(412);
    expect((await api.admin.post(`${address}/end`)).body.exception).toBeNull();
    expect((await api.admin.post(`${address}/end`)).body.code).toBe('exception_ended');
    expect((await api.admin.patch(address, 3, { reason: 'late' })).body.code).toBe('exception_ended');
    expect((await post(id, 'block', { reason: 'Arrears' })).status).toBe(200);
    const { items } = (await api.admin.get(`/api/connections/${id}/exceptions`)).body;
    expect(items).toMatchObject([{ id: exceptionId, until: later, endedAt: expect.any(String) }]);
  });

  test('in the past, or that there is not, is refused', async () => {
    const { id } = await connection();
    const past = await post(id, 'exceptions', { until: '2026-01-01T00:00:00Z', reason: 'x' });
    expect([past.status, past.body.code]).toEqual([422, 'exception_past']);
    expect((await post(id, `exceptions/${NOBODY}/end`)).status).toBe(404);
    const { exception } = (await post(id, 'exceptions', { until: TOMORROW, reason: 'x' })).body;
    const back = await api.admin.patch(`/api/connections/${id}/exceptions/${exception.id}`, 1, {
      until: '2026-01-01T00:00:00Z',
    });
    expect(back.body.code).toBe('exception_past');
  });

  test('whose end has come prevents nothing even before that is written down, and a new one takes its place', async () => {
    const { id } = await connection();
    const { exception } = (await post(id, 'exceptions', { until: TOMORROW, reason: 'x' })).body;
    await api.database.connectionException.update({
      where: { id: exception.id },
      data: { until: new Date(Date.now() - 1) },
    });
    expect((await read(id)).exception).toBeNull();
    expect((await post(id, 'exceptions', { until: TOMORROW, reason: 'again' })).body.exception.reason).toBe('again');
    expect(await actions(id)).toEqual(['exception_added', 'exception_expired', 'exception_added', 'added']);
    const advance = () =>
      act(api.database, { actor: SYSTEM, clock: api.parts.clock }, (change) => advanceException(change, exception.id));
    expect(await advance()).toMatchObject({ until: null, connectionId: id });
    expect(await advance()).toMatchObject({ until: null });
    expect((await actions(id)).filter((action: string) => action === 'exception_expired')).toHaveLength(1);
  });
});

describe('consumption', () => {
  test('is stored by day, a day anew in place of the old, and read with its sum', async () => {
    const { id } = await connection();
    const day = (on: string, bytesIn: number, bytesOut = 1) => ({ day: on, bytesIn, bytesOut });
    expect(
      (await post(id, 'usage', { days: [day('2026-03-01', 10), day('2026-03-02', 5_000_000_000_000)] })).body,
    ).toEqual({ stored: 2 });
    expect((await post(id, 'usage', { days: [day('2026-03-01', 7), day('2026-03-01', 8)] })).body).toEqual({
      stored: 1,
    });
    const read = await api.admin.get(`/api/connections/${id}/usage?from=2026-03-01&to=2026-03-31`);
    expect(read.body).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
      days: [day('2026-03-01', 8), day('2026-03-02', 5_000_000_000_000)],
      total: { bytesIn: 5_000_000_000_008, bytesOut: 2 },
    });
    expect((await api.admin.get(`/api/connections/${id}/usage`)).body).toMatchObject({
      days: [],
      total: { bytesIn: 0 },
    });
    expect(fields(await api.admin.get(`/api/connections/${id}/usage?from=2026-03-02&to=2026-03-01`))).toEqual([
      422,
      ['query.to range_reversed'],
    ]);
    expect(fields(await post(id, 'usage', { days: [day('2026-03-01', -1)] }))).toEqual([
      422,
      ['days.0.bytesIn too_small'],
    ]);
  });
});
