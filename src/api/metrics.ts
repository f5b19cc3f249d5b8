import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/client.ts';
import { countOverdueRenewals } from '../database/outbox.ts';

/** What Prometheus reads: durations by route template, never by address, and what still has to be told to Temporal. */
export function createMetrics(database: Database): {
  measure: RequestHandler;
  text: () => Promise<string>;
  contentType: string;
} {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const durations = new Histogram({
    name: 'tacit_http_request_duration_seconds',
    help: 'Time to answer, by method, route template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  const oldest = new Gauge({
    name: 'tacit_outbox_oldest_seconds',
    help: 'Age of the oldest message that Temporal has not been given',
    registers: [register],
  });
  new Gauge({
    name: 'tacit_outbox_backlog',
    help: 'Messages that Temporal has not been given',
    registers: [register],
    async collect() {
      const { _count, _min } = await database.outbox.aggregate({ _count: true, _min: { createdAt: true } });
      this.set(_count);
      oldest.set(_min.createdAt ? (Date.now() - _min.createdAt.getTime()) / 1000 : 0);
    },
  });
  new Gauge({
    name: 'tacit_mail_oldest_seconds',
    help: 'Age of the oldest letter that no mail server has taken yet',
    registers: [register],
    async collect() {
      const { _min } = await database.mail.aggregate({ where: { state: 'queued' }, _min: { createdAt: true } });
      this.set(_min.createdAt ? (Date.now() - _min.createdAt.getTime()) / 1000 : 0);
    },
  });
  new Gauge({
    name: 'tacit_mail_failed',
    help: 'Letters that were given up and not sent again',
    registers: [register],
    async collect() {
      this.set(await database.mail.count({ where: { state: 'failed' } }));
    },
  });
  new Gauge({
    name: 'tacit_overdue_renewals',
    help: 'Renewals whose deadline passed over a day ago and that were not made',
    registers: [register],
    async collect() {
      this.set(await countOverdueRenewals(database, new Date()));
    },
  });
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    measure: (request, response, next) => {
      const stop = durations.startTimer({ method: request.method });
      response.on('finish', () => {
        // A stream lasts as long as somebody listens, which says nothing about the server.
        if (response.locals['isStream'] === true) return;
        stop({ route: String(response.locals['route'] ?? 'none'), status: String(response.statusCode) });
      });
      next();
    },
  };
}
