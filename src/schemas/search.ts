import { z } from 'zod';
import { Id, text } from './common.ts';

export const SearchQuery = z.strictObject({
  q: text(100).meta({
    description: 'Part of a name, an e-mail address, a phone or a reference, or a code; accents and case do not count',
  }),
});

/** The best of each kind, for search as you type. */
export const Found = z
  .strictObject({
    customers: z.array(z.strictObject({ id: Id, code: z.string(), name: z.string(), email: z.string().nullable() })),
    multipacks: z.array(
      z.strictObject({ id: Id, code: z.string(), name: z.string(), customerId: Id, customerName: z.string() }),
    ),
  })
  .meta({ id: 'Found' });
