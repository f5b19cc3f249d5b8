import type { ApiConfig } from '../deps.ts';
import type { Route } from '../route.ts';
import { agendaRoutes } from './agenda.ts';
import { apiTokenRoutes } from './api-tokens.ts';
import { auditEventRoutes } from './audit-events.ts';
import { bulkTaskRoutes } from './bulk-tasks.ts';
import { counterRoutes } from './counter.ts';
import { crmTaskRoutes } from './crm-tasks.ts';
import { botConversationRoutes } from './bot-conversations.ts';
import { cancellationRequestRoutes } from './cancellation-requests.ts';
import { cancellationSettingsRoutes } from './cancellation-settings.ts';
import { connectionRoutes } from './connections.ts';
import { contactRoutes, customerRoutes, testClockRoutes } from './customers.ts';
import { customerAgentRoutes } from './customer-agents.ts';
import { fileRoutes } from './files.ts';
import { mailAccountRoutes } from './mail-accounts.ts';
import { mailRoutes } from './mails.ts';
import { multipackRoutes } from './multipacks.ts';
import { nasRoutes } from './nas.ts';
import { noticeConceptRoutes } from './notice-concepts.ts';
import { noticeRoutes } from './notices.ts';
import { noteRoutes } from './notes.ts';
import { branchRoutes, departmentRoutes, settingsRoutes } from './organisation.ts';
import { planRoutes } from './plans.ts';
import { portalCustomerRoutes } from './portal/customers.ts';
import { portalMultipackRoutes } from './portal/multipacks.ts';
import { portalSessionRoutes } from './portal/session.ts';
import { receivableRoutes } from './receivables.ts';
import { renewalRoutes } from './renewals.ts';
import { reportRoutes } from './reports.ts';
import { savedFilterRoutes } from './saved-filters.ts';
import { searchRoutes } from './search.ts';
import { serviceOrderRoutes } from './service-orders.ts';
import { sessionRoutes } from './session.ts';
import { taskTypeRoutes } from './task-types.ts';
import { ticketRoutes } from './tickets.ts';
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
  ...customerAgentRoutes,
  ...noteRoutes,
  ...searchRoutes,
  ...planRoutes,
  ...multipackRoutes,
  ...counterRoutes,
  ...renewalRoutes,
  ...receivableRoutes,
  ...taskTypeRoutes,
  ...crmTaskRoutes,
  ...bulkTaskRoutes,
  ...agendaRoutes,
  ...fileRoutes,
  ...reportRoutes,
  ...savedFilterRoutes,
  ...auditEventRoutes,
  ...mailAccountRoutes,
  ...mailRoutes,
  ...serviceOrderRoutes,
  ...connectionRoutes,
  ...nasRoutes,
  ...botConversationRoutes,
  ...noticeConceptRoutes,
  ...noticeRoutes,
  ...cancellationSettingsRoutes,
  ...ticketRoutes,
  ...cancellationRequestRoutes,
  ...portalSessionRoutes,
  ...portalCustomerRoutes,
  ...portalMultipackRoutes,
];

/** All routes, in the order of the document. */
export const routesOf = ({ testClock }: Pick<ApiConfig, 'testClock'>): readonly Route[] =>
  testClock ? [...ROUTES, ...testClockRoutes] : ROUTES;
