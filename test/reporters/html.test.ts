import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { html } from '../../src/reporters/html.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

const text = html.render(contosoReport(), renderOptions());

/** The elements of a page, which are the same whatever stands in their attributes and texts. */
function tags(page: string): readonly string[] {
  return page.match(/<\/?[a-z][a-z0-9]*/g) ?? [];
}

describe('the page', () => {
  test('is the golden file', () => {
    expect(text).toBe(golden('report.html', text));
  });

  test('lets run the style and the script that it has, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
    const hashes = ['style', 'script'].map((name) => {
      const code = new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1] ?? '';
      return `${name}-src 'sha256-${createHash('sha256').update(code).digest('base64')}'`;
    });
    const directives = policy.replaceAll('&#39;', "'").split('; ');
    expect(directives).toEqual(["default-src 'none'", ...hashes, "base-uri 'none'", "form-action 'none'"]);
  });

  test('names no place outside', () => {
    expect(text.match(/ (?:src|srcset|href|action|data|poster)="(?!#)|url\(|@import/g)).toBeNull();
    expect(tags(text)).not.toContain('<img');
  });

  test('points only at what it has, and has each id once', () => {
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const lost = [...text.matchAll(/href="#([^"]*)"/g)].filter(([, id]) => !ids.includes(id));
    expect(lost).toEqual([]);
  });

  test('says that nothing was found', () => {
    expect(html.render(cleanReport(), renderOptions())).toContain('Nothing was found.');
  });

  test('does not call it good that nothing was found where not all was seen', () => {
    const clean = cleanReport();
    for (const report of [
      { ...clean, summary: { ...clean.summary, answered: 0 } },
      { ...clean, summary: { ...clean.summary, not_assessed: ['mail.contoso.com'] } },
      { ...clean, run: { ...clean.run, complete: false } },
    ]) {
      const shown = html.render(report, renderOptions());
      expect(shown).not.toContain('Nothing was found.');
      expect(shown).toContain('Nothing was found in what could be assessed.');
    }
  });

  test('has no zero for the findings of a service that could not be assessed', () => {
    const report = contosoReport();
    const findings = report.findings.map((one) => ({ ...one, outcome: 'unknown' as const }));
    const cells = html
      .render({ ...report, findings }, renderOptions())
      .match(/\d+(?:, \d+)? not assessed<\/td>/g);
    expect(cells?.length).toBeGreaterThan(1);
  });

  test('shows what is not assessed without the colour of a finding, and folds a long list of rules', () => {
    const report = contosoReport();
    const rules = Array.from({ length: 6 }, (_, at) => `tls/rule-${at}`);
    const [one] = report.findings.filter(({ outcome }) => outcome === 'unknown');
    const findings = rules.flatMap((rule) =>
      one === undefined ? [] : [{ ...one, rule, severity: 'critical' as const }],
    );
    const shown = html.render({ ...report, findings }, renderOptions());
    const row = /<tr[^>]*data-outcome="unknown"[^]*?<\/tr>/.exec(shown)?.[0] ?? '';
    expect(row).toContain('<span class="faint">critical</span>');
    expect(row).toMatch(/<summary>6 rules<\/summary>[^]*tls\/rule-5/);
  });

  test.each([
    [1, 1, false],
    [60, 60, false],
    [200, 60, true],
  ])('draws of %i certificates %i, and says so', (count, drawn, said) => {
    const report = contosoReport();
    const [one] = report.certificates;
    const certificates = Array.from({ length: count }, () => one).filter((each) => each !== undefined);
    const shown = html.render({ ...report, certificates }, renderOptions());
    expect(shown.match(/<rect/g)).toHaveLength(drawn);
    expect(shown.includes('60 are drawn; the table has 140 more.')).toBe(said);
  });

  test('shows accepted risks with who accepted them', () => {
    const report = contosoReport();
    const waived = { reason: 'replaced soon', who: 'Ada', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const shown = html.render({ ...report, findings }, renderOptions());
    expect(shown).toContain('data-outcome="waived"');
    expect(shown).toContain('replaced soon (Ada, until 2026-12-31)');
  });

  test('has the same elements whatever servers say', () => {
    const plain = tags(html.render(hostileReport('plain'), renderOptions()));
    for (const said of [...HOSTILE_STRINGS, '</script><script>', '"><b>', '--><b>', '</style>']) {
      const shown = tags(html.render(hostileReport(said), renderOptions()));
      expect(new Set(shown)).toEqual(new Set(plain));
      expect(shown.filter((tag) => tag === '<script')).toHaveLength(1);
    }
  });
});
