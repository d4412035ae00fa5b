import type { RevocationReason } from '../../model/revocation.ts';

/** CRLReason by number (RFC 5280, 5.3.1); null for numbers that have no meaning. */
export function reasonOf(code: number): RevocationReason | null {
  return REASONS[code] ?? null;
}

const REASONS: Readonly<Record<number, RevocationReason>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

/** Bits 1 to 8 of ReasonFlags; bit 0 is not used (RFC 5280, 4.2.1.13). */
export const ALL_REASONS = 0b1_1111_1110;

/** The mask of a ReasonFlags bit string, from its content octets, without the unused bit. */
export function reasonMask(bits: Uint8Array): number {
  let mask = 0;
  for (let bit = 1; bit <= 8; bit += 1) {
    if (((bits[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) mask |= 1 << bit;
  }
  return mask;
}
