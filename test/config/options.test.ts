import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseRunOptions } from '../../src/config/options.ts';
import { linesOf } from './lines.ts';

const DEFAULTS = {
  depth: 'scan',
  concurrency: { global: 20, perAddress: 6, smtpPerAddress: 3, startsPerSecond: null },
  timeouts: { connectMs: 5000, replyMs: 10_000, tlsMs: 10_000 },
  gentle: false,
  endpointMs: null,
  deadlineMs: null,
  ehlo: null,
  retries: 1,
  budget: 500,
  expiry: { warningDays: 60, criticalDays: 30 },
  failOn: 'medium',
  families: 'any',
  fingerprint: 'basic',
  backEnd: false,
  fetchIssuers: false,
  simulate: [],
  revocation: 'stapled',
  allowPrivateFetch: false,
  domains: [],
  resolver: 'system',
  views: {},
  fetches: 200,
  fetchMs: 10_000,
};

describe('run options', () => {
  test.each([[undefined], [null], [{}], [{ depth: undefined, concurrency: undefined, timeouts: {} }]])(
    'from %j are the defaults',
    (input) => {
      expect(parseRunOptions(input)).toEqual(DEFAULTS);
    },
  );

  test.each([
    ['scan', 'basic'],
    ['check', 'none'],
  ] as const)('of a %s look as closely as %s, unless that is said', (depth, fingerprint) => {
    expect(parseRunOptions({ depth }).fingerprint).toBe(fingerprint);
    expect(parseRunOptions({ depth, fingerprint: 'full' }).fingerprint).toBe('full');
  });

  test('keep what was given and default the rest', () => {
    const given = {
      depth: 'check',
      fingerprint: 'none',
      concurrency: { global: 200 },
      timeouts: { tlsMs: 100 },
      deadlineMs: 60_000,
    };
    expect(parseRunOptions({ ...given, retries: 0, failOn: 'critical', families: 'ipv6' })).toEqual({
      ...DEFAULTS,
      depth: 'check',
      fingerprint: 'none',
      concurrency: { global: 200, perAddress: 6, smtpPerAddress: 3, startsPerSecond: null },
      timeouts: { connectMs: 5000, replyMs: 10_000, tlsMs: 100 },
      deadlineMs: 60_000,
      retries: 0,
      failOn: 'critical',
      families: 'ipv6',
    });
  });

  test.each([
    ['Scanner.Contoso.com', 'scanner.contoso.com'],
    ['[203.0.113.7]', '[203.0.113.7]'],
    ['[IPv6:2001:DB8::7]', '[IPv6:2001:db8::7]'],
    ['[2001:db8::7]', '[IPv6:2001:db8::7]'],
    [null, null],
  ])('take the greeting %s as %s', (ehlo, result) => {
    expect(parseRunOptions({ ehlo }).ehlo).toBe(result);
  });

  const greeting = 'ehlo: expected a full host name or an address literal such as [203.0.113.7], got';

  test.each([
    ['scan', ['options: expected an object, got "scan"']],
    [{ depth: 'scna' }, ['options: depth: expected one of check, scan, got "scna"; did you mean "scan"?']],
    [{ dept: 'scan' }, ['options: dept: unknown key; did you mean "depth"?']],
    [
      { concurrency: { global: 0 } },
      ['options: concurrency.global: expected a whole number from 1 to 200, got 0'],
    ],
    [
      { concurrency: { global: 201 } },
      ['options: concurrency.global: expected a whole number from 1 to 200, got 201'],
    ],
    [
      { concurrency: { perAddress: 21 } },
      ['options: concurrency.perAddress: expected a whole number from 1 to 20, got 21'],
    ],
    [
      { concurrency: { smtpPerAddress: 6 } },
      ['options: concurrency.smtpPerAddress: expected a whole number from 1 to 5, got 6'],
    ],
    [
      { timeouts: { connectMs: 99 } },
      ['options: timeouts.connectMs: expected a whole number from 100 to 300000 milliseconds, got 99'],
    ],
    [
      { timeouts: { tlsMs: NaN } },
      ['options: timeouts.tlsMs: expected a whole number from 100 to 300000 milliseconds, got NaN'],
    ],
    [
      { deadlineMs: 999 },
      ['options: deadlineMs: expected a whole number from 1000 to 86400000 milliseconds, got 999'],
    ],
    [{ retries: 6 }, ['options: retries: expected a whole number from 0 to 5, got 6']],
    [{ budget: 5001 }, ['options: budget: expected a whole number from 1 to 5000, got 5001']],
    [{ retries: '1' }, ['options: retries: expected a whole number from 0 to 5, got "1"']],
    [
      { failOn: 'severe' },
      ['options: failOn: expected one of info, low, medium, high, critical, got "severe"'],
    ],
    [
      { expiry: { warningDays: 10 } },
      ['options: expiry.criticalDays: expected at most warningDays (10), got 30'],
    ],
    [{ ehlo: 'localhost' }, [`options: ${greeting} "localhost"`]],
    [{ ehlo: 'a.b\r\nMAIL FROM:<>' }, [`options: ${greeting} "a.b\\r\\nMAIL FROM:<>"`]],
    [{ ehlo: '[a.b]' }, [`options: ${greeting} "[a.b]"`]],
    [{ ehlo: '' }, [`options: ${greeting} an empty text`]],
    [
      { depth: 1, families: 'ipv5' },
      [
        'options: 2 faults',
        'depth: expected one of check, scan, got 1',
        'families: expected one of any, ipv4, ipv6, got "ipv5"; did you mean "ipv4"?',
      ],
    ],
  ])('%j are refused with the reason', (input, lines) => {
    expect(linesOf(() => parseRunOptions(input))).toEqual(lines);
  });

  test('from any value are options or a ConfigError', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(linesOf(() => parseRunOptions(input))).not.toHaveLength(0);
      }),
    );
  });

  test('are accepted again unchanged', () => {
    const options = parseRunOptions({ ehlo: '[2001:db8::7]', concurrency: { global: 5 } });
    expect(parseRunOptions(options)).toEqual(options);
  });
});
