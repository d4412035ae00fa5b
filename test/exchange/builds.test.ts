import { describe, expect, test } from '@jest/globals';
import {
  BUILDS,
  BUILDS_AS_OF,
  buildName,
  buildsOf,
  buildsOfLine,
  compareNumbers,
  EXCHANGE_PRODUCTS,
} from '../../src/exchange/builds.ts';
import { BUILD_ROWS } from '../../src/exchange/builds-table.ts';
import { identifyBuild, readingText } from '../../src/exchange/builds-identify.ts';
import { runsOn } from '../../src/exchange/windows-hosts.ts';

describe('the table of builds', () => {
  test('has every row of its source', () => {
    expect(BUILD_ROWS).toHaveLength(296);
    const counts = EXCHANGE_PRODUCTS.map((product) => [product, buildsOf(product).length]);
    expect(Object.fromEntries(counts)).toEqual({ 2010: 63, 2013: 42, 2016: 83, 2019: 96, SE: 12 });
  });

  test('ends on the day that it names', () => {
    expect(
      BUILDS.map(({ date }) => date)
        .toSorted()
        .at(-1),
    ).toBe(BUILDS_AS_OF);
  });

  test('has each product by number, and no number twice', () => {
    for (const product of EXCHANGE_PRODUCTS) {
      const rows = buildsOf(product);
      expect(
        rows.every((row, at) => at === 0 || compareNumbers(rows[at - 1]?.numbers ?? [], row.numbers) < 0),
      ).toBe(true);
    }
  });

  test('has dates that rise within a line', () => {
    for (const { product, line } of BUILDS) {
      const dates = buildsOfLine(product, line).map(({ date }) => date);
      expect(dates).toEqual(dates.toSorted());
    }
  });

  test.each(BUILDS.map((row) => [`${buildName(row)} ${row.build}`, row] as const))(
    '%s is read whole',
    (_, row) => {
      expect(row.build).toBe(row.numbers.join('.'));
      expect(row.date).toMatch(/^20[0-2]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
      expect(row.kb ?? 'KB1').toMatch(/^KB\d{1,7}$/);
      expect(row.line).toMatch(/^(?:RTM|Preview|SP[123]|CU\d{1,2})$/);
      expect(row.patch ?? 'RU1').toMatch(/^(?:RU\d{1,2}|[A-Z][a-z]{2}\d\d[SH]U)(?:v\d)?$/);
      expect(identifyBuild(row.build)).toEqual({ kind: 'exact', product: row.product, line: row.line, row });
      expect(readingText(identifyBuild(row.build))).toBe(buildName(row));
      const three = identifyBuild(row.numbers.slice(0, 3).join('.'));
      const line = row.line === 'Preview' && row.product === '2016' ? 'RTM' : row.line;
      expect(three).toMatchObject({ kind: 'cu', product: row.product, line });
      expect(three.kind === 'cu' && three.rows.includes(row)).toBe(true);
      expect(['yes', 'no', 'unknown']).toContain(runsOn(three, '2019'));
    },
  );

  test.each([
    ['15.2.2562.53', 'SE', 'RTM', 'Sep26SUv2', '2026-10-02', 'KB5129955', 'security'],
    ['15.2.1544.11', '2019', 'CU14', 'Apr24HU', '2024-04-23', 'KB5037224', 'hotfix'],
    ['15.2.1258.12', '2019', 'CU13', null, '2023-05-03', 'KB5020999', 'release'],
    ['15.1.225.16', '2016', 'Preview', null, '2015-07-22', null, 'preview'],
    ['15.0.847.64', '2013', 'SP1', 'Mar21SU', '2021-03-02', 'KB5000871', 'security'],
    ['14.3.513.0', '2010', 'SP3', 'RU32', '2021-03-02', 'KB5000978', 'rollup'],
    ['14.1.218.15', '2010', 'SP1', null, '2010-08-23', null, 'release'],
    ['14.0.682.1', '2010', 'RTM', 'RU1', '2009-12-09', 'KB976573', 'rollup'],
  ] as const)('%s is %s %s %s', (build, product, line, patch, date, kb, kind) => {
    expect(BUILDS.find((row) => row.build === build)).toMatchObject({ product, line, patch, date, kb, kind });
  });
});
