import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../../fault.ts';

export interface OrdinaryUser {
  name: string;
  uid: number;
  gid: number;
}

/** Where root keeps what an ordinary user must reach and a private checkout hides from it. */
export const SHARED_STATE = '/var/lib/tacit';

const OWN_USER = 'tacit';
const MAKE_USER: [string, string[]][] = [
  ['useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', OWN_USER]],
  ['adduser', ['-S', '-D', '-H', OWN_USER]],
];
const STAND_INS = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root runs it as the system user `tacit`, made at first need,
 * or as an existing one where no user can be made. Undefined for everybody else: they run it themselves.
 */
export function ordinaryUser(): OrdinaryUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp(OWN_USER);
  if (existing !== undefined) return existing;
  for (const [command, args] of MAKE_USER) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) break;
  }
  for (const name of [OWN_USER, ...STAND_INS]) {
    const user = lookUp(name);
    if (user !== undefined) return user;
  }
  throw new Fault(
    'no-ordinary-user',
    'PostgreSQL does not run as root, and no ordinary user could be found or made for it.',
    'Start Tacit as an ordinary user, or create one named tacit (useradd --system tacit), or set DATABASE_URL.',
  );
}

/** Whether the user reaches the path, asked of the kernel: modes alone leave out access lists and mounts. */
export function canReach(user: OrdinaryUser, path: string): boolean {
  const { uid, gid } = user;
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A copy of the directory that everybody can read, made once per name. */
export function sharedCopy(source: string, name: string): string {
  const target = join(SHARED_STATE, name);
  if (existsSync(target)) return target;
  mkdirSync(SHARED_STATE, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(join(SHARED_STATE, '.copy-'));
  cpSync(source, join(draft, basename(source)), { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'go+rX', draft]);
  try {
    renameSync(join(draft, basename(source)), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** A new directory that belongs to the user, below one that it can enter. */
export function ownDirectory(user: OrdinaryUser): string {
  mkdirSync(SHARED_STATE, { recursive: true, mode: 0o755 });
  const directory = mkdtempSync(join(SHARED_STATE, 'home-'));
  chownSync(directory, user.uid, user.gid);
  return directory;
}

function lookUp(name: string): OrdinaryUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid };
}
