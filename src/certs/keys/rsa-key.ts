import type { Certificate } from '../certificate.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';

export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/**
 * The numbers of an RSA key, also of one for RSASSA-PSS alone (RFC 8017, A.1.1); `null` for other kinds, for what cannot
 * be read and for numbers of more than 16,384 bits, which no TLS library takes.
 */
export function rsaKey({ key, publicKeyInfo }: Pick<Certificate, 'key' | 'publicKeyInfo'>): RsaKey | null {
  if (key.algorithm !== 'RSA' && key.algorithm !== 'RSA-PSS') return null;
  try {
    const [, bits] = elements(readElement(publicKeyInfo).content);
    const numbers = readElement(expectTag(bits, TAG.bitString, 'the key').content.subarray(1));
    const [modulus, exponent] = elements(expectTag(numbers, TAG.sequence, 'the key').content);
    return {
      modulus: number(expectTag(modulus, TAG.integer, 'the modulus').content),
      exponent: number(expectTag(exponent, TAG.integer, 'the exponent').content),
    };
  } catch {
    return null;
  }
}

/** One more for the zero byte that keeps a number positive. */
const MAXIMUM_BYTES = 16_384 / 8 + 1;

function number(bytes: Uint8Array): bigint {
  if (bytes.length === 0 || bytes.length > MAXIMUM_BYTES) throw new RangeError('a number of no usable size');
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
