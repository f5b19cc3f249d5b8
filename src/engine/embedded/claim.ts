import { setTimeout as delay } from 'node:timers/promises';
import { readJson, writeAtomically } from './home.ts';
import { identify, isAlive, type ProcessIdentity } from './process.ts';

// Longer than two processes that start at the same moment are apart between looking and writing.
const SETTLE_MS = 100;

/**
 * Writes this process into the file as its only owner and returns undefined, or returns the live owner.
 * A dead owner needs no cleaning up: its identity is no longer alive.
 */
export async function claim(file: string): Promise<ProcessIdentity | undefined> {
  const owner = liveOwner(file);
  if (owner !== undefined && owner.pid !== process.pid) return owner;
  writeAtomically(file, JSON.stringify(identify(process.pid)));
  await delay(SETTLE_MS);
  const winner = liveOwner(file);
  return winner?.pid === process.pid ? undefined : winner;
}

/** The process that the file names, with whatever it noted there, if it still lives. */
export function liveOwner(file: string): ProcessIdentity | undefined {
  const owner = readJson(file) as ProcessIdentity | undefined;
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}
