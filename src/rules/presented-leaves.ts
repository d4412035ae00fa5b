import type { Certificate } from '../certs/certificate.ts';
import type { EndpointView } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { ordinaryChains } from './presented.ts';
import type { SeenCertificate, SeenChain } from './rule.ts';

/** Certificates that ordinary clients get from the endpoints, each once with every place, in the order of first sight. */
export function presentedLeaves(views: readonly EndpointView<'chains'>[]): readonly SeenCertificate[] {
  const collected = new Map<string, Collected>();
  for (const { endpoint, facts } of views) {
    if (!facts.chains.known) continue;
    for (const chain of ordinaryChains(facts.chains.value)) {
      const [certificate] = chain.certificates;
      if (certificate === undefined) continue;
      const entry = collected.get(certificate.sha256) ?? {
        certificate,
        endpoints: new Set(),
        chains: [],
        evidence: new Set(),
      };
      collected.set(certificate.sha256, entry);
      entry.endpoints.add(endpoint);
      entry.chains.push({ ...chain, endpoints: [endpoint] });
      for (const id of chain.evidence) entry.evidence.add(id);
    }
  }
  return [...collected.values()].map(({ certificate, endpoints, chains, evidence }) => ({
    certificate,
    role: 'leaf',
    endpoints: [...endpoints],
    chains,
    evidence: [...evidence],
  }));
}

interface Collected {
  readonly certificate: Certificate;
  readonly endpoints: Set<Endpoint>;
  readonly chains: SeenChain[];
  readonly evidence: Set<string>;
}
