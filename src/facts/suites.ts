import {
  families,
  isForwardSecret,
  SSL2_KINDS,
  SUITE_FAMILIES,
  type Suite,
  type SuiteFamily,
} from '../wire/iana/suites.ts';
import { SSL_2_0, TLS_1_3, VERSIONS, versionName } from '../wire/iana/versions.ts';
import { type Ledger, refusalOf, suitesOf } from './ledger.ts';
import type { AcceptedSuite, Answer, Fact, SuitesFact, VersionsFact } from './types.ts';

/** Which suites are accepted at which version, and what that says of whole families. */
export function suitesFact(ledger: Ledger, versions: Fact<VersionsFact>): Fact<SuitesFact> {
  if (!versions.known) return versions;
  const versionAnswers = versions.value.answers;
  const accepted = acceptedSuites(ledger);

  const open = (version: number): Answer => {
    const why = `not asked or not answered at ${versionName(version)}`;
    return {
      value: 'unknown',
      why: ledger.obstacle === null ? why : `${why}: ${ledger.obstacle}`,
      evidence: [],
    };
  };
  const settled = (version: number, suite: number): Answer | null => {
    const seen = ledger.accepted.get(version)?.get(suite);
    if (seen !== undefined) return { value: 'yes', why: 'accepted', evidence: [seen] };
    const refusal = refusalOf(ledger, version, suite);
    if (refusal !== undefined) return refusal;
    const whole = versionAnswers.get(version);
    return whole?.value === 'no' ? whole : null;
  };

  const any = (members: Members): Answer & { readonly accepted: readonly AcceptedSuite[] } => {
    const found = accepted.filter(({ version, suite }) => members.get(version)?.has(suite) === true);
    if (found.length > 0) {
      const evidence = unique(found.flatMap((one) => one.evidence));
      return { value: 'yes', why: 'accepted', evidence, accepted: found };
    }
    const refusals = new Set<Answer>();
    for (const [version, suites] of members) {
      if (version === SSL_2_0) {
        // A server names its kinds of SSL 2.0 itself, so what is not in its list is not there.
        const whole = versionAnswers.get(version);
        if (whole?.value === 'unknown') return { ...whole, evidence: [], accepted: found };
        if (whole?.value === 'no') refusals.add(whole);
        continue;
      }
      for (const suite of suites) {
        const answer = settled(version, suite);
        if (answer === null) return { ...open(version), accepted: found };
        refusals.add(answer);
      }
    }
    const evidence = unique([...refusals].flatMap((refusal) => refusal.evidence));
    return { value: 'no', why: 'all refused', evidence, accepted: found };
  };

  return {
    known: true,
    value: {
      accepted,
      answer: (version, suite) => settled(version, suite) ?? open(version),
      complete: (version) =>
        version === SSL_2_0
          ? versionAnswers.get(version)?.value !== 'unknown'
          : suitesOf(version).every(({ code }) => settled(version, code) !== null),
      family: (family: SuiteFamily) => any(FAMILY_MEMBERS[family]),
      withoutForwardSecrecy: any(WITHOUT_FORWARD_SECRECY),
    },
    evidence: versions.evidence,
  };
}

/** Codes of the suites that belong together, by version, oldest first. */
type Members = ReadonlyMap<number, ReadonlySet<number>>;

function membersOf(belongs: (suite: Suite) => boolean, versions: readonly number[]): Members {
  return new Map(
    versions.map((version) => {
      const all = version === SSL_2_0 ? SSL2_KINDS : suitesOf(version);
      return [version, new Set(all.filter(belongs).map(({ code }) => code))];
    }),
  );
}

// Worked out once: every endpoint of a fleet is judged by them.
const FAMILY_MEMBERS = Object.fromEntries(
  SUITE_FAMILIES.map((family) => [family, membersOf((suite) => families(suite).includes(family), VERSIONS)]),
) as Readonly<Record<SuiteFamily, Members>>;

const WITHOUT_FORWARD_SECRECY = membersOf(
  (suite) => !isForwardSecret(suite),
  VERSIONS.filter((version) => version < TLS_1_3),
);

function acceptedSuites(ledger: Ledger): AcceptedSuite[] {
  const classic = [...ledger.accepted]
    .toSorted(([one], [other]) => other - one)
    .flatMap(([version, suites]) =>
      inOrderOfChoice(ledger, version).map((suite): AcceptedSuite => ({
        version,
        suite,
        evidence: [suites.get(suite) ?? ''],
      })),
    );
  const kinds = ledger.sslv2.flatMap(({ id, outcome }) =>
    outcome.status === 'accepted' && outcome.version === SSL_2_0
      ? outcome.suites.map((suite): AcceptedSuite => ({ version: SSL_2_0, suite, evidence: [id] }))
      : [],
  );
  return [...classic, ...kinds.filter(({ suite }, at) => kinds.findIndex((k) => k.suite === suite) === at)];
}

/**
 * The accepted suites of a version as the server ranks them: by how many others each was chosen over. Where the
 * client decides there is no rank, and they stand as they were found, in the order of the hellos.
 */
function inOrderOfChoice({ answers, accepted }: Ledger, version: number): number[] {
  const suites = [...(accepted.get(version)?.keys() ?? [])];
  const chosenOver = new Map(suites.map((suite) => [suite, new Set<number>()]));
  const largestOffer = new Map<number, number>();
  for (const answer of answers) {
    if (answer.status !== 'accepted' || answer.outcome.version !== version) continue;
    const { suite } = answer.outcome;
    const offered = answer.observation.asked.suites;
    largestOffer.set(suite, Math.max(largestOffer.get(suite) ?? 0, offered.length));
    for (const other of suites) {
      if (other !== suite && offered.includes(other)) chosenOver.get(suite)?.add(other);
    }
  }
  const ranked = suites.every((suite) =>
    [...(chosenOver.get(suite) ?? [])].every((other) => chosenOver.get(other)?.has(suite) !== true),
  );
  const rank = (suite: number): number => (ranked ? (chosenOver.get(suite)?.size ?? 0) : 0);
  const offer = (suite: number): number => largestOffer.get(suite) ?? 0;
  return suites.toSorted((one, other) => rank(other) - rank(one) || offer(other) - offer(one));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
