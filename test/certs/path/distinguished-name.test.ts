import { describe, expect, test } from '@jest/globals';
import { comparableName } from '../../../src/certs/path/distinguished-name.ts';
import { oidText } from '../../../src/certs/path/object-identifier.ts';
import { tlv } from './extension-values.ts';

type Attribute = readonly [oid: string, tag: number, content: string | Uint8Array];

const CN = '550403';
const O = '55040a';
const UTF8 = 0x0c;
const PRINTABLE = 0x13;
const TELETEX = 0x14;
const IA5 = 0x16;
const UNIVERSAL = 0x1c;
const BMP = 0x1e;

function name(...sets: readonly (readonly Attribute[])[]): Uint8Array {
  return tlv(
    0x30,
    Buffer.concat(
      sets.map((set) =>
        tlv(
          0x31,
          Buffer.concat(
            set.map(([oid, tag, content]) =>
              tlv(0x30, Buffer.concat([tlv(0x06, Buffer.from(oid, 'hex')), tlv(tag, Buffer.from(content))])),
            ),
          ),
        ),
      ),
    ),
  );
}

function key(...sets: readonly (readonly Attribute[])[]): string {
  return comparableName(name(...sets)).key;
}

describe('comparableName', () => {
  test.each<[string, Attribute, Attribute]>([
    ['case', [CN, UTF8, 'Contoso'], [CN, UTF8, 'cONTOSO']],
    ['string types', [CN, UTF8, 'Contoso'], [CN, PRINTABLE, 'Contoso']],
    ['16-bit characters', [CN, BMP, Buffer.from('0043006f', 'hex')], [CN, PRINTABLE, 'Co']],
    ['32-bit characters', [CN, UNIVERSAL, Buffer.from('000000430000006f', 'hex')], [CN, IA5, 'Co']],
    ['Latin-1', [CN, TELETEX, Buffer.from('4be46c6c', 'hex')], [CN, UTF8, 'käll']],
    ['inner spaces', [CN, UTF8, 'a   b'], [CN, UTF8, 'a b']],
    ['outer spaces', [CN, UTF8, '  a b '], [CN, UTF8, 'a b']],
    ['kinds of spaces', [CN, UTF8, 'a\u00a0\u2003\tb'], [CN, UTF8, 'a b']],
    ['soft hyphens', [CN, UTF8, 'con\u00adtoso'], [CN, UTF8, 'contoso']],
    ['compatibility forms', [CN, UTF8, 'ｃｏｎｔｏｓｏ'], [CN, UTF8, 'contoso']],
    ['composition', [CN, UTF8, 'a\u0308'], [CN, UTF8, 'ä']],
    ['folded letters', [CN, UTF8, 'STRASSE'], [CN, UTF8, 'straße']],
  ])('%s make no difference', (_what, one, other) => {
    expect(key([one])).toBe(key([other]));
  });

  test.each<[string, readonly (readonly Attribute[])[], readonly (readonly Attribute[])[]]>([
    ['type', [[[CN, UTF8, 'a']]], [[[O, UTF8, 'a']]]],
    ['value', [[[CN, UTF8, 'a']]], [[[CN, UTF8, 'b']]]],
    ['order of parts', [[[CN, UTF8, 'a']], [[O, UTF8, 'b']]], [[[O, UTF8, 'b']], [[CN, UTF8, 'a']]]],
    [
      'one part or two',
      [[[CN, UTF8, 'a']], [[O, UTF8, 'b']]],
      [
        [
          [CN, UTF8, 'a'],
          [O, UTF8, 'b'],
        ],
      ],
    ],
    [
      'a value that imitates another',
      [[[CN, UTF8, 'a"]+["2.5.4.10","b']]],
      [
        [
          [CN, UTF8, 'a'],
          [O, UTF8, 'b'],
        ],
      ],
    ],
    ['number of parts', [[[CN, UTF8, 'a']]], [[[CN, UTF8, 'a']], [[CN, UTF8, 'a']]]],
    [
      'bytes that are no text',
      [[[CN, UTF8, Buffer.from('ff', 'hex')]]],
      [[[CN, UTF8, Buffer.from('fe', 'hex')]]],
    ],
  ])('names differ by %s', (_what, one, other) => {
    expect(key(...one)).not.toBe(key(...other));
  });

  test('the order within a part makes no difference', () => {
    const one: Attribute = [CN, UTF8, 'a'];
    const other: Attribute = [O, UTF8, 'b'];
    expect(key([one, other])).toBe(key([other, one]));
  });

  test('what is no name is compared by its bytes', () => {
    expect(comparableName(Buffer.from('3001', 'hex')).key).toBe('bytes 3001');
    expect(comparableName(tlv(0x30, Buffer.alloc(1000, '3100', 'hex'))).key).toMatch(/^bytes /);
  });
});

describe('oidText', () => {
  test.each([
    ['550403', '2.5.4.3'],
    ['2a864886f70d010101', '1.2.840.113549.1.1.1'],
    ['883703', '2.999.3'],
    ['00', '0.0'],
    ['8fffffffffffff7f', '2.9007199254740911'],
    ['ffffffffffffffffff7f', '2.1180591620717411303343'],
    ['6903818080808080808080808080808080808000', '2.25.3.664613997892457936451903530140172288'],
  ])('reads %s as %s', (hex, text) => {
    expect(oidText(Buffer.from(hex, 'hex'))).toBe(text);
  });

  test.each(['', '80', '55ff', '01'.repeat(200)])('refuses %j', (hex) => {
    expect(() => oidText(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });
});
