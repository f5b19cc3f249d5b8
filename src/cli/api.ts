import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../api/app.ts';
import { clock } from '../clock.ts';
import { type Config, requireDatabaseUrl, senderOf, temporalConnectionOptions } from '../config.ts';
import { type Database, openDatabase } from '../database/client.ts';
import { demandDatabase } from '../database/migrate.ts';
import { forgetAnswers } from '../database/idempotency.ts';
import { forgetPortalAccess } from '../database/portal.ts';
import { Fault } from '../fault.ts';
import { openFiles } from '../files/files.ts';
import { openS3 } from '../files/s3.ts';
import { openGateway } from '../engine/gateway.ts';
import { openLog } from '../log.ts';
import type { Service } from './service.ts';

/** Answers are kept for repeats for as long as a client may reasonably try again. */
const ANSWERS_KEPT_MS = 7 * 24 * 3_600_000;
const TIDY_MS = 3_600_000;

/** How long requests under way may still take when the part is told to stop. */
const DRAIN_MS = 10_000;

/** The part that answers over HTTP; as many as one likes, side by side, behind a balancer. */
export async function start(config: Config): Promise<Service> {
  const log = openLog(config.logLevel, 'api');
  const databaseUrl = requireDatabaseUrl(config);
  const secretKey = requireSecretKey(config);
  await demandDatabase(databaseUrl);
  const database = openDatabase(databaseUrl);
  const { namespace, taskQueue, ui } = config.temporal;
  const gateway = openGateway({ connection: temporalConnectionOptions(config), namespace, taskQueue });
  const { publicUrl, testClock, trustProxy, commandPatienceMs, mailPorts } = config;
  const s3 = config.s3 && (await openS3(config.s3));
  const files = openFiles(database, s3);
  const stopping = new AbortController();
  const app = createApp({
    database,
    clock: clock(config),
    config: {
      databaseUrl,
      secretKey,
      publicUrl,
      mailFrom: senderOf(config),
      testClock,
      trustProxy,
      temporalUi: ui,
      temporalNamespace: namespace,
      commandPatienceMs,
      mailPorts,
    },
    log,
    engine: gateway,
    files,
    stopping: stopping.signal,
  });
  const server = await listen(createServer(app), config);
  const { address, port } = server.address() as AddressInfo;
  log.info({ address, port }, 'the API answers');
  const tidying = setInterval(() => {
    void tidy(database).catch((error) => log.warn({ err: error }, 'old answers and sessions cannot be deleted'));
    void files.tidy(new Date()).catch((error) => log.warn({ err: error }, 'files that nobody named cannot be removed'));
  }, TIDY_MS);
  return {
    async stop() {
      clearInterval(tidying);
      stopping.abort();
      await close(server);
      await gateway.close();
      s3?.close();
      await database.$disconnect();
    },
  };
}

/** Deletes what only served to recognise a repeat or a session, once it is out of date. */
async function tidy(database: Database): Promise<void> {
  await forgetAnswers(database, new Date(Date.now() - ANSWERS_KEPT_MS));
  await database.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await forgetPortalAccess(database, new Date());
}

function requireSecretKey({ secretKey }: Config): string {
  if (secretKey !== undefined) return secretKey;
  throw new Fault(
    'no-secret-key',
    'SECRET_KEY is not set: it signs the sessions of everybody who is signed in.',
    'Set it to at least 16 random characters, the same for every process of the API.',
  );
}

function listen(server: Server, { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Fault('port-taken', `Port ${port} is taken.`, 'Set PORT to a free one.') : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Takes no new requests, lets those under way finish, and ends what does not. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const giveUp = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(giveUp);
}
