import { describe, expect, test } from '@jest/globals';
import { marked } from 'marked';
import { markdown } from '../../src/reporters/markdown.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

/** The page without what this reporter writes itself; what is left of tags has come out of a report. */
function foreignTags(text: string): readonly string[] {
  const page = marked.parse(text, { async: false, gfm: true });
  const own = /^<\/?(?:h1|h2|p|strong|table|thead|tbody|tr|th|td|ul|li|br|code)>$|^<!-- -->$/;
  return (page.match(/<[^>]*>/g) ?? []).filter((tag) => !own.test(tag));
}

const HOSTILE = [
  ...HOSTILE_STRINGS,
  '[x](https://evil.example)',
  '![x](https://evil.example/a.png)',
  'https://evil.example www.evil.example mailto:a@evil.example',
  '**bold** _em_ ~~gone~~ `code`',
  'a | b',
  '\\',
  '&lt;b&gt;',
];

describe('Markdown', () => {
  const text = markdown.render(contosoReport(), renderOptions());

  test('is the golden file', () => {
    expect(text).toBe(golden('report.md', text));
  });

  test('renders as headings and tables', () => {
    const page = marked.parse(text, { async: false, gfm: true });
    expect(page.match(/<h2>/g)).toHaveLength(5);
    expect(page.match(/<table>/g)).toHaveLength(4);
    expect(foreignTags(text)).toEqual([]);
  });

  test.each(HOSTILE.map((said) => [JSON.stringify(said).slice(0, 60), said] as const))(
    'shows %s as text',
    (_, said) => {
      const shown = markdown.render(hostileReport(said), renderOptions());
      expect(foreignTags(shown)).toEqual([]);
    },
  );

  test('keeps every row as wide as its head', () => {
    const shown = markdown.render(hostileReport('a | b \\| c'), renderOptions());
    const cells = (line: string): number => line.match(/(?<!\\)(?:\\\\)*\|/g)?.length ?? 0;
    const tables = shown
      .split(/\n(?!\|)/)
      .map((part) => part.split('\n').filter((line) => line.startsWith('|')));
    for (const rows of tables) expect(new Set(rows.map(cells)).size).toBeLessThanOrEqual(1);
    expect(Math.max(...tables.map(({ length }) => length))).toBeGreaterThan(2);
  });

  test('shows accepted risks apart', () => {
    const waived = { reason: 'r', who: 'w', until: '2026-12-31' };
    const report = contosoReport();
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const [, accepted] = markdown.render({ ...report, findings }, renderOptions()).split('## Accepted risks');
    expect(accepted?.split('##')[0]).toContain('cert/expired');
  });
});
