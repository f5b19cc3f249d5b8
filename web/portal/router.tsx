import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { Crash } from '../shared/components/Elsewhere.tsx';
import { ApiError } from '../shared/api.ts';
import { Payments } from './Payments.tsx';
import { sessionOptions } from './places.ts';
import { Profile } from './Profile.tsx';
import { PurchasePage } from './PurchasePage.tsx';
import { Purchases } from './Purchases.tsx';
import { NotFound, Shell } from './Shell.tsx';
import { SignIn } from './SignIn.tsx';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ notFoundComponent: NotFound });

const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.code === 'sign_in_required';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string; ended?: true } => ({
    ...(typeof search['to'] === 'string' ? { to: search['to'] } : {}),
    ...(search['ended'] === true ? { ended: true } : {}),
  }),
  component: SignIn,
});

/** Everything behind the sign-in. A letter's link signs in wherever it leads. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: Crash,
  beforeLoad: async ({ context: { client }, location }) => {
    const search = location.pathname === '/' ? {} : { to: location.pathname };
    if (location.hash.startsWith('token=')) throw redirect({ to: '/sign-in', search, hash: location.hash });
    try {
      await client.ensureQueryData(sessionOptions);
    } catch (error) {
      throw isSignedOut(error) ? redirect({ to: '/sign-in', search }) : error;
    }
  },
});

const purchases = createRoute({ getParentRoute: () => shell, path: '/', component: Purchases });

const purchase = createRoute({
  getParentRoute: () => shell,
  path: '/multipacks/$id',
  component: PurchasePage,
});

const payments = createRoute({
  getParentRoute: () => shell,
  path: '/payments',
  component: Payments,
});

const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  component: Profile,
});

// Pages are small: with all of them here, one can go around without a line too.
const tree = root.addChildren([signIn, shell.addChildren([purchases, purchase, payments, profile])]);

export function createPortalRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    basepath: '/portal',
    context: { client },
    defaultPreload: 'intent',
    defaultErrorComponent: Crash,
    scrollRestoration: true,
  });
  /** A session may end while the page is open: whatever is asked or sent next says so. */
  const leave = async () => {
    const { pathname } = router.state.location;
    if (pathname === '/sign-in' || !client.getQueryData(sessionOptions.queryKey)) return;
    await router.navigate({ to: '/sign-in', search: { ended: true, ...(pathname === '/' ? {} : { to: pathname }) } });
    client.clear();
  };
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) void leave();
  });
  client.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) void leave();
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
