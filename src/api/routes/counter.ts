import { tasksInOrder } from '../../database/crm-tasks.ts';
import { findCustomer } from '../../database/customers.ts';
import { factsOf } from '../../database/multipacks/chain.ts';
import { listInCourse } from '../../database/multipacks/list.ts';
import { cancelRenewals } from '../../database/multipacks/renewal-cancellation.ts';
import { localDateOf } from '../../domain/dates.ts';
import { deadlineStanding } from '../../domain/multipack-state.ts';
import { refusalToCancelRenewal } from '../../domain/renewal-cancellation.ts';
import { Cancellable, CancelRenewals, RenewalsCancelled } from '../../schemas/counter.ts';
import { visibleCustomers } from '../access/visibility.ts';
import { route } from '../route.ts';
import { toCrmTask } from './crm-tasks.ts';
import { detailOf, toMultipack } from './multipacks.ts';

const tag = 'multipacks';
const path = '/api/customers/{id}';

/** What is decided from a customer's profile for several multipacks at once (000, 001). */
export const counterRoutes = [
  route({
    method: 'get',
    path: `${path}/cancellable`,
    tag,
    summary: 'Multipacks in course, and whether the renewal of each may be cancelled now',
    answers: { 200: Cancellable },
    handle: async ({ database, user, params, deps: { clock } }) => {
      const customer = await findCustomer(database, visibleCustomers(user), params.id);
      const now = clock.nowOf(customer);
      const rows = await listInCourse(database, customer.id, now);
      return {
        items: rows.map((row) => {
          const facts = factsOf(row, row.successor);
          const today = localDateOf(now, row.timeZone);
          const reason = refusalToCancelRenewal(facts, { now, today, zone: row.timeZone });
          const deadline = deadlineStanding(facts, today);
          return { multipack: toMultipack(clock)(row), allowed: reason === null, reason, deadline };
        }),
      };
    },
  }),
  route({
    method: 'post',
    path: `${path}/cancel-renewals`,
    tag,
    summary: 'Cancel the automatic renewal of one or more multipacks, under a task type of one’s own',
    description:
      'All of them or none, received now: the date is no input. One task and one letter for each; receivables stay.',
    body: CancelRenewals,
    answers: { 200: RenewalsCancelled },
    refusals: [
      'task_type_unknown',
      'task_type_classification',
      'task_type_retired',
      'multipack_unknown',
      'notice_deadline_passed',
      'renewal_already_cancelled',
      'not_renewing',
    ],
    handle: async ({ act, user, language, params, body }) => {
      const { id: customerId } = await findCustomer(act.tx, visibleCustomers(user), params.id);
      const { taskIds } = await cancelRenewals(act, customerId, body);
      const multipacks = [];
      for (const id of body.multipackIds) multipacks.push(await detailOf(act.tx, act.clock, user, id));
      return { tasks: (await tasksInOrder(act.tx, taskIds)).map(toCrmTask(language)), multipacks };
    },
  }),
];
