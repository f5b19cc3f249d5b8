import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Fault } from '../../fault.ts';
import { makeDirectory } from './home.ts';
import { identify, type Log } from './process.ts';

/** What runs Temporal, and where it came from. */
export type Engine =
  | { kind: 'cluster'; address: string }
  | { kind: 'server'; server: string; sqlTool: string; ui: string | undefined }
  | { kind: 'dev-server'; cli: string; origin: 'PATH' | 'download' };

/** A program that is built with Go, once for this user. */
export interface Part {
  /** Directory in the cache. */
  directory: string;
  binary: string;
  module: string;
  title: string;
}

// v1.32.2 of the server asks for a newer Go than distributions carry.
const SERVER: Part = {
  directory: 'temporal-server-v1.32.1',
  binary: 'server',
  module: 'go.temporal.io/server/cmd/server@v1.32.1',
  title: 'the Temporal server',
};
const SQL_TOOL: Part = {
  directory: 'temporal-sql-v1.32.1',
  binary: 'sql',
  module: 'go.temporal.io/server/cmd/tools/sql@v1.32.1',
  title: "the Temporal server's schema tool",
};
const UI: Part = {
  directory: 'temporal-ui-v2.55.0',
  binary: 'server',
  module: 'github.com/temporalio/ui-server/v2/cmd/server@v2.55.0',
  title: 'the Temporal UI',
};
const PARTS = [SERVER, SQL_TOOL, UI];

/** Identifies the schema that `sqlTool` sets up. */
export const SCHEMA_VERSION = SQL_TOOL.directory;

const DOWNLOAD_HOST = 'https://temporal.download';
const PROGRESS_MS = 5_000;

export interface FindOptions {
  log: Log;
  /** A cluster that runs already: nothing else is looked for. */
  address?: string | undefined;
  /** False only looks: nothing is built or downloaded, and undefined means that there is nothing yet. */
  mayInstall?: boolean;
  /** Ends a build or download on the way. */
  signal?: AbortSignal;
  /** Where the Temporal command line is downloaded from. */
  downloadHost?: string;
}

/** The directory shared by all checkouts of this user. */
export function engineCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tacit', 'engine');
}

/**
 * Takes the first that can be had: a cluster by address, the server built earlier, one built now with Go,
 * the `temporal` command on the PATH, that command downloaded. Throws a Fault that names them all.
 */
export async function findEngine(options: FindOptions & { mayInstall?: true }): Promise<Engine>;
export async function findEngine(options: FindOptions): Promise<Engine | undefined>;
export async function findEngine(options: FindOptions): Promise<Engine | undefined> {
  const { address, mayInstall = true, signal } = options;
  if (address !== undefined) return { kind: 'cluster', address };
  if (isBuilt(SERVER) && isBuilt(SQL_TOOL)) {
    // The UI is a convenience: that it could not be built is no reason to build again at every start.
    return builtServer();
  }
  const obstacles: string[] = [];
  if (mayInstall) {
    try {
      for (const part of PARTS) await build(part, options);
      return builtServer();
    } catch (error) {
      if (signal?.aborted) throw error;
      obstacles.push(`building the server with Go: ${(error as Error).message}`);
    }
  }
  const onPath = findOnPath('temporal');
  if (onPath !== undefined) return { kind: 'dev-server', cli: onPath, origin: 'PATH' };
  const downloaded = join(engineCache(), 'temporal-cli', 'temporal');
  if (existsSync(downloaded)) return { kind: 'dev-server', cli: downloaded, origin: 'download' };
  if (!mayInstall) return undefined;
  obstacles.push('a temporal command on the PATH: there is none');
  try {
    await downloadCli(downloaded, options);
    return { kind: 'dev-server', cli: downloaded, origin: 'download' };
  } catch (error) {
    if (signal?.aborted) throw error;
    obstacles.push(`downloading the temporal command: ${(error as Error).message}`);
  }
  throw new Fault(
    'no-engine',
    `Tacit needs a Temporal server and none could be had. Tried: ${obstacles.join('; ')}.`,
    'Set TEMPORAL_ADDRESS to a Temporal cluster, or install Go 1.26 or newer (https://go.dev/dl), ' +
      'or install the Temporal command line (https://docs.temporal.io/cli), then start again.',
  );
}

export function pathOf(part: Part): string {
  return join(engineCache(), part.directory, part.binary);
}

function isBuilt(part: Part): boolean {
  return existsSync(pathOf(part));
}

function builtServer(): Engine {
  return {
    kind: 'server',
    server: pathOf(SERVER),
    sqlTool: pathOf(SQL_TOOL),
    ui: isBuilt(UI) ? pathOf(UI) : undefined,
  };
}

/** In a draft that is renamed when complete: a killed build leaves nothing that looks like a program. */
export async function build(part: Part, { log, signal }: FindOptions): Promise<void> {
  if (isBuilt(part)) return;
  if (spawnSync('go', ['version'], { env: process.env, stdio: 'ignore' }).status !== 0)
    throw new Error('there is no go command');
  const target = join(engineCache(), part.directory);
  const draft = makeDraft();
  try {
    log(`building ${part.title}, once for this user (some minutes with empty caches)`);
    await run(
      spawn('go', ['install', '-v', '-trimpath', '-ldflags', '-s -w', part.module], {
        env: { ...process.env, GOBIN: draft },
        stdio: ['ignore', 'ignore', 'pipe'],
        signal,
      }),
      (compiled, seconds) => log(`building ${part.title}: ${compiled} packages, ${seconds} s`),
    );
    moveIntoPlace(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The command line that the SDK, too, downloads for its own local server. */
async function downloadCli(target: string, { log, signal, downloadHost = DOWNLOAD_HOST }: FindOptions): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const about = new URL('/cli/default', downloadHost);
  about.search = new URLSearchParams({ platform, arch, format: 'tar.gz', 'sdk-name': 'sdk-typescript' }).toString();
  const get = async (url: string): Promise<Response> => {
    const { host } = new URL(url);
    const response = await fetch(url, { signal }).catch((error: Error) => {
      throw new Error(`${host} cannot be reached (${(error.cause as Error | undefined)?.message ?? error.message})`);
    });
    if (!response.ok) throw new Error(`${host} answered ${response.status}`);
    return response;
  };
  const { archiveUrl, fileToExtract } = (await (await get(about.href)).json()) as Record<string, string>;
  if (archiveUrl === undefined || fileToExtract === undefined) throw new Error('its answer cannot be understood');
  log('downloading the Temporal command line, once for this user');
  const draft = makeDraft();
  try {
    const archive = join(draft, 'archive.tar.gz');
    await writeFile(archive, new Uint8Array(await (await get(archiveUrl)).arrayBuffer()));
    await run(
      spawn('tar', ['-xzf', archive, '-C', draft, fileToExtract], {
        env: process.env,
        stdio: ['ignore', 'ignore', 'pipe'],
        signal,
      }),
    );
    const directory = mkdtempSync(join(draft, 'cli-'));
    renameSync(join(draft, fileToExtract), join(directory, 'temporal'));
    moveIntoPlace(directory, join(target, '..'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Named after this process, so that the drafts of killed ones can be told and removed. */
function makeDraft(): string {
  const cache = engineCache();
  makeDirectory(cache);
  for (const name of readdirSync(cache)) {
    const pid = /^\.draft-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && identify(Number(pid)) === undefined) {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
  return mkdtempSync(join(cache, `.draft-${process.pid}-`));
}

function moveIntoPlace(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another checkout was faster.
    if (!existsSync(target)) throw error;
  }
}

/** Waits for the end; a failure carries the last line of standard error. */
async function run(child: ChildProcess, progress?: (lines: number, seconds: number) => void): Promise<void> {
  const start = Date.now();
  let lines = 0;
  let last = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines += text.split('\n').length - 1;
    last = text.trim().split('\n').at(-1) || last;
  });
  const ticker = setInterval(() => progress?.(lines, Math.round((Date.now() - start) / 1000)), PROGRESS_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(last || `it ended with code ${code}`))));
    });
  } finally {
    clearInterval(ticker);
  }
}

function findOnPath(command: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** In a few words, for people. */
export function describeEngine(engine: Engine): string {
  if (engine.kind === 'cluster') return `the cluster at ${engine.address}`;
  if (engine.kind === 'server') return `the server built from source, ${engine.server}`;
  return `the development server of ${engine.cli}, ${engine.origin === 'PATH' ? 'found on the PATH' : 'downloaded'}`;
}
