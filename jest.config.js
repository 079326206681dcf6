export default {
  globalSetup: './test/temporary-folder/make.js',
  globalTeardown: './test/temporary-folder/remove.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  injectGlobals: false,
  testTimeout: 30_000,
  // Suites around a running bot wait most of their time: for Slack's one message a second, for processes to start.
  maxWorkers: 4,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2023',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
