import type { Certificate } from '../../certs/certificate.ts';
import type { EndpointView, ProductFact } from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { TLS_1_2 } from '../../wire/iana/versions.ts';
import { place } from '../places.ts';
import { leaves } from '../presented.ts';
import {
  CERTIFICATE_ARTICLE_2010,
  EXTENDED_PROTECTION_ARTICLE,
  LOAD_BALANCING_ARTICLE,
} from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const tlsTermination = endpointRule({
  id: 'exchange/tls-termination',
  title: 'Another device ends TLS in front of Exchange',
  scope: 'endpoint',
  severity: 'info',
  why:
    'A reverse proxy or load balancer can pass TLS on as it comes, or end it and begin anew towards Exchange (bridging). ' +
    'Both are supported. With bridging what is said here about TLS is about the device, and its settings and ' +
    'certificate are renewed there; Extended Protection needs the same certificate on it and on every server. The name ' +
    'of the server need not be in the certificate.',
  fix: [
    '# Nothing has to be mended. Mend what is reported about TLS and certificates of this place on the device.',
  ],
  references: [LOAD_BALANCING_ARTICLE, CERTIFICATE_ARTICLE_2010, EXTENDED_PROTECTION_ARTICLE],
  needs: ['product', 'suites', 'chains'],
  check({ product, suites, chains }, { endpoint, sameHost }): Verdict {
    const { kind, clues, product: name } = product.front;
    const [clue] = clues;
    if (kind === 'reverse-proxy' || kind === 'load-balancer' || kind === 'mail-gateway') {
      return {
        outcome: 'fail',
        message: `${DEVICES[kind]}${name === null ? '' : ` (${name})`} answers here${clue === undefined ? '' : `: ${clue.seen}`}`,
        ...(clue === undefined ? {} : { evidence: clues.flatMap(({ evidence }) => evidence) }),
      };
    }
    if (!suites.complete(TLS_1_2)) return withoutComparison(product);
    const own = suitesOf(suites.accepted);
    const other = sameHost.find((view) => differs(view, endpoint, { own, keys: keysOf(leaves(chains)) }));
    if (other !== undefined) {
      return {
        outcome: 'fail',
        message:
          `${place(endpoint)} and ${place(other.endpoint)} accept different suites at TLS 1.2, and Windows has one list for ` +
          'all: another TLS stack ends one of them, or Exchange 2010 or 2013 is so old that it has settings of its own for SMTP',
        evidence: [
          ...new Set(
            [...sameHost, other]
              .filter((view) => view.endpoint.id === endpoint.id || view === other)
              .flatMap((view) => view.facts.suites.evidence),
          ),
        ],
      };
    }
    return withoutComparison(product);
  },
});

const DEVICES = {
  'reverse-proxy': 'a reverse proxy',
  'load-balancer': 'a load balancer',
  'mail-gateway': 'a mail gateway',
} as const;

function withoutComparison({ state, front }: ProductFact): Verdict {
  if (state === 'unanswered')
    return { outcome: 'unknown', message: 'what was asked about the product got no answer' };
  return front.kind === 'exchange'
    ? {
        outcome: 'pass',
        message:
          'signs of Exchange and none of another device: TLS goes to Exchange directly or is passed through',
      }
    : {
        outcome: 'not-applicable',
        message: 'nothing was seen that shows whether another device ends TLS here',
      };
}

type View = EndpointView<'product' | 'suites' | 'chains'>;

/** Web and mail of one address, with certificates of the same kind, since others show other suites. */
function differs(
  { endpoint: other, facts }: View,
  endpoint: Endpoint,
  { own, keys }: { readonly own: string; readonly keys: string },
): boolean {
  return (
    other.id !== endpoint.id &&
    other.address === endpoint.address &&
    (other.protocol === 'https') !== (endpoint.protocol === 'https') &&
    facts.suites.known &&
    facts.suites.value.complete(TLS_1_2) &&
    facts.chains.known &&
    keysOf(leaves(facts.chains.value)) === keys &&
    suitesOf(facts.suites.value.accepted) !== own
  );
}

function suitesOf(accepted: readonly { readonly version: number; readonly suite: number }[]): string {
  return accepted
    .filter(({ version }) => version === TLS_1_2)
    .map(({ suite }) => suite)
    .toSorted((one, other) => one - other)
    .join();
}

function keysOf(certificates: readonly Certificate[]): string {
  return [...new Set(certificates.map(({ key }) => key.algorithm))].toSorted().join();
}
