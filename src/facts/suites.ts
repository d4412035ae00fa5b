import { families, isForwardSecret, SSL2_KINDS, type Suite, type SuiteFamily } from '../wire/iana/suites.ts';
import { SSL_2_0, TLS_1_3, VERSIONS, versionName } from '../wire/iana/versions.ts';
import { type Ledger, suitesOf } from './ledger.ts';
import type { AcceptedSuite, Answer, Fact, SuitesFact, VersionsFact } from './types.ts';

/** Which suites are accepted at which version, and what that says of whole families. */
export function suitesFact(ledger: Ledger, versions: Fact<VersionsFact>): Fact<SuitesFact> {
  if (!versions.known) return versions;
  const versionAnswers = versions.value.answers;
  const accepted = acceptedSuites(ledger);

  const answer = (version: number, suite: number): Answer => {
    const seen = ledger.accepted.get(version)?.get(suite);
    if (seen !== undefined) return { value: 'yes', why: 'accepted', evidence: [seen] };
    const refusal = ledger.refused.get(version)?.get(suite);
    if (refusal !== undefined) return { value: 'no', ...refusal };
    const whole = versionAnswers.get(version);
    if (whole?.value === 'no') return whole;
    const why = `not asked or not answered at ${versionName(version)}`;
    return {
      value: 'unknown',
      why: ledger.obstacle === null ? why : `${why}: ${ledger.obstacle}`,
      evidence: [],
    };
  };

  const any = (
    belongs: (suite: Suite) => boolean,
    concerned: readonly number[],
  ): Answer & { readonly accepted: readonly AcceptedSuite[] } => {
    const members = new Set<string>();
    const answers: Answer[] = [];
    for (const version of concerned) {
      const whole = versionAnswers.get(version);
      if (version === SSL_2_0) {
        // A server names its kinds of SSL 2.0 itself, so what is not in its list is not there.
        for (const kind of SSL2_KINDS.filter(belongs)) members.add(memberKey(version, kind.code));
        if (whole?.value !== 'yes' && whole !== undefined) answers.push(whole);
        continue;
      }
      for (const suite of suitesOf(version).filter(belongs)) {
        members.add(memberKey(version, suite.code));
        answers.push(answer(version, suite.code));
      }
    }
    const found = accepted.filter(({ version, suite }) => members.has(memberKey(version, suite)));
    return { ...summary(found, answers), accepted: found };
  };

  return {
    known: true,
    value: {
      accepted,
      answer,
      complete: (version) =>
        version === SSL_2_0
          ? versionAnswers.get(version)?.value !== 'unknown'
          : suitesOf(version).every(({ code }) => answer(version, code).value !== 'unknown'),
      family: (family: SuiteFamily) => any((suite) => families(suite).includes(family), VERSIONS),
      withoutForwardSecrecy: any(
        (suite) => !isForwardSecret(suite),
        VERSIONS.filter((version) => version < TLS_1_3),
      ),
    },
    evidence: versions.evidence,
  };
}

function summary(found: readonly AcceptedSuite[], answers: readonly Answer[]): Answer {
  if (found.length > 0) {
    return { value: 'yes', why: 'accepted', evidence: unique(found.flatMap(({ evidence }) => evidence)) };
  }
  const open = answers.find(({ value }) => value === 'unknown');
  if (open !== undefined) return { ...open, evidence: [] };
  return { value: 'no', why: 'all refused', evidence: unique(answers.flatMap(({ evidence }) => evidence)) };
}

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

function memberKey(version: number, suite: number): string {
  return `${version}/${suite}`;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
