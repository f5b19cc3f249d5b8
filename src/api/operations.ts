import { Router } from 'express';
import { pendingMigrations } from '../database/migrate.ts';
import { problemTemplate } from '../i18n/index.ts';
import { isProblemCode, PROBLEMS } from '../schemas/problems.ts';
import type { Deps } from './deps.ts';
import { languageOfRequest } from './language.ts';
import type { createMetrics } from './metrics.ts';
import { Answered } from './problems.ts';

/** For whoever runs the server: alive, ready, measured; and the pages the `type` of a problem points to. */
export function operations(deps: Deps, metrics: ReturnType<typeof createMetrics>): Router {
  const router = Router();
  const database = databaseCheck(deps);

  router.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));

  // Temporal is reported but not needed: a cancellation must be taken while it is away.
  router.get('/readyz', async (_request, response) => {
    const [state, engine] = await Promise.all([database(), deps.engine.health()]);
    response
      .status(state === 'ready' ? 200 : 503)
      .json({ status: state === 'ready' ? 'ready' : 'unready', database: state, temporal: engine });
  });

  router.get(
    '/metrics',
    async (_request, response) => void response.type(metrics.contentType).send(await metrics.text()),
  );

  router.get('/problems/:code', (request, response) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new Answered('not_found');
    response.json({ code, status: PROBLEMS[code], ...problemTemplate(languageOfRequest(request), code) });
  });
  return router;
}

type DatabaseState = 'ready' | 'unreachable' | 'not migrated';

function databaseCheck({ database, config, log }: Deps): () => Promise<DatabaseState> {
  let isMigrated = false;
  return async () => {
    try {
      // Once migrated it stays so for the life of this process: only the connection is asked again.
      if (isMigrated) await database.$queryRaw`SELECT 1`;
      else isMigrated = (await pendingMigrations(config.databaseUrl)).length === 0;
      return isMigrated ? 'ready' : 'not migrated';
    } catch (error) {
      log.warn({ err: error }, 'database not reachable');
      return 'unreachable';
    }
  };
}
