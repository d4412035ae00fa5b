import { expect, test } from '@jest/globals';
import { didYouMean, nearest } from '../../src/config/nearest.ts';

const KNOWN = ['host', 'services', 'addresses', 'names', 'baseline'];

test.each([
  ['hosts', 'host'],
  ['hsot', 'host'],
  ['Host', 'host'],
  ['service', 'services'],
  ['adresses', 'addresses'],
  ['name', 'names'],
  ['basline', 'baseline'],
  ['ports', undefined],
  ['', undefined],
  ['x'.repeat(100_000), undefined],
])('the nearest known word to %.20s is %s', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});

test('of two near words the nearer one is suggested', () => {
  expect(nearest('imapss', ['imap', 'imaps'])).toBe('imaps');
});

test('a suggestion is a question, and there is none without a near word', () => {
  expect(didYouMean('hots', KNOWN)).toBe('; did you mean "host"?');
  expect(didYouMean('quux', KNOWN)).toBe('');
});
