#!/usr/bin/env node
// The tacit command: prepares the checkout where something is missing or has changed, then does what is asked.
import { Obstacle, prepare, runCli } from '../scripts/prepare.mjs';

try {
  await prepare();
  await runCli(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(`tacit: ${error.message}`);
  process.exitCode = 1;
}
