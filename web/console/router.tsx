import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { Crash } from '../shared/components/Elsewhere.tsx';
import { ApiError } from '../shared/api.ts';
import { withWords } from '../shared/i18n.ts';
import { getOptions } from '../shared/queries.ts';
import type { SessionInfo } from '../shared/types.ts';
import { idOf, textOf } from './address.ts';
import { readAgendaAddress } from './agenda/address.ts';
import { readAnalysisAddress } from './analysis/address.ts';
import { readProfileAddress } from './customers/address.ts';
import { readDeskAddress, readDeskReportAddress } from './desk/address.ts';
import { RENEWAL_LISTS, type RenewalList, TICKET_STATES, type TicketState } from './places.ts';
import { readReportsAddress } from './reports/address.ts';
import { NotFound } from './shell/NotFound.tsx';
import { Shell } from './shell/Shell.tsx';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ notFoundComponent: NotFound });

const withId = ({ params }: { params: Record<string, string> }): void => {
  if (!Object.values(params).every(idOf)) throw notFound();
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => ({ to: textOf(search['to']) }),
  component: lazyRouteComponent(() => import('./shell/SignIn.tsx'), 'SignIn'),
});

/** Everything behind the sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: Crash,
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      await client.ensureQueryData(getOptions<SessionInfo>('/api/session'));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/customers' });
  },
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: (search): { search?: string; branchId?: string } => ({
    search: textOf(search['search']),
    branchId: textOf(search['branchId']),
  }),
  component: lazyRouteComponent(() => import('./customers/Customers.tsx'), 'Customers'),
});

const profile = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  beforeLoad: withId,
  validateSearch: readProfileAddress,
  component: lazyRouteComponent(
    withWords(() => import('./customers/Profile.tsx')),
    'Profile',
  ),
});

const sell = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/sell',
  beforeLoad: withId,
  validateSearch: (search): { planId?: string; startOn?: string; soldAgainFrom?: string } => ({
    planId: textOf(search['planId']),
    startOn: textOf(search['startOn']),
    // The withdrawn multipack that this sale follows, and is filled in from.
    soldAgainFrom: idOf(search['soldAgainFrom']),
  }),
  component: lazyRouteComponent(
    withWords(() => import('./multipacks/Sell.tsx')),
    'Sell',
  ),
});

const cancelRenewals = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/cancel-renewals',
  beforeLoad: withId,
  validateSearch: (search): { step?: 'check' } => ({ step: search['step'] === 'check' ? 'check' : undefined }),
  component: lazyRouteComponent(
    withWords(() => import('./counter/CancelRenewals.tsx')),
    'CancelRenewals',
  ),
});

const withdraw = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId/withdraw',
  beforeLoad: withId,
  validateSearch: (search): { multipackId?: string; step?: 'check' } => ({
    // Chosen beforehand.
    multipackId: idOf(search['multipackId']),
    step: search['step'] === 'check' ? 'check' : undefined,
  }),
  component: lazyRouteComponent(
    withWords(() => import('./counter/Withdraw.tsx')),
    'Withdraw',
  ),
});

const preferredAgents = createRoute({
  getParentRoute: () => shell,
  path: '/customers/agents',
  component: lazyRouteComponent(
    withWords(() => import('./agents/ChangePreferred.tsx')),
    'ChangePreferred',
  ),
});

const noticesForMany = createRoute({
  getParentRoute: () => shell,
  path: '/customers/notices',
  validateSearch: (search): { branchId?: string; planId?: string; agentId?: string; everybody?: true } => ({
    branchId: idOf(search['branchId']),
    planId: idOf(search['planId']),
    // Of the collection agent, or `none`.
    agentId: search['agentId'] === 'none' ? 'none' : idOf(search['agentId']),
    // Those too whose notices were set already.
    everybody: search['everybody'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(
    withWords(() => import('./notices/ForMany.tsx')),
    'ForMany',
  ),
});

const multipack = createRoute({
  getParentRoute: () => shell,
  path: '/multipacks/$multipackId',
  beforeLoad: withId,
  component: lazyRouteComponent(
    withWords(() => import('./multipacks/Multipack.tsx')),
    'Multipack',
  ),
});

const renewals = createRoute({
  getParentRoute: () => shell,
  path: '/renewals',
  validateSearch: (
    search,
  ): { night?: string; month?: string; list?: RenewalList; day?: string; branchId?: string } => ({
    night: textOf(search['night']),
    month: textOf(search['month']),
    list: RENEWAL_LISTS.find((list) => list === search['list']),
    day: textOf(search['day']),
    branchId: textOf(search['branchId']),
  }),
  component: lazyRouteComponent(
    withWords(() => import('./renewals/Renewals.tsx')),
    'Renewals',
  ),
});

const desk = createRoute({
  getParentRoute: () => shell,
  path: '/desk',
  validateSearch: readDeskAddress,
  component: lazyRouteComponent(
    withWords(() => import('./desk/Desk.tsx')),
    'Desk',
  ),
});

const deskReport = createRoute({
  getParentRoute: () => shell,
  path: '/desk/report',
  validateSearch: readDeskReportAddress,
  component: lazyRouteComponent(
    withWords(() => import('./desk/Report.tsx')),
    'Report',
  ),
});

const request = createRoute({
  getParentRoute: () => shell,
  path: '/requests/$requestId',
  beforeLoad: withId,
  validateSearch: readAnalysisAddress,
  component: lazyRouteComponent(
    withWords(() => import('./analysis/Analysis.tsx')),
    'Analysis',
  ),
});

const agenda = createRoute({
  getParentRoute: () => shell,
  path: '/agenda',
  validateSearch: readAgendaAddress,
  component: lazyRouteComponent(
    withWords(() => import('./agenda/Agenda.tsx')),
    'Agenda',
  ),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: '/reports',
  validateSearch: readReportsAddress,
  component: lazyRouteComponent(
    withWords(() => import('./reports/Reports.tsx')),
    'Reports',
  ),
});

const importing = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  component: lazyRouteComponent(
    withWords(() => import('./import/Import.tsx')),
    'Import',
  ),
});

const mails = createRoute({
  getParentRoute: () => shell,
  path: '/mails',
  validateSearch: (search): { state?: string; customerId?: string; mailId?: string } => ({
    state: textOf(search['state']),
    customerId: idOf(search['customerId']),
    mailId: idOf(search['mailId']),
  }),
  component: lazyRouteComponent(
    withWords(() => import('./mail/Mails.tsx')),
    'Mails',
  ),
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: '/tickets',
  validateSearch: (search): { search?: string; state?: TicketState } => ({
    search: textOf(search['search']),
    state: TICKET_STATES.find((state) => state === search['state']),
  }),
  component: lazyRouteComponent(
    withWords(() => import('./tickets/Tickets.tsx')),
    'Tickets',
  ),
});

const ticket = createRoute({
  getParentRoute: () => shell,
  path: '/tickets/$ticketId',
  beforeLoad: withId,
  component: lazyRouteComponent(
    withWords(() => import('./tickets/Ticket.tsx')),
    'Ticket',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(
    withWords(() => import('./settings/Settings.tsx')),
    'Settings',
  ),
});

const settingsPage = createRoute({
  getParentRoute: () => settings,
  path: '/$page',
  validateSearch: (search): { id?: string; search?: string; branchId?: string; active?: string; applying?: true } => ({
    // The record that is open, or `new`.
    id: textOf(search['id']),
    search: textOf(search['search']),
    branchId: textOf(search['branchId']),
    active: textOf(search['active']),
    applying: search['applying'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(
    withWords(() => import('./settings/Settings.tsx')),
    'SettingsPage',
  ),
});

const tree = root.addChildren([
  signIn,
  shell.addChildren([
    home,
    customers,
    profile,
    sell,
    cancelRenewals,
    withdraw,
    preferredAgents,
    noticesForMany,
    multipack,
    renewals,
    desk,
    deskReport,
    request,
    agenda,
    reports,
    importing,
    mails,
    tickets,
    ticket,
    settings.addChildren([settingsPage]),
  ]),
]);

export const createConsoleRouter = (client: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultErrorComponent: Crash,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
