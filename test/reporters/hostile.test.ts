import { describe, expect, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { csv } from '../../src/reporters/csv.ts';
import { forCell, forExcelCell } from '../../src/reporters/escape.ts';
import { REPORTERS } from '../../src/reporters/index.ts';
import { json } from '../../src/reporters/json.ts';
import { jsonl } from '../../src/reporters/jsonl.ts';
import { table } from '../../src/reporters/table.ts';
import { textWidth } from '../../src/reporters/table/wrap.ts';
import { hostileReport, withoutCommands } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { renderOptions } from './options.ts';
import { readCsv } from './read-csv.ts';

const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Bold, dim, red, green, yellow, and their ends (ECMA-48, SGR). */
const OUR_CODES = [1, 2, 22, 31, 32, 33, 39];

/** Columns of a line in a terminal: accents take none. */
function drawn(line: string): number {
  return textWidth(line.replaceAll(/[\u0300-\u036F]/gu, ''));
}

const VIEWS = ['host', 'certificate'] as const;

/** The one column by certificate that holds numbers, which may be negative. */
const DAYS_LEFT = 7;

const CASES = HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 60), text] as const);

describe('whatever a server says', () => {
  test.each(CASES)('%s puts no control character on a terminal', (_, text) => {
    for (const by of VIEWS) {
      const options = renderOptions({ verbose: 2, width: 100, by });
      expect(UNSEEN.exec(table.render(hostileReport(text), options))).toBeNull();
      expect(table.render(hostileReport(text), { ...options, ascii: true })).toMatch(/^[ -~\n]*$/);
    }
  });

  test.each(CASES)('%s adds no colour but ours', (_, text) => {
    for (const by of VIEWS) {
      const options = renderOptions({ verbose: 2, width: 100, by });
      const coloured = table.render(hostileReport(text), { ...options, colour: true });
      const rest = OUR_CODES.reduce((left, code) => left.replaceAll(`\u001B[${code}m`, ''), coloured);
      expect(UNSEEN.exec(rest)).toBeNull();
      expect(stripVTControlCharacters(coloured)).toBe(table.render(hostileReport(text), options));
    }
  });

  test.each(CASES)('%s makes no line wider than the terminal', (_, text) => {
    for (const width of [40, 60, 100]) {
      const report = withoutCommands(hostileReport(text));
      for (const by of VIEWS) {
        const lines = table.render(report, renderOptions({ verbose: 2, width, by })).split('\n');
        expect(Math.max(...lines.map(drawn))).toBeLessThanOrEqual(width);
      }
    }
  });

  test.each(CASES)('%s comes back from JSON as it was', (_, text) => {
    const shown = json.render(hostileReport(text), renderOptions());
    expect(JSON.parse(shown)).toEqual(hostileReport(text));
    expect(UNSEEN.exec(shown)).toBeNull();
  });

  test.each(CASES)('%s stays in its own line of JSON Lines and comes back as it was', (_, text) => {
    const report = hostileReport(text);
    const shown = jsonl.render(report, renderOptions());
    expect(UNSEEN.exec(shown)).toBeNull();
    const lines = shown
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(report.endpoints.length + 2);
    expect(lines.slice(0, -2).map(({ endpoint }) => endpoint)).toEqual(report.endpoints);
    expect(lines.at(-1).run).toEqual(report.run);
  });

  test.each(CASES)('%s stays in its own CSV field', (_, text) => {
    const report = hostileReport(text);
    for (const csvExcel of [false, true]) {
      const shown = csv.render(report, renderOptions({ csvExcel })).replace(/^\uFEFF/, '');
      const records = readCsv(shown);
      expect(records).toHaveLength(report.findings.length + 1);
      expect(new Set(records.map((record) => record.length))).toEqual(new Set([19]));
      expect(
        records
          .slice(1)
          .flat()
          .filter((field) => /^[=+\-@\t\r]/.test(field)),
      ).toEqual([]);
      expect(records[1]?.[8]).toBe(csvExcel ? forExcelCell(text) : forCell(text));
    }
  });

  test.each(CASES)('%s stays in its own CSV field by certificate', (_, text) => {
    const report = hostileReport(text);
    for (const csvExcel of [false, true]) {
      const shown = csv.render(report, renderOptions({ csvExcel, by: 'certificate' })).replace(/^\uFEFF/, '');
      const records = readCsv(shown);
      expect(records).toHaveLength(report.certificates.length + 1);
      expect(new Set(records.map((record) => record.length))).toEqual(new Set([19]));
      const written = records
        .slice(1)
        .flatMap((record) => record.filter((_field, column) => column !== DAYS_LEFT));
      expect(written.filter((field) => /^[=+\-@\t\r]/.test(field))).toEqual([]);
      expect(records[1]?.[2]).toBe(csvExcel ? forExcelCell(text) : forCell(text));
    }
  });
});

test('every format is listed once and ends with a newline', () => {
  expect(new Set(REPORTERS.map(({ id }) => id)).size).toBe(REPORTERS.length);
  for (const reporter of REPORTERS) {
    expect(reporter.render(hostileReport('x'), renderOptions())).toMatch(/[^\n]\n$/);
  }
});
