import {
  addDescribed,
  addProfile,
  deleteSetting,
  editDescribed,
  editProfile,
  findSetting,
  type Known,
  listSettings,
  type Setting,
} from '../../database/cancellation-settings.ts';
import { mapPage } from '../../database/pages.ts';
import {
  CancellationProfile,
  CancellationProfileEdit,
  CancellationProfilePage,
  CancellationReason,
  CancellationReasonEdit,
  CancellationReasonPage,
  CancellationSettingsQuery,
  NewCancellationProfile,
  NewCancellationReason,
  NewReversalClassification,
  ReversalClassification,
  ReversalClassificationEdit,
  ReversalClassificationPage,
} from '../../schemas/cancellation-settings.ts';
import { route } from '../route.ts';

const administrator = { level: 1 } as const;

const toKept = ({ id, title, isUsed, retiredAt, version, createdAt }: Known<Setting>) => ({
  id,
  title,
  used: isUsed,
  retired: retiredAt !== null,
  version,
  createdAt: createdAt.toISOString(),
});

const toProfile = (row: Known<'cancellation_profile'>) => {
  const { unit, period, days, isDefault } = row;
  return { ...toKept(row), unit, period, days, isDefault };
};

const toDescribed = (row: Known<'cancellation_reason' | 'reversal_classification'>) => ({
  ...toKept(row),
  description: row.description,
});

const profiles = { tag: 'cancellation-profiles', path: '/api/cancellation-profiles' } as const;

const profileRoutes = [
  route({
    method: 'get',
    ...profiles,
    summary: 'Cancellation profiles, by title',
    query: CancellationSettingsQuery,
    answers: { 200: CancellationProfilePage },
    handle: async ({ database, query }) =>
      mapPage(await listSettings(database, 'cancellation_profile', query), toProfile),
  }),
  route({
    method: 'post',
    ...profiles,
    summary: 'Add a cancellation profile',
    access: administrator,
    body: NewCancellationProfile,
    answers: { 201: CancellationProfile },
    refusals: ['name_taken'],
    handle: async ({ act, body }) => toProfile(await addProfile(act, body)),
  }),
  route({
    method: 'get',
    tag: profiles.tag,
    path: `${profiles.path}/{id}`,
    summary: 'One cancellation profile',
    answers: { 200: CancellationProfile },
    handle: async ({ database, params }) => toProfile(await findSetting(database, 'cancellation_profile', params.id)),
  }),
  route({
    method: 'patch',
    tag: profiles.tag,
    path: `${profiles.path}/{id}`,
    summary: 'Edit or retire a cancellation profile, or make it the default',
    description: 'Requests that are open keep their limit.',
    access: administrator,
    body: CancellationProfileEdit,
    answers: { 200: CancellationProfile },
    refusals: ['name_taken', 'profile_is_default'],
    handle: async ({ act, params, version, body }) => toProfile(await editProfile(act, params.id, version, body)),
  }),
  route({
    method: 'delete',
    tag: profiles.tag,
    path: `${profiles.path}/{id}`,
    summary: 'Delete a cancellation profile that nothing refers to',
    access: administrator,
    answers: { 204: null },
    refusals: ['in_use', 'profile_is_default'],
    handle: ({ act, params }) => deleteSetting(act, 'cancellation_profile', params.id),
  }),
];

const DESCRIBED = [
  {
    setting: 'cancellation_reason',
    tag: 'cancellation-reasons',
    path: '/api/cancellation-reasons',
    one: 'cancellation reason',
    schemas: {
      One: CancellationReason,
      Page: CancellationReasonPage,
      New: NewCancellationReason,
      Edit: CancellationReasonEdit,
    },
  },
  {
    setting: 'reversal_classification',
    tag: 'reversal-classifications',
    path: '/api/reversal-classifications',
    one: 'reversal classification',
    schemas: {
      One: ReversalClassification,
      Page: ReversalClassificationPage,
      New: NewReversalClassification,
      Edit: ReversalClassificationEdit,
    },
  },
] as const;

const describedRoutes = DESCRIBED.flatMap(({ setting, tag, path, one, schemas: { One, Page, New, Edit } }) => [
  route({
    method: 'get',
    path,
    tag,
    summary: `Each ${one}, by title`,
    query: CancellationSettingsQuery,
    answers: { 200: Page },
    handle: async ({ database, query }) => mapPage(await listSettings(database, setting, query), toDescribed),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: `Add a ${one}`,
    access: administrator,
    body: New,
    answers: { 201: One },
    refusals: ['name_taken'],
    handle: async ({ act, body }) => toDescribed(await addDescribed(act, setting, body)),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: `One ${one}`,
    answers: { 200: One },
    handle: async ({ database, params }) => toDescribed(await findSetting(database, setting, params.id)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: `Edit or retire a ${one}`,
    access: administrator,
    body: Edit,
    answers: { 200: One },
    refusals: ['name_taken'],
    handle: async ({ act, params, version, body }) =>
      toDescribed(await editDescribed(act, setting, params.id, version, body)),
  }),
  route({
    method: 'delete',
    path: `${path}/{id}`,
    tag,
    summary: `Delete a ${one} that nothing refers to`,
    access: administrator,
    answers: { 204: null },
    refusals: ['in_use'],
    handle: ({ act, params }) => deleteSetting(act, setting, params.id),
  }),
]);

/** What the desk is set up with: profiles, reasons, classifications (003). */
export const cancellationSettingsRoutes = [...profileRoutes, ...describedRoutes];
