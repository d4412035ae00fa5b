import { describe, expect, test } from '@jest/globals';
import { identifyBuild } from '../../src/exchange/builds-identify.ts';
import { buildsOfLine } from '../../src/exchange/builds.ts';
import { SCHANNEL } from '../../src/exchange/schannel.ts';
import { HOSTS, hostRow, runsOn } from '../../src/exchange/windows-hosts.ts';
import { hasTls13, WINDOWS, windowsByIis, windowsByNtlm, windowsName } from '../../src/exchange/windows.ts';
import { windowsNames, windowsSeen } from '../../src/exchange/windows-seen.ts';
import { suite } from '../../src/wire/iana/suites.ts';

const seen = (ntlm: readonly string[], iis: readonly string[]) =>
  windowsSeen({ windows: ntlm.map((value) => ({ value })), iis: iis.map((value) => ({ value })) });

describe('Windows', () => {
  test.each(WINDOWS)('$name is told by its NTLM version and among those of its IIS', (release) => {
    expect(windowsByNtlm(release.ntlm)).toBe(release);
    expect(windowsByIis(release.iis)).toContain(release);
    expect(windowsName(release.id)).toBe(release.name);
  });

  test.each([
    ['6.1.7601', '2008r2'],
    ['10.0.14393', '2016'],
    ['10.0.26100', '2025'],
    ['10.0.99999', undefined],
    ['', undefined],
  ])('NTLM %j is %s', (version, id) => {
    expect(windowsByNtlm(version)?.id).toBe(id);
  });

  test.each([
    ['Microsoft-IIS/8.5', ['2012r2']],
    ['microsoft-iis/7.5', ['2008r2']],
    ['Microsoft-IIS/10.0', ['2016', '2019', '2022', '2025']],
    ['Microsoft-HTTPAPI/2.0', []],
    ['nginx', []],
  ])('header %j is %j', (header, ids) => {
    expect(windowsByIis(header).map(({ id }) => id)).toEqual(ids);
  });

  test('NTLM counts before IIS, and IIS where NTLM is not understood', () => {
    expect(seen(['10.0.17763'], ['Microsoft-IIS/10.0'])).toEqual({
      ids: ['2019'],
      by: 'ntlm',
      value: '10.0.17763',
    });
    expect(seen(['10.0.1'], ['Microsoft-IIS/8.5'])).toMatchObject({ ids: ['2012r2'], by: 'iis' });
    expect(seen([], ['nginx'])).toEqual({ ids: [], by: null, value: '' });
  });

  test('several are named together', () => {
    expect(windowsNames(['2019', '2022'])).toBe('Windows Server 2019 or 2022');
    expect(windowsNames(['2012r2'])).toBe('Windows Server 2012 R2');
  });
});

describe('which Exchange runs where', () => {
  test.each([
    ['14.3.513.0', '2008r2', 'yes'],
    ['14.3.513.0', '2016', 'no'],
    ['14.2.390.3', '2016', 'unknown'],
    ['15.0.1497.48', '2012r2', 'yes'],
    ['15.0.1497.48', '2016', 'no'],
    ['15.0.775.38', '2012', 'unknown'],
    ['15.1.466.34', '2016', 'no'],
    ['15.1.544.27', '2016', 'yes'],
    ['15.1.544', '2016', 'yes'],
    ['15.1.2507.75', '2019', 'no'],
    ['15.2.986.42', '2022', 'no'],
    ['15.2.1118.7', '2022', 'yes'],
    ['15.2.1544.48', '2025', 'no'],
    ['15.2.1748', '2025', 'yes'],
    ['15.2.1544.99', '2025', 'no'],
    ['15.2.2562.53', '2022', 'yes'],
    ['15.2.2562.53', '2019', 'unknown'],
    ['15.2.2562.53', '2016', 'no'],
    ['nonsense', '2019', 'unknown'],
  ] as const)('%s on Windows %s: %s', (build, windows, answer) => {
    expect(runsOn(identifyBuild(build), windows)).toBe(answer);
  });

  test('each row has a source with a date and begins with a line of the table', () => {
    for (const { product, from, source, date } of HOSTS) {
      expect(source).toMatch(/^Microsoft Learn/);
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(buildsOfLine(product, from)).not.toEqual([]);
    }
    expect(hostRow(identifyBuild('15.2.1748.53'))?.from).toBe('CU15');
  });
});

describe('Schannel', () => {
  const counts = SCHANNEL.map(({ windows, edition, suites }) => [windows + (edition ?? ''), suites.length]);

  test('has as many suites as Microsoft lists, NULL left out', () => {
    expect(counts).toEqual([
      ['2008r2', 28],
      ['2012', 26],
      ['2012r2', 28],
      ['2016', 30],
      ['2019', 21],
      ['2022', 23],
      ['202223H2 and later', 20],
      ['2025', 20],
    ]);
  });

  test.each(SCHANNEL)('the list of $windows has only known suites, none twice', ({ suites }) => {
    expect(suites.every((code) => suite(code) !== undefined)).toBe(true);
    expect(new Set(suites).size).toBe(suites.length);
  });

  test.each(SCHANNEL)(
    '$windows has suites of TLS 1.3 exactly if it has TLS 1.3 on',
    ({ windows, versions, suites }) => {
      expect(suites.includes(0x1302)).toBe(versions.includes(0x0304));
      expect(hasTls13(windows)).toBe(versions.includes(0x0304));
    },
  );

  test('no list before 2016 has ECDHE with RSA and GCM', () => {
    for (const { windows, suites } of SCHANNEL) {
      const old = windows === '2008r2' || windows === '2012' || windows === '2012r2';
      expect(suites.includes(0xc030)).toBe(!old);
    }
  });
});
