/** Lists the measurements, or runs those named: `npm run bench -- renewals --rounds 3`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAMS: Record<string, string> = {
  renewals: 'renewals per second beside the same loop without work, and beside a workflow of one activity',
  cron: 'the same renewals beside a plain SQL loop',
  burst: '10,000 renewals due at once',
  requests: '10,000 cancellation requests: the desk, claims beside bare updates, memory, limits that pass at once',
  start: 'the warm start of everything',
  profile: 'what the page of a busy customer asks for',
  reports: 'counts, lists and files of the CRM report over 1,000,000 tasks',
  agents: 'a preferred agent of 100,000 customers is changed, while one of them is edited and another sold to',
  notices: '10,000 notices due the same morning: written, and sent beside the bare pool of the mail library',
  search: 'search among 200,000 customers with 400,000 multipacks',
};

const [name, ...options] = process.argv.slice(2);
if (name === undefined || PROGRAMS[name] === undefined) {
  for (const [program, text] of Object.entries(PROGRAMS)) console.log(`  ${program.padEnd(10)}${text}`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const program = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  process.exitCode =
    spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { stdio: 'inherit' }).status ?? 1;
}
