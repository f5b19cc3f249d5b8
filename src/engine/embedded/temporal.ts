import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { type Engine, SCHEMA_VERSION } from './engine.ts';
import { Fault } from '../../fault.ts';
import { type Home, writeAtomically } from './home.ts';
import { keepPorts } from './ports.ts';
import { urlOf, ensureDatabase, type PostgresAccess, query } from './postgres.ts';
import { type Log, launch, type RunningProcess, waitUntil, withProgress } from './process.ts';

export interface EmbeddedTemporal {
  readonly process: RunningProcess;
  /** `host:port` of its gRPC interface. */
  readonly address: string;
  /** Address of its UI, if it brings one along. */
  readonly ui: string | undefined;
}

interface CommonOptions {
  home: Home;
  log: Log;
  /** Lets clients skip the time of single workflows: for tests and demonstrations only. */
  testClock: boolean;
}

interface ServerOptions extends CommonOptions {
  engine: Extract<Engine, { kind: 'server' }>;
  /** Where the server keeps its state. */
  postgres: PostgresAccess;
}

/** The dev server keeps its state in a file of its own. */
interface DevServerOptions extends CommonOptions {
  engine: Extract<Engine, { kind: 'dev-server' }>;
}

export type TemporalOptions = ServerOptions | DevServerOptions;

type DynamicValue = boolean | number | string;

const { SERVING } = proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
const LOOPBACK = '127.0.0.1';
const START_LIMIT_MS = 120_000;
const STOP = { signal: 'SIGTERM', patience: 15_000 } as const;
const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
const PORTS = SERVICES.flatMap((service) => [`temporal-${service}`, `temporal-${service}-membership`] as const);
const DATABASES = [
  { store: 'default', name: 'temporal', schema: 'postgresql/v12/temporal' },
  { store: 'visibility', name: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
] as const;

// One application has the server to itself: limits meant to keep tenants apart would only delay its bursts.
const GENEROUS_LIMITS: Record<string, DynamicValue> = {
  'frontend.rps': 20_000,
  'frontend.namespaceRPS': 20_000,
  'frontend.namespaceRPS.visibility': 500,
  'frontend.persistenceMaxQPS': 20_000,
  'history.persistenceMaxQPS': 20_000,
  'matching.persistenceMaxQPS': 20_000,
  'frontend.globalNamespaceRPS.namespaceReplicationInducingAPIs': 100,
};
const TEST_CLOCK: Record<string, DynamicValue> = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'history.timerProcessorMaxTimeShift': '10ms',
  'system.namespaceCacheRefreshInterval': '200ms',
};

/** Starts Temporal on loopback and resolves when it serves. Throws a Fault with what to do. */
export async function startTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const { home, log } = options;
  const directory = join(home.path, 'temporal');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporal = isServer(options)
    ? await launchServer(options, directory)
    : await launchDevServer(options, directory);
  try {
    await waitUntil(() => assertServing(temporal.address), {
      what: 'Temporal to serve',
      limit: START_LIMIT_MS,
      log,
      process: temporal.process,
      logFile: home.logFile('temporal'),
    });
  } catch (error) {
    await temporal.process.stop();
    throw error;
  }
  return temporal;
}

/** Throws unless the frontend of that address answers that it serves. */
export async function assertServing(address: string): Promise<void> {
  const connection = Connection.lazy({ address });
  try {
    const { status } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' }),
    );
    // It answers before it takes anything, and says so.
    if (status !== SERVING) throw new Error('Temporal is not healthy yet');
  } finally {
    await connection.close();
  }
}

function isServer(options: TemporalOptions): options is ServerOptions {
  return options.engine.kind === 'server';
}

async function launchServer(options: ServerOptions, directory: string): Promise<EmbeddedTemporal> {
  const { home, log, engine, postgres, testClock } = options;
  await ensureSchema(engine.sqlTool, postgres, log);
  const ports = await keepPorts(home, PORTS, log);
  const config = join(directory, 'server.yaml');
  const dynamicConfig = join(directory, 'dynamic.yaml');
  const values = { ...GENEROUS_LIMITS, ...(testClock ? TEST_CLOCK : {}) };
  // JSON is YAML, and needs no quoting rules of ours.
  writeAtomically(
    dynamicConfig,
    JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [{ value }]])), null, 2),
  );
  writeAtomically(config, JSON.stringify(serverConfig(postgres, ports, dynamicConfig), null, 2), 0o600);
  return {
    process: launch({
      home,
      name: 'temporal',
      command: engine.server,
      args: ['--config-file', config, '--allow-no-auth', 'start'],
      cwd: directory,
      stop: STOP,
    }),
    address: `${LOOPBACK}:${ports['temporal-frontend']}`,
    ui: undefined,
  };
}

async function launchDevServer(options: DevServerOptions, directory: string): Promise<EmbeddedTemporal> {
  const { home, log, engine, testClock } = options;
  const ports = await keepPorts(home, ['temporal-frontend', 'temporal-ui'], log);
  const values = { ...GENEROUS_LIMITS, ...(testClock ? TEST_CLOCK : {}) };
  return {
    process: launch({
      home,
      name: 'temporal',
      command: engine.cli,
      args: [
        ...['server', 'start-dev', '--ip', LOOPBACK, '--log-level', 'warn'],
        ...['--port', String(ports['temporal-frontend']), '--ui-port', String(ports['temporal-ui'])],
        ...['--db-filename', join(directory, 'dev-server.db')],
        ...Object.entries(values).flatMap(([key, value]) => [
          '--dynamic-config-value',
          `${key}=${JSON.stringify(value)}`,
        ]),
      ],
      cwd: directory,
      stop: STOP,
    }),
    address: `${LOOPBACK}:${ports['temporal-frontend']}`,
    ui: `http://${LOOPBACK}:${ports['temporal-ui']}`,
  };
}

/**
 * Sets up or updates Temporal's own tables. The version that was completed is kept as the database's comment:
 * a start that finds it has nothing to do, and a database without one was cut short and is made again.
 */
async function ensureSchema(sqlTool: string, postgres: PostgresAccess, log: Log): Promise<void> {
  const found = await query(
    urlOf(postgres, 'postgres'),
    `SELECT datname, shobj_description(oid, 'pg_database') AS version FROM pg_database WHERE datname LIKE 'temporal%'`,
  );
  const versions = new Map(found.map(({ datname, version }) => [datname, version]));
  for (const { name, schema } of DATABASES) {
    const version = versions.get(name);
    if (version === SCHEMA_VERSION) continue;
    const tool = async (...args: string[]): Promise<void> => runSqlTool(sqlTool, postgres, name, args);
    log(`setting up the database ${name}`);
    if (version === undefined || version === null) {
      await query(urlOf(postgres, 'postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await ensureDatabase(postgres, name);
      await tool('setup-schema', '-v', '0.0');
    }
    await withProgress(`setting up the database ${name}`, log, () => tool('update-schema', '--schema-name', schema));
    await query(urlOf(postgres, 'postgres'), `COMMENT ON DATABASE ${name} IS '${SCHEMA_VERSION}'`);
  }
}

async function runSqlTool(sqlTool: string, postgres: PostgresAccess, database: string, args: string[]): Promise<void> {
  const env = {
    ...process.env,
    SQL_PLUGIN: 'postgres12_pgx',
    SQL_HOST: LOOPBACK,
    SQL_PORT: String(postgres.port),
    SQL_USER: postgres.user,
    SQL_PASSWORD: postgres.password,
    SQL_DATABASE: database,
  };
  try {
    await promisify(execFile)(sqlTool, args, { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    throw new Fault(
      'temporal-schema',
      `Temporal's tables could not be set up in ${database}: ${(stderr || stdout).trim().split('\n').at(-1)}.`,
      'Mend that, then start again: it goes on where it stopped.',
      { cause: error },
    );
  }
}

function serverConfig(postgres: PostgresAccess, ports: Record<(typeof PORTS)[number], number>, dynamicConfig: string) {
  const frontend = `${LOOPBACK}:${ports['temporal-frontend']}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      // For ever: a history belongs to a shard by this number.
      numHistoryShards: 4,
      datastores: Object.fromEntries(
        DATABASES.map(({ store, name }) => [
          store,
          {
            sql: {
              pluginName: 'postgres12_pgx',
              databaseName: name,
              connectAddr: `${LOOPBACK}:${postgres.port}`,
              connectProtocol: 'tcp',
              user: postgres.user,
              password: postgres.password,
              maxConns: 10,
              maxIdleConns: 10,
              maxConnLifetime: '1h',
            },
          },
        ]),
      ),
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: LOOPBACK } },
    services: Object.fromEntries(
      SERVICES.map((service) => [
        service,
        {
          rpc: {
            grpcPort: ports[`temporal-${service}`],
            membershipPort: ports[`temporal-${service}-membership`],
            bindOnLocalHost: true,
          },
        },
      ]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    namespaceDefaults: { archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } } },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '60s' },
  };
}
