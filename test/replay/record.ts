import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { makeRunDirectory, removeRunDirectory } from '../support/run-directory.ts';
import { HISTORIES, toJson } from './histories.ts';

// Records the stored histories anew, each from a run on the real engine: npx tsx test/replay/record.ts [name …]
// Only for a workflow that is not live yet, or to add paths: a history that a worker wrote is what replay must bear.
const isOwn = process.env.TACIT_TEST_SYSTEM === undefined;
process.env.TACIT_TEST_SYSTEM ??= await makeRunDirectory();
const { openHouse } = await import('../support/chains.ts');
const { migrate } = await import('../../src/database/migrate.ts');
const { ensureDatabase, urlOf } = await import('../../src/engine/embedded/postgres.ts');
const { postgresFor, privateHome } = await import('../support/system.ts');
const { CONTINUED, NOTICE_STORIES, REQUEST_STORIES, STORIES } = await import('./stories.ts');

const home = await privateHome();
let postgres = await postgresFor(home);
await ensureDatabase(postgres, 'tacit');
const databaseUrl = urlOf(postgres, 'tacit');
await migrate(databaseUrl);
const house = await openHouse({ databaseUrl });
await house.startWorker();
const world = {
  house,
  async withoutDatabase(meanwhile: () => Promise<void>) {
    await postgres.process.stop();
    await meanwhile();
    postgres = await postgresFor(home);
  },
};

mkdirSync(HISTORIES, { recursive: true });
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
if (wanted.length === 0) for (const file of readdirSync(HISTORIES)) rmSync(join(HISTORIES, file));
for (const [name, story] of Object.entries({ ...STORIES, ...REQUEST_STORIES, ...NOTICE_STORIES })) {
  if (isWanted(name)) store(name, await (await story(world)).handle.fetchHistory());
}
for (const [name, story] of Object.entries(CONTINUED)) if (isWanted(name)) await storeContinued(name, story);
await house.close();
await postgres.process.stop();
if (isOwn) await removeRunDirectory(process.env.TACIT_TEST_SYSTEM);
process.exit();

async function storeContinued(name: string, story: (typeof CONTINUED)[string]): Promise<void> {
  const { handle, firstRunId } = await story(world);
  const before = await house.client.workflow.getHandle(handle.workflowId, firstRunId).fetchHistory();
  for (const event of before.events!) {
    const input = event.workflowExecutionSignaledEventAttributes?.input;
    // The junk that made it heavy means nothing to the workflow.
    if (input?.payloads?.length) input.payloads = [];
  }
  store(`before-${name}`, before);
  store(`after-${name}`, await handle.fetchHistory());
}

/** Without what tells of this machine: the names of its processes and the paths in its stacks. */
function store(name: string, history: History): void {
  for (const event of history.events!) {
    const identified = Object.values(event).find((value) => typeof value === 'object' && value && 'identity' in value);
    if (identified) identified.identity = 'recorded';
    const failure = event.markerRecordedEventAttributes?.failure;
    if (failure) failure.stackTrace = '';
  }
  writeFileSync(join(HISTORIES, `${name}.json`), `${JSON.stringify(toJson(history), null, 1)}\n`);
  console.log(`${name}: ${history.events!.length} events`);
}
