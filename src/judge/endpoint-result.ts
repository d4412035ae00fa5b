import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import { FAILURE_CODES } from '../model/failure.ts';
import type { EndpointResult, GroupName, SuiteName, VersionResult } from '../model/report.ts';
import { groupName } from '../wire/iana/groups.ts';
import { hex } from '../wire/iana/hex.ts';
import { ssl2Kind, ssl2KindId, ssl2KindName, suite, suiteId, suiteName } from '../wire/iana/suites.ts';
import { SSL_2_0, VERSIONS, versionName } from '../wire/iana/versions.ts';
import { chainResult } from './chain-result.ts';
import type { JudgedEndpoint } from './engine.ts';
import { productResult } from './product-result.ts';
import { directoryResults, httpResult } from './web-result.ts';

/** What is known about an endpoint, with names in place of numbers. */
export function endpointResult(
  { endpoint, facts, baseline, baselineReason = null }: JudgedEndpoint,
  trustOf: (chain: readonly Certificate[]) => ChainTrust,
): EndpointResult {
  const { reach, starttls, order, chains } = facts;
  const preamble = reach.known ? reach.value.preamble : null;
  return {
    id: endpoint.id,
    host: endpoint.host,
    address: endpoint.address,
    port: endpoint.port,
    protocol: endpoint.protocol,
    named: endpoint.named,
    ...(endpoint.views === undefined ? {} : { views: endpoint.views }),
    reach: reach.known ? reach.value.state : 'unknown',
    failure: failureText(facts),
    baseline: baseline.id,
    baseline_reason: baselineReason,
    connections: reach.known ? reach.value.connections : 0,
    starttls: starttls.known ? starttls.value.state : 'unknown',
    banner: preamble?.banner ?? null,
    capabilities: preamble?.capabilities ?? [],
    versions: VERSIONS.map((version) => versionResult(version, facts)),
    order: order.known ? order.value.decidedBy : 'unknown',
    groups: groups(facts),
    rung: reach.known ? reach.value.rung : null,
    product: productResult(facts),
    directories: directoryResults(facts),
    http: httpResult(facts),
    chains: chains.known
      ? chains.value.chains.map((chain) => chainResult(chain, trustOf(chain.certificates)))
      : [],
  };
}

function failureText({ reach }: EndpointFactSet): string | null {
  if (!reach.known) return reach.why;
  const { failure } = reach.value;
  if (failure === null) return null;
  const words = FAILURE_CODES[failure.code];
  return failure.detail === '' ? words : `${words} (${failure.detail})`;
}

function versionResult(version: number, { versions, suites }: EndpointFactSet): VersionResult {
  const accepted = versions.known ? (versions.value.answers.get(version)?.value ?? 'unknown') : 'unknown';
  const list = suites.known ? suites.value.accepted.filter((one) => one.version === version) : [];
  return {
    id: hex(version, 4),
    name: versionName(version),
    accepted,
    suites: list.map((one) => (version === SSL_2_0 ? kindName(one.suite) : nameOf(one.suite))),
    complete: accepted === 'no' || (suites.known && suites.value.complete(version)),
  };
}

function nameOf(code: number): SuiteName {
  return { id: suiteId(code), name: suiteName(code), openssl_name: suite(code)?.opensslName ?? '' };
}

function kindName(code: number): SuiteName {
  return { id: ssl2KindId(code), name: ssl2KindName(code), openssl_name: ssl2Kind(code)?.opensslName ?? '' };
}

/** Each group once; which version took it is in the observations. */
function groups({ groups: fact }: EndpointFactSet): readonly GroupName[] {
  if (!fact.known) return [];
  const codes = new Set(fact.value.accepted.map(({ group }) => group));
  return [...codes].map((code) => ({ id: hex(code, 4), name: groupName(code) }));
}
