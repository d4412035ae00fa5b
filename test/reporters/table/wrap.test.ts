import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { textWidth, wrap } from '../../../src/reporters/table/wrap.ts';

describe('wrapping', () => {
  test.each<readonly [string, number, readonly string[]]>([
    ['one two three', 7, ['one two', 'three']],
    ['one', 3, ['one']],
    ['', 5, ['']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['ab cdefgh', 4, ['ab', 'cdef', 'gh']],
    ['漢字漢字', 4, ['漢字', '漢字']],
    ['漢字', 3, ['漢', '字']],
  ])('%j at %i columns is %j', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('keeps every character but spaces, and the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
