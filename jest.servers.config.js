import base from './jest.config.js';

/**
 * The same runner over the tests that start postfix, dovecot, nginx, openssl and Java's TLS, and over those that install what
 * users get: they need the network, and what `npm run package` makes.
 */
export default {
  ...base,
  testMatch: ['<rootDir>/test/{installed,servers}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
