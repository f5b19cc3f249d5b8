import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../../fault.ts';
import { type Home, readJson, writeAtomically } from './home.ts';

/** A process that can be told apart from a later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When the kernel started it, in the kernel's own notation; only ever compared. */
  startedAt: string;
}

export type Log = (line: string) => void;

/** How a process is asked to end, and for how long it is waited for before it is killed. */
export interface StopPolicy {
  signal: NodeJS.Signals;
  /** Milliseconds. */
  patience: number;
}

export interface LaunchOptions {
  home: Home;
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The ordinary user to run as; only root may choose one. */
  user?: { uid: number; gid: number };
  stop?: StopPolicy;
  /** Opens a message channel, whose end tells the child that its parent is gone. */
  channel?: boolean;
}

export interface RunningProcess extends ProcessIdentity {
  readonly name: string;
  readonly child: ChildProcess;
  readonly hasExited: boolean;
  /** Resolves, never rejects, with a phrase such as `exit code 1` or `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** Resolves when the process is gone. `hurry` skips the waiting. */
  stop(hurry?: AbortSignal): Promise<void>;
}

interface RunFile extends ProcessIdentity {
  stop: StopPolicy;
}

const DEFAULT_STOP: StopPolicy = { signal: 'SIGTERM', patience: 10_000 };
const LARGEST_LOG_BYTES = 20 * 1024 * 1024;
const POLL_MS = 25;
const FIRST_PROGRESS_MS = 2_000;
const PROGRESS_MS = 5_000;

/**
 * Starts a process in a session of its own, so that Ctrl-C in the terminal reaches its parent alone
 * and the parts can be stopped in order. Its output goes to its log, its identity to its run file.
 */
export function launch(options: LaunchOptions): RunningProcess {
  const { home, name, stop = DEFAULT_STOP } = options;
  const output = openLog(home.logFile(name));
  const child = spawn(options.command, options.args, {
    detached: true,
    stdio: ['ignore', output, output, ...(options.channel ? (['ipc'] as const) : [])],
    env: options.env ?? process.env,
    cwd: options.cwd,
    ...options.user,
  });
  closeSync(output);

  let hasExited = false;
  const runFile = home.runFile(name);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }).then((how) => {
    hasExited = true;
    rmSync(runFile, { force: true });
    return how;
  });
  if (child.pid === undefined) {
    throw new Fault(
      'not-executable',
      `${options.command} could not be started.`,
      `See that the file is there and may be executed by this user.`,
    );
  }

  const identity = identify(child.pid) ?? { pid: child.pid, startedAt: '' };
  writeAtomically(runFile, JSON.stringify({ ...identity, stop } satisfies RunFile));
  return {
    ...identity,
    name,
    child,
    exited,
    get hasExited() {
      return hasExited;
    },
    stop: async (hurry) => {
      await stopProcess(identity, stop, hurry);
      await exited;
    },
  };
}

/** The process of that pid, or undefined if there is none or only its unreaped remains. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is a name in brackets that may itself hold blanks and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [state, startTicks] = [fields[0], fields[19]];
      return startTicks === undefined || state === 'Z' || state === 'X' ? undefined : { pid, startedAt: startTicks };
    }
    const [state, ...startedAt] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : { pid, startedAt: startedAt.join(' ') };
  } catch {
    return undefined;
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line of a process, or an empty string where it cannot be read. */
export function commandLine(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Asks, waits, then kills. Does nothing to another process that was given the same pid. */
export async function stopProcess(identity: ProcessIdentity, policy: StopPolicy, hurry?: AbortSignal): Promise<void> {
  const steps: StopPolicy[] = [policy, { signal: 'SIGKILL', patience: 10_000 }];
  for (const { signal, patience } of steps) {
    if (!isAlive(identity)) return;
    process.kill(identity.pid, signal);
    const until = Date.now() + patience;
    while (isAlive(identity)) {
      if (Date.now() > until || (hurry?.aborted && signal !== 'SIGKILL')) break;
      await delay(POLL_MS);
    }
  }
  if (isAlive(identity)) {
    throw new Fault('will-not-stop', `Process ${identity.pid} cannot be stopped.`, 'Stop it by hand, then try again.');
  }
}

/** Stops what an earlier, killed parent left running, in the order given. Returns the names stopped. */
export async function stopLeftovers(home: Home, names: readonly string[], hurry?: AbortSignal): Promise<string[]> {
  const stopped: string[] = [];
  for (const name of names) {
    const left = readJson(home.runFile(name)) as RunFile | undefined;
    if (left !== undefined && isAlive(left)) {
      await stopProcess(left, left.stop, hurry);
      stopped.push(name);
    }
    rmSync(home.runFile(name), { force: true });
  }
  return stopped;
}

export interface Waiting {
  /** What is waited for: "PostgreSQL to accept connections". */
  what: string;
  /** Milliseconds. */
  limit: number;
  log: Log;
  /** Whose end makes further waiting pointless. */
  process?: RunningProcess;
  logFile?: string;
}

/** Calls `probe` until it does not throw. Says every five seconds what is still waited for. */
export async function waitUntil<T>(probe: () => Promise<T>, waiting: Waiting): Promise<T> {
  const start = Date.now();
  let nextWord = FIRST_PROGRESS_MS;
  for (;;) {
    let obstacle: unknown;
    try {
      return await probe();
    } catch (error) {
      if (error instanceof Fault) throw error;
      obstacle = error;
    }
    const elapsed = Date.now() - start;
    const { what, limit, log, process: running } = waiting;
    if (running?.hasExited || elapsed > limit) {
      const end = running?.hasExited ? `it ended with ${await running.exited}` : `${Math.round(limit / 1000)} s passed`;
      const words = waiting.logFile === undefined ? String(obstacle) : lastWords(waiting.logFile);
      throw new Fault(
        'not-ready',
        `Waited in vain for ${what}: ${end}. Its last words: ${words}`,
        waiting.logFile === undefined ? 'Try again.' : `The whole story is in ${waiting.logFile}.`,
      );
    }
    if (elapsed > nextWord) {
      log(`waiting for ${what}, ${Math.round(elapsed / 1000)} s`);
      nextWord += PROGRESS_MS;
    }
    await delay(POLL_MS);
  }
}

/** Says every five seconds that the work still goes on. */
export async function withProgress<T>(what: string, log: Log, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const ticker = setInterval(() => log(`${what}, ${Math.round((Date.now() - start) / 1000)} s`), PROGRESS_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}

/** The last complaint in a log, or else its last line, short enough for a sentence. */
export function lastWords(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-200) : [];
  const line = lines.findLast((text) => /FATAL|PANIC|panic:|"level":"(error|fatal)"/.test(text)) ?? lines.at(-1) ?? '';
  return (inWords(line) ?? line).slice(0, 400);
}

/** Of a line of JSON, the parts meant for people. */
function inWords(line: string): string | undefined {
  try {
    const { msg, error } = JSON.parse(line) as { msg?: string; error?: string };
    return [msg, error].filter((part) => part !== undefined).join(': ');
  } catch {
    return undefined;
  }
}

function openLog(file: string): number {
  try {
    if (statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return openSync(file, 'a', 0o640);
}
