import type { Chains } from '../../src/lab/tls-policy.ts';

/** Stands for certificates where nobody reads them. */
export function standIn(text: string): Uint8Array {
  return new TextEncoder().encode(`certificate: ${text}`);
}

export const RSA_CHAIN: readonly Uint8Array[] = [standIn('rsa leaf'), standIn('intermediate')];
export const ECDSA_CHAIN: readonly Uint8Array[] = [standIn('ecdsa leaf'), standIn('intermediate')];

export const RSA_ONLY: Chains = { rsa: RSA_CHAIN };
export const BOTH: Chains = { rsa: RSA_CHAIN, ecdsa: ECDSA_CHAIN };
