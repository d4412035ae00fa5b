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
  const found = new Map<string, Found>();
  for (const observation of observations) {
    const fingerprints = presented(observation);
    const chain = fingerprints.flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
    if (chain.length === 0 || chain.length < fingerprints.length) continue;
    const known = found.get(fingerprints.join());
    // A literal address has no server name to send, so what it gets is what its clients get.
    const sni = sentName(observation) || endpoint.host === endpoint.address;
    if (known === undefined) {
      const openssl = opinion(observation);
      const nameless = !sentName(observation);
      found.set(fingerprints.join(), {
        sni,
        nameless,
        certificates: chain,
        evidence: [observation.id],
        openssl,
      });
    } else {
      known.sni ||= sni;
      known.nameless ||= !sentName(observation);
      known.openssl ??= opinion(observation);
      known.evidence.push(observation.id);
    }
  }
  for (const { kind, asked, outcome } of observations) {
    if (kind !== 'http' || outcome.status !== 'answered' || !outcome.verification) continue;
    // Only the first certificate is on record: of two chains with the same one it does not say which it was.
    const [only, other] = [...found.values()].filter(
      ({ certificates: [leaf] }) => leaf?.sha256 === outcome.certificate,
    );
    if (only !== undefined && other === undefined) {
      only.openssl ??= { ...outcome.verification, client: asked.client };
    }
  }
  const chains: PresentedChain[] = [...found.values()].toSorted(
    (one, other) => Number(other.sni) - Number(one.sni),
  );
  if (chains.length === 0) return { known: false, why: 'no certificate was seen', evidence: [] };
  return { known: true, value: { chains }, evidence: chains.flatMap(({ evidence }) => evidence) };
}

interface Found {
  sni: boolean;
  nameless: boolean;
  readonly certificates: readonly Certificate[];
  readonly evidence: string[];
  openssl: PresentedChain['openssl'];
}

function opinion({ kind, asked, outcome }: Observation): PresentedChain['openssl'] {
  if (kind !== 'session' || outcome.status !== 'accepted' || outcome.verification === null) return null;
  return { ...outcome.verification, client: asked.client };
}

function presented({ outcome }: Observation): readonly Fingerprint[] {
  return outcome.status === 'accepted' && 'certificates' in outcome ? outcome.certificates : [];
}

function sentName(observation: Observation): boolean {
  return (observation.kind === 'hello' || observation.kind === 'session') && observation.asked.sni !== null;
}
