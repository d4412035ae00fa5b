import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { identifyBuild, readingText } from '../../src/exchange/builds-identify.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';

describe('identifyBuild', () => {
  test.each([
    ['15.2.1544.14', 'exact', 'Exchange 2019 CU14 Nov24SUv2'],
    ['15.02.1544.014', 'exact', 'Exchange 2019 CU14 Nov24SUv2'],
    [' 15.2.1544.14 ', 'exact', 'Exchange 2019 CU14 Nov24SUv2'],
    ['15.2.1748', 'cu', 'Exchange 2019 CU15 with unknown updates'],
    ['15.2.330', 'cu', 'Exchange 2019 CU1 with unknown updates'],
    ['15.1.396', 'cu', 'Exchange 2016 CU1'],
    ['14.3.439.0', 'between', 'between Exchange 2010 SP3 RU25 and Exchange 2010 SP3 RU26'],
    ['14.3.487.0', 'between', 'between Exchange 2010 SP3 RU29 and Exchange 2010 SP3 RU30'],
    ['14.3.487', 'between', 'between Exchange 2010 SP3 RU29 and Exchange 2010 SP3 RU30'],
    ['15.2.1544.20', 'between', 'between Exchange 2019 CU14 Nov24SUv2 and Exchange 2019 CU14 Apr25HU'],
    ['15.2.1300.1', 'between', 'between Exchange 2019 CU13 Nov24SUv2 and Exchange 2019 CU14'],
    ['15.2.1544.99', 'newer', 'newer than Exchange 2019 CU14 Sep26SUv2'],
    ['15.2.2000.1', 'newer', 'newer than Exchange 2019 CU15 Sep26SUv2'],
    ['15.2.2562.60', 'newer', 'newer than Exchange SE RTM Sep26SUv2'],
    ['15.2.2800.5', 'newer', 'newer than Exchange SE RTM Sep26SUv2'],
    ['14.2.400.0', 'newer', 'newer than Exchange 2010 SP2 RU8'],
    ['15.3.100.1', 'newer', 'newer than every Exchange known'],
    ['15.0.100.0', 'older', 'older than Exchange 2013 RTM'],
    ['15.2.2562.1', 'older', 'older than Exchange SE RTM'],
    ['8.3.83.6', 'older', 'older than Exchange 2010'],
    ['6.5.7638.1', 'older', 'older than Exchange 2010'],
    ['15.20.8000.30', 'online', 'Exchange Online'],
    ['', 'not-a-build', 'not a build of Exchange'],
    ['15.2', 'not-a-build', 'not a build of Exchange'],
    ['15.2.1544.14.1', 'not-a-build', 'not a build of Exchange'],
    ['15.2.99999.1', 'not-a-build', 'not a build of Exchange'],
    ['15.2.1544.-4', 'not-a-build', 'not a build of Exchange'],
    ['15.2.1544.14 SU', 'not-a-build', 'not a build of Exchange'],
    ['14.7.1.1', 'not-a-build', 'not a build of Exchange'],
    ['1.2.3.4', 'not-a-build', 'not a build of Exchange'],
  ] as const)('%j is %s: %s', (text, kind, words) => {
    const reading = identifyBuild(text);
    expect(reading.kind).toBe(kind);
    expect(readingText(reading)).toBe(words);
  });

  test.each([
    ['15.2.1544.99', 'CU14'],
    ['15.2.1544.20', 'CU14'],
    ['14.3.439.0', 'SP3'],
    ['15.2.1300.1', null],
    ['15.2.2800.5', null],
  ])('the line of %s is %s', (text, line) => {
    expect(identifyBuild(text).line).toBe(line);
  });

  test('the first number of SE is its border with 2019', () => {
    expect(identifyBuild('15.2.2561.9').product).toBe('2019');
    expect(identifyBuild('15.2.2562.17').product).toBe('SE');
  });

  test('reads whatever a server may send', () => {
    for (const text of HOSTILE_STRINGS) expect(identifyBuild(text).kind).toBe('not-a-build');
    fc.assert(fc.property(fc.string(), (text) => identifyBuild(text).kind.length > 0));
    const part = fc.integer({ min: 0, max: 70_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 13, max: 16 }),
        fc.integer({ min: 0, max: 22 }),
        part,
        part,
        (a, b, c, d) => {
          expect(readingText(identifyBuild([a, b, c, d].join('.')))).not.toBe('');
        },
      ),
    );
  });
});
