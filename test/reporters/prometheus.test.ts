import { describe, expect, test } from '@jest/globals';
import { prometheus } from '../../src/reporters/prometheus.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { readPrometheus } from './read-prometheus.ts';

const report = contosoReport();
const text = prometheus.render(report, renderOptions());
const samples = readPrometheus(text);
const valueOf = (metric: string, labels = {}): number | undefined =>
  samples.find((one) => {
    const all = Object.entries(labels);
    return (
      one.metric === `exchange_tls_${metric}` && all.every(([name, value]) => one.labels[name] === value)
    );
  })?.value;

describe('metrics', () => {
  test('are the golden file', () => {
    expect(text).toBe(golden('report.prom', text));
  });

  test('say when the run ended and that not everything could be assessed', () => {
    expect(valueOf('last_run_timestamp_seconds')).toBe(Date.parse(report.run.finishedAt) / 1000);
    expect(valueOf('last_run_success')).toBe(0);
    const clean = readPrometheus(prometheus.render(cleanReport(), renderOptions()));
    expect(clean.find(({ metric }) => metric === 'exchange_tls_last_run_success')?.value).toBe(1);
  });

  test('say when the certificate of an endpoint ends', () => {
    expect(valueOf('certificate_not_after_timestamp_seconds', { host: 'edge.contoso.com', port: '25' })).toBe(
      Date.parse('2026-02-20T00:00:00.000Z') / 1000,
    );
  });

  test('leave out what is not known', () => {
    const edge = { host: 'edge.contoso.com', port: '25' };
    expect(valueOf('version_accepted', { ...edge, version: '0x0301' })).toBe(1);
    expect(valueOf('version_accepted', { ...edge, version: '0x0302' })).toBeUndefined();
    expect(valueOf('endpoint_up', { port: '143' })).toBeUndefined();
  });

  test('count findings of an endpoint, without those that are waived', () => {
    const edge = { host: 'edge.contoso.com', port: '25', severity: 'critical' };
    expect(valueOf('endpoint_findings', edge)).toBe(1);
    const waived = { reason: 'r', who: 'w', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.outcome === 'fail' ? { ...one, waived } : one));
    const accepted = readPrometheus(prometheus.render({ ...report, findings }, renderOptions()));
    const counts = accepted.filter(({ metric }) => metric === 'exchange_tls_endpoint_findings');
    expect(new Set(counts.map(({ value }) => value))).toEqual(new Set([0]));
    expect(accepted).toContainEqual({ metric: 'exchange_tls_waived_findings', labels: {}, value: 7 });
  });

  test('say how much of an endpoint is not known, where no findings are no good news', () => {
    const silent = { host: 'edge.contoso.com', port: '2525' };
    expect(valueOf('endpoint_findings', { ...silent, severity: 'high' })).toBe(0);
    expect(valueOf('endpoint_unknown_checks', silent)).toBe(3);
    expect(valueOf('endpoint_unknown_checks', { host: 'edge.contoso.com', port: '25' })).toBe(0);
  });

  test('have a duration without noise behind its milliseconds', () => {
    expect(valueOf('last_run_duration_seconds')).toBe(12.34);
  });

  test('have as many series for whatever the servers say', () => {
    for (const said of HOSTILE_STRINGS) {
      const shown = readPrometheus(prometheus.render(hostileReport(said), renderOptions()));
      expect(shown.length).toBeLessThanOrEqual(samples.length);
      expect(shown.some(({ labels }) => Object.values(labels).some((value) => value.length > 301))).toBe(
        false,
      );
    }
  });
});
