import { describe, expect, test } from '@jest/globals';
import type { ProductFact, SeenBuild } from '../../../src/facts/types.ts';
import { outdatedBuild } from '../../../src/rules/exchange/outdated-build.ts';
import { unknownBuild } from '../../../src/rules/exchange/unknown-build.ts';
import { unsupportedBuild } from '../../../src/rules/exchange/unsupported-build.ts';
import { windowsMismatch } from '../../../src/rules/exchange/windows-mismatch.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { endpoint, finding, known, NO_PRODUCT, NOW, soundFacts } from '../../fixtures/facts.ts';
import { product } from '../../fixtures/product.ts';

const https = endpoint('https');

function judged(rule: Rule, value: ProductFact, at = NOW) {
  const facts = soundFacts(https, { product: known(value) });
  return finding(rule, { endpoint: https, facts }, { now: at });
}

const shows = (rule: Rule, build: string, at = '2026-11-22') => judged(rule, product(build), Date.parse(at));

const RULES_ON_BUILDS = [
  ['exchange/outdated-build', outdatedBuild],
  ['exchange/unsupported-build', unsupportedBuild],
  ['exchange/unknown-build', unknownBuild],
  ['exchange/windows-mismatch', windowsMismatch],
] as const;

describe.each(RULES_ON_BUILDS)('%s', (_, rule) => {
  test('is not applicable where nobody asked, and where no build is shown', () => {
    expect(judged(rule, NO_PRODUCT).outcome).toBe('not-applicable');
    expect(judged(rule, { ...NO_PRODUCT, state: 'answered' }).outcome).toBe('not-applicable');
  });

  test('is unknown where it was asked and nothing came back', () => {
    expect(judged(rule, { ...NO_PRODUCT, state: 'unanswered' }).outcome).toBe('unknown');
  });

  test('leaves Exchange Online to Microsoft', () => {
    expect(judged(rule, { ...product('15.20.8000.1'), family: 'exchange-online' }).outcome).toBe(
      'not-applicable',
    );
    expect(shows(rule, '15.20.8000.1').outcome).toBe('not-applicable');
  });

  test('is unknown where the build cannot be read', () => {
    expect(shows(rule, '<script>')).toMatchObject({ outcome: 'unknown', evidence: ['o20'] });
  });
});

describe('exchange/outdated-build', () => {
  test.each([
    ['15.2.2562.53', 'pass', 'medium'],
    ['15.2.1748.53', 'pass', 'medium'],
    ['15.2.1544.48', 'pass', 'medium'],
    ['15.2.2562.49', 'fail', 'medium'],
    ['15.2.2562.41', 'fail', 'high'],
    ['15.2.1258.39', 'fail', 'high'],
    ['15.0.1497.47', 'fail', 'medium'],
    ['15.0.1497.48', 'pass', 'medium'],
    ['14.3.487.0', 'fail', 'medium'],
    ['15.2.2562', 'unknown', 'medium'],
    ['15.2.1258', 'fail', 'high'],
    ['15.2.2562.99', 'unknown', 'medium'],
    ['15.2.2700.1', 'unknown', 'medium'],
    ['8.3.83.6', 'fail', 'medium'],
  ])('%s: %s, %s', (build, outcome, severity) => {
    expect(shows(outdatedBuild, build)).toMatchObject({ outcome, severity });
  });

  test('says what is missing, since when, and what it means', () => {
    const hit = shows(outdatedBuild, '15.2.1544.14');
    expect(hit.message).toBe(
      'Exchange 2019 CU14 Nov24SUv2 (15.2.1544.14) lacks 12 updates: the newest for CU14 is Sep26SUv2 (15.2.1544.48) of ' +
        '2026-10-02, KB5129957; it is 22 months behind; CVE-2026-42897 in Outlook on the web, which attackers use, is ' +
        'open (fixed by Jun26SU); without Jun26SU a server gets no new emergency mitigations; Exchange Online slows down ' +
        'and then blocks hybrid mail from servers below about the level of October 2025 (450 4.7.230, later 550 5.7.230); ' +
        'CVE-2026-96940 is open (fixed by Sep26SUv2)',
    );
    expect(hit.fix[0]).toContain('Exchange 2019 CU14 Sep26SUv2 (KB5129957');
    expect(hit.evidence).toEqual(['o20']);
  });

  test('names the newest of the product where the line has no more', () => {
    expect(shows(outdatedBuild, '15.2.1258.39').message).toContain(
      'is the newest of CU13; the newest of the product is Exchange 2019 CU15 Sep26SUv2 (15.2.1748.53) of 2026-10-02; it is 22 months behind',
    );
  });

  test('an update that has nothing to do with security is a matter of hygiene', () => {
    expect(shows(outdatedBuild, '15.2.2562.20', '2025-09-30')).toMatchObject({
      outcome: 'fail',
      severity: 'low',
    });
  });

  test('is judged by what was out on the day', () => {
    expect(shows(outdatedBuild, '15.2.2562.43', '2026-07-13').outcome).toBe('pass');
    expect(shows(outdatedBuild, '15.2.2562.43', '2026-07-14')).toMatchObject({
      outcome: 'fail',
      severity: 'medium',
    });
  });

  test('an old table does not say that a build is the newest', () => {
    expect(shows(outdatedBuild, '15.2.2562.53', '2027-03-31').outcome).toBe('pass');
    expect(shows(outdatedBuild, '15.2.2562.53', '2027-04-02')).toMatchObject({ outcome: 'unknown' });
  });
});

describe('exchange/unsupported-build', () => {
  test.each([
    ['15.2.2562.17', '2026-11-22', 'pass', 'high'],
    ['15.2.1748.53', '2026-11-22', 'fail', 'high'],
    ['15.2.1748.53', '2026-10-15', 'fail', 'medium'],
    ['15.2.1748.39', '2025-10-14', 'pass', 'high'],
    ['15.2.1258.39', '2025-10-01', 'fail', 'high'],
    ['15.1.2375.37', '2023-01-09', 'pass', 'high'],
    ['15.1.2375.37', '2023-01-10', 'fail', 'high'],
    ['15.0.1497.48', '2026-11-22', 'fail', 'high'],
    ['14.3.513.0', '2026-11-22', 'fail', 'high'],
    ['15.2.1748', '2025-10-01', 'pass', 'high'],
    ['15.2.2562.99', '2026-11-22', 'pass', 'high'],
    ['15.2.2700.1', '2026-11-22', 'unknown', 'high'],
    ['15.4.1.1', '2026-11-22', 'unknown', 'high'],
    ['8.3.83.6', '2026-11-22', 'fail', 'high'],
  ])('%s on %s: %s, %s', (build, at, outcome, severity) => {
    expect(shows(unsupportedBuild, build, at)).toMatchObject({ outcome, severity });
  });

  test('says when support ended, and what could be bought', () => {
    expect(shows(unsupportedBuild, '15.2.1748.53').message).toBe(
      'Exchange 2019 CU15 Sep26SUv2 (15.2.1748.53): Exchange 2019 has been out of support since 2025-10-14, and paid ' +
        'updates ended with October 2026',
    );
    expect(shows(unsupportedBuild, '15.2.1748.53', '2026-10-15').message).toContain(
      'until the end of October 2026 only who pays for Extended Security Updates gets any',
    );
  });

  test('never starts Setup: that cannot be taken back', () => {
    const fixes = ['15.2.1748.53', '15.2.1258.39', '15.1.2507.75']
      .flatMap((build) => [
        ...(shows(unsupportedBuild, build, '2025-10-01').fix ?? []),
        ...(shows(unsupportedBuild, build).fix ?? []),
      ])
      .concat(unsupportedBuild.fix);
    expect(fixes.some((line) => line.includes('Setup.exe'))).toBe(true);
    expect(fixes.filter((line) => !line.startsWith('#'))).toEqual([]);
  });

  test('says which update came without one for the line', () => {
    expect(shows(unsupportedBuild, '15.2.1258.39', '2025-10-01').message).toContain(
      'the last update for CU13 is Nov24SUv2 of 2024-11-27; Exchange 2019 CU14 Apr25HU of 2025-04-18 came without one for it',
    );
  });
});

describe('exchange/unknown-build', () => {
  test.each([
    ['15.2.2562.53', 'pass', 'the build is known: Exchange SE RTM Sep26SUv2 (15.2.2562.53)'],
    ['15.2.2562', 'pass', 'the build is known: Exchange SE RTM with unknown updates (15.2.2562)'],
    [
      '14.3.487.0',
      'fail',
      'the build 14.3.487.0 is not in the table of 2026-10-02: between Exchange 2010 SP3 RU29 and Exchange 2010 SP3 RU30',
    ],
    [
      '15.2.2562.99',
      'fail',
      'the build 15.2.2562.99 is not in the table of 2026-10-02: newer than Exchange SE RTM Sep26SUv2',
    ],
    ['8.3.83.6', 'fail', 'the build 8.3.83.6 is not in the table of 2026-10-02: older than Exchange 2010'],
  ])('%s: %s', (build, outcome, message) => {
    expect(shows(unknownBuild, build)).toMatchObject({ outcome, message, severity: 'info' });
  });
});

describe('exchange/windows-mismatch', () => {
  const on = (build: string, parts: Parameters<typeof product>[1]) =>
    judged(windowsMismatch, product(build, parts));

  test('an Exchange on its own Windows passes', () => {
    expect(on('15.2.1748.53', { windows: '10.0.17763' })).toMatchObject({ outcome: 'pass' });
    expect(on('15.2.1748.53', { iis: 'Microsoft-IIS/10.0' })).toMatchObject({ outcome: 'pass' });
  });

  test('one on a Windows that it does not support fails, with both as evidence', () => {
    const hit = on('15.2.1748.53', { windows: '6.3.9600' });
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low', evidence: ['o20', 'o21'] });
    expect(hit.message).toBe(
      'Exchange 2019 CU15 Sep26SUv2 (15.2.1748.53) on Windows Server 2012 R2 (its NTLM challenge has 6.3.9600): it is ' +
        'supported on Windows Server 2019, Windows Server 2022, Windows Server 2025 only, so one of the two is not what it seems',
    );
  });

  test('a header alone is a hint', () => {
    expect(on('15.0.1497.48', { iis: 'Microsoft-IIS/10.0' })).toMatchObject({
      outcome: 'fail',
      severity: 'info',
    });
  });

  test('what no source confirms is not held against it', () => {
    expect(on('15.2.2562.53', { windows: '10.0.17763' }).outcome).toBe('not-applicable');
  });

  test('without any sign of Windows there is nothing to compare', () => {
    expect(on('15.2.2562.53', { windows: '10.0.1', iis: 'nginx' }).outcome).toBe('not-applicable');
  });
});

test('the rules read the build that counts', () => {
  const other: SeenBuild = {
    value: '15.2.2562.53',
    source: 'resource-path',
    path: '/owa/',
    precision: 'exact',
    evidence: ['o9'],
  };
  const both = product('15.0.516.32');
  expect(judged(unsupportedBuild, { ...both, builds: [...both.builds, other] }).outcome).toBe('fail');
});
