import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for every program. */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time that the processes and their children have used so far, or undefined where the system does
 * not say. Other programs on the machine change it far less than they change a rate.
 */
export function processorSeconds(pids: number[]): number | undefined {
  if (process.platform !== 'linux') return undefined;
  let ticks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(entry);
    if (stat === undefined) continue;
    const isRoot = pids.includes(Number(entry));
    if (isRoot || pids.includes(stat.parent)) ticks += stat.own;
    // Of children that have ended; their parent counts for them.
    if (isRoot) ticks += stat.ended;
  }
  return ticks / TICKS_PER_SECOND;
}

function readStat(pid: string): { parent: number; own: number; ended: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets that may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (index: number): number => Number(fields[index]);
    return { parent: field(1), own: field(11) + field(12), ended: field(13) + field(14) };
  } catch {
    return undefined;
  }
}
