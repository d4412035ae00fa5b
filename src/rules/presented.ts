import type { Certificate } from '../certs/certificate.ts';
import type { ChainsFact, PresentedChain } from '../facts/types.ts';

/**
 * What a client that sends the name gets: several chains where a server has both an RSA and an ECDSA certificate.
 * If every chain was seen without a server name, those.
 */
export function ordinaryChains({ chains }: ChainsFact): readonly PresentedChain[] {
  const named = chains.filter(({ sni }) => sni);
  return named.length > 0 ? named : chains;
}

/** Their first certificates, each once. */
export function leaves(chains: ChainsFact): readonly Certificate[] {
  const bySha256 = new Map<string, Certificate>();
  for (const { certificates } of ordinaryChains(chains)) {
    const [leaf] = certificates;
    if (leaf !== undefined) bySha256.set(leaf.sha256, leaf);
  }
  return [...bySha256.values()];
}
