import { Router } from 'express';
import helmet from 'helmet';
import swaggerUi from 'swagger-ui-express';

/** The document and a page to browse it: assets from this server, no script in the page; its styles are in it. */
export function docs(document: object): Router {
  const router = Router();
  router.get('/api/openapi.json', (_request, response) => void response.json(document));
  router.use(
    '/api/docs',
    helmet.contentSecurityPolicy({
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    }),
    swaggerUi.serve,
    swaggerUi.setup(undefined, { swaggerUrl: '/api/openapi.json', customSiteTitle: 'Tacit API' }),
  );
  return router;
}
