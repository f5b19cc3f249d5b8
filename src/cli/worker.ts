import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { join } from 'node:path';
import { clock } from '../clock.ts';
import { type Config, requireDatabaseUrl, senderOf, temporalConnectionOptions } from '../config.ts';
import { openDatabase } from '../database/client.ts';
import { demandDatabase } from '../database/migrate.ts';
import { prepareNotice } from '../database/notices/prepare.ts';
import { prepareNamespace, withTemporal } from '../engine/namespace.ts';
import { startWorker } from '../engine/worker.ts';
import { openLog } from '../log.ts';
import { startDelivery } from '../mail/delivery.ts';
import { startNetwork } from '../network/delivery.ts';
import type { Service } from './service.ts';

/** The part that carries the waits out and delivers letters; as many as one likes, side by side. */
export async function start(config: Config): Promise<Service> {
  const log = openLog(config.logLevel, 'worker');
  const databaseUrl = requireDatabaseUrl(config);
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' } } },
  });
  const connection = temporalConnectionOptions(config);
  const { namespace, taskQueue } = config.temporal;
  await demandDatabase(databaseUrl);
  await withTemporal(
    connection.address,
    () => NativeConnection.connect(connection),
    (opened) => prepareNamespace(opened, namespace),
  );
  const database = openDatabase(databaseUrl);
  const worker = await startWorker({
    connection,
    namespace,
    taskQueue,
    database,
    databaseUrl,
    clock: clock(config),
    log,
  });
  const delivery = startDelivery({
    database,
    databaseUrl,
    clock: clock(config),
    secretKey: config.secretKey,
    smtpUrl: config.smtpUrl,
    directory: join(config.home, 'mail'),
    from: senderOf(config),
    log,
    prepare: (mail) => prepareNotice({ ...config, database, clock: clock(config) }, mail),
  });
  const network = startNetwork({ database, databaseUrl, clock: clock(config), secretKey: config.secretKey, log });
  worker.failed.catch((error) => {
    log.fatal({ err: error }, 'the worker ended by itself');
    process.exit(1);
  });
  log.info({ namespace, taskQueue }, 'the worker works');
  return {
    async stop() {
      await Promise.all([worker.stop(), delivery.stop(), network.stop()]);
      await database.$disconnect();
    },
  };
}
