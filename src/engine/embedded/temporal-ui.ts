import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, writeAtomically } from './home.ts';
import { keepPorts } from './ports.ts';
import { type Log, launch, type RunningProcess, waitUntil } from './process.ts';

export interface EmbeddedTemporalUi {
  readonly process: RunningProcess;
  /** Address of the pages. */
  readonly url: string;
}

export interface TemporalUiOptions {
  home: Home;
  log: Log;
  /** The program. */
  ui: string;
  /** `host:port` of Temporal's gRPC interface. */
  temporalAddress: string;
  namespace: string;
}

const START_LIMIT_MS = 30_000;

/** Starts Temporal's web pages on loopback and resolves when they are served. */
export async function startTemporalUi(options: TemporalUiOptions): Promise<EmbeddedTemporalUi> {
  const { home, log, temporalAddress, namespace } = options;
  const { 'temporal-ui': port } = await keepPorts(home, ['temporal-ui'], log);
  const url = `http://127.0.0.1:${port}`;
  const directory = join(home.path, 'temporal-ui');
  mkdirSync(join(directory, 'config'), { recursive: true });
  const config = {
    temporalGrpcAddress: temporalAddress,
    host: '127.0.0.1',
    port,
    enableUi: true,
    defaultNamespace: namespace,
    disableNewsFetch: true,
    cors: { allowOrigins: [url] },
  };
  writeAtomically(join(directory, 'config', 'tacit.yaml'), JSON.stringify(config, null, 2));
  const running = launch({
    home,
    name: 'temporal-ui',
    command: options.ui,
    args: ['--root', directory, '--config', 'config', '--env', 'tacit', 'start'],
    cwd: directory,
    stop: { signal: 'SIGTERM', patience: 3_000 },
  });
  await waitUntil(() => fetch(url, { signal: AbortSignal.timeout(2_000) }), {
    what: 'the Temporal UI to answer',
    limit: START_LIMIT_MS,
    log,
    process: running,
    logFile: home.logFile('temporal-ui'),
  });
  return { process: running, url };
}
