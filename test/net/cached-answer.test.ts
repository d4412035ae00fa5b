import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cacheName, decodeCachedAnswer, encodeCachedAnswer } from '../../src/net/cached-answer.ts';

const ANSWER = {
  key: '["crl","http://crl.example/x",null]',
  at: 1000,
  until: 2000,
  http: 200,
  contentType: 'application/pkix-crl',
  body: Uint8Array.of(1, 10, 3),
};
const BYTES = encodeCachedAnswer(ANSWER);

describe('an answer that was kept', () => {
  test('comes back as it was', () => {
    expect(decodeCachedAnswer(BYTES, ANSWER.key, 1500, 100)).toEqual(ANSWER);
  });

  test.each([
    ['when it is over', ANSWER.key, 2000, 100],
    ['before it was fetched', ANSWER.key, 999, 100],
    ['for another question', 'other', 1500, 100],
    ['where less is allowed', ANSWER.key, 1500, 2],
  ])('is not used %s', (_, key, now, most) => {
    expect(decodeCachedAnswer(BYTES, key, now, most)).toBeNull();
  });

  test('is not used if anything of its body was changed or cut off', () => {
    for (let length = 0; length < BYTES.length; length += 1) {
      expect(decodeCachedAnswer(BYTES.subarray(0, length), ANSWER.key, 1500, 100)).toBeNull();
    }
    const changed = Uint8Array.from(BYTES);
    changed[changed.length - 1] = 4;
    expect(decodeCachedAnswer(changed, ANSWER.key, 1500, 100)).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'hello\n'],
    ['a list', '[]\n'],
    ['null', 'null\n'],
    ['another format', `${JSON.stringify({ format: 99, key: ANSWER.key })}\n`],
    ['no times', `${JSON.stringify({ format: 1, key: ANSWER.key, http: 200, contentType: null })}\n`],
  ])('that is %s is passed over', (_, text) => {
    expect(decodeCachedAnswer(Buffer.from(text), ANSWER.key, 1500, 100)).toBeNull();
  });

  test('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeCachedAnswer(bytes, ANSWER.key, 1500, 100)).toBeNull();
      }),
    );
  });
});

test('a question has one name, which can be that of a file', () => {
  expect(cacheName('http://x/../../etc')).toMatch(/^[0-9a-f]{64}$/);
  expect(cacheName('a')).not.toBe(cacheName('b'));
});
