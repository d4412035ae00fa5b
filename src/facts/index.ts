import type { Certificate } from '../certs/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import { chainsFact } from './chains.ts';
import { ledgerOf } from './ledger.ts';
import { ellipticFirstFact, orderFact } from './order.ts';
import { compressionFact, dhGroupsFact, groupsFact, secureRenegotiationFact } from './parameters.ts';
import { reachFact, starttlsFact } from './reach.ts';
import { suitesFact } from './suites.ts';
import type { EndpointFactSet } from './types.ts';
import { versionsFact } from './versions.ts';

export type * from './types.ts';

/**
 * Everything that can be known about one endpoint, from the observations of a whole run; those of other
 * endpoints are passed over.
 */
export function factsOf(
  endpoint: Endpoint,
  observations: readonly Observation[],
  certificates: ReadonlyMap<Fingerprint, Certificate>,
): EndpointFactSet {
  const own = observations.filter((observation) => observation.endpoint === endpoint.id);
  const ledger = ledgerOf(own);
  const versions = versionsFact(ledger);
  const suites = suitesFact(ledger, versions);
  return {
    reach: { known: true, value: reachFact(endpoint, own), evidence: own.map(({ id }) => id) },
    starttls: starttlsFact(endpoint, own),
    versions,
    suites,
    order: orderFact(ledger),
    ellipticFirst: ellipticFirstFact(ledger, suites),
    dhGroups: dhGroupsFact(ledger, suites),
    groups: groupsFact(ledger),
    compression: compressionFact(ledger, versions),
    secureRenegotiation: secureRenegotiationFact(ledger, versions),
    chains: chainsFact(endpoint, own, certificates),
  };
}
