import { seal, unseal } from '../secret-box.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import type { Nas, Prisma } from './generated/client.ts';
import { demandBranch, retirement } from './organisation.ts';
import { type Page, page, type PageRequest } from './pages.ts';

const PURPOSE = 'secret of network equipment';

export interface NasFields {
  name: string;
  host: string;
  coaPort: number;
  normalFilter: string;
  reducedFilter: string;
  blockedFilter: string;
}

const FIELDS = [
  'name',
  'host',
  'coaPort',
  'normalFilter',
  'reducedFilter',
  'blockedFilter',
  'retiredAt',
] as const satisfies readonly (keyof Nas)[];

export const listNas = (database: Database, where: Prisma.NasWhereInput, request: PageRequest): Promise<Page<Nas>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) =>
    database.nas.findMany({ ...query, where: { AND: [where, query.where] } }),
  );

/** Throws `not_found` (404). */
export async function findNas(tx: Tx, where: Prisma.NasWhereInput, id: string): Promise<Nas> {
  const nas = await tx.nas.findFirst({ where: { AND: [{ id }, where] } });
  if (!nas) throw new Refusal(404, 'not_found');
  return nas;
}

/** The secret is stored encrypted. Throws `branch_unknown` (422), `branch_retired` (409). */
export async function addNas(
  act: Act,
  secretKey: string,
  {
    branchId,
    secret,
    ...fields
  }: Partial<NasFields> & Pick<NasFields, 'name' | 'host'> & { branchId: string; secret: string },
): Promise<Nas> {
  await demandBranch(act.tx, branchId);
  const createdAt = act.clock.now();
  const nas = await act.tx.nas.create({
    data: { ...fields, branchId, secret: seal(secretKey, PURPOSE, secret), createdAt },
  });
  await traceNas(act, nas, 'added', changesOf({} as Nas, nas, FIELDS));
  return nas;
}

/** Throws `version_conflict` (412). */
export async function editNas(
  act: Act,
  secretKey: string,
  before: Nas,
  version: number,
  { retired, secret, ...edit }: Partial<NasFields> & { secret?: string | undefined; retired?: boolean | undefined },
): Promise<Nas> {
  const { tx, clock } = act;
  const { count } = await tx.nas.updateMany({
    where: { id: before.id, version },
    data: {
      ...edit,
      ...(secret !== undefined && { secret: seal(secretKey, PURPOSE, secret) }),
      ...retirement(before, retired, clock.now()),
      version: { increment: 1 },
    },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findNas(tx, {}, before.id);
  const details = { ...changesOf(before, after, FIELDS), secretChanged: secret !== undefined };
  await traceNas(act, after, 'edited', details);
  return after;
}

/** Throws UnreadableSecret, as after a change of SECRET_KEY. */
export const secretOf = (secretKey: string, { secret }: Pick<Nas, 'secret'>): string =>
  unseal(secretKey, PURPOSE, secret);

/** Equipment of the branch that is in use. Throws `nas_unknown` (422), `nas_retired` (409). */
export async function demandNas(tx: Tx, branchId: string, id: string): Promise<void> {
  const nas = await tx.nas.findFirst({ where: { id, branchId } });
  if (!nas) throw new Refusal(422, 'nas_unknown');
  if (nas.retiredAt) throw new Refusal(409, 'nas_retired', { name: nas.name });
}

const traceNas = (act: Act, { id, branchId }: Nas, verb: string, details: Prisma.InputJsonObject): Promise<void> =>
  trace(act, { action: `nas.${verb}`, entity: 'nas', entityId: id, branchId, at: act.clock.now(), details });
