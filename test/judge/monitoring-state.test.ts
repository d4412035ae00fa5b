import { describe, expect, test } from '@jest/globals';
import { monitoringState } from '../../src/judge/monitoring-state.ts';
import type { Severity } from '../../src/model/finding.ts';
import { MONITORING_STATES } from '../../src/model/monitoring.ts';
import type { Report } from '../../src/model/report.ts';
import { cleanReport, contosoReport, summaryOf } from '../fixtures/report.ts';

const CLEAN = cleanReport();

function failing(severity: Severity, waived = false): Report {
  const [finding] = contosoReport().findings;
  if (finding === undefined) throw new Error('no finding');
  const accepted = { waived: { reason: 'known', who: 'Ada', until: '2026-12-31' } };
  const findings = [...CLEAN.findings, { ...finding, severity, ...(waived ? accepted : {}) }];
  return { ...CLEAN, findings, summary: summaryOf(CLEAN.endpoints, findings) };
}

describe('the state for a monitoring system', () => {
  test('is the exit code by its place', () => {
    expect(MONITORING_STATES).toEqual(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN']);
  });

  test.each([
    ['critical', 'medium', 'CRITICAL'],
    ['high', 'medium', 'CRITICAL'],
    ['medium', 'medium', 'WARNING'],
    ['low', 'medium', 'OK'],
    ['low', 'low', 'WARNING'],
    ['high', 'critical', 'OK'],
    ['critical', 'critical', 'CRITICAL'],
  ] as const)('of a finding that is %s with --fail-on %s is %s', (severity, failOn, state) => {
    expect(monitoringState(failing(severity), failOn)).toBe(state);
  });

  test('is OK only where everything was assessed', () => {
    expect(monitoringState(CLEAN, 'medium')).toBe('OK');
    const cut = { ...CLEAN, run: { ...CLEAN.run, complete: false } };
    expect(monitoringState(cut, 'medium')).toBe('UNKNOWN');
    const silent = { ...CLEAN, summary: { ...CLEAN.summary, answered: 0 } };
    expect(monitoringState(silent, 'medium')).toBe('UNKNOWN');
    const blind = { ...CLEAN, summary: { ...CLEAN.summary, not_assessed: ['smtp://x:25'] } };
    expect(monitoringState(blind, 'medium')).toBe('UNKNOWN');
  });

  test('is CRITICAL for what fails, whatever else is not known', () => {
    const both = failing('high');
    expect(monitoringState({ ...both, run: { ...both.run, complete: false } }, 'medium')).toBe('CRITICAL');
  });

  test('does not count what is waived', () => {
    expect(monitoringState(failing('critical', true), 'medium')).toBe('OK');
  });
});
