import { Connection } from '@temporalio/client';
import { READY } from '../../../src/cli/service.ts';
import { openDatabase } from '../../../src/database/client.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { ensureAdministrator } from '../../../src/database/users.ts';
import type { Home } from '../../../src/engine/embedded/home.ts';
import { type EmbeddedPostgres, ensureDatabase, startPostgres, urlOf } from '../../../src/engine/embedded/postgres.ts';
import { launch, type RunningProcess } from '../../../src/engine/embedded/process.ts';
import type { EmbeddedTemporal } from '../../../src/engine/embedded/temporal.ts';
import { ensureNamespace, ensureSearchAttributes } from '../../../src/engine/namespace.ts';
import { temporalFor } from '../../support/system.ts';
import { eventually } from './patience.ts';
import { ADMIN, environment, freePort, TACIT } from './supervised-system.ts';

const NAMESPACE = 'tacit';
const quietly = (): void => {};

/** The parts without a supervisor: what is stopped stays away until it is started. */
export class Parts {
  readonly databaseUrl: string;
  readonly url: string;
  readonly #home: Home;
  readonly #postgres: EmbeddedPostgres;
  readonly #running = new Map<'api' | 'worker', RunningProcess>();
  #temporal: EmbeddedTemporal;

  private constructor(home: Home, postgres: EmbeddedPostgres, temporal: EmbeddedTemporal, port: number) {
    this.#home = home;
    this.#postgres = postgres;
    this.#temporal = temporal;
    this.databaseUrl = urlOf(postgres, 'tacit');
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(home: Home): Promise<Parts> {
    const postgres = await startPostgres({ home, log: quietly });
    await ensureDatabase(postgres, 'tacit');
    const parts = new Parts(home, postgres, await temporalFor(home, postgres), await freePort());
    await migrate(parts.databaseUrl);
    const database = openDatabase(parts.databaseUrl, 1);
    const branch = {
      name: 'Madrid',
      timeZone: 'Europe/Madrid',
      country: 'ES',
      language: 'es',
      currency: 'EUR',
    } as const;
    await ensureAdministrator(database, { ...ADMIN, branch });
    await database.$disconnect();
    const connection = await Connection.connect({ address: parts.temporalAddress });
    await ensureNamespace(connection, { namespace: NAMESPACE, retentionDays: 1 });
    await ensureSearchAttributes(connection, NAMESPACE);
    await connection.close();
    await Promise.all([parts.startPart('worker'), parts.startPart('api')]);
    return parts;
  }

  get temporalAddress(): string {
    return this.#temporal.address;
  }

  /** `more` goes before what it would be told otherwise. */
  async startPart(part: 'api' | 'worker', more: Record<string, string> = {}): Promise<void> {
    const env = environment(this.#home, {
      DATABASE_URL: this.databaseUrl,
      TEMPORAL_ADDRESS: this.temporalAddress,
      TEMPORAL_NAMESPACE: NAMESPACE,
      SECRET_KEY: this.#home.secret('secret-key').value,
      PORT: new URL(this.url).port,
      PUBLIC_URL: this.url,
      ...more,
    });
    const command = process.execPath;
    const running = launch({ home: this.#home, name: part, command, args: [TACIT, part], env, channel: true });
    let isReady = false;
    running.child.once('message', (message) => {
      isReady = message === READY;
    });
    this.#running.set(part, running);
    await eventually(`the ${part} to be ready`, () => isReady || running.hasExited || undefined);
    if (!isReady) throw new Error(`the ${part} ended; its log is ${this.#home.logFile(part)}`);
  }

  async killPart(part: 'api' | 'worker'): Promise<void> {
    await kill(this.#running.get(part)!);
  }

  async killTemporal(): Promise<void> {
    await kill(this.#temporal.process);
  }

  async startTemporal(): Promise<void> {
    this.#temporal = await temporalFor(this.#home, this.#postgres);
  }

  async stop(): Promise<void> {
    for (const running of [...this.#running.values(), this.#temporal.process, this.#postgres.process]) {
      await running.stop();
    }
  }
}

async function kill(running: RunningProcess): Promise<void> {
  process.kill(running.pid, 'SIGKILL');
  await running.exited;
}
