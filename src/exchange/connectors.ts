import type { SourceId } from './sources.ts';

/** A Receive connector that Setup makes on every Mailbox server. `{server}` stands for the name of the server. */
export interface ReceiveConnector {
  readonly port: number;
  /** Before the name of the server: `Default Frontend {server}`. */
  readonly name: string;
  /** Windows service that has to be restarted after a change. */
  readonly service: 'MSExchangeFrontEndTransport' | 'MSExchangeTransport';
  /** Who connects: mail servers of the world, mail programs, or servers of the organization alone. */
  readonly takes: 'internet-mail' | 'clients' | 'servers';
  /** The certificate that it presents unless somebody changed it. */
  readonly certificate: 'chosen' | 'self-signed';
  readonly source: SourceId;
}

/**
 * Default Receive connectors of Exchange 2013 and later, by port. 465 and 2525 begin TLS with STARTTLS like the others.
 * That the three for servers present the self-signed certificate follows from the look-up by the server's own name.
 */
export const RECEIVE_CONNECTORS: readonly ReceiveConnector[] = [
  {
    port: 25,
    name: 'Default Frontend',
    service: 'MSExchangeFrontEndTransport',
    takes: 'internet-mail',
    certificate: 'chosen',
    source: 'receive-connectors',
  },
  {
    port: 587,
    name: 'Client Frontend',
    service: 'MSExchangeFrontEndTransport',
    takes: 'clients',
    certificate: 'chosen',
    source: 'receive-connectors',
  },
  {
    port: 465,
    name: 'Client Proxy',
    service: 'MSExchangeTransport',
    takes: 'servers',
    certificate: 'self-signed',
    source: 'receive-connectors',
  },
  {
    port: 717,
    name: 'Outbound Proxy Frontend',
    service: 'MSExchangeFrontEndTransport',
    takes: 'servers',
    certificate: 'self-signed',
    source: 'receive-connectors',
  },
  {
    port: 2525,
    name: 'Default',
    service: 'MSExchangeTransport',
    takes: 'servers',
    certificate: 'self-signed',
    source: 'receive-connectors',
  },
];

/** The default connector that listens on a port; undefined for other ports. */
export function receiveConnector(port: number): ReceiveConnector | undefined {
  return RECEIVE_CONNECTORS.find((connector) => connector.port === port);
}

/** What Exchange greets with unless a connector has a Banner of its own. */
export function greetsAsExchange(banner: string | null): boolean {
  return /\bMicrosoft ESMTP MAIL Service\b/i.test(banner ?? '');
}
