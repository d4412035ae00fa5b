import { describe, expect, test } from '@jest/globals';
import { noForwardSecrecy } from '../../../src/rules/tls/no-forward-secrecy.ts';
import {
  endpoint,
  EXCHANGE_2019,
  finding,
  known,
  silentFacts,
  soundFacts,
  suites,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

function judged(...given: Parameters<typeof suites>) {
  return finding(noForwardSecrecy, {
    endpoint: https,
    facts: soundFacts(https, { suites: known(suites(...given)) }),
  });
}

describe('tls/no-forward-secrecy', () => {
  test('only ephemeral suites pass', () => {
    expect(judged([[0x0303, 0xc030]]).outcome).toBe('pass');
  });

  test('a static RSA suite fails, is named, and the fix takes it out', () => {
    const hit = judged([
      [0x0303, 0xc030],
      [0x0303, 0x009d],
    ]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium' });
    expect(hit.message).toContain('TLS_RSA_WITH_AES_256_GCM_SHA384 (TLS 1.2)');
    expect(hit.fix[0]).toBe(
      "foreach ($suite in 'TLS_RSA_WITH_AES_256_GCM_SHA384') { Disable-TlsCipherSuite -Name $suite }",
    );
  });

  test('suites that nobody could ask for make it unknown', () => {
    expect(judged([[0x0303, 0xc030]], 'unknown').outcome).toBe('unknown');
  });

  test('a baseline that does not ask for it makes it not applicable', () => {
    const facts = soundFacts(https, { suites: known(suites([[0x0303, 0x009d]])) });
    const baseline = { ...EXCHANGE_2019, forwardSecrecy: false };
    expect(finding(noForwardSecrecy, { endpoint: https, facts, baseline }).outcome).toBe('not-applicable');
  });

  test('without an answer to any hello it is unknown', () => {
    expect(finding(noForwardSecrecy, { endpoint: https, facts: silentFacts() }).outcome).toBe('unknown');
  });
});
