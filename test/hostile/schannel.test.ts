import { expect } from '@jest/globals';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { describeRows, HONEST_ANSWERS, ONLY_12, type Row } from './rows.ts';
import { EXCHANGE, honest } from './scripted-server.ts';

/** Windows Server 2022 with X25519 switched off, and TLS 1.3. */
const WITHOUT_X25519: TlsPolicy = {
  ...EXCHANGE,
  versions: [0x0303, 0x0304],
  suites: [0x1302, 0x1301, 0xc030, 0xc02f],
  groups: [24, 23],
};

const ROWS: readonly Row[] = [
  {
    server: 'closes instead of an alert',
    script: () => honest({ refusal: 'close' }),
    truth: EXCHANGE,
    answers: ['accepted 303', 'closed fin'],
    reach: 'answered',
    versions: ONLY_12,
    connections: 20,
  },
  {
    server: 'resets instead of an alert',
    script: () => honest({ refusal: 'reset' }),
    truth: EXCHANGE,
    answers: ['accepted 303', 'closed reset'],
    reach: 'answered',
    versions: ONLY_12,
    connections: 20,
  },
  {
    server: 'says nothing instead of an alert',
    script: () => honest({ refusal: 'silence' }),
    truth: EXCHANGE,
    answers: ['accepted 303', 'failed tls-timeout'],
    reach: 'answered',
    versions: { 'TLS 1.2': 'yes', 'TLS 1.3': 'no' },
    connections: 12,
    also: ({ report }) => {
      const verdict = report.findings.find(({ rule }) => rule === 'tls/obsolete-version');
      expect(verdict?.outcome).toBe('unknown');
    },
  },
  {
    server: 'puts its whole flight into one record',
    script: () => honest({ recordSize: 2 ** 14 }),
    truth: EXCHANGE,
    answers: HONEST_ANSWERS,
    reach: 'answered',
    versions: ONLY_12,
    connections: 6,
  },
  ...(['retry', 'refuse'] as const).map((withoutShare): Row => ({
    server: `refuses X25519 and, without a share that it likes, will ${withoutShare}`,
    depth: 'scan',
    script: () => honest({ ...WITHOUT_X25519, withoutShare }),
    truth: WITHOUT_X25519,
    answers: [...HONEST_ANSWERS, 'accepted 304'],
    reach: 'answered',
    versions: { ...ONLY_12, 'TLS 1.3': 'yes' },
    connections: 30,
    also: ({ facts: { groups } }) =>
      expect(groups.known && groups.value.accepted.map(({ group }) => group)).not.toContain(29),
  })),
];

describeRows('a server that', ROWS);
