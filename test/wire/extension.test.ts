import { describe, expect, test } from '@jest/globals';
import {
  decodeKeyShares,
  decodeSelectedGroup,
  decodeSelectedVersion,
  decodeServerName,
  encodeKeyShares,
  encodePointFormats,
  encodeServerName,
  STATUS_REQUEST_OCSP,
} from '../../src/wire/extension.ts';
import { fromHex, toHex } from './captured.ts';
import { wireError } from './codecs.ts';

describe('server_name', () => {
  test('holds one host name', () => {
    expect(toHex(encodeServerName('a.b'))).toBe('0006000003612e62');
    expect(decodeServerName(fromHex('0006000003612e62'))).toBe('a.b');
  });

  test.each([
    ['another type of name', '0006010003612e62'],
    ['a second name', '000a000003612e6200000161'],
    ['a name that is not ASCII', '0006000003612ee4'],
    ['an empty list', '0000'],
    ['nothing', ''],
  ])('with %s is malformed', (_name, hex) => {
    expect(wireError(() => decodeServerName(fromHex(hex)))?.kind).toBe('malformed');
  });
});

describe('key_share', () => {
  test('without a key asks for a retry', () => {
    expect(toHex(encodeKeyShares([]))).toBe('0000');
    expect(decodeKeyShares(fromHex('0000'))).toEqual([]);
  });

  test('of a server names the group with a key and without', () => {
    expect(decodeSelectedGroup(fromHex('001d0002abcd'))).toBe(29);
    expect(decodeSelectedGroup(fromHex('0018'))).toBe(24);
    expect(decodeSelectedGroup(fromHex('fafa'))).toBe(0xfafa);
  });

  test.each(['', '00', '001d00', '001d0002ab', '001d0002abcdef'])('of a server is not %j', (hex) => {
    expect(wireError(() => decodeSelectedGroup(fromHex(hex)))?.kind).toBe('malformed');
  });
});

describe('supported_versions of a server', () => {
  test('names one version, known or not', () => {
    expect(decodeSelectedVersion(fromHex('0304'))).toBe(0x0304);
    expect(decodeSelectedVersion(fromHex('7f1c'))).toBe(0x7f1c);
  });

  test.each(['', '03', '020304'])('is not %j', (hex) => {
    expect(wireError(() => decodeSelectedVersion(fromHex(hex)))?.kind).toBe('malformed');
  });
});

test('point formats and the request for OCSP stand as the RFCs lay them out', () => {
  expect(toHex(encodePointFormats([0]))).toBe('0100');
  expect(toHex(STATUS_REQUEST_OCSP)).toBe('0100000000');
});
