import { mapPage } from '../../database/pages.ts';
import {
  addSavedFilter,
  deleteSavedFilter,
  editSavedFilter,
  findSavedFilter,
  listSavedFilters,
  type ShownFilter,
} from '../../database/saved-filters.ts';
import type { CrmReportFilter } from '../../schemas/reports.ts';
import {
  NewSavedFilter,
  SavedFilter,
  SavedFilterEdit,
  SavedFilterPage,
  SavedFilterQuery,
} from '../../schemas/saved-filters.ts';
import type { z } from 'zod';
import { visibleSavedFilters } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'saved-filters';
const path = '/api/saved-filters';

const toSavedFilter = ({ id, kind, name, rows, sharedWith, owner, version, createdAt }: ShownFilter) => ({
  id,
  kind,
  name,
  rows: rows as z.output<typeof CrmReportFilter>['rows'],
  sharedWith,
  owner,
  version,
  createdAt: createdAt.toISOString(),
});

export const savedFilterRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Filters under a name: the own ones, and those shared with the branch or the company',
    query: SavedFilterQuery,
    answers: { 200: SavedFilterPage },
    handle: async ({ database, user, query }) =>
      mapPage(await listSavedFilters(database, visibleSavedFilters(user), query), toSavedFilter),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Save a filter',
    body: NewSavedFilter,
    answers: { 201: SavedFilter },
    refusals: ['name_taken'],
    handle: async ({ act, user, body }) => toSavedFilter(await addSavedFilter(act, user.id, body)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Rename, share or change an own filter',
    body: SavedFilterEdit,
    answers: { 200: SavedFilter },
    refusals: ['name_taken', 'saved_filter_of_another'],
    handle: async ({ act, user, params, version, body }) => {
      const before = await findSavedFilter(act.tx, visibleSavedFilters(user), params.id);
      return toSavedFilter(await editSavedFilter(act, user.id, before, version, body));
    },
  }),
  route({
    method: 'delete',
    path: `${path}/{id}`,
    tag,
    summary: 'Delete an own filter; at level 1 also what others share',
    answers: { 204: null },
    refusals: ['saved_filter_of_another'],
    handle: async ({ act, user, params }) =>
      deleteSavedFilter(act, user, await findSavedFilter(act.tx, visibleSavedFilters(user), params.id)),
  }),
];
