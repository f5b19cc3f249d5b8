import { join } from 'node:path';
import express, { Router } from 'express';
import { packageRoot } from '../package-root.ts';

const BUILT = join(packageRoot, 'web', 'dist');

/** The two applications: the portal below `/portal`, the console everywhere else. What their pages load carries a hash. */
export function web(): Router {
  const router = Router();
  router.use('/assets', express.static(join(BUILT, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  router.use(express.static(BUILT, { index: false, redirect: false, maxAge: '1h' }));
  router.get(/^\/portal(?!\/api\/)(\/.*)?$/, page('portal/index.html'));
  router.get(/^\/(?!api(\/|$)|portal\/api\/|problems\/)/, page('index.html'));
  return router;
}

/** For who asks for a page; programs that guess an address get a problem like any other. */
function page(file: string): express.RequestHandler {
  return (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next();
    response.set('Cache-Control', 'no-cache');
    response.sendFile(join(BUILT, file), { etag: true }, (error?: Error) => {
      if (error && !response.headersSent) next();
    });
  };
}
