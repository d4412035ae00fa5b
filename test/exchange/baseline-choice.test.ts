import { describe, expect, test } from '@jest/globals';
import { baselineFor, expectsTls13 } from '../../src/exchange/baseline-choice.ts';
import { baseline } from '../../src/exchange/baselines.ts';
import { identifyBuild } from '../../src/exchange/builds-identify.ts';
import type { WindowsId } from '../../src/exchange/windows.ts';

const choose = (build: string, ...windows: readonly WindowsId[]) =>
  baselineFor(identifyBuild(build), windows);
const reasonOf = (build: string, version: number) =>
  choose(build)?.baseline.versions.find((row) => row.version === version)?.reason ?? '';

describe('baselineFor', () => {
  test.each<readonly [string, readonly WindowsId[], string, string]>([
    ['15.2.2562.53', ['2022'], 'exchange-se', 'Exchange SE RTM Sep26SUv2 on Windows Server 2022'],
    ['15.2.2562.53', [], 'exchange-se', 'Exchange SE RTM Sep26SUv2; Windows is not known for certain'],
    [
      '15.2.2562.53',
      ['2019'],
      'exchange-2019',
      'Exchange SE RTM Sep26SUv2 on Windows Server 2019, which has no TLS 1.3',
    ],
    [
      '15.2.1748.10',
      ['2016', '2019', '2022', '2025'],
      'exchange-se',
      'Exchange 2019 CU15 on Windows Server 2016 or 2019 or 2022 or 2025; Windows is not known for certain',
    ],
    ['15.2.1748', ['2025'], 'exchange-se', 'Exchange 2019 CU15 with unknown updates on Windows Server 2025'],
    ['15.2.1544.48', ['2022'], 'exchange-2019', 'Exchange 2019 CU14 Sep26SUv2 on Windows Server 2022'],
    ['15.1.2507.75', ['2016'], 'exchange-2016', 'Exchange 2016 CU23 Sep26SUv2 on Windows Server 2016'],
    ['15.1.2507.75', ['2012r2'], 'exchange-2013', 'Exchange 2016 CU23 Sep26SUv2 on Windows Server 2012 R2'],
    ['15.0.1497.48', [], 'exchange-2013', 'Exchange 2013 CU23 Mar23SU'],
    ['14.3.513.0', [], 'exchange-2013', 'Exchange 2010 SP3 RU32; there is no baseline of its own for it'],
    [
      '15.2.2800.1',
      ['2025'],
      'exchange-se',
      'Exchange SE (newer than Exchange SE RTM Sep26SUv2) on Windows Server 2025',
    ],
  ])('%s on %j is judged by %s', (build, windows, id, reason) => {
    const choice = choose(build, ...windows);
    expect(choice?.baseline.id).toBe(id);
    expect(choice?.reason).toBe(reason);
  });

  test.each(['nonsense', '15.20.1.1', '8.3.83.6', '16.0.1.1'])('%s chooses none', (build) => {
    expect(choose(build, '2022')).toBeNull();
  });

  test('a build that can do without TLS 1.0 gets the baseline as it is', () => {
    expect(choose('15.1.1466.3')?.baseline).toBe(baseline('exchange-2016'));
  });

  test('an older one is told what to install first', () => {
    expect(reasonOf('15.1.1415.2', 0x0301)).toContain(
      'Only from Exchange 2016 CU9 (15.1.1466.3) on may TLS 1.0 be turned off',
    );
    expect(reasonOf('15.1.1415.2', 0x0303)).not.toContain('install');
    expect(reasonOf('15.1.1261.35', 0x0303)).toContain('only from Exchange 2016 CU8 (15.1.1415.2) on');
    expect(reasonOf('15.0.1044.25', 0x0302)).toContain('Exchange 2013 CU20 (15.0.1367.3)');
  });
});

describe('expectsTls13', () => {
  test.each<readonly [string, readonly WindowsId[], boolean, string]>([
    ['15.2.2562.53', ['2022'], false, 'on'],
    ['15.2.1748.10', ['2025'], false, 'on'],
    ['15.2.1748.10', ['2022', '2025'], false, 'on'],
    ['15.2.1748.10', ['2025'], true, 'either'],
    ['15.2.1748.10', ['2019'], false, 'either'],
    ['15.2.1748.10', ['2019', '2022'], false, 'either'],
    ['15.2.1748.10', [], false, 'either'],
    ['15.2.1544.48', ['2022'], false, 'either'],
    ['15.1.2507.75', ['2022'], false, 'either'],
  ])('%s on %j, SMTP %s: %s', (build, windows, smtp, answer) => {
    expect(expectsTls13(identifyBuild(build), windows, smtp)).toBe(answer);
  });
});
