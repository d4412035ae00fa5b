import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import { judgeChain } from '../certs/trust/judge-chain.ts';
import type { TrustStore } from '../certs/trust/store.ts';
import { clientMatrix } from '../clients/matrix.ts';
import type { Baseline } from '../exchange/baseline.ts';
import { BASELINES } from '../exchange/baselines.ts';
import type { Client } from '../exchange/clients/client.ts';
import { domainFactsOf, domainsIn } from '../facts/domain/index.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Gathered, Report } from '../model/report.ts';
import { RULES } from '../rules/index.ts';
import type { Waiver } from '../model/waiver.ts';
import type { Rule } from '../rules/rule.ts';
import { applyRules } from './engine.ts';
import { judgedBy, targetOf } from './judged-by.ts';
import { serverOf, serversOf } from './seen-servers.ts';
import { buildReport } from './report.ts';
import { revocationFacts } from './revocation-facts.ts';
import { applyWaivers } from './waivers.ts';

export interface JudgeOptions {
  /** The moment judged at, milliseconds since 1970. */
  readonly now: number;
  /** Version of the program, for the report. */
  readonly version: string;
  /** For every host that names none. */
  readonly baseline: Baseline;
  /** The operator chose it: then what servers show themselves to be chooses no other. False if absent. */
  readonly baselineGiven?: boolean;
  /** The operator's own baselines, which targets may name; the built-in ones are always known. */
  readonly baselines?: readonly Baseline[];
  readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  /** In the order in which the report shows them. Keep the list: what was judged is remembered by it. */
  readonly stores: readonly TrustStore[];
  /** Issuers that the operator gave; those that the run gathered are always used. */
  readonly pool: readonly Certificate[];
  /** Clients that the operator describes, besides those of the table. */
  readonly clients?: readonly Client[];
  /** Work out how clients fare with each endpoint; true if absent. */
  readonly clientMatrix?: boolean;
  /** Risks that are accepted; none if absent. */
  readonly waivers?: readonly Waiver[];
  /** What stores will make of certificates that are only planned; null for all others. */
  readonly planned?: (chain: readonly Certificate[]) => ChainTrust | null;
  /** Judge what would be, and not what was seen: takes the facts of an endpoint, gives those to judge by. */
  readonly assume?: (facts: EndpointFactSet, endpoint: Endpoint) => EndpointFactSet;
  /** All rules if absent. */
  readonly rules?: readonly Rule[];
}

/** Judges by facts, wherever they come from. Throws ConfigError if a target names a baseline that is not known. */
export function judgeFacts(
  gathered: Gathered,
  certificates: ReadonlyMap<string, Certificate>,
  facts: (endpoint: Endpoint) => EndpointFactSet,
  options: JudgeOptions,
): Report {
  const { now, version, baseline, baselineGiven = false, expiry, stores, rules = RULES } = options;
  const known = [...(options.baselines ?? []), baseline, ...BASELINES];
  const { assume = (seen) => seen } = options;
  const places = gathered.endpoints.map((endpoint) => ({
    endpoint,
    facts: assume(facts(endpoint), endpoint),
  }));
  const servers = serversOf(places);
  const run = { baseline, given: baselineGiven };
  const endpoints = places.map((place) => {
    const target = targetOf(place.endpoint, gathered.targets);
    return { ...place, target, ...judgedBy(target, run, known, serverOf(place, servers)) };
  });
  const pool = [...options.pool, ...[...certificates.values()].filter(isAuthority)];
  // A dozen rules ask about each chain, and what is remembered between judgements is less than a large fleet has.
  const trusts = new WeakMap<readonly Certificate[], ChainTrust>();
  const trustOf = (chain: readonly Certificate[]): ChainTrust => {
    const before = trusts.get(chain);
    if (before !== undefined) return before;
    const trust =
      options.planned?.(chain) ?? judgeChain(chain, { stores, pool, at: now, purpose: 'serverAuth' });
    trusts.set(chain, trust);
    return trust;
  };
  const context = { now, baseline, depth: gathered.run.depth, expiry, trustOf };
  const domains = domainsIn(gathered.observations).map((domain) =>
    domainFactsOf(domain, gathered.observations, certificates),
  );
  const revocation = revocationFacts({
    observations: gathered.observations,
    certificates: [...options.pool, ...certificates.values()],
    stores,
    at: now,
  });
  const { findings, results: waivers } = applyWaivers(
    applyRules(rules, { endpoints, targets: gathered.targets, domains, context, revocation }),
    options.waivers ?? [],
    {
      endpoints: gathered.endpoints,
      thumbprints: new Map([...certificates.values()].map(({ sha256, thumbprint }) => [sha256, thumbprint])),
    },
    now,
  );
  return buildReport({
    gathered,
    judged: { at: new Date(now).toISOString(), baseline: baseline.id, baselineGiven, expiry },
    version,
    endpoints,
    certificates: [...certificates.values()],
    trustOf,
    revocationOf: (certificate) => revocation(certificate).revocation,
    domains,
    clients:
      options.clientMatrix === false
        ? null
        : clientMatrix({
            endpoints,
            observations: gathered.observations,
            trustOf,
            isRevoked: (certificate) => revocation(certificate).revocation.state === 'revoked',
            now,
            ...(options.clients === undefined ? {} : { own: options.clients }),
          }),
    findings,
    waivers,
    rules,
  });
}

/** What one server leaves out another one may send, and what was fetched is among them too. */
function isAuthority({ basicConstraints }: Certificate): boolean {
  return basicConstraints?.ca === true;
}
