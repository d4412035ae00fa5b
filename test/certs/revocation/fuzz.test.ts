import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { crlExtract } from '../../../src/certs/revocation/crl-extract.ts';
import { crlStatus } from '../../../src/certs/revocation/crl-status.ts';
import { readOcsp } from '../../../src/certs/revocation/ocsp.ts';
import { makeCa, makeCertificate, makeLeaf } from '../../fixtures/certificates.ts';
import { makeCrl } from './make-crl.ts';
import { makeOcsp } from './make-ocsp.ts';

const AT = Date.parse('2026-11-22T12:00:00Z');
const CA = makeCa();
const LEAF = makeLeaf({ issuer: CA, days: 300 });
const DELEGATE = makeCertificate({
  subject: [['CN', 'Responder']],
  issuer: CA,
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'],
  days: 300,
});
const MINE = { serial: LEAF.certificate.serialKey, reason: 1 };
const OTHERS = [{ serial: '01', reason: 4 }, { serial: '7fffffff' }];
const REVOKED = { at: '2026-11-01T00:00:00Z', reason: 1 } as const;

const single = { certificate: LEAF, issuer: CA };
const delegated = { signer: DELEGATE, certificates: [DELEGATE] };

function ocspStatus(response: Uint8Array): string {
  return readOcsp(response, { certificate: LEAF.certificate, issuer: CA.certificate, pool: [] }, AT).status;
}

function listStatus(der: Uint8Array): string {
  const list = crlExtract(der, { certificates: [LEAF.certificate], issuers: [CA.certificate] });
  const question = { certificate: LEAF.certificate, issuers: [CA.certificate], pool: [], at: AT };
  return crlStatus({ ...question, crls: [list] }).status;
}

/** What was signed, the answers it may still give once it was changed, and how it is read. */
const SIGNED: readonly (readonly [
  name: string,
  der: Uint8Array,
  said: string,
  changed: readonly string[],
  read: (der: Uint8Array) => string,
])[] = [
  [
    'an answer that revokes',
    makeOcsp({ singles: [{ ...single, status: REVOKED }] }),
    'revoked',
    ['unusable'],
    ocspStatus,
  ],
  ['a good answer', makeOcsp({ singles: [single] }), 'good', ['unusable'], ocspStatus],
  [
    'an answer of a delegate',
    makeOcsp({ singles: [{ ...single, status: 'unknown' }], ...delegated }),
    'unknown',
    ['unusable'],
    ocspStatus,
  ],
  [
    'an answer that is stale',
    makeOcsp({ singles: [{ ...single, nextUpdate: '2026-11-22T01:00:00Z' }] }),
    'unusable',
    ['unusable'],
    ocspStatus,
  ],
  [
    'a list that names it',
    makeCrl({ issuer: CA, entries: [...OTHERS, MINE] }),
    'revoked',
    ['unknown'],
    listStatus,
  ],
  ['a list without it', makeCrl({ issuer: CA, entries: OTHERS }), 'good', ['unknown'], listStatus],
  [
    'a list that has ended',
    makeCrl({ issuer: CA, nextUpdate: '2026-11-21T00:00:00Z' }),
    'unknown',
    ['unknown'],
    listStatus,
  ],
];

const flips = fc.array(fc.record({ at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }), {
  minLength: 1,
  maxLength: 4,
});

describe.each(SIGNED)('%s', (_, der, said, changed, read) => {
  test('says what was signed', () => {
    expect(read(der)).toBe(said);
  });

  test('never says anything else once bits of it were changed', () => {
    fc.assert(
      fc.property(flips, (all) => {
        const bytes = Uint8Array.from(der);
        for (const { at, bits } of all) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ bits;
        // Some bytes are neither signed nor needed, such as those of a certificate that nobody asks for.
        expect([said, ...changed]).toContain(read(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test('says nothing once it was cut off', () => {
    for (let length = 0; length < der.length; length += 1)
      expect(changed).toContain(read(der.subarray(0, length)));
  });
});

describe('random bytes', () => {
  test('are no answer and no list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(ocspStatus(bytes)).toBe('unusable');
        expect(listStatus(bytes)).toBe('unknown');
      }),
    );
  });

  test('in the place of entries never pass for a list without the certificate', () => {
    const isList = (bytes: Uint8Array): boolean =>
      crlExtract(makeCrl({ issuer: CA, rawEntries: bytes }), {
        certificates: [LEAF.certificate],
        issuers: [CA.certificate],
      }).fault === null;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (bytes) => {
        // The shortest entry is a number of one byte and an empty date: seven bytes.
        expect(isList(bytes)).toBe(false);
      }),
    );
  });
});
