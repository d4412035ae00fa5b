import { describe, expect, test } from '@jest/globals';
import { resolversOf } from '../../src/cli/resolvers.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseRunOptions } from '../../src/config/options.ts';
import { readResolver } from '../../src/config/resolver.ts';
import { parseServer } from '../../src/net/dns-server.ts';

describe('--resolver', () => {
  test.each<[readonly string[] | undefined, object]>([
    [undefined, {}],
    [['10.0.0.1'], { resolver: '10.0.0.1' }],
    [
      ['inside=10.0.0.1', 'outside=[2001:db8::1]:53'],
      { views: { inside: '10.0.0.1', outside: '[2001:db8::1]:53' } },
    ],
  ])('%j', (texts, resolvers) => {
    expect(resolversOf(texts)).toEqual(resolvers);
  });

  test.each([
    [['10.0.0.1', '10.0.0.2'], /one address/],
    [['inside=10.0.0.1', '10.0.0.2'], /a name for each/],
    [['inside=10.0.0.1'], /a second view/],
    [['inside=10.0.0.1', 'inside=10.0.0.2'], /another name/],
  ])('not %j', (texts, message) => {
    expect(() => resolversOf(texts)).toThrow(message);
  });
});

describe('the address of a name server', () => {
  test.each([
    ['system', 'system'],
    [' 10.0.0.1 ', '10.0.0.1'],
    ['10.0.0.1:5353', '10.0.0.1:5353'],
    ['2001:DB8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8:0::1]:53', '[2001:db8::1]:53'],
  ])('%j', (text, value) => {
    expect(readResolver(text)).toEqual({ ok: true, value });
    expect(value === 'system' || parseServer(value) !== null).toBe(true);
  });

  test.each(['', 'dns.contoso.com', '10.0.0.1:0', '10.0.0.1:x', '10.0.0.300', '10.0.0.1/8'])(
    'not %j',
    (text) => {
      expect(readResolver(text).ok).toBe(false);
    },
  );
});

test('options refuse what is no name of a view, no domain and no address', () => {
  expect(() => parseRunOptions({ views: { 'in side': '10.0.0.1' } })).toThrow(ConfigError);
  expect(() => parseRunOptions({ views: { inside: 'nobody' } })).toThrow(/address of a name server/);
  expect(() => parseRunOptions({ domains: ['10.0.0.1'] })).toThrow(/DNS name/);
  expect(() => parseRunOptions({ resolver: 'nobody' })).toThrow(/address of a name server/);
  expect(parseRunOptions({})).toMatchObject({ domains: [], resolver: 'system', views: {} });
});
