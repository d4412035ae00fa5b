import { describe, expect, test } from '@jest/globals';
import { missingTls12 } from '../../../src/rules/tls/missing-tls12.ts';
import { missingTls13 } from '../../../src/rules/tls/missing-tls13.ts';
import {
  endpoint,
  EXCHANGE_2019,
  finding,
  known,
  silentFacts,
  soundFacts,
  versions,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

function facts(answers: Parameters<typeof versions>[0]) {
  return soundFacts(https, { versions: known(versions(answers)) });
}

describe('tls/missing-tls12', () => {
  test.each([
    ['yes', 'pass'],
    ['no', 'fail'],
    ['unknown', 'unknown'],
  ] as const)('answer %s gives %s', (value, outcome) => {
    expect(finding(missingTls12, { endpoint: https, facts: facts({ 0x0303: value }) })).toMatchObject({
      outcome,
      severity: 'high',
    });
  });

  test('a baseline that does not require it makes the rule not applicable', () => {
    const place = {
      endpoint: https,
      facts: facts({ 0x0303: 'no' }),
      baseline: { ...EXCHANGE_2019, versions: [] },
    };
    expect(finding(missingTls12, place).outcome).toBe('not-applicable');
  });

  test('without an answer to any hello it is unknown', () => {
    expect(finding(missingTls12, { endpoint: https, facts: silentFacts() }).outcome).toBe('unknown');
  });
});

describe('tls/missing-tls13', () => {
  const required = {
    ...EXCHANGE_2019,
    versions: [{ version: 0x0304, policy: 'required', severity: 'low', reason: 'Our policy.' } as const],
  };

  test.each([
    ['yes', 'pass'],
    ['no', 'fail'],
    ['unknown', 'unknown'],
  ] as const)('answer %s gives %s where the baseline requires it', (value, outcome) => {
    const place = { endpoint: https, facts: facts({ 0x0304: value }), baseline: required };
    expect(finding(missingTls13, place)).toMatchObject({ outcome, severity: 'low' });
  });

  test('no built-in baseline requires it', () => {
    expect(finding(missingTls13, { endpoint: https, facts: facts({}) }).outcome).toBe('not-applicable');
  });
});
