import { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import { faultOf } from '../fault.ts';
import { packageVersion } from '../package-root.ts';
import { joinRunning } from './running.ts';
import { runService, type Service } from './service.ts';

interface CommandEntry {
  name: string;
  summary: string;
  /** Flags as commander writes them, each with what it does. */
  options?: [flags: string, meaning: string][];
  /** Positional arguments as commander writes them: `<file>`, `[words...]`. */
  arguments?: string;
  /** Does not join the Tacit that runs in its home. */
  isAlone?: true;
}

/** A command that ends by itself: its number, if any, becomes the exit code. */
interface TaskEntry extends CommandEntry {
  load: () => Promise<{
    run(config: Config, options: Record<string, unknown>, args: string[]): Promise<number | void>;
  }>;
}

/** A command that runs until it is told to stop. */
interface ServiceEntry extends CommandEntry {
  loadService: () => Promise<{ start(config: Config): Promise<Service> }>;
}

/** Every command loads its own parts only, when it is called. */
const COMMANDS: (TaskEntry | ServiceEntry)[] = [
  { name: 'up', summary: 'start everything and keep it running', isAlone: true, load: () => import('./up.ts') },
  {
    name: 'engine',
    summary: 'get the Temporal server ready beforehand',
    isAlone: true,
    load: () => import('./engine.ts'),
  },
  { name: 'api', summary: 'serve the API', loadService: () => import('./api.ts') },
  { name: 'worker', summary: 'carry out what waits in Temporal', loadService: () => import('./worker.ts') },
  { name: 'migrate', summary: "bring the database to today's schema", load: () => import('./migrate.ts') },
  {
    name: 'seed',
    summary: 'make the first administrator',
    options: [['--demo', 'and a demonstration, in a database without customers']],
    load: () => import('./seed.ts'),
  },
  {
    name: 'import',
    summary: 'sell what a CSV file lists, each line once by its reference',
    arguments: '<file>',
    options: [['--dry-run', 'only say what it would do']],
    load: () => import('./import.ts'),
  },
  {
    name: 'reconcile',
    summary: "recreate every wait in Temporal from Tacit's own rows",
    load: () => import('./reconcile.ts'),
  },
  {
    name: 'demo',
    summary: "live through the manuals' examples in seconds, and hold every date against them",
    options: [
      ['--url <address>', 'use the Tacit at this address, which needs the test clock, instead of one of its own'],
      ['--email <address>', 'whom to sign in there as; an administrator'],
      ['--password <password>', 'and with what'],
    ],
    isAlone: true,
    load: () => import('./demo.ts'),
  },
  {
    name: 'doctor',
    summary: 'check everything Tacit needs and say how to mend it',
    options: [['--json', 'answer as JSON']],
    load: () => import('./doctor.ts'),
  },
];

const program = new Command('tacit')
  .description('Renewals and cancellations for membership businesses.')
  .version(packageVersion);
for (const entry of COMMANDS) {
  const command = program.command(entry.name).description(entry.summary);
  for (const [flags, meaning] of entry.options ?? []) command.option(flags, meaning);
  if (entry.arguments !== undefined) command.argument(entry.arguments);
  command.action(async () => {
    const config = entry.isAlone ? loadConfig() : joinRunning(loadConfig());
    if ('loadService' in entry) {
      const service = await entry.loadService();
      await runService(() => service.start(config));
    } else {
      const task = await entry.load();
      process.exitCode = (await task.run(config, command.opts(), command.args)) ?? 0;
    }
  });
}

try {
  await program.parseAsync();
} catch (error) {
  const fault = faultOf(error);
  console.error(fault === undefined ? error : `tacit: ${fault.toParagraph()}`);
  process.exitCode = 1;
}
