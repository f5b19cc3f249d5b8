import { tsImport } from 'tsx/esm/api';

/** Stops what the tests of this run started. */
export default async function tearDown() {
  const own = process.env.TACIT_TEST_OWN_SYSTEM;
  if (own === undefined) return;
  const { removeRunDirectory } = await tsImport('./run-directory.ts', import.meta.url);
  await removeRunDirectory(own);
}
