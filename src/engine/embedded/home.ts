import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../fault.ts';

/** The directory in which one embedded Tacit keeps everything it must remember (`.tacit` in a checkout). */
export interface Home {
  readonly path: string;
  /** Where a process writes its output. */
  logFile(name: string): string;
  /** What names a running process to the next start. */
  runFile(name: string): string;
  /** A random secret, made at first use and kept in a file only its owner can read. */
  secret(name: string, bytes?: number): { value: string; file: string; isNew: boolean };
}

const SECRET_BYTES = 32;

/** Creates what is missing. Throws the system's error (see `faultOf`) where the directory cannot be written. */
export function openHome(path: string): Home {
  const root = resolve(path);
  for (const directory of [root, join(root, 'logs'), join(root, 'run')]) makeDirectory(directory);
  makeDirectory(join(root, 'secrets'), 0o700);
  assertWritable(root);
  return {
    path: root,
    logFile: (name) => join(root, 'logs', `${name}.log`),
    runFile: (name) => join(root, 'run', `${name}.json`),
    secret: (name, bytes = SECRET_BYTES) => {
      const file = join(root, 'secrets', name);
      if (existsSync(file)) return { value: readFileSync(file, 'utf8').trim(), file, isNew: false };
      const value = randomBytes(bytes).toString('base64url');
      writeAtomically(file, `${value}\n`, 0o600);
      return { value, file, isNew: true };
    },
  };
}

/**
 * Makes the directory and those above it where they are missing. Node's own way never ends where the system says of an
 * existing place that it does not exist, as Linux does of `/proc`. Throws the system's error, or a Fault of that place.
 */
export function makeDirectory(path: string, mode?: number): void {
  if (!existsSync(dirname(path))) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
    throw new Fault(
      'no-directory',
      `${path} cannot be made: ${code === 'EEXIST' ? 'something else stands there' : 'the system does not allow it there'}.`,
      'Set TACIT_HOME to a directory that can be written.',
      { cause: error },
    );
  }
}

/** An existing directory on a full or read-only disk is found out here, not minutes later by PostgreSQL. */
function assertWritable(directory: string): void {
  const probe = join(directory, `.probe-${process.pid}`);
  try {
    writeFileSync(probe, 'x'.repeat(4096));
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Replaces the file in one step, so that a kill leaves either the old content or the new. */
export function writeAtomically(file: string, content: string, mode = 0o644): void {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, content, { mode });
    chmodSync(draft, mode);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The parsed content, or undefined if the file is missing or was cut short by a crash. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
