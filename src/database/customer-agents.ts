import { v7 as uuidv7 } from 'uuid';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import { type Customer, Prisma } from './generated/client.ts';
import { repointMails } from './mail-accounts.ts';

const { sql } = Prisma;

const AGENT = { select: { id: true, name: true, active: true } } as const;

export interface Agent {
  id: string;
  name: string;
  active: boolean;
}

/** Who looks after a customer: who sells to them, and who collects what they owe (004). */
export interface Agents {
  preferred: Agent | null;
  collection: Agent | null;
  /** Counts the edits; 1 for a customer who never had any. */
  version: number;
}

export async function agentsOf(tx: Tx, customerId: string): Promise<Agents> {
  const row = await tx.customerAgents.findUnique({
    where: { customerId },
    include: { preferredAgent: AGENT, collectionAgent: AGENT },
  });
  return {
    preferred: row?.preferredAgent ?? null,
    collection: row?.collectionAgent ?? null,
    version: row?.version ?? 1,
  };
}

export interface AgentsEdit {
  /** Of a user; null takes the agent away. */
  preferredAgentId?: string | null | undefined;
  collectionAgentId?: string | null | undefined;
}

/**
 * Gives a customer other agents, users within `reach`; one who stays is not judged again.
 * Throws `version_conflict` (412), `agent_unknown` (422), `agent_inactive` (409).
 */
export async function editAgents(
  act: Act,
  { id: customerId, branchId }: Customer,
  before: Agents,
  version: number,
  edit: AgentsEdit,
  reach: Prisma.UserWhereInput,
): Promise<Agents> {
  const { tx, clock } = act;
  const preferred = await chosen(tx, before.preferred, edit.preferredAgentId, reach);
  const collection = await chosen(tx, before.collection, edit.collectionAgentId, reach);
  // Who never had agents has no row; two who both give the first meet at its key.
  const stored = await tx.$executeRaw`
    INSERT INTO customer_agents AS a (customer_id, preferred_agent_id, collection_agent_id, version)
    SELECT ${customerId}::uuid, ${preferred?.id ?? null}::uuid, ${collection?.id ?? null}::uuid, 2
    WHERE ${version === before.version}
    ON CONFLICT (customer_id) DO UPDATE
    SET preferred_agent_id = excluded.preferred_agent_id, collection_agent_id = excluded.collection_agent_id,
      version = a.version + 1
    WHERE a.version = ${version}`;
  if (stored === 0) throw new Refusal(412, 'version_conflict');
  if (collection?.id !== before.collection?.id) await repointMails(tx, [customerId]);
  const after = { preferred, collection, version: version + 1 };
  await trace(act, {
    action: 'customer.agents_changed',
    entity: 'customer',
    entityId: customerId,
    customerId,
    branchId,
    at: clock.now(),
    details: changesOf(traced(before), traced(after), ['preferredAgent', 'collectionAgent']),
  });
  return after;
}

async function chosen(
  tx: Tx,
  present: Agent | null,
  id: string | null | undefined,
  reach: Prisma.UserWhereInput,
): Promise<Agent | null> {
  if (id === undefined || id === present?.id) return present;
  if (id === null) return null;
  const [agent] = await demandAgents(tx, [id], reach);
  return agent!;
}

/** Throws `agent_unknown` (422), `agent_inactive` (409). */
async function demandAgents(tx: Tx, ids: readonly string[], reach: Prisma.UserWhereInput): Promise<Agent[]> {
  const agents = await tx.user.findMany({ where: { AND: [{ id: { in: [...ids] } }, reach] }, ...AGENT });
  if (agents.length < new Set(ids).size) throw new Refusal(422, 'agent_unknown');
  const inactive = agents.find(({ active }) => !active);
  if (inactive) throw new Refusal(409, 'agent_inactive', { name: inactive.name });
  return agents;
}

const traced = ({ preferred, collection }: Pick<Agents, 'preferred' | 'collection'>) => {
  const named = (agent: Agent | null) => agent && { id: agent.id, name: agent.name };
  return { preferredAgent: named(preferred), collectionAgent: named(collection) };
};

// ---------------------------------------------------------------- many customers at once

export interface AgentWithCustomers extends Agent {
  customers: number;
}

/** Who is the preferred agent of some customer, active or not, by name. `branchId`: of the customers; null: any. */
export const listPreferredAgents = (tx: Tx, branchId: string | null): Promise<AgentWithCustomers[]> =>
  tx.$queryRaw<AgentWithCustomers[]>`
    SELECT u.id, u.name, u.active, count(*)::integer AS customers
    FROM customer_agents a JOIN customer k ON k.id = a.customer_id JOIN "user" u ON u.id = a.preferred_agent_id
    WHERE ${ofBranch(branchId)}
    GROUP BY u.id ORDER BY u.name, u.id`;

/** Whoever may be made an agent, by name. */
export const listPossibleAgents = (database: Database, reach: Prisma.UserWhereInput): Promise<Agent[]> =>
  database.user.findMany({
    where: { AND: [{ active: true }, reach] },
    ...AGENT,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });

export interface AgentChange {
  fromId: string;
  toId: string;
  /** As many as whoever decides was shown. */
  customers: number;
}

/**
 * Gives all customers of some preferred agents another one (004), all or none and in one statement; no row of a customer is
 * touched, so that whoever edits or sells to one of them does not wait. Leaves a line in the history for the whole and one
 * for each customer. Throws `agent_unknown` (422), `agent_inactive` (409), and `agents_changed` (409) where there are more
 * or fewer customers by now.
 */
export async function changePreferredAgents(
  act: Act,
  changes: readonly AgentChange[],
  { branchId, reach }: { branchId: string | null; reach: Prisma.UserWhereInput },
): Promise<{ id: string; customers: number }> {
  const { tx, actor, clock } = act;
  const [fromIds, toIds] = [changes.map(({ fromId }) => fromId), changes.map(({ toId }) => toId)];
  await demandAgents(tx, toIds, reach);
  const id = uuidv7();
  const at = clock.now();
  const found = await tx.$queryRaw<{ fromId: string; from: string; to: string; customers: number }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT before.id AS from_id, before.name AS before, after.id AS to_id, after.name AS after, jsonb_build_object(
        'before', jsonb_build_object('preferredAgent', jsonb_build_object('id', before.id, 'name', before.name)),
        'after', jsonb_build_object('preferredAgent', jsonb_build_object('id', after.id, 'name', after.name)),
        'inBulk', true, 'bulkId', ${id}::text) AS details
      FROM unnest(${fromIds}::uuid[], ${toIds}::uuid[]) given (from_id, to_id)
      JOIN "user" before ON before.id = given.from_id JOIN "user" after ON after.id = given.to_id),
    changed AS (
      UPDATE customer_agents a SET preferred_agent_id = wanted.to_id, version = a.version + 1
      FROM wanted, customer k
      WHERE a.preferred_agent_id = wanted.from_id AND k.id = a.customer_id AND ${ofBranch(branchId)}
      RETURNING a.customer_id, k.branch_id, wanted.from_id),
    traced AS (
      INSERT INTO audit_event (at, actor_kind, actor_id, actor_name, channel, request_id, action, entity, entity_id,
        customer_id, branch_id, details)
      SELECT ${at}, ${actor.kind}::"ActorKind", ${actor.id}::uuid, ${actor.name}, ${actor.channel}::"Channel",
        ${actor.requestId ?? null}, 'customer.agents_changed', 'customer', c.customer_id, c.customer_id, c.branch_id, w.details
      FROM changed c JOIN wanted w ON w.from_id = c.from_id)
    SELECT w.from_id AS "fromId", w.before AS "from", w.after AS "to", count(*)::integer AS customers
    FROM changed c JOIN wanted w ON w.from_id = c.from_id GROUP BY 1, 2, 3`;
  const present = changes.map(({ fromId }) => found.find((each) => each.fromId === fromId)?.customers ?? 0);
  if (changes.some(({ customers }, i) => customers !== present[i])) {
    throw new Refusal(409, 'agents_changed', {
      agents: changes.map(({ fromId }, i) => ({ id: fromId, customers: present[i] })),
    });
  }
  await trace(act, {
    action: 'customer_agents.changed_in_bulk',
    entity: 'customer_agents',
    entityId: id,
    branchId,
    at,
    details: { changes: found.map(({ from, to, customers }) => ({ from, to, customers })) },
  });
  return { id, customers: present.reduce((sum, each) => sum + each, 0) };
}

/** Of customers `k`. */
const ofBranch = (branchId: string | null) => (branchId === null ? sql`true` : sql`k.branch_id = ${branchId}::uuid`);
