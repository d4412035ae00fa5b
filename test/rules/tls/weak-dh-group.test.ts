import { describe, expect, test } from '@jest/globals';
import { weakDhGroup } from '../../../src/rules/tls/weak-dh-group.ts';
import { endpoint, finding, known, silentFacts, soundFacts } from '../../fixtures/facts.ts';

const https = endpoint('https');

function judged(...bits: readonly number[]) {
  return judgedWith(bits, null);
}

function judgedWith(bits: readonly number[], open: string | null) {
  const seen = bits.map((size) => ({ bits: size, suite: 0x009e, version: 0x0303 }));
  return finding(weakDhGroup, {
    endpoint: https,
    facts: soundFacts(https, { dhGroups: known({ seen, open }) }),
  });
}

describe('tls/weak-dh-group', () => {
  test.each([
    [[], 'pass', 'medium'],
    [[2048], 'pass', 'medium'],
    [[2047], 'fail', 'medium'],
    [[1024], 'fail', 'medium'],
    [[1023], 'fail', 'high'],
    [[4096, 768], 'fail', 'high'],
  ] as const)('groups of %j bits give %s, %s', (bits, outcome, severity) => {
    expect(judged(...bits)).toMatchObject({ outcome, severity });
  });

  test('names the suite and takes it out, and raises the minimum', () => {
    const { message, fix } = judged(1024);
    expect(message).toBe(
      'Diffie-Hellman with 1024 bits, less than 2048, is used by TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2)',
    );
    expect(fix[0]).toContain("SetValue('ServerMinKeyBitLength', 2048, 'DWord')");
    expect(fix[1]).toContain('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256');
  });

  test('large groups pass only if no other can be there; a small one fails all the same', () => {
    expect(judgedWith([2048], 'the group of another was not seen').outcome).toBe('unknown');
    expect(judgedWith([1024], 'the group of another was not seen').outcome).toBe('fail');
  });

  test('what nobody could find out is unknown', () => {
    expect(finding(weakDhGroup, { endpoint: https, facts: silentFacts() }).outcome).toBe('unknown');
  });
});
