import { describe, expect, test } from '@jest/globals';
import { findEntries, MAXIMUM_ENTRIES } from '../../../src/certs/revocation/crl-entries.ts';
import { serialNumber } from '../../../src/certs/revocation/serial-number.ts';
import { crlExtract } from '../../../src/certs/revocation/crl-extract.ts';
import { crlStatus } from '../../../src/certs/revocation/crl-status.ts';
import { MAXIMUM_CRL_BYTES, readCrl } from '../../../src/certs/revocation/crl.ts';
import { encode } from '../../../src/certs/revocation/encode.ts';
import type { CrlExtract, CrlFault, CrlReading, RevocationReason } from '../../../src/model/revocation.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { makeCa, makeCertificate, makeLeaf } from '../../fixtures/certificates.ts';
import type { CrlOptions } from './make-crl.ts';
import { entry, extension, makeCrl, scope } from './make-crl.ts';

const AT = Date.parse('2026-11-22T12:00:00Z');
const DATES = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-12-31T00:00:00Z') };

const ROOT = makeCa('Test Root', DATES);
const CA = makeCa('Test CA', { issuer: ROOT, ...DATES });
const NAMESAKE = makeCa('Test CA', DATES);
const LEAF = makeLeaf({ issuer: CA, ...DATES });
const SERIAL = LEAF.certificate.serialKey;
const CRL_SIGN = 0b100_0000;

const BOOLEAN_TRUE = Buffer.from([0xff]);
const ONLY_USERS = encode(0x81, BOOLEAN_TRUE);
const ONLY_AUTHORITIES = encode(0x82, BOOLEAN_TRUE);
const INDIRECT = encode(0x84, BOOLEAN_TRUE);
const ONLY_ATTRIBUTES = encode(0x85, BOOLEAN_TRUE);

function place(url: string): Uint8Array {
  return encode(0xa0, encode(0xa0, encode(0x86, Buffer.from(url))));
}

function extract(
  der: Uint8Array,
  asked: readonly Issued[] = [LEAF],
  issuers: readonly Issued[] = [CA],
): CrlExtract {
  return crlExtract(der, {
    certificates: asked.map(({ certificate }) => certificate),
    issuers: issuers.map(({ certificate }) => certificate),
  });
}

function list(options: Partial<CrlOptions> = {}): Uint8Array {
  return makeCrl({ issuer: CA, ...options });
}

function status(crls: readonly Uint8Array[], at = AT, pool: readonly Issued[] = [ROOT]): CrlReading {
  const known = [CA, ...pool];
  return crlStatus({
    certificate: LEAF.certificate,
    issuers: [CA.certificate],
    pool: known.map(({ certificate }) => certificate),
    crls: crls.map((der) => extract(der, [LEAF], known)),
    at,
  });
}

const MINE = { serial: SERIAL };
const OTHERS = [{ serial: '01' }, { serial: '7fffffff' }];

const LISTS: readonly {
  readonly name: string;
  readonly crls: readonly Uint8Array[];
  readonly expected: 'good' | 'revoked' | CrlFault;
  readonly at?: string;
  readonly pool?: readonly Issued[];
}[] = [
  { name: 'no list', crls: [], expected: 'no-list' },
  { name: 'an empty list', crls: [list()], expected: 'good' },
  { name: 'others on it', crls: [list({ entries: OTHERS })], expected: 'good' },
  { name: 'named on it', crls: [list({ entries: [...OTHERS, MINE] })], expected: 'revoked' },
  {
    name: 'named with a zero too many',
    crls: [list({ entries: [{ serial: `00${SERIAL}` }] })],
    expected: 'revoked',
  },
  {
    name: 'an impossible date',
    crls: [list({ entries: [{ ...MINE, at: '2026-13-41T99:00:00Z' }] })],
    expected: 'revoked',
  },
  { name: 'ended', crls: [list()], at: '2026-12-01T00:06:00Z', expected: 'stale' },
  { name: 'ended four minutes ago', crls: [list()], at: '2026-12-01T00:04:00Z', expected: 'good' },
  { name: 'without an end', crls: [list({ nextUpdate: null })], expected: 'stale' },
  { name: 'of the future', crls: [list()], at: '2026-11-19T00:00:00Z', expected: 'not-yet-valid' },
  { name: 'signed by a namesake', crls: [list({ keys: NAMESAKE.keys })], expected: 'bad-signature' },
  {
    name: 'signed by a namesake at hand',
    crls: [list({ keys: NAMESAKE.keys })],
    pool: [ROOT, NAMESAKE],
    expected: 'signer-unauthorized',
  },
  { name: 'of another authority', crls: [makeCrl({ issuer: ROOT })], expected: 'other-issuer' },
  {
    name: 'stale, beside a current one',
    crls: [list({ nextUpdate: '2026-11-21T00:00:00Z' }), list()],
    expected: 'good',
  },
  {
    name: 'the newer of two lists has the last word',
    crls: [
      list({ entries: [{ ...MINE, reason: 6 }] }),
      list({ thisUpdate: '2026-11-21T00:00:00Z', number: '02' }),
    ],
    expected: 'good',
  },
  {
    name: 'an unknown extension',
    crls: [list({ extensions: [extension('2a0304', encode(0x05))] })],
    expected: 'good',
  },
  {
    name: 'an unknown critical extension',
    crls: [list({ extensions: [extension('2a0304', encode(0x05), true)] })],
    expected: 'unknown-extension',
  },
  {
    name: "an unknown critical extension of another's entry",
    crls: [list({ entries: [{ serial: '01', extensions: [extension('2a0304', encode(0x05), true)] }] })],
    expected: 'unknown-extension',
  },
  {
    name: 'an unknown extension of an entry',
    crls: [list({ entries: [{ serial: '01', extensions: [extension('2a0304', encode(0x05))] }] })],
    expected: 'good',
  },
  { name: 'only for users', crls: [list({ extensions: [scope(ONLY_USERS)] })], expected: 'good' },
  {
    name: 'only for authorities',
    crls: [list({ extensions: [scope(ONLY_AUTHORITIES)] })],
    expected: 'other-scope',
  },
  {
    name: 'only for attributes',
    crls: [list({ extensions: [scope(ONLY_ATTRIBUTES)] })],
    expected: 'other-scope',
  },
  {
    name: 'of a part that the certificate does not name',
    crls: [list({ extensions: [scope(place('http://crl.contoso.test/1.crl'))] })],
    expected: 'other-scope',
  },
  {
    name: 'a scope of an unknown kind',
    crls: [list({ extensions: [scope(encode(0x89, BOOLEAN_TRUE))] })],
    expected: 'unreadable',
  },
  {
    name: 'for some reasons only',
    crls: [list({ extensions: [scope(encode(0x83, Buffer.from('0560', 'hex')))] })],
    expected: 'some-reasons',
  },
  {
    name: 'named, for some reasons only',
    crls: [list({ entries: [MINE], extensions: [scope(encode(0x83, Buffer.from('0560', 'hex')))] })],
    expected: 'revoked',
  },
  {
    name: 'indirect, named under another issuer',
    crls: [
      list({
        extensions: [scope(INDIRECT)],
        entries: [{ ...MINE, extensions: [certificateIssuer(ROOT)] }],
      }),
    ],
    expected: 'good',
  },
  {
    name: 'indirect, named under its issuer behind another',
    crls: [
      list({
        extensions: [scope(INDIRECT)],
        entries: [
          { serial: '01', extensions: [certificateIssuer(ROOT)] },
          { ...MINE, extensions: [certificateIssuer(CA)] },
        ],
      }),
    ],
    expected: 'revoked',
  },
  {
    name: 'an issuer of an entry in a list that is not indirect',
    crls: [list({ entries: [{ serial: '01', extensions: [certificateIssuer(ROOT)] }] })],
    expected: 'unknown-extension',
  },
  { name: 'only a delta', crls: [delta('01', '02')], expected: 'delta-without-base' },
  { name: 'a delta that names it', crls: [list(), delta('01', '02', [MINE])], expected: 'revoked' },
  {
    name: 'a delta that takes it off',
    crls: [list({ entries: [{ ...MINE, reason: 6 }] }), delta('01', '02', [{ ...MINE, reason: 8 }])],
    expected: 'good',
  },
  {
    name: 'a delta that is not upon this list',
    crls: [list({ entries: [{ ...MINE, reason: 6 }] }), delta('02', '03', [{ ...MINE, reason: 8 }])],
    expected: 'revoked',
  },
  {
    name: 'a delta older than the list',
    crls: [
      list({ number: '05', entries: [{ ...MINE, reason: 6 }] }),
      delta('01', '04', [{ ...MINE, reason: 8 }]),
    ],
    expected: 'revoked',
  },
  {
    name: 'a delta by another key',
    crls: [
      list({ entries: [{ ...MINE, reason: 6 }] }),
      delta('01', '02', [{ ...MINE, reason: 8 }], NAMESAKE),
    ],
    pool: [ROOT, NAMESAKE],
    expected: 'revoked',
  },
  {
    name: 'a current delta upon a list that has ended',
    crls: [list({ nextUpdate: '2026-11-21T00:00:00Z' }), delta('01', '02')],
    expected: 'good',
  },
  { name: 'nonsense', crls: [Buffer.from('<html>not found</html>')], expected: 'unreadable' },
  { name: 'text', crls: [Buffer.from('-----BEGIN X509 CRL-----\n')], expected: 'unreadable' },
  { name: 'trailing bytes', crls: [Buffer.concat([list(), Buffer.from([0])])], expected: 'unreadable' },
  {
    name: 'a broken entry',
    crls: [list({ rawEntries: Buffer.from('300302017f', 'hex') })],
    expected: 'unreadable',
  },
];

function certificateIssuer(issuer: Issued): Uint8Array {
  const name = encode(0xa4, Buffer.from(issuer.certificate.subjectKey, 'hex'));
  return extension('551d1d', encode(0x30, name), true);
}

function delta(
  base: string,
  number: string,
  entries: NonNullable<CrlOptions['entries']> = [],
  signer: Issued = CA,
): Uint8Array {
  const indicator = extension('551d1b', encode(0x02, Buffer.from(base, 'hex')), true);
  return list({
    number,
    entries,
    extensions: [indicator],
    keys: signer.keys,
    thisUpdate: '2026-11-21T00:00:00Z',
  });
}

describe('crlStatus', () => {
  test.each(LISTS)('$name: $expected', ({ crls, expected, at, pool }) => {
    const reading = status(crls, at === undefined ? AT : Date.parse(at), pool ?? [ROOT]);
    expect(reading.fault ?? reading.status).toBe(expected);
    expect(reading.fault === null).toBe(reading.status !== 'unknown');
  });

  test.each<readonly [number, RevocationReason | null]>([
    [0, 'unspecified'],
    [1, 'keyCompromise'],
    [4, 'superseded'],
    [6, 'certificateHold'],
    [7, null],
    [10, 'aACompromise'],
  ])('reads the reason %d', (reason, name) => {
    const reading = status([list({ entries: [{ ...MINE, at: '2026-11-01T10:00:00Z', reason }] })]);
    const revokedAt = Date.parse('2026-11-01T10:00:00Z');
    expect(reading).toMatchObject({ status: 'revoked', reason: name, revokedAt });
  });

  test('is not good for a certificate that was not looked for', () => {
    const [other] = [makeLeaf({ issuer: CA, ...DATES })];
    const reading = crlStatus({
      certificate: LEAF.certificate,
      issuers: [CA.certificate],
      pool: [],
      crls: [extract(list(), [other])],
      at: AT,
    });
    expect(reading).toMatchObject({ status: 'unknown', fault: 'not-asked' });
  });

  test('is not good for a certificate that had ended before the list was made', () => {
    const old = makeLeaf({ issuer: CA, ...DATES, notAfter: new Date('2026-10-01T00:00:00Z') });
    const question = { certificate: old.certificate, issuers: [CA.certificate], pool: [], at: AT };
    const crls = [extract(list(), [old])];
    expect(crlStatus({ ...question, crls })).toMatchObject({
      status: 'unknown',
      fault: 'expired-certificate',
    });
    const since = extension('551d3c', encode(0x18, Buffer.from('20200101000000Z')));
    const all = [extract(list({ extensions: [since] }), [old])];
    expect(crlStatus({ ...question, crls: all }).status).toBe('good');
  });

  test('takes no list by an issuer whose keyUsage does not allow it', () => {
    const ca = makeCa('Test CA', { ...DATES, keyUsage: 0b10_0000 });
    const leaf = makeLeaf({ issuer: ca, ...DATES });
    const reading = crlStatus({
      certificate: leaf.certificate,
      issuers: [ca.certificate],
      pool: [],
      crls: [extract(makeCrl({ issuer: ca }), [leaf], [ca])],
      at: AT,
    });
    expect(reading.fault).toBe('signer-unauthorized');
  });

  describe('with a signer of its own', () => {
    const signer = makeCertificate({
      subject: CA.subject,
      issuer: CA,
      keyUsage: CRL_SIGN,
      extendedKeyUsage: [],
      ...DATES,
    });
    const own = makeCrl({ issuer: CA, keys: signer.keys });
    const question = (crls: readonly Uint8Array[]) => ({
      certificate: LEAF.certificate,
      issuers: [CA.certificate],
      pool: [signer.certificate, ROOT.certificate],
      crls: crls.map((der) => extract(der, [LEAF], [CA, signer])),
      at: AT,
    });

    test('the list counts, and vouches for its signer', () => {
      expect(crlStatus(question([own])).status).toBe('good');
    });

    test('the list does not count if one of the issuer names its signer', () => {
      const entries = [{ serial: signer.certificate.serialKey }];
      const revoking = makeCrl({ issuer: CA, entries });
      const newer = makeCrl({ issuer: CA, keys: signer.keys, thisUpdate: '2026-11-21T12:00:00Z' });
      const lists = [newer, revoking].map((der) => extract(der, [LEAF], [CA, signer]));
      // The issuer's own list is sound and does not name the certificate; the other one adds nothing to it.
      expect(crlStatus({ ...question([]), crls: lists }).lists).toEqual([lists[1]?.sha256]);
    });

    test.each([
      [true, 'good', null],
      [false, 'unknown', 'signer-unauthorized'],
      [null, 'unknown', 'signer-unknown'],
    ] as const)('the caller may judge its path: %s', (path, expected, fault) => {
      expect(crlStatus({ ...question([own]), signerPath: () => path })).toMatchObject({
        status: expected,
        fault,
      });
    });
  });
});

describe('crlExtract', () => {
  test('keeps of a list what a report needs', () => {
    const fresh = extension('551d2e', encode(0x30, encode(0x30, place('http://crl.contoso.test/delta.crl'))));
    const der = list({ entries: [...OTHERS, { ...MINE, reason: 1 }], number: '1234', extensions: [fresh] });
    expect(extract(der)).toMatchObject({
      fault: null,
      bytes: der.length,
      issuer: 'CN=Test CA, O=Test',
      thisUpdate: Date.parse('2026-11-20T00:00:00Z'),
      nextUpdate: Date.parse('2026-12-01T00:00:00Z'),
      number: '1234',
      deltaBase: null,
      scope: null,
      deltaUrls: ['http://crl.contoso.test/delta.crl'],
      signer: { certificate: CA.certificate.sha256 },
      entryCount: 3,
      entries: [{ serial: SERIAL, reason: 'keyCompromise' }],
    });
  });

  test('leaves out those of a same serial number but another issuer', () => {
    const entries = [{ ...MINE, extensions: [certificateIssuer(ROOT)] }];
    expect(extract(list({ extensions: [scope(INDIRECT)], entries })).entries).toEqual([]);
  });

  test('says why there is no signer', () => {
    expect(extract(list(), [LEAF], [ROOT])).toMatchObject({
      signer: null,
      unsigned: expect.stringContaining('at hand'),
    });
    expect(extract(list(), [LEAF], [NAMESAKE])).toMatchObject({
      signer: null,
      unsigned: expect.stringContaining('not made by any key'),
    });
  });

  test('refuses a list beyond any use', () => {
    const huge = new Uint8Array(MAXIMUM_CRL_BYTES + 1);
    expect(extract(huge).fault).toContain('bytes');
  });
});

describe('findEntries', () => {
  test('walks through 50,000 entries in a few steps for each', () => {
    const count = 50_000;
    const raw = Buffer.concat(
      Array.from({ length: count }, (_, index) => {
        const serial = (0x1000_0000_0000 + index * 7).toString(16);
        return entry({ serial, reason: 1 });
      }),
    );
    const crl = readCrl(list({ rawEntries: Buffer.concat([raw, entry(MINE)]) }));
    const found = findEntries(crl, [LEAF.certificate]);
    expect(found.count).toBe(count + 1);
    expect(found.entries).toHaveLength(1);
    // An entry, its number, its date, its extensions, and three parts of the one that it has.
    expect(found.steps).toBeLessThanOrEqual(count * 7 + 3);
    expect(count).toBeLessThan(MAXIMUM_ENTRIES);
  });

  test.each([
    ['01', '01'],
    ['0001', '01'],
    ['00ff', '00ff'],
    ['ff', 'ff'],
    ['ffff', 'ff'],
    ['ff7f', 'ff7f'],
    ['00', '00'],
    ['0000', '00'],
    ['', ''],
  ])('takes the serial number %j for %j', (written, meant) => {
    expect(serialNumber(written)).toBe(meant);
  });
});
