import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Home, readJson, writeAtomically } from './home.ts';
import type { Log } from './process.ts';

// Below the range from which kernels take the ports of outgoing connections, so that a kept port stays free.
const LOWEST = 20_000;
const HIGHEST = 29_999;

/** `free`, or the system's code for why nothing can listen there: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`. */
export async function portState(port: number, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

/** A loopback port for each name: the one of the last start if it is free, else another that is kept from now on. */
export async function keepPorts<Name extends string>(
  home: Home,
  names: readonly Name[],
  log: Log,
): Promise<Record<Name, number>> {
  const file = join(home.path, 'ports.json');
  const kept = (readJson(file) ?? {}) as Record<string, number>;
  const chosen = { ...kept };
  for (const name of names) {
    const before = kept[name];
    if (before !== undefined && (await portState(before)) === 'free') continue;
    const port = await freePort(new Set(Object.values(chosen)));
    if (before !== undefined) log(`port ${before} of ${name} is taken by another program: ${port} from now on`);
    chosen[name] = port;
  }
  if (names.some((name) => chosen[name] !== kept[name])) writeAtomically(file, JSON.stringify(chosen, null, 2));
  return chosen as Record<Name, number>;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (!taken.has(port) && (await portState(port)) === 'free') return port;
  }
}
