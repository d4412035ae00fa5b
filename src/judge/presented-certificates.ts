import type { EndpointFactSet, PresentedChain } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { PresentedCertificate } from '../rules/rule.ts';

/** Every certificate that was seen, once, with all the places that present it; in the order of first sight. */
export function presentedCertificates(
  endpoints: readonly { readonly endpoint: Endpoint; readonly facts: EndpointFactSet }[],
): readonly PresentedCertificate[] {
  const collected = new Map<string, Collected>();
  for (const { endpoint, facts } of endpoints) {
    if (!facts.chains.known) continue;
    for (const chain of facts.chains.value.chains) {
      chain.certificates.forEach((certificate, index) => {
        const entry = collected.get(certificate.sha256) ?? {
          certificate,
          endpoints: new Map(),
          chains: new Map(),
          evidence: new Set(),
        };
        collected.set(certificate.sha256, entry);
        entry.endpoints.set(endpoint.id, endpoint);
        if (index === 0) addChain(entry.chains, chain);
        for (const id of chain.evidence) entry.evidence.add(id);
      });
    }
  }
  return [...collected.values()].map(({ certificate, endpoints: where, chains, evidence }) => ({
    certificate,
    role: chains.size > 0 ? 'leaf' : 'issuer',
    endpoints: [...where.values()],
    chains: [...chains.values()],
    evidence: [...evidence],
  }));
}

interface Collected {
  readonly certificate: PresentedCertificate['certificate'];
  readonly endpoints: Map<string, Endpoint>;
  readonly chains: Map<string, PresentedChain>;
  readonly evidence: Set<string>;
}

/** Endpoints that send the same certificates in the same order send one chain. */
function addChain(chains: Map<string, PresentedChain>, chain: PresentedChain): void {
  const key = chain.certificates.map(({ sha256 }) => sha256).join(' ');
  const same = chains.get(key);
  const evidence = [...new Set([...(same?.evidence ?? []), ...chain.evidence])];
  chains.set(key, { ...chain, sni: chain.sni || same?.sni === true, evidence });
}
