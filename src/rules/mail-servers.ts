import type { Certificate } from '../certs/certificate.ts';
import type { EndpointView } from '../facts/types.ts';
import { ordinaryChains } from './presented.ts';

/** What senders find on port 25 of an MX host, at each address that was looked at. */
export interface MailServer {
  /** Id of the endpoint. */
  readonly endpoint: string;
  /** How the endpoint takes TLS; `unknown` where that is not known. */
  readonly tls: 'offered' | 'none' | 'unknown';
  /** What is presented to a sender, once for each kind of key; empty where that is not known. */
  readonly chains: readonly (readonly Certificate[])[];
  readonly evidence: readonly string[];
}

/** Empty if the host is none of the targets. */
export function mailServersOf(
  host: string,
  endpoints: readonly EndpointView<'starttls' | 'chains'>[],
): readonly MailServer[] {
  return endpoints
    .filter(({ endpoint }) => endpoint.protocol === 'smtp' && endpoint.port === 25)
    .filter(({ endpoint }) => endpoint.host.toLowerCase() === host.toLowerCase())
    .map(({ endpoint, facts: { starttls, chains } }) => ({
      endpoint: endpoint.id,
      tls: !starttls.known ? 'unknown' : starttls.value.state === 'offered' ? 'offered' : 'none',
      chains: chains.known ? ordinaryChains(chains.value).map(({ certificates }) => certificates) : [],
      evidence: [...starttls.evidence, ...chains.evidence],
    }));
}

export function notAmongTargets(host: string): string {
  return `port 25 of ${host} is not among the targets, so nobody saw its certificate`;
}
