import { describe, expect, test } from '@jest/globals';
import { weakCipher } from '../../../src/rules/tls/weak-cipher.ts';
import {
  endpoint,
  EXCHANGE_2019,
  finding,
  findings,
  known,
  named,
  silentFacts,
  soundFacts,
  suites,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

function judged(...given: Parameters<typeof suites>) {
  return findings(weakCipher, [
    { endpoint: https, facts: soundFacts(https, { suites: known(suites(...given)) }) },
  ]);
}

const SOUND = [0x0303, 0xc030] as const;

describe('tls/weak-cipher', () => {
  test('gives one verdict for each banned family', () => {
    expect(judged([SOUND]).map(({ subject, outcome }) => [subject.name, outcome])).toEqual(
      ['NULL', 'ANON', 'EXPORT', 'DES', '3DES', 'RC2', 'RC4', 'MD5'].map((family) => [family, 'pass']),
    );
  });

  test.each([
    ['NULL', 0x0301, 0x0002, 'high', 'TLS_RSA_WITH_NULL_SHA', 'Ciphers'],
    ['ANON', 0x0303, 0x0034, 'high', 'TLS_DH_anon_WITH_AES_128_CBC_SHA', 'Disable-TlsCipherSuite'],
    ['EXPORT', 0x0300, 0x0003, 'high', 'TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'RC4 40/128'],
    ['DES', 0x0301, 0x0009, 'high', 'TLS_RSA_WITH_DES_CBC_SHA', 'DES 56/56'],
    ['3DES', 0x0303, 0x000a, 'medium', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'Triple DES 168'],
    ['RC4', 0x0303, 0x0005, 'medium', 'TLS_RSA_WITH_RC4_128_SHA', 'RC4 128/128'],
    ['MD5', 0x0303, 0x0004, 'medium', 'TLS_RSA_WITH_RC4_128_MD5', 'Hashes'],
  ])(
    'a suite of family %s fails and is named with its version',
    (family, version, code, severity, name, fix) => {
      const hit = named(judged([SOUND, [version, code]]), family);
      expect(hit).toMatchObject({ outcome: 'fail', severity, evidence: ['o3'] });
      expect(hit.message).toContain(`${name} (`);
      expect(hit.fix.join('\n')).toContain(fix);
    },
  );

  test('a suite of two versions is named once, with both', () => {
    const hit = named(
      judged([
        [0x0303, 0x000a],
        [0x0301, 0x000a],
      ]),
      '3DES',
    );
    expect(hit.message).toBe('3DES suites are accepted: TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.2, TLS 1.0)');
  });

  test('kinds of SSL 2.0 are named and kept out of the Windows commands', () => {
    const hit = named(judged([[0x0002, 0x010080]]), 'RC4');
    expect(hit).toMatchObject({ outcome: 'fail' });
    expect(hit.message).toContain('(SSL 2.0)');
    expect(hit.fix.join('\n')).not.toContain('Disable-TlsCipherSuite');
  });

  test('what nobody could ask is unknown', () => {
    const outcomes = judged([SOUND], 'unknown').map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['unknown']));
  });

  test('what was accepted fails even if the rest is not known', () => {
    expect(named(judged([[0x0303, 0x000a]], 'unknown'), '3DES').outcome).toBe('fail');
  });

  test('a baseline without banned families makes it not applicable', () => {
    const baseline = { ...EXCHANGE_2019, bannedFamilies: [] };
    const facts = soundFacts(https, { suites: known(suites([[0x0303, 0x000a]])) });
    expect(finding(weakCipher, { endpoint: https, facts, baseline }).outcome).toBe('not-applicable');
  });

  test('without an answer to any hello it is unknown', () => {
    expect(finding(weakCipher, { endpoint: https, facts: silentFacts() }).outcome).toBe('unknown');
  });
});
