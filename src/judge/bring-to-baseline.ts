import type { Baseline } from '../exchange/baseline.ts';
import { assumedSuites } from '../facts/assumed.ts';
import type { Answer, EndpointFactSet, Fact } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { versionPolicy } from '../rules/version-policy.ts';
import { authenticatedBy, isEllipticCurve, isFiniteFieldEphemeral, suite } from '../wire/iana/suites.ts';
import { TLS_1_0, TLS_1_3, VERSIONS } from '../wire/iana/versions.ts';

/**
 * The facts of an endpoint as they would be if its TLS were what a baseline asks for: versions, suites and their order.
 * Certificates and all that is not TLS stay. An endpoint of which no TLS is known stays as it is.
 */
export function bringToBaseline(
  facts: EndpointFactSet,
  endpoint: Endpoint,
  baseline: Baseline,
): EndpointFactSet {
  const { versions, suites, reach } = facts;
  if (!versions.known || !suites.known) return facts;
  const why = `as ${baseline.id} has it`;
  const known = <T>(value: T): Fact<T> => ({ known: true, value, evidence: [] });
  const answer = (value: Answer['value']): Answer => ({ value, why, evidence: [] });
  // Highest version first, as everywhere.
  const ordered = VERSIONS.toReversed().flatMap((version) => {
    const policy = versionPolicy(baseline, version, endpoint.protocol)?.policy ?? 'banned';
    const had = versions.value.answers.get(version)?.value === 'yes';
    const stays = policy === 'required' || (policy !== 'banned' && had);
    return stays ? suitesAt(version, baseline, facts).map((code) => [version, code] as const) : [];
  });
  const accepts = (version: number): boolean => ordered.some(([at]) => at === version);
  const codes = ordered.map(([, code]) => suite(code));
  const curves = codes.some((row) => row !== undefined && isEllipticCurve(row));
  const finite = codes.some((row) => row !== undefined && isFiniteFieldEphemeral(row));
  const [first] = ordered;
  return {
    ...facts,
    versions: known({
      answers: new Map(VERSIONS.map((version) => [version, answer(accepts(version) ? 'yes' : 'no')])),
    }),
    suites: known(assumedSuites(ordered, why)),
    order:
      ordered.length > 1 && first !== undefined
        ? known({ decidedBy: 'server', version: first[0], pair: [ordered[1]?.[1] ?? first[1], first[1]] })
        : facts.order,
    ellipticFirst: known({
      preferred: curves,
      version: first?.[0] ?? 0,
      pair: null,
      how: curves ? 'only-elliptic' : 'only-other',
    }),
    dhGroups: finite ? facts.dhGroups : known({ seen: [], open: null }),
    compression: known(answer('no')),
    secureRenegotiation: known(answer('yes')),
    reach: reach.known ? { ...reach, value: { ...reach.value, rung: 'full' } } : reach,
  };
}

/** In the order of the baseline, as far as the certificate goes with them. */
function suitesAt(version: number, baseline: Baseline, facts: EndpointFactSet): readonly number[] {
  if (version < TLS_1_0) return [];
  if (version === TLS_1_3) return baseline.suites13;
  const keys = keyKinds(facts);
  return baseline.suites.filter((code) => {
    const row = suite(code);
    return row !== undefined && row.firstVersion <= version && keys.has(authenticatedBy(row));
  });
}

/** Kinds of key of the certificates that are presented; RSA, as Exchange has it, where none was seen that suites go with. */
function keyKinds({ chains }: EndpointFactSet): ReadonlySet<string> {
  const leaves = chains.known ? chains.value.chains.flatMap(({ certificates }) => certificates[0] ?? []) : [];
  const kinds = leaves.flatMap(({ key }) => KINDS[key.algorithm] ?? []);
  return new Set(kinds.length === 0 ? ['RSA'] : kinds);
}

/** As suites name what they are authenticated by; a certificate that cannot be read has no kind of key. */
const KINDS: Readonly<Record<string, string | undefined>> = { RSA: 'RSA', 'RSA-PSS': 'RSA', EC: 'ECDSA' };
