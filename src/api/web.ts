import { join } from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';
import { packageRoot } from '../package-root.ts';
import { Answered } from './problems.ts';

const BUILT = join(packageRoot, 'web', 'dist');

/**
 * The two applications: the portal below `/portal`, the console everywhere else. What their pages load carries a hash in its
 * name and is kept for ever; the pages themselves are asked for again each time, and answered 304 while they are the same.
 */
export function web(built = BUILT): Router {
  const router = Router();
  router.use(compression());
  router.use('/assets', express.static(join(built, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(
    express.static(built, {
      index: false,
      redirect: false,
      maxAge: '1h',
      setHeaders: (response, path) => {
        if (path.endsWith('.html')) response.setHeader('Cache-Control', 'no-cache');
      },
    }),
  );
  router.get(/^\/portal(?!\/api(\/|$))(\/.*)?$/, page(built, 'portal/index.html'));
  router.get(/^\/(?!api(\/|$)|portal\/api(\/|$)|problems\/|assets\/)/, page(built, 'index.html'));
  return router;
}

/** For who asks for a page; programs that guess an address get a problem like any other. Throws `pages_missing` (503). */
function page(built: string, file: string): express.RequestHandler {
  return (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next();
    response.set('Cache-Control', 'no-cache');
    response.sendFile(file, { root: built }, (error?: Error) => {
      if (error && !response.headersSent) next(new Answered('pages_missing'));
    });
  };
}
