import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { junit } from '../../src/reporters/junit.ts';
import { prometheus } from '../../src/reporters/prometheus.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { renderOptions } from '../reporters/options.ts';

const REPORTS = [contosoReport(), cleanReport(), ...HOSTILE_STRINGS.map(hostileReport)];
const XSD = fileURLToPath(new URL('../fixtures/junit.xsd', import.meta.url));

function said(program: string, args: readonly string[], input: string): string {
  const { status, stderr, stdout, error } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`;
}

describe('formats read by the programs that they are for', () => {
  test('promtool finds no fault in metrics', () => {
    for (const report of REPORTS) {
      expect(said('promtool', ['check', 'metrics'], prometheus.render(report, renderOptions()))).toBe('');
    }
    expect(said('promtool', ['check', 'metrics'], 'x{y=1} 2\n')).not.toBe('');
  });

  test('JUnit fits its schema by libxml2', () => {
    const check = (text: string): string =>
      said('xmllint', ['--noout', '--nonet', '--schema', XSD, '-'], text);
    for (const report of REPORTS) expect(check(junit.render(report, renderOptions()))).toBe('');
    expect(check('<testsuites tests="1"/>')).not.toBe('');
  });
});
