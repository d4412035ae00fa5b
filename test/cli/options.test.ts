import { describe, expect, test } from '@jest/globals';
import { ASKING, FETCHING, FORMATS } from '../../src/cli/options.ts';
import { RANGES } from '../../src/cli/ranges.ts';
import { runOptionsOf } from '../../src/cli/run-options.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { REVOCATION } from '../../src/config/options.ts';
import { REPORTERS } from '../../src/reporters/index.ts';

const NUMBERS = Object.entries({ ...ASKING, ...FETCHING })
  .filter(([, { type }]) => type === 'number')
  .map(([name]) => name);

const read = (name: string, value: number): unknown => runOptionsOf({ ...NONE, [name]: value }, 'scan');

const NONE = {
  timeout: undefined,
  deadline: undefined,
  concurrency: undefined,
  'smtp-concurrency': undefined,
  'address-concurrency': undefined,
  'endpoint-deadline': undefined,
  gentle: false,
  rate: undefined,
  ehlo: undefined,
  resolver: undefined,
  retries: undefined,
  budget: undefined,
  'back-end': false,
  fingerprint: undefined,
  simulate: undefined,
  'fetch-issuers': undefined,
  revocation: undefined,
  'allow-private-fetch': undefined,
  fetches: undefined,
};

describe('options', () => {
  test('name the formats that there are, in their order', () => {
    expect(FORMATS).toEqual(REPORTERS.map(({ id }) => id));
  });

  test.each(NUMBERS)('--%s is refused exactly where the library refuses it', (name) => {
    const range = RANGES[name];
    if (range === undefined) throw new Error('no range');
    const step = range.whole ? 1 : 0.01;
    expect(() => read(name, range.least)).not.toThrow();
    expect(() => read(name, range.most)).not.toThrow();
    expect(() => read(name, range.least - step)).toThrow(ConfigError);
    expect(() => read(name, range.most + step)).toThrow(ConfigError);
  });

  test('give seconds where the library wants milliseconds', () => {
    const given = { ...NONE, timeout: 2.5, deadline: 60, 'endpoint-deadline': 1.5 };
    expect(runOptionsOf(given, 'check')).toMatchObject({
      depth: 'check',
      timeouts: { connectMs: 2500, replyMs: 2500, tlsMs: 2500 },
      endpointMs: 1500,
      deadlineMs: 60_000,
    });
  });

  test('say how fast and how many at a time', () => {
    const given = { ...NONE, concurrency: 9, 'address-concurrency': 4, 'smtp-concurrency': 2, rate: 5 };
    expect(runOptionsOf({ ...given, gentle: true }, 'scan')).toMatchObject({
      concurrency: { global: 9, perAddress: 4, smtpPerAddress: 2, startsPerSecond: 5 },
      gentle: true,
    });
    expect(runOptionsOf(NONE, 'scan')).toMatchObject({
      concurrency: { global: 20, perAddress: 6, smtpPerAddress: 3, startsPerSecond: null },
      gentle: false,
    });
  });

  test('name the ways to look for revocation that there are', () => {
    expect(FETCHING.revocation.choices).toEqual(REVOCATION);
  });

  test('say what to fetch', () => {
    expect(runOptionsOf(NONE, 'scan')).toMatchObject({
      fetchIssuers: false,
      revocation: 'stapled',
      allowPrivateFetch: false,
      fetches: 200,
      fetchMs: 10_000,
    });
    const given = { 'fetch-issuers': true, 'allow-private-fetch': true, fetches: 7, timeout: 2 };
    expect(runOptionsOf({ ...NONE, ...given, revocation: 'online' }, 'scan')).toMatchObject({
      fetchIssuers: true,
      revocation: 'online',
      allowPrivateFetch: true,
      fetches: 7,
      fetchMs: 2000,
    });
  });

  test.each([
    [{}, 'any'],
    [{ ipv4: true }, 'ipv4'],
    [{ ipv6: true }, 'ipv6'],
  ])('%j looks at addresses of the kind %s', (args, families) => {
    expect(runOptionsOf({ ...NONE, ...args }, 'scan')).toMatchObject({ families });
  });

  test('that the library refuses are named as they were written', () => {
    expect(() => runOptionsOf({ ...NONE, ehlo: 'edge1' }, 'scan')).toThrow(
      /^command line: --ehlo: expected a full host name/,
    );
  });
});
