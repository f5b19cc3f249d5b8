import type { Nas as NasRow } from '../../database/generated/client.ts';
import { addNas, editNas, findNas, listNas } from '../../database/nas.ts';
import { mapPage } from '../../database/pages.ts';
import { Nas, NasEdit, NasPage, NasQuery, NewNas } from '../../schemas/connections.ts';
import { visibleNas } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'nas';
const path = '/api/nas';
const administrator = { level: 1 } as const;

/** All but the secret. */
const toNas = (nas: NasRow) => ({
  id: nas.id,
  name: nas.name,
  branchId: nas.branchId,
  host: nas.host,
  coaPort: nas.coaPort,
  normalFilter: nas.normalFilter,
  reducedFilter: nas.reducedFilter,
  blockedFilter: nas.blockedFilter,
  retired: nas.retiredAt !== null,
  version: nas.version,
  createdAt: nas.createdAt.toISOString(),
});

export const nasRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Network equipment, by name',
    query: NasQuery,
    answers: { 200: NasPage },
    handle: async ({ database, user, query: { limit, cursor, ...filters } }) =>
      mapPage(await listNas(database, { AND: [visibleNas(user), filters] }, { limit, cursor }), toNas),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One piece of network equipment',
    answers: { 200: Nas },
    handle: async ({ database, user, params }) => toNas(await findNas(database, visibleNas(user), params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Configure network equipment that takes RADIUS CoA and Disconnect requests',
    description: 'The shared secret is stored encrypted and never shown again.',
    access: administrator,
    body: NewNas,
    answers: { 201: Nas },
    refusals: ['name_taken', 'branch_unknown', 'branch_retired'],
    handle: async ({ act, body, deps: { config } }) => toNas(await addNas(act, config.secretKey, body)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit network equipment, give it another secret, or retire it',
    access: administrator,
    body: NasEdit,
    answers: { 200: Nas },
    refusals: ['name_taken'],
    handle: async ({ act, user, params, version, body, deps: { config } }) =>
      toNas(await editNas(act, config.secretKey, await findNas(act.tx, visibleNas(user), params.id), version, body)),
  }),
];
