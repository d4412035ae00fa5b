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
