import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { table } from '../../src/reporters/table.ts';
import { hostileReport, withoutCommands } from '../fixtures/hostile-report.ts';
import { cleanReport, contosoReport, summaryOf } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

const WIDE = renderOptions({ width: 160 });

function lastLine(report: Report): string | undefined {
  return table.render(report, WIDE).trimEnd().split('\n').at(-1);
}

function firstFinding(): Finding {
  const [finding] = contosoReport().findings;
  if (finding === undefined) throw new Error('the fixture has findings');
  return finding;
}

describe('the table', () => {
  test.each([
    [120, 0],
    [120, 1],
    [80, 0],
    [80, 1],
    [40, 0],
    [40, 1],
  ])('at %i columns with -v %i is the golden file', (width, verbose) => {
    const actual = table.render(contosoReport(), renderOptions({ width, verbose }));
    expect(actual).toBe(golden(`table-${width}-v${verbose}.txt`, actual));
  });

  test('with everything and only ASCII is the golden file', () => {
    const actual = table.render(contosoReport(), renderOptions({ width: 100, verbose: 2, ascii: true }));
    expect(actual).toBe(golden('table-100-v2-ascii.txt', actual));
  });

  test('in colour is the golden file', () => {
    const actual = table.render(contosoReport(), renderOptions({ colour: true }));
    expect(actual).toBe(golden('table-80-colour.txt', actual));
  });

  test('is short when all is well', () => {
    const text = table.render(cleanReport(), renderOptions());
    expect(text).toBe(golden('table-80-clean.txt', text));
    expect(text).not.toMatch(/What is wrong|Could not/);
  });

  test('says what is wrong before anything else', () => {
    expect(table.render(contosoReport(), WIDE)).toMatch(/^What is wrong\n/);
  });

  test('prints a command in one line, so that it can be copied', () => {
    const command = `Get-ExchangeCertificate -Thumbprint '${'A'.repeat(200)}'`;
    const report = contosoReport({ findings: [{ ...firstFinding(), fix: [command] }] });
    const lines = table.render(report, renderOptions({ width: 40, verbose: 1 })).split('\n');
    expect(lines).toContain(`    ${command}`);
  });

  test('never exceeds the width otherwise, from 20 columns on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 20, max: 160 }),
        (text, width) => {
          const options = renderOptions({ width, verbose: 2, ascii: true });
          const lines = table.render(withoutCommands(hostileReport(text)), options).split('\n');
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('shows at most 200 rows and says where the others are', () => {
    const findings = Array.from({ length: 250 }, (_, at) => ({
      ...firstFinding(),
      message: `Message ${at}.`,
    }));
    const text = table.render(contosoReport({ findings }), WIDE);
    expect(text).toContain('Message 199.');
    expect(text).not.toContain('Message 200.');
    expect(text).toContain('50 more rows about findings: see --format csv.');
    expect(text).toContain('8 more endpoints: see --format json.');
  });

  test('repeats a long command whole, only in lines', () => {
    const command = `Enable-TlsCipherSuite -Name ${'A'.repeat(90)}`;
    const findings = [{ ...firstFinding(), fix: [command] }];
    const text = table.render(contosoReport({ findings }), renderOptions({ verbose: 1 }));
    expect(text.replaceAll(/\s+/g, '')).toContain(command.replaceAll(' ', ''));
  });
});

describe('the verdict', () => {
  test('is the last line and counts by severity', () => {
    expect(lastLine(contosoReport())).toBe(
      '7 findings: 1 critical, 4 high, 1 medium, 1 low; 4 checks and 2 endpoints could not be assessed.',
    );
  });

  test('is that all is well only if something answered, nothing failed and nothing stayed open', () => {
    expect(lastLine(cleanReport())).toBe(
      'All well: 3 of 4 endpoints answered, nothing found against the baseline exchange-2019.',
    );
  });

  test('counts the risks that were accepted', () => {
    const report = cleanReport();
    const summary = { ...report.summary, waived: 2 };
    expect(lastLine({ ...report, summary })).toMatch(/exchange-2019; 2 accepted risks\.$/);
  });

  test.each(['unknown', 'not_assessed', 'complete'] as const)(
    'is not that all is well because of %s',
    (what) => {
      const clean = cleanReport();
      const report: Report = {
        ...clean,
        run: what === 'complete' ? { ...clean.run, complete: false, stopped: 'Ctrl-C' } : clean.run,
        summary: {
          ...clean.summary,
          ...(what === 'unknown' ? { unknown: 1 } : {}),
          ...(what === 'not_assessed' ? { not_assessed: ['x'] } : {}),
        },
      };
      expect(lastLine(report)).not.toContain('All well');
      expect(lastLine(report)).toMatch(/could not be assessed|^Incomplete/);
    },
  );

  test('is that nothing could be assessed if nobody answered', () => {
    const endpoints = contosoReport().endpoints.filter(({ reach }) => reach === 'unreachable');
    expect(lastLine(contosoReport({ endpoints, findings: [] }))).toBe(
      'Nothing could be assessed: no endpoint answered.',
    );
    expect(lastLine(contosoReport({ endpoints: [], findings: [] }))).toBe(
      'Nothing could be assessed: there was no endpoint.',
    );
  });

  test('says so if the run was stopped', () => {
    const run = { ...contosoReport().run, complete: false, stopped: 'interrupted by Ctrl-C' };
    const text = table.render(contosoReport({ run }), WIDE);
    expect(text).toContain(
      'The run was stopped before every question had been asked: interrupted by Ctrl-C.',
    );
    expect(lastLine(contosoReport({ run }))).toMatch(/^Incomplete: 7 findings/);
  });

  test('counts one thing in the singular', () => {
    const findings = [firstFinding()];
    const report = contosoReport({ findings });
    const summary = { ...summaryOf(report.endpoints, findings), unknown: 1, not_assessed: [] };
    expect(lastLine({ ...report, summary })).toBe('1 finding: 1 high; 1 check could not be assessed.');
  });
});
