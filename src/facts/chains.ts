import type { Certificate } from '../certs/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import type { ChainsFact, Fact, PresentedChain } from './types.ts';

/** The distinct chains that were presented, the one of the first hello first. */
export function chainsFact(
  endpoint: Endpoint,
  observations: readonly Observation[],
  certificates: ReadonlyMap<Fingerprint, Certificate>,
): Fact<ChainsFact> {
  const found = new Map<string, { sni: boolean; certificates: readonly Certificate[]; evidence: string[] }>();
  for (const observation of observations) {
    const fingerprints = presented(observation);
    const chain = fingerprints.flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
    if (chain.length === 0 || chain.length < fingerprints.length) continue;
    const known = found.get(fingerprints.join());
    // A literal address has no server name to send, so what it gets is what its clients get.
    const sni = sentName(observation) || endpoint.host === endpoint.address;
    if (known === undefined) {
      found.set(fingerprints.join(), { sni, certificates: chain, evidence: [observation.id] });
    } else {
      known.sni ||= sni;
      known.evidence.push(observation.id);
    }
  }
  const chains: PresentedChain[] = [...found.values()].toSorted(
    (one, other) => Number(other.sni) - Number(one.sni),
  );
  if (chains.length === 0) return { known: false, why: 'no certificate was seen', evidence: [] };
  return { known: true, value: { chains }, evidence: chains.flatMap(({ evidence }) => evidence) };
}

function presented({ outcome }: Observation): readonly Fingerprint[] {
  return outcome.status === 'accepted' && 'certificates' in outcome ? outcome.certificates : [];
}

function sentName(observation: Observation): boolean {
  return (observation.kind === 'hello' || observation.kind === 'session') && observation.asked.sni !== null;
}
