import {
  agentsOf,
  changePreferredAgents,
  editAgents,
  listPossibleAgents,
  listPreferredAgents,
} from '../../database/customer-agents.ts';
import { findCustomer } from '../../database/customers.ts';
import {
  AgentChanges,
  AgentsChanged,
  CustomerAgents,
  CustomerAgentsEdit,
  PreferredAgents,
} from '../../schemas/customer-agents.ts';
import { demand } from '../access/user.ts';
import { visibleCustomers, visibleUsers } from '../access/visibility.ts';
import { route } from '../route.ts';
import { reachOf } from './multipacks.ts';

const tag = 'customers';

export const customerAgentRoutes = [
  route({
    method: 'patch',
    path: '/api/customers/{id}/agents',
    tag,
    summary: 'Give a customer another preferred or collection agent',
    description: 'If-Match is the version of the agents, not of the customer.',
    body: CustomerAgentsEdit,
    answers: { 200: CustomerAgents },
    refusals: ['permission_required', 'agent_unknown', 'agent_inactive'],
    handle: async ({ act, user, params, version, body }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      const before = await agentsOf(act.tx, customer.id);
      const { preferredAgentId } = body;
      if (preferredAgentId !== undefined && preferredAgentId !== (before.preferred?.id ?? null)) {
        demand(user, 'change_preferred_agent');
      }
      return editAgents(act, customer, before, version, body, visibleUsers(user));
    },
  }),
  route({
    method: 'get',
    path: '/api/agents',
    tag,
    summary: 'Preferred agents with the number of their customers, and who may take their place',
    description: 'Of the customers a user sees.',
    answers: { 200: PreferredAgents },
    handle: async ({ database, user }) => ({
      agents: await listPreferredAgents(database, reachOf(user, undefined)),
      possible: await listPossibleAgents(database, visibleUsers(user)),
    }),
  }),
  route({
    method: 'post',
    path: '/api/agents/change',
    tag,
    summary: 'Give all customers of some preferred agents another one',
    description: 'All or none, of the customers a user sees. Each customer’s history tells it.',
    access: { permission: 'change_preferred_agent' },
    body: AgentChanges,
    answers: { 200: AgentsChanged },
    refusals: ['agent_unknown', 'agent_inactive', 'agents_changed'],
    handle: ({ act, user, body }) =>
      changePreferredAgents(act, body.changes, { branchId: reachOf(user, undefined), reach: visibleUsers(user) }),
  }),
];
