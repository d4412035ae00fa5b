import { describe, expect, test } from '@jest/globals';
import { clientAuthRule, CLIENT_AUTH_RULES } from '../../src/certs/client-auth-rules.ts';
import { brokenIssuanceRule, ISSUANCE_RULES } from '../../src/certs/issuance-rules.ts';
import { certificate } from '../fixtures/facts.ts';
import { makeLeaf } from '../fixtures/certificates.ts';

const ISO = /^\d{4}-\d\d-\d\d$/;

describe('the end of clientAuth', () => {
  test.each([
    ["CN=R12, O=Let's Encrypt, C=US", '2026-07-08'],
    ['CN=WR1, O=Google Trust Services, C=US', '2026-04-13'],
    ['CN=Sectigo Public Server Authentication CA DV R36, O=Sectigo Limited, C=GB', '2027-02-10'],
    ['CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US', '2027-03-01'],
    ['CN=Thawte TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US', '2027-03-01'],
    ['CN=GeoTrust, O=DigiCert\\, Inc., C=US', '2027-03-01'],
    ['CN=Other CA, O=Other, C=DE', '2027-03-15'],
    ['CN=x\\, O=DigiCert Inc, O=Other', '2027-03-15'],
    ['CN=No organization', '2027-03-15'],
    ['', '2027-03-15'],
  ])('for %s is %s', (issuer, from) => {
    expect(clientAuthRule({ issuer }).from).toBe(from);
  });

  test('has a date and a source in every row', () => {
    for (const { from, onRequest, url } of CLIENT_AUTH_RULES) {
      expect(from).toMatch(ISO);
      expect(onRequest ?? from).toMatch(ISO);
      expect(new URL(url).protocol).toBe('https:');
    }
  });
});

describe('what public CAs may not issue', () => {
  const signed = (hash: string, from: string) =>
    certificate({ notBefore: Date.parse(from), signature: { oid: '1.2.3', name: hash, hash } });
  const sized = (bits: number, from: string) =>
    certificate({ notBefore: Date.parse(from), key: { algorithm: 'RSA', bits, curve: null } });

  test.each([
    [signed('SHA-1', '2015-12-31'), null],
    [signed('SHA-1', '2016-01-01'), '2016-01-01'],
    [signed('SHA-256', '2026-01-01'), null],
    [signed('MD5', '2013-01-01'), '2012-07-01'],
    [sized(1024, '2013-12-31'), null],
    [sized(1024, '2014-01-01'), '2014-01-01'],
    [sized(2048, '2026-01-01'), null],
    [makeLeaf({ key: 'ec-p521' }).certificate, null],
    [makeLeaf({ key: 'ed25519' }).certificate, '2012-07-01'],
  ])('case %#', (of, from) => {
    expect(brokenIssuanceRule(of)?.from ?? null).toBe(from);
  });

  test('has a date and a source in every row', () => {
    for (const { from, source } of ISSUANCE_RULES) {
      expect(from).toMatch(ISO);
      expect(source).toMatch(/^Baseline Requirements \d/);
    }
  });
});
