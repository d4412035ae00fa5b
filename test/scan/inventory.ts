import type { HelloObservation } from '../../src/model/observation.ts';
import type { Gathered } from '../../src/model/report.ts';
import { hellosOf } from './harness.ts';

/** Suites in the order in which the interview about one version found them, each once. */
export function suitesFound(run: Gathered, version: number): number[] {
  const id = version.toString(16).padStart(4, '0');
  const merged = accepted(hellosOf(run, new RegExp(`^order/${id}#`)), version);
  if (merged.length > 0) return suites(merged);
  const first = accepted(hellosOf(run, /^(modern|tls1\.0|version\/.*)$/), version).slice(0, 1);
  const later = accepted(hellosOf(run, new RegExp(`^suites/${id}(/share)?#`)), version);
  return suites([...first, ...later]);
}

/** Groups in the order in which the interview about one version found them. */
export function groupsFound(run: Gathered, version: number): number[] {
  const id = version.toString(16).padStart(4, '0');
  const opened = version === 0x0304 ? /^suites\/0304(\/share)?#0$/ : /^(modern|tls1\.0)$/;
  const first = accepted(hellosOf(run, opened), version).slice(0, 1);
  const groups = [...first, ...accepted(hellosOf(run, new RegExp(`^groups/${id}(/share)?#`)), version)];
  return [...new Set(groups.flatMap(({ outcome }) => ('group' in outcome ? (outcome.group ?? []) : [])))];
}

/** The versions that any hello was accepted at, oldest first. */
export function versionsFound(run: Gathered): number[] {
  const versions = hellosOf(run, /./).flatMap(({ outcome }) => ('suite' in outcome ? outcome.version : []));
  return [...new Set(versions)].toSorted((one, other) => one - other);
}

function accepted(hellos: readonly HelloObservation[], version: number): HelloObservation[] {
  return hellos.filter(({ outcome }) => outcome.status === 'accepted' && outcome.version === version);
}

function suites(hellos: readonly HelloObservation[]): number[] {
  const all = hellos.flatMap(({ outcome }) => (outcome.status === 'accepted' ? outcome.suite : []));
  return [...new Set(all)];
}
