import type { Protocol } from '../model/protocol.ts';

/**
 * Who connects to a service: people's mail programs and browsers, other Exchange servers of the organization, or mail
 * servers of the whole world. It decides how a certificate is judged: a self-signed one is wrong towards clients,
 * enough for opportunistic TLS between mail servers, and the default between Exchange servers.
 */
export type Audience = 'clients' | 'servers' | 'internet-mail';

/**
 * Ports whose default Receive connector, website or service takes connections from servers of the organization only,
 * and that of the IIS Web Management service (8172), which is for its administrators.
 */
const SERVER_PORTS: ReadonlyMap<number, readonly Protocol[]> = new Map<number, readonly Protocol[]>([
  [444, ['https']],
  [465, ['smtp']],
  [475, ['smtp']],
  [717, ['smtp']],
  [1993, ['imaps']],
  [1995, ['pop3s']],
  [2525, ['smtp']],
  [5061, ['tls']],
  [5062, ['tls']],
  [8172, ['https', 'tls']],
  [50_636, ['tls']],
]);

const SUBMISSION = 587;

/**
 * The audience of a port of a Mailbox server. Sources: Microsoft Learn "Network ports for clients and mail flow in
 * Exchange" and "Receive connectors" (25 Default Frontend, 587 Client Frontend, 465 Client Proxy, 717 Outbound Proxy
 * Frontend, 2525 Default) and "Digital certificates and encryption in Exchange Server" (444 is the back-end website).
 * 465 is for servers only with STARTTLS; with TLS from the first byte it is another product's submission (RFC 8314).
 * X-ANONYMOUSTLS is for Exchange servers on every port.
 */
export function audience(protocol: Protocol, port: number): Audience {
  if (protocol === 'smtp-anonymous') return 'servers';
  if (SERVER_PORTS.get(port)?.includes(protocol) === true) return 'servers';
  return protocol === 'smtp' && port !== SUBMISSION ? 'internet-mail' : 'clients';
}
