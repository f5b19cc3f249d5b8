/** Unit and integration suites. The real PostgreSQL and Temporal they run against start when the first test asks. */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The demo is a suite of its own that takes half a minute: `npm run demo:test`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/dist/',
    ...(process.env.TACIT_DEMO_TEST ? [] : ['<rootDir>/test/engine/demo.test.ts']),
    // So is the object store, whose server is built first: `npm run s3:test`.
    ...(process.env.TACIT_S3_TEST ? [] : ['<rootDir>/test/files/s3.test.ts']),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tacit/'],
  // A guard against what never ends, not a measure: machines differ, and so does what else they do.
  testTimeout: 180_000,
  // One more than the two cores that are asked for: much of the time is spent waiting.
  maxWorkers: 3,
};
