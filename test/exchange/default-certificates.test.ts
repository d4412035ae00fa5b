import { KeyUsageFlags } from '@peculiar/asn1-x509';
import { describe, expect, test } from '@jest/globals';
import { recognizeDefaultCertificate } from '../../src/exchange/default-certificates.ts';
import type { CertificateOptions } from '../fixtures/certificates.ts';
import { makeCa, makeCertificate } from '../fixtures/certificates.ts';

const notBefore = new Date('2023-02-02T10:00:00Z');
const EXCHANGE: CertificateOptions = {
  subject: [['CN', 'Mailbox01']],
  dnsNames: ['Mailbox01', 'Mailbox01.contoso.com'],
  key: 'rsa-2048',
  notBefore,
  notAfter: new Date('2028-02-02T10:00:00Z'),
  ca: false,
};
const AUTH: CertificateOptions = {
  ...EXCHANGE,
  subject: [['CN', 'Microsoft Exchange Server Auth Certificate']],
  dnsNames: [],
};
const { ca: _, ...withoutConstraints } = EXCHANGE;
const WMSVC: CertificateOptions = {
  ...withoutConstraints,
  subject: [['CN', 'WMSvc-SHA2-MAILBOX01']],
  dnsNames: ['WMSvc-SHA2-MAILBOX01'],
  notAfter: new Date('2033-01-30T10:00:00Z'),
  keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment | KeyUsageFlags.dataEncipherment,
};

const recognize = (options: CertificateOptions) =>
  recognizeDefaultCertificate(makeCertificate(options).certificate);

describe('a default certificate', () => {
  test.each([
    ['exchange', EXCHANGE],
    ['exchange', { ...EXCHANGE, hash: 'SHA-1' }],
    ['exchange', { ...EXCHANGE, dnsNames: ['mailbox01'] }],
    ['auth', AUTH],
    ['wmsvc', WMSVC],
    ['wmsvc', { ...WMSVC, subject: [['CN', 'WMSvc-EX1']], dnsNames: ['WMSvc-EX1'], hash: 'SHA-1' }],
  ] as const)('of the kind %s is recognised by all its properties', (kind, options) => {
    const found = recognize(options);
    expect(found).toMatchObject({ kind, missed: [] });
    expect(found?.matched[0]).toBe('self-signed');
    expect(found?.matched.length).toBeGreaterThanOrEqual(8);
  });

  test.each([
    ['exchange', { ...EXCHANGE, key: 'rsa-1024' }, 'RSA key of 2048 bits'],
    ['exchange', { ...EXCHANGE, extendedKeyUsage: [] }, 'extended key usage server authentication only'],
    [
      'exchange',
      { ...EXCHANGE, hash: 'SHA-512' },
      'signature RSA over SHA-256, or SHA-1 from older installations',
    ],
    ['exchange', { ...EXCHANGE, ca: true }, 'basic constraints end entity'],
    ['auth', { ...AUTH, dnsNames: ['x'] }, 'no subject alternative names'],
    ['wmsvc', { ...WMSVC, notAfter: EXCHANGE.notAfter }, 'valid for ten years'],
    ['wmsvc', { ...WMSVC, dnsNames: ['other'] }, 'the common name is its only alternative name'],
  ] as const)('of the kind %s may miss a usual property: %#', (kind, options, missed) => {
    expect(recognize(options as CertificateOptions)).toMatchObject({ kind, missed: [missed] });
  });
});

describe('no default certificate', () => {
  test.each<readonly [string, CertificateOptions]>([
    ['has an issuer', { ...EXCHANGE, issuer: makeCa() }],
    ['lasts one year', { ...EXCHANGE, notAfter: new Date('2024-02-02T10:00:00Z') }],
    ['lasts five years and a week', { ...EXCHANGE, notAfter: new Date('2028-02-09T10:00:00Z') }],
    ['has a full name as subject', { ...EXCHANGE, subject: [['CN', 'mail.contoso.com']] }],
    [
      'has an organization in its subject',
      {
        ...EXCHANGE,
        subject: [
          ['O', 'Contoso'],
          ['CN', 'Mailbox01'],
        ],
      },
    ],
    ['has names of another server', { ...EXCHANGE, dnsNames: ['Mailbox01', 'mail.contoso.com'] }],
    ['has only the full name', { ...EXCHANGE, dnsNames: ['Mailbox01.contoso.com'] }],
    ['has no alternative names', { ...EXCHANGE, dnsNames: [] }],
  ])('%s', (reason, options) => {
    expect([reason, recognize(options)]).toEqual([reason, null]);
  });
});

describe('the hash tells when Setup was run', () => {
  test.each([
    ['SHA-256', 'as of Exchange 2016 CU22, 2019 CU11 and later'],
    ['SHA-1', 'Setup was run before Exchange 2016 CU22 or 2019 CU11 and it was never renewed'],
  ] as const)('%s', (hash, words) => {
    for (const options of [EXCHANGE, AUTH]) {
      expect(recognize({ ...options, hash })?.matched.at(-1)).toContain(words);
    }
  });

  test('and nothing of the kind for the one that Windows makes', () => {
    expect(recognize({ ...WMSVC, hash: 'SHA-1' })?.matched.at(-1)).toBe(
      'signature RSA over SHA-256, or SHA-1 from older versions of Windows',
    );
  });
});
