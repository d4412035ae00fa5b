import type { Certificate } from '../certs/certificate.ts';
import type { EndpointFactSet, PresentedChain } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { PresentedCertificate, SeenChain } from '../rules/rule.ts';
import type { RevocationFacts } from './revocation-facts.ts';

/** Every certificate that was seen, once, with all the places that present it; in the order of first sight. */
export function presentedCertificates(
  endpoints: readonly { readonly endpoint: Endpoint; readonly facts: EndpointFactSet }[],
  revocation: (certificate: Certificate) => RevocationFacts,
): readonly PresentedCertificate[] {
  const collected = new Map<string, Collected>();
  for (const { endpoint, facts } of endpoints) {
    if (!facts.chains.known) continue;
    for (const chain of facts.chains.value.chains) {
      const key = chain.certificates.map(({ sha256 }) => sha256).join(' ');
      chain.certificates.forEach((certificate, index) => {
        const entry = collected.get(certificate.sha256) ?? {
          certificate,
          endpoints: new Map(),
          chains: new Map(),
          behind: new Map(),
          evidence: new Set(),
        };
        collected.set(certificate.sha256, entry);
        entry.endpoints.set(endpoint.id, endpoint);
        addChain(index === 0 ? entry.chains : entry.behind, key, chain, endpoint);
        for (const id of chain.evidence) entry.evidence.add(id);
      });
    }
  }
  return [...collected.values()].map(({ certificate, endpoints: where, chains, behind, evidence }) => ({
    certificate,
    role: chains.size > 0 ? 'leaf' : 'issuer',
    endpoints: [...where.values()],
    chains: [...chains.values()],
    behind: [...behind.values()],
    evidence: [...evidence],
    ...revocation(certificate),
  }));
}

interface Collected {
  readonly certificate: PresentedCertificate['certificate'];
  readonly endpoints: Map<string, Endpoint>;
  readonly chains: Map<string, SeenChain>;
  readonly behind: Map<string, SeenChain>;
  readonly evidence: Set<string>;
}

/** Endpoints that send the same certificates in the same order send one chain. */
function addChain(
  chains: Map<string, SeenChain>,
  key: string,
  chain: PresentedChain,
  endpoint: Endpoint,
): void {
  const same = chains.get(key);
  const evidence = [...new Set([...(same?.evidence ?? []), ...chain.evidence])];
  const endpoints = [...new Set([...(same?.endpoints ?? []), endpoint])];
  chains.set(key, { ...chain, sni: chain.sni || same?.sni === true, evidence, endpoints });
}
