import { Client, Connection } from '@temporalio/client';
import { type Config, requireDatabaseUrl, temporalConnectionOptions } from '../config.ts';
import { openDatabase } from '../database/client.ts';
import { demandSchema } from '../database/migrate.ts';
import { prepareNamespace, withTemporal } from '../engine/namespace.ts';
import { reconcile } from '../engine/reconcile.ts';

/** Recreates every wait from Tacit's own rows, against an empty Temporal too. */
export async function run(config: Config): Promise<void> {
  const databaseUrl = requireDatabaseUrl(config);
  const options = temporalConnectionOptions(config);
  const { namespace, taskQueue } = config.temporal;
  await demandSchema(databaseUrl);
  const database = openDatabase(databaseUrl);
  const connect = () => Connection.connect(options);
  try {
    const told = await withTemporal(options.address, connect, async (connection) => {
      await prepareNamespace(connection, namespace);
      const { workflow } = new Client({ connection, namespace });
      return reconcile({ database, workflows: workflow, taskQueue, progress: showProgress });
    });
    console.log(`${told} workflows that wait were told to read their rows again.`);
  } finally {
    await database.$disconnect();
  }
}

function showProgress(told: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${told} workflows told`);
}
