import { describe, expect, test } from '@jest/globals';
import { csv } from '../../src/reporters/csv.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { readCsv } from './read-csv.ts';

const HEADER =
  'run_started,host,ip,port,service,id,severity,outcome,finding,certificate,name,baseline,evidence,fix,finding_id,endpoints,waived_until,waived_by,waived_reason';

/** Rows as objects by column. */
function rows(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...records] = readCsv(text);
  return records.map((record) => Object.fromEntries(record.map((field, at) => [head[at] ?? '', field])));
}

describe('CSV', () => {
  const report = contosoReport();
  const text = csv.render(report, renderOptions());

  test('is the golden file', () => {
    expect(text).toBe(golden('report.csv', text));
  });

  test('has one row a finding under fixed columns', () => {
    expect(text.split('\r\n')[0]).toBe(HEADER);
    expect(rows(text)).toHaveLength(report.findings.length);
  });

  test('has its header even without findings', () => {
    expect(csv.render(contosoReport({ findings: [] }), renderOptions())).toBe(`${HEADER}\r\n`);
  });

  test('names the endpoint of a finding in columns', () => {
    expect(rows(text)[1]).toMatchObject({
      run_started: '2026-03-01T08:00:00.000Z',
      host: 'mail.contoso.com',
      ip: '2001:db8::7',
      port: '443',
      service: 'https',
      id: 'names/uncovered-name',
      severity: 'high',
      outcome: 'fail',
      name: 'autodiscover.contoso.com',
    });
  });

  test('leaves address and port empty where several endpoints are concerned, and lists them', () => {
    expect(rows(text).find(({ id }) => id === 'org/divergent-certificate')).toMatchObject({
      host: '',
      ip: '',
      port: '',
      endpoints: 'smtp://mail.contoso.com:25/203.0.113.7 smtp://edge.contoso.com:25/192.0.2.9',
    });
  });

  test('names a certificate by the thumbprint that Exchange shows', () => {
    const certificate = rows(text).find(({ id }) => id === 'cert/expired')?.['certificate'];
    expect(certificate).toBe(report.certificates.find(({ subject }) => subject === 'CN=EDGE01')?.thumbprint);
  });

  test('joins several lines of a fix in one field', () => {
    expect(rows(text).find(({ id }) => id === 'tls/old-version')?.['fix']).toMatch(
      / -Force ; Restart-Computer$/,
    );
  });

  test('quotes a field with a lone line feed or carriage return', () => {
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('the fixture has findings');
    const messages = ['a\nb', 'a\rb', 'a"b', 'a,b'];
    const odd = contosoReport({ findings: messages.map((message) => ({ ...finding, message })) });
    expect(rows(csv.render(odd, renderOptions())).map((row) => row['finding'])).toEqual(messages);
  });

  test('for Excel begins with a byte order mark and differs in nothing else here', () => {
    expect(csv.render(report, renderOptions({ csvExcel: true }))).toBe(`\uFEFF${text}`);
  });

  test('takes another delimiter', () => {
    const other = csv.render(report, renderOptions({ csvDelimiter: ';' }));
    expect(readCsv(other, ';')).toEqual(readCsv(text));
  });
});

describe('CSV by certificate', () => {
  const report = contosoReport();
  const text = csv.render(report, renderOptions({ by: 'certificate' }));

  test('is the golden file', () => {
    expect(text).toBe(golden('certificates.csv', text));
  });

  test('has one row a certificate under fixed columns, next expiry first', () => {
    expect(text.split('\r\n')[0]).toBe(
      'sha256,thumbprint,subject,issuer,serial,not_before,not_after,days_left,key,signature,names,role,self_signed,endpoints,worst_severity,findings,revocation,revoked_at,waived',
    );
    expect(rows(text).map(({ subject }) => subject)).toEqual([
      'CN=EDGE01',
      'CN=mail.contoso.com, O=Contoso',
      'CN=Contoso Issuing CA, O=Contoso',
    ]);
  });

  test('says where each is presented, what part it plays and what it fails', () => {
    const [edge, mail, authority] = rows(text);
    expect(edge).toMatchObject({
      role: 'leaf',
      self_signed: 'true',
      endpoints: 'smtp://edge.contoso.com:25/192.0.2.9',
      worst_severity: 'high',
      findings: 'cert/expired',
    });
    expect(mail).toMatchObject({ names: 'mail.contoso.com autodiscover.contoso.com', key: 'RSA 2048' });
    expect(authority).toMatchObject({
      role: 'issuer',
      self_signed: 'false',
      worst_severity: '',
      findings: '',
    });
    expect(authority?.['endpoints']?.split(' ')).toHaveLength(3);
  });

  test.each([
    ['2026-03-02T08:00:12.340Z', '1'],
    ['2026-03-02T08:00:12.339Z', '0'],
    ['2026-03-01T08:00:12.340Z', '0'],
    ['2026-03-01T08:00:12.339Z', '-1'],
    ['soon', ''],
  ])('counts the days from the moment judged at to %s: %j', (not_after, days) => {
    const certificates = report.certificates.map((one) => ({ ...one, not_after }));
    const shown = csv.render(contosoReport({ certificates }), renderOptions({ by: 'certificate' }));
    expect(rows(shown).map((row) => row['days_left'])).toEqual([days, days, days]);
  });

  test('takes Excel and another delimiter as well', () => {
    const other = csv.render(report, renderOptions({ by: 'certificate', csvExcel: true, csvDelimiter: ';' }));
    expect(other).toMatch(/^\uFEFFsha256;thumbprint;/);
  });

  test('has its header even without certificates', () => {
    const none = csv.render(contosoReport({ certificates: [] }), renderOptions({ by: 'certificate' }));
    expect(readCsv(none)).toHaveLength(1);
  });
});
