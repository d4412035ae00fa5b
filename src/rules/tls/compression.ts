import { rfc } from '../references.ts';
import { endpointRule } from '../rule.ts';

export const compression = endpointRule({
  id: 'tls/compression',
  title: 'TLS compression is used',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'With compression before encryption, somebody who can make a browser send requests learns session cookies from ' +
    'the length of the packets (CRIME).',
  fix: [
    '# Find out which device or program in front of Exchange ends TLS on this port, and turn compression off there.',
    '# With OpenSSL: SSL_OP_NO_COMPRESSION, which is the default from OpenSSL 1.1.0 on.',
  ],
  references: [rfc(9325, '3.3'), rfc(7457, '2.6')],
  needs: ['compression'],
  check({ compression: { value, why, evidence } }) {
    switch (value) {
      case 'yes':
        return { outcome: 'fail', evidence, message: 'the server chose a compression method' };
      case 'no':
        return { outcome: 'pass', evidence, message: 'the server uses no compression' };
      default:
        return {
          outcome: 'unknown',
          evidence,
          message: `it is not known whether the server compresses: ${why}`,
        };
    }
  },
});
