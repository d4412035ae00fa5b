import { concat, uint } from '../wire/bytes.ts';
import type { KeyShare } from '../wire/extension.ts';

const X25519 = 29;
const X25519_MLKEM768 = 0x11ec;

/** Modulus of ML-KEM, number of coefficients of an encapsulation key of ML-KEM-768, length of its seed (FIPS 203, 8). */
const Q = 3329;
const COEFFICIENTS = 3 * 256;
const SEED_BYTES = 32;

/**
 * A key share of X25519MLKEM768: an encapsulation key that passes the check of its form (FIPS 203, 7.2) and that nobody
 * can decapsulate with, before the key of X25519 (draft-ietf-tls-ecdhe-mlkem, 3.1). No handshake is completed with it.
 * Null without a key of X25519.
 */
export function hybridShare(
  own: readonly KeyShare[],
  random: (length: number) => Uint8Array,
): KeyShare | null {
  const classic = own.find(({ group }) => group === X25519);
  if (classic === undefined) return null;
  const bytes = random(2 * COEFFICIENTS);
  const pairs = Array.from({ length: COEFFICIENTS / 2 }, (_, at) => {
    const coefficient = (offset: number): number =>
      ((bytes[4 * at + offset] ?? 0) * 256 + (bytes[4 * at + offset + 1] ?? 0)) % Q;
    const [low, high] = [coefficient(0), coefficient(2)];
    // Two coefficients of twelve bits each, the lower bits first (FIPS 203, algorithm 5).
    return uint(((low & 0xff) << 16) | ((((high & 0xf) << 4) | (low >> 8)) << 8) | (high >> 4), 3);
  });
  return { group: X25519_MLKEM768, key: concat([...pairs, random(SEED_BYTES), classic.key]) };
}
