import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/model/finding.ts';
import type { CertificateResult } from '../../src/model/report.ts';
import { byExpiry, daysLeft, findingsByCertificate } from '../../src/reporters/certificate-view.ts';
import { contosoReport } from '../fixtures/report.ts';

const report = contosoReport();
const [mail, authority, edge] = report.certificates;
const [first] = report.findings;
const [https] = report.endpoints;
if (!mail || !authority || !edge || !first || !https) throw new Error('the fixture has all of it');

function ending(not_after: string): CertificateResult {
  return { ...(mail as CertificateResult), not_after };
}

describe('the order of certificates', () => {
  test('is that of their ends, those not readable first', () => {
    const ends = ['2027-01-01T00:00:00Z', 'x', '2025-01-01T00:00:00Z', '', '2026-01-01T00:00:00Z'];
    expect(byExpiry(ends.map(ending)).map(({ not_after }) => not_after)).toEqual([
      'x',
      '',
      '2025-01-01T00:00:00Z',
      '2026-01-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
    ]);
  });

  test('is that of the report where they end together', () => {
    const same = [mail, authority, edge].map((one) => ({ ...one, not_after: mail.not_after }));
    expect(byExpiry(same)).toEqual(same);
  });
});

test('days left are negative exactly for a certificate that has ended', () => {
  const at = Date.parse(report.judged.at);
  expect(daysLeft(ending(new Date(at).toISOString()), report)).toBe(0);
  expect(daysLeft(ending(new Date(at - 1).toISOString()), report)).toBe(-1);
  expect(daysLeft(ending('never'), report)).toBeNull();
});

describe('a finding is under the certificate', () => {
  const under = (finding: Partial<Finding>): readonly string[] => {
    const findings = [{ ...first, ...finding }];
    return [...findingsByCertificate({ ...report, findings })].flatMap(([sha256, own]) =>
      own.length > 0 ? [sha256] : [],
    );
  };

  test.each<[string, Partial<Finding>, readonly string[]]>([
    ['that is its subject', { rule: 'cert/expired', subject: { certificate: edge.sha256 } }, [edge.sha256]],
    [
      'that an organization rule is about',
      { rule: 'names/unused-name', subject: { certificate: mail.sha256 } },
      [mail.sha256],
    ],
    [
      'that clients get where a name is not covered',
      { rule: 'names/uncovered-name', subject: { endpoint: https.id } },
      [mail.sha256],
    ],
    ['not, if it is about TLS', { rule: 'tls/weak-cipher', subject: { endpoint: https.id } }, []],
    ['not, if the endpoint presents none', { rule: 'names/uncovered-name', subject: { endpoint: 'x' } }, []],
    ['not, if the certificate is not there', { subject: { certificate: 'f'.repeat(64) } }, []],
  ])('%s', (_, finding, expected) => {
    expect(under(finding)).toEqual(expected);
  });
});
