import { expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.ts';

test('one fault is one line', () => {
  const error = new ConfigError('t.json', [{ path: 'targets[0]', message: 'expected a host' }]);
  expect(error.message).toBe('t.json: targets[0]: expected a host');
});

test('a fault of the whole input has no path', () => {
  expect(new ConfigError('t.json', [{ path: '', message: 'empty' }]).message).toBe('t.json: empty');
});

test('several faults are a block with one line each', () => {
  const faults = [
    { path: 'a', message: 'one' },
    { path: 'b', message: 'two' },
  ];
  expect(new ConfigError('t.json', faults).message).toBe('t.json: 2 faults\n  a: one\n  b: two');
});

test('control characters of the input do not reach the terminal', () => {
  const faults = [{ path: 'a\u001b[2J', message: 'b\n\u202ec\u0007\ud800' }];
  expect(new ConfigError('t\u0000.json', faults).message).toBe(
    't\\u0000.json: a\\u001b[2J: b\\u000a\\u202ec\\u0007\\ud800',
  );
});

test('the faults and the source can be read as data', () => {
  const faults = [{ path: 'a', message: 'one' }];
  expect(new ConfigError('t.json', faults)).toMatchObject({ name: 'ConfigError', source: 't.json', faults });
});
