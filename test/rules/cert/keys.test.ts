import { describe, expect, test } from '@jest/globals';
import { checkPrimeSync, createPublicKey, generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { describePublicKey } from '../../../src/certs/public-key.ts';
import { factorableKey } from '../../../src/rules/cert/factorable-key.ts';
import { sharedKey } from '../../../src/rules/cert/shared-key.ts';
import { unsupportedKey } from '../../../src/rules/cert/unsupported-key.ts';
import { weakExponent } from '../../../src/rules/cert/weak-exponent.ts';
import { weakKey } from '../../../src/rules/cert/weak-key.ts';
import type { KeyPair } from '../../fixtures/certificates.ts';
import { keyPair, makeLeaf } from '../../fixtures/certificates.ts';
import {
  certificate,
  DAY,
  endpoint,
  finding,
  findings,
  known,
  NOW,
  presenting,
  silentFacts,
  soundFacts,
  starttls,
  unknown,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

/** A certificate with that SubjectPublicKeyInfo. */
function keyed(spki: Uint8Array, changes: Partial<Certificate> = {}): Certificate {
  return certificate({ publicKeyInfo: new Uint8Array(spki), key: describePublicKey(spki).key, ...changes });
}

function rsa(modulus: bigint, exponent = 65_537n): Certificate {
  const [n = '', e = ''] = [modulus, exponent].map((one) => {
    const hex = one.toString(16);
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
  });
  const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
  return keyed(key.export({ format: 'der', type: 'spki' }));
}

const prime = (): bigint => generatePrimeSync(512, { bigint: true });
const SOUND = prime() * generatePrimeSync(520, { bigint: true });

describe('cert/factorable-key', () => {
  const first = prime();
  let second = first + 2n;
  while (!checkPrimeSync(second)) second += 2n;

  test.each([
    ['no fault', SOUND, 'pass', 'critical', /no small factor/],
    ['a factor of 641', prime() * 641n, 'fail', 'critical', /divided by 641/],
    ['two primes next to each other', first * second, 'fail', 'critical', /close/],
  ])('a key with %s', (_, modulus, outcome, severity, message) => {
    const hit = finding(factorableKey, presenting(https, rsa(modulus)));
    expect(hit).toMatchObject({ outcome, severity });
    expect(hit.message).toMatch(message);
  });

  test('an issuer is judged too, and its CA has to act', () => {
    const issuer = { ...rsa(prime() * 3n), sha256: 'bb'.repeat(32) };
    const all = findings(factorableKey, [presenting(https, certificate(), issuer)]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
    expect(all[1]?.fix.join()).toContain('The CA has to issue');
  });

  test.each([
    [certificate({ key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' } }), 'not-applicable'],
    [certificate({ publicKeyInfo: new Uint8Array(0) }), 'unknown'],
    [certificate({ publicKeyInfo: new Uint8Array([0x30, 0x03, 0x30, 0x01]) }), 'unknown'],
    [certificate({ key: { algorithm: '', bits: null, curve: null } }), 'unknown'],
    [unreadCertificate(), 'unknown'],
  ])('case %# is no key to try', (of, outcome) => {
    expect(finding(factorableKey, presenting(https, of)).outcome).toBe(outcome);
  });
});

describe('cert/weak-exponent', () => {
  test.each([
    [65_537n, 'pass', 'low'],
    [1n, 'fail', 'critical'],
    [4n, 'fail', 'high'],
    [3n, 'fail', 'low'],
    [17n, 'fail', 'low'],
    [(1n << 64n) + 1n, 'pass', 'low'],
    [(1n << 256n) + 1n, 'fail', 'low'],
  ])('the exponent %s gives %s, %s', (exponent, outcome, severity) => {
    expect(finding(weakExponent, presenting(https, rsa(SOUND, exponent)))).toMatchObject({
      outcome,
      severity,
    });
  });

  test.each([
    [certificate({ key: { algorithm: 'Ed25519', bits: 256, curve: null } }), 'not-applicable'],
    [certificate({ publicKeyInfo: new Uint8Array(0) }), 'unknown'],
    [unreadCertificate(), 'unknown'],
  ])('case %# has no exponent to judge', (of, outcome) => {
    expect(finding(weakExponent, presenting(https, of)).outcome).toBe(outcome);
  });
});

function ec(namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named'): KeyPair {
  return generateKeyPairSync('ec', { namedCurve, paramEncoding });
}

describe('cert/unsupported-key', () => {
  const rows: readonly (readonly [string, KeyPair, string, RegExp])[] = [
    ['RSA', keyPair('rsa-2048'), 'pass', /all clients take/],
    ['RSA for PSS alone', keyPair('rsa-pss'), 'fail', /PSS signatures alone/],
    ['P-256', ec('prime256v1'), 'pass', /all clients take/],
    ['P-384', ec('secp384r1'), 'pass', /all clients take/],
    ['P-521', ec('secp521r1'), 'fail', /Schannel has off by default/],
    ['P-224', ec('secp224r1'), 'fail', /secp224r1.*Schannel has it off/],
    ['secp256k1', ec('secp256k1'), 'fail', /secp256k1.*Schannel has it off/],
    ['brainpoolP256r1', ec('brainpoolP256r1'), 'fail', /brainpoolP256r1.*Schannel has it off/],
    ['brainpoolP320r1', ec('brainpoolP320r1'), 'fail', /not among those that Microsoft lists/],
    ['P-256 written out', ec('prime256v1', 'explicit'), 'fail', /written out/],
    ['secp256k1 written out', ec('secp256k1', 'explicit'), 'fail', /written out/],
    ['Ed25519', keyPair('ed25519'), 'fail', /not confirmed by Microsoft/],
    ['Ed448', keyPair('ed448'), 'fail', /not confirmed by Microsoft/],
    ['DSA', keyPair('dsa'), 'fail', /no current client/],
  ];
  test.each(rows)('%s', (_, keys, outcome, message) => {
    const hit = finding(unsupportedKey, presenting(https, makeLeaf({ key: keys }).certificate));
    expect(hit).toMatchObject({ outcome, severity: 'high' });
    expect(hit.message).toMatch(message);
  });

  test('a curve that OpenSSL does not have is none that clients take', () => {
    const spki = Buffer.from(ec('prime256v1').publicKey.export({ format: 'der', type: 'spki' }));
    spki[spki.indexOf(Buffer.from('2a8648ce3d030107', 'hex')) + 7] = 0x63;
    const hit = finding(unsupportedKey, presenting(https, keyed(spki)));
    expect(hit.outcome).toBe('fail');
    expect(hit.message).toContain('an unknown curve');
  });

  test('towards mail servers it is low', () => {
    const { certificate: odd } = makeLeaf({ key: 'ed25519' });
    expect(finding(unsupportedKey, presenting(endpoint('smtp'), odd)).severity).toBe('low');
  });

  test.each([
    [certificate({ key: { algorithm: '1.2.3.4', bits: null, curve: null } })],
    [
      certificate({
        key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' },
        publicKeyInfo: new Uint8Array(0),
      }),
    ],
    [unreadCertificate()],
  ])('case %# is unknown', (of) => {
    expect(finding(unsupportedKey, presenting(https, of)).outcome).toBe('unknown');
  });
});

test('an RSA key for PSS alone and one with its curve written out have a size', () => {
  const outcome = (key: KeyPair): string =>
    finding(weakKey, presenting(https, makeLeaf({ key }).certificate)).outcome;
  expect(outcome(keyPair('rsa-pss'))).toBe('pass');
  expect(outcome(ec('prime256v1', 'explicit'))).toBe('pass');
  expect(outcome(ec('secp224r1', 'explicit'))).toBe('fail');
  expect(outcome(ec('brainpoolP256r1'))).toBe('pass');
});

describe('cert/shared-key', () => {
  const imaps = endpoint('imaps');
  const one = certificate();
  const renewed = certificate({ sha256: 'bb'.repeat(32), notBefore: NOW - DAY });
  const other = certificate({ sha256: 'cc'.repeat(32), subjectKey: '30cc', subject: 'CN=imap.contoso.com' });

  test('another certificate with the key of the first is low', () => {
    const all = findings(sharedKey, [presenting(https, one), presenting(imaps, other)]);
    const common = { outcome: 'fail', severity: 'low', evidence: ['o4'] };
    expect(all).toMatchObject([
      { ...common, subject: { certificate: one.sha256 }, endpoints: [https.id] },
      { ...common, subject: { certificate: other.sha256 }, endpoints: [imaps.id] },
    ]);
    for (const { message, fix } of all) {
      expect(message).toBe(all[0]?.message);
      expect(message).toContain('CN=imap.contoso.com');
      expect(fix[0]).toContain('New-ExchangeCertificate -GenerateRequest');
    }
  });

  test('many certificates with one key are named in part', () => {
    const many = Array.from({ length: 7 }, (_, index) => certificate({ sha256: `0${index}`.repeat(32) }));
    const all = findings(sharedKey, [
      presenting(https, many[0] ?? one),
      ...many.slice(1).map((next) => presenting(imaps, next)),
    ]);
    expect(all).toHaveLength(7);
    expect(all[0]?.message).toMatch(/^7 certificates .*; and 2 more$/);
  });

  test('a renewal that kept the key is for information', () => {
    const all = findings(sharedKey, [presenting(https, one), presenting(imaps, renewed)]);
    expect(all.map(({ outcome, severity }) => [outcome, severity])).toEqual([
      ['fail', 'info'],
      ['fail', 'info'],
    ]);
  });

  test('a later certificate for something else is no renewal', () => {
    const later = { ...other, notBefore: NOW - DAY };
    const all = findings(sharedKey, [presenting(https, one), presenting(imaps, later)]);
    expect(all.map(({ severity }) => severity)).toEqual(['low', 'low']);
  });

  test('keys of their own pass', () => {
    const own = keyed(keyPair('rsa-2048').publicKey.export({ format: 'der', type: 'spki' }), {
      sha256: 'bb'.repeat(32),
    });
    expect(findings(sharedKey, [presenting(https, one), presenting(imaps, own)])).toMatchObject([
      { outcome: 'pass' },
    ]);
  });

  test('the same certificate in two places is one', () => {
    expect(findings(sharedKey, [presenting(https, one), presenting(imaps, one)])).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
  });

  test('an issuer may have several certificates for its key', () => {
    const places = [presenting(https, one, other), presenting(imaps, one, renewed)];
    expect(findings(sharedKey, places)).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('where one certificate is not known, neither is the answer', () => {
    const silent = { endpoint: imaps, facts: silentFacts({ starttls: known(starttls('implicit')) }) };
    expect(findings(sharedKey, [presenting(https, one), silent])).toMatchObject([{ outcome: 'unknown' }]);
    const hidden = { endpoint: imaps, facts: soundFacts(imaps, { chains: unknown() }) };
    expect(findings(sharedKey, [presenting(https, one), hidden])).toMatchObject([{ outcome: 'unknown' }]);
  });
});
