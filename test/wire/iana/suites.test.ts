import { describe, expect, test } from '@jest/globals';

import {
  SSL2_KINDS,
  SUITES,
  authenticatedBy,
  families,
  isEllipticCurve,
  isFiniteFieldEphemeral,
  isForwardSecret,
  ssl2Kind,
  ssl2KindName,
  suite,
  suiteByName,
  suiteId,
  suiteName,
} from '../../../src/wire/iana/suites.ts';
import type { Suite } from '../../../src/wire/iana/suites.ts';

function known(code: number): Suite {
  const row = suite(code);
  if (row === undefined) throw new Error(`no suite ${suiteId(code)}`);
  return row;
}

describe('the table of suites', () => {
  test('has each number once, in order', () => {
    for (const table of [SUITES, SSL2_KINDS]) {
      const codes = table.map((row) => row.code);
      expect(codes).toEqual([...new Set(codes)].toSorted((a, b) => a - b));
    }
  });

  test('has two-byte suites and three-byte kinds apart', () => {
    expect(SUITES.every((row) => row.code <= 0xffff && row.firstVersion >= 0x0300)).toBe(true);
    expect(SSL2_KINDS.every((row) => row.firstVersion === 0x0002)).toBe(true);
    expect(SSL2_KINDS).toHaveLength(13);
  });

  test.each([0x00ff, 0x5600, 0x0a0a, 0xdada])('has no signalling value %i', (code) => {
    expect(suite(code)).toBeUndefined();
  });

  test('says the key exchange that the name says', () => {
    for (const row of SUITES.filter(({ name }) => /^TLS_(?!SRP|GOST|CECPQ1|ECCPWD).*_WITH_/.test(name))) {
      const said = row.name
        .slice(4)
        .replace(/_(EXPORT|EXPORT1024|WITH)_.*/, '')
        .replace('PSK_DHE', 'DHE_PSK');
      const expected = said === 'NULL' ? 'none' : said.replace(/^(DHE?|ECDHE?)_(RSA|DSS|ECDSA)$/, '$1');
      expect([row.name, row.keyExchange]).toEqual([row.name, expected]);
    }
  });

  test('says the cipher and the strength that the name says', () => {
    for (const row of SUITES) {
      const bits = /_(?:AES|CAMELLIA|ARIA)_(128|256)_/.exec(row.name)?.[1];
      expect(row).toMatchObject({
        bits: bits === undefined ? row.bits : Number(bits),
        mac: row.name.includes('_GCM_') ? 'AEAD' : row.mac,
        export: row.name.includes('_EXPORT'),
      });
    }
  });
});

describe('names', () => {
  test('are the ones of IANA', () => {
    expect(suiteName(0xc030)).toBe('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384');
    expect(suiteName(0x1301)).toBe('TLS_AES_128_GCM_SHA256');
    expect(ssl2KindName(0x010080)).toBe('SSL_CK_RC4_128_WITH_MD5');
  });

  test('are hex for unknown numbers', () => {
    expect(suiteName(0x0a0a)).toBe('0x0A0A');
    expect(suiteId(0xa)).toBe('0x000A');
    expect(ssl2KindName(0x123456)).toBe('0x123456');
  });

  test('are the ones of OpenSSL for suites that IANA does not name', () => {
    expect(suiteName(0xff85)).toBe('GOST2012256-GOST89-GOST89');
    expect(SUITES.every((row) => row.name !== '' && row.name !== '-' && row.opensslName !== '-')).toBe(true);
  });

  test('of both kinds find their suite', () => {
    expect(suiteByName('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384')?.code).toBe(0xc030);
    expect(suiteByName('ECDHE-RSA-AES256-GCM-SHA384')?.code).toBe(0xc030);
    expect(suiteByName('')).toBeUndefined();
    expect(suiteByName('nonsense')).toBeUndefined();
  });
});

describe('families', () => {
  test.each([
    [0x0000, ['NULL', 'ANON']],
    [0x0001, ['NULL', 'MD5']],
    [0x003b, ['NULL']],
    [0xc0b4, ['NULL']],
    [0x0003, ['EXPORT', 'RC4', 'MD5']],
    [0x0006, ['EXPORT', 'RC2', 'MD5']],
    [0x0008, ['EXPORT', 'DES']],
    [0x0062, ['EXPORT', 'DES']],
    [0x0017, ['ANON', 'EXPORT', 'RC4', 'MD5']],
    [0x0009, ['DES']],
    [0x000a, ['3DES']],
    [0x0005, ['RC4']],
    [0x0034, ['ANON']],
    [0xc015, ['NULL', 'ANON']],
    [0xc016, ['ANON', 'RC4']],
    [0x008a, ['RC4']],
    [0xc01a, ['3DES']],
    [0x002f, []],
    [0xc030, []],
    [0x1301, []],
  ])('of %i are %j', (code, expected) => {
    expect(families(known(code))).toEqual(expected);
  });

  test('of SSL 2.0 kinds are known as well', () => {
    const kind = ssl2Kind(0x040080);
    expect(kind && families(kind)).toEqual(['EXPORT', 'RC2', 'MD5']);
  });
});

describe('the key exchange', () => {
  /** code, forward secret, elliptic curve, ephemeral finite field, authenticated by */
  test.each([
    [0xc030, true, true, false, 'RSA'],
    [0xc02b, true, true, false, 'ECDSA'],
    [0xc032, false, true, false, 'ECDH'],
    [0xc02d, false, true, false, 'ECDH'],
    [0x009f, true, false, true, 'RSA'],
    [0x0032, true, false, true, 'DSS'],
    [0x0031, false, false, false, 'DH'],
    [0x0034, false, false, true, 'none'],
    [0xc018, false, true, false, 'none'],
    [0x009d, false, false, false, 'RSA'],
    [0x00a8, false, false, false, 'PSK'],
    [0x00aa, true, false, true, 'PSK'],
    [0xccac, true, true, false, 'PSK'],
    [0x00ac, false, false, false, 'RSA'],
    [0x001f, false, false, false, 'KRB5'],
    [0xc01e, false, false, false, 'RSA'],
    [0x0081, false, false, false, 'GOST'],
    [0x1302, true, true, false, 'any'],
  ])('of %i is classified', (code, forwardSecret, ellipticCurve, finiteField, authentication) => {
    const row = known(code);
    expect(isForwardSecret(row)).toBe(forwardSecret);
    expect(isEllipticCurve(row)).toBe(ellipticCurve);
    expect(isFiniteFieldEphemeral(row)).toBe(finiteField);
    expect(authenticatedBy(row)).toBe(authentication);
  });
});
