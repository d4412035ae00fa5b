import { describe, expect, test } from '@jest/globals';
import {
  hasUpdate,
  isAtLeast,
  laterInLine,
  lastOfLine,
  monthsBetween,
  newestBuild,
} from '../../src/exchange/builds-age.ts';
import { identifyBuild } from '../../src/exchange/builds-identify.ts';
import { BUILDS } from '../../src/exchange/builds.ts';
import { missedHighlights } from '../../src/exchange/support-highlights.ts';
import { supportAt } from '../../src/exchange/support.ts';
import { TLS12_MINIMUMS, tls12Readiness } from '../../src/exchange/support-tls12.ts';

function rowOf(text: string) {
  const row = BUILDS.find(({ build }) => build === text);
  if (row === undefined) throw new Error(`no row ${text}`);
  return row;
}

describe('newestBuild', () => {
  test.each([
    ['2019', '2026-11-22', undefined, '15.2.1748.53'],
    ['2019', '2026-09-20', undefined, '15.2.1748.51'],
    ['2019', '2026-11-22', 'CU13', '15.2.1258.39'],
    ['2016', '2015-08-01', undefined, undefined],
    ['SE', '2025-07-01', undefined, '15.2.2562.17'],
    ['SE', '2025-06-30', undefined, undefined],
  ] as const)('of %s on %s, line %s, is %s', (product, at, line, build) => {
    expect(newestBuild(product, at, line)?.build).toBe(build);
  });

  test('what came later is counted up to the day', () => {
    expect(laterInLine(rowOf('15.2.2562.45'), '2026-09-08').map(({ build }) => build)).toEqual([
      '15.2.2562.46',
      '15.2.2562.49',
    ]);
  });
});

describe('lastOfLine', () => {
  test.each([
    ['2016', 'CU22', '2023-01-09', null],
    ['2016', 'CU22', '2023-01-10', 'Nov22SU'],
    ['2019', 'CU13', '2024-12-31', null],
    ['2019', 'CU13', '2026-11-22', 'Nov24SUv2'],
    ['2019', 'CU12', '2024-02-13', null],
    ['2019', 'CU14', '2026-11-22', null],
    ['2019', 'CU15', '2026-11-22', null],
    ['2016', 'CU23', '2026-11-22', null],
    ['2010', 'SP2', '2014-02-24', 'RU8'],
    ['SE', 'RTM', '2026-11-22', null],
  ] as const)('%s %s on %s: %s', (product, line, at, patch) => {
    expect(lastOfLine(product, line, at)?.last.patch ?? null).toBe(patch);
  });
});

describe('monthsBetween', () => {
  test.each([
    ['2026-01-31', '2026-02-28', 0],
    ['2026-01-31', '2026-03-31', 2],
    ['2025-10-14', '2026-10-02', 11],
    ['2025-10-14', '2026-10-14', 12],
    ['2026-10-14', '2025-10-14', 0],
  ])('%s to %s are %d', (from, to, months) => {
    expect(monthsBetween(from, to)).toBe(months);
  });
});

describe('hasUpdate', () => {
  test.each([
    ['15.2.1544.13', 'yes'],
    ['15.2.1544.11', 'no'],
    ['15.2.1258.38', 'yes'],
    ['15.2.1258.34', 'no'],
    ['15.1.2507.43', 'yes'],
    ['15.1.2507.39', 'no'],
    ['15.2.1118.40', 'no'],
    ['15.2.1748.10', 'yes'],
    ['15.2.1748', 'yes'],
    ['15.2.1544', 'unknown'],
    ['15.2.1118', 'no'],
    ['15.2.2562.17', 'yes'],
    ['15.0.1497.48', 'no'],
    ['14.3.513.0', 'no'],
    ['15.2.1544.12', 'no'],
    ['15.2.1544.99', 'yes'],
    ['15.2.1118.99', 'unknown'],
    ['15.2.2800.1', 'yes'],
    ['8.3.83.6', 'no'],
    ['15.3.1.1', 'unknown'],
    ['nonsense', 'unknown'],
  ])('%s has Nov24SU: %s', (build, answer) => {
    expect(hasUpdate(identifyBuild(build), 'Nov24SU')).toBe(answer);
  });

  test('an update of that name never was', () => {
    expect(hasUpdate(identifyBuild('15.2.1544.13'), 'Feb30SU')).toBe('unknown');
  });
});

describe('isAtLeast', () => {
  const cu15 = rowOf('15.2.1748.10');
  test.each([
    ['15.2.1748.10', 'yes'],
    ['15.2.1748', 'yes'],
    ['15.2.1544.48', 'no'],
    ['15.2.1544.99', 'no'],
    ['15.2.1600.1', 'no'],
    ['15.2.2000.1', 'yes'],
    ['15.1.2507.6', 'unknown'],
    ['15.2.100.1', 'no'],
  ])('%s reaches CU15: %s', (build, answer) => {
    expect(isAtLeast(identifyBuild(build), cu15)).toBe(answer);
  });

  test('three parts leave open what lies within the line', () => {
    expect(isAtLeast(identifyBuild('15.2.1748'), rowOf('15.2.1748.39'))).toBe('unknown');
  });
});

describe('supportAt', () => {
  test.each([
    ['2010', 'SP3', '2020-10-13', 'supported'],
    ['2010', 'SP3', '2020-10-14', 'ended'],
    ['2013', 'CU23', '2023-04-12', 'ended'],
    ['2016', 'CU23', '2025-10-14', 'supported'],
    ['2016', 'CU23', '2025-10-15', 'paid'],
    ['2019', 'CU14', '2026-04-30', 'paid'],
    ['2019', 'CU15', '2026-10-31', 'paid'],
    ['2019', 'CU13', '2026-06-01', 'ended'],
    ['2019', null, '2026-06-01', 'paid'],
    ['2019', 'CU15', '2026-11-01', 'ended'],
    ['SE', 'RTM', '2026-11-22', 'supported'],
    ['SE', 'RTM', '2036-01-01', 'ended'],
  ] as const)('%s %s on %s: %s', (product, line, at, state) => {
    expect(supportAt(product, line, at)?.state).toBe(state);
  });

  test('the end in words is as exact as its source', () => {
    expect(supportAt('2019', 'CU15', '2026-11-22')).toMatchObject({
      since: '2025-10-14',
      period: { kind: 'paid', untilText: 'October 2026' },
    });
  });
});

describe('missedHighlights', () => {
  const missed = (build: string, at: string) =>
    missedHighlights(identifyBuild(build), at).map(({ id }) => id);

  test('are those that had come by that day', () => {
    expect(missed('15.2.2562.41', '2026-06-08')).toEqual([]);
    expect(missed('15.2.2562.41', '2026-06-09')).toEqual(['CVE-2026-42897', 'emergency-mitigation']);
    expect(missed('15.2.2562.41', '2026-11-22')).toEqual([
      'CVE-2026-42897',
      'emergency-mitigation',
      'CVE-2026-96940',
    ]);
  });

  test('a build with the newest update misses nothing', () => {
    expect(missed('15.2.1748.53', '2026-11-22')).toEqual([]);
    expect(missed('15.2.1748.51', '2026-11-22')).toEqual(['CVE-2026-96940']);
  });

  test('an old line misses all, and a product that the sources do not name none', () => {
    expect(missed('15.2.1258.39', '2026-11-22')).toContain('hybrid-throttling');
    expect(missed('15.0.1497.48', '2026-11-22')).toEqual([]);
  });

  test('what three parts leave open is not held against a server', () => {
    expect(missed('15.2.1748', '2026-11-22')).toEqual([]);
  });
});

describe('tls12Readiness', () => {
  test('every build of its rows is one of the table', () => {
    const named = TLS12_MINIMUMS.flatMap(({ usable, alone, smtpFollows }) => [
      usable,
      alone,
      smtpFollows ?? usable,
    ]);
    for (const build of named) expect(rowOf(build).build).toBe(build);
  });

  test.each([
    ['14.3.382.0', 'yes', 'no', 'yes'],
    ['14.3.389.1', 'yes', 'yes', 'yes'],
    ['14.3.224.2', 'no', 'no', 'no'],
    ['15.0.1076.9', 'no', 'no', 'yes'],
    ['15.0.1044.25', 'no', 'no', 'no'],
    ['15.0.1367.3', 'yes', 'yes', 'yes'],
    ['15.1.1261.35', 'no', 'no', 'yes'],
    ['15.1.1415.2', 'yes', 'no', 'yes'],
    ['15.1.1466.3', 'yes', 'yes', 'yes'],
    ['15.2.221.12', 'yes', 'yes', 'yes'],
    ['15.2.2562.17', 'yes', 'yes', 'yes'],
    ['nonsense', 'unknown', 'unknown', 'unknown'],
  ])('%s can use TLS 1.2: %s, alone: %s, on SMTP: %s', (build, usable, alone, smtpFollows) => {
    expect(tls12Readiness(identifyBuild(build))).toMatchObject({ usable, alone, smtpFollows });
  });
});
