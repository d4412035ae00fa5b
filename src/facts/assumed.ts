import { families, isForwardSecret, type Suite, suite } from '../wire/iana/suites.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import type { AcceptedSuite, Answer, SuitesFact } from './types.ts';

/** Suites of a server that is imagined: those that are listed are accepted, and nothing else. */
export function assumedSuites(
  listed: readonly (readonly [version: number, suite: number])[],
  why: string,
): SuitesFact {
  const accepted = listed.map(([version, code]): AcceptedSuite => ({ version, suite: code, evidence: [] }));
  const answerOf = (yes: boolean): Answer => ({ value: yes ? 'yes' : 'no', why, evidence: [] });
  const among = (belongs: (row: Suite, version: number) => boolean) => {
    const found = accepted.filter((one) => {
      const row = suite(one.suite);
      return row !== undefined && belongs(row, one.version);
    });
    return { ...answerOf(found.length > 0), accepted: found };
  };
  return {
    accepted,
    answer: (version, code) =>
      answerOf(accepted.some((one) => one.version === version && one.suite === code)),
    complete: () => true,
    family: (family) => among((row) => families(row).includes(family)),
    withoutForwardSecrecy: among((row, version) => version < TLS_1_3 && !isForwardSecret(row)),
  };
}
