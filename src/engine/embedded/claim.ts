import { setTimeout as delay } from 'node:timers/promises';
import { readJson, writeAtomically } from './home.ts';
import { identify, isAlive, type ProcessIdentity } from './process.ts';

// Longer than two processes that start at the same moment are apart between looking and writing.
const SETTLE_MS = 100;

/**
 * Writes this process into the file as its only owner and returns undefined, or returns the live owner.
 * A dead owner needs no cleaning up: its identity is no longer alive.
 */
export async function claim<T extends object>(file: string, note: T): Promise<(ProcessIdentity & T) | undefined> {
  const self = identify(process.pid) ?? { pid: process.pid, startedAt: '' };
  const owner = liveOwner<T>(file);
  if (owner !== undefined && owner.pid !== self.pid) return owner;
  writeAtomically(file, JSON.stringify({ ...self, ...note }));
  await delay(SETTLE_MS);
  const winner = liveOwner<T>(file);
  return winner === undefined || winner.pid === self.pid ? undefined : winner;
}

/** The process that the file names, if it still lives. */
export function liveOwner<T extends object>(file: string): (ProcessIdentity & T) | undefined {
  const owner = readJson<ProcessIdentity & T>(file);
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}
