import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

const SANE_ID = /^[A-Za-z0-9._:-]{1,64}$/;
/** An address that is all it takes: to read a calendar, to decline notices. Routes are found in either case. */
const SECRET = /^(\/(?:calendar|unsubscribe)\/).+/i;
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * One line per request, without cookies, tokens, bodies or query strings (they hold names). The request's id is taken
 * over from a proxy when it is sane, is in every log line and trace, and is answered.
 */
export function requestLog(log: Logger) {
  return pinoHttp({
    logger: log,
    genReqId: (request: IncomingMessage, response: ServerResponse) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    autoLogging: { ignore: (request) => QUIET.has(request.url ?? '') },
    customLogLevel: (_request, response, error) =>
      error || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'info' : 'debug',
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0]!.replace(SECRET, '$1…'),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}

/** As in the log, the traces and the answer. */
export const requestIdOf = ({ id }: IncomingMessage): string => (typeof id === 'string' ? id : '');
