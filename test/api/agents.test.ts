import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { act, SYSTEM } from '../../src/database/act.ts';
import { changePreferredAgents } from '../../src/database/customer-agents.ts';
import { addBranch, type Api, fields, PLAN, startApi } from './support.ts';

type User = Awaited<ReturnType<Api['userOf']>>;

let api: Api;
let far: { id: string };
let carla: User;
let dario: User;
let gone: User;
let manager: User;
beforeAll(async () => {
  api = await startApi();
  far = await addBranch(api);
  carla = await api.userOf({ accessLevel: 4, email: 'carla@example.com' });
  dario = await api.userOf({ accessLevel: 4, email: 'dario@example.com' });
  gone = { ...(await api.userOf({ accessLevel: 4, email: 'gone@example.com' })), active: false };
  await api.database.user.update({ where: { id: gone.id }, data: { active: false } });
  manager = await api.userOf({ accessLevel: 2, permissions: ['change_preferred_agent'], email: 'manager@example.com' });
});
afterAll(() => api.stop());
beforeEach(() => api.database.customerAgents.deleteMany());

let names = 0;
async function customer(agents: { preferredAgentId?: string; collectionAgentId?: string } = {}, branchId?: string) {
  names += 1;
  const { body } = await api.admin.post('/api/customers', { name: `Customer ${names}`, ...(branchId && { branchId }) });
  if (Object.keys(agents).length > 0) {
    await api.database.customerAgents.create({ data: { customerId: body.id, ...agents } });
  }
  return body as { id: string; name: string; branchId: string };
}
const agentsOf = async ({ id }: { id: string }) => (await api.admin.get(`/api/customers/${id}`)).body.agents;
const history = async ({ id }: { id: string }) =>
  (await api.admin.get(`/api/audit-events?customerId=${id}&action=customer.agents_changed`)).body.items;
const shown = ({ id, name, active }: User) => ({ id, name, active });

describe('the agents of a customer', () => {
  const edit = (who: User | null, of: { id: string }, version: number | null, body: object) =>
    (who?.as ?? api.admin).patch(`/api/customers/${of.id}/agents`, version, body);

  test('are none at first, then those that were chosen, each change traced with its version', async () => {
    const ana = await customer();
    expect(await agentsOf(ana)).toEqual({ preferred: null, collection: null, version: 1 });
    const both = { preferredAgentId: carla.id, collectionAgentId: dario.id };
    expect((await edit(null, ana, 1, both)).body).toEqual({
      preferred: shown(carla),
      collection: shown(dario),
      version: 2,
    });
    expect((await edit(null, ana, 2, { preferredAgentId: null })).status).toBe(200);
    expect(await agentsOf(ana)).toEqual({ preferred: null, collection: shown(dario), version: 3 });
    expect((await history(ana)).map(({ details }: any) => details)).toEqual([
      { before: { preferredAgent: { id: carla.id, name: carla.name } }, after: { preferredAgent: null } },
      {
        before: { preferredAgent: null, collectionAgent: null },
        after: {
          preferredAgent: { id: carla.id, name: carla.name },
          collectionAgent: { id: dario.id, name: dario.name },
        },
      },
    ]);
  });

  test('need a version that is the present one, also where there was none before', async () => {
    const ana = await customer();
    expect((await edit(null, ana, null, {})).status).toBe(428);
    expect((await edit(null, ana, 2, { collectionAgentId: carla.id })).body.code).toBe('version_conflict');
    const both = await Promise.all([carla, dario].map(({ id }) => edit(null, ana, 1, { collectionAgentId: id })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(await history(ana)).toHaveLength(1);
  });

  test('the preferred one is changed with the permission alone, the collecting one by any member of staff', async () => {
    const ana = await customer({ preferredAgentId: carla.id });
    const refused = await edit(carla, ana, 1, { preferredAgentId: dario.id });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_required']);
    const same = { preferredAgentId: carla.id, collectionAgentId: dario.id };
    expect((await edit(carla, ana, 1, same)).body.collection).toEqual(shown(dario));
    expect((await edit(manager, ana, 2, { preferredAgentId: dario.id })).body.preferred).toEqual(shown(dario));
  });

  test('are active users within reach; one who stays is not judged again', async () => {
    const ana = await customer({ preferredAgentId: gone.id });
    const abroad = await api.userOf({ accessLevel: 4, branchId: far.id });
    const unknown = '00000000-0000-7000-8000-00000000ffff';
    for (const [who, id] of [
      [null, unknown],
      [carla, abroad.id],
    ] as const) {
      const answer = await edit(who, ana, 1, { collectionAgentId: id });
      expect([answer.status, answer.body.code]).toEqual([422, 'agent_unknown']);
    }
    const inactive = await edit(null, ana, 1, { collectionAgentId: gone.id });
    expect([inactive.status, inactive.body.code]).toEqual([409, 'agent_inactive']);
    expect(fields(await edit(null, ana, 1, { collectionAgentId: 'x' }))).toEqual([
      422,
      ['collectionAgentId invalid_format'],
    ]);
    const stays = { preferredAgentId: gone.id, collectionAgentId: carla.id };
    expect((await edit(null, ana, 1, stays)).body.preferred).toEqual(shown(gone));
    expect((await edit(abroad, ana, 2, { collectionAgentId: abroad.id })).status).toBe(404);
    expect((await api.stranger().patch(`/api/customers/${ana.id}/agents`).send({})).status).toBe(401);
  });
});

describe('changing preferred agents in bulk', () => {
  const change = (changes: object[], as = api.admin) => as.post('/api/agents/change', { changes });
  const listed = async (as = api.admin) => (await as.get('/api/agents')).body;

  test('shows each agent, inactive ones too, with the number of customers within reach, and who can be chosen', async () => {
    for (const agent of [gone, gone, carla])
      await customer({ preferredAgentId: agent.id, collectionAgentId: dario.id });
    await customer({ preferredAgentId: gone.id }, far.id);
    const { agents, possible } = await listed();
    expect(agents).toEqual([
      { ...shown(carla), customers: 1 },
      { ...shown(gone), customers: 3 },
    ]);
    expect(possible.map(({ name }: User) => name)).toEqual(expect.arrayContaining([carla.name, dario.name]));
    expect(possible.map(({ name }: User) => name)).not.toContain(gone.name);
    const nearby = await listed(manager.as);
    expect(nearby.agents[1]).toMatchObject({ name: gone.name, customers: 2 });
    expect((await api.stranger().get('/api/agents')).status).toBe(401);
  });

  test('changes the agents that are named and no other, two who swap included, traced for the whole and for each', async () => {
    const [first, second, other] = [
      await customer({ preferredAgentId: carla.id }),
      await customer({ preferredAgentId: dario.id, collectionAgentId: carla.id }),
      await customer({ preferredAgentId: gone.id }),
    ];
    const { status, body } = await change([
      { fromId: carla.id, toId: dario.id, customers: 1 },
      { fromId: dario.id, toId: carla.id, customers: 1 },
    ]);
    expect([status, body.customers]).toEqual([200, 2]);
    expect(await agentsOf(first)).toEqual({ preferred: shown(dario), collection: null, version: 2 });
    expect(await agentsOf(second)).toEqual({ preferred: shown(carla), collection: shown(carla), version: 2 });
    expect((await agentsOf(other)).version).toBe(1);
    expect(await history(first)).toMatchObject([
      {
        entity: 'customer',
        entityId: first.id,
        actor: { name: 'Administrator' },
        details: {
          before: { preferredAgent: { name: carla.name } },
          after: { preferredAgent: { name: dario.name } },
          bulkId: body.id,
        },
      },
    ]);
    const { items } = (await api.admin.get(`/api/audit-events?entity=customer_agents&entityId=${body.id}`)).body;
    expect(items).toMatchObject([{ action: 'customer_agents.changed_in_bulk' }]);
    expect(items[0].details.changes).toHaveLength(2);
  });

  test('does nothing where the numbers are others by now, and tells them', async () => {
    const ana = await customer({ preferredAgentId: gone.id });
    await customer({ preferredAgentId: carla.id });
    const answer = await change([
      { fromId: carla.id, toId: dario.id, customers: 1 },
      { fromId: gone.id, toId: dario.id, customers: 2 },
    ]);
    expect([answer.status, answer.body.code]).toEqual([409, 'agents_changed']);
    expect(answer.body.details.agents).toEqual([
      { id: carla.id, customers: 1 },
      { id: gone.id, customers: 1 },
    ]);
    expect((await agentsOf(ana)).preferred.id).toBe(gone.id);
    expect(await history(ana)).toEqual([]);
  });

  test('keeps to the branch of whoever sees no other', async () => {
    const [near, away] = [
      await customer({ preferredAgentId: gone.id }),
      await customer({ preferredAgentId: gone.id }, far.id),
    ];
    expect((await change([{ fromId: gone.id, toId: carla.id, customers: 1 }], manager.as)).status).toBe(200);
    expect((await agentsOf(near)).preferred.id).toBe(carla.id);
    expect((await agentsOf(away)).preferred.id).toBe(gone.id);
    const abroad = await api.userOf({ accessLevel: 4, branchId: far.id });
    const unknown = await change([{ fromId: carla.id, toId: abroad.id, customers: 1 }], manager.as);
    expect([unknown.status, unknown.body.code]).toEqual([422, 'agent_unknown']);
  });

  test('takes active agents, each once and another than before, of whoever has the permission', async () => {
    const to = (toId: string) => ({ fromId: carla.id, toId, customers: 1 });
    const inactive = await change([to(gone.id)]);
    expect([inactive.status, inactive.body.code]).toEqual([409, 'agent_inactive']);
    expect(fields(await change([to(carla.id)]))).toEqual([422, ['changes.0.toId same_agent']]);
    expect(fields(await change([to(dario.id), to(gone.id)]))).toEqual([422, ['changes agent_twice']]);
    expect(fields(await change([]))).toEqual([422, ['changes too_small']]);
    const refused = await change([to(dario.id)], carla.as);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_required']);
    expect(
      (
        await api
          .stranger()
          .post('/api/agents/change')
          .send({ changes: [to(dario.id)] })
      ).status,
    ).toBe(401);
  });

  test('meanwhile a customer among them is edited and another is sold to, without waiting', async () => {
    const [edited, sold] = [
      await customer({ preferredAgentId: gone.id }),
      await customer({ preferredAgentId: gone.id }),
    ];
    const { body: plan } = await api.admin.post('/api/plans', PLAN);
    const { body: stale } = await api.admin.get(`/api/customers/${edited.id}`);
    let release = () => {};
    const held = new Promise<void>((resolve) => void (release = resolve));
    // The bulk change with its transaction held open, as a slow one is.
    let isMade = () => {};
    const made = new Promise<void>((resolve) => void (isMade = resolve));
    const bulk = act(api.database, { actor: SYSTEM, clock: api.parts.clock }, async (open) => {
      await changePreferredAgents(open, [{ fromId: gone.id, toId: carla.id, customers: 2 }], {
        branchId: null,
        reach: {},
      });
      isMade();
      await held;
    });
    await made;
    const both = await Promise.all([
      api.admin.patch(`/api/customers/${edited.id}`, stale.version, { phone: '+34 600 000 000' }),
      api.admin.post('/api/multipacks', { customerId: sold.id, planId: plan.id, startOn: '2040-01-01' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 201]);
    release();
    await bulk;
    expect((await agentsOf(edited)).preferred.id).toBe(carla.id);
  });
});
