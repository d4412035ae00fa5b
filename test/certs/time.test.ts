import { describe, expect, test } from '@jest/globals';
import { readElement } from '../../src/certs/der.ts';
import { readTime } from '../../src/certs/time.ts';
import { tlv } from '../fixtures/certificates.ts';

const read = (tag: number, text: string) => readTime(readElement(tlv(tag, Buffer.from(text, 'latin1'))));

describe('times of a certificate', () => {
  test.each([
    [0x17, '260601120000Z', '2026-06-01T12:00:00.000Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [0x18, '00500101000000Z', '0050-01-01T00:00:00.000Z'],
    [0x18, '20240229000000Z', '2024-02-29T00:00:00.000Z'],
  ])('tag %i with %s is %s', (tag, text, expected) => {
    expect(new Date(read(tag, text)).toISOString()).toBe(expected);
  });

  test.each([
    [0x17, '260601120000'],
    [0x17, '2606011200Z'],
    [0x17, '260601120000+0100'],
    [0x17, '20260601120000Z'],
    [0x17, ''],
    [0x17, '26060112000xZ'],
    [0x17, '261301120000Z'],
    [0x17, '260631120000Z'],
    [0x17, '260601240000Z'],
    [0x17, '260601126000Z'],
    [0x18, '260601120000Z'],
    [0x18, '20230229000000Z'],
    [0x18, '20260601120000.5Z'],
    [0x13, '20260601120000Z'],
  ])('tag %i with %j is refused', (tag, text) => {
    expect(() => read(tag, text)).toThrow(RangeError);
  });

  test('a missing one is refused', () => {
    expect(() => readTime(undefined)).toThrow('a time is missing');
  });
});
