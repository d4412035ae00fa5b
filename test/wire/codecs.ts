import * as fc from 'fast-check';
import { decodeAlert, encodeAlert } from '../../src/wire/alert.ts';
import { concat, whole, WireError } from '../../src/wire/bytes.ts';
import {
  decodeCertificateRequest,
  decodeCertificates,
  decodeCertificateStatus,
  encodeCertificateRequest,
  encodeCertificates,
  encodeCertificateStatus,
} from '../../src/wire/certificate-message.ts';
import { decodeClientHello, encodeClientHello } from '../../src/wire/client-hello.ts';
import {
  decodeExtensions,
  decodeKeyShares,
  decodeNumberList,
  decodeServerName,
  decodeVersionList,
  encodeExtensions,
  encodeKeyShares,
  encodeNumberList,
  encodeServerName,
  encodeVersionList,
} from '../../src/wire/extension.ts';
import { HANDSHAKE } from '../../src/wire/handshake.ts';
import {
  decodeServerKeyExchange,
  encodeServerKeyExchange,
  type KeyExchangeForm,
} from '../../src/wire/key-exchange.ts';
import { decodeServerHello, encodeServerHello } from '../../src/wire/server-hello.ts';
import {
  decodeSslv2ClientHello,
  decodeSslv2Error,
  decodeSslv2ServerHello,
  encodeSslv2ClientHello,
  encodeSslv2Error,
  encodeSslv2ServerHello,
  readSslv2Record,
} from '../../src/wire/sslv2.ts';
import { GNUTLS_FLIGHTS } from '../fixtures/wire/gnutls.ts';
import { JSSE_FLIGHTS } from '../fixtures/wire/jsse.ts';
import { OPENSSL_FLIGHTS } from '../fixtures/wire/openssl.ts';
import * as any from './arbitraries.ts';
import { bodiesOf, bodyOf, SSLV2_HELLO } from './captured.ts';

/** One structure of the wire in both directions, as the tests for all of them see it. */
export interface Codec {
  readonly name: string;
  /** Captured ones where there are stacks that send it, hand-made ones elsewhere. */
  readonly samples: readonly Uint8Array[];
  /** False if there are bytes that are read and not written the same way again. */
  readonly canonical: boolean;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** Decodes and encodes again. */
  readonly again: (bytes: Uint8Array) => Uint8Array;
  /** Encodes arbitrary values; gives each with what it is decoded to, and the fault if a byte stands behind it. */
  readonly roundTrip: (
    check: (value: unknown, decoded: unknown, behind: string | undefined) => void,
  ) => fc.IProperty<[unknown]>;
}

/** Whether bytes are read and written again as the same ones, as other ones, or what is wrong with them. */
export function reading(of: Codec, bytes: Uint8Array): 'same' | 'other' | WireError['kind'] {
  const error = wireError(() => of.decode(bytes));
  if (error !== null) return error.kind;
  if (!of.canonical) return 'other';
  return Buffer.compare(of.again(bytes), bytes) === 0 ? 'same' : 'other';
}

/** The error of bytes that do not have the form that they should have; anything else is thrown on. */
export function wireError(run: () => unknown): WireError | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

const TLS_1_0 = 0x0301;
const TLS_1_2 = 0x0303;
const EXCHANGE = HANDSHAKE.serverKeyExchange;

export const CODECS: readonly Codec[] = [
  codec('alert', {
    decode: decodeAlert,
    encode: encodeAlert,
    values: any.alert,
    samples: [Uint8Array.of(2, 40)],
  }),
  codec('ClientHello', {
    decode: decodeClientHello,
    encode: encodeClientHello,
    values: any.clientHello,
    samples: bodiesOf(HANDSHAKE.clientHello),
  }),
  codec('ServerHello', {
    decode: decodeServerHello,
    encode: encodeServerHello,
    values: any.serverHello,
    samples: bodiesOf(HANDSHAKE.serverHello),
  }),
  codec('Certificate', {
    decode: decodeCertificates,
    encode: encodeCertificates,
    values: fc.array(any.someBytes),
    samples: bodiesOf(HANDSHAKE.certificate),
  }),
  codec('CertificateStatus', {
    decode: decodeCertificateStatus,
    encode: encodeCertificateStatus,
    values: any.someBytes,
    samples: bodiesOf(HANDSHAKE.certificateStatus),
  }),
  ...[TLS_1_0, TLS_1_2].map((version) =>
    codec(`CertificateRequest of ${version}`, {
      decode: (body) => decodeCertificateRequest(body, version),
      encode: encodeCertificateRequest,
      values: any.certificateRequest(version),
      samples:
        version === TLS_1_2
          ? bodiesOf(HANDSHAKE.certificateRequest)
          : [Uint8Array.of(2, 1, 64, 0, 7, 0, 2, 0x30, 0, 0, 1, 5)],
    }),
  ),
  exchange('ECDHE of 1.2', ['ecdhe', false, true], TLS_1_2, OPENSSL_FLIGHTS.ecdhe),
  exchange('ECDHE of 1.0', ['ecdhe', false, true], TLS_1_0, OPENSSL_FLIGHTS.tls10),
  exchange('DHE of 1.2', ['dhe', false, true], TLS_1_2, OPENSSL_FLIGHTS.dhe),
  exchange('DHE of SSL 3.0', ['dhe', false, true], 0x0300, JSSE_FLIGHTS.ssl3),
  exchange('anonymous DHE', ['dhe', false, false], TLS_1_2, OPENSSL_FLIGHTS.adh),
  exchange('DHE_PSK', ['dhe', true, false], TLS_1_2, OPENSSL_FLIGHTS.dhepsk),
  exchange('ECDHE_PSK', ['ecdhe', true, false], TLS_1_2, GNUTLS_FLIGHTS.ecdhpsk),
  exchange('RSA_EXPORT', ['rsa-export', false, true], TLS_1_0, JSSE_FLIGHTS.export),
  codec('extensions', {
    decode: (block) => whole(block, 'extensions', decodeExtensions),
    encode: encodeExtensions,
    values: fc.array(any.extension),
    samples: [Uint8Array.of(0, 9, 0xff, 1, 0, 1, 0, 0, 23, 0, 0)],
  }),
  codec('server_name', {
    decode: decodeServerName,
    encode: encodeServerName,
    values: fc.string({ unit: 'binary-ascii' }),
    samples: [Uint8Array.of(0, 6, 0, 0, 3, 0x61, 0x2e, 0x62)],
  }),
  codec('supported_groups', {
    decode: (body) => decodeNumberList(body, 'supported_groups'),
    encode: encodeNumberList,
    values: fc.array(any.u16),
    samples: [Uint8Array.of(0, 4, 0, 29, 0xfa, 0xfa)],
  }),
  codec('supported_versions', {
    decode: decodeVersionList,
    encode: encodeVersionList,
    values: fc.array(any.u16, { maxLength: 20 }),
    samples: [Uint8Array.of(6, 0x7f, 0x1c, 3, 4, 3, 3)],
  }),
  codec('key_share', {
    decode: decodeKeyShares,
    encode: encodeKeyShares,
    values: fc.array(any.keyShare),
    samples: [Uint8Array.of(0, 11, 0, 29, 0, 2, 7, 7, 0x3a, 0x3a, 0, 1, 0)],
  }),
  codec('SSL 2.0 CLIENT-HELLO', {
    decode: decodeSslv2ClientHello,
    encode: (hello) => encodeSslv2ClientHello(hello).subarray(2),
    values: any.sslv2ClientHello,
    samples: [readSslv2Record(SSLV2_HELLO) ?? SSLV2_HELLO],
  }),
  codec('SSL 2.0 SERVER-HELLO', {
    decode: decodeSslv2ServerHello,
    encode: (hello) => encodeSslv2ServerHello(hello).subarray(2),
    values: any.sslv2ServerHello,
    samples: [Uint8Array.of(4, 0, 1, 0, 2, 0, 2, 0, 3, 0, 2, 0x30, 0, 1, 0, 0x80, 9, 9)],
    // Any number but zero says that a session was found.
    canonical: false,
  }),
  codec('SSL 2.0 ERROR', {
    decode: decodeSslv2Error,
    encode: (code) => encodeSslv2Error(code).subarray(2),
    values: any.u16,
    samples: [Uint8Array.of(0, 0, 1)],
  }),
];

function exchange(
  name: string,
  [kind, hint, signed]: readonly [kind: KeyExchangeForm['kind'], hint: boolean, signed: boolean],
  version: number,
  flight: string,
): Codec {
  const form = { kind, hint, signed };
  return codec(`ServerKeyExchange with ${name}`, {
    decode: (body) => decodeServerKeyExchange(body, form, version),
    encode: encodeServerKeyExchange,
    values: any.serverKeyExchange(form, version),
    samples: [bodyOf(flight, EXCHANGE)],
    // Explicit curve parameters are read and not kept.
    canonical: kind !== 'ecdhe',
  });
}

function codec<T>(
  name: string,
  {
    decode,
    encode,
    values,
    samples,
    canonical = true,
  }: {
    readonly decode: (bytes: Uint8Array) => T;
    readonly encode: (value: T) => Uint8Array;
    readonly values: fc.Arbitrary<T>;
    readonly samples: readonly Uint8Array[];
    readonly canonical?: boolean;
  },
): Codec {
  return {
    name,
    samples,
    canonical,
    decode,
    again: (bytes) => encode(decode(bytes)),
    roundTrip: (check) =>
      fc.property(values, (value) => {
        const bytes = encode(value);
        const behind = wireError(() => decode(concat([bytes, Uint8Array.of(0)])));
        check(value, decode(bytes), behind?.kind);
      }) as fc.IProperty<[unknown]>,
  };
}
