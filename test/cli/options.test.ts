import { describe, expect, test } from '@jest/globals';
import { ASKING, FORMATS, RANGES } from '../../src/cli/options.ts';
import { runOptionsOf } from '../../src/cli/run-options.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { REPORTERS } from '../../src/reporters/index.ts';

const NUMBERS = Object.entries(ASKING)
  .filter(([, { type }]) => type === 'number')
  .map(([name]) => name);

const read = (name: string, value: number): unknown => runOptionsOf({ ...NONE, [name]: value }, 'scan');

const NONE = {
  timeout: undefined,
  deadline: undefined,
  concurrency: undefined,
  'smtp-concurrency': undefined,
  ehlo: undefined,
  retries: undefined,
  budget: undefined,
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
    expect(runOptionsOf({ ...NONE, timeout: 2.5, deadline: 60 }, 'check')).toMatchObject({
      depth: 'check',
      timeouts: { connectMs: 2500, replyMs: 2500, tlsMs: 2500 },
      deadlineMs: 60_000,
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
