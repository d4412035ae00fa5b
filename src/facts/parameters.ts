import { isFiniteFieldEphemeral, suiteName } from '../wire/iana/suites.ts';
import { TLS_1_2, TLS_1_3, VERSIONS } from '../wire/iana/versions.ts';
import { acceptedAmong } from './answers.ts';
import { groupAnswers } from './group-answers.ts';
import { type Ledger, suitesOf } from './ledger.ts';
import type { Answer, DhGroupsFact, Fact, GroupsFact, SuitesFact, VersionsFact } from './types.ts';

/** Sizes of the finite-field groups that came with DHE suites. */
export function dhGroupsFact(ledger: Ledger, suites: Fact<SuitesFact>): Fact<DhGroupsFact> {
  if (!suites.known) return suites;
  const seen = new Map<string, DhGroupsFact['seen'][number]>();
  const evidence: string[] = [];
  for (const { outcome, observation } of acceptedAmong(ledger.answers)) {
    if (outcome.keyExchange?.kind !== 'dhe') continue;
    const { bits } = outcome.keyExchange;
    const group = { bits, suite: outcome.suite, version: outcome.version };
    seen.set(`${group.version}/${group.suite}/${bits}`, group);
    evidence.push(observation.id);
  }
  const open = unseenGroup(suites.value, [...seen.values()]);
  if (seen.size === 0 && open !== null) return { known: false, why: open, evidence: [] };
  return {
    known: true,
    value: { seen: [...seen.values()], open },
    evidence: seen.size > 0 ? evidence : suites.evidence,
  };
}

function unseenGroup(suites: SuitesFact, seen: DhGroupsFact['seen']): string | null {
  for (const [version, codes] of FINITE_FIELD) {
    for (const code of codes) {
      if (seen.some((group) => group.suite === code && group.version === version)) continue;
      const answer = suites.answer(version, code);
      if (answer.value === 'yes') return `the group of ${suiteName(code)} was not seen`;
      if (answer.value === 'unknown') return `${suiteName(code)}: ${answer.why}`;
    }
  }
  return null;
}

/** By version: the suites whose group has to be seen. */
const FINITE_FIELD: readonly (readonly [version: number, codes: readonly number[]])[] = VERSIONS.filter(
  (version) => version < TLS_1_3,
).map((version) => [
  version,
  suitesOf(version)
    .filter(isFiniteFieldEphemeral)
    .map(({ code }) => code),
]);

/** Named groups in the order found, each version apart. */
export function groupsFact(ledger: Ledger): Fact<GroupsFact> {
  const found = new Map<string, GroupsFact['accepted'][number]>();
  const evidence: string[] = [];
  for (const { outcome, observation } of acceptedAmong(ledger.answers)) {
    if (outcome.group === null) continue;
    const key = `${outcome.version}/${outcome.group}`;
    if (found.has(key)) continue;
    found.set(key, { version: outcome.version, group: outcome.group });
    evidence.push(observation.id);
  }
  if (found.size === 0) return { known: false, why: 'no named group was seen', evidence: [] };
  return { known: true, value: { accepted: [...found.values()], ...groupAnswers(ledger) }, evidence };
}

/** Compression at the TLS layer (RFC 3749); TLS 1.3 has none. */
export function compressionFact(ledger: Ledger, versions: Fact<VersionsFact>): Fact<Answer> {
  const offered = acceptedAmong(ledger.answers).filter(
    ({ outcome, observation }) =>
      outcome.version <= TLS_1_2 && observation.asked.compressions.some((method) => method !== 0),
  );
  const compressed = offered.find(({ outcome }) => outcome.compression !== 0);
  if (compressed !== undefined) {
    const why = `method ${compressed.outcome.compression} was chosen`;
    return settled('yes', why, [compressed.observation.id]);
  }
  const [first] = offered;
  if (first !== undefined) return settled('no', 'offered and not chosen', [first.observation.id]);
  return without12(versions) ?? { known: false, why: 'compression was not asked for', evidence: [] };
}

/** renegotiation_info in every ServerHello (RFC 5746, 3.6); TLS 1.3 has no renegotiation. */
export function secureRenegotiationFact(ledger: Ledger, versions: Fact<VersionsFact>): Fact<Answer> {
  const hellos = acceptedAmong(ledger.answers).filter(({ outcome }) => outcome.version <= TLS_1_2);
  const insecure = hellos.find(({ outcome }) => !outcome.secureRenegotiation);
  if (insecure !== undefined) {
    return settled('no', 'a ServerHello came without renegotiation_info', [insecure.observation.id]);
  }
  if (hellos.length > 0) {
    const evidence = hellos.map(({ observation }) => observation.id);
    return settled('yes', 'renegotiation_info was there each time', evidence);
  }
  const only13 = without12(versions);
  if (only13?.known === true) return settled('yes', only13.value.why, only13.evidence);
  return { known: false, why: 'no ServerHello was seen', evidence: [] };
}

/** `no` if nothing but TLS 1.3 is accepted. */
function without12(versions: Fact<VersionsFact>): Fact<Answer> | null {
  if (!versions.known) return null;
  const { answers } = versions.value;
  if (answers.get(TLS_1_3)?.value !== 'yes') return null;
  const below = VERSIONS.filter((version) => version < TLS_1_3);
  if (below.some((version) => answers.get(version)?.value !== 'no')) return null;
  return settled('no', 'TLS 1.3 does not have it', versions.evidence);
}

function settled(value: 'yes' | 'no', why: string, evidence: readonly string[]): Fact<Answer> {
  return { known: true, value: { value, why, evidence }, evidence };
}
