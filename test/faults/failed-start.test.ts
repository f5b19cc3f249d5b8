import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { removeHome } from '../support/run-directory.ts';
import { freshDatabase, privateHome } from '../support/system.ts';
import { environment, freePort, TACIT } from './support/supervised-system.ts';

test('a worker that finds no Temporal ends at once, though the supervisor still listens to it', async () => {
  const home = await privateHome();
  const database = await freshDatabase();
  const env = environment(home, {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
  });
  const worker = spawn(process.execPath, [TACIT, 'worker'], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  worker.stderr!.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const code = await new Promise((resolve) => worker.once('exit', resolve));
  expect(code).toBe(1);
  expect(said).toMatch(/Temporal cannot be reached at 127\.0\.0\.1:\d+: .*TEMPORAL_ADDRESS/);
  expect(said).not.toMatch(/^\s+at /m);
  await database.drop();
  await removeHome(home.path);
}, 30_000);
