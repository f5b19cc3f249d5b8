import { fileURLToPath } from 'node:url';
import { upUntilSignalled } from '../../src/cli/up.ts';
import { loadConfig } from '../../src/config.ts';
import { faultOf } from '../../src/fault.ts';

// `tacit up` with stand-ins for the worker and the API.
const standIn = fileURLToPath(new URL('stand-in.ts', import.meta.url));
try {
  await upUntilSignalled(loadConfig(), () => [process.execPath, ...process.execArgv, standIn]);
} catch (error) {
  console.error(faultOf(error)?.toParagraph() ?? error);
  process.exitCode = 1;
}
