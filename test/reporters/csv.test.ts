import { describe, expect, test } from '@jest/globals';
import { csv } from '../../src/reporters/csv.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { readCsv } from './read-csv.ts';

const HEADER =
  'run_started,host,ip,port,service,id,severity,outcome,finding,certificate,name,baseline,evidence,fix,finding_id,endpoints';

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
