import { Client, Connection } from '@temporalio/client';
import { type Config, requireDatabaseUrl, temporalConnectionOptions } from '../config.ts';
import { openDatabase } from '../database/client.ts';
import { ensureNamespace, ensureSearchAttributes, RETENTION_DAYS } from '../engine/namespace.ts';
import { reconcile } from '../engine/reconcile.ts';

/** Recreates every wait from Tacit's own rows, against an empty Temporal too. */
export async function run(config: Config): Promise<void> {
  const database = openDatabase(requireDatabaseUrl(config));
  const connection = await Connection.connect(temporalConnectionOptions(config));
  const { namespace, taskQueue } = config.temporal;
  try {
    await ensureNamespace(connection, { namespace, retentionDays: RETENTION_DAYS });
    await ensureSearchAttributes(connection, namespace);
    const { workflow } = new Client({ connection, namespace });
    const told = await reconcile({ database, workflows: workflow, taskQueue, progress: showProgress });
    console.log(`${told} waiting chains were told to read their rows again.`);
  } finally {
    await connection.close();
    await database.$disconnect();
  }
}

function showProgress(told: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${told} chains told`);
}
