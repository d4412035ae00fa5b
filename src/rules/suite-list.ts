import type { AcceptedSuite } from '../facts/types.ts';
import { ssl2KindName, suiteName } from '../wire/iana/suites.ts';
import { SSL_2_0, versionName } from '../wire/iana/versions.ts';

/** `TLS_RSA_WITH_RC4_128_MD5 (TLS 1.0, TLS 1.2), ...`: each suite once, with the versions that accept it. */
export function suiteList(accepted: readonly AcceptedSuite[]): string {
  return [...versionsByName(accepted)]
    .map(([name, versions]) => `${name} (${versions.map(versionName).join(', ')})`)
    .join(', ');
}

/** IANA names of the suites of SSL 3.0 and later, each once: the names that the Windows cmdlets take. */
export function cmdletNames(accepted: readonly AcceptedSuite[]): readonly string[] {
  return [...versionsByName(accepted.filter(({ version }) => version !== SSL_2_0)).keys()];
}

function versionsByName(accepted: readonly AcceptedSuite[]): ReadonlyMap<string, readonly number[]> {
  const versions = new Map<string, number[]>();
  for (const { version, suite } of accepted) {
    const name = version === SSL_2_0 ? ssl2KindName(suite) : suiteName(suite);
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  return versions;
}
