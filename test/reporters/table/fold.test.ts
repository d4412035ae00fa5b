import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { fold } from '../../../src/reporters/table/fold.ts';
import { places } from '../../../src/reporters/table/place.ts';
import { contosoReport } from '../../fixtures/report.ts';

const report = contosoReport();
const ids = report.endpoints.map(({ id }) => id);

function finding(endpoint: string, changes: Partial<Finding> = {}): Finding {
  return {
    id: `tls/weak-cipher|${endpoint}`,
    rule: 'tls/weak-cipher',
    outcome: 'fail',
    severity: 'high',
    subject: { endpoint },
    message: 'RC4 is accepted.',
    fix: [],
    evidence: [],
    endpoints: [],
    ...changes,
  };
}

describe('findings that say the same', () => {
  test('are one row over several endpoints', () => {
    const rows = fold([finding('a'), finding('b'), finding('c', { message: 'DES is accepted.' })], 'fail');
    expect(rows.map(({ message, findings }) => [message, findings.length])).toEqual([
      ['RC4 is accepted.', 2],
      ['DES is accepted.', 1],
    ]);
  });

  test('of different rules stay apart when they failed', () => {
    expect(fold([finding('a'), finding('a', { rule: 'tls/other' })], 'fail')).toHaveLength(2);
  });

  test('of different rules about the same silent endpoint are one row when nothing is known', () => {
    const open = { outcome: 'unknown', message: 'No answer.' } as const;
    const rows = fold(
      [
        finding('a', open),
        finding('a', { ...open, rule: 'tls/other', severity: 'critical' }),
        finding('b', { ...open, rule: 'tls/third' }),
      ],
      'unknown',
    );
    expect(rows.map(({ rules, severity }) => [rules, severity])).toEqual([
      [['tls/weak-cipher', 'tls/other'], 'critical'],
      [['tls/third'], 'high'],
    ]);
  });

  test('come worst first, else in their own order', () => {
    const rows = fold(
      [
        finding('a', { severity: 'low', message: '1' }),
        finding('a', { severity: 'critical', message: '2' }),
        finding('a', { severity: 'low', message: '3' }),
      ],
      'fail',
    );
    expect(rows.map(({ message }) => message)).toEqual(['2', '1', '3']);
  });
});

describe('where findings apply', () => {
  test.each<readonly [string, readonly Finding[], readonly string[]]>([
    [
      'names a service without addresses if all of them are concerned',
      [finding(ids[0] ?? ''), finding(ids[1] ?? '')],
      ['mail.contoso.com:443 https'],
    ],
    [
      'names the address if another one is fine',
      [finding(ids[1] ?? '')],
      ['mail.contoso.com:443 https (2001:db8::7)'],
    ],
    [
      'names services of one host in one line',
      [finding('', { endpoints: ids.slice(0, 3) })],
      ['mail.contoso.com: 443 https, 25 smtp'],
    ],
    ['keeps an endpoint that the report does not have', [finding('gone')], ['gone']],
    ['falls back on the host', [finding('', { subject: { host: 'h.example' } })], ['h.example']],
    [
      'falls back on the certificate',
      [finding('', { subject: { certificate: report.certificates[2]?.sha256 ?? '' } })],
      ['CN=EDGE01'],
    ],
    ['is the organization if nothing else is said', [finding('', { subject: {} })], ['the organization']],
  ])('%s', (_, findings, expected) => {
    expect(places(findings, report)).toEqual(expected);
  });
});
