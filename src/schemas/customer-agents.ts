import { z } from 'zod';
import { Id, orNull, Version } from './common.ts';

export const MAX_AGENT_CHANGES = 200;

const Agent = z.strictObject({ id: Id, name: z.string(), active: z.boolean() }).meta({ id: 'Agent' });

export const CustomerAgents = z
  .strictObject({ preferred: orNull(Agent), collection: orNull(Agent), version: Version })
  .meta({
    id: 'CustomerAgents',
    description: 'Who sells to the customer, and who collects what they owe; with a version of their own',
  });

export const CustomerAgentsEdit = z
  .strictObject({
    preferredAgentId: Id.nullable().meta({ description: 'Another one needs the permission change_preferred_agent' }),
    collectionAgentId: Id.nullable(),
  })
  .partial()
  .meta({ id: 'CustomerAgentsEdit' });

export const PreferredAgents = z
  .strictObject({
    agents: z
      .array(Agent.extend({ customers: z.int().min(1) }).meta({ id: 'PreferredAgent' }))
      .meta({ description: 'Each who is the preferred agent of some customer, active or not' }),
    possible: z.array(Agent).meta({ description: 'Active users, who can be chosen' }),
  })
  .meta({ id: 'PreferredAgents' });

export const AgentChanges = z
  .strictObject({
    changes: z
      .array(
        z
          .strictObject({
            fromId: Id,
            toId: Id,
            customers: z
              .int()
              .min(1)
              .meta({ description: 'As many as were shown; with another number nothing is done' }),
          })
          .refine(({ fromId, toId }) => fromId !== toId, { path: ['toId'], params: { code: 'same_agent' } }),
      )
      .min(1)
      .max(MAX_AGENT_CHANGES)
      .refine((changes) => new Set(changes.map(({ fromId }) => fromId)).size === changes.length, {
        params: { code: 'agent_twice' },
      }),
  })
  .meta({ id: 'AgentChanges' });

export const AgentsChanged = z
  .strictObject({
    id: Id.meta({ description: 'Of the act, as its audit event names it' }),
    customers: z.int(),
  })
  .meta({ id: 'AgentsChanged' });
