import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { engineCache, findEngine } from '../../src/engine/embedded/engine.ts';

// The ladder from a cluster down to a clear refusal, with scripts in the place of Go and of the temporal command.

const log = (): void => {};
const NOBODY_LISTENS = 'http://127.0.0.1:1';
const environment = { PATH: process.env.PATH, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME };

let directory: string;
let programs: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tacit-ladder-'));
  programs = join(directory, 'programs');
  mkdirSync(programs);
  process.env.XDG_CACHE_HOME = join(directory, 'cache');
  process.env.PATH = programs;
});

afterEach(() => {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(directory, { recursive: true, force: true });
});

const GO_THAT_BUILDS = `[ "$1" = version ] || { echo "#!/bin/sh" > "$GOBIN/server"; echo "#!/bin/sh" > "$GOBIN/sql"; }`;
const GO_WITHOUT_NETWORK = `[ "$1" = version ] && exit 0; echo "dial tcp: no such host" >&2; exit 1`;

test('an address is taken as it is, and nothing is looked for', async () => {
  expect(await findEngine({ log, address: 'temporal.example:7233' })).toEqual({
    kind: 'cluster',
    address: 'temporal.example:7233',
  });
  expect(existsSync(engineCache())).toBe(false);
});

test('with Go, the server is built once into the cache of the user, and taken from there ever after', async () => {
  program('go', GO_THAT_BUILDS);
  const built = await findEngine({ log });
  expect(built).toMatchObject({ kind: 'server', server: join(engineCache(), 'temporal-server-v1.32.1', 'server') });
  rmSync(join(programs, 'go'));
  expect(await findEngine({ log })).toEqual(built);
  expect(readdirSync(engineCache()).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('what a killed build left behind is no program, and is cleared away by the next', async () => {
  mkdirSync(join(engineCache(), '.draft-999999999-abc'), { recursive: true });
  program('go', GO_THAT_BUILDS);
  await findEngine({ log });
  expect(readdirSync(engineCache())).not.toContain('.draft-999999999-abc');
});

test('a build that is interrupted ends the search and leaves nothing', async () => {
  program('go', '[ "$1" = version ] || exec /bin/sleep 60');
  const stop = new AbortController();
  const search = findEngine({ log: () => stop.abort(), signal: stop.signal });
  await expect(search).rejects.toThrow();
  expect(readdirSync(engineCache())).toEqual([]);
});

test('where the build fails, a temporal command on the PATH serves', async () => {
  program('go', GO_WITHOUT_NETWORK);
  program('temporal', 'exit 0');
  const cli = join(programs, 'temporal');
  expect(await findEngine({ log })).toEqual({ kind: 'dev-server', cli, origin: 'PATH' });
});

test('without either, the temporal command is downloaded and kept', async () => {
  const host = await downloadHost();
  process.env.PATH = `${programs}:${environment.PATH?.split(':')
    .filter((entry) => !existsSync(join(entry, 'go')))
    .join(':')}`;
  const cli = join(engineCache(), 'temporal-cli', 'temporal');
  expect(await findEngine({ log, downloadHost: host.url })).toEqual({ kind: 'dev-server', cli, origin: 'download' });
  expect(execFileSync(cli, { encoding: 'utf8' })).toBe('the command line\n');
  host.server.close();
  expect(await findEngine({ log, downloadHost: NOBODY_LISTENS })).toMatchObject({ origin: 'download' });
});

test('where nothing can be had, the refusal names everything that was tried and what to do', async () => {
  program('go', GO_WITHOUT_NETWORK);
  await expect(findEngine({ log, downloadHost: NOBODY_LISTENS })).rejects.toMatchObject({
    code: 'no-engine',
    message: expect.stringMatching(/no such host.*temporal command on the PATH.*127\.0\.0\.1:1 cannot be reached/),
    remedy: expect.stringMatching(/TEMPORAL_ADDRESS.*Go.*temporal/i),
  });
});

function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

async function downloadHost(): Promise<{ url: string; server: Server }> {
  const content = join(directory, 'temporal');
  writeFileSync(content, '#!/bin/sh\necho the command line\n');
  chmodSync(content, 0o755);
  const archive = join(directory, 'archive.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', directory, 'temporal'], { env: { PATH: environment.PATH } });
  const server = createServer((request, response) => {
    if (request.url === '/archive.tar.gz') response.end(readFileSync(archive));
    else response.end(JSON.stringify({ archiveUrl: `${url}/archive.tar.gz`, fileToExtract: 'temporal' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server };
}
