import { Refusal } from '../../database/act.ts';
import type { Tx } from '../../database/client.ts';
import { addCrmTask, editCrmTask, findCrmTask, listCrmTasks, type ShownTask } from '../../database/crm-tasks.ts';
import { findCustomer } from '../../database/customers.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { fromColumn } from '../../database/local-date.ts';
import { mapPage } from '../../database/pages.ts';
import { type Language, resultName, taskName } from '../../i18n/index.ts';
import { customerCode, multipackCode } from '../../schemas/codes.ts';
import {
  CrmTask,
  CrmTaskEdit,
  CrmTaskPage,
  CrmTaskQuery,
  CustomerCrmTaskQuery,
  NewCrmTask,
} from '../../schemas/crm-tasks.ts';
import type { SignedIn } from '../access/user.ts';
import { departmentOf, visibleCrmTasks, visibleCustomers, visibleUsers } from '../access/visibility.ts';
import { route } from '../route.ts';
import { toFileLink } from './files.ts';

const tag = 'crm-tasks';
const path = '/api/crm-tasks';

export const toCrmTask = (language: Language) => (task: ShownTask) => {
  const { id, customer, multipack, taskTypeId, taskType, result, notes, channel, assignee, version } = task;
  return {
    id,
    customer: { id: customer.id, code: customerCode(customer.code), name: customer.name },
    multipack: multipack && { ...multipack, code: multipackCode(multipack.code) },
    taskTypeId,
    name: taskName(language, taskType.code) ?? taskType.name,
    result,
    resultName: resultName(language, result, channel),
    notes,
    author: { kind: task.authorKind, id: task.authorId, name: task.authorName },
    channel,
    assignee,
    dueOn: task.dueOn && fromColumn(task.dueOn),
    effectiveOn: task.effectiveOn && fromColumn(task.effectiveOn),
    file: task.file && toFileLink(task.file),
    doneAt: task.doneAt && task.doneAt.toISOString(),
    version,
    createdAt: task.createdAt.toISOString(),
  };
};

/** The tasks a user sees; of level 3 the department's, whose members are asked for. */
export const tasksInReach = async (database: Tx, user: SignedIn): Promise<Prisma.CrmTaskWhereInput> =>
  visibleCrmTasks(user, await colleaguesOf(database, user));

export async function colleaguesOf(database: Tx, user: SignedIn): Promise<string[]> {
  const department = user.accessLevel === 3 ? departmentOf(user) : null;
  const colleagues = department ? await database.user.findMany({ where: department, select: { id: true } }) : [];
  return colleagues.map(({ id }) => id);
}

export const crmTaskRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'CRM tasks, the newest first',
    query: CrmTaskQuery,
    answers: { 200: CrmTaskPage },
    handle: async ({ database, user, language, query }) =>
      mapPage(await listCrmTasks(database, await tasksInReach(database, user), query), toCrmTask(language)),
  }),
  route({
    method: 'get',
    path: '/api/customers/{id}/crm-tasks',
    tag,
    summary: 'CRM tasks of a customer, the newest first',
    query: CustomerCrmTaskQuery,
    answers: { 200: CrmTaskPage },
    handle: async ({ database, user, language, params, query }) => {
      const { id: customerId } = await findCustomer(database, visibleCustomers(user), params.id);
      const tasks = await listCrmTasks(database, await tasksInReach(database, user), { ...query, customerId });
      return mapPage(tasks, toCrmTask(language));
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One CRM task',
    answers: { 200: CrmTask },
    handle: async ({ database, user, language, params }) =>
      toCrmTask(language)(await findCrmTask(database, await tasksInReach(database, user), params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Write a task of a generic type',
    body: NewCrmTask,
    answers: { 201: CrmTask },
    refusals: [
      'customer_unknown',
      'task_type_unknown',
      'task_type_not_generic',
      'task_type_retired',
      'multipack_unknown',
      'user_unknown',
      'user_inactive',
    ],
    handle: async ({ act, user, language, body: { customerId, ...task } }) => {
      const where = { AND: [{ id: customerId }, visibleCustomers(user)] };
      const customer = await act.tx.customer.findFirst({ where });
      if (!customer) throw new Refusal(422, 'customer_unknown');
      return toCrmTask(language)(await addCrmTask(act, customer, task, visibleUsers(user)));
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Assign a task, give it a day, tick it off',
    body: CrmTaskEdit,
    answers: { 200: CrmTask },
    refusals: ['user_unknown', 'user_inactive'],
    handle: async ({ act, user, language, params, version, body }) => {
      const before = await findCrmTask(act.tx, await tasksInReach(act.tx, user), params.id);
      return toCrmTask(language)(await editCrmTask(act, before, version, body, visibleUsers(user)));
    },
  }),
];
