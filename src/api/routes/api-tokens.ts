import { addApiToken, listApiTokens, revokeApiToken } from '../../database/api-tokens.ts';
import type { ApiToken as ApiTokenRow } from '../../database/generated/client.ts';
import { mapPage } from '../../database/pages.ts';
import { ApiToken, ApiTokenPage, CreatedApiToken, NewApiToken } from '../../schemas/api-tokens.ts';
import { PageQuery } from '../../schemas/common.ts';
import { newToken } from '../access/sessions.ts';
import { visibleApiTokens } from '../access/visibility.ts';
import { demandSession } from '../access/user.ts';
import { route } from '../route.ts';

const tag = 'api-tokens';
const path = '/api/api-tokens';

const instant = (at: Date | null) => at && at.toISOString();

const toApiToken = ({ id, userId, name, prefix, expiresAt, revokedAt, lastUsedAt, createdAt }: ApiTokenRow) => ({
  id,
  userId,
  name,
  prefix,
  expiresAt: instant(expiresAt),
  revokedAt: instant(revokedAt),
  lastUsedAt: instant(lastUsedAt),
  createdAt: createdAt.toISOString(),
});

export const apiTokenRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'The own tokens; for level 1 everybody’s',
    query: PageQuery,
    answers: { 200: ApiTokenPage },
    handle: async ({ database, user, query }) =>
      mapPage(await listApiTokens(database, visibleApiTokens(user), query), toApiToken),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Make a token that carries the own rights',
    description:
      'The secret is in this answer and nowhere else. A token cannot make tokens: a stolen one would outlive its end.',
    body: NewApiToken,
    answers: { 201: CreatedApiToken },
    refusals: ['session_required'],
    stored: (token) => ({ ...token, secret: null }),
    handle: async ({ act, user, body: { name, expiresAt } }) => {
      demandSession(user);
      const { secret, ...kept } = newToken();
      const token = await addApiToken(act, user, {
        name,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
        ...kept,
      });
      return { ...toApiToken(token), secret };
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/revoke`,
    tag,
    summary: 'End a token at once',
    answers: { 200: ApiToken },
    refusals: ['token_revoked'],
    handle: async ({ act, user, params }) => toApiToken(await revokeApiToken(act, visibleApiTokens(user), params.id)),
  }),
];
