import type { ApiConfig } from '../deps.ts';
import type { Route } from '../route.ts';
import { sessionRoutes } from './session.ts';

const ROUTES: readonly Route[] = [...sessionRoutes];

/** All routes, in the order of the document. */
export function routesOf(_config: Pick<ApiConfig, 'testClock'>): readonly Route[] {
  return ROUTES;
}
