import type { Protocol } from '../model/protocol.ts';
import type { SourceId } from './sources.ts';

/** A port that is not for clients: other Exchange servers, or administrators, are all who need to reach it. */
export interface BackEndPort {
  readonly port: number;
  /** What listens there. */
  readonly service: string;
  readonly readers: 'servers' | 'edge-servers' | 'administrators';
  /** implicit: TLS from the first byte; none: the port itself has no TLS. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** How a scan asks for its certificate; null where it can only knock. */
  readonly protocol: Protocol | null;
  readonly sources: readonly SourceId[];
}

/**
 * Ports of a Mailbox server that nobody but Exchange servers and administrators has to reach. Sources: Microsoft Learn
 * "Network ports for clients and mail flow in Exchange", "Receive connectors", "Set-PopSettings" (ProxyTargetPort),
 * "Default settings for Exchange virtual directories" (Exchange Back End), "Digital certificates and encryption in
 * Exchange Server" (WMSVC), and the test data of CSS-Exchange (808). That it is a fault if the Internet reaches them is
 * our own conclusion from who is meant to. 465 is left out: with TLS from the first byte it is another product's
 * submission.
 */
export const BACK_END_PORTS: readonly BackEndPort[] = [
  {
    port: 444,
    service: 'website "Exchange Back End"',
    readers: 'servers',
    tls: 'implicit',
    protocol: 'https',
    sources: ['virtual-directories', 'css-exchange'],
  },
  {
    port: 81,
    service: 'website "Exchange Back End" without TLS',
    readers: 'servers',
    tls: 'none',
    protocol: null,
    sources: ['virtual-directories'],
  },
  {
    port: 808,
    service: 'net.tcp of the back end',
    readers: 'servers',
    tls: 'none',
    protocol: null,
    sources: ['css-exchange'],
  },
  {
    port: 475,
    service: 'Mailbox Delivery',
    readers: 'servers',
    tls: 'starttls',
    protocol: 'smtp',
    sources: ['receive-connectors'],
  },
  {
    port: 717,
    service: 'Receive connector "Outbound Proxy Frontend"',
    readers: 'servers',
    tls: 'starttls',
    protocol: 'smtp',
    sources: ['receive-connectors'],
  },
  {
    port: 2525,
    service: 'Receive connector "Default" of the transport service',
    readers: 'servers',
    tls: 'starttls',
    protocol: 'smtp',
    sources: ['receive-connectors'],
  },
  {
    port: 1993,
    service: 'IMAP4 back end',
    readers: 'servers',
    tls: 'implicit',
    protocol: 'imaps',
    sources: ['pop-settings'],
  },
  {
    port: 1995,
    service: 'POP3 back end',
    readers: 'servers',
    tls: 'implicit',
    protocol: 'pop3s',
    sources: ['pop-settings'],
  },
  {
    port: 8172,
    service: 'IIS Web Management (WMSVC)',
    readers: 'administrators',
    tls: 'implicit',
    protocol: 'https',
    sources: ['certificates'],
  },
  {
    port: 50636,
    service: 'EdgeSync, secure LDAP',
    readers: 'edge-servers',
    tls: 'implicit',
    protocol: 'tls',
    sources: ['ports'],
  },
];

/** The row of a port, or undefined. */
export function backEndPort(port: number): BackEndPort | undefined {
  return BACK_END_PORTS.find((row) => row.port === port);
}
