import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { STREAMS_EACH } from '../../src/api/events.ts';
import { followChanges } from '../../src/database/changes.ts';
import { portalOf } from './portal-support.ts';
import { addBranch, type Api, type Caller, startApi } from './support.ts';

interface Told {
  entity: string;
  entityId: string;
  customerId: string | null;
  action: string;
}

let api: Api;
let far: { id: string };
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  api = await startApi();
  far = await addBranch(api);
});
afterEach(async () => {
  for (const stream of opened.splice(0)) await stream.close();
});
afterAll(() => api.stop());

/** A stream that is open, as a browser's. */
async function listen(headers: Record<string, string>, of: Api = api, path = '/api/events') {
  const { port } = of.server.address() as AddressInfo;
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    get({ port, path, headers }, done).on('error', failed);
  });
  let text = '';
  let ended = false;
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => (text += part));
  answer.on('error', () => {});
  const end = new Promise<void>((done) => {
    answer.on('close', () => {
      ended = true;
      done();
    });
  });
  const told = (): Told[] =>
    [...text.matchAll(/^event: ?change\n(?:.*\n)*?data: ?(.+)$/gm)].map(([, data]) => JSON.parse(data!));
  const stream = {
    status: answer.statusCode,
    headers: answer.headers,
    end,
    told,
    isOpen: () => !ended,
    /** All that was told once something was that meets the condition. */
    async until(condition: (change: Told) => boolean): Promise<Told[]> {
      for (let i = 0; i < 400; i += 1) {
        if (told().some(condition)) return told();
        await delay(25);
      }
      throw new Error(`not told within ten seconds; told were ${JSON.stringify(told())}`);
    },
    async close() {
      answer.destroy();
      await end;
    },
  };
  opened.push(stream);
  return stream;
}

const listenAs = ({ cookie }: Caller) => listen({ cookie });
const add = async (name: string, branchId?: string) => {
  const answer = await api.admin.post('/api/customers', { name, ...(branchId && { branchId }) });
  return answer.body as { id: string; version: number };
};
const about = (id: string) => (change: Told) => change.entityId === id;

describe('the stream of changes', () => {
  test('tells ids of what was changed and nothing of its content', async () => {
    const stream = await listenAs(api.admin);
    expect([stream.status, stream.headers['content-type']]).toEqual([
      200,
      expect.stringMatching(/^text\/event-stream/),
    ]);
    const { id } = await add('Nobody else’s business');
    expect(await stream.until(about(id))).toContainEqual({
      entity: 'customer',
      entityId: id,
      customerId: id,
      action: 'customer.added',
    });
  });

  test('tells everything to level 1, and to the others what concerns their branch or none', async () => {
    const [two, four] = [await api.userOf({ accessLevel: 2 }), await api.userOf({ accessLevel: 4 })];
    const streams = [await listenAs(api.admin), await listenAs(two.as), await listenAs(four.as)] as const;
    const away = await add('Away', far.id);
    const here = await add('Here');
    await api.admin.post('/api/task-types', { name: 'Of nobody', classification: 'generic' });
    for (const stream of streams) await stream.until(({ entity }) => entity === 'task_type');
    expect(streams.map((stream) => stream.told().some(about(away.id)))).toEqual([true, false, false]);
    expect(streams.map((stream) => stream.told().some(about(here.id)))).toEqual([true, true, true]);
  });

  test('follows a customer into the branch they belong to now', async () => {
    const { id, version } = await add('Moves', far.id);
    await api.admin.patch(`/api/customers/${id}`, version, {
      branchId: (await api.database.branch.findFirstOrThrow({ orderBy: { id: 'asc' } })).id,
    });
    const two = await api.userOf({ accessLevel: 2 });
    const stream = await listenAs(two.as);
    // An event of the branch that sold, about a customer who is here by now.
    await api.database.auditEvent.create({
      data: {
        ...{ at: new Date(), actorKind: 'system', actorName: 'Tacit', channel: 'system' },
        ...{
          action: 'multipack.renewed',
          entity: 'multipack',
          entityId: 'sold-there',
          customerId: id,
          branchId: far.id,
        },
      },
    });
    await stream.until(about('sold-there'));
  });

  test('tells many changes at once as kinds, and the same change once', async () => {
    const stream = await listenAs(api.admin);
    await api.database.$executeRaw`
      INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id)
      SELECT now(), 'system', 'Tacit', 'system', 'multipack.renewed', 'multipack', 'many-' || n FROM generate_series(1, 1000) n`;
    const told = await stream.until(({ entity }) => entity === 'multipack');
    expect(told.filter(({ entity }) => entity === 'multipack')).toEqual([
      { entity: 'multipack', entityId: '*', customerId: null, action: '*' },
    ]);
    await api.database.$executeRaw`
      INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id)
      SELECT now(), 'system', 'Tacit', 'system', 'plan.edited', 'plan', 'the same' FROM generate_series(1, 5) n`;
    expect((await stream.until(about('the same'))).filter(about('the same'))).toHaveLength(1);
  });
});

describe('the stream of the portal', () => {
  const portal = () => portalOf(api);
  const listenIn = (cookie: string) => listen({ cookie }, api, '/portal/api/events');

  test('tells a customer what concerns those whom the address reaches, and of nobody else', async () => {
    const own = await portal().customer('own@example.com');
    const child = await portal().customer('own@example.com');
    const stream = await listenIn((await portal().signedIn('own@example.com')).cookie);
    await add('Somebody else');
    await api.admin.post('/api/task-types', { name: 'Of no customer', classification: 'generic' });
    await api.admin.post(`/api/customers/${child.id}/contacts`, { name: 'Grandmother' });
    await api.admin.post(`/api/customers/${own.id}/contacts`, { name: 'Neighbour' });
    await stream.until(about(own.id));
    expect(new Set(stream.told().map(({ customerId }) => customerId))).toEqual(new Set([own.id, child.id]));
  });

  test('ends when the address is somebody else’s or nobody’s any more, and with the session', async () => {
    const { id } = await portal().customer('leaves@example.com');
    const { cookie } = await portal().signedIn('leaves@example.com');
    const stream = await listenIn(cookie);
    const { body } = await api.admin.get(`/api/customers/${id}`);
    await api.admin.patch(`/api/customers/${id}`, body.version, { email: 'elsewhere@example.com' });
    await stream.end;
    await portal().customer('stays@example.com');
    const caller = await portal().signedIn('stays@example.com');
    const other = await listenIn(caller.cookie);
    await caller.delete('/portal/api/session');
    await other.end;
  });

  test('is refused to strangers and to staff', async () => {
    expect((await api.stranger().get('/portal/api/events')).status).toBe(401);
    expect((await api.admin.get('/portal/api/events')).status).toBe(401);
  });
});

describe('a stream ends', () => {
  test('with the session', async () => {
    const caller = await api.signIn('admin@example.com');
    const stream = await listenAs(caller);
    await caller.delete('/api/session');
    await stream.end;
  });

  test('when its user is deactivated, and nobody else’s', async () => {
    const user = await api.userOf({ accessLevel: 2 });
    const [stream, other] = [await listenAs(user.as), await listenAs(api.admin)];
    await api.admin.patch(`/api/users/${user.id}`, user.version, { active: false });
    await stream.end;
    expect(other.isOpen()).toBe(true);
  });

  test('when its token is revoked', async () => {
    const { body: token } = await api.admin.post('/api/api-tokens', { name: 'listener' });
    const stream = await listen({ authorization: `Bearer ${token.secret}` });
    await api.admin.post(`/api/api-tokens/${token.id}/revoke`);
    await stream.end;
  });

  test('at once when the server stops', async () => {
    const other = await startApi();
    const stream = await listen({ cookie: other.admin.cookie }, other);
    await Promise.all([stream.end, other.stop()]);
    expect(stream.isOpen()).toBe(false);
  });
});

describe('a stream is refused', () => {
  test('to a stranger', async () => {
    const answer = await api.stranger().get('/api/events');
    expect([answer.status, answer.body.code]).toEqual([401, 'sign_in_required']);
  });

  test('to who has too many, until one is closed', async () => {
    const { as } = await api.userOf({ accessLevel: 2 });
    for (let i = 0; i < STREAMS_EACH; i += 1) await listenAs(as);
    const refused = await as.get('/api/events');
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    await opened[0]!.close();
    for (let status: number | undefined; status !== 200; ) ({ status } = await listenAs(as));
  });

  test.each(['post', 'put', 'head'] as const)('to %s', async (method) => {
    const answer = await api.stranger()[method]('/api/events');
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
  });
});

test('a change that is committed after later ones is still told, once, and one rolled back is not', async () => {
  const next = await followChanges(api.database);
  const insert = (
    id: string,
  ) => `INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id)
    VALUES (now(), 'system', 'Tacit', 'system', 'plan.edited', 'plan', '${id}')`;
  const [late, undone] = [new pg.Client(api.parts.config.databaseUrl), new pg.Client(api.parts.config.databaseUrl)];
  try {
    for (const [client, id] of [
      [late, 'late'],
      [undone, 'undone'],
    ] as const) {
      await client.connect();
      await client.query('BEGIN');
      await client.query(insert(id));
    }
    await api.database.$executeRawUnsafe(insert('early'));
    const ids = async () => (await next()).map(({ entityId }) => entityId);
    expect(await ids()).toEqual(['early']);
    expect(await ids()).toEqual([]);
    await undone.query('ROLLBACK');
    await late.query('COMMIT');
    expect(await ids()).toEqual(['late']);
    expect(await ids()).toEqual([]);
  } finally {
    await late.end();
    await undone.end();
  }
});

test('what was drawn before following began and committed since is told', async () => {
  const client = new pg.Client(api.parts.config.databaseUrl);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`INSERT INTO audit_event (at, actor_kind, actor_name, channel, action, entity, entity_id)
      VALUES (now(), 'system', 'Tacit', 'system', 'plan.edited', 'plan', 'under way')`);
    await add('Later, and before');
    const next = await followChanges(api.database);
    await client.query('COMMIT');
    expect((await next()).map(({ entityId }) => entityId)).toEqual(['under way']);
  } finally {
    await client.end();
  }
});
