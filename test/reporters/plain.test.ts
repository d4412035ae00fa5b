import { describe, expect, test } from '@jest/globals';
import { plain } from '../../src/reporters/plain.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

const records = (text: string): readonly (readonly string[])[] =>
  text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'));

describe('plain text', () => {
  const text = plain.render(contosoReport(), renderOptions());

  test('is the golden file', () => {
    expect(text).toBe(golden('report.tsv', text));
  });

  test('has what fails and what is not known, and everything if asked for', () => {
    expect(new Set(records(text).map(([outcome]) => outcome))).toEqual(new Set(['fail', 'unknown']));
    const all = records(plain.render(contosoReport(), renderOptions({ verbose: 2 })));
    expect(all).toHaveLength(contosoReport().findings.length);
  });

  test('says that there is nothing', () => {
    expect(plain.render(cleanReport(), renderOptions())).toBe('ok\t\t\t\tnothing to report\n');
  });

  test.each(['host', 'certificate'] as const)(
    'by %s never takes a run that was cut short for a good one',
    (by) => {
      const { run, ...clean } = cleanReport();
      const stopped = { ...clean, certificates: [], run: { ...run, complete: false, stopped: 'deadline' } };
      expect(plain.render(stopped, renderOptions({ by }))).toBe(
        'unknown\t\t\t\tthe run was stopped: deadline\n',
      );
    },
  );

  test.each(['host', 'certificate'] as const)('by %s never takes silence for good news', (by) => {
    const { summary, ...clean } = cleanReport();
    const silent = { ...clean, certificates: [], summary: { ...summary, answered: 0 } };
    expect(plain.render(silent, renderOptions({ by }))).toBe('unknown\t\t\t\tno endpoint answered\n');
  });

  test('by certificate begins with the days left, and ends with the endpoints of which none is known', () => {
    const shown = records(plain.render(contosoReport(), renderOptions({ by: 'certificate' })));
    expect(shown.map(([days]) => days)).toEqual(['-10', '183', '3227', 'unknown']);
    expect(shown.at(-1)?.[3]).toBe(contosoReport().summary.not_assessed.join(' '));
  });

  test('has five fields a record whatever servers say', () => {
    for (const said of HOSTILE_STRINGS) {
      for (const by of ['host', 'certificate'] as const) {
        const shown = records(plain.render(hostileReport(said), renderOptions({ by, verbose: 2 })));
        expect(new Set(shown.map(({ length }) => length))).toEqual(new Set([5]));
      }
    }
  });
});
