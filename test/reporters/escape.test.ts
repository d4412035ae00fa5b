import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { forCell, forExcelCell, forJson, forTerminal } from '../../src/reporters/escape.ts';

describe('text for a terminal', () => {
  test.each([
    ['\u001B[31m', '\\u{1b}[31m'],
    ['\u009B31m', '\\u{9b}31m'],
    ['a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
    ['a\u0000b\u007F', 'a\\u{0}b\\u{7f}'],
    ['\u202Eabc', '\\u{202e}abc'],
    ['\u2066\u2069\u200E\u200F\u061C', '\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}'],
    ['a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
    ['a\u200Bb\u00ADc\uFEFF', 'a\\u{200b}b\\u{ad}c\\u{feff}'],
    ['\uD83D', '\\u{d83d}'],
    ['\u{E0041}', '\\u{e0041}'],
    ['a\u00A0b\u3164', 'a\\u{a0}b\\u{3164}'],
    ['plain text, 漢字 and é 😀', 'plain text, 漢字 and é 😀'],
    ['CONTOSO\\user', 'CONTOSO\\user'],
  ])('%j is shown as %j', (text, shown) => {
    expect(forTerminal(text, false)).toBe(shown);
  });

  test('outside ASCII everything is shown by number if only ASCII is wanted', () => {
    expect(forTerminal('é漢😀 ok', true)).toBe('\\u{e9}\\u{6f22}\\u{1f600} ok');
  });

  test('a long text is cut and says so', () => {
    expect(forTerminal('abcdef', false, 3)).toBe('abc…');
    expect(forTerminal('abcdef', true, 3)).toBe('abc...');
    expect(forTerminal('abc', false, 3)).toBe('abc');
  });

  test('a text that grows by being shown is cut at the same length', () => {
    expect(forTerminal('\u0000\u0000\u0000', false, 8)).toBe('\\u{0}\\u{…');
  });

  test('a cut never halves a character', () => {
    expect(forTerminal('ab😀cd', false, 3)).toBe('ab…');
  });

  test('nothing that moves, hides or reverses is left, whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(forTerminal(text, false)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(forTerminal(text, true)).toMatch(/^[ -~]*$/);
      }),
    );
  });
});

describe('text for a CSV cell', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uFF1D1',
    '\uFF0B1',
    '\uFF0D1',
    '\uFF201',
  ])('%j gets an apostrophe, so that no spreadsheet computes it', (text) => {
    expect(forCell(text)).toBe(`'${text}`);
  });

  test.each(['a=1', "'=1", '', 'mail-1.contoso.com', 'two\r\nlines', '漢字'])('%j is left alone', (text) => {
    expect(forCell(text)).toBe(text);
  });

  test('controls and direction changes become visible', () => {
    expect(forCell('a\u0000\u001B[2J\u202E\uD83D')).toBe('a\\u{0}\\u{1b}[2J\\u{202e}\\u{d83d}');
  });

  test('for Excel formulas are defused behind separators too', () => {
    expect(forExcelCell('a;=1+1,+2\n@x')).toBe("a;'=1+1,'+2\n'@x");
    expect(forExcelCell('=1')).toBe("'=1");
    expect(forExcelCell('a;"=1+1;",\uFF1D2')).toBe(`a;'"=1+1;",'\uFF1D2`);
    expect(forExcelCell('Format-List A, @{n=1}')).toBe('Format-List A, @{n=1}');
  });
});

test('a JSON string holds the same value and no raw control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = forJson(text);
      expect(JSON.parse(escaped)).toBe(text);
      expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
