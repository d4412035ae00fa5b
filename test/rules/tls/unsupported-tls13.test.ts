import { describe, expect, test } from '@jest/globals';
import { unsupportedTls13 } from '../../../src/rules/tls/unsupported-tls13.ts';
import type { Tri } from '../../../src/model/finding.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import {
  endpoint,
  EXCHANGE_2019,
  EXCHANGE_SE,
  finding,
  known,
  soundFacts,
  versions,
} from '../../fixtures/facts.ts';

function judged(value: Tri, baseline = EXCHANGE_2019, protocol: Protocol = 'https') {
  const place = endpoint(protocol);
  const facts = soundFacts(place, { versions: known(versions({ 0x0304: value })) });
  return finding(unsupportedTls13, { endpoint: place, facts, baseline });
}

describe('tls/unsupported-tls13', () => {
  test.each([
    ['yes', 'fail'],
    ['no', 'pass'],
    ['unknown', 'unknown'],
  ] as const)('answer %s gives %s under Exchange 2019, for information', (value, outcome) => {
    expect(judged(value)).toMatchObject({ outcome, severity: 'info' });
  });

  test('Exchange SE allows it on the web', () => {
    expect(judged('yes', EXCHANGE_SE).outcome).toBe('not-applicable');
  });

  test('Exchange SE does not support it on SMTP', () => {
    expect(judged('yes', EXCHANGE_SE, 'smtp')).toMatchObject({ outcome: 'fail', severity: 'info' });
  });

  test('a baseline that bans it sets the severity', () => {
    const row = { version: 0x0304, policy: 'banned', severity: 'high', reason: 'Our policy.' } as const;
    expect(judged('yes', { ...EXCHANGE_2019, versions: [row] })).toMatchObject({
      outcome: 'fail',
      severity: 'high',
    });
  });
});
