import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { findPaths } from '../../../src/certs/path/find-paths.ts';
import { crlStatus } from '../../../src/certs/revocation/crl-status.ts';
import type { CrlFault, CrlReading } from '../../../src/model/revocation.ts';
import { CERTIFICATES, certificateNamed, EXTRACTS } from './pkits.ts';

const AT = Date.parse('2020-01-01T00:00:00Z');
const ALL = [...CERTIFICATES.values()];
const ANCHOR = 'TrustAnchorRootCertificate';

type Expected = 'good' | 'revoked' | CrlFault;

/** Number of the test, what is expected of the last certificate, and the path below the anchor. */
const TESTS: readonly (readonly [number: string, expected: Expected, ...path: readonly string[]])[] = [
  ['4.4.1', 'other-issuer', 'NoCRLCACert', 'InvalidMissingCRLTest1EE'],
  ['4.4.2', 'revoked', 'GoodCACert', 'RevokedsubCACert'],
  ['4.4.3', 'revoked', 'GoodCACert', 'InvalidRevokedEETest3EE'],
  ['4.4.4', 'bad-signature', 'BadCRLSignatureCACert', 'InvalidBadCRLSignatureTest4EE'],
  ['4.4.5', 'other-issuer', 'BadCRLIssuerNameCACert', 'InvalidBadCRLIssuerNameTest5EE'],
  ['4.4.6', 'other-issuer', 'WrongCRLCACert', 'InvalidWrongCRLTest6EE'],
  ['4.4.7', 'good', 'TwoCRLsCACert', 'ValidTwoCRLsTest7EE'],
  ['4.4.8', 'unknown-extension', 'UnknownCRLEntryExtensionCACert', 'InvalidUnknownCRLEntryExtensionTest8EE'],
  ['4.4.9', 'unknown-extension', 'UnknownCRLExtensionCACert', 'InvalidUnknownCRLExtensionTest9EE'],
  ['4.4.10', 'unknown-extension', 'UnknownCRLExtensionCACert', 'InvalidUnknownCRLExtensionTest10EE'],
  ['4.4.11', 'stale', 'OldCRLnextUpdateCACert', 'InvalidOldCRLnextUpdateTest11EE'],
  ['4.4.12', 'stale', 'pre2000CRLnextUpdateCACert', 'Invalidpre2000CRLnextUpdateTest12EE'],
  ['4.4.13', 'good', 'GeneralizedTimeCRLnextUpdateCACert', 'ValidGeneralizedTimeCRLnextUpdateTest13EE'],
  ['4.4.14', 'good', 'NegativeSerialNumberCACert', 'ValidNegativeSerialNumberTest14EE'],
  ['4.4.15', 'revoked', 'NegativeSerialNumberCACert', 'InvalidNegativeSerialNumberTest15EE'],
  ['4.4.16', 'good', 'LongSerialNumberCACert', 'ValidLongSerialNumberTest16EE'],
  ['4.4.17', 'good', 'LongSerialNumberCACert', 'ValidLongSerialNumberTest17EE'],
  ['4.4.18', 'revoked', 'LongSerialNumberCACert', 'InvalidLongSerialNumberTest18EE'],
  [
    '4.4.19',
    'good',
    'SeparateCertificateandCRLKeysCertificateSigningCACert',
    'ValidSeparateCertificateandCRLKeysTest19EE',
  ],
  [
    '4.4.20',
    'revoked',
    'SeparateCertificateandCRLKeysCertificateSigningCACert',
    'InvalidSeparateCertificateandCRLKeysTest20EE',
  ],
  [
    '4.4.21',
    'signer-revoked',
    'SeparateCertificateandCRLKeysCA2CertificateSigningCACert',
    'InvalidSeparateCertificateandCRLKeysTest21EE',
  ],
  [
    '4.5.1',
    'good',
    'BasicSelfIssuedNewKeyCACert',
    'BasicSelfIssuedNewKeyOldWithNewCACert',
    'ValidBasicSelfIssuedOldWithNewTest1EE',
  ],
  [
    '4.5.2',
    'revoked',
    'BasicSelfIssuedNewKeyCACert',
    'BasicSelfIssuedNewKeyOldWithNewCACert',
    'InvalidBasicSelfIssuedOldWithNewTest2EE',
  ],
  [
    '4.5.3',
    'good',
    'BasicSelfIssuedOldKeyCACert',
    'BasicSelfIssuedOldKeyNewWithOldCACert',
    'ValidBasicSelfIssuedNewWithOldTest3EE',
  ],
  ['4.5.4', 'good', 'BasicSelfIssuedOldKeyCACert', 'ValidBasicSelfIssuedNewWithOldTest4EE'],
  ['4.5.5', 'revoked', 'BasicSelfIssuedOldKeyCACert', 'InvalidBasicSelfIssuedNewWithOldTest5EE'],
  ['4.5.6', 'good', 'BasicSelfIssuedCRLSigningKeyCACert', 'ValidBasicSelfIssuedCRLSigningKeyTest6EE'],
  ['4.5.7', 'revoked', 'BasicSelfIssuedCRLSigningKeyCACert', 'InvalidBasicSelfIssuedCRLSigningKeyTest7EE'],
  [
    '4.7.4',
    'signer-unauthorized',
    'keyUsageCriticalcRLSignFalseCACert',
    'InvalidkeyUsageCriticalcRLSignFalseTest4EE',
  ],
  [
    '4.7.5',
    'signer-unauthorized',
    'keyUsageNotCriticalcRLSignFalseCACert',
    'InvalidkeyUsageNotCriticalcRLSignFalseTest5EE',
  ],
  ['4.14.1', 'good', 'distributionPoint1CACert', 'ValiddistributionPointTest1EE'],
  ['4.14.2', 'revoked', 'distributionPoint1CACert', 'InvaliddistributionPointTest2EE'],
  ['4.14.3', 'other-scope', 'distributionPoint1CACert', 'InvaliddistributionPointTest3EE'],
  ['4.14.4', 'good', 'distributionPoint1CACert', 'ValiddistributionPointTest4EE'],
  ['4.14.5', 'good', 'distributionPoint2CACert', 'ValiddistributionPointTest5EE'],
  ['4.14.6', 'revoked', 'distributionPoint2CACert', 'InvaliddistributionPointTest6EE'],
  ['4.14.7', 'good', 'distributionPoint2CACert', 'ValiddistributionPointTest7EE'],
  ['4.14.8', 'other-scope', 'distributionPoint2CACert', 'InvaliddistributionPointTest8EE'],
  ['4.14.9', 'other-scope', 'distributionPoint2CACert', 'InvaliddistributionPointTest9EE'],
  ['4.14.10', 'good', 'NoissuingDistributionPointCACert', 'ValidNoissuingDistributionPointTest10EE'],
  ['4.14.11', 'other-scope', 'onlyContainsUserCertsCACert', 'InvalidonlyContainsUserCertsTest11EE'],
  ['4.14.12', 'other-scope', 'onlyContainsCACertsCACert', 'InvalidonlyContainsCACertsTest12EE'],
  ['4.14.13', 'good', 'onlyContainsCACertsCACert', 'ValidonlyContainsCACertsTest13EE'],
  ['4.14.14', 'other-scope', 'onlyContainsAttributeCertsCACert', 'InvalidonlyContainsAttributeCertsTest14EE'],
  ['4.14.15', 'revoked', 'onlySomeReasonsCA1Cert', 'InvalidonlySomeReasonsTest15EE'],
  ['4.14.16', 'revoked', 'onlySomeReasonsCA1Cert', 'InvalidonlySomeReasonsTest16EE'],
  ['4.14.17', 'some-reasons', 'onlySomeReasonsCA2Cert', 'InvalidonlySomeReasonsTest17EE'],
  ['4.14.18', 'good', 'onlySomeReasonsCA3Cert', 'ValidonlySomeReasonsTest18EE'],
  ['4.14.19', 'good', 'onlySomeReasonsCA4Cert', 'ValidonlySomeReasonsTest19EE'],
  ['4.14.20', 'revoked', 'onlySomeReasonsCA4Cert', 'InvalidonlySomeReasonsTest20EE'],
  ['4.14.21', 'revoked', 'onlySomeReasonsCA4Cert', 'InvalidonlySomeReasonsTest21EE'],
  ['4.14.22', 'good', 'indirectCRLCA1Cert', 'ValidIDPwithindirectCRLTest22EE'],
  ['4.14.23', 'revoked', 'indirectCRLCA1Cert', 'InvalidIDPwithindirectCRLTest23EE'],
  ['4.14.24', 'good', 'indirectCRLCA2Cert', 'ValidIDPwithindirectCRLTest24EE'],
  ['4.14.25', 'good', 'indirectCRLCA2Cert', 'ValidIDPwithindirectCRLTest25EE'],
  ['4.14.26', 'other-issuer', 'indirectCRLCA2Cert', 'InvalidIDPwithindirectCRLTest26EE'],
  ['4.14.27', 'other-issuer', 'indirectCRLCA2Cert', 'InvalidcRLIssuerTest27EE'],
  ['4.14.28', 'good', 'indirectCRLCA3Cert', 'ValidcRLIssuerTest28EE'],
  ['4.14.29', 'good', 'indirectCRLCA3Cert', 'ValidcRLIssuerTest29EE'],
  ['4.14.30', 'good', 'indirectCRLCA4Cert', 'ValidcRLIssuerTest30EE'],
  ['4.14.31', 'revoked', 'indirectCRLCA6Cert', 'InvalidcRLIssuerTest31EE'],
  ['4.14.32', 'revoked', 'indirectCRLCA6Cert', 'InvalidcRLIssuerTest32EE'],
  ['4.14.33', 'good', 'indirectCRLCA6Cert', 'ValidcRLIssuerTest33EE'],
  ['4.14.34', 'revoked', 'indirectCRLCA5Cert', 'InvalidcRLIssuerTest34EE'],
  ['4.14.35', 'other-scope', 'indirectCRLCA5Cert', 'InvalidcRLIssuerTest35EE'],
  ['4.15.1', 'delta-without-base', 'deltaCRLIndicatorNoBaseCACert', 'InvaliddeltaCRLIndicatorNoBaseTest1EE'],
  ['4.15.2', 'good', 'deltaCRLCA1Cert', 'ValiddeltaCRLTest2EE'],
  ['4.15.3', 'revoked', 'deltaCRLCA1Cert', 'InvaliddeltaCRLTest3EE'],
  ['4.15.4', 'revoked', 'deltaCRLCA1Cert', 'InvaliddeltaCRLTest4EE'],
  ['4.15.5', 'good', 'deltaCRLCA1Cert', 'ValiddeltaCRLTest5EE'],
  ['4.15.6', 'revoked', 'deltaCRLCA1Cert', 'InvaliddeltaCRLTest6EE'],
  ['4.15.7', 'good', 'deltaCRLCA1Cert', 'ValiddeltaCRLTest7EE'],
  ['4.15.8', 'good', 'deltaCRLCA2Cert', 'ValiddeltaCRLTest8EE'],
  ['4.15.9', 'revoked', 'deltaCRLCA2Cert', 'InvaliddeltaCRLTest9EE'],
  ['4.15.10', 'stale', 'deltaCRLCA3Cert', 'InvaliddeltaCRLTest10EE'],
];

/** All certificates and all lists of the suite are at hand at once; what belongs together has to be found. */
function status(certificate: Certificate, issuer: Certificate): CrlReading {
  return crlStatus({ certificate, issuers: [issuer], pool: ALL, crls: EXTRACTS, at: AT });
}

describe('NIST PKITS, revocation', () => {
  test.each(TESTS)('%s: %s', (_, expected, ...names) => {
    const path = [ANCHOR, ...names].map(certificateNamed);
    const readings = path
      .slice(1)
      .map((certificate, index) => status(certificate, path[index] ?? certificate));
    const last = readings.pop();
    expect(readings.map((reading) => reading.status)).toEqual(readings.map(() => 'good'));
    expect(last?.fault ?? last?.status).toBe(expected);
  });

  /** The leaf of 4.4.2 is below the revoked authority; that of 4.5.8 is signed with a key for lists, which is for paths to see. */
  const leaves = [
    ...TESTS.filter(([number]) => number !== '4.4.2').map(
      ([number, expected, ...path]) => [number, expected === 'good', path.at(-1) ?? ''] as const,
    ),
    ['4.4.2', false, 'InvalidRevokedCATest2EE'] as const,
    ['4.5.8', false, 'InvalidBasicSelfIssuedCRLSigningKeyTest8EE'] as const,
  ];

  test.each(leaves)('%s through the search for paths: valid %s', (_, isValid, leaf) => {
    const anchor = certificateNamed(ANCHOR);
    const { status: found, paths } = findPaths({
      leaf: certificateNamed(leaf),
      pool: ALL,
      anchors: { issuersOf: () => [{ certificate: anchor }] },
      at: AT,
      purpose: null,
      revocation: (certificate, issuer) => {
        const { status: state, why } = status(certificate, issuer);
        return { state, why };
      },
    });
    // With the faults beside it, so that a failure says which clause it was.
    const faults = paths.flatMap((path) => path.faults.map(({ why }) => why));
    expect({ isValid: found === 'valid', faults }).toMatchObject({ isValid });
  });

  test('every list of the suite is read to its end', () => {
    expect(EXTRACTS.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  test('an extract survives JSON', () => {
    expect(JSON.parse(JSON.stringify(EXTRACTS))).toEqual(EXTRACTS);
  });
});
