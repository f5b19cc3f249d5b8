import { z } from 'zod';
import { Id, Instant, pageOf, text } from './common.ts';

export const ApiToken = z
  .strictObject({
    id: Id,
    userId: Id,
    name: z.string(),
    prefix: z
      .string()
      .meta({ description: 'The first characters of the secret, to tell tokens apart', example: 'tct_9fK2aQ' }),
    expiresAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'ApiToken' });

export const ApiTokenPage = pageOf(ApiToken);

export const NewApiToken = z
  .strictObject({ name: text(120), expiresAt: Instant.optional() })
  .meta({ id: 'NewApiToken' });

export const CreatedApiToken = ApiToken.extend({
  secret: z.string().nullable().meta({ description: 'Shown this once; null in the repeat of an answer' }),
}).meta({ id: 'CreatedApiToken' });
