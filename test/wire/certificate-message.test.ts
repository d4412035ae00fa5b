import { describe, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { concat } from '../../src/wire/bytes.ts';
import {
  decodeCertificateRequest,
  decodeCertificates,
  decodeCertificateStatus,
  encodeCertificateRequest,
  encodeCertificates,
  MAX_CERTIFICATES,
} from '../../src/wire/certificate-message.ts';
import { HANDSHAKE } from '../../src/wire/handshake.ts';
import { JSSE_FLIGHTS } from '../fixtures/wire/jsse.ts';
import { OPENSSL_FLIGHTS } from '../fixtures/wire/openssl.ts';
import { bodyOf, fromHex, toHex } from './captured.ts';
import { wireError } from './codecs.ts';

describe('Certificate', () => {
  test('of a server holds its DER', () => {
    const ders = decodeCertificates(bodyOf(OPENSSL_FLIGHTS.ecdhe, HANDSHAKE.certificate));
    expect(ders).toHaveLength(1);
    expect(new X509Certificate(ders[0] ?? new Uint8Array(0)).subject).toBe('CN=mail.contoso.com');
  });

  test('may be empty', () => {
    expect(decodeCertificates(fromHex('000000'))).toEqual([]);
  });

  test('is read up to the limit and not one certificate further', () => {
    const chain = (length: number): Uint8Array =>
      encodeCertificates(Array.from({ length }, (_, at) => Uint8Array.of(0x30, at)));
    expect(decodeCertificates(chain(MAX_CERTIFICATES))).toHaveLength(MAX_CERTIFICATES);
    expect(wireError(() => decodeCertificates(chain(MAX_CERTIFICATES + 1)))?.kind).toBe('oversized');
  });

  test('may not end within a certificate', () => {
    expect(wireError(() => decodeCertificates(fromHex('000005 000003 3000')))?.kind).toBe('malformed');
  });
});

describe('CertificateStatus', () => {
  test('of a server holds an OCSP response', () => {
    const response = decodeCertificateStatus(bodyOf(OPENSSL_FLIGHTS.ecdhe, HANDSHAKE.certificateStatus));
    // SEQUENCE { ENUMERATED successful, [0] ... } (RFC 6960, 4.2.1)
    expect(toHex(response.subarray(0, 8))).toBe('308201460a0100a0');
    expect(response).toHaveLength(330);
  });

  test('of another type is malformed', () => {
    expect(wireError(() => decodeCertificateStatus(fromHex('02 000001 30')))?.kind).toBe('malformed');
  });
});

describe('CertificateRequest', () => {
  test.each([
    ['OpenSSL', OPENSSL_FLIGHTS.ecdhe, [1, 2, 64], 20],
    ['JSSE', JSSE_FLIGHTS.ecdhe, [64, 1, 2], 22],
  ])('of %s is understood', (_name, flight, types, schemes) => {
    const request = decodeCertificateRequest(bodyOf(flight, HANDSHAKE.certificateRequest), 0x0303);
    expect(request.types).toEqual(types);
    expect(request.signatureSchemes).toHaveLength(schemes);
    expect(request.signatureSchemes).toContain(0x0403);
    expect(request.authorities.map((name) => Buffer.from(name).includes('mail.contoso.com'))).toEqual([true]);
  });

  test('has no signature schemes before TLS 1.2', () => {
    const body = encodeCertificateRequest({ types: [1], signatureSchemes: null, authorities: [] });
    expect(toHex(body)).toBe('01010000');
    expect(decodeCertificateRequest(body, 0x0302).signatureSchemes).toBeNull();
    expect(wireError(() => decodeCertificateRequest(body, 0x0303))?.kind).toBe('malformed');
  });

  test('with types that do not fit in a byte is not written', () => {
    const request = { types: [257], signatureSchemes: null, authorities: [] };
    expect(() => encodeCertificateRequest(request)).toThrow(RangeError);
  });

  test('with a signature scheme cut in half is malformed', () => {
    const body = concat([fromHex('0101'), fromHex('0003040305'), fromHex('0000')]);
    expect(wireError(() => decodeCertificateRequest(body, 0x0303))?.kind).toBe('malformed');
  });
});
