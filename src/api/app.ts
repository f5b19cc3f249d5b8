import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { setIdentity } from './access/identity.ts';
import { createSessions } from './access/sessions.ts';
import type { Deps, Parts } from './deps.ts';
import { docs } from './docs.ts';
import { createEvents, type ReadReader, staffReader } from './events.ts';
import { limitRequests, limitSignIns } from './limits.ts';
import { requestLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';
import { Answered, sendProblem } from './problems.ts';
import { mount, type Route } from './route.ts';
import { routesOf } from './routes/index.ts';
import { web } from './web.ts';

const BODY_LIMIT = '1mb';

/** The API as an Express application. It starts nothing and ends nothing: the parts belong to the caller. */
export function createApp(parts: Parts, routes: readonly Route[] = routesOf(parts.config)): Express {
  const deps: Deps = { ...parts, sessions: createSessions(parts.database, parts.config) };
  const { config, log } = deps;
  const metrics = createMetrics(deps.database);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy ?? 'loopback');
  app.set('etag', false);

  app.use(requestLog(log));
  app.use(metrics.measure);
  app.use(security(config.publicUrl));
  app.use(operations(deps, metrics));
  app.use(docs(openApiDocument(routes)));
  app.use('/api', identify(deps), limitRequests(config), express.json({ limit: BODY_LIMIT }));
  app.post('/api/session', ...limitSignIns(config));
  mount(app, routes, deps);
  const events = createEvents(deps);
  events.serve(app, '/api/events', staffReaders(deps));
  app.use(web());
  app.use(() => {
    throw new Answered('not_found');
  });
  app.use(onError);
  return app;
}

const onError: ErrorRequestHandler = (error, request, response, _next) => sendProblem(request, response, error);

function security(publicUrl: string | undefined): RequestHandler {
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The console's components place their own styles.
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: 'same-origin' },
  });
}

const staffReaders =
  ({ sessions }: Deps): ReadReader =>
  async (request) => {
    const found = await sessions.identify(request, { renew: false });
    return found && staffReader(found.user);
  };

/** Finds out once per request who asks; whether that is enough is for each route to say. */
function identify({ sessions }: Deps): RequestHandler {
  return async (request, response, next) => {
    const found = await sessions.identify(request);
    if (found) setIdentity(request, found.user);
    if (found && found.cookies.length > 0) response.append('Set-Cookie', found.cookies);
    next();
  };
}
