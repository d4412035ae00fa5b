import { concat, type Reader, uint, vector, whole, WireError } from './bytes.ts';

/** How the parameters of a ServerKeyExchange are laid out; decided by the suite. */
export interface KeyExchangeForm {
  readonly kind: 'ecdhe' | 'dhe' | 'rsa-export';
  /** A PSK identity hint comes first (RFC 4279, 3; RFC 5489, 2). */
  readonly hint: boolean;
  /** False for anonymous and PSK suites. */
  readonly signed: boolean;
}

export type ServerKeyExchange = (
  | {
      readonly kind: 'ecdhe';
      /** Null for explicit curve parameters (RFC 4492, 5.4). */
      readonly group: number | null;
      readonly key: Uint8Array;
      readonly signature: KeySignature | null;
    }
  | {
      readonly kind: 'dhe';
      readonly prime: Uint8Array;
      readonly generator: Uint8Array;
      readonly key: Uint8Array;
      readonly signature: KeySignature | null;
    }
  | {
      readonly kind: 'rsa-export';
      readonly modulus: Uint8Array;
      readonly exponent: Uint8Array;
      readonly signature: KeySignature | null;
    }
) & {
  /** PSK identity hint; present, though it may be empty, where the form has one. */
  readonly hint?: Uint8Array;
};

export interface KeySignature {
  /** SignatureScheme; null before TLS 1.2, where it is not on the wire. */
  readonly scheme: number | null;
  readonly bytes: Uint8Array;
}

/**
 * RFC 5246, 7.4.3; RFC 8422, 5.4; export suites by RFC 2246, 7.4.3.
 * @throws RangeError for explicit curve parameters, which are read and not kept.
 */
export function encodeServerKeyExchange(exchange: ServerKeyExchange): Uint8Array {
  const { signature, hint } = exchange;
  return concat([
    hint === undefined ? new Uint8Array(0) : vector(hint, 2),
    encodeParameters(exchange),
    signature === null
      ? new Uint8Array(0)
      : concat([
          signature.scheme === null ? new Uint8Array(0) : uint(signature.scheme, 2),
          vector(signature.bytes, 2),
        ]),
  ]);
}

function encodeParameters(exchange: ServerKeyExchange): Uint8Array {
  switch (exchange.kind) {
    case 'ecdhe':
      if (exchange.group === null) throw new RangeError('explicit curve parameters cannot be written');
      return concat([uint(3, 1), uint(exchange.group, 2), vector(exchange.key, 1)]);
    case 'dhe':
      return concat([vector(exchange.prime, 2), vector(exchange.generator, 2), vector(exchange.key, 2)]);
    case 'rsa-export':
      return concat([vector(exchange.modulus, 2), vector(exchange.exponent, 2)]);
  }
}

/** @throws WireError `malformed` */
export function decodeServerKeyExchange(
  body: Uint8Array,
  form: KeyExchangeForm,
  version: number,
): ServerKeyExchange {
  return whole(body, 'ServerKeyExchange', (reader) => {
    const hint = form.hint ? { hint: reader.vector(2) } : {};
    switch (form.kind) {
      case 'ecdhe': {
        const group = decodeCurve(reader);
        const key = reader.vector(1);
        return { ...hint, kind: 'ecdhe', group, key, signature: decodeSignature(reader, form, version) };
      }
      case 'dhe': {
        const prime = reader.vector(2);
        const generator = reader.vector(2);
        const key = reader.vector(2);
        const signature = decodeSignature(reader, form, version);
        return { ...hint, kind: 'dhe', prime, generator, key, signature };
      }
      case 'rsa-export': {
        const modulus = reader.vector(2);
        const exponent = reader.vector(2);
        const signature = decodeSignature(reader, form, version);
        return { ...hint, kind: 'rsa-export', modulus, exponent, signature };
      }
    }
  });
}

function decodeCurve(reader: Reader): number | null {
  const type = reader.uint(1);
  if (type === 3) return reader.uint(2);
  if (type === 1)
    reader.vector(1); // explicit_prime: the prime
  else if (type === 2) skipBinaryField(reader);
  else throw new WireError('malformed', `curve type ${type}`);
  // a, b, base point, order, cofactor
  for (let part = 0; part < 5; part += 1) reader.vector(1);
  return null;
}

/** explicit_char2: degree, and the exponents of a trinomial (1) or a pentanomial (2). */
function skipBinaryField(reader: Reader): void {
  reader.uint(2);
  const basis = reader.uint(1);
  if (basis !== 1 && basis !== 2) throw new WireError('malformed', `basis type ${basis}`);
  for (let exponent = 0; exponent < (basis === 1 ? 1 : 3); exponent += 1) reader.vector(1);
}

function decodeSignature(reader: Reader, form: KeyExchangeForm, version: number): KeySignature | null {
  if (!form.signed) return null;
  const scheme = version >= 0x0303 ? reader.uint(2) : null;
  return { scheme, bytes: reader.vector(2) };
}

/** Length of an unsigned big-endian number without its leading zeros, bits. */
export function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first === -1) return 0;
  return (bytes.length - first) * 8 - Math.clz32((bytes[first] ?? 0) << 24);
}
