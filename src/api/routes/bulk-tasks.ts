import { addBulkTasks } from '../../database/bulk-tasks.ts';
import { customerIdsOfCrm } from '../../reports/crm.ts';
import { BulkTasks, NewBulkTasks } from '../../schemas/bulk-tasks.ts';
import { visibleUsers } from '../access/visibility.ts';
import { route } from '../route.ts';
import { reachOf } from './multipacks.ts';
import { crmFilterOf } from './reports.ts';

export const bulkTaskRoutes = [
  route({
    method: 'post',
    path: '/api/crm-tasks/bulk',
    tag: 'crm-tasks',
    summary: 'Give a task of a generic type to every customer that a report finds, or to some of them',
    description: 'All or none. Customers of other branches than the user sees get none.',
    body: NewBulkTasks,
    answers: { 201: BulkTasks },
    refusals: [
      'branch_unknown',
      'customer_unknown',
      'task_type_unknown',
      'task_type_not_generic',
      'task_type_retired',
      'user_unknown',
      'user_inactive',
    ],
    handle: async ({ act, user, body: { filter, customerIds, ...task } }) => {
      const found = await customerIdsOfCrm(act.tx, await crmFilterOf(act.tx, user, filter));
      const branchId = reachOf(user, filter.branchId);
      return addBulkTasks(act, { found, customerIds, branchId, filter }, task, visibleUsers(user));
    },
  }),
];
