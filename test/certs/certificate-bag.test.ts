import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { certificatesIn } from '../../src/certs/certificate-bag.ts';
import { makeCa, pem } from '../fixtures/certificates.ts';

const [ONE, OTHER] = [makeCa('One').der, makeCa('Other').der];

/** DER of any length. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

/** A certs-only message (RFC 5652, 5.1). */
function bag(certificates: readonly Uint8Array[], type = '2a864886f70d010702'): Buffer {
  const data = der(0x30, oid('2a864886f70d010701'));
  const signedData = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x31),
    data,
    der(0xa0, ...certificates),
    der(0x31),
  );
  return der(0x30, oid(type), der(0xa0, signedData));
}

const hex = (list: readonly Uint8Array[]): string[] => list.map((one) => Buffer.from(one).toString('hex'));

function pemOf(label: string, bytes: Uint8Array): string {
  return pem(bytes).replaceAll('CERTIFICATE', label);
}

describe('the certificates in an answer', () => {
  test.each([
    ['one in DER', ONE, [ONE]],
    ['one in PEM', Buffer.from(pem(ONE)), [ONE]],
    ['several in PEM', Buffer.from(`# ours\n${pem(ONE)}\n${pem(OTHER)}`), [ONE, OTHER]],
    ['a message', bag([ONE, OTHER]), [ONE, OTHER]],
    ['a message in PEM', Buffer.from(pemOf('PKCS7', bag([OTHER]))), [OTHER]],
    ['one with bytes behind it', Buffer.concat([ONE, Buffer.from('\n')]), [ONE]],
    ['an empty message', bag([]), []],
    ['a message of another kind', bag([ONE], '2a864886f70d010703'), []],
    ['nothing', new Uint8Array(0), []],
    ['a web page', Buffer.from('<html></html>'), []],
    ['half of one', ONE.subarray(0, 100), []],
    ['a number', der(0x30, der(0x02, Buffer.from([1]))), []],
  ])('%s', (_, bytes, expected) => {
    expect(hex(certificatesIn(new Uint8Array(bytes)))).toEqual(hex(expected));
  });

  test('are at most twenty', () => {
    expect(certificatesIn(bag(Array.from({ length: 50 }, () => ONE)))).toHaveLength(20);
    expect(certificatesIn(Buffer.from(pem(ONE).repeat(50)))).toHaveLength(20);
  });

  test('never throw, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), fc.nat(255), (noise, at, value) => {
        const broken = Buffer.from(bag([ONE]));
        broken[at] = value;
        for (const bytes of [noise, Uint8Array.of(0x30, ...noise), broken])
          expect(certificatesIn(bytes).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
