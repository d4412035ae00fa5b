import { readReference } from '../certs/reference.ts';
import { recognizeDefaultCertificate } from '../exchange/default-certificates.ts';
import type { EndpointView } from '../facts/types.ts';
import { serviceFamily } from '../model/protocol.ts';
import { greetingNames } from './greeting-name.ts';
import { presentedLeaves } from './presented-leaves.ts';

/**
 * Names that servers call themselves by, lower case: in the greeting of SMTP, in the reply to EHLO (RFC 5321, 4.2 and
 * 4.1.1.1: Exchange writes the Fqdn of the Receive connector) and in the certificates that Setup made, which have
 * the name of the server, short and full.
 */
export function serverNames(views: readonly EndpointView<'reach' | 'chains'>[]): ReadonlySet<string> {
  const greetings = views.flatMap(({ endpoint, facts: { reach } }) =>
    reach.known && serviceFamily(endpoint.protocol) === 'smtp' ? greetingNames(reach.value.preamble) : [],
  );
  const ofSetup = presentedLeaves(views).flatMap(({ certificate }) =>
    recognizeDefaultCertificate(certificate)?.kind === 'exchange' ? certificate.dnsNames : [],
  );
  return new Set(
    [...greetings, ...ofSetup].flatMap((name) => {
      const reference = readReference(name);
      return reference.kind === 'name' ? [reference.name] : [];
    }),
  );
}

/** The name itself, or a full name of a server of which the short one is known. */
export function isServerName(servers: ReadonlySet<string>, name: string): boolean {
  return servers.has(name) || servers.has(name.split('.', 1)[0] ?? '');
}
