import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { removeHome } from '../support/run-directory.ts';
import { privateHome } from '../support/system.ts';
import { environment, freePort, TACIT } from './support/supervised-system.ts';

test('a worker that finds no Temporal ends at once, though the supervisor still listens to it', async () => {
  const home = await privateHome();
  const env = environment(home, {
    DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:1/none',
    TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
  });
  const worker = spawn(process.execPath, [TACIT, 'worker'], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  worker.stderr!.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const code = await new Promise((resolve) => worker.once('exit', resolve));
  expect(code).toBe(1);
  expect(said).toContain('Connection refused');
  await removeHome(home.path);
}, 30_000);
