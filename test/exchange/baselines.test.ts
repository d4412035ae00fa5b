import { describe, expect, test } from '@jest/globals';
import { SUITE_FAMILIES } from '../../src/wire/iana/suites.ts';
import { baseline, BASELINES, DEFAULT_BASELINE } from '../../src/exchange/baselines.ts';

const policies = (id: string) =>
  baseline(id)?.versions.map(({ version, policy, severity, services }) =>
    [version.toString(16), policy, severity, services?.join() ?? 'all'].join(' '),
  );

describe('the baselines', () => {
  test('start with the default', () => {
    expect(BASELINES[0]?.id).toBe(DEFAULT_BASELINE);
    expect(BASELINES.map(({ id }) => id)).toEqual([
      'exchange-2019',
      'exchange-se',
      'exchange-2016',
      'exchange-2013',
    ]);
  });

  test.each(BASELINES)('$id says something about every version and family, with a source', (one) => {
    expect(new Set(one.versions.map(({ version }) => version))).toEqual(
      new Set([2, 0x300, 0x301, 0x302, 0x303, 0x304]),
    );
    expect(one.bannedFamilies.map(({ family }) => family).toSorted()).toEqual([...SUITE_FAMILIES].toSorted());
    for (const { reason } of one.versions) expect(reason).toMatch(/\((Microsoft Learn|RFC).*20\d\d.*\)\.$/);
    expect(one.source).toMatch(/Microsoft Learn/);
    expect(one.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test.each(BASELINES)('$id has no suite of a banned kind and no suite twice', ({ id, suites, suites13 }) => {
    expect(new Set(suites).size).toBe(suites.length);
    // Only the Windows of Exchange 2013 has nothing better than these.
    const old = [0xc014, 0xc013, 0xc00a, 0xc009, 0x009d, 0x009c];
    const known = (code: number): boolean => code >= 0xc023 && code <= 0xc030;
    expect(suites.filter((code) => !known(code))).toEqual(id === 'exchange-2013' ? old : []);
    expect(suites13).toEqual(id === 'exchange-2013' ? [] : [0x1302, 0x1301]);
  });

  test('an unknown id has none', () => {
    expect(baseline('exchange-2003')).toBeUndefined();
  });
});

test('Exchange 2019 bans what Setup turns off and leaves TLS 1.3 a remark', () => {
  expect(policies('exchange-2019')).toEqual([
    '2 banned high all',
    '300 banned high all',
    '301 banned medium all',
    '302 banned medium all',
    '303 required high all',
    '304 tolerated info all',
  ]);
});

test('Subscription Edition allows TLS 1.3 except on SMTP', () => {
  expect(policies('exchange-se')?.slice(-2)).toEqual(['304 allowed info all', '304 tolerated info smtp']);
});

test('Exchange 2016 tolerates TLS 1.0 and 1.1', () => {
  expect(policies('exchange-2016')?.slice(2, 4)).toEqual(['301 tolerated low all', '302 tolerated low all']);
});

test('the recommended list is the one of the article, GCM and 256 bits first', () => {
  expect(baseline('exchange-2019')?.suites.map((suite) => suite.toString(16))).toEqual([
    'c02c',
    'c02b',
    'c030',
    'c02f',
    'c024',
    'c023',
    'c028',
    'c027',
  ]);
});
