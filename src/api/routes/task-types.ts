import type { TaskType as TaskTypeRow } from '../../database/generated/client.ts';
import { mapPage } from '../../database/pages.ts';
import { addTaskType, deleteTaskType, editTaskType, findTaskType, listTaskTypes } from '../../database/task-types.ts';
import { type Language, taskName } from '../../i18n/index.ts';
import { NewTaskType, TaskType, TaskTypeEdit, TaskTypePage, TaskTypeQuery } from '../../schemas/crm-tasks.ts';
import { route } from '../route.ts';

const tag = 'task-types';
const path = '/api/task-types';
const administrator = { level: 1 } as const;

const toTaskType = (language: Language) => (type: TaskTypeRow) => {
  const { id, code, name, classification, visibleInAgenda, version } = type;
  return {
    id,
    name: taskName(language, code) ?? name,
    builtIn: code !== null,
    classification,
    visibleInAgenda,
    retired: type.retiredAt !== null,
    version,
    createdAt: type.createdAt.toISOString(),
  };
};

export const taskTypeRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Task types',
    query: TaskTypeQuery,
    answers: { 200: TaskTypePage },
    handle: async ({ database, language, query }) =>
      mapPage(await listTaskTypes(database, query), toTaskType(language)),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One task type',
    answers: { 200: TaskType },
    handle: async ({ database, language, params }) => toTaskType(language)(await findTaskType(database, params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a task type',
    access: administrator,
    body: NewTaskType,
    answers: { 201: TaskType },
    refusals: ['name_taken'],
    handle: async ({ act, language, body }) => toTaskType(language)(await addTaskType(act, body)),
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit or retire a task type',
    access: administrator,
    body: TaskTypeEdit,
    answers: { 200: TaskType },
    refusals: ['name_taken', 'task_type_built_in'],
    handle: async ({ act, language, params, version, body }) =>
      toTaskType(language)(await editTaskType(act, await findTaskType(act.tx, params.id), version, body)),
  }),
  route({
    method: 'delete',
    path: `${path}/{id}`,
    tag,
    summary: 'Delete a task type that no task has; used ones are retired',
    access: administrator,
    answers: { 204: null },
    refusals: ['task_type_built_in', 'task_type_used'],
    handle: async ({ act, params }) => deleteTaskType(act, await findTaskType(act.tx, params.id)),
  }),
];
