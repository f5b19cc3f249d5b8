import { tsImport } from 'tsx/esm/api';

/** Names the directory for servers that tests start. One given in TACIT_TEST_SYSTEM keeps them for the next run. */
export default async function setUp() {
  if (process.env.TACIT_TEST_SYSTEM !== undefined) return;
  const { makeRunDirectory } = await tsImport('./run-directory.ts', import.meta.url);
  process.env.TACIT_TEST_SYSTEM = await makeRunDirectory();
  process.env.TACIT_TEST_OWN_SYSTEM = process.env.TACIT_TEST_SYSTEM;
}
