import { describe, expect, test } from '@jest/globals';
import { nagios } from '../../src/reporters/nagios.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { parsePlugin } from './read-plugin.ts';

const report = contosoReport();

describe('plugin output', () => {
  test('is the golden file', () => {
    const text = nagios.render(report, renderOptions({ state: 'CRITICAL' }));
    expect(text).toBe(golden('report.nagios', text));
  });

  test('is one line', () => {
    expect(nagios.render(report, renderOptions())).toMatch(/^[^\n]+\n$/);
  });

  test.each(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const)('names the state %s', (state) => {
    expect(nagios.render(report, renderOptions({ state }))).toMatch(new RegExp(`^EXCHANGE-TLS ${state} - `));
  });

  test('says UNKNOWN if nobody said how it is', () => {
    expect(nagios.render(cleanReport(), renderOptions())).toMatch(/^EXCHANGE-TLS UNKNOWN - /);
  });

  test('has performance data by the grammar, with ranges that alert below the days', () => {
    const { figures } = parsePlugin(nagios.render(report, renderOptions({ state: 'CRITICAL' })));
    expect(figures.get('cert_days')).toEqual({ value: -10, unit: '', rest: ['60:', '30:'] });
    expect(figures.get('critical')?.value).toBe(report.summary.fail.critical);
    expect(figures.get('time')).toMatchObject({ value: 12.34, unit: 's' });
    expect(figures.get('answered')?.rest).toEqual(['', '', '0', String(report.summary.endpoints)]);
  });

  test('leaves out days that cannot be read', () => {
    const certificates = report.certificates.map((one) => ({ ...one, not_after: 'soon' }));
    const { figures } = parsePlugin(nagios.render({ ...report, certificates }, renderOptions()));
    expect(figures.has('cert_days')).toBe(false);
  });

  test('counts only certificates that clients get', () => {
    const certificates = report.certificates.map((one) =>
      one.role === 'issuer' ? { ...one, not_after: '2020-01-01T00:00:00.000Z' } : one,
    );
    const { figures } = parsePlugin(nagios.render({ ...report, certificates }, renderOptions()));
    expect(figures.get('cert_days')?.value).toBe(-10);
  });

  test.each([
    ['UNKNOWN', /could not be assessed\. edge\.contoso\.com:2525 smtp: no answer to the connection attempt /],
    ['CRITICAL', /could not be assessed\. tls\/weak-cipher: /],
  ] as const)('says for %s what it rests on', (state, words) => {
    expect(nagios.render(report, renderOptions({ state }))).toMatch(words);
  });

  test('says where nobody answered, at which stage, and every such place if asked for', () => {
    const failure = 'the server did not answer in time (stopped while waiting for the greeting)';
    const endpoints = report.endpoints.map((one) => ({ ...one, reach: 'unknown' as const, failure }));
    const dead = {
      ...report,
      endpoints,
      run: { ...report.run, complete: false, stopped: 'deadline' },
      findings: report.findings.filter(({ outcome }) => outcome === 'unknown'),
      summary: { ...report.summary, answered: 0, not_assessed: endpoints.map(({ id }) => id) },
    };
    const { state, lines } = parsePlugin(
      nagios.render(dead, renderOptions({ state: 'UNKNOWN', verbose: 1 })),
    );
    expect(state).toBe('UNKNOWN');
    expect(nagios.render(dead, renderOptions({ state: 'UNKNOWN' }))).toMatch(
      /Nothing could be assessed: no endpoint answered\. mail\.contoso\.com: [^|]*: the server did not answer in time \(/,
    );
    expect(lines.filter((line) => line.startsWith('not assessed: '))).toHaveLength(lines.length);
    expect(lines.at(-1)).toBe('not assessed: stopped by deadline');
  });

  test('has a line a finding if asked for, worst first, and none that is waived', () => {
    const waived = { reason: 'replaced soon', who: 'Ada', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const { lines } = parsePlugin(nagios.render({ ...report, findings }, renderOptions({ verbose: 1 })));
    expect(lines[0]).toMatch(/^critical tls\/weak-cipher edge\.contoso\.com/);
    expect(lines.join('\n')).not.toContain('cert/expired');
    expect(lines.filter((line) => !line.startsWith('not assessed: '))).toHaveLength(6);
  });

  test.each(HOSTILE_STRINGS.map((said) => [JSON.stringify(said).slice(0, 60), said] as const))(
    'keeps to its grammar whatever a server says: %s',
    (_, said) => {
      const hostile = hostileReport(said);
      const unknown = hostile.findings.map((one) => ({ ...one, outcome: 'unknown' as const }));
      for (const findings of [hostile.findings, unknown]) {
        const shown = nagios.render({ ...hostile, findings }, renderOptions({ verbose: 1 }));
        expect(Math.max(...parsePlugin(shown).lines.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
        expect(shown).not.toMatch(/[<>]/);
      }
    },
  );
});
