import { AsnConvert } from '@peculiar/asn1-schema';
import { OCSPRequest } from '@peculiar/asn1-ocsp';
import { describe, expect, test } from '@jest/globals';
import { ocspRequest } from '../../../src/certs/revocation/ocsp-request.ts';
import { readOcsp } from '../../../src/certs/revocation/ocsp.ts';
import type { OcspFault, OcspReading, RevocationReason } from '../../../src/model/revocation.ts';
import type { CertificateOptions, Issued } from '../../fixtures/certificates.ts';
import { makeCa, makeCertificate, makeLeaf, tlv } from '../../fixtures/certificates.ts';
import type { MadeSingle, OcspOptions } from './make-ocsp.ts';
import { makeError, makeOcsp } from './make-ocsp.ts';

const AT = Date.parse('2026-11-22T12:00:00Z');
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const DATES = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-12-31T00:00:00Z') };

const CA = makeCa('Test CA', DATES);
const OTHER_CA = makeCa('Other CA', DATES);
/** Another authority that took the same name. */
const NAMESAKE = makeCa('Test CA', DATES);
const LEAF = makeLeaf({ issuer: CA, ...DATES });
const OTHER_LEAF = makeLeaf({ issuer: CA, ...DATES });

function delegate(options: CertificateOptions = {}): Issued {
  return makeCertificate({
    subject: [['CN', 'Responder']],
    issuer: CA,
    extendedKeyUsage: [OCSP_SIGNING],
    ...DATES,
    ...options,
  });
}

const DELEGATE = delegate();

function answer(single: Partial<MadeSingle> = {}, options: Partial<OcspOptions> = {}): Uint8Array {
  return makeOcsp({ singles: [{ certificate: LEAF, issuer: CA, ...single }], ...options });
}

function read(response: Uint8Array, at = AT, pool: readonly Issued[] = []): OcspReading {
  const known = pool.map(({ certificate }) => certificate);
  return readOcsp(response, { certificate: LEAF.certificate, issuer: CA.certificate, pool: known }, at);
}

function hex(bytes: ArrayBuffer | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('hex');
}

describe('ocspRequest', () => {
  test('names the certificate by SHA-1 hashes of its issuer, without a nonce', () => {
    const body = ocspRequest({ certificate: LEAF.certificate, issuer: CA.certificate });
    const { tbsRequest } = AsnConvert.parse(body, OCSPRequest);
    expect(tbsRequest.requestList).toHaveLength(1);
    expect(tbsRequest.requestExtensions).toBeUndefined();
    const id = tbsRequest.requestList[0]?.reqCert;
    expect(id?.hashAlgorithm.algorithm).toBe('1.3.14.3.2.26');
    expect(hex(id?.serialNumber)).toBe(LEAF.certificate.serialKey);
    expect(hex(id?.issuerKeyHash.buffer)).toBe(CA.certificate.subjectKeyId);
  });
});

const ANSWERS: readonly (readonly [
  name: string,
  response: Uint8Array,
  expected: 'good' | 'revoked' | 'unknown' | OcspFault,
  at?: string,
])[] = [
  ['good', answer(), 'good'],
  ['unknown', answer({ status: 'unknown' }), 'unknown'],
  ['named by SHA-256', answer({ hash: 'sha256' }), 'good'],
  ['named by SHA-384', answer({ hash: 'sha384' }), 'good'],
  ['the responder named by key', answer({}, { by: 'key' }), 'good'],
  ['the serial number with a zero too many', answer({ serial: `00${LEAF.certificate.serialKey}` }), 'good'],
  ['the certificate second', twoAnswers('good', 'good'), 'good'],
  ['two answers, one of them revoked', twice({ at: '2026-11-01T00:00:00Z' }), 'revoked'],
  ['two answers, one of them unknown', twice('unknown'), 'unknown'],
  ['malformedRequest', makeError(1), 'error-status'],
  ['internalError', makeError(2), 'error-status'],
  ['tryLater', makeError(3), 'error-status'],
  ['sigRequired', makeError(5), 'error-status'],
  ['unauthorized', makeError(6), 'error-status'],
  ['a status without meaning', makeError(77), 'error-status'],
  ['nothing', new Uint8Array(0), 'malformed'],
  ['not DER', Buffer.from('<html>'), 'malformed'],
  ['trailing bytes', Buffer.concat([answer(), Buffer.from([0])]), 'malformed'],
  ['cut off', answer().subarray(0, 100), 'malformed'],
  ['success without an answer', makeError(0), 'malformed'],
  ['far too large', new Uint8Array(300_000), 'malformed'],
  ['another kind of answer', answer({}, { kind: '1.3.6.1.5.5.7.48.1.99' }), 'unsupported'],
  ['a nonce', answer({}, { extensions: [{ oid: '1.3.6.1.5.5.7.48.1.2', critical: false }] }), 'good'],
  ['an unknown extension', answer({}, { extensions: [{ oid: '1.2.3.4', critical: false }] }), 'good'],
  [
    'an unknown critical extension',
    answer({}, { extensions: [{ oid: '1.2.3.4', critical: true }] }),
    'unsupported',
  ],
  ['about another serial number', answer({ certificate: OTHER_LEAF }), 'other-certificate'],
  ['about another issuer', answer({ issuer: OTHER_CA }, { signer: CA }), 'other-certificate'],
  ['about a namesake of the issuer', answer({ issuer: NAMESAKE }, { signer: CA }), 'other-certificate'],
  ['signed by a stranger', answer({}, { signer: OTHER_CA }), 'signer-unknown'],
  ['signed by a stranger who sends a certificate', stranger(OTHER_CA), 'signer-unauthorized'],
  ['signed by a namesake', answer({}, { signer: NAMESAKE }), 'bad-signature'],
  ['signed by a namesake who sends a certificate', stranger(NAMESAKE), 'signer-unauthorized'],
  ['signed by a stranger in the name of the issuer', forged(), 'bad-signature'],
  ['signed by a delegate', delegated(DELEGATE), 'good'],
  ['signed by a delegate, named by key', delegated(DELEGATE, { by: 'key' }), 'good'],
  ['signed by a delegate with RSA', delegated(delegate({ key: 'rsa-2048' })), 'good'],
  ['signed by a delegate with Ed25519', delegated(delegate({ key: 'ed25519' })), 'good'],
  ['signed by a delegate whose certificate is not sent', answer({}, { signer: DELEGATE }), 'signer-unknown'],
  [
    'signed by the certificate itself',
    answer({}, { signer: LEAF, certificates: [LEAF] }),
    'signer-unauthorized',
  ],
  [
    'signed by a delegate without the purpose',
    delegated(delegate({ extendedKeyUsage: [] })),
    'signer-unauthorized',
  ],
  [
    'signed by a delegate for any purpose',
    delegated(delegate({ extendedKeyUsage: ['2.5.29.37.0'] })),
    'signer-unauthorized',
  ],
  [
    'signed by a delegate of another authority',
    delegated(delegate({ issuer: OTHER_CA })),
    'signer-unauthorized',
  ],
  ['signed by a delegate of a namesake', delegated(delegate({ issuer: NAMESAKE })), 'signer-unauthorized'],
  [
    'signed by a delegate whose key may not sign',
    delegated(delegate({ keyUsage: 32 })),
    'signer-unauthorized',
  ],
  [
    'signed by an expired delegate',
    delegated(delegate({ notAfter: new Date('2026-11-01T00:00:00Z') })),
    'signer-expired',
  ],
  [
    'signed by a delegate of the future',
    delegated(delegate({ notBefore: new Date('2027-01-01T00:00:00Z') })),
    'signer-expired',
  ],
  ['of the future', answer(), 'not-yet-valid', '2026-11-21T00:00:00Z'],
  ['four minutes early', answer(), 'good', '2026-11-21T23:56:00Z'],
  ['produced in the future', answer({}, { producedAt: '2026-11-23T00:00:00Z' }), 'not-yet-valid'],
  ['four minutes late', answer(), 'good', '2026-11-29T00:04:00Z'],
  ['stale', answer(), 'stale', '2026-11-29T00:06:00Z'],
  ['stale and revoked', answer({ status: { at: '2026-11-01T00:00:00Z' } }), 'stale', '2026-12-24T00:00:00Z'],
  ['without an end, after six days', answer({ nextUpdate: null }), 'good', '2026-11-28T00:00:00Z'],
  ['without an end, after eight days', answer({ nextUpdate: null }), 'stale', '2026-11-30T00:00:00Z'],
];

function twoAnswers(first: MadeSingle['status'], second: MadeSingle['status']): Uint8Array {
  return makeOcsp({
    singles: [
      { certificate: OTHER_LEAF, issuer: CA, ...(first === undefined ? {} : { status: first }) },
      { certificate: LEAF, issuer: CA, ...(second === undefined ? {} : { status: second }) },
    ],
  });
}

function twice(status: NonNullable<MadeSingle['status']>): Uint8Array {
  return makeOcsp({
    singles: [
      { certificate: LEAF, issuer: CA },
      { certificate: LEAF, issuer: CA, status },
    ],
  });
}

function stranger(signer: Issued): Uint8Array {
  return answer({}, { signer, certificates: [signer] });
}

function forged(): Uint8Array {
  return answer({}, { signer: OTHER_CA, named: CA });
}

function delegated(signer: Issued, options: Partial<OcspOptions> = {}): Uint8Array {
  return answer({}, { signer, certificates: [signer], ...options });
}

describe('readOcsp', () => {
  // Jest takes a parameter too many for a callback, so each row gets all of them.
  const rows = ANSWERS.map(([name, response, expected, at]) => {
    return [name, response, expected, at === undefined ? AT : Date.parse(at)] as const;
  });
  test.each(rows)('%s', (_, response, expected, at) => {
    const { status, fault } = read(response, at);
    expect(fault ?? status).toBe(expected);
    expect(fault === null).toBe(status !== 'unusable');
  });

  test.each<readonly [number, RevocationReason | null]>([
    [0, 'unspecified'],
    [1, 'keyCompromise'],
    [2, 'cACompromise'],
    [3, 'affiliationChanged'],
    [4, 'superseded'],
    [5, 'cessationOfOperation'],
    [6, 'certificateHold'],
    [7, null],
    [8, 'removeFromCRL'],
    [9, 'privilegeWithdrawn'],
    [10, 'aACompromise'],
    [99, null],
  ])('reads the reason %d', (reason, name) => {
    const reading = read(answer({ status: { at: '2026-11-01T10:00:00Z', reason } }));
    expect(reading).toMatchObject({
      status: 'revoked',
      reason: name,
      revokedAt: Date.parse('2026-11-01T10:00:00Z'),
      thisUpdate: Date.parse('2026-11-22T00:00:00Z'),
      nextUpdate: Date.parse('2026-11-29T00:00:00Z'),
      producedAt: Date.parse('2026-11-22T00:00:00Z'),
    });
  });

  test('tells the issuer from a delegate, and the delegate that need not be asked about', () => {
    expect(read(answer()).responder).toMatchObject({ kind: 'issuer', certificate: CA.certificate.sha256 });
    expect(read(delegated(DELEGATE)).responder).toMatchObject({ kind: 'delegate', noCheck: false });
    const trusted = delegate({ extensions: [{ oid: '1.3.6.1.5.5.7.48.1.5', value: tlv(0x05) }] });
    expect(read(delegated(trusted)).responder).toMatchObject({ kind: 'delegate', noCheck: true });
  });

  test('finds a delegate among the certificates at hand', () => {
    expect(read(answer({}, { signer: DELEGATE }), AT, [DELEGATE]).status).toBe('good');
  });

  test('accepts the issuer under another of its certificates', () => {
    const renewed = makeCa('Test CA', { ...DATES, key: CA.keys });
    expect(read(answer({}, { signer: renewed, certificates: [renewed] })).status).toBe('good');
  });

  test('says what a stale answer claims', () => {
    const reading = read(answer({ status: { at: '2026-11-01T10:00:00Z', reason: 1 } }), AT + 30 * 86_400_000);
    expect(reading.why).toContain('revoked on 2026-11-01 10:00 UTC (keyCompromise)');
  });

  test('tells a serial number that was never issued from one that was revoked', () => {
    const reading = read(answer({ status: { at: '1970-01-01T00:00:00Z', reason: 6 } }));
    expect(reading).toMatchObject({ status: 'revoked', why: expect.stringContaining('never issued') });
  });

  test.each([
    ['RSA', 'rsa-2048'],
    ['Ed25519', 'ed25519'],
  ] as const)('verifies an issuer with %s', (_, key) => {
    const issuer = makeCa('Test CA', { ...DATES, key });
    const leaf = makeLeaf({ issuer, ...DATES });
    const response = makeOcsp({ singles: [{ certificate: leaf, issuer }] });
    const question = { certificate: leaf.certificate, issuer: issuer.certificate, pool: [] };
    expect(readOcsp(response, question, AT).status).toBe('good');
  });
});
