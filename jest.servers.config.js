import base from './jest.config.js';

/** The same runner over the tests that start postfix, dovecot, nginx, openssl and Java's TLS. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/servers/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
