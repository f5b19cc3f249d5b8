import { search } from '../../database/search.ts';
import { customerCode, multipackCode } from '../../schemas/codes.ts';
import { Found, SearchQuery } from '../../schemas/search.ts';
import { route } from '../route.ts';
import { reachOf } from './multipacks.ts';

const LIMIT = 8;

export const searchRoutes = [
  route({
    method: 'get',
    path: '/api/search',
    tag: 'search',
    summary: 'The best customers and multipacks for what is being typed',
    description: 'Up to eight of each: exact codes, then names that begin so, then the rest.',
    query: SearchQuery,
    answers: { 200: Found },
    handle: async ({ database, user, query: { q } }) => {
      const { customers, multipacks } = await search(database, q, { branchId: reachOf(user, undefined), limit: LIMIT });
      return {
        customers: customers.map(({ code, ...customer }) => ({ ...customer, code: customerCode(code) })),
        multipacks: multipacks.map(({ code, ...multipack }) => ({ ...multipack, code: multipackCode(code) })),
      };
    },
  }),
];
