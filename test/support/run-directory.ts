import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervisorFile } from '../../src/cli/running.ts';
import { claim, liveOwner } from '../../src/engine/embedded/claim.ts';
import { openHome } from '../../src/engine/embedded/home.ts';
import { stopLeftovers, stopProcess } from '../../src/engine/embedded/process.ts';

const PREFIX = 'tacit-test-';
const PARTS = ['api', 'worker', 'temporal-ui', 'temporal', 'postgres'];

/** A directory for the servers of one test run, after those of runs that were killed have been cleared away. */
export async function makeRunDirectory(): Promise<string> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const left = join(tmpdir(), name);
    if (existsSync(ownerFile(left)) && liveOwner(ownerFile(left)) === undefined) await removeRunDirectory(left);
  }
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL may run as another user, who must get in.
  await chmod(directory, 0o755);
  await claim(ownerFile(directory));
  return directory;
}

/** With everything that still runs in it. */
export async function removeRunDirectory(directory: string): Promise<void> {
  for (const name of readdirSync(directory).filter((entry) => existsSync(join(directory, entry, 'run')))) {
    await removeHome(join(directory, name));
  }
  rmSync(directory, { recursive: true, force: true });
}

export async function removeHome(path: string): Promise<void> {
  const supervisor = liveOwner(supervisorFile(path));
  if (supervisor !== undefined) await stopProcess(supervisor, { signal: 'SIGTERM', patience: 30_000 });
  await stopLeftovers(openHome(path), PARTS);
  const postgres = join(path, 'postgres');
  if (existsSync(postgres)) rmSync(realpathSync(postgres), { recursive: true, force: true });
  rmSync(path, { recursive: true, force: true });
}

function ownerFile(directory: string): string {
  return join(directory, 'owner.json');
}
