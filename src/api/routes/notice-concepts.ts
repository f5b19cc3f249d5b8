import {
  addConcept,
  type CountedConcept,
  deleteConcept,
  editConcept,
  findConcept,
  isUsed,
  listConcepts,
} from '../../database/notices/concepts.ts';
import { mapPage } from '../../database/pages.ts';
import type { Language } from '../../i18n/index.ts';
import { conceptName } from '../../i18n/notices.ts';
import {
  NewNoticeConcept,
  NoticeConcept,
  NoticeConceptEdit,
  NoticeConceptPage,
  NoticeConceptQuery,
} from '../../schemas/notice-concepts.ts';
import { route } from '../route.ts';

const tag = 'notice-concepts';
const path = '/api/notice-concepts';
const administrator = { level: 1 } as const;

const toConcept = (language: Language) => (concept: CountedConcept) => ({
  id: concept.id,
  description: conceptName(language, concept),
  days: concept.days,
  type: concept.type,
  builtIn: concept.code !== null,
  used: isUsed(concept),
  retired: concept.retiredAt !== null,
  version: concept.version,
  createdAt: concept.createdAt.toISOString(),
});

export const noticeConceptRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Due notice concepts: when notices go out, the built-in ones first',
    query: NoticeConceptQuery,
    answers: { 200: NoticeConceptPage },
    handle: async ({ database, language, query }) => mapPage(await listConcepts(database, query), toConcept(language)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a due notice concept',
    access: administrator,
    body: NewNoticeConcept,
    answers: { 201: NoticeConcept },
    refusals: ['name_taken'],
    handle: async ({ act, language, body }) => toConcept(language)(await addConcept(act, body)),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One due notice concept',
    answers: { 200: NoticeConcept },
    handle: async ({ database, language, params }) => toConcept(language)(await findConcept(database, params.id)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit or retire a due notice concept',
    description: 'Other days hold at once for whatever has not gone out.',
    access: administrator,
    body: NoticeConceptEdit,
    answers: { 200: NoticeConcept },
    refusals: ['name_taken', 'concept_built_in'],
    handle: async ({ act, language, params, version, body }) =>
      toConcept(language)(await editConcept(act, await findConcept(act.tx, params.id), version, body)),
  }),
  route({
    method: 'delete',
    path: `${path}/{id}`,
    tag,
    summary: 'Delete a due notice concept that nothing refers to',
    access: administrator,
    answers: { 204: null },
    refusals: ['concept_built_in', 'in_use'],
    handle: async ({ act, params }) => deleteConcept(act, await findConcept(act.tx, params.id)),
  }),
];
