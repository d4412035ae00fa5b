import { describe, expect, test } from '@jest/globals';
import { compression } from '../../../src/rules/tls/compression.ts';
import { insecureRenegotiation } from '../../../src/rules/tls/insecure-renegotiation.ts';
import { answer, endpoint, finding, known, silentFacts, soundFacts } from '../../fixtures/facts.ts';

const https = endpoint('https');

describe('tls/compression', () => {
  test.each([
    ['yes', 'fail'],
    ['no', 'pass'],
    ['unknown', 'unknown'],
  ] as const)('answer %s gives %s', (value, outcome) => {
    const facts = soundFacts(https, { compression: known(answer(value)) });
    expect(finding(compression, { endpoint: https, facts })).toMatchObject({ outcome, evidence: ['o2'] });
  });

  test('without an answer to any hello it is unknown', () => {
    expect(finding(compression, { endpoint: https, facts: silentFacts() }).outcome).toBe('unknown');
  });
});

describe('tls/insecure-renegotiation', () => {
  test.each([
    ['yes', 'pass'],
    ['no', 'fail'],
    ['unknown', 'unknown'],
  ] as const)('answer %s on secure renegotiation gives %s', (value, outcome) => {
    const facts = soundFacts(https, { secureRenegotiation: known(answer(value)) });
    expect(finding(insecureRenegotiation, { endpoint: https, facts })).toMatchObject({
      outcome,
      evidence: ['o2'],
    });
  });

  test('the fix sets both registry values', () => {
    const facts = soundFacts(https, { secureRenegotiation: known(answer('no')) });
    const fix = finding(insecureRenegotiation, { endpoint: https, facts }).fix.join('\n');
    expect(fix).toContain("SetValue('AllowInsecureRenegoClients', 0, 'DWord')");
    expect(fix).toContain("SetValue('AllowInsecureRenegoServers', 0, 'DWord')");
  });
});
