import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** Connections of one process. Activities that run at once must not be more, or they wait for each other. */
export const DEFAULT_POOL_SIZE = 20;

export type Database = PrismaClient;
/** The client inside a transaction. */
export type Tx = Prisma.TransactionClient;

/**
 * A connection whose end is told to whoever uses it and to nobody else: between one user and the next the pool does not
 * listen, and an error that nobody listens to would end the process whenever PostgreSQL restarts under load.
 */
class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

export function openDatabase(databaseUrl: string, poolSize = DEFAULT_POOL_SIZE): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: poolSize, Client: Connection }),
    // A burst waits for its turn instead of failing: the default of 2 s is shorter than a busy night.
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  });
}
