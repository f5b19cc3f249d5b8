import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database } from './client.ts';
import type { ApiToken, Prisma } from './generated/client.ts';
import { type Page, page, type PageRequest } from './pages.ts';

/** The newest first. */
export const listApiTokens = (
  database: Database,
  where: Prisma.ApiTokenWhereInput,
  request: PageRequest,
): Promise<Page<ApiToken>> =>
  page({ direction: 'desc' }, request, (query) =>
    database.apiToken.findMany({ ...query, where: { AND: [where, query.where] } }),
  );

/** Keeps the hash of a secret that only its holder knows. */
export async function addApiToken(
  act: Act,
  user: { id: string; branchId: string },
  token: { name: string; prefix: string; hash: string; expiresAt: Date | null },
): Promise<ApiToken> {
  const at = act.clock.now();
  const added = await act.tx.apiToken.create({ data: { ...token, userId: user.id, createdAt: at } });
  const details = { name: token.name, prefix: token.prefix, expiresAt: token.expiresAt?.toISOString() ?? null };
  await trace(act, {
    action: 'api_token.added',
    entity: 'api_token',
    entityId: added.id,
    at,
    branchId: user.branchId,
    details,
  });
  return added;
}

/** Throws `not_found` (404), `token_revoked` (409). */
export async function revokeApiToken(act: Act, where: Prisma.ApiTokenWhereInput, id: string): Promise<ApiToken> {
  const { tx, clock } = act;
  const at = clock.now();
  const token = await tx.apiToken.findFirst({
    where: { AND: [{ id }, where] },
    include: { user: { select: { branchId: true } } },
  });
  if (!token) throw new Refusal(404, 'not_found');
  const { count } = await tx.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  if (count === 0) throw new Refusal(409, 'token_revoked');
  const { branchId } = token.user;
  await trace(act, {
    action: 'api_token.revoked',
    entity: 'api_token',
    entityId: id,
    at,
    branchId,
    details: { name: token.name },
  });
  return tx.apiToken.findUniqueOrThrow({ where: { id } });
}
