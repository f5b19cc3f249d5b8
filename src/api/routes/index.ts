import type { ApiConfig } from '../deps.ts';
import type { Route } from '../route.ts';
import { apiTokenRoutes } from './api-tokens.ts';
import { auditEventRoutes } from './audit-events.ts';
import { crmTaskRoutes } from './crm-tasks.ts';
import { contactRoutes, customerRoutes, testClockRoutes } from './customers.ts';
import { multipackRoutes } from './multipacks.ts';
import { branchRoutes, departmentRoutes, settingsRoutes } from './organisation.ts';
import { planRoutes } from './plans.ts';
import { receivableRoutes } from './receivables.ts';
import { renewalRoutes } from './renewals.ts';
import { sessionRoutes } from './session.ts';
import { taskTypeRoutes } from './task-types.ts';
import { userRoutes } from './users.ts';

const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...settingsRoutes,
  ...branchRoutes,
  ...departmentRoutes,
  ...userRoutes,
  ...apiTokenRoutes,
  ...customerRoutes,
  ...contactRoutes,
  ...planRoutes,
  ...multipackRoutes,
  ...renewalRoutes,
  ...receivableRoutes,
  ...taskTypeRoutes,
  ...crmTaskRoutes,
  ...auditEventRoutes,
];

/** All routes, in the order of the document. */
export const routesOf = ({ testClock }: Pick<ApiConfig, 'testClock'>): readonly Route[] =>
  testClock ? [...ROUTES, ...testClockRoutes] : ROUTES;
