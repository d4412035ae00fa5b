/** Unit, architecture and end-to-end tests; what needs daemons or the network is jest.servers.config.js. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/installed/', '<rootDir>/test/servers/'],
  // Against hanging alone: a busy machine may take ten times as long as a quiet one.
  testTimeout: 60_000,
  // What starts the workers has little to do meanwhile; left alone, it would keep a core to itself.
  maxWorkers: '100%',
  // Modules of finished tests stay in memory (they are ESM), so a worker is started anew now and then.
  workerIdleMemoryLimit: '1GB',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
};
