import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { liveOwner } from '../engine/embedded/claim.ts';
import type { ProcessIdentity } from '../engine/embedded/process.ts';

/** Where a running Tacit can be found: what its supervisor leaves in the home once all parts work. */
export interface Whereabouts {
  /** The API and the console. */
  url: string;
  /** With the password: the file is for its owner only. */
  databaseUrl: string;
  temporalAddress: string;
  temporalUi: string | undefined;
  secretKey: string;
}

/** The file by which a supervisor and its whereabouts are found. */
export function supervisorFile(home: string): string {
  return join(home, 'run', 'supervisor.json');
}

/** The live supervisor of the home, without whereabouts while it is starting. */
export function findRunning(home: string): (ProcessIdentity & Partial<Whereabouts>) | undefined {
  return liveOwner(supervisorFile(home));
}

/** Lets a command work with the Tacit that runs in its home, wherever the environment says nothing else. */
export function joinRunning(config: Config): Config {
  const running = findRunning(config.home);
  if (running === undefined) return config;
  const { temporal } = config;
  return {
    ...config,
    databaseUrl: config.databaseUrl ?? running.databaseUrl,
    // The password made for this home opens the database of this home only.
    adminPassword: config.adminPassword ?? (config.databaseUrl === undefined ? passwordIn(config.home) : undefined),
    secretKey: config.secretKey ?? running.secretKey,
    publicUrl: config.publicUrl ?? running.url,
    temporal: {
      ...temporal,
      address: temporal.address ?? running.temporalAddress,
      ui: temporal.ui ?? running.temporalUi,
    },
  };
}

function passwordIn(home: string): string | undefined {
  const file = join(home, 'secrets', 'admin-password');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
