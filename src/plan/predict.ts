import type { Certificate } from '../certs/certificate.ts';
import { parseCertificate } from '../certs/parse.ts';
import { factsOf } from '../facts/index.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { JudgeOptions } from '../judge/judge-facts.ts';
import { judgeFacts } from '../judge/judge-facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { Gathered, Report } from '../model/report.ts';
import { plannedTrust } from './planned-certificate.ts';

/** What findings become when a plan has been carried out. */
export interface Prediction {
  readonly gone: readonly Finding[];
  readonly stays: readonly Finding[];
  /** Not there before, or not everywhere where it will be. */
  readonly fresh: readonly Finding[];
  /** Failed before; what will be cannot be told, as it depends on the certificate that the CA will issue. */
  readonly open: readonly Finding[];
}

/**
 * Judges what was gathered as if these endpoints presented other certificates, by the same rules. Pure.
 *
 * @param chains what each endpoint will present, by its id; a chain of one whose certificate has no bytes is planned, and
 * taken for one of a public CA
 */
export function judgeWithChains(
  gathered: Gathered,
  chains: ReadonlyMap<string, readonly Certificate[]>,
  options: JudgeOptions,
): Report {
  const certificates = new Map(
    Object.entries(gathered.certificates).map(([sha256, der]) => [
      sha256,
      parseCertificate(Buffer.from(der, 'base64')),
    ]),
  );
  const observations = new Map<string, Observation[]>();
  for (const one of gathered.observations) {
    const own = observations.get(one.endpoint);
    if (own === undefined) observations.set(one.endpoint, [one]);
    else own.push(one);
  }
  return judgeFacts(
    gathered,
    certificates,
    (endpoint) =>
      presenting(
        factsOf(endpoint, observations.get(endpoint.id) ?? [], certificates),
        chains.get(endpoint.id),
      ),
    {
      ...options,
      planned: ([leaf]) =>
        leaf !== undefined && leaf.der.length === 0 && chainHas(chains, leaf)
          ? plannedTrust(leaf, options.stores)
          : null,
    },
  );
}

/** What changes from one report to the other; a certificate is another one, so its findings are compared by place. */
export function predictionOf(before: Report, after: Report): Prediction {
  const was = before.findings.filter(({ outcome }) => outcome === 'fail');
  const becomes = new Map<string, Finding['outcome'][]>();
  for (const finding of after.findings) {
    for (const key of keysOf(finding)) becomes.set(key, [...(becomes.get(key) ?? []), finding.outcome]);
  }
  const outcomeOf = (finding: Finding): Finding['outcome'] | null => {
    const found = keysOf(finding).flatMap((key) => becomes.get(key) ?? []);
    return (['fail', 'unknown', 'pass'] as const).find((one) => found.includes(one)) ?? null;
  };
  const known = new Set(was.flatMap(keysOf));
  const staying = was.filter((finding) => outcomeOf(finding) === 'fail');
  const open = was.filter((finding) => outcomeOf(finding) === 'unknown');
  return {
    gone: was.filter((finding) => !staying.includes(finding) && !open.includes(finding)),
    stays: staying,
    fresh: after.findings.filter(
      (finding) => finding.outcome === 'fail' && keysOf(finding).some((key) => !known.has(key)),
    ),
    open,
  };
}

function keysOf({ id, rule, subject, endpoints }: Finding): readonly string[] {
  return subject.certificate === undefined ? [id] : endpoints.map((endpoint) => `${rule}|${endpoint}`);
}

/** An endpoint whose certificate was never seen may not speak TLS at all: nothing is assumed of it. */
function presenting(facts: EndpointFactSet, chain: readonly Certificate[] | undefined): EndpointFactSet {
  if (chain === undefined || !facts.chains.known) return facts;
  const evidence = facts.chains.evidence;
  const only = { sni: true, nameless: true, certificates: chain, evidence, openssl: null };
  return { ...facts, chains: { known: true, value: { chains: [only] }, evidence } };
}

function chainHas(chains: ReadonlyMap<string, readonly Certificate[]>, leaf: Certificate): boolean {
  return [...chains.values()].some(([first]) => first === leaf);
}
