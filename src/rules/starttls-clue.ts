import { greetsAsExchange } from '../exchange/connectors.ts';
import type { EndpointView } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { anonymousTlsOffer } from '../wire/reply/starttls.ts';
import { places } from './places.ts';

/**
 * What the other SMTP ports tell about a port without STARTTLS.
 * other-product: the greeting is not that of Exchange;
 * this-connector: another connector of the same server has it, so that server has a certificate for SMTP;
 * this-server: the same port of another server behind the name has it;
 * lookup: X-ANONYMOUSTLS is there, so nothing on the way takes such words away, and the server has a certificate;
 * all-connectors: no connector that answered has it;
 * alone: nothing to compare with.
 */
export interface StarttlsClue {
  readonly kind: 'other-product' | 'this-connector' | 'this-server' | 'lookup' | 'all-connectors' | 'alone';
  /** The places that were compared, in words. */
  readonly where: string;
  readonly beside: readonly Endpoint[];
}

type View = EndpointView<'reach' | 'starttls'>;

export function starttlsClue(endpoint: Endpoint, sameHost: readonly View[]): StarttlsClue {
  const others = sameHost.filter(
    (view) => view.endpoint.protocol === 'smtp' && view.endpoint.id !== endpoint.id,
  );
  const own = sameHost.find((view) => view.endpoint.id === endpoint.id);
  const preamble = own?.facts.reach.known === true ? own.facts.reach.value.preamble : null;
  const having = others.filter(offers);
  const ofServer = having.filter((view) => view.endpoint.address === endpoint.address);
  const ofPort = having.filter((view) => view.endpoint.port === endpoint.port);
  if (preamble?.banner != null && !isMasked(preamble.banner) && !greetsAsExchange(preamble.banner)) {
    return clue('other-product', ofServer);
  }
  if (ofServer.length > 0) return clue('this-connector', ofServer);
  if (ofPort.length > 0) return clue('this-server', ofPort, ({ address }) => address ?? '');
  if (preamble !== null && anonymousTlsOffer(preamble.capabilities) === 'offered') return clue('lookup', []);
  const lacking = others.filter(lacks);
  return lacking.length > 0 ? clue('all-connectors', lacking) : clue('alone', []);
}

function clue(
  kind: StarttlsClue['kind'],
  views: readonly View[],
  word?: (endpoint: Endpoint) => string,
): StarttlsClue {
  const beside = views.map(({ endpoint }) => endpoint);
  return { kind, beside, where: word === undefined ? places(beside) : beside.map(word).join(', ') };
}

/** One sentence for each clue. Source: "Selection of inbound STARTTLS certificates"; the conclusions are our own. */
export const STARTTLS_MEANING: Readonly<Record<StarttlsClue['kind'], (where: string) => string>> = {
  'other-product': (where) =>
    `The greeting is not that of Exchange: another product answers here${where === '' ? '' : `, unlike on ${where}`}, or the connector has a Banner of its own`,
  'this-connector': (where) =>
    `${where} of the same server still has it, so a certificate for SMTP is there: most likely TlsCertificateName of this connector names one that was replaced`,
  'this-server': (where) =>
    `The same port at ${where} still has it: this server has no certificate for the connector, or was left out of a renewal`,
  lookup: () =>
    'X-ANONYMOUSTLS is offered, so nothing on the way takes such words away: Exchange found no certificate for the name of the connector, or AuthMechanism lacks Tls',
  'all-connectors': (where) =>
    `${where} lacks it too: no certificate is enabled for SMTP (event 12014), or a device on the way takes it away`,
  alone: () =>
    'Exchange leaves it out if AuthMechanism of the connector lacks Tls, or if it finds no certificate for it (event 12014)',
};

/** Cisco's inspection writes over the greeting, which then says nothing about the product. */
function isMasked(banner: string): boolean {
  return /\*{4}/.test(banner);
}

function offers({ facts: { starttls } }: View): boolean {
  return starttls.known && starttls.value.state === 'offered';
}

function lacks({ facts: { starttls } }: View): boolean {
  return starttls.known && (starttls.value.state === 'not-offered' || starttls.value.state === 'refused');
}
