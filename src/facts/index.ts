import type { Certificate } from '../certs/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import { isSimulated } from '../model/simulated.ts';
import { chainsFact } from './chains.ts';
import { directoriesFact } from './directories.ts';
import { httpFact } from './http.ts';
import { knocksFact } from './knocks.ts';
import { ledgerOf } from './ledger.ts';
import { ellipticFirstFact, orderFact } from './order.ts';
import { compressionFact, dhGroupsFact, groupsFact, secureRenegotiationFact } from './parameters.ts';
import { productFact } from './product.ts';
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
  // What was fetched from authorities says nothing about the server.
  const every = observations.filter(
    (observation) => observation.endpoint === endpoint.id && observation.kind !== 'fetch',
  );
  // What the hello of a client met is there to be compared with what follows from the others.
  const own = every.filter((observation) => !isSimulated(observation));
  // Nor does what is said inside of TLS say which TLS there is.
  const about = own.filter(({ kind }) => !BESIDE_TLS.has(kind));
  const ledger = ledgerOf(about);
  const versions = versionsFact(ledger);
  const suites = suitesFact(ledger, versions);
  const groups = groupsFact(ledger);
  const reach = reachFact(endpoint, about, every);
  return {
    reach: { known: true, value: reach, evidence: own.map(({ id }) => id) },
    starttls: starttlsFact(endpoint, about),
    versions,
    suites,
    order: orderFact(ledger),
    ellipticFirst: ellipticFirstFact(ledger, suites),
    dhGroups: dhGroupsFact(ledger, suites),
    groups,
    compression: compressionFact(ledger, versions),
    secureRenegotiation: secureRenegotiationFact(ledger, versions),
    chains: chainsFact(endpoint, own, certificates),
    directories: directoriesFact(own),
    http: httpFact(own),
    knocks: knocksFact(own),
    product: productFact(own, reach, { suites, groups }),
  };
}

const BESIDE_TLS: ReadonlySet<Observation['kind']> = new Set<Observation['kind']>([
  'http',
  'ntlm',
  'knock',
  'dns',
  'web',
]);
