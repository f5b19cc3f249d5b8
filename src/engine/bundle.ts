import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';
import { packageRoot } from '../package-root.ts';

/** The bundle made when Tacit is built, so that a worker need not make it at each start. */
const PREBUILT = join(packageRoot, 'dist', 'workflow-bundle.js');

/** The workflow code for a worker: the one built beforehand for compiled code, else made from the sources now. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const isCompiled = extname(fileURLToPath(import.meta.url)) === '.js';
  return isCompiled && existsSync(PREBUILT) ? { codePath: PREBUILT } : bundleWorkflows();
}

/** Bundles the workflows that lie beside this file: sources beside sources, compiled beside compiled. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const here = fileURLToPath(import.meta.url);
  const besides = (name: string) => fileURLToPath(new URL(`../../workflows/${name}${extname(here)}`, import.meta.url));
  return bundleWorkflowCode({
    workflowsPath: besides('index'),
    payloadConverterPath: besides('payloads'),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.js', '.ts'] } },
    }),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(PREBUILT, (await bundleWorkflows()).code);
