/**
 * The npm scripts of a checkout: prepares what is missing or has changed, then does what is asked.
 * Any word that is not known here is a command of Tacit itself.
 */
import { CLI, Obstacle, prepare, prepareSources, ROOT, run, runCli } from './prepare.mjs';

const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const CHECKS = ['lint', 'typecheck', 'format:check'];

const tasks = {
  /** Everything that can be fetched, generated, compiled or built beforehand. */
  prepare: async () => {
    await prepare();
    return run(process.execPath, [CLI, 'engine']);
  },
  generate: async () => {
    await prepareSources();
    return 0;
  },
  test: async (args) => (await tasks.prepare()) || run(process.execPath, [...JEST, ...args]),
  /** The faults in earnest: a hundred seconds of killing instead of ten. */
  faults: async (args) => {
    process.env.TACIT_FAULT_KILLS ??= '24';
    return tasks.test(['test/faults', ...args]);
  },
  /** Every screen in every language, by day and by night. */
  browser: async (args) => {
    process.env.TACIT_BROWSER_ALL = '1';
    return tasks.test(['test/browser/screens.test.ts', ...args]);
  },
  /** The pictures of the README. */
  screenshots: async () =>
    (await tasks.prepare()) || run(process.execPath, ['--import', 'tsx', 'scripts/screenshots.ts']),
  /** The measurement named; without a name, what there is. */
  bench: async (args) => (await tasks.prepare()) || run(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...args]),
  /** All checks, also after one that failed. */
  check: async () => {
    await prepareSources();
    const failed = [];
    for (const name of CHECKS) if ((await run('npm', ['run', '--silent', name])) !== 0) failed.push(name);
    if (failed.length > 0) throw new Obstacle(`Failed: ${failed.join(', ')}. See above.`);
    return 0;
  },
};

const [word = 'up', ...args] = process.argv.slice(2);
try {
  process.chdir(ROOT);
  if (word in tasks) {
    process.exitCode = await tasks[word](args);
  } else {
    await prepare();
    await runCli([word, ...args]);
  }
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(`tacit: ${error.message}`);
  process.exitCode = 1;
}
