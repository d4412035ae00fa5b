import { describe, expect, test } from '@jest/globals';
import {
  COMMON_GROUPS,
  COMMON_SIGNATURE_SCHEMES,
  COMMON_SUITES,
  GROUPS_13,
  GROUPS_UP_TO_12,
  isUnwanted,
  KINDS_OF_SSL2,
  SIGNATURE_SCHEMES,
  SUITES_13,
  SUITES_UP_TO_12,
  suitesAt,
} from '../../src/scan/offers.ts';
import { group } from '../../src/wire/iana/groups.ts';
import { signatureScheme } from '../../src/wire/iana/signature-schemes.ts';
import {
  families,
  isEllipticCurve,
  isFiniteFieldEphemeral,
  isForwardSecret,
  SSL2_KINDS,
  type Suite,
  suite,
  SUITES,
} from '../../src/wire/iana/suites.ts';

function known(code: number): Suite {
  const found = suite(code);
  if (found === undefined) throw new Error(`no suite ${code}`);
  return found;
}

function sorted(codes: readonly number[]): readonly number[] {
  return codes.toSorted((one, other) => one - other);
}

/** Whether a server that has the suite sends a certificate and encrypts. */
function isCertified({ authentication, encryption }: Suite): boolean {
  return ['RSA', 'ECDSA', 'DSS', 'DH', 'ECDH'].includes(authentication) && encryption !== 'none';
}

describe('the suites that are offered', () => {
  test('are all of the table but the null suite, each once', () => {
    const all = SUITES.map(({ code }) => code).filter((code) => code !== 0);
    expect(sorted([...SUITES_UP_TO_12, ...SUITES_13])).toEqual(sorted(all));
    expect(SUITES.some(({ code }) => code === 0)).toBe(true);
  });

  test('of TLS 1.3 are its own', () => {
    expect(SUITES_13).toEqual(expect.arrayContaining([0x1301, 0x1302, 0x1303]));
    expect(SUITES_13.filter((code) => known(code).firstVersion !== 0x0304)).toEqual([]);
  });

  test('hold no signalling value', () => {
    for (const code of [0x0000, 0x00ff, 0x5600])
      expect([...SUITES_UP_TO_12, ...SUITES_13]).not.toContain(code);
  });

  test('stand worst first: static keys, finite fields, curves, and at last what needs no certificate', () => {
    const places = SUITES_UP_TO_12.map(known).map((one) => {
      if (!isCertified(one)) return 'bare';
      if (isEllipticCurve(one)) return 'curve';
      return isFiniteFieldEphemeral(one) ? 'finite field' : 'static';
    });
    const order = ['static', 'finite field', 'curve', 'bare'];
    expect(places.filter((place, at) => place !== places[at - 1])).toEqual(order);
  });

  test('put every suite that a curve protects behind every one that brings a certificate without', () => {
    const at = (code: number): number => SUITES_UP_TO_12.indexOf(code);
    for (const code of [0x0005, 0x000a, 0x002f, 0x009d, 0x009f]) {
      expect(at(code)).toBeLessThan(at(0xc030));
    }
    expect(at(0x0034)).toBeGreaterThan(at(0xc030));
  });
});

describe('the suites of a version', () => {
  test('1.2 are all', () => {
    expect(suitesAt(0x0303)).toBe(SUITES_UP_TO_12);
  });

  test('keep their order and hold nothing younger than the version', () => {
    for (const version of [0x0301, 0x0302]) {
      const offered = suitesAt(version);
      expect(offered).toEqual(SUITES_UP_TO_12.filter((code) => offered.includes(code)));
      expect(offered.filter((code) => known(code).firstVersion > version)).toEqual([]);
      const left = SUITES_UP_TO_12.filter((code) => !offered.includes(code));
      expect(left.filter((code) => known(code).firstVersion <= version)).toEqual([]);
    }
  });

  test('SSL 3.0 are those of TLS 1.0: its servers take AES and curves too', () => {
    expect(suitesAt(0x0300)).toEqual(suitesAt(0x0301));
    expect(suitesAt(0x0300)).toEqual(expect.arrayContaining([0x0004, 0x002f, 0xc014]));
  });
});

describe('what is unwanted', () => {
  const unwanted = SUITES_UP_TO_12.filter(isUnwanted);

  test('holds no forward-secret suite of a curve that is of no banned family', () => {
    const good = unwanted.map(known).filter((one) => isForwardSecret(one) && isEllipticCurve(one));
    expect(good.filter((one) => families(one).length === 0)).toEqual([]);
  });

  test('holds everything else', () => {
    const rest = SUITES_UP_TO_12.filter((code) => !unwanted.includes(code)).map(known);
    expect(rest.length).toBeGreaterThan(0);
    for (const one of rest) {
      expect([isForwardSecret(one), isEllipticCurve(one), families(one)]).toEqual([true, true, []]);
    }
  });

  test.each([
    [0xc030, false],
    [0xc02b, false],
    [0xc013, false],
    [0x1301, false],
    [0xc011, true],
    [0xc012, true],
    [0xc010, true],
    [0x009f, true],
    [0x009d, true],
    [0x002f, true],
    [0x0034, true],
    [0xc018, true],
    [0x0000, false],
    [0x0a0a, false],
  ])('of %i is %j', (code, expected) => {
    expect(isUnwanted(code)).toBe(expected);
  });
});

describe('the lists for short hellos', () => {
  test('are part of the long ones and hold nothing twice', () => {
    expect(COMMON_SUITES.filter((code) => !SUITES_UP_TO_12.includes(code))).toEqual([]);
    expect(COMMON_GROUPS.filter((code) => !GROUPS_UP_TO_12.includes(code))).toEqual([]);
    expect(COMMON_SIGNATURE_SCHEMES.filter((code) => !SIGNATURE_SCHEMES.includes(code))).toEqual([]);
    for (const list of [
      COMMON_SUITES,
      COMMON_GROUPS,
      COMMON_SIGNATURE_SCHEMES,
      SIGNATURE_SCHEMES,
      GROUPS_UP_TO_12,
      GROUPS_13,
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  test('fit in one hello of 64 suites', () => {
    expect(COMMON_SUITES.length).toBeLessThanOrEqual(64);
  });
});

describe('the groups', () => {
  test('up to TLS 1.2 are curves alone, the common ones first', () => {
    expect(GROUPS_UP_TO_12.slice(0, 4)).toEqual(COMMON_GROUPS);
    expect(GROUPS_UP_TO_12.filter((code) => group(code)?.kind !== 'ec')).toEqual([]);
    expect(GROUPS_UP_TO_12).not.toContain(256);
  });

  test('of TLS 1.3 are those that it did not take away, hybrids and finite fields among them', () => {
    expect(GROUPS_13.slice(0, 4)).toEqual(COMMON_GROUPS);
    expect(GROUPS_13).toEqual(expect.arrayContaining([256, 0x11ec]));
    expect(GROUPS_13).not.toContain(22);
  });
});

test('the signature schemes are known ones', () => {
  expect(SIGNATURE_SCHEMES.filter((code) => signatureScheme(code) === undefined)).toEqual([]);
});

test('the kinds of SSL 2.0 are all there are', () => {
  expect(KINDS_OF_SSL2).toEqual(SSL2_KINDS.map(({ code }) => code));
  expect(KINDS_OF_SSL2).toContain(0x010080);
});
