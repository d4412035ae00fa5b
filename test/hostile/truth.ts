import type { EndpointFactSet } from '../../src/facts/types.ts';
import type { ClientOffer } from '../../src/lab/client-offer.ts';
import { negotiate } from '../../src/lab/negotiate.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { GROUPS } from '../../src/wire/iana/groups.ts';
import { SIGNATURE_SCHEMES } from '../../src/wire/iana/signature-schemes.ts';
import { SUITES, suiteName } from '../../src/wire/iana/suites.ts';
import { SSL_2_0, TLS_1_2, TLS_1_3, VERSIONS, versionName } from '../../src/wire/iana/versions.ts';

/** Does an honest connection to the server take the suite at the version, if the hello leaves it no other choice? */
function takes(policy: TlsPolicy, version: number, suite: number): boolean {
  if (!policy.versions.includes(version)) return false;
  const alone = { ...policy, versions: [version] };
  return negotiate({ ...EVERYTHING, version, versions: [version], suites: [suite] }, alone, policy.chains).ok;
}

/** Everything that the facts say of a server and that is not so. What they leave open is never a lie. */
export function liesAbout(facts: EndpointFactSet, policy: TlsPolicy): string[] {
  const lies: string[] = [];
  const { versions, suites, groups, order } = facts;
  for (const version of VERSIONS) {
    const said = versions.known ? versions.value.answers.get(version)?.value : 'unknown';
    const accepted = accepts(policy, version);
    if (said === (accepted ? 'no' : 'yes')) lies.push(`${versionName(version)}: ${said}`);
    if (version === SSL_2_0 || !suites.known) continue;
    for (const { code } of SUITES) {
      const answer = suites.value.answer(version, code);
      if (answer.value === (takes(policy, version, code) ? 'no' : 'yes')) {
        lies.push(`${suiteName(code)} at ${versionName(version)}: ${answer.value}, as ${answer.why}`);
      }
    }
  }
  if (groups.known) {
    const strange = groups.value.accepted.filter(({ group }) => !policy.groups.includes(group));
    lies.push(...strange.map(({ group }) => `group ${group}`));
  }
  if (order.known && order.value.decidedBy !== policy.order) lies.push(`order by ${order.value.decidedBy}`);
  return lies;
}

function accepts(policy: TlsPolicy, version: number): boolean {
  if (version === SSL_2_0) return policy.ssl2Kinds !== undefined && policy.chains.rsa !== undefined;
  return SUITES.some(({ code }) => takes(policy, version, code));
}

const EVERYTHING: ClientOffer = {
  format: 'tls',
  version: TLS_1_2,
  versions: [TLS_1_3],
  suites: [],
  kinds: [],
  compressions: [0],
  sessionId: new Uint8Array(0),
  groups: GROUPS.map(({ code }) => code),
  signatureSchemes: SIGNATURE_SCHEMES.map(({ code }) => code),
  keyShares: [],
  extensions: [],
  length: 0,
};
