import { describe, expect, test } from '@jest/globals';
import { csv } from '../../src/reporters/csv.ts';
import { CSV_TABLES, type RenderOptions } from '../../src/reporters/reporter.ts';
import { REPORTING } from '../../src/cli/options.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { readCsv } from './read-csv.ts';

/** Rows as objects by column. */
function rows(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...records] = readCsv(text);
  return records.map((record) => Object.fromEntries(record.map((field, at) => [head[at] ?? '', field])));
}

test('the command line names the tables that there are', () => {
  expect(REPORTING['csv-table'].choices).toEqual(CSV_TABLES);
});

describe('CSV of other tables', () => {
  const report = contosoReport();
  const tableOf = (csvTable: NonNullable<RenderOptions['csvTable']>) =>
    csv.render(report, renderOptions({ csvTable }));

  test.each(['suites', 'endpoints'] as const)('%s is the golden file', (csvTable) => {
    const text = tableOf(csvTable);
    expect(text).toBe(golden(`${csvTable}.csv`, text));
  });

  test('by name are those by view', () => {
    expect(tableOf('findings')).toBe(csv.render(report, renderOptions()));
    expect(tableOf('certificates')).toBe(csv.render(report, renderOptions({ by: 'certificate' })));
  });

  test('suites have their place in the order of the server, and a version without any has a row', () => {
    const edge = rows(tableOf('suites')).filter(({ endpoint }) => endpoint?.includes('edge.contoso.com:25/'));
    expect(edge.map(({ version, accepted, place, suite }) => [version, accepted, place, suite])).toEqual([
      ['TLS 1.2', 'yes', '1', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
      ['TLS 1.2', 'yes', '2', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'],
      ['TLS 1.2', 'yes', '3', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
      ['TLS 1.1', 'unknown', '', ''],
      ['TLS 1.0', 'yes', '1', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'],
      ['TLS 1.0', 'yes', '2', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
    ]);
  });

  test('an accepted risk of a certificate stands apart from what it fails', () => {
    const waived = { reason: 'replaced in March', who: 'A. Admin', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const rowOf = (of: typeof report) =>
      rows(csv.render(of, renderOptions({ csvTable: 'certificates' }))).find(
        ({ subject }) => subject === 'CN=EDGE01',
      );
    expect(rowOf(report)).toMatchObject({ findings: expect.stringContaining('cert/expired'), waived: '' });
    expect(rowOf({ ...report, findings })).toMatchObject({
      findings: expect.not.stringContaining('cert/expired'),
      waived: 'cert/expired',
    });
  });

  test('every field of them is safe whatever servers say', () => {
    for (const said of HOSTILE_STRINGS) {
      for (const csvTable of ['suites', 'endpoints'] as const) {
        const records = readCsv(csv.render(hostileReport(said), renderOptions({ csvTable })));
        expect(new Set(records.map(({ length }) => length)).size).toBe(1);
        expect(records.flat().filter((field) => /^[=+\-@\t\r]/.test(field))).toEqual([]);
      }
    }
  });
});
