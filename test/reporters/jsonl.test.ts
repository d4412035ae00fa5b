import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { addTotals, type JsonLine, NO_TOTALS } from '../../src/reporters/jsonl-line.ts';
import { jsonl, reportLines } from '../../src/reporters/jsonl.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

const report = contosoReport();
const text = jsonl.render(report, renderOptions());

function linesOf(written: string): readonly JsonLine[] {
  return written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
}

function endpointLines(of: Report) {
  return linesOf(reportLines(of)).flatMap((line) => (line.type === 'endpoint' ? [line] : []));
}

describe('JSON Lines', () => {
  test('is the golden file', () => {
    expect(text).toBe(golden('report.jsonl', text));
  });

  test('has no lines by certificate', () => {
    expect(() => jsonl.render(report, renderOptions({ by: 'certificate' }))).toThrow(RangeError);
  });

  test('has a line for each endpoint, one for what compares them, and the summary at the end', () => {
    const types = linesOf(text).map(({ type }) => type);
    expect(types).toEqual([...report.endpoints.map(() => 'endpoint'), 'target', 'summary']);
    expect(text).toMatch(/\}\n$/);
  });

  test('begins every line with its type and the version of the schema', () => {
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^\{"type":"(endpoint|target|summary)","schemaVersion":"1\.1",/);
    }
  });

  test('holds every endpoint unchanged, in the order of the report', () => {
    expect(endpointLines(report).map(({ endpoint }) => endpoint)).toEqual(report.endpoints);
  });

  test('loses no finding', () => {
    const said = linesOf(text).flatMap((line) => ('findings' in line ? line.findings : []));
    expect(new Set(said.map(({ id }) => id))).toEqual(new Set(report.findings.map(({ id }) => id)));
  });

  test('says a finding about a certificate at each endpoint that presents it', () => {
    const [finding] = report.findings;
    const [one, two] = report.endpoints.map(({ id }) => id);
    const [certificate] = report.certificates.map(({ sha256 }) => sha256);
    if (finding === undefined || !one || !two || !certificate) throw new Error('the fixture has all of it');
    const shared = { ...finding, rule: 'cert/expired', subject: { certificate }, endpoints: [one, two] };
    const said = endpointLines(contosoReport({ findings: [shared] })).filter(
      ({ findings }) => findings.length > 0,
    );
    expect(said.map(({ endpoint, findings }) => [endpoint.id, findings])).toEqual([
      [one, [shared]],
      [two, [shared]],
    ]);
  });

  test('keeps what compares endpoints out of their lines', () => {
    const organization = new Set(
      report.rules.flatMap(({ id, scope }) => (scope === 'organization' ? id : [])),
    );
    const own = endpointLines(report).flatMap(({ findings }) => findings);
    expect(organization.size).toBeGreaterThan(0);
    expect(own.filter(({ rule }) => organization.has(rule))).toEqual([]);
  });

  test('says a finding about no endpoint that is there in the target line', () => {
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('the fixture has findings');
    const lost = { ...finding, subject: { endpoint: 'https://gone:443' }, endpoints: [] };
    const [target] = linesOf(reportLines(contosoReport({ findings: [lost] }))).slice(-1);
    expect(target).toMatchObject({ type: 'target', findings: [lost] });
  });

  test('says the names matrix in the target line, and nothing where there is none', () => {
    const target = (of: typeof report) => linesOf(reportLines(of)).at(-1);
    expect(target(report)).toMatchObject({ names_matrix: report.names_matrix });
    expect(target({ ...report, names_matrix: null })).not.toHaveProperty('names_matrix');
  });

  test('gives each endpoint the certificates of its chains, each once', () => {
    for (const { endpoint, certificates } of endpointLines(report)) {
      const presented = new Set(endpoint.chains.flatMap((chain) => chain.certificates));
      expect(certificates.map(({ sha256 }) => sha256)).toEqual([...presented]);
    }
  });

  test('counts in the summary what the report counts', () => {
    const { not_assessed, ...counts } = report.summary;
    expect(linesOf(text).at(-1)).toMatchObject({
      run: report.run,
      summary: { ...counts, not_assessed: not_assessed.length },
    });
  });

  test('of many reports has the sum of their counts', () => {
    const totals = [report, report].reduce((sum, { summary }) => addTotals(sum, summary), NO_TOTALS);
    expect(totals.fail.high).toBe(2 * report.summary.fail.high);
    expect(totals.connections).toBe(2 * report.summary.connections);
    expect(totals.not_assessed).toBe(2 * report.summary.not_assessed.length);
  });
});
