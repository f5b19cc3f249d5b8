import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { openFiles } from '../files/files.ts';
import { identityOf, setIdentity, setPortalCaller } from './access/identity.ts';
import { createPortalSessions } from './access/portal-sessions.ts';
import { createSessions } from './access/sessions.ts';
import { calendar } from './calendar.ts';
import type { Deps, Parts } from './deps.ts';
import { docs } from './docs.ts';
import { createEvents, customerReader, type ReadReader, staffReader } from './events.ts';
import { limitLinks, limitMailTests, limitRequests, limitSignIns } from './limits.ts';
import { requestLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';
import { Answered, sendProblem } from './problems.ts';
import { mount, type Route } from './route.ts';
import { routesOf } from './routes/index.ts';
import { keepSignedBody } from './signature.ts';
import { serveUnsubscribe } from './unsubscribe.ts';
import { web } from './web.ts';

const BODY_LIMIT = '1mb';

/** The API as an Express application. It starts nothing and ends nothing: the parts belong to the caller. */
export function createApp(parts: Parts, routes: readonly Route[] = routesOf(parts.config)): Express {
  const { database } = parts;
  const deps: Deps = {
    ...parts,
    files: parts.files ?? openFiles(database),
    sessions: createSessions(database, parts.config),
    portalSessions: createPortalSessions(database, parts.clock, parts.config),
  };
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
  app.use('/api', identify(deps), limitRequests(config));
  for (const { method, path, fileLimit } of routes) if (fileLimit) app[method](path, takeFile(fileLimit));
  app.use('/api', express.json({ limit: BODY_LIMIT, verify: keepSignedBody }));
  app.post('/api/session', ...limitSignIns(config));
  app.post('/api/session/password', ...limitSignIns(config, 422));
  app.post('/api/session/mail-account/test', limitMailTests(config));
  app.post('/api/customers/:id/notice-settings/test-mail', limitMailTests(config));
  app.use('/portal/api', identifyCustomer(deps), limitRequests(config), express.json({ limit: BODY_LIMIT }));
  app.post('/portal/api/session', ...limitSignIns(config));
  // A token names no address, and no number of guesses finds one; so only the client is counted.
  app.post('/portal/api/session/link/use', ...limitSignIns(config).slice(0, 1));
  app.put('/portal/api/session/password', ...limitSignIns(config, 422));
  app.post('/portal/api/session/link', ...limitLinks(config));
  mount(app, routes, deps);
  app.get('/calendar/:file', limitRequests(config), calendar(deps));
  serveUnsubscribe(app, deps);
  const events = createEvents(deps);
  events.serve(app, '/api/events', staffReaders(deps));
  events.serve(app, '/portal/api/events', customerReaders(deps));
  app.use(web(config.pages));
  app.use(() => {
    throw new Answered('not_found');
  });
  app.use(onError);
  return app;
}

/** Reads a body that is a file, of whoever is signed in: nobody else fills the memory. */
function takeFile(limit: number): RequestHandler {
  const read = express.raw({ limit, type: () => true });
  return (request, response, next) => {
    if (!identityOf(request)) return next();
    read(request, response, (error?: unknown) => {
      const isTooLarge = (error as { type?: unknown } | undefined)?.type === 'entity.too.large';
      next(isTooLarge ? new Answered('file_too_large') : error);
    });
  };
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

const customerReaders =
  ({ portalSessions }: Deps): ReadReader =>
  async (request) => {
    const found = await portalSessions.identify(request, { renew: false });
    return found && customerReader(found.caller);
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

/** The same of the portal, where staff are strangers. */
function identifyCustomer({ portalSessions }: Deps): RequestHandler {
  return async (request, response, next) => {
    const found = await portalSessions.identify(request);
    if (found) setPortalCaller(request, found.caller);
    if (found && found.cookies.length > 0) response.append('Set-Cookie', found.cookies);
    next();
  };
}
