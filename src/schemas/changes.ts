import { z } from 'zod';
import { Id } from './common.ts';

/** Data of an event `change`: what changed, and nothing of its content. Who may not read the record learns only its id. */
export const Change = z.strictObject({
  entity: z.string().meta({ examples: ['multipack'] }),
  entityId: z.string().meta({ description: '`*`: several records of this kind' }),
  customerId: Id.nullable(),
  action: z.string().meta({ description: 'As in the audit trail; `*` with several', examples: ['multipack.renewed'] }),
});
