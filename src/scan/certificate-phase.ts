import type { Certificate } from '../certs/certificate.ts';
import { parseCertificate } from '../certs/parse.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import { type Scope, scopeOf } from '../net/address-scope.ts';
import type { World } from '../net/world.ts';
import type { Probed } from '../probes/probe.ts';
import type { FetchDesk } from './fetch-desk.ts';
import type { FetchRecall } from './fetch-recall.ts';
import { completeChain } from './issuer-fetch.ts';
import { inquiriesOf } from './inquiry.ts';
import { askStatuses } from './revocation-fetch.ts';

/** What a run fetches about the certificates that it has seen. */
export interface FetchPolicy {
  /** Issuers that a server does not send, from where its certificates say (RFC 5280, 4.2.2.1). */
  readonly fetchIssuers: boolean;
  /** online: authorities are asked; stapled: only what the handshake brings is read, and nothing is fetched. */
  readonly revocation: 'stapled' | 'online';
  /** Private addresses may be fetched from, for whatever target. */
  readonly allowPrivateFetch: boolean;
}

export interface PhaseContext {
  readonly world: Pick<World, 'now'>;
  readonly desk: FetchDesk;
  readonly recall: FetchRecall;
  readonly nextId: () => string;
  readonly record: (probed: Probed) => void;
}

/** What the questions to one target have brought. */
export interface SeenCertificates {
  readonly endpoints: readonly Endpoint[];
  readonly observations: readonly Observation[];
  /** DER of every certificate that the observations refer to. */
  readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
}

/**
 * Fetches what the certificates of one target refer to: missing issuers, and what their authorities say of them. Nothing
 * is judged here: that an answer can be read, and by whom it is signed, only decides whether the next address is asked.
 * Never rejects for anything that the network does.
 */
export async function certificatePhase(
  seen: SeenCertificates,
  policy: FetchPolicy,
  context: PhaseContext,
): Promise<void> {
  const inquiriesFor = inquiriesOf(context);
  const found = distinctChains(seen).map(({ endpoint, chain }) => ({
    chain,
    inquiries: inquiriesFor(endpoint.id, scopeFor(endpoint, policy)),
  }));
  const completed = await Promise.all(
    found.map(async ({ chain, inquiries }) =>
      policy.fetchIssuers ? completeChain(chain, inquiries) : chain,
    ),
  );
  if (policy.revocation !== 'online') return;
  // What one endpoint leaves out another one of the host may send.
  const pool = [...new Map(completed.flat().map((one) => [one.sha256, one])).values()];
  await Promise.all(found.map(({ chain, inquiries }) => askStatuses(chain, pool, inquiries)));
}

interface SeenChain {
  readonly endpoint: Endpoint;
  readonly chain: readonly Certificate[];
}

/** A server may show another chain on each connection: of so many different ones of a target something is fetched. */
const MOST_CHAINS = 16;

/** No honest server sends more certificates. */
const MOST_CERTIFICATES = 16;

/** Each chain once, with the first endpoint that presents it. */
function distinctChains({ endpoints, observations, certificates }: SeenCertificates): readonly SeenChain[] {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const parsed = new Map<Fingerprint, Certificate>();
  const parse = (fingerprint: Fingerprint): Certificate[] => {
    const known = parsed.get(fingerprint);
    if (known !== undefined) return [known];
    const der = certificates.get(fingerprint);
    if (der === undefined) return [];
    const certificate = parseCertificate(der);
    parsed.set(fingerprint, certificate);
    return [certificate];
  };
  const found = new Map<string, SeenChain>();
  for (const { endpoint: id, outcome } of observations) {
    if (outcome.status !== 'accepted' || outcome.certificates.length === 0) continue;
    const endpoint = byId.get(id);
    const key = outcome.certificates.join();
    if (endpoint === undefined || found.has(key)) continue;
    if (found.size === MOST_CHAINS) break;
    found.set(key, { endpoint, chain: outcome.certificates.slice(0, MOST_CERTIFICATES).flatMap(parse) });
  }
  return [...found.values()];
}

/** A target inside of a private network has its authorities there; a public one has no business in ours. */
function scopeFor({ address }: Endpoint, { allowPrivateFetch }: FetchPolicy): Scope {
  if (allowPrivateFetch) return 'local';
  return (address === null ? null : scopeOf(address)) ?? 'public';
}
