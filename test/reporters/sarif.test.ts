import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import type { Log } from 'sarif';
import { sarif } from '../../src/reporters/sarif.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

/** The schema of OASIS is in draft 4, and uses nothing of it that draft 7 reads in another way once its names are away. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<
  string,
  unknown
>;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const report = contosoReport();
const read = (text: string): Log => JSON.parse(text) as Log;

function faultsOf(log: Log): unknown {
  // The name of the schema is that of the newest text of the standard, not of the release candidate.
  return validate({ ...log, $schema: undefined }) ? [] : validate.errors;
}

describe('SARIF', () => {
  const text = sarif.render(report, renderOptions());
  const [run] = read(text).runs;

  test('is the golden file', () => {
    expect(text).toBe(golden('report.sarif', text));
  });

  test('fits the schema of the standard', () => {
    expect(faultsOf(read(text))).toEqual([]);
    expect(
      faultsOf(read(sarif.render(report, renderOptions({ verbose: 2, targetsFile: 'a b.json' })))),
    ).toEqual([]);
    expect(faultsOf({ ...read(text), version: '2.0' as never })).not.toEqual([]);
  });

  test('has what fails and what could not be assessed, and the rest if asked for', () => {
    const shown = report.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
    expect(run?.results).toHaveLength(shown.length);
    const all = read(sarif.render(report, renderOptions({ verbose: 2 })));
    expect(all.runs[0]?.results).toHaveLength(report.findings.length);
  });

  test('gives a level only to what fails', () => {
    for (const { kind, level } of run?.results ?? []) expect(level === 'none').toBe(kind !== 'fail');
  });

  test('has an index into the rules that names the rule', () => {
    const rules = run?.tool.driver.rules ?? [];
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('has the stable identity of a finding as its fingerprint', () => {
    const prints = run?.results?.map((one) => one.partialFingerprints?.['findingId/v1']);
    expect(prints).toContain(`cert/expired|${report.certificates[2]?.sha256}`);
  });

  test.each([
    ['targets.json', 'targets.json'],
    ['a b/t#1.json', 'a%20b/t%231.json'],
    ['/etc/x.json', 'file:///etc/x.json'],
    ['C:\\it\\t.json', 'file:///C:/it/t.json'],
  ])('points at the targets file %s as %s', (targetsFile, uri) => {
    const [first] = read(sarif.render(report, renderOptions({ targetsFile }))).runs[0]?.results ?? [];
    expect(first?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
    expect(run?.results?.[0]?.locations?.[0]).not.toHaveProperty('physicalLocation');
  });

  test('suppresses what is waived', () => {
    const waived = { reason: 'replaced soon', who: 'Ada', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const log = read(sarif.render({ ...report, findings }, renderOptions()));
    const found = log.runs[0]?.results?.filter(({ suppressions }) => suppressions !== undefined);
    expect(found?.map(({ ruleId }) => ruleId)).toEqual(['cert/expired']);
    expect(found?.[0]?.suppressions?.[0]?.justification).toBe('replaced soon (Ada, until 2026-12-31)');
    expect(faultsOf(log)).toEqual([]);
  });

  test('fits the schema whatever servers say, and nothing of it is a link or an argument', () => {
    for (const said of HOSTILE_STRINGS) {
      const log = read(sarif.render(hostileReport(said), renderOptions({ verbose: 2 })));
      expect(faultsOf(log)).toEqual([]);
    }
    const log = read(sarif.render(hostileReport('[x](https://evil.example) {0}'), renderOptions()));
    expect(log.runs[0]?.results?.[0]?.message.text).toBe('\\[x\\](https://evil.example) {{0}}');
  });
});
